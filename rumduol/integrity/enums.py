"""The words of a complaint about an official: about whom, what, and how far it has come."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rumduol.shared.states import Transitions


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


class ComplaintStatus(TextChoices):
    RECEIVED = "received", _("Received")
    ASSESSED = "assessed", _("Assessed")
    REFERRED = "referred", _("Referred")
    DISCIPLINED = "disciplined", _("Disciplined")
    PROSECUTED = "prosecuted", _("Prosecuted")
    CONVICTED = "convicted", _("Convicted")
    UNFOUNDED = "unfounded", _("Unfounded")
    ENDED = "ended", _("Ended without a result")


_S = ComplaintStatus
TRANSITIONS: Transitions[ComplaintStatus] = {
    _S.RECEIVED: {_S.ASSESSED},
    _S.ASSESSED: {_S.REFERRED, _S.DISCIPLINED, _S.UNFOUNDED, _S.ENDED},
    _S.REFERRED: {_S.DISCIPLINED, _S.PROSECUTED, _S.UNFOUNDED, _S.ENDED},
    _S.DISCIPLINED: {_S.REFERRED, _S.PROSECUTED},
    _S.PROSECUTED: {_S.CONVICTED, _S.DISCIPLINED, _S.UNFOUNDED, _S.ENDED},
    _S.CONVICTED: set(),
    _S.UNFOUNDED: {_S.ASSESSED},  # something new was told
    _S.ENDED: {_S.ASSESSED},
}
OWNERS: dict[ComplaintStatus, str] = dict.fromkeys(_S, "integrity_officer") | {_S.CONVICTED: "nobody"}
PAGES: dict[ComplaintStatus, str] = dict.fromkeys(_S, "integrity:complaint")
# Nothing more is being done: the source is told so, and the list puts it last.
QUIET: frozenset[ComplaintStatus] = frozenset({_S.CONVICTED, _S.UNFOUNDED, _S.ENDED, _S.DISCIPLINED})


class ReferredTo(TextChoices):
    """Who takes it on."""

    ANTI_CORRUPTION = "anti_corruption", _("Anti-corruption unit")
    INSPECTORATE = "inspectorate", _("Inspectorate of the ministry")
    PROSECUTOR = "prosecutor", _("Prosecutor")


class MeasureKind(TextChoices):
    """What is done so that nothing happens to the source."""

    CODE_ONLY = "code_only", _("Only the code: no call, no visit, no letter")
    SAFE_CONTACT = "safe_contact", _("A safe way and time to reach them")
    OTHER_PLACE = "other_place", _("Meet far from home and work")
    KEEP_APART = "keep_apart", _("Keep the official away from them")
    POST_KEPT = "post_kept", _("Their post and pay are watched for a year")
    LAWYER = "lawyer", _("A lawyer")
    SAFE_HOUSE = "safe_house", _("A safe place to stay")
    ESCORT = "escort", _("Somebody goes with them to court")


class Naming(TextChoices):
    """How somebody came to read a complaint."""

    LOT = "lot", _("Drawn by lot")
    COLLEAGUE = "colleague", _("Named by a colleague")
    ADOPTED = "adopted", _("Took it over: nobody was left")


class Step(TextChoices):
    """The pages of the public form, in order. `office` belongs to the first question."""

    ABOUT = "about", _("About whom")
    OFFICE = "office", _("Which office")
    WHAT = "what", _("What happened")
    YOU = "you", _("About you")
    CHECK = "check", _("Check and send")


STEP_NUMBER: dict[Step, int] = {Step.ABOUT: 1, Step.OFFICE: 1, Step.WHAT: 2, Step.YOU: 3, Step.CHECK: 4}


class Enough(TextChoices):
    """What a row of the patterns page may be said to show."""

    NOT_ENOUGH = "not_enough", pgettext_lazy("pattern", "Not enough to tell")
    LIKE_OTHERS = "like_others", pgettext_lazy("pattern", "Like the others")
    MORE = "more", pgettext_lazy("pattern", "More than chance explains")
