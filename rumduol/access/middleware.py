"""Every request is one transaction in which the database itself knows who asks."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from rumduol.access import cookie, database, queries


class DatabaseSession:
    """Opens the database session of the cookie and sets `request.actor` (None without a valid one).

    The view runs in a savepoint inside this transaction (ATOMIC_REQUESTS), so that a refusal can be logged although the
    view's own changes are rolled back. Responses to signed-in people are never stored by the browser.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        secret = cookie.from_cookie(_presented(request))
        request.session_secret = secret  # type: ignore[attr-defined]
        request.actor = request.pending = None  # type: ignore[attr-defined]

        def ask(_token: bytes | None) -> None:
            request.actor, request.pending = queries.who_is_asking(secret)  # type: ignore[attr-defined, arg-type]

        session = database.session(cookie.token_of(secret), tell=ask) if secret else database.session(None)
        with session:
            response = self.get_response(request)
        if secret:
            response.headers["Cache-Control"] = "no-store"
        return response


def _presented(request: HttpRequest) -> str:
    """The session's secret as this request presents it: pages by cookie, the API by bearer token and never by cookie."""
    if request.path.startswith("/api/"):
        kind, _space, token = request.headers.get("Authorization", "").partition(" ")
        return token.strip() if kind.lower() == "bearer" else ""
    return request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
