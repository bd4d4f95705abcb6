"""A plan from its first line to its hour: writing, naming readers, approving, beginning, calling off; and what others are told."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rumduol.access.enums import Permission
from rumduol.access.gates import page
from rumduol.access.types import StaffRequest
from rumduol.notices import actions as notices
from rumduol.operations import actions, policies, queries, showing
from rumduol.operations.forms import CallOffForm, PlanForm, ReaderForm, take_errors, typed_plan
from rumduol.shared.errors import InvalidInput, NotAllowed
from rumduol.vault.enums import LookWay
from rumduol.vault.types import NoKey


@page(Permission.OPERATION_READ, methods=("GET",))
def listing(request: StaffRequest) -> HttpResponse:
    """Operations one is named in, those of the office that are over, and what the office is told now."""
    actor = request.actor
    return render(
        request,
        "operations/list.html",
        {
            "rows": queries.operations(actor),
            "told": queries.told(actor),
            "waiting": queries.waiting(actor),
            "can_plan": policies.can_plan(actor),
            "can_claim": policies.can_see_money(actor),
        },
    )


@page(Permission.OPERATION_PLAN)
def new(request: StaffRequest) -> HttpResponse:
    """`?report=` ticks the report that one comes from.

    A plan is never kept as a draft: a draft lies under the office's key and says which page it is of, and a plan belongs
    to the people named to it alone. It can be saved as soon as its hour, place and report are known, and changed later.
    """
    by = request.actor
    form = PlanForm(
        request.POST if request.method == "POST" else None, by=by, initial={"reports": request.GET.getlist("report")}
    )
    if form.is_bound and form.is_valid():
        try:
            made = actions.draft_plan(plan=form.plan(), by=by, operation_id=form.cleaned_data["key"])
        except InvalidInput as error:
            take_errors(form, error)
        else:
            messages.success(request, _("The plan is sealed. Only you can open it until you name others."))
            return redirect("operations:operation", made.id)
    return render(request, "operations/form.html", _form(form, _("Plan an operation")), status=_status(form))


@page(Permission.OPERATION_READ, methods=("GET",))
def operation(request: StaffRequest, operation_id: UUID) -> HttpResponse:
    """Where it stands, who reads the plan, what comes next. The plan itself is opened on its own page."""
    actor = request.actor
    row = queries.operation_for(actor, operation_id)
    inside = queries.is_inside(row)
    notices.read_about(record_id=row.id, by=actor)
    context: dict[str, Any] = {
        "operation": row, "inside": inside, "can": showing.can(row, actor, inside=inside), "office": showing.office_name(row.office_id),
        "readers": showing.reader_lines(row, actor, inside=inside) if queries.live(row) else [],
        "people": showing.names({one for one in (row.maker_id, row.approved_by_id) if one}),
    }  # fmt: skip
    context["maker"], context["approver"] = (
        context["people"].get(row.maker_id),
        context["people"].get(row.approved_by_id),
    )
    if inside:
        context["looks"] = showing.look_lines(row)[:20]
    if row.status == "over":
        context |= _over(request, row)
    return render(request, "operations/operation.html", context)


def _over(request: StaffRequest, row: Any) -> dict[str, Any]:
    """What came of it. The sealed words open for people of the office."""
    actor = request.actor
    words: dict[str, Any] = {}
    if row.office_id == actor.office_id:
        try:
            words = queries.words_of(actor, row)
        except (NoKey, NotAllowed):
            words = {"closed": True}
    texts = words.get("items", {})
    return {
        "found": queries.found_in(actor, row.id),
        "seized": [(item, texts.get(str(item.id), "")) for item in queries.seized_in(row)],
        "words": words,
        "reports": showing.report_numbers(actor, queries.reports_of(row)),
        "further": showing.further(row, actor),
    }


@page(Permission.OPERATION_READ, methods=("GET",))
def plan(request: StaffRequest, operation_id: UUID) -> HttpResponse:
    """The plan, with the mark of this look. The log is written before anything is shown."""
    return _plan(request, operation_id, LookWay.SCREEN, "operations/plan.html")


@page(Permission.OPERATION_READ, methods=("GET",))
def paper(request: StaffRequest, operation_id: UUID) -> HttpResponse:
    """The same for paper: the reader's name, the hour and the number of the copy stand on every sheet."""
    return _plan(request, operation_id, LookWay.PAPER, "operations/paper.html")


def _plan(request: StaffRequest, operation_id: UUID, way: LookWay, template: str) -> HttpResponse:
    actor = request.actor
    row = queries.operation_for(actor, operation_id)
    opened, look = queries.open_plan(actor, row, way)
    context = {
        "operation": row, "look": look, "looked": showing.full_moment(look.at), "hour": showing.full_moment(opened.hour), "rows": showing.plan_rows(opened, actor),
        "tell": showing.tell_rows(opened), "reports": showing.report_numbers(actor, opened.reports),
        "can": showing.can(row, actor, inside=True), "reader": actor.display_name,
        "office": showing.office_name(actor.office_id),
    }  # fmt: skip
    return render(request, template, context)


@page(Permission.OPERATION_PLAN)
def change(request: StaffRequest, operation_id: UUID) -> HttpResponse:
    """Write the plan anew. Opening it to change it is a look like any other."""
    by = request.actor
    row = queries.operation_for(by, operation_id)
    policies.check_can_change(row, by, inside=queries.is_inside(row))
    if request.method == "POST":
        form = PlanForm(request.POST, by=by)
    else:
        opened, look = queries.open_plan(by, row)
        form = PlanForm(initial=typed_plan(opened, look.version), by=by)
    if form.is_bound and form.is_valid():
        try:
            actions.change_plan(operation_id=row.id, plan=form.plan(), version=form.cleaned_data["version"] or 0, by=by)
        except InvalidInput as error:
            take_errors(form, error)
        else:
            messages.success(request, _("The plan is changed. Whoever approves must read it again."))
            return redirect("operations:operation", row.id)
    return render(request, "operations/form.html", _form(form, _("Change the plan"), row), status=_status(form))


@page(Permission.OPERATION_SIGN)
def readers(request: StaffRequest, operation_id: UUID) -> HttpResponse:
    """Name one more reader; somebody else confirms."""
    by = request.actor
    row = queries.operation_for(by, operation_id)
    inside = queries.is_inside(row)
    policies.check_can_name(row, by, inside=inside)
    form = ReaderForm(request.POST if request.method == "POST" else None, by=by)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            actions.name_reader(
                operation_id=row.id, person_id=UUID(data["person"]), second_id=UUID(data["second"]),
                until=form.until_moment(), by=by,
            )  # fmt: skip
        except InvalidInput as error:
            take_errors(form, error)
        except NotAllowed as error:
            form.add_error("second", error.message)
        else:
            messages.success(request, _("Named. It opens when the second person has confirmed."))
            return redirect("operations:operation", row.id)
    context = _form(form, _("Name a reader"), row) | {"readers": showing.reader_lines(row, by, inside=inside)}
    return render(request, "operations/form.html", context, status=_status(form))


@page(Permission.OPERATION_SIGN, methods=("POST",))
def confirm_reader(request: StaffRequest, reader_id: UUID) -> HttpResponse:
    """The second signature."""
    row = actions.confirm_reader(reader_id=reader_id, by=request.actor)
    messages.success(request, _("Confirmed. This person can open the plan now."))
    notices.read_about(record_id=row.section.record_id, by=request.actor)
    return redirect("operations:list")


@page(Permission.OPERATION_SIGN, methods=("POST",))
def end_reader(request: StaffRequest, reader_id: UUID) -> HttpResponse:
    actions.end_reader(reader_id=reader_id, by=request.actor)
    messages.success(request, _("This person does not read the plan any more."))
    return redirect("operations:list")


@page(Permission.OPERATION_APPROVE, methods=("POST",))
def approve(request: StaffRequest, operation_id: UUID) -> HttpResponse:
    """The version that was read is sent with the button: another one is not approved by it."""
    queries.operation_for(request.actor, operation_id)
    version = request.POST.get("version", "")
    actions.approve(operation_id=operation_id, version=int(version) if version.isdigit() else 0, by=request.actor)
    messages.success(request, _("Approved. The plan does not change any more."))
    return redirect("operations:operation", operation_id)


@page(Permission.OPERATION_PLAN, methods=("POST",))
def begin(request: StaffRequest, operation_id: UUID) -> HttpResponse:
    queries.operation_for(request.actor, operation_id)
    actions.begin(operation_id=operation_id, by=request.actor)
    return redirect("operations:operation", operation_id)


@page(Permission.OPERATION_SIGN)
def call_off(request: StaffRequest, operation_id: UUID) -> HttpResponse:
    row = queries.operation_for(request.actor, operation_id)
    policies.check_can_call_off(row, request.actor, inside=queries.is_inside(row))
    form = CallOffForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.call_off(operation_id=row.id, reason=form.cleaned_data["reason"], by=request.actor)
        messages.success(request, _("Called off."))
        return redirect("operations:list")
    return render(request, "operations/form.html", _form(form, _("Call it off"), row), status=_status(form))


@page(Permission.OPERATION_READ, methods=("GET",))
def told(request: StaffRequest, telling_id: UUID) -> HttpResponse:
    """What the own office is told, from its hour on. Logged before it is shown."""
    row = queries.telling_for(request.actor, telling_id)
    return render(request, "operations/told.html", {"telling": row, "said": queries.open_telling(request.actor, row)})


def _form(form: Any, title: str, operation: Any = None) -> dict[str, Any]:
    return {"form": form, "title": title, "operation": operation}


def _status(form: Any) -> int:
    return 422 if form.errors else 200
