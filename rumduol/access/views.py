"""The log as an auditor reads it, broken glass, conflicts of interest."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from rumduol.access import actions, queries
from rumduol.access.enums import Permission
from rumduol.access.forms import ConflictForm, GlassForm
from rumduol.access.gates import page
from rumduol.access.types import StaffRequest
from rumduol.agencies import queries as agencies
from rumduol.audit import queries as audit
from rumduol.audit.enums import all_labels
from rumduol.shared.errors import InvalidInput, NotThere
from rumduol.shared.identifiers import normalise_number


@page(Permission.AUDIT_READ, methods=("GET",))
def log(request: StaffRequest) -> HttpResponse:
    """Events of the agency's chain, newest first; codes and ids only."""
    event = request.GET.get("event", "")
    try:
        subject = UUID(request.GET["subject"]) if request.GET.get("subject") else None
    except ValueError:
        subject = None
    shown = Paginator(audit.events(event=event, subject_id=subject), 50).get_page(request.GET.get("page"))
    lines = [audit.to_line(row) for row in shown]
    context = {
        "lines": lines, "page": shown, "event": event, "labels": all_labels(), "subject": subject,
        "people": agencies.people([line.person_id for line in lines if line.person_id]),
        "offices": agencies.offices([line.office_id for line in lines if line.office_id]),
        "head": next((head for head in audit.heads() if head.chain == request.actor.agency_id), None),
    }  # fmt: skip
    return render(request, "access/log.html", context)


@page(Permission.GLASS_BREAK)
def glass(request: StaffRequest) -> HttpResponse:
    """Life in danger: see a record of the own agency without being asked."""
    form = GlassForm(request.POST or None)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            actions.break_glass(
                kind=data["kind"], number=normalise_number(data["number"]) or "", reason=data["reason"],
                whereabouts=data["whereabouts"], by=request.actor,
            )  # fmt: skip
        except InvalidInput as error:
            for field, texts in error.errors.items():
                form.add_error(field if field in form.fields else None, list(texts))
        except NotThere as error:
            form.add_error("number", str(error.message))
        else:
            messages.success(request, _("Open for you for 24 hours. The owner and an auditor have been told."))
            return HttpResponseRedirect(reverse("access:glass"))
    context = {"form": form, "mine": queries.my_broken_glass(request.actor)}
    return render(request, "access/glass.html", context, status=422 if form.errors else 200)


@page(Permission.CONFLICT_DECLARE)
def conflict(request: StaffRequest) -> HttpResponse:
    """Say that one is linked to somebody in a file: the file closes for oneself at the next click."""
    form = ConflictForm(request.POST or None)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            record_id, _office, _agency = queries.find_number(
                kind=data["kind"], number=normalise_number(data["number"]) or ""
            )
        except NotThere:
            form.add_error("number", _("There is no such number."))
        else:
            actions.declare_conflict(
                kind=data["kind"],
                record_id=record_id,
                person_id=request.actor.person_id,
                because=data["because"],
                by=request.actor,
            )
            messages.success(
                request, _("Thank you. This file is closed for you from now on; a supervisor can lift it.")
            )
            return HttpResponseRedirect(reverse("access:conflict"))
    rows = queries.conflicts_to_see(request.actor)
    context = {"form": form, "conflicts": rows, "people": agencies.people({row.person_id for row in rows})}
    return render(request, "access/conflict.html", context, status=422 if form.errors else 200)


@page(Permission.CONFLICT_END, methods=("POST",))
def end_conflict(request: StaffRequest, conflict_id: UUID) -> HttpResponse:
    actions.end_conflict(conflict_id=conflict_id, by=request.actor)
    messages.success(request, _("Lifted."))
    return HttpResponseRedirect(reverse("access:conflict"))
