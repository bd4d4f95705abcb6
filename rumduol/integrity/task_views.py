"""One page per task on a letter."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rumduol.access.enums import Permission
from rumduol.access.gates import page
from rumduol.access.types import StaffRequest
from rumduol.integrity import actions, policies, queries
from rumduol.integrity.forms import AboutForm, AnswerForm, MeasureForm, MoveForm, ReaderForm, add_errors
from rumduol.integrity.models import Complaint
from rumduol.integrity.views import back_to
from rumduol.shared.errors import InvalidInput, WrongState

Do = Callable[[dict[str, Any]], object]


def _task(
    request: StaffRequest,
    row: Complaint,
    form: forms.Form,
    *,
    title: str,
    button: str,
    done: str,
    do: Do,
    note: str = "",
) -> HttpResponse:
    """A task's page; when its form is right, its action, and back to the letter."""
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data)
        except InvalidInput as error:
            add_errors(form, error)
        else:
            return back_to(request, row.id, done)
    context = {"form": form, "row": row, "task_title": title, "button": button, "note": note}
    return render(request, "integrity/task.html", context, status=422 if form.errors else 200)


@page(Permission.INTEGRITY_WORK)
def step(request: StaffRequest, complaint_id: UUID) -> HttpResponse:
    """The next step, of those that may follow."""
    by = request.actor
    row = queries.complaint_for(by, complaint_id)
    ways = policies.ways_on(row, by)
    if not ways:
        raise WrongState()
    form = MoveForm(request.POST or None, ways=ways)

    def do(data: dict[str, Any]) -> None:
        actions.move(
            complaint_id=row.id, to=data["to"], on=data["on"], referred_to=data.get("referred_to", ""), text=data["text"],
            by=by,
        )  # fmt: skip

    return _task(request, row, form, title=_("Next step"), button=_("Record"), done=_("The step is recorded."), do=do)


@page(Permission.INTEGRITY_WORK)
def about(request: StaffRequest, complaint_id: UUID) -> HttpResponse:
    """Whom the letter is about, corrected."""
    by = request.actor
    row = queries.complaint_for(by, complaint_id)
    form = AboutForm(request.POST or None, about=queries.about_of(row, by))
    return _task(
        request, row, form, title=_("Whom it is about"), button=_("Keep"), done=_("The particulars are kept."),
        do=lambda _data: actions.correct_about(complaint_id=row.id, about=form.about(), by=by),
    )  # fmt: skip


@page(Permission.INTEGRITY_WORK)
def answer(request: StaffRequest, complaint_id: UUID) -> HttpResponse:
    """Write to the source."""
    by = request.actor
    row = queries.complaint_for(by, complaint_id)
    policies.check_can_answer(row, by)
    return _task(
        request, row, AnswerForm(request.POST or None), title=_("Write to the source"), button=_("Send"),
        done=_("The source can read it with the code."),
        do=lambda data: actions.answer(complaint_id=row.id, text=data["text"], by=by),
    )  # fmt: skip


@page(Permission.INTEGRITY_WORK, methods=("POST",))
def mark_read(request: StaffRequest, complaint_id: UUID) -> HttpResponse:
    actions.mark_read(complaint_id=complaint_id, by=request.actor)
    return back_to(request, complaint_id, _("Marked as read."))


@page(Permission.INTEGRITY_WORK, methods=("GET",))
def source(request: StaffRequest, complaint_id: UUID) -> HttpResponse:
    """Who the source is: a page of its own, with its own purpose; the look stands in the log before it is shown."""
    row = queries.complaint_for(request.actor, complaint_id)
    said = actions.open_source(complaint_id=row.id, by=request.actor)
    return render(request, "integrity/source.html", {"row": row, "said": said})


@page(Permission.INTEGRITY_WORK)
def protect(request: StaffRequest, complaint_id: UUID) -> HttpResponse:
    """Plan what is done so that nothing happens to the source."""
    row = queries.complaint_for(request.actor, complaint_id)
    return _task(
        request, row, MeasureForm(request.POST or None), title=_("Protect the source"), button=_("Plan it"),
        done=_("It is planned."),
        do=lambda data: actions.plan_measure(complaint_id=row.id, kind=data["kind"], by=request.actor),
    )  # fmt: skip


@page(Permission.INTEGRITY_WORK, methods=("POST",))
def measure_used(request: StaffRequest, complaint_id: UUID) -> HttpResponse:
    actions.use_measure(complaint_id=complaint_id, kind=request.POST.get("kind", "")[:16], by=request.actor)
    return back_to(request, complaint_id, _("Recorded as used."))


@page(Permission.INTEGRITY_WORK)
def reader(request: StaffRequest, complaint_id: UUID) -> HttpResponse:
    """Name a colleague as a reader."""
    by = request.actor
    row = queries.complaint_for(by, complaint_id)
    people = queries.colleagues_to_name(row, queries.about_of(row, by))
    form = ReaderForm(request.POST or None, people=people)
    return _task(
        request, row, form, title=_("Name a colleague"), button=_("Name"), done=_("Your colleague can read it now."),
        do=lambda data: actions.name_reader(complaint_id=row.id, person_id=UUID(data["person"]), by=by),
        note="" if people else _("There is nobody at this desk whom you could name."),
    )  # fmt: skip


@page(Permission.INTEGRITY_WORK)
def step_back(request: StaffRequest, complaint_id: UUID) -> HttpResponse:
    """I am too near to somebody in it."""
    row = queries.complaint_for(request.actor, complaint_id)
    if request.method == "POST":
        actions.step_back(complaint_id=row.id, by=request.actor)
        messages.success(request, _("You no longer read this letter. Others do."))
        return redirect("integrity:queue")
    return render(request, "integrity/step_back.html", {"row": row})
