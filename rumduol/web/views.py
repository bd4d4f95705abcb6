"""Doors of the shell: language, leaving quickly, robots."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt

from rumduol.access.gates import public_page
from rumduol.web.middleware import forget_everything


@public_page(methods=("POST",))
@csrf_exempt  # changes nothing but the language of the reader's own screen
def language(request: HttpRequest) -> HttpResponse:
    """Remember the reader's language for this browser, and go back to where they were."""
    chosen = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if chosen in settings.STAFF_LANGUAGES:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Strict",
        )
    return response


@public_page(methods=("GET",))
def leave(request: HttpRequest) -> HttpResponse:
    """Out, to a page about the weather, with nothing of us left in the browser."""
    response = HttpResponseRedirect(settings.LEAVE_TO)
    response.headers["Referrer-Policy"] = "no-referrer"
    return forget_everything(response)


@public_page(methods=("GET",))
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing here is for search engines."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")
