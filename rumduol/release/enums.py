"""The life of a release, and why one is returned or revised. Codes only: nothing typed can reach the public."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from rumduol.audit.enums import AuditEventName
from rumduol.shared.states import Transitions


class ReleaseStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    CHECK = "check", _("With the second person")
    RETURNED = "returned", _("Returned")
    PUBLISHED = "published", _("Published")
    REVISED = "revised", _("Replaced by a revision")
    DROPPED = "dropped", _("Dropped")


TRANSITIONS: Transitions[ReleaseStatus] = {
    ReleaseStatus.DRAFT: {ReleaseStatus.CHECK, ReleaseStatus.DROPPED},
    ReleaseStatus.CHECK: {ReleaseStatus.PUBLISHED, ReleaseStatus.RETURNED},
    ReleaseStatus.RETURNED: {ReleaseStatus.DRAFT, ReleaseStatus.DROPPED},
    ReleaseStatus.PUBLISHED: {ReleaseStatus.REVISED},
    ReleaseStatus.REVISED: set(),
    ReleaseStatus.DROPPED: set(),
}

OWNERS: dict[ReleaseStatus, str] = {
    ReleaseStatus.DRAFT: "statistician",
    ReleaseStatus.CHECK: "release_approver",
    ReleaseStatus.RETURNED: "statistician",
    ReleaseStatus.PUBLISHED: "release_approver",  # by publishing a revision
    ReleaseStatus.REVISED: "nobody",
    ReleaseStatus.DROPPED: "nobody",
}

PAGES: dict[ReleaseStatus, str] = {
    ReleaseStatus.DRAFT: "release:release",
    ReleaseStatus.CHECK: "release:release",
    ReleaseStatus.RETURNED: "release:release",
    ReleaseStatus.PUBLISHED: "figures:release",
    ReleaseStatus.REVISED: "figures:release",
    ReleaseStatus.DROPPED: "release:release",
}

PUBLIC = (ReleaseStatus.PUBLISHED, ReleaseStatus.REVISED)
OPEN = (ReleaseStatus.DRAFT, ReleaseStatus.CHECK, ReleaseStatus.RETURNED)


class RevisionReason(TextChoices):
    LATE_REPORTS = "late_reports", _("Reports came in late")
    CORRECTED = "corrected", _("Records were corrected")
    METHOD = "method", _("The definition or the method changed")


class InventedWay(TextChoices):
    """How a file of invented people protects the real ones."""

    CROWD = (
        "crowd",
        _("Every combination of up to three values is shared by at least ten real people; the rest is blank"),
    )
    PRIVATE = "private", _("Drawn from counts with noise (differential privacy); half of the year's budget is spent")


class ReturnReason(TextChoices):
    TOO_FINE = "too_fine", _("Too fine: too much of it is hidden")
    WRONG_PERIOD = "wrong_period", _("The period is not complete yet")
    DATA_QUALITY = "data_quality", _("Too much is unknown")
    COUNT_AGAIN = "count_again", _("Please count again")


class ReleaseEvent(AuditEventName):
    DRAFTED = "release.drafted", _("Release drafted")
    SENT = "release.sent", _("Release sent to the second person")
    RETURNED = "release.returned", _("Release returned")
    DROPPED = "release.dropped", _("Release dropped")
    RECOUNTED = "release.recounted", _("Release counted again")
    PUBLISHED = "release.published", _("Release published")
    REVISED = "release.revised", _("Release replaced by a revision")
    ANSWERED = "release.answered", _("Question answered with noise")
    INVENTED_DRAFTED = "invented.drafted", _("File of invented people drafted")
    INVENTED_SENT = "invented.sent", _("File of invented people sent to the second person")
    INVENTED_RETURNED = "invented.returned", _("File of invented people returned")
    INVENTED_DROPPED = "invented.dropped", _("File of invented people dropped")
    INVENTED_PUBLISHED = "invented.published", _("File of invented people published")
