"""Every error is a page that says what happened and what to do. None of them asks the database anything."""

import logging
import secrets
import sys
import traceback
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from rumduol.shared.errors import InvalidInput, NotAllowed, NotSignedIn, NotThere, RumduolError, Stale, WrongState
from rumduol.shared.typed import typed_fields
from rumduol.vault.enums import Purpose
from rumduol.vault.types import PurposeNeeded

log = logging.getLogger(__name__)
PUBLIC_LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


def page_for(request: HttpRequest, error: RumduolError) -> HttpResponseBase:
    """The page (or JSON problem, or fragment) of a named error."""
    if isinstance(error, NotThere):
        return not_there(request)
    if isinstance(error, NotSignedIn):
        return signed_out(request)
    if isinstance(error, PurposeNeeded):
        return ask_purpose(request, error)
    details = [_line(field, message) for field, messages in _errors_of(error).items() for message in messages]
    return _answer(
        request,
        error.status,
        _title(error),
        str(error.message),
        details=details,
        differences=getattr(error, "differences", {}),
        typed=typed_fields(request) if isinstance(error, Stale | InvalidInput | WrongState) else [],
        go_back=request.method == "POST",
    )


def not_there(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, the same to the byte whether the thing is hidden from the reader or does not exist."""
    return _answer(
        request,
        404,
        _("There is nothing here"),
        _("Perhaps it was moved or closed, or it belongs to another office. If somebody shared it with you, ask them."),
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 when more was sent than a form may carry."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return too_large(request)
    return _answer(
        request,
        400,
        _("This request could not be understood"),
        _("Go back, look at the page again and send it once more."),
    )


def too_large(request: HttpRequest) -> HttpResponse:
    """413."""
    return _answer(
        request,
        413,
        _("This is too large"),
        _("A text may hold two million letters, a file 20 MB. Send it in parts, or a smaller picture."),
    )


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _answer(request, 403, _("Your role does not include this"), str(NotAllowed.default))


def wrong_method(request: HttpRequest) -> HttpResponse:
    """405: somebody opened an address that only answers to a button."""
    return _answer(
        request,
        405,
        _("This address only answers to a button"),
        _("Open the page again and press its button there."),
    )


def broken(request: HttpRequest) -> HttpResponse:
    """500. What is logged names the place in the program, never a value, for values may be names."""
    number = secrets.token_hex(4)
    kind, _error, trace = sys.exc_info()
    if kind is not None:
        places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)][-6:]
        log.error("broken page %s: %s at %s", number, kind.__name__, " < ".join(reversed(places)))
    title = _("Something broke on our side")
    what = _("It is not your fault. Go back and try once more; what you typed is usually still there.")
    if _wants_json(request) or _is_htmx(request):
        return _answer(request, 500, title, what)
    # Without the shell's context: what broke may be the shell, or the database.
    language = translation.get_language() or settings.LANGUAGE_CODE
    context = {
        "frame": _frame(request), "title": title, "what": what, "number": number, "product": settings.PRODUCT_NAME,
        "language": "zh-Hans" if language == "zh-hans" else language, "public_home": "/", "leave_url": "/leave/",
    }  # fmt: skip
    return HttpResponse(render_to_string("web/error.html", context), status=500)


def page_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open for too long. What was typed comes back in a fresh form; another site's form gets nothing."""
    if not same_origin(request):
        return _answer(
            request,
            403,
            _("This form came from somewhere else"),
            _("For your safety it was not accepted. Open the page here and fill it in again."),
        )
    return _answer(
        request,
        403,
        _("This page was open for too long"),
        _("Nothing you typed is lost. Press continue to send it again."),
        typed=typed_fields(request),
        lost_files=bool(request.FILES),
        repost=True,
    )


def send_again(request: HttpRequest, onward: str, typed: list[tuple[str, str]]) -> HttpResponse:
    """A page with one button that sends to `onward` what was typed before something had to be asked."""
    return _answer(
        request, 200, _("Thank you"), _("Nothing you typed is lost. Press continue to send it."), typed=typed,
        repost=True, onward=onward,
    )  # fmt: skip


def ask_purpose(request: HttpRequest, error: PurposeNeeded) -> HttpResponse:
    """428: a sealed part asks for the purpose once per file and day."""
    return _answer(
        request,
        error.status,
        _("Why do you open this file today?"),
        _("You are asked once a day for each file. Your answer is written in the log, which nobody can change."),
        purposes=Purpose.choices,
        record=error.ref,
        typed=typed_fields(request) if request.method == "POST" else [],
    )


def signed_out(request: HttpRequest) -> HttpResponseBase:
    """401: to sign-in; a form that was sent too late keeps its text on the page until the person is back."""
    try:
        sign_in = reverse("signin:sign_in")
    except NoReverseMatch:
        sign_in = "/"
    if request.method in {"GET", "HEAD"} and not _is_htmx(request) and not _wants_json(request):
        return HttpResponseRedirect(f"{sign_in}?{urlencode({'next': request.get_full_path()})}")
    return _answer(
        request,
        401,
        _("You were signed out"),
        _(
            "Nothing you typed is lost. Sign in on the other page that opens, come back to this one, and press "
            "continue."
        ),
        typed=typed_fields(request) if same_origin(request) else [],
        sign_in=sign_in,
        repost=same_origin(request),
    )


def same_origin(request: HttpRequest) -> bool:
    """Whether the form came from our own page. Browsers say so in Sec-Fetch-Site or Origin, old ones in Referer."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    source = request.headers.get("Origin") or request.headers.get("Referer")
    if not source or source == "null":
        return False
    return urlsplit(source).netloc == request.get_host()


def _errors_of(error: RumduolError) -> dict[str, list[Any]]:
    return error.errors if isinstance(error, InvalidInput) else {}


def _line(field: str, message: Any) -> str:
    return str(message) if field in {"", "__all__"} else f"{field}: {message}"


def _title(error: RumduolError) -> str:
    titles: tuple[tuple[type[RumduolError], str], ...] = (
        (NotAllowed, _("Your role does not include this")),
        (WrongState, _("This step is not possible now")),
        (Stale, _("Somebody changed this meanwhile")),
        (InvalidInput, _("Some answers need another look")),
    )
    return next((title for kind, title in titles if isinstance(error, kind)), _("This could not be done"))


def _is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _wants_json(request: HttpRequest) -> bool:
    return request.path.startswith("/api/") or request.headers.get("Accept", "").startswith("application/json")


def _frame(request: HttpRequest) -> str:
    return "web/public.html" if request.path.split("/", 2)[1] in PUBLIC_LANGUAGES else "web/plain.html"


def _answer(request: HttpRequest, status: int, title: str, what: str, **more: Any) -> HttpResponse:
    if _wants_json(request):
        problem = {"type": "about:blank", "status": status, "title": title, "detail": what}
        return JsonResponse(problem, status=status, content_type="application/problem+json")
    context = {
        "frame": _frame(request),
        "title": title,
        "what": what,
        "status": status,
        "here": request.get_full_path(),
        **more,
    }
    if _is_htmx(request):
        part = render_to_string("web/error_part.html", context, request=request)
        return HttpResponse(part, status=status, headers={"HX-Retarget": "#messages", "HX-Reswap": "innerHTML"})
    return HttpResponse(render_to_string("web/error.html", context, request=request), status=status)
