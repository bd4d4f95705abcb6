"""Hearings, protective measures, judicial supervision."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from rumduol.audit.enums import AuditEventName
from rumduol.shared.states import Transitions


class HearingKind(TextChoices):
    INVESTIGATION = "investigation", _("Interview by the investigating judge")
    TRIAL = "trial", _("Trial")
    VERDICT = "verdict", _("Reading of the judgment")
    APPEAL = "appeal", _("Appeal")
    OTHER = "other", _("Another hearing")


class HearingStatus(TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Cancelled")


TRANSITIONS: Transitions[HearingStatus] = {
    HearingStatus.PLANNED: {HearingStatus.HELD, HearingStatus.POSTPONED, HearingStatus.CANCELLED},
    HearingStatus.HELD: set(),
    HearingStatus.POSTPONED: {HearingStatus.PLANNED, HearingStatus.CANCELLED},
    HearingStatus.CANCELLED: set(),
}
OWNERS: dict[HearingStatus, str] = {
    HearingStatus.PLANNED: "court_clerk",
    HearingStatus.HELD: "nobody",
    HearingStatus.POSTPONED: "court_clerk",
    HearingStatus.CANCELLED: "nobody",
}
PAGES: dict[HearingStatus, str] = dict.fromkeys(HearingStatus, "courts:hearing")


class WitnessKind(TextChoices):
    VICTIM = "victim", _("Victim")
    WITNESS = "witness", _("Witness")
    EXPERT = "expert", _("Expert")


class Measure(TextChoices):
    """Prakas 62 (2008): screens and TV link for child and vulnerable witnesses."""

    SCREEN = "screen", _("Screen between witness and accused")
    TV_LINK = "tv_link", _("Testimony by TV link")
    SUPPORT_PERSON = "support_person", _("Support person beside the witness")
    CLOSED_COURT = "closed_court", _("Closed court")
    ONE_INTERVIEW = "one_interview", _("One recorded interview instead of many")
    LAWYER = "lawyer", _("Lawyer before and at the hearing")


COUNTED = frozenset(Measure) - {Measure.CLOSED_COURT}  # what a fact "justice_measure" can say


class Condition(TextChoices):
    REPORT = "report", _("To report on fixed days")
    NO_TRAVEL = "no_travel", _("Not to leave a place")
    PASSPORT = "passport", _("Passport handed in")
    RESIDENCE = "residence", _("To live at a stated address")
    NO_VICTIM = "no_victim", _("Not to come near the victim or the family")
    NO_WITNESS = "no_witness", _("Not to speak with witnesses")
    NO_WORK = "no_work", _("Not to work in the trade of the offence")
    BAIL = "bail", _("Bail")


class SupervisionStatus(TextChoices):
    ACTIVE = "active", _("Under supervision")
    AT_LARGE = "at_large", _("At large")
    ENDED = "ended", _("Ended")


SUPERVISION_TRANSITIONS: Transitions[SupervisionStatus] = {
    SupervisionStatus.ACTIVE: {SupervisionStatus.AT_LARGE, SupervisionStatus.ENDED},
    SupervisionStatus.AT_LARGE: {SupervisionStatus.ACTIVE, SupervisionStatus.ENDED},
    SupervisionStatus.ENDED: set(),
}
SUPERVISION_OWNERS: dict[SupervisionStatus, str] = {
    SupervisionStatus.ACTIVE: "investigator",
    SupervisionStatus.AT_LARGE: "prosecutor",
    SupervisionStatus.ENDED: "nobody",
}
SUPERVISION_PAGES: dict[SupervisionStatus, str] = dict.fromkeys(SupervisionStatus, "courts:supervision")


class EndReason(TextChoices):
    JUDGED = "judged", _("Judged")
    LIFTED = "lifted", _("Lifted by the judge")
    DETAINED = "detained", _("Detained")
    DIED = "died", _("Died")


class DayStatus(TextChoices):
    DUE = "due", _("Due")
    REPORTED = "reported", _("Reported")
    MISSED = "missed", _("Missed")
    EXCUSED = "excused", _("Excused")


DAY_TRANSITIONS: Transitions[DayStatus] = {
    DayStatus.DUE: {DayStatus.REPORTED, DayStatus.MISSED, DayStatus.EXCUSED},
    DayStatus.REPORTED: set(),
    DayStatus.MISSED: {DayStatus.EXCUSED},
    DayStatus.EXCUSED: set(),
}
DAY_OWNERS: dict[DayStatus, str] = {
    DayStatus.DUE: "investigator",
    DayStatus.REPORTED: "nobody",
    DayStatus.MISSED: "prosecutor",
    DayStatus.EXCUSED: "nobody",
}
DAY_PAGES: dict[DayStatus, str] = dict.fromkeys(DayStatus, "courts:supervision")


class Excuse(TextChoices):
    HOSPITAL = "hospital", _("In hospital")
    DETAINED = "detained", _("Detained elsewhere")
    OFFICE_CLOSED = "office_closed", _("The office was closed")
    MISTAKE = "mistake", _("The person came and nobody signed")


class WarrantStatus(TextChoices):
    DRAFT = "draft", _("Waits for the prosecutor")
    SIGNED = "signed", _("Signed")
    DROPPED = "dropped", _("Not asked for")
    DONE = "done", _("The person was found")


WARRANT_TRANSITIONS: Transitions[WarrantStatus] = {
    WarrantStatus.DRAFT: {WarrantStatus.SIGNED, WarrantStatus.DROPPED},
    WarrantStatus.SIGNED: {WarrantStatus.DONE},
    WarrantStatus.DROPPED: set(),
    WarrantStatus.DONE: set(),
}
WARRANT_OWNERS: dict[WarrantStatus, str] = {
    WarrantStatus.DRAFT: "prosecutor",
    WarrantStatus.SIGNED: "prosecutor",
    WarrantStatus.DROPPED: "nobody",
    WarrantStatus.DONE: "nobody",
}
WARRANT_PAGES: dict[WarrantStatus, str] = dict.fromkeys(WarrantStatus, "courts:supervision")


class CourtEvent(AuditEventName):
    HEARING_SET = "courts.hearing_set", _("Hearing set")
    HEARING_MOVED = "courts.hearing_moved", _("Hearing moved")
    HEARING_ENDED = "courts.hearing_ended", _("Hearing held, postponed or cancelled")
    WITNESS_ADDED = "courts.witness_added", _("Witness called to a hearing")
    MEASURES_USED = "courts.measures_used", _("Protective measures used recorded")
    SUPERVISION_SET = "courts.supervision_set", _("Judicial supervision ordered")
    SUPERVISION_ENDED = "courts.supervision_ended", _("Judicial supervision ended")
    DAY_SIGNED = "courts.day_signed", _("Reporting day signed")
    DAY_EXCUSED = "courts.day_excused", _("Missed reporting day excused")
    WARRANT_SIGNED = "courts.warrant_signed", _("Warrant request signed")
    WARRANT_DROPPED = "courts.warrant_dropped", _("Warrant request dropped")
    PERSON_FOUND = "courts.person_found", _("Person at large found")
