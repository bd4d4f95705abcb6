"""Expenses: asked for, decided by somebody else, paid in parts, the oldest debt first; and the sums by office."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rumduol.access.enums import Permission
from rumduol.access.gates import page
from rumduol.access.types import StaffRequest
from rumduol.operations import actions, policies, queries, showing
from rumduol.operations.forms import ExpenseForm, PayForm, take_errors
from rumduol.operations.models import Expense
from rumduol.shared.errors import InvalidInput


@page(Permission.EXPENSE_CLAIM, methods=("GET",))
def expenses(request: StaffRequest) -> HttpResponse:
    """What is owed, the oldest first, with its age in days; below, each office's sums."""
    rows = queries.expenses(request.actor)
    called = showing.names({one.expense.claimant_id for one in rows})
    lines = [(one, called.get(one.expense.claimant_id, "")) for one in rows]
    offices = [(showing.office_name(row.office_id), row) for row in queries.money_by_office(rows)]
    return render(request, "operations/expenses.html", {"lines": lines, "offices": offices})


@page(Permission.EXPENSE_CLAIM)
def ask(request: StaffRequest, operation_id: UUID) -> HttpResponse:
    by = request.actor
    row = queries.operation_for(by, operation_id)
    policies.check_can_claim(row, by)
    form = ExpenseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            actions.ask_expense(
                operation_id=row.id, kind=data["kind"], spent_for=data["spent_for"], riel=data["riel"],
                spent_on=data["spent_on"], by=by, expense_id=data["key"],
            )  # fmt: skip
        except InvalidInput as error:
            take_errors(form, error)
        else:
            messages.success(request, _("Asked for. Somebody else decides."))
            return redirect("operations:expenses")
    context = {"form": form, "title": _("Ask for money"), "operation": row}
    return render(request, "operations/form.html", context, status=422 if form.errors else 200)


@page(Permission.EXPENSE_CLAIM, methods=("GET",))
def expense(request: StaffRequest, expense_id: UUID) -> HttpResponse:
    return _expense(request, queries.expense_for(request.actor, expense_id), PayForm())


def _expense(request: StaffRequest, row: Expense, form: PayForm, status: int = 200) -> HttpResponse:
    payments = queries.payments_of(row)
    paid = sum(payment.riel for payment in payments)
    called = showing.names({one for one in (row.claimant_id, row.decided_by_id) if one})
    if not form.is_bound:
        form.initial["riel"] = int(row.riel) - paid
    context = {
        "expense": row, "payments": payments, "paid": paid, "left": int(row.riel) - paid,
        "claimant": called.get(row.claimant_id, ""), "decided_by": called.get(row.decided_by_id, "") if row.decided_by_id else "",
        "office": showing.office_name(row.office_id), "form": form,
        "can_decide": policies.can_decide(row, request.actor), "can_pay": policies.can_pay(row, request.actor),
    }  # fmt: skip
    return render(request, "operations/expense.html", context, status=status)


@page(Permission.OPERATION_APPROVE, methods=("POST",))
def approve(request: StaffRequest, expense_id: UUID) -> HttpResponse:
    actions.approve_expense(expense_id=expense_id, by=request.actor)
    return redirect("operations:expense", expense_id)


@page(Permission.OPERATION_APPROVE, methods=("POST",))
def refuse(request: StaffRequest, expense_id: UUID) -> HttpResponse:
    actions.refuse_expense(expense_id=expense_id, by=request.actor)
    return redirect("operations:expense", expense_id)


@page(Permission.OPERATION_APPROVE, methods=("POST",))
def pay(request: StaffRequest, expense_id: UUID) -> HttpResponse:
    row = queries.expense_for(request.actor, expense_id)
    form = PayForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.pay_expense(expense_id=row.id, riel=data["riel"], paid_on=data["paid_on"], by=request.actor)
        except InvalidInput as error:
            take_errors(form, error)
        else:
            messages.success(request, _("Written down."))
            return redirect("operations:expense", row.id)
    return _expense(request, row, form, 422)
