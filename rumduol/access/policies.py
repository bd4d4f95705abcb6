"""Role against permission. Rooms add scope and state in their own policies; every check has a boolean twin."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from rumduol.access.enums import Permission, permissions_of
from rumduol.access.types import Actor
from rumduol.shared.errors import NotAllowed, RumduolError

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
