"""Code lists and states of the screening room."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from rumduol.audit.enums import AuditEventName
from rumduol.shared.states import Transitions


class Answer(TextChoices):
    """What a person may say to a coded question. Only YES is a sign; only NO is a no."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Doesn't know")
    DECLINED = "declined", _("Rather not say")


class AgeGroup(TextChoices):
    CHILD = "child", _("Under 18")
    ADULT = "adult", _("18 or older")
    UNKNOWN = "unknown", _("Age not known")


class Mode(TextChoices):
    FULL = "full", _("Full interview")
    FAST = "fast", _("Quick questions")


class Outcome(TextChoices):
    """What the officer decides. IDENTIFIED is formal and belongs to agencies with the mandate; anybody may presume."""

    IDENTIFIED = "identified", _("Identified victim (formal)")
    PRESUMED = "presumed", _("Presumed victim")
    EXPLOITED = "exploited", _("Exploited, not trafficking")
    AT_RISK = "at_risk", _("At risk")
    NO_INDICATION = "no_indication", _("No indication")
    DECLINED = "declined", _("The person declined")


POSITIVE = frozenset({Outcome.IDENTIFIED, Outcome.PRESUMED})
REVIEWABLE = frozenset({Outcome.EXPLOITED, Outcome.AT_RISK, Outcome.NO_INDICATION, Outcome.DECLINED})


class Palermo(TextChoices):
    """Reading under article 3 of the Palermo Protocol; codes of the term list "palermo"."""

    TRAFFICKING = "trafficking", _("Trafficking in persons")
    CHILD_TRAFFICKING = "child_trafficking", _("Trafficking of a child")
    NOT_TRAFFICKING = "not_trafficking", _("Not trafficking")
    UNKNOWN = "unknown", _("Cannot be said yet")


TRAFFICKED = frozenset({Palermo.TRAFFICKING, Palermo.CHILD_TRAFFICKING})


class Domestic(TextChoices):
    """Reading under national law: not the same question as Palermo; codes of the term list "domestic"."""

    TRAFFICKING = "trafficking", _("Trafficking offence (2008 law)")
    SEXUAL_EXPLOITATION = "sexual_exploitation", _("Sexual exploitation offence")
    LABOUR = "labour", _("Labour law offence")
    SMUGGLING = "smuggling", _("Smuggling or immigration offence")
    OTHER_CRIME = "other_crime", _("Another offence")
    NONE = "none", _("No offence is shown")
    UNKNOWN = "unknown", _("Cannot be said yet")


class ScreeningStatus(TextChoices):
    FLAGGED = "flagged", _("Full interview needed")
    PLANNED = "planned", _("Conditions to be settled")
    INTERVIEWING = "interviewing", _("Interview under way")
    PAUSED = "paused", _("Paused")
    STOPPED = "stopped", _("Stopped by the person")
    CONCLUDED = "concluded", _("Concluded")
    SECOND_LOOK = "second_look", _("Second look asked for")
    REVIEWED = "reviewed", _("Looked at twice")


# Quick questions end flagged or concluded; a flagged person is asked in full, under conditions of their own.
# A stopped interview goes on only when the person asks for it; else it is concluded on what was said.
TRANSITIONS: Transitions[ScreeningStatus] = {
    ScreeningStatus.FLAGGED: {ScreeningStatus.PLANNED},
    ScreeningStatus.PLANNED: {ScreeningStatus.INTERVIEWING, ScreeningStatus.STOPPED},
    ScreeningStatus.INTERVIEWING: {ScreeningStatus.PAUSED, ScreeningStatus.STOPPED, ScreeningStatus.CONCLUDED},
    ScreeningStatus.PAUSED: {ScreeningStatus.INTERVIEWING, ScreeningStatus.STOPPED, ScreeningStatus.CONCLUDED},
    ScreeningStatus.STOPPED: {ScreeningStatus.INTERVIEWING, ScreeningStatus.CONCLUDED},
    ScreeningStatus.CONCLUDED: {ScreeningStatus.SECOND_LOOK},
    ScreeningStatus.SECOND_LOOK: {ScreeningStatus.REVIEWED},
    ScreeningStatus.REVIEWED: {ScreeningStatus.SECOND_LOOK},
}
DECIDED = frozenset({ScreeningStatus.CONCLUDED, ScreeningStatus.SECOND_LOOK, ScreeningStatus.REVIEWED})
UNDECIDED = frozenset(set(ScreeningStatus) - DECIDED)

# Who moves it on (a role of the access room).
OWNERS: Mapping[ScreeningStatus, str] = {
    ScreeningStatus.FLAGGED: "screening_officer",
    ScreeningStatus.PLANNED: "screening_officer",
    ScreeningStatus.INTERVIEWING: "screening_officer",
    ScreeningStatus.PAUSED: "screening_officer",
    ScreeningStatus.STOPPED: "screening_officer",
    ScreeningStatus.CONCLUDED: "case_worker",
    ScreeningStatus.SECOND_LOOK: "screening_officer",
    ScreeningStatus.REVIEWED: "case_worker",
}

PAGES: Mapping[ScreeningStatus, str] = {
    ScreeningStatus.FLAGGED: "screening:screening",
    ScreeningStatus.PLANNED: "screening:conditions",
    ScreeningStatus.INTERVIEWING: "screening:interview",
    ScreeningStatus.PAUSED: "screening:screening",
    ScreeningStatus.STOPPED: "screening:screening",
    ScreeningStatus.CONCLUDED: "screening:screening",
    ScreeningStatus.SECOND_LOOK: "screening:review",
    ScreeningStatus.REVIEWED: "screening:screening",
}


class Interpreter(TextChoices):
    NOT_NEEDED = "not_needed", _("Not needed: we share a language")
    PRESENT = "present", _("An interpreter is here")
    REMOTE = "remote", _("An interpreter is on the telephone")
    MISSING = "missing", _("Needed, but nobody could come")


class Support(TextChoices):
    PRESENT = "present", _("Somebody of the person's choice is here")
    NOT_WANTED = "not_wanted", _("Offered, not wanted")
    MISSING = "missing", _("Wanted, but nobody could come")


class Guardian(TextChoices):
    """Who agrees beside a child. A guardian under suspicion is not asked and not told."""

    ADULT = "adult", _("The person is an adult")
    GUARDIAN = "guardian", _("Parent or guardian agrees")
    AD_LITEM = "ad_litem", _("Guardian ad litem agrees")
    SUSPECT = "suspect", _("The guardian is under suspicion: not asked")
    MISSING = "missing", _("No guardian could be found yet")


class AskedBy(TextChoices):
    """Who wants a second look."""

    PERSON = "person", _("The person")
    COLLEAGUE = "colleague", _("A colleague")
    SERVICE = "service", _("A service that met the person")


class ScreeningEvent(AuditEventName):
    STARTED = "screening.started", _("Screening started")
    GROUP_STARTED = "screening.group_started", _("Group screening started")
    GROUP_ENDED = "screening.group_ended", _("Group screening ended")
    PERSON = "screening.person", _("Coded facts of the person corrected")
    CONDITIONS = "screening.conditions", _("Conditions of the interview recorded")
    ANSWERED = "screening.answered", _("Answers recorded")
    ANSWERED_FAST = "screening.answered_fast", _("Quick questions answered")
    FULL_DUE = "screening.full_due", _("Full interview taken up")
    PAUSED = "screening.paused", _("Interview paused")
    RESUMED = "screening.resumed", _("Interview resumed")
    STOPPED = "screening.stopped", _("Interview stopped by the person")
    PRESUMED = "screening.presumed", _("Presumed a victim before the interview ended")
    CONCLUDED = "screening.concluded", _("Screening concluded")
    SECOND_LOOK = "screening.second_look", _("Second look asked for")
    REVIEWED = "screening.reviewed", _("Second look given")
    PASSED_ON = "screening.passed_on", _("Screening shared with a service")
    TAKEN_BACK = "screening.taken_back", _("Screening no longer shared with a service")
