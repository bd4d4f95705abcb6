"""What the rooms' APIs share: who asks, what an endpoint needs, and how an error answers (RFC 9457)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from ninja import Schema
from ninja.security import HttpBearer

from rumduol.access.enums import Permission
from rumduol.access.policies import check_may
from rumduol.access.types import Actor


class Problem(Schema):
    """A problem in the reader's language: what happened, and which fields need another look."""

    title: str
    status: int
    detail: str = ""
    errors: dict[str, list[str]] = {}


PROBLEMS: dict[int, type[Problem]] = dict.fromkeys((400, 401, 403, 404, 409, 422, 428), Problem)


class Bearer(HttpBearer):
    """`Authorization: Bearer <token of POST /session>`. Cookies are not accepted: no other site's page can act."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        return getattr(request, "actor", None)


def needs(permission: Permission) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The permission an endpoint asks for; an endpoint without one fails the build."""

    def gate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            check_may(request.actor, permission)  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        entered.permission = permission  # type: ignore[attr-defined]
        return entered

    return gate
