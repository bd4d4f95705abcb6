"""The words a provider is described with. Codes of services, languages and the like are in `terms`."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from rumduol.audit.enums import AuditEventName


class ProviderKind(TextChoices):
    SOCIAL_AFFAIRS = "social_affairs", _("Social affairs office")
    SHELTER = "shelter", _("Shelter")
    DROP_IN = "drop_in", _("Drop-in or day centre")
    HEALTH = "health", _("Hospital or health centre")
    COUNSELLING = "counselling", _("Counselling service")
    LEGAL_AID = "legal_aid", _("Legal aid")
    TRAINING = "training", _("School or vocational training")
    REINTEGRATION = "reintegration", _("Reintegration or family support")
    TRANSIT = "transit", _("Transit centre")


# Public bodies work by law; a non-governmental service needs an agreement with the ministry of social affairs.
class Standing(TextChoices):
    PUBLIC = "public", _("Public body")
    NGO = "ngo", _("Non-governmental organisation")
    PRIVATE = "private", _("Private")


class StandardsResult(TextChoices):
    MET = "met", _("Minimum standards met")
    PARTLY = "partly", _("Partly met, with a date to mend")
    NOT_MET = "not_met", _("Not met")


class Medical(TextChoices):
    """What a service can care for on the spot."""

    FIRST_AID = "first_aid", _("first aid")
    WOUND = "wound", _("wounds")
    SURGERY = "surgery", _("operations")
    PREGNANCY = "pregnancy", _("pregnancy and birth")
    SEXUAL_ASSAULT = "sexual_assault", _("care after rape (72 hours)")
    HIV_TB = "hiv_tb", _("HIV and tuberculosis")
    MEDICINE = "medicine", _("medicine to be taken every day")
    WITHDRAWAL = "withdrawal", _("withdrawal from drugs")
    MENTAL_ILLNESS = "mental_illness", _("severe mental illness")
    INFANT = "infant", _("an infant")


# Agencies that must not learn where a confidential house is (access.md: "investigator: never shelter whereabouts").
POLICE_KINDS = frozenset({"police", "gendarmerie", "cybercrime"})
# Agencies that keep agreements and standards: the ministry of social affairs signs, the committee coordinates.
KEEPER_KINDS = frozenset({"social_affairs", "committee"})
# Kinds of agency whose offices may offer services to a person.
OFFERING_KINDS = ("social_affairs", "ngo", "health", "commune", "helpline", "immigration", "foreign_affairs")
# Fewer provinces than this would tell where a confidential house is.
CONFIDENTIAL_SERVES_AT_LEAST = 3


class DirectoryEvent(AuditEventName):
    REGISTERED = "directory.registered", _("Provider entered in the directory")
    CHANGED = "directory.changed", _("Provider's entry changed")
    SERVICE_CHANGED = "directory.service_changed", _("Provider's service changed")
    PLACES_TOLD = "directory.places_told", _("Free places told")
    AGREEMENT = "directory.agreement", _("Agreement recorded")
    STANDARDS = "directory.standards", _("Standards check recorded")
    WHEREABOUTS = "directory.whereabouts", _("Whereabouts of a provider sealed")
    HELP_VERIFIED = "directory.help_verified", _("Help line tried and verified")
    UNMET = "directory.unmet", _("Unmet need recorded")
