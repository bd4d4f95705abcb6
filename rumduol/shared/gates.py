"""The mark of a page that needs no account. A view without this mark or a permission fails the build."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

View = Callable[..., HttpResponse]


def public_page(view: View | None = None, *, methods: tuple[str, ...] = ("GET", "POST")) -> Any:
    """For everybody, without an account."""

    def gate(inner: View) -> View:
        @wraps(inner)
        def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in with_head(methods):
                return HttpResponseNotAllowed(methods)
            return inner(request, *args, **kwargs)

        entered.public = True  # type: ignore[attr-defined]
        entered.methods = methods  # type: ignore[attr-defined]
        return entered

    return gate(view) if view is not None else gate


def with_head(methods: tuple[str, ...]) -> tuple[str, ...]:
    """HEAD is allowed wherever GET is."""
    return (*methods, "HEAD") if "GET" in methods else methods
