"""The first page, notices, help, and the doors of the shell: language, purpose, leaving quickly."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from rumduol.access import actions as access
from rumduol.access import queries as access_queries
from rumduol.access.enums import Permission
from rumduol.access.gates import page, public_page
from rumduol.access.types import StaffRequest
from rumduol.agencies import queries as agencies
from rumduol.notices import actions as notice_actions
from rumduol.notices import queries as notices
from rumduol.notices.enums import NoticeKind
from rumduol.shared.errors import NotThere
from rumduol.signin import actions as signin
from rumduol.vault import actions as vault
from rumduol.vault.enums import Purpose
from rumduol.web import errors, home, public
from rumduol.web.middleware import forget_everything
from rumduol.web.records import page_of


@public_page(methods=("GET",))
def first(request: HttpRequest) -> HttpResponse:
    """The day's work for staff; for everybody else the public front page."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return public.front(request)
    return render(request, "web/home.html", {"today": home.today(actor)})


@page(Permission.OWN_ACCOUNT)
def notices_page(request: StaffRequest) -> HttpResponse:
    """What I was told; POST takes note of everything."""
    if request.method == "POST":
        notice_actions.read_all(by=request.actor)
        return HttpResponseRedirect(reverse("web:notices"))
    rows = notices.latest(request.actor)
    return render(request, "web/notices.html", {"notices": [as_line(row) for row in rows]})


@page(Permission.OWN_ACCOUNT, methods=("POST",))
def open_notice(request: StaffRequest, notice_id: UUID) -> HttpResponse:
    """Take note of one notice and go to its record."""
    row = notice_actions.read_one(notice_id=notice_id, by=request.actor)
    return HttpResponseRedirect(page_of(row.record_kind, row.record_id) or reverse("web:notices"))


def as_line(row: Any) -> dict[str, Any]:
    """A notice as a line of a list."""
    return {
        "id": row.id,
        "label": NoticeKind(row.kind).label,
        "number": row.number,
        "made_at": row.made_at,
        "due_at": row.due_at,
        "unread": row.read_at is None,
    }


@page(Permission.GLASS_CONFIRM)
def confirm_glass(request: StaffRequest, glass_id: UUID) -> HttpResponse:
    """The second person reads the reason and opens the whereabouts, or leaves them closed."""
    waiting = next((row for row in access_queries.glass_to_confirm(request.actor) if row.id == glass_id), None)
    if waiting is None:
        raise NotThere()
    if request.method == "POST":
        vault.confirm_whereabouts(glass_id=glass_id, by=request.actor)
        messages.success(
            request, _("The whereabouts are open to them until the time runs out. The log holds both names.")
        )
        return HttpResponseRedirect(reverse("web:home"))
    who = agencies.people([waiting.person_id]).get(waiting.person_id)
    return render(request, "web/confirm_glass.html", {"glass": waiting, "who": who})


@public_page(methods=("GET",))
def help_page(request: HttpRequest) -> HttpResponse:
    """How to work here, on one page."""
    return render(request, "web/help.html" if getattr(request, "actor", None) else "web/help_short.html")


@public_page(methods=("POST",))
def language(request: HttpRequest) -> HttpResponse:
    """Remember the reader's language, and go back to where they were."""
    chosen = request.POST.get("language", "")
    response = HttpResponseRedirect(_safe(request, request.POST.get("next", "/")))
    if chosen in settings.STAFF_LANGUAGES:
        actor = getattr(request, "actor", None)
        if actor is not None:
            signin.choose_language(language=chosen, by=actor)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Strict",
        )
    return response


@page(Permission.OWN_ACCOUNT, methods=("POST",))
def purpose(request: StaffRequest) -> HttpResponse:
    """Why I open this file today; then on to where I was going, with what I had typed."""
    try:
        record_id = UUID(request.POST.get("record", ""))
        why = Purpose(request.POST.get("purpose", ""))
    except ValueError:
        return errors.bad_request(request)
    access.give_purpose(kind=request.POST.get("kind", "")[:20], record_id=record_id, purpose=why, by=request.actor)
    onward = _safe(request, request.POST.get("next", "/"))
    typed = [
        (name.removeprefix("kept-"), value)
        for name, values in request.POST.lists()
        for value in values
        if name.startswith("kept-")
    ]
    if typed:
        return errors.send_again(request, onward, typed)
    return HttpResponseRedirect(onward)


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


def _safe(request: HttpRequest, wanted: str) -> str:
    inside = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if inside else "/"
