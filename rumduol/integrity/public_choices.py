"""What can be told in a letter about an official: about whom, what, how one knows. Read by people without an account."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Service(TextChoices):
    """For whom the official works, in the words of somebody at a counter. The codes are those of AgencyKind, and two more."""

    POLICE = "police", _("Police")
    GENDARMERIE = "gendarmerie", _("Gendarmerie (military police)")
    CYBERCRIME = "cybercrime", _("Police against crime on the internet")
    IMMIGRATION = "immigration", _("Immigration or border officers")
    JUSTICE = "justice", _("Court or prosecutor")
    LABOUR = "labour", _("Labour office or labour inspectors")
    SOCIAL_AFFAIRS = "social_affairs", _("Social affairs office")
    FOREIGN_AFFAIRS = "foreign_affairs", _("Embassy or consulate")
    COMMUNE = "commune", _("Commune or village authority")
    HEALTH = "health", _("Hospital or health centre")
    COMMITTEE = "committee", _("National or provincial committee")
    HELPLINE = "helpline", _("Help line")
    NGO = "ngo", _("Organisation that helps people")
    STATISTICS = "statistics", _("Statistics office")
    INTEGRITY = "integrity", _("Office that reads these letters")
    OTHER = "other", _("Another service")
    UNKNOWN = "unknown", _("I don't know")


class Conduct(TextChoices):
    """What the official is said to have done."""

    TIP_OFF = "tip_off", _("Warned the people who exploit others")
    TAKES_PART = "takes_part", _("Takes part in it, or owns the place")
    BRIBE = "bribe", _("Asked for money, or took it")
    LET_GO = "let_go", _("Let somebody go, or made evidence disappear")
    FALSE_PAPERS = "false_papers", _("Made or sold false papers")
    SEXUAL = "sexual", _("Demanded sex, or touched somebody")
    VIOLENCE = "violence", _("Beat, threatened or locked up somebody")
    REFUSED = "refused", _("Refused to help, or sent the person away")
    TOLD = "told", _("Told others who had asked for help, or where they are")
    SETTLED = "settled", _("Pressed somebody to take money and be silent")
    OTHER = "other", _("Something else")


class Knowing(TextChoices):
    """How the writer knows."""

    SELF = "self", _("It happened to me")
    NEAR = "near", _("It happened to somebody close to me")
    SAW = "saw", _("I saw it")
    COLLEAGUE = "colleague", _("I work there")
    DUTY = "duty", _("I learned of it in my work")
    HEARD = "heard", _("I heard of it")
    UNKNOWN = "unknown", _("I would rather not say")


class Step(TextChoices):
    """The pages of the public form, in order. `office` belongs to the first question."""

    ABOUT = "about", _("About whom")
    OFFICE = "office", _("Which office")
    WHAT = "what", _("What happened")
    YOU = "you", _("About you")
    CHECK = "check", _("Check and send")


STEP_NUMBER: dict[Step, int] = {Step.ABOUT: 1, Step.OFFICE: 1, Step.WHAT: 2, Step.YOU: 3, Step.CHECK: 4}
