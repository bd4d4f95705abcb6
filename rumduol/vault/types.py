"""What the vault is told about a record, and what it says when it can't open one."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from rumduol.shared.errors import NotAllowed, RumduolError

# Wrapped for the receiver, but closed: a date that has passed. Acceptance moves it to the consent's date.
NOT_YET = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class RecordRef:
    """A record of some room: its kind ("report", "case", ...), id and owning office.

    `parent`: the record it is a part of (the report of a message, the case of a referral). Whoever is kept out of the parent by
    a conflict of interest is kept out of what is sealed here.
    """

    kind: str
    id: UUID
    office_id: UUID
    parent: UUID | None = None


class NoKey(NotAllowed):
    """The section exists but was not shared with this office, or the office key was not handed on to this person yet."""

    default = _("This part is not open to your office.")


class PurposeNeeded(RumduolError):
    """Ask for the purpose first (once per file and day)."""

    status = 428
    default = _("Say why you open this file today.")

    def __init__(self, ref: RecordRef) -> None:
        super().__init__()
        self.ref = ref
