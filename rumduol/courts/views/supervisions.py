"""Judicial supervision: who must come when, who did not, what the prosecutor signs."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumduol.access.enums import Permission, permissions_of
from rumduol.access.gates import page
from rumduol.access.types import StaffRequest
from rumduol.courts import actions, forms, policies, queries, showing
from rumduol.courts.actions.supervising import ref
from rumduol.courts.models import Supervision
from rumduol.drafts.keeping import keeps_drafts
from rumduol.justice import queries as justice
from rumduol.notices import actions as notices
from rumduol.shared.asking import attempt, sent
from rumduol.shared.errors import NotThere
from rumduol.vault import actions as vault
from rumduol.vault.enums import Section


@page(Permission.SUPERVISION_READ, methods=("GET",))
def listing(request: StaffRequest) -> HttpResponse:
    """The worst first: requests to sign, missed days, then the next day."""
    ended = "ended" in request.GET
    context = {"rows": queries.listing(request.actor, ended=ended), "ended": ended}
    return render(request, "courts/supervisions.html", context)


@page(Permission.SUPERVISION_READ, methods=("GET",))
def supervision(request: StaffRequest, supervision_id: UUID) -> HttpResponse:
    """One supervision with its days and requests. `?words=1` opens the judge's words."""
    by = request.actor
    row = queries.supervision_for(by, supervision_id)
    notices.read_about(record_id=row.id, by=by)
    context = showing.supervision_page(row, by)
    context["own"] = by.office_id == row.office_id
    context["may_see_case"] = Permission.CRIMINAL_READ in permissions_of(by.role)
    if context["own"] and "words" in request.GET:
        context["words"] = vault.open_section(record=ref(row), section=Section.NOTES, by=by)
    return render(request, "courts/supervision.html", context)


@page(Permission.SUPERVISION_SET)
@keeps_drafts(gettext_lazy("Judicial supervision"))
def new(request: StaffRequest, criminal_case_id: UUID) -> HttpResponse:
    """The judge lets an accused stay free on conditions."""
    by = request.actor
    case = justice.own_case_for(by, criminal_case_id)
    accused = showing.numbered(justice.suspects_of(case), _("Accused"))
    form = forms.SupervisionForm(sent(request), accused=accused, by=by, of_case=showing.offices_of_case(case))
    made: list[Supervision] = []
    if form.is_bound and attempt(
        form, lambda: made.append(actions.supervise(criminal_case_id=case.id, by=by, **form.ordered()))
    ):
        messages.success(request, _("The supervision is ordered and the reporting days are set."))
        return redirect("courts:supervision", made[0].id)
    context = {"form": form, "heading": _("Judicial supervision"), "number": case.number, "case": case}
    return render(request, "courts/form.html", context, status=422 if form.is_bound else 200)


@page(Permission.SUPERVISION_SIGN, methods=("POST",))
def sign_day(request: StaffRequest, supervision_id: UUID, day_id: UUID) -> HttpResponse:
    """The person came."""
    actions.sign_day(supervision_id=supervision_id, day_id=day_id, by=request.actor)
    messages.success(request, _("Signed."))
    return redirect("courts:supervision", supervision_id)


@page(Permission.SUPERVISION_SET)
def excuse(request: StaffRequest, supervision_id: UUID, day_id: UUID) -> HttpResponse:
    """The court excuses a day."""
    by = request.actor
    row = queries.supervision_for(by, supervision_id)
    day = next((one for one in queries.days_of(row) if one.id == day_id), None)
    if day is None:
        raise NotThere()
    policies.check_can_excuse(row, day, by)
    form = forms.ExcuseForm(sent(request))
    if form.is_bound and attempt(
        form,
        lambda: actions.excuse_day(supervision_id=row.id, day_id=day_id, excuse=form.cleaned_data["excuse"], by=by),
    ):
        return redirect("courts:supervision", row.id)
    context = {"form": form, "heading": _("Excuse this day"), "number": row.criminal_number, "supervision": row}
    return render(request, "courts/form.html", context, status=422 if form.is_bound else 200)


@page(Permission.WARRANT_SIGN, methods=("POST",))
def warrant(request: StaffRequest, supervision_id: UUID, warrant_id: UUID, answer: str) -> HttpResponse:
    """Sign the request that was drafted, or decide that none is asked for."""
    if answer not in {"sign", "drop"}:
        raise NotThere()
    actions.decide_warrant(
        supervision_id=supervision_id, warrant_id=warrant_id, sign=answer == "sign", by=request.actor
    )
    messages.success(request, _("Your answer is recorded."))
    return redirect("courts:supervision", supervision_id)


@page(Permission.SUPERVISION_SET, methods=("POST",))
def found(request: StaffRequest, supervision_id: UUID) -> HttpResponse:
    """The person is there again."""
    actions.mark_found(supervision_id=supervision_id, by=request.actor)
    return redirect("courts:supervision", supervision_id)


@page(Permission.SUPERVISION_SET)
def end(request: StaffRequest, supervision_id: UUID) -> HttpResponse:
    """It ends."""
    by = request.actor
    row = queries.supervision_for(by, supervision_id)
    policies.check_can_end_supervision(row, by)
    form = forms.EndForm(sent(request))
    if form.is_bound and attempt(
        form,
        lambda: actions.end_supervision(
            supervision_id=row.id, reason=form.cleaned_data["reason"], on=form.cleaned_data["on"], by=by
        ),
    ):
        return redirect("courts:supervision", row.id)
    context = {"form": form, "heading": _("The supervision ends"), "number": row.criminal_number, "supervision": row}
    return render(request, "courts/form.html", context, status=422 if form.is_bound else 200)
