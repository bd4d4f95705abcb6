"""How far a letter about an official has come, and what is done for its source. What can be told stands in public_choices."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rumduol.shared.states import Transitions


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


class Enough(TextChoices):
    """What a row of the patterns page may be said to show."""

    NOT_ENOUGH = "not_enough", pgettext_lazy("pattern", "Not enough to tell")
    LIKE_OTHERS = "like_others", pgettext_lazy("pattern", "Like the others")
    MORE = "more", pgettext_lazy("pattern", "More than chance explains")
