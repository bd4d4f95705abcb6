"""Tables that an office counted itself: declared by one person, confirmed by another, shown beside what is counted here."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rumduol.access.enums import Permission
from rumduol.access.gates import page
from rumduol.access.policies import may
from rumduol.access.types import StaffRequest
from rumduol.declared import actions, policies, queries, upload
from rumduol.declared.enums import DeclarationStatus, RefusalReason
from rumduol.declared.forms import DeclareForm, LinesForm, RefuseForm
from rumduol.declared.models import Declaration
from rumduol.declared.showing import agency_name, counted_beside, flags, office_name, table, text_of, title_of
from rumduol.indicators.catalogue import indicator
from rumduol.indicators.checked import checked_grids
from rumduol.notices.actions import read_about
from rumduol.shared.errors import InvalidInput


@page(Permission.DECLARED_READ, methods=("GET",))
def listing(request: StaffRequest) -> HttpResponse:
    lines = [
        {"row": row, "title": title_of(row.indicator, row.period), "status": DeclarationStatus(row.status).label,
         "office": office_name(row.office_id)}
        for row in queries.declarations(request.actor)
    ]  # fmt: skip
    return render(request, "declared/list.html", {"lines": lines, "can_declare": policies.can_declare(request.actor)})


@page(Permission.DECLARED_MAKE)
def new(request: StaffRequest) -> HttpResponse:
    """Figure, period and file; the next page shows whether it adds up and asks what each line is."""
    sent = request.method == "POST"
    form = DeclareForm(request.POST, request.FILES) if sent else DeclareForm()
    if sent and form.is_valid():
        chosen = form.cleaned_data
        file = chosen["file"]
        try:
            read = upload.read(
                name=file.name, content=file.read(), indicator=chosen["indicator"], period=chosen["period"]
            )
        except InvalidInput as error:
            _tell(form, error)
        else:
            subject = indicator(read.indicator)
            lines = LinesForm(read.table, subject, initial={"sealed": upload.seal(read, request.actor.person_id)})
            return _lines(request, read, lines)
    return render(request, "declared/new.html", {"form": form}, status=422 if form.errors else 200)


@page(Permission.DECLARED_MAKE, methods=("POST",))
def lines(request: StaffRequest) -> HttpResponse:
    """Declare the table with its lines filed as chosen."""
    read = upload.unseal(request.POST.get("sealed", ""), request.actor.person_id)
    form = LinesForm(read.table, indicator(read.indicator), request.POST)
    if form.is_valid():
        try:
            row = actions.declare(
                indicator=read.indicator, period=read.period, table=read.table, meaning=form.meaning,
                sha256=read.sha256, by=request.actor,
            )  # fmt: skip
        except InvalidInput as error:
            _tell(form, error)
        else:
            messages.success(request, _("Declared. A second person of your agency confirms it now."))
            return redirect("declared:one", row.id)
    return _lines(request, read, form)


def _lines(request: HttpRequest, read: upload.Upload, form: LinesForm) -> HttpResponse:
    context = checked_grids(read.grid.name, [read.grid], get_language() or "km") | {
        "form": form,
        "title": title_of(read.indicator, str(read.period)),
        "asked": len(form.labels),
        "open": len(form.labels) - form.proposed,
    }
    return render(request, "declared/lines.html", context, status=422 if form.errors else 200)


def _tell(form: Any, error: InvalidInput) -> None:
    for field, said in (error.errors or {"": [error.message]}).items():
        for message in said:
            form.add_error(field if field in form.fields else None, message)


@page(Permission.DECLARED_READ, methods=("GET",))
def one(request: StaffRequest, declaration_id: UUID) -> HttpResponse:
    row = queries.declaration_for(request.actor, declaration_id)
    read_about(record_id=row.id, by=request.actor)
    return _one(request, row, RefuseForm())


def _one(request: StaffRequest, row: Declaration, form: RefuseForm, status: int = 200) -> HttpResponse:
    actor, declared = request.actor, queries.as_declared(row)
    decision = queries.decision_on(row)
    sees_counted = may(actor, Permission.FIGURES_READ)
    counted = counted_beside(indicator(row.indicator), declared) if sees_counted and not declared.breakdowns else None
    context = {
        "row": row,
        "title": title_of(row.indicator, row.period),
        "status": DeclarationStatus(row.status).label,
        "agency": agency_name(row.agency_id),
        "office": office_name(row.office_id),
        "flags": flags(declared),
        "layout": table(declared, with_counted=sees_counted),
        "total": text_of(declared.total) if declared.total is not None else "",
        "counted": (counted or {}).get(()),
        "sees_counted": sees_counted,
        "reason": RefusalReason(decision.reason).label if decision is not None and decision.reason else "",
        "replaced_by": queries.replaced_by(row),
        "mine": row.declared_by == actor.person_id,
        "form": form,
        "can_confirm": policies.can_confirm(row, actor),
        "can_refuse": policies.can_refuse(row, actor),
    }
    return render(request, "declared/one.html", context, status=status)


@page(Permission.DECLARED_CONFIRM, methods=("POST",))
def confirm(request: StaffRequest, declaration_id: UUID) -> HttpResponse:
    actions.confirm(declaration_id=declaration_id, by=request.actor)
    messages.success(request, _("Confirmed. It is shown beside the counted figure now."))
    return redirect("declared:one", declaration_id)


@page(Permission.DECLARED_CONFIRM, methods=("POST",))
def refuse(request: StaffRequest, declaration_id: UUID) -> HttpResponse:
    row = queries.declaration_for(request.actor, declaration_id)
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return _one(request, row, form, 422)
    actions.refuse(declaration_id=declaration_id, reason=form.cleaned_data["reason"], by=request.actor)
    messages.success(request, _("Not confirmed, with your reason. It counts nowhere."))
    return redirect("declared:one", declaration_id)
