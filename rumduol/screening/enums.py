"""Code lists and states of the screening room."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

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
    """Reading under article 3 of the Palermo Protocol."""

    TRAFFICKING = "trafficking", _("Trafficking in persons")
    EXPLOITATION = "exploitation", _("Exploitation, not trafficking")
    NONE = "none", _("Neither is shown")
    UNKNOWN = "unknown", _("Cannot be said")


class Domestic(TextChoices):
    """Reading under national law (data/law-*.toml): it is not the same question as Palermo."""

    TRAFFICKING = "trafficking", _("Trafficking offence")
    OTHER_OFFENCE = "other_offence", _("Another offence")
    NONE = "none", _("No offence is shown")
    UNKNOWN = "unknown", _("Cannot be said")


class ScreeningStatus(TextChoices):
    PLANNED = "planned", _("Conditions to be settled")
    INTERVIEWING = "interviewing", _("Interview under way")
    PAUSED = "paused", _("Paused")
    STOPPED = "stopped", _("Stopped by the person")
    CONCLUDED = "concluded", _("Concluded")
    SECOND_LOOK = "second_look", _("Second look asked for")
    REVIEWED = "reviewed", _("Looked at twice")


# A stopped interview goes on only when the person asks for it; else it is concluded on what was said.
TRANSITIONS: Transitions[ScreeningStatus] = {
    ScreeningStatus.PLANNED: {ScreeningStatus.INTERVIEWING, ScreeningStatus.STOPPED},
    ScreeningStatus.INTERVIEWING: {ScreeningStatus.PAUSED, ScreeningStatus.STOPPED, ScreeningStatus.CONCLUDED},
    ScreeningStatus.PAUSED: {ScreeningStatus.INTERVIEWING, ScreeningStatus.STOPPED, ScreeningStatus.CONCLUDED},
    ScreeningStatus.STOPPED: {ScreeningStatus.INTERVIEWING, ScreeningStatus.CONCLUDED},
    ScreeningStatus.CONCLUDED: {ScreeningStatus.SECOND_LOOK},
    ScreeningStatus.SECOND_LOOK: {ScreeningStatus.REVIEWED},
    ScreeningStatus.REVIEWED: {ScreeningStatus.SECOND_LOOK},
}

# Who moves it on (a role of the access room, by its code).
OWNERS: Mapping[ScreeningStatus, str] = {
    ScreeningStatus.PLANNED: "screening_officer",
    ScreeningStatus.INTERVIEWING: "screening_officer",
    ScreeningStatus.PAUSED: "screening_officer",
    ScreeningStatus.STOPPED: "screening_officer",
    ScreeningStatus.CONCLUDED: "screening_officer",
    ScreeningStatus.SECOND_LOOK: "supervisor",
    ScreeningStatus.REVIEWED: "supervisor",
}

PAGES: Mapping[ScreeningStatus, str] = {
    ScreeningStatus.PLANNED: "screening:conditions",
    ScreeningStatus.INTERVIEWING: "screening:interview",
    ScreeningStatus.PAUSED: "screening:screening",
    ScreeningStatus.STOPPED: "screening:screening",
    ScreeningStatus.CONCLUDED: "screening:screening",
    ScreeningStatus.SECOND_LOOK: "screening:second_looks",
    ScreeningStatus.REVIEWED: "screening:screening",
}
