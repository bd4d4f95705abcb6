"""What came of an operation, and the way of the people found into screening."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumduol.access.enums import Permission
from rumduol.access.gates import page
from rumduol.access.types import StaffRequest
from rumduol.drafts.keeping import keeps_drafts
from rumduol.operations import actions, policies, queries
from rumduol.operations.forms import take_errors
from rumduol.operations.result_form import ResultForm
from rumduol.shared.errors import InvalidInput


@page(Permission.OPERATION_PLAN)
@keeps_drafts(gettext_lazy("What came of an operation"))
def finish(request: StaffRequest, operation_id: UUID) -> HttpResponse:
    """Write down who was found, what was seized, what did not match. The place is filled in from the plan."""
    by = request.actor
    row = queries.operation_for(by, operation_id)
    policies.check_can_finish(row, by, inside=queries.is_inside(row))
    initial: dict[str, Any] = {}
    if request.method != "POST":
        plan, _look = queries.open_plan(by, row)
        initial = {"place": plan.place}
    form = ResultForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            actions.finish(operation_id=row.id, result=form.result(), by=by)
        except InvalidInput as error:
            take_errors(form, error)
        else:
            messages.success(request, _("It is over. The people found go to screening now."))
            return redirect("operations:operation", row.id)
    context = {"form": form, "title": _("What came of it"), "operation": row}
    return render(request, "operations/result.html", context, status=422 if form.errors else 200)


@page(Permission.SCREENING_INTERVIEW, methods=("POST",))
def to_screening(request: StaffRequest, operation_id: UUID) -> HttpResponse:
    """Everybody found is asked the eight questions, together."""
    queries.operation_for(request.actor, operation_id)
    group_id = actions.to_screening(operation_id=operation_id, by=request.actor)
    return redirect("screening:group", group_id)
