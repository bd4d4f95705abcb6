"""Every view says who may enter. A view without a gate fails the build (tests/architecture)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from rumduol.access.enums import Permission
from rumduol.access.policies import check_may
from rumduol.shared.errors import NotSignedIn
from rumduol.shared.gates import View, public_page, with_head

__all__ = ["page", "public_page"]


def page(permission: Permission, *, methods: tuple[str, ...] = ("GET", "POST")) -> Callable[[View], View]:
    """For signed-in people whose role has the permission. Others: 401 (sign in and come back) or 403."""

    def gate(view: View) -> View:
        @wraps(view)
        def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = getattr(request, "actor", None)
            if actor is None:
                raise NotSignedIn()
            check_may(actor, permission)
            if request.method not in with_head(methods):
                return HttpResponseNotAllowed(methods)
            return view(request, *args, **kwargs)

        entered.permission = permission  # type: ignore[attr-defined]
        entered.methods = methods  # type: ignore[attr-defined]
        return entered

    return gate
