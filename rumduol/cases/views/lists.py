"""The list of cases, a new case, the queue of second signatures, feedback without a name."""

from functools import lru_cache
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rumduol.access.enums import Permission
from rumduol.access.gates import page
from rumduol.access.types import StaffRequest
from rumduol.cases import actions, forms, policies, queries, sealed
from rumduol.cases.clocks import ages_of
from rumduol.cases.enums import CaseStatus, Source, Standing
from rumduol.cases.views.page import attempt, back, people_names, sent
from rumduol.cases.views.same import told
from rumduol.drafts.keeping import keeps_drafts
from rumduol.screening import queries as screenings
from rumduol.shared.addresses import address
from rumduol.shared.errors import InvalidInput, NotThere
from rumduol.terms import queries as terms
from rumduol.vault import actions as vault
from rumduol.vault.enums import Purpose, Section
from rumduol.vault.types import NoKey


@page(Permission.CASE_READ)
def case_list(request: StaffRequest) -> HttpResponse:
    """Cases of my office: number, age band, step, clock. Names only after one deliberate tap that says why (POST)."""
    by = request.actor
    asked = request.GET if request.method == "GET" else request.POST
    form = forms.ListForm(asked if "status" in asked else {**asked.dict(), "status": CaseStatus.OPEN})
    chosen = form.cleaned_data if form.is_valid() else {"status": "", "whose": "", "number": ""}
    wanted = asked.get("page", "1")
    number_of_page = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 5 else 1
    status = "" if chosen["number"] else chosen["status"]
    rows, more = queries.list_cases(
        by, status=status, mine=chosen["whose"] == "mine", without_worker=chosen["whose"] == "free",
        number=chosen["number"], page=number_of_page,
    )  # fmt: skip
    names: dict[UUID, str] = {}
    purpose = request.POST.get("purpose", "") if request.method == "POST" else ""
    if purpose in Purpose.values:
        opened = vault.open_many(
            records=[sealed.ref(row.case) for row in rows], section=Section.IDENTITY, by=by, purpose=Purpose(purpose)
        )
        names = {case_id: fields.get("name", "") for case_id, fields in opened.items()}
    workers = people_names(request, [row.case.worker_id for row in rows])
    shown = [_line(row, name=names.get(row.case.id, ""), worker=workers.get(row.case.worker_id, "")) for row in rows]  # type: ignore[arg-type]
    return render(
        request,
        "cases/list.html",
        {
            "form": form, "filter": _filter(form, chosen), "rows": shown, "names_shown": bool(names), "purposes": Purpose.choices, "more": more,
            "page": number_of_page, "status": status, "chosen": chosen, "can_open": policies.can_open(by),
            "shared": [_line(row) for row in queries.shared_cases(by)] if number_of_page == 1 else [],
        },
    )  # fmt: skip


def _filter(form: forms.ListForm, chosen: dict[str, str]) -> SafeString:
    """The form above the list. Without a number and a mistake it holds nothing but two choices: those are drawn once."""
    if form.errors or chosen["number"]:
        return form.render()
    return _drawn(chosen["status"], chosen["whose"], get_language() or "")


@lru_cache(maxsize=64)
def _drawn(status: str, whose: str, _language: str) -> SafeString:
    return forms.ListForm({"status": status, "whose": whose}).render()


def _line(row: queries.Row, *, name: str = "", worker: str = "") -> dict[str, Any]:
    """A line as it is shown: put together here, for a template does the same for fifty lines at twice the cost."""
    case = row.case
    is_open = case.status == CaseStatus.OPEN
    person = f"{_label('sex', case.sex)}, {_label('age', case.age_band)}"
    if case.risk:
        person += f" · {case.get_risk_display()}"
    state = (row.step.get_step_display() if row.step else "–") if is_open else case.get_status_display()
    return {
        "url": address("casework:file", case.id), "number": case.number, "alarms": row.alarms, "name": name,
        "person": person, "state": state, "due": row.due if is_open else None, "worker": worker or "–",
    }  # fmt: skip


def _label(code_list: str, code: str) -> str:
    return terms.label(code_list, code) if code else _("not known")


@page(Permission.CASE_OPEN)
@keeps_drafts(gettext_lazy("A new case"))
def case_open(request: StaffRequest) -> HttpResponse:
    """Open a case for somebody who came, or whom another office presumed or identified."""
    form = forms.OpenForm(sent(request), initial=_from_screening(request))
    made: list[UUID] = []
    alike: list[queries.Alike] = []

    def act() -> None:
        screening = form.cleaned_data["screening"]
        found = queries.alike_to(
            request.actor, person=form.person(), identity=form.parts()["identity"], contact=form.parts()["contact"]
        )
        # The case of this very screening is no other: opening it twice opens it once.
        alike[:] = [one for one in found if screening is None or one.other.source_id != screening]
        if alike and not form.cleaned_data["not_same"]:
            form.ask_whether_same()
            return
        together = None
        if form.cleaned_data["found_with"]:
            together = queries.find_by_number(request.actor, form.cleaned_data["found_with"])
            if together is None or together.office_id != request.actor.office_id:
                raise InvalidInput(errors={"found_with": [_("Your office has no case with this number.")]})
        case = actions.open_case(
            source=(Source.SCREENING, screening) if screening else (Source.WALK_IN, None), standing=form.cleaned_data["standing"], person=form.person(),
            by=request.actor, found_with=together.id if together else None, **form.parts(),
        )  # fmt: skip
        made.append(case.id)
        for one in alike:  # ticked: somebody else
            actions.say_different(case_id=one.other.id, other_id=case.id, by=request.actor)

    if request.method == "POST" and attempt(form, act) and made:
        return back(request, "cases:detail", made[0], said=_("The case is open. The first clocks are running."))
    return render(
        request,
        "cases/open.html",
        {"form": form, "title": _("Open a case"), "submit": _("Open the case"), "alike": [told(one) for one in alike]},
        status=422 if form.errors else 200,
    )


def _from_screening(request: StaffRequest) -> dict[str, Any]:
    """What a screening already knows (`?screening=id`), so that nobody is asked twice. NotThere when it is hidden."""
    given = request.GET.get("screening", "")
    if not given:
        return {}
    try:
        found = screenings.screening_for(request.actor, UUID(given))
    except ValueError as error:
        raise NotThere() from error
    low, high = ages_of(found.age_band)
    known: dict[str, Any] = {
        "screening": found.id, "standing": found.outcome if found.outcome in Standing.values else Standing.PRESUMED,
        "sex": found.sex, "age_from": low, "age_to": high, "nationality": found.nationality, "found_in": found.place,
        **forms.chosen_forms(found.forms), "palermo": found.palermo, "domestic": found.domestic,
    }  # fmt: skip
    try:
        known["name"] = screenings.name_of(request.actor, found, purpose=Purpose.OWN_WORK)
    except NoKey:  # the person did not agree that the name is passed on: it is asked again
        known["name"] = ""
    return known


@page(Permission.CASE_APPROVE)
def signatures(request: StaffRequest) -> HttpResponse:
    """What waits for my second signature."""
    waiting = queries.waiting_signature(request.actor)
    names = people_names(request, [item.asked_by_id for item in waiting])
    rows = []
    for item in waiting:
        closure = queries.closure_waiting(item.case) if item.what == "closure" else None
        rows.append({"item": item, "asked_by": names.get(item.asked_by_id, ""), "closure": closure})
    return render(request, "cases/signatures.html", {"rows": rows, "give_back": forms.GiveBackForm()})


@page(Permission.CASE_APPROVE, methods=("POST",))
def sign(request: StaffRequest, closure_id: UUID) -> HttpResponse:
    case = actions.sign_closure(closure_id=closure_id, by=request.actor)
    return back(request, "cases:signatures", said=_("%(number)s is closed.") % {"number": case.number})


@page(Permission.CASE_APPROVE, methods=("POST",))
def give_back(request: StaffRequest, closure_id: UUID) -> HttpResponse:
    form = forms.GiveBackForm(request.POST)
    if attempt(
        form,
        lambda: actions.give_back_closure(
            closure_id=closure_id, because=form.cleaned_data["because"], by=request.actor
        ),
    ):
        return back(request, "cases:signatures", said=_("Given back. The case worker is told why."))
    return render(
        request, "cases/form.html", {"form": form, "title": _("Do not sign yet"), "submit": _("Give back")}, status=422
    )


@page(Permission.CASE_APPROVE, methods=("POST",))
def approve_plan(request: StaffRequest, answer_id: UUID) -> HttpResponse:
    actions.approve_plan(answer_id=answer_id, by=request.actor)
    return back(request, "cases:signatures", said=_("The plan is approved."))


@page(Permission.CASE_OPEN)
def feedback_box(request: StaffRequest) -> HttpResponse:
    """Feedback without a name: this page knows no case."""
    form = forms.AnonymousFeedbackForm(sent(request))
    if request.method == "POST" and attempt(
        form, lambda: actions.add_anonymous_feedback(by=request.actor, **form.cleaned_data)
    ):
        return back(request, "cases:feedback_box", said=_("Thank you. It is kept without a name."))
    return render(
        request, "cases/feedback_box.html", {"form": form, "given": queries.anonymous_feedback(request.actor)}
    )
