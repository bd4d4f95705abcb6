"""Kinds of agency, levels of office and the roles of ../access: the words of the national referral structure."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AgencyKind(TextChoices):
    POLICE = "police", _("Anti-human-trafficking and juvenile protection police")
    GENDARMERIE = "gendarmerie", _("Gendarmerie")
    CYBERCRIME = "cybercrime", _("Anti-cybercrime police")
    SOCIAL_AFFAIRS = "social_affairs", _("Social affairs")
    FOREIGN_AFFAIRS = "foreign_affairs", _("Foreign affairs and missions abroad")
    IMMIGRATION = "immigration", _("Immigration")
    LABOUR = "labour", _("Labour and vocational training")
    JUSTICE = "justice", _("Justice: prosecution and courts")
    COMMITTEE = "committee", _("National committee for counter trafficking")
    NGO = "ngo", _("Non-governmental organisation")
    HEALTH = "health", _("Health service")
    COMMUNE = "commune", _("Commune committee for women and children")
    HELPLINE = "helpline", _("Helpline")
    STATISTICS = "statistics", _("Statistics")
    INTEGRITY = "integrity", _("Integrity, independent of the police")


class OfficeLevel(TextChoices):
    NATIONAL = "national", _("National")
    PROVINCE = "province", _("Province")
    DISTRICT = "district", _("District")
    COMMUNE = "commune", _("Commune")
    MISSION = "mission", _("Mission abroad")
    SITE = "site", _("Site of an organisation")


class Role(TextChoices):
    HOTLINE_OPERATOR = "hotline_operator", _("Hotline operator")
    INVESTIGATOR = "investigator", _("Investigator")
    SCREENING_OFFICER = "screening_officer", _("Screening officer")
    CASE_WORKER = "case_worker", _("Case worker")
    SHELTER_WORKER = "shelter_worker", _("Shelter worker")
    LEGAL_AID_LAWYER = "legal_aid_lawyer", _("Legal-aid lawyer")
    PROSECUTOR = "prosecutor", _("Prosecutor")
    COURT_CLERK = "court_clerk", _("Court clerk")
    LABOUR_INSPECTOR = "labour_inspector", _("Labour inspector")
    RECRUITMENT_OFFICER = "recruitment_officer", _("Recruitment-oversight officer")
    CONSULAR_OFFICER = "consular_officer", _("Consular officer")
    IMMIGRATION_OFFICER = "immigration_officer", _("Immigration officer")
    INTEGRITY_OFFICER = "integrity_officer", _("Integrity officer")
    SUPERVISOR = "supervisor", _("Supervisor")
    NATIONAL_COORDINATOR = "national_coordinator", _("National coordinator")
    STATISTICIAN = "statistician", _("Statistician")
    RELEASE_APPROVER = "release_approver", _("Release approver")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")
