"""A draft as a page sees it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from rumduol.shared.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class DraftShown:
    """`label` says what kind of form it is, `url` opens it where it was left, filled."""

    id: UUID
    label: Any
    url: str
    saved_at: datetime
    ends_at: datetime


class NothingTyped(InvalidInput):
    """There is nothing to keep."""

    default = _("Nothing is typed in this form yet.")
