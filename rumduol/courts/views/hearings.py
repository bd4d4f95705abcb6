"""The calendar, one hearing, who is called and how each is protected."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumduol.access import actions as access_actions
from rumduol.access import queries as access
from rumduol.access.enums import Permission, permissions_of
from rumduol.access.gates import page
from rumduol.access.types import StaffRequest
from rumduol.courts import actions, forms, policies, queries, showing
from rumduol.courts.actions.hearing import witness_ref
from rumduol.courts.models import Hearing
from rumduol.drafts.keeping import keeps_drafts
from rumduol.justice import queries as justice
from rumduol.notices import actions as notices
from rumduol.shared.asking import attempt, sent
from rumduol.shared.dates import PHNOM_PENH, PartialDate, today
from rumduol.shared.errors import NotThere
from rumduol.vault import actions as vault
from rumduol.vault.enums import Purpose, Section

SHOWN_DAYS = 14


@page(Permission.HEARING_READ, methods=("GET",))
def calendar(request: StaffRequest) -> HttpResponse:
    """Two weeks of hearings from a day."""
    first = _first(request.GET.get("from", ""))
    since = datetime.combine(first, time(), PHNOM_PENH)
    rows = queries.calendar(request.actor, since, since + timedelta(days=SHOWN_DAYS))
    for one in rows:
        one.hours = f"{showing.hour(one.starts_at, request.actor)}–{showing.hour(one.ends_at, request.actor)}"  # type: ignore[attr-defined]
    context = {
        "days": showing.days(rows), "first": first, "before": first - timedelta(days=SHOWN_DAYS),
        "after": first + timedelta(days=SHOWN_DAYS), "last": first + timedelta(days=SHOWN_DAYS - 1),
    }  # fmt: skip
    return render(request, "courts/calendar.html", context)


def _first(text: str) -> Any:
    try:
        known = PartialDate.from_text(text)
    except ValueError:
        return today()
    return known.first if 2000 <= known.year <= 2100 else today()


@page(Permission.HEARING_READ, methods=("GET",))
def of_case(request: StaffRequest, criminal_case_id: UUID) -> HttpResponse:
    """Hearings and supervisions of one criminal case."""
    by = request.actor
    case = justice.case_for(by, criminal_case_id)
    own = case.office_id == by.office_id
    absent = {one.suspect_id for one in justice.verdicts_of(case) if one.in_absentia and one.replaced_on is None}
    context = {
        "case": case, "hearings": queries.hearings_of_case(by, case.id),
        "supervisions": queries.supervisions_of_case(by, case.id), "absent": absent, "absent_count": len(absent),
        "may_set": own and policies.can_set_hearing(by), "may_supervise": own and policies.can_supervise(by),
    }  # fmt: skip
    return render(request, "courts/case.html", context)


def _hearing_form(request: StaffRequest, case: Any, hearing: Hearing | None) -> forms.HearingForm:
    accused = showing.numbered(justice.suspects_of(case), _("Accused"))
    initial = forms.typed(hearing) if hearing else {"accused": [key for key, _label in accused]}
    of_case = showing.offices_of_case(case)
    return forms.HearingForm(sent(request), accused=accused, by=request.actor, of_case=of_case, initial=initial)


@page(Permission.HEARING_WORK)
@keeps_drafts(gettext_lazy("A hearing"))
def new(request: StaffRequest, criminal_case_id: UUID) -> HttpResponse:
    """Set a hearing."""
    by = request.actor
    case = justice.own_case_for(by, criminal_case_id)
    form = _hearing_form(request, case, None)
    made: list[Hearing] = []
    if form.is_bound and attempt(
        form, lambda: made.append(actions.set_hearing(criminal_case_id=case.id, said=form.said(), by=by))
    ):
        messages.success(request, _("The hearing is set. The offices you chose were told."))
        return redirect("courts:hearing", made[0].id)
    context = {"form": form, "heading": _("Set a hearing"), "number": case.number, "case": case}
    return render(request, "courts/form.html", context, status=422 if form.is_bound else 200)


@page(Permission.HEARING_READ, methods=("GET",))
def hearing(request: StaffRequest, hearing_id: UUID) -> HttpResponse:
    """One hearing: who comes when, what protects whom, what is missing."""
    by = request.actor
    row = queries.hearing_for(by, hearing_id)
    notices.read_about(record_id=row.id, by=by)
    witnesses = queries.witnesses_of(row)
    names: dict[UUID, str] = {}
    if by.office_id == row.office_id and access.purpose_today(by, row.id):
        opened = vault.open_many(
            records=[witness_ref(one) for one in witnesses], section=Section.IDENTITY, by=by,
            purpose=Purpose(access.purpose_today(by, row.id)),
        )  # fmt: skip
        names = {key: fields.get("name", "") for key, fields in opened.items()}
    context = {
        "hearing": row, "hours": f"{showing.hour(row.starts_at, by)}–{showing.hour(row.ends_at, by)}",
        "accused_at": showing.hour(row.accused_arrive_at, by), "witnesses_at": showing.hour(row.witnesses_arrive_at, by),
        "told": showing.office_names(row.told_office_ids, by), "warnings": showing.warnings(row, witnesses),
        "witnesses": showing.witness_lines(row, witnesses, names, by), "own": by.office_id == row.office_id,
        "names_open": bool(names), "may_see_case": Permission.CRIMINAL_READ in permissions_of(by.role),
        "may": {
            "work": policies.can_work(row, by),
            **{new: policies.can_end(row, new, by) for new in ("held", "postponed", "cancelled")},
        },
    }  # fmt: skip
    return render(request, "courts/hearing.html", context)


@page(Permission.HEARING_WORK)
@keeps_drafts(gettext_lazy("A hearing"))
def change(request: StaffRequest, hearing_id: UUID) -> HttpResponse:
    """Move it, or change its plan."""
    by = request.actor
    row = queries.hearing_for(by, hearing_id)
    policies.check_can_work(row, by)
    case = justice.own_case_for(by, row.criminal_case_id)
    form = _hearing_form(request, case, row)
    if form.is_bound and attempt(form, lambda: actions.move_hearing(hearing_id=row.id, said=form.said(), by=by)):
        messages.success(request, _("The hearing is changed. The offices you chose were told."))
        return redirect("courts:hearing", row.id)
    context = {"form": form, "heading": _("Change the hearing"), "number": row.criminal_number, "hearing": row}
    return render(request, "courts/form.html", context, status=422 if form.is_bound else 200)


@page(Permission.HEARING_WORK)
@keeps_drafts(gettext_lazy("Somebody called to a hearing"))
def witness(request: StaffRequest, hearing_id: UUID) -> HttpResponse:
    """Call somebody."""
    by = request.actor
    row = queries.hearing_for(by, hearing_id)
    policies.check_can_work(row, by)
    case = justice.own_case_for(by, row.criminal_case_id)
    form = forms.WitnessForm(sent(request), victims=showing.numbered(justice.victims_of(case), _("Victim")))
    if form.is_bound and attempt(
        form, lambda: actions.add_witness(hearing_id=row.id, who=form.said(), name=form.cleaned_data["name"], by=by)
    ):
        return redirect("courts:hearing", row.id)
    context = {"form": form, "heading": _("Call a witness"), "number": row.criminal_number, "hearing": row}
    return render(request, "courts/form.html", context, status=422 if form.is_bound else 200)


@page(Permission.HEARING_WORK)
@keeps_drafts(gettext_lazy("Measures that were used"))
def used(request: StaffRequest, hearing_id: UUID, witness_id: UUID) -> HttpResponse:
    """Which measures were really used."""
    by = request.actor
    row = queries.hearing_for(by, hearing_id)
    policies.check_can_record_use(row, by)
    one = next((one for one in queries.witnesses_of(row) if one.id == witness_id), None)
    if one is None:
        raise NotThere()
    form = forms.UsedForm(sent(request), initial={"used": one.planned})
    if form.is_bound and attempt(
        form,
        lambda: actions.record_measures(
            hearing_id=row.id, witness_id=witness_id, used=form.cleaned_data["used"], by=by
        ),
    ):
        messages.success(request, _("Recorded."))
        return redirect("courts:hearing", row.id)
    context = {"form": form, "heading": _("What was used"), "number": row.criminal_number, "hearing": row}
    return render(request, "courts/form.html", context, status=422 if form.is_bound else 200)


@page(Permission.HEARING_WORK, methods=("POST",))
def end(request: StaffRequest, hearing_id: UUID, new: str) -> HttpResponse:
    """Held, postponed or cancelled."""
    actions.end_hearing(hearing_id=hearing_id, new=new, by=request.actor)
    return redirect("courts:hearing", hearing_id)


@page(Permission.HEARING_WORK, methods=("POST",))
def names(request: StaffRequest, hearing_id: UUID) -> HttpResponse:
    """Show the names of the witnesses, for a purpose, logged."""
    row = queries.hearing_for(request.actor, hearing_id)
    if row.office_id != request.actor.office_id:
        raise NotThere()
    access_actions.give_purpose(kind="hearing", record_id=row.id, purpose=Purpose.OWN_WORK, by=request.actor)
    return redirect("courts:hearing", hearing_id)
