"""The desk: letters one is named for, one letter, what is near to oneself. A reader's purpose is asked once a day."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from rumduol.access.enums import Permission
from rumduol.access.gates import page
from rumduol.access.types import StaffRequest
from rumduol.agencies import queries as agencies
from rumduol.intake.enums import MessageKind
from rumduol.integrity import actions, policies, queries
from rumduol.integrity.forms import TieForm, add_errors, province_words
from rumduol.integrity.public_choices import Conduct, Knowing, Service
from rumduol.integrity.public_summary import month_words, office_words
from rumduol.integrity.types import About
from rumduol.shared.errors import InvalidInput


@page(Permission.INTEGRITY_READ, methods=("GET",))
def queue(request: StaffRequest) -> HttpResponse:
    """Letters I am named for: number, day, step. Nothing of whom they are about, nothing of others' letters."""
    number = request.GET.get("page", "1")
    at = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    rows, more = queries.queue(request.actor, page=at)
    context = {
        "rows": rows,
        "orphans": queries.orphans(),
        "pager": {
            "previous_url": f"?page={at - 1}" if at > 1 else "",
            "next_url": f"?page={at + 1}" if more else "",
            "number": at,
        },
        "leaks_url": _if_there("operations:leaks"),
    }
    return render(request, "integrity/queue.html", context)


def _if_there(name: str) -> str:
    """The address of another room's page for this desk; empty while that room is not installed."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@page(Permission.INTEGRITY_READ, methods=("GET",))
def complaint(request: StaffRequest, complaint_id: UUID) -> HttpResponse:
    """One letter: what is next, what was told, the thread, the steps, the protection. Not who told it."""
    by = request.actor
    row = queries.complaint_for(by, complaint_id)
    opened = queries.open_complaint(row, by)
    readers = queries.readers_of(row)
    people = agencies.people([one.person_id for one in readers] + [step.by_id for step, _text in opened.steps])
    context = {
        "row": row,
        "opened": opened,
        "about": about_rows(opened.about),
        "official": opened.official,
        "knowing": Knowing(opened.knowing).label if opened.knowing in Knowing.values else "",
        "thread": [
            {
                "ours": one.kind == MessageKind.ANSWER, "on": one.said_on, "text": text,
                "back": one.kind == MessageKind.WITHDRAWAL,
            }
            for one, text in opened.thread
        ],
        "steps": [(step, text, people.get(step.by_id)) for step, text in opened.steps],
        "readers": [people.get(one.person_id) for one in readers],
        "measures": queries.measures_of(row),
        "may_follow": policies.ways_on(row, by),
        "can_answer": policies.can_answer(row, by),
    }  # fmt: skip
    return render(request, "integrity/complaint.html", context)


def about_rows(about: About) -> list[tuple[str, str]]:
    """Whom a letter is about, as rows of a summary."""
    conducts = "\n".join(str(Conduct(code).label) for code in about.conducts if code in Conduct.values)
    rows = [
        (_("The official's service"), str(Service(about.service).label) if about.service in Service.values else ""),
        (_("Office"), office_words(about) if about.office_id else ""),
        (_("Province"), province_words(about.place)),
        (_("When"), month_words(about.month)),
        (_("What was done"), conducts),
    ]
    unknown = _("not known")
    return [(key, value or unknown) for key, value in rows]


@page(Permission.INTEGRITY_WORK)
def ties(request: StaffRequest) -> HttpResponse:
    """Offices I am near to: letters about them are never drawn for me."""
    form = TieForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.declare_tie(office_id=UUID(form.cleaned_data["office"]), by=request.actor)
        except InvalidInput as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Noted. Letters about this office go to others."))
            return redirect("integrity:ties")
    context = {"form": form, "ties": queries.ties_of(request.actor)}
    return render(request, "integrity/ties.html", context, status=422 if form.errors else 200)


@page(Permission.INTEGRITY_WORK, methods=("POST",))
def end_tie(request: StaffRequest, tie_id: UUID) -> HttpResponse:
    actions.end_tie(tie_id=tie_id, by=request.actor)
    messages.success(request, _("The tie has ended."))
    return redirect("integrity:ties")


@page(Permission.INTEGRITY_WORK, methods=("POST",))
def adopt(request: StaffRequest) -> HttpResponse:
    """Take over a letter that nobody is left to read."""
    row = actions.adopt(number=request.POST.get("number", "")[:16], by=request.actor)
    if row is None:
        messages.warning(request, _("This letter goes to somebody else."))
        return redirect("integrity:queue")
    return redirect("integrity:complaint", row.id)


def back_to(request: StaffRequest, complaint_id: UUID, done: Any) -> HttpResponseRedirect:
    """To the letter, saying what was done."""
    messages.success(request, done)
    return HttpResponseRedirect(reverse("integrity:complaint", args=[complaint_id]))
