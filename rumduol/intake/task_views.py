"""One page per task on a report: decide, send on, join, verify, answer, note, close."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumduol.access.enums import Permission
from rumduol.access.gates import page
from rumduol.access.types import StaffRequest
from rumduol.drafts.keeping import keeps_drafts
from rumduol.intake import actions, policies, queries
from rumduol.intake.enums import TransferReason
from rumduol.intake.models import Report
from rumduol.intake.staff_forms import (
    AnswerForm,
    CloseForm,
    ConcludeForm,
    JoinForm,
    NoteForm,
    PartForm,
    PersonForm,
    TransferForm,
    TriageForm,
    VerifyForm,
    add_errors,
)
from rumduol.intake.views import go_to_report, person_label
from rumduol.shared.errors import InvalidInput, NotThere

Do = Callable[[dict[str, Any]], object]


def _task(
    request: StaffRequest, report: Report, form: forms.Form, *, title: str, button: str, done: str, do: Do
) -> HttpResponse:
    """A task's page; when its form is right, its action, and back to the report."""
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data)
        except InvalidInput as error:
            add_errors(form, error)
        else:
            return go_to_report(request, report.id, request.actor, done)
    context = {"form": form, "report": report, "task_title": title, "button": button}
    return render(request, "intake/task.html", context, status=422 if form.errors else 200)


@page(Permission.REPORT_TRIAGE)
@keeps_drafts(gettext_lazy("The triage of a report"))
def triage(request: StaffRequest, report_id: UUID) -> HttpResponse:
    by = request.actor
    report = queries.report_for(by, report_id)
    policies.check_can_triage(report, by)
    form = TriageForm(request.POST or None, report=report, by=by)

    def do(data: dict[str, Any]) -> None:
        to_office = form.chosen_office()
        actions.triage(
            report_id=report.id,
            urgency=data["urgency"],
            forms=data["forms_seen"],
            place=form.place_code(),
            chosen_office_id=to_office,
            note="" if to_office else data["note"],
            by=by,
        )
        if to_office:
            reason = TransferReason.COMPETENT
            actions.transfer(report_id=report.id, to_office_id=to_office, reason=reason, note=data["note"], by=by)
        elif data["decision"] == "keep":
            actions.keep(report_id=report.id, by=by)

    return _task(
        request, report, form, title=_("Decide"), button=_("Decide"), done=_("The report has been triaged."), do=do
    )


@page(Permission.REPORT_READ, methods=("POST",))
def keep(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """This office goes there, or accepts what it was sent."""
    actions.keep(report_id=report_id, by=request.actor)
    return go_to_report(request, report_id, request.actor, _("Your office has the report now."))


@page(Permission.REPORT_TRANSFER)
@keeps_drafts(gettext_lazy("Sending a report on"))
def transfer(request: StaffRequest, report_id: UUID) -> HttpResponse:
    by = request.actor
    report = queries.report_for(by, report_id)
    policies.check_can_transfer(report, by)

    def do(data: dict[str, Any]) -> None:
        actions.transfer(
            report_id=report.id,
            to_office_id=UUID(data["to_office"]),
            reason=data["reason"],
            note=data["note"],
            by=by,
        )

    form = TransferForm(request.POST or None, report=report, by=by)
    return _task(
        request,
        report,
        form,
        title=_("Send the whole report to another office"),
        button=_("Send"),
        done=_("The report has been sent. Its keys went with it."),
        do=do,
    )


@page(Permission.REPORT_TRANSFER)
@keeps_drafts(gettext_lazy("Sending some people of a report on"))
def transfer_part(request: StaffRequest, report_id: UUID) -> HttpResponse:
    by = request.actor
    report = queries.report_for(by, report_id)
    policies.check_can_split(report, by)
    labels = {str(person.id): person_label(person) for person in queries.persons_of(report)}
    form = PartForm(request.POST or None, report=report, by=by, labels=labels)

    def do(data: dict[str, Any]) -> None:
        actions.transfer_part(
            report_id=report.id,
            person_ids=[UUID(person) for person in data["persons"]],
            counts=form.counts(),
            place=data["place"],
            to_office_id=UUID(data["to_office"]),
            reason=data["reason"],
            note=data["note"],
            by=by,
        )

    return _task(
        request,
        report,
        form,
        title=_("Send some of the people to another office"),
        button=_("Send"),
        done=_("These people are a report of their own now, with the other office."),
        do=do,
    )


@page(Permission.REPORT_TRIAGE)
def join(request: StaffRequest, report_id: UUID) -> HttpResponse:
    by = request.actor
    report = queries.report_for(by, report_id)
    policies.check_can_join(report, by)
    return _task(
        request,
        report,
        JoinForm(request.POST or None, report=report, by=by),
        title=_("Join to another report"),
        button=_("Join"),
        done=_("The report has been joined. Its reporter still has a thread of their own."),
        do=lambda data: actions.join(report_id=report.id, to_report_id=UUID(data["to"]), by=by),
    )


@page(Permission.REPORT_TRIAGE, methods=("POST",))
def separate(request: StaffRequest, report_id: UUID) -> HttpResponse:
    actions.separate(report_id=report_id, by=request.actor)
    return go_to_report(request, report_id, request.actor, _("The report stands by itself again."))


@page(Permission.REPORT_TRIAGE, methods=("POST",))
def resume(request: StaffRequest, report_id: UUID) -> HttpResponse:
    actions.resume(report_id=report_id, by=request.actor)
    return go_to_report(request, report_id, request.actor, _("The report goes on without its reporter."))


@page(Permission.REPORT_VERIFY)
@keeps_drafts(gettext_lazy("What was found of a person"))
def verify(request: StaffRequest, report_id: UUID, person_id: UUID) -> HttpResponse:
    by = request.actor
    report = queries.report_for(by, report_id)
    policies.check_can_verify(report, by)
    person = next((p for p in queries.persons_of(report) if p.id == person_id), None)
    if person is None:
        raise NotThere()
    return _task(
        request,
        report,
        VerifyForm(request.POST or None),
        title=person_label(person),
        button=_("Save"),
        done=_("What was found is recorded."),
        do=lambda data: actions.verify_person(report_id=report.id, person_id=person_id, by=by, **data),
    )


@page(Permission.REPORT_VERIFY)
def add_person(request: StaffRequest, report_id: UUID) -> HttpResponse:
    by = request.actor
    report = queries.report_for(by, report_id)
    policies.check_can_verify(report, by)
    return _task(
        request,
        report,
        PersonForm(request.POST or None),
        title=_("Add a person"),
        button=_("Add"),
        done=_("The person has been added."),
        do=lambda data: actions.add_person(report_id=report.id, by=by, **data),
    )


@page(Permission.REPORT_VERIFY)
@keeps_drafts(gettext_lazy("The end of a verification"))
def conclude(request: StaffRequest, report_id: UUID) -> HttpResponse:
    by = request.actor
    report = queries.report_for(by, report_id)
    policies.check_can_conclude(report, by)
    return _task(
        request,
        report,
        ConcludeForm(request.POST or None),
        title=_("Conclude the verification"),
        button=_("Conclude"),
        done=_("The verification is concluded. Tell the reporter what you can."),
        do=lambda data: actions.conclude(report_id=report.id, by=by, **data),
    )


@page(Permission.REPORT_VERIFY, methods=("POST",))
def reopen(request: StaffRequest, report_id: UUID) -> HttpResponse:
    actions.reopen(report_id=report_id, by=request.actor)
    return go_to_report(request, report_id, request.actor, _("The verification goes on."))


@page(Permission.REPORT_ANSWER)
@keeps_drafts(gettext_lazy("An answer to a reporter"))
def answer(request: StaffRequest, report_id: UUID) -> HttpResponse:
    by = request.actor
    report = queries.report_for(by, report_id)
    policies.check_can_answer(report, by)
    return _task(
        request,
        report,
        AnswerForm(request.POST or None),
        title=_("Answer the reporter"),
        button=_("Send the answer"),
        done=_("The answer waits for the reporter."),
        do=lambda data: actions.answer(report_id=report.id, by=by, **data),
    )


@page(Permission.REPORT_READ)
@keeps_drafts(gettext_lazy("A note on a report"))
def note(request: StaffRequest, report_id: UUID) -> HttpResponse:
    by = request.actor
    report = queries.report_for(by, report_id)
    policies.check_can_note(report, by)
    return _task(
        request,
        report,
        NoteForm(request.POST or None),
        title=_("Write a note"),
        button=_("Save"),
        done=_("The note is saved."),
        do=lambda data: actions.note(report_id=report.id, by=by, **data),
    )


@page(Permission.REPORT_READ, methods=("POST",))
def mark_read(request: StaffRequest, report_id: UUID) -> HttpResponse:
    actions.mark_read(report_id=report_id, by=request.actor)
    return go_to_report(request, report_id, request.actor, _("Noted as read."))


@page(Permission.REPORT_READ)
@keeps_drafts(gettext_lazy("The closing of a report"))
def close(request: StaffRequest, report_id: UUID) -> HttpResponse:
    by = request.actor
    report = queries.report_for(by, report_id)
    policies.check_can_close(report, by)
    return _task(
        request,
        report,
        CloseForm(request.POST or None),
        title=_("Close the report"),
        button=_("Close"),
        done=_("The report is closed."),
        do=lambda data: actions.close(report_id=report.id, by=by, **data),
    )
