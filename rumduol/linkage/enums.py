"""The life of a round of matching without names, what it is for, which lists take part. Codes only."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from rumduol.audit.enums import AuditEventName
from rumduol.shared.states import Transitions


class RoundStatus(TextChoices):
    DRAFTED = "drafted", _("Waits for the offices to agree")
    AGREED = "agreed", _("All offices agreed")
    ENCODING = "encoding", _("Offices encode their lists")
    MATCHED = "matched", _("Matched; each office looks at its own list")
    REVIEWED = "reviewed", _("Waits for the second person, of another office")
    APPROVED = "approved", _("Approved")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")


S = RoundStatus
TRANSITIONS: Transitions[RoundStatus] = {
    S.DRAFTED: {S.AGREED, S.CANCELLED},
    S.AGREED: {S.ENCODING, S.CANCELLED},
    S.ENCODING: {S.MATCHED, S.CANCELLED},
    S.MATCHED: {S.REVIEWED, S.CANCELLED},
    S.REVIEWED: {S.APPROVED, S.CANCELLED},
    S.APPROVED: {S.CLOSED},
    S.CLOSED: set(),
    S.CANCELLED: set(),
}

OWNERS: dict[RoundStatus, str] = {
    S.DRAFTED: "supervisor",
    S.AGREED: "supervisor",
    S.ENCODING: "national_coordinator",
    S.MATCHED: "national_coordinator",
    S.REVIEWED: "release_approver",
    S.APPROVED: "national_coordinator",
    S.CLOSED: "nobody",
    S.CANCELLED: "nobody",
}

PAGES: dict[RoundStatus, str] = dict.fromkeys(RoundStatus, "linkage:round")
COUNTED = frozenset({S.MATCHED, S.REVIEWED, S.APPROVED, S.CLOSED})  # overlap counts exist


class RoundPurpose(TextChoices):
    UNIQUE = "unique", _("Count different people instead of records")
    HIDDEN = "hidden", _("Estimate how many nobody found")
    QUALITY = "quality", _("See how complete the lists are")


class Basis(TextChoices):
    """What allows the offices to do this. The paper itself stays with the offices."""

    LAW = "law", _("A duty in a law or sub-decree")
    AGREEMENT = "agreement", _("A signed agreement between the offices")
    CONSENT = "consent", _("The people on the lists agreed to it")
    ETHICS = "ethics", _("An ethics committee allowed it")


class ListKind(TextChoices):
    """What an office brings. The first three are records of this system; an office encodes them where names can be read."""

    CASES = "cases", _("Our cases")
    SCREENED = "screened", _("People whom our screening identified or presumed to be victims")
    REPORTED = "reported", _("People named in our reports")
    TABLE = "table", _("A table of our own, encoded here and not kept")
    ELSEWHERE = "elsewhere", _("A file that our own system encoded")


IN_SYSTEM = (ListKind.CASES, ListKind.SCREENED, ListKind.REPORTED)


class CancelReason(TextChoices):
    NOT_AGREED = "not_agreed", _("An office does not agree")
    WRONG_LISTS = "wrong_lists", _("Other lists or another period are needed")
    WRONG_SECRET = "wrong_secret", _("The offices do not hold the same secret")
    LOW_QUALITY = "low_quality", _("The lists are not good enough to match")
    OTHER = "other", _("Another reason")


class DeclineReason(TextChoices):
    """Why an office does not take part. A code: nothing typed about people travels to the others."""

    NO_BASIS = "no_basis", _("Nothing allows us to")
    NO_LIST = "no_list", _("We have no such list")
    BAD_LIST = "bad_list", _("Our list is not good enough")
    FEAR = "fear", _("We fear for the people on our list")
    OTHER = "other", _("Another reason")


class Ending(TextChoices):
    """How work that went on while nobody waited came to its end. Says nothing about a line of a list."""

    DONE = "done", _("Finished.")
    REFUSED = "refused", _("It was refused.")
    BAD_TABLE = "bad_table", _("The file cannot be read as a list of people.")
    TOO_SHORT = "too_short", _("A list needs ten people at least: a shorter one would tell about a single person.")
    NO_NAMES = "no_names", _("Nobody on this list has a name that can be read: it cannot be matched.")
    NO_ROOM = "no_room", _("There was not enough free memory.")
    NO_KEY = "no_key", _("Your office's key was not there: sign in again.")
    SECRETS = "secrets", _("The lists were encoded under different secrets: no pair could be found.")
    BROKEN = "broken", _("It stopped. Nothing was kept; begin again.")


class Verdict(TextChoices):
    """What the owning office says of two of its own lines."""

    SAME = "same", _("The same person")
    DIFFERENT = "different", _("Two people")
    UNSURE = "unsure", _("Cannot be told")


class Caution(TextChoices):
    """What a reader must know before believing the counts. Kept with the round as codes."""

    NO_NAMES = "no_names", _("Many people on this list have no name that can be read.")
    SHORT_NAMES = "short_names", _("Many names on this list have one letter only.")
    NO_BIRTHS = "no_births", _("Many people on this list have no date of birth, or only the year.")
    FIRST_OF_JANUARY = (
        "first_of_january",
        _("Nearly everybody on this list is born on 1 January: only the year counts."),
    )
    NO_PLACES = "no_places", _("Many people on this list have no place.")
    SAME_FILE = "same_file", _("These two lists are the same list.")
    INSIDE = (
        "inside",
        _("Nearly everybody on the first list is on the second: they are not two ways of finding people."),
    )
    NO_OVERLAP = "no_overlap", _("These two lists share nobody, as far as can be told.")
    DOUBLES = "doubles", _("Some people seem to be on this list twice. They count as two until the office joins them.")
    SHORT_LIST = "short_list", _("This list is short: what is learned from it is uncertain.")


class LinkageEvent(AuditEventName):
    DRAFTED = "linkage.drafted", _("Round of matching drafted")
    AGREED = "linkage.agreed", _("Office agreed to a round of matching")
    DECLINED = "linkage.declined", _("Office declined a round of matching")
    WENT_ON = "linkage.went_on", _("Round of matching goes on without offices that declined")
    ENCODED = "linkage.encoded", _("List encoded for a round of matching")
    SECRET_TAKEN = "linkage.secret_taken", _("Secret of a round taken for an office's own system")
    MATCHED = "linkage.matched", _("Lists matched without names")
    LOOKED_AT = "linkage.looked_at", _("Own pairs of a round looked at")
    REVIEWED = "linkage.reviewed", _("Review of a round ended")
    APPROVED = "linkage.approved", _("Round of matching approved")
    CLOSED = "linkage.closed", _("Round of matching closed")
    CANCELLED = "linkage.cancelled", _("Round of matching cancelled")
    ESTIMATED = "linkage.estimated", _("People nobody found estimated")
