"""The life of a declared table, why one is refused, and the words a cell can hold that are no number. Codes only."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from rumduol.audit.enums import AuditEventName
from rumduol.shared.states import Transitions


class DeclarationStatus(TextChoices):
    WAITING = "waiting", _("Waits for the second person")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Not confirmed")


TRANSITIONS: Transitions[DeclarationStatus] = {
    DeclarationStatus.WAITING: {DeclarationStatus.CONFIRMED, DeclarationStatus.REFUSED},
    DeclarationStatus.CONFIRMED: set(),  # a later declaration stands in its place; the row stays as it is
    DeclarationStatus.REFUSED: set(),
}

OWNERS: dict[DeclarationStatus, str] = {
    DeclarationStatus.WAITING: "supervisor",
    DeclarationStatus.CONFIRMED: "nobody",
    DeclarationStatus.REFUSED: "nobody",
}

PAGES: dict[DeclarationStatus, str] = dict.fromkeys(DeclarationStatus, "declared:one")


class RefusalReason(TextChoices):
    WRONG_FIGURE = "wrong_figure", _("It is filed under the wrong figure")
    WRONG_PERIOD = "wrong_period", _("It is filed under the wrong period")
    WRONG_LINES = "wrong_lines", _("A row or column is filed under the wrong heading")
    WRONG_NUMBERS = "wrong_numbers", _("The numbers are not those that were counted")
    NOT_OURS = "not_ours", _("These are not our office's numbers")


class NoNumber(TextChoices):
    """Why a cell of the source holds no number. Five different things, none of them zero."""

    BLANK = "blank", _("nothing printed")
    UNKNOWN = "unknown", _("not known")
    NOT_COLLECTED = "not_collected", _("not collected")
    NOT_APPLICABLE = "not_applicable", _("not applicable")
    HIDDEN = "hidden", _("hidden by the source")


class DeclaredEvent(AuditEventName):
    DECLARED = "declared.declared", _("Table declared")
    CONFIRMED = "declared.confirmed", _("Declared table confirmed")
    REFUSED = "declared.refused", _("Declared table not confirmed")
