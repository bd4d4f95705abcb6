"""The reader's language, errors as pages, and nothing left behind in the browser."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from rumduol.shared.errors import RumduolError
from rumduol.web import errors
from rumduol.web.errors import PUBLIC_LANGUAGES

Answer = Callable[[HttpRequest], HttpResponse]
# A phone set to one of these is rarely a Cambodian's; English is the factory setting of half of all phones here.
FOREIGN_FIRST = ("vi", "th", "zh-hans")


def language_of_path(path: str) -> str | None:
    """`vi` of `/vi/...`: a public page says its language in its address and needs no cookie."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in PUBLIC_LANGUAGES else None


def language_of_reader(request: HttpRequest) -> str:
    """The language for pages without one in their address: the person's own, the cookie's, else Khmer."""
    actor = getattr(request, "actor", None)
    chosen = getattr(actor, "language", None) or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in settings.STAFF_LANGUAGES:
        return str(chosen)
    if request.path == "/" and actor is None:
        for wanted in request.headers.get("Accept-Language", "").lower().split(",")[:1]:
            code = "zh-hans" if wanted.startswith("zh") else wanted[:2]
            if code in FOREIGN_FIRST:
                return code
    return str(settings.LANGUAGE_CODE)


class Language:
    """Activates the reader's language for this request only."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self._use(request, language_of_path(request.path) or language_of_reader(request))
        try:
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
            patch_vary_headers(response, ("Cookie", "Accept-Language"))
            return response
        finally:
            translation.deactivate()

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        """A view with a `lang` argument has a page for each language."""
        if kwargs.get("lang") in PUBLIC_LANGUAGES:
            self._use(request, kwargs["lang"])

    @staticmethod
    def _use(request: HttpRequest, code: str) -> None:
        translation.activate(code)
        request.LANGUAGE_CODE = code


class Errors:
    """Named errors raised by views become pages in the reader's language, with the next thing to do."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            allow = response.headers.get("Allow", "")
            response = errors.wrong_method(request)
            response.headers["Allow"] = allow
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        return errors.page_for(request, error) if isinstance(error, RumduolError) else None


class NothingKept:
    """Pages are not kept by the browser: after signing out or leaving, Back shows nothing."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response


def forget_everything(response: HttpResponse) -> HttpResponse:
    """Ask the browser to drop what this site left in it; for signing out and leaving quickly."""
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response
