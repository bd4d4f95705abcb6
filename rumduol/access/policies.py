"""Role against permission. Rooms add scope and state in their own policies; every check has a boolean twin."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access.enums import Permission, permissions_of
from rumduol.access.models import BrokenGlass
from rumduol.access.types import Actor
from rumduol.shared.errors import NotAllowed, NotThere, RumduolError, WrongState

P = ParamSpec("P")


def answers(check: Callable[P, Any]) -> Callable[P, bool]:
    """The question that belongs to a check: `can_x = answers(check_can_x)`. True when the check does not raise."""

    @wraps(check)
    def question(*args: P.args, **kwargs: P.kwargs) -> bool:
        try:
            check(*args, **kwargs)
        except RumduolError:
            return False
        return True

    return question


def check_may(by: Actor, permission: Permission) -> None:
    """Raise NotAllowed unless the actor's role has the permission."""
    if permission not in permissions_of(by.role):
        raise NotAllowed()


may = answers(check_may)


def check_own_office(by: Actor, office_id: Any) -> None:
    """Raise NotAllowed unless the record belongs to the actor's own office (writing is never done from above)."""
    if by.office_id != office_id:
        raise NotAllowed()


own_office = answers(check_own_office)


def check_can_confirm_glass(glass: BrokenGlass, by: Actor) -> None:
    """The second person is a supervisor of the office that owns the record: only there the whereabouts can be unsealed.

    Raises NotThere for a request of another office, NotAllowed for whoever broke the glass, WrongState once it has closed.
    """
    check_may(by, Permission.GLASS_CONFIRM)
    if glass.owner_office_id != by.office_id:
        raise NotThere()
    if glass.person_id == by.person_id:
        raise NotAllowed(_("A second person must confirm."))
    if glass.until <= timezone.now():
        raise WrongState()


can_confirm_glass = answers(check_can_confirm_glass)
