"""The small tree of things that go wrong and that a person can do something about.

Each carries a sentence in the reader's language (lazy) and the HTTP status of its page.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _


class RumduolError(Exception):
    """Base. `message` is shown to the reader; `status` is the answer's HTTP status."""

    status = 400
    default: Any = _("Something could not be done.")

    def __init__(self, message: Any = None, **context: Any) -> None:
        self.message = message if message is not None else self.default
        self.context = context
        super().__init__(str(message) if message is not None else type(self).__name__)


class NotThere(RumduolError):
    """Hidden from this reader, or missing: the answer is the same, so that it tells nothing."""

    status = 404
    default = _("There is nothing here that you can see.")


class NotAllowed(RumduolError):
    status = 403
    default = _("Your role does not include this. If you need it, ask your supervisor.")


class NotSignedIn(RumduolError):
    status = 401
    default = _("Please sign in.")


class WrongState(RumduolError):
    """The record is no longer (or not yet) in a state that allows this step."""

    status = 409
    default = _("This step is not possible now. Open the record again to see where it stands.")


class Stale(RumduolError):
    """Somebody else changed the record meanwhile. `differences` is {field: (theirs, yours)}."""

    status = 409
    default = _("Somebody changed this meanwhile. Nothing you typed is lost: compare and save again.")

    def __init__(self, message: Any = None, *, differences: dict[str, tuple[Any, Any]] | None = None) -> None:
        super().__init__(message)
        self.differences = differences or {}


class InvalidInput(RumduolError):
    """`errors` is {field: [messages]}, shaped as a Django form expects."""

    status = 422
    default = _("Some answers need another look.")

    def __init__(self, message: Any = None, *, errors: dict[str, list[Any]] | None = None) -> None:
        super().__init__(message)
        self.errors = errors or {}
