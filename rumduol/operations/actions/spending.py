"""Money for operations: asked for, approved by somebody else, paid back in parts, the oldest first."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.operations import policies, queries
from rumduol.operations.enums import ExpenseFor, ExpenseKind, ExpenseStatus, OperationEvent
from rumduol.operations.models import Expense, Payment
from rumduol.shared.dates import today
from rumduol.shared.errors import InvalidInput, NotThere

MOST = 10**10  # riel; about 2.5 million US dollars


def ask_expense(
    *,
    operation_id: UUID,
    kind: str,
    spent_for: str,
    riel: int,
    spent_on: date,
    by: Actor,
    expense_id: UUID | None = None,
) -> Expense:
    """Ask for an advance, or for what was paid from the own pocket. `expense_id` is the key of the form."""
    with transaction.atomic():
        operation = queries.operation_for(by, operation_id)
        policies.check_can_claim(operation, by)
        errors: dict[str, list[Any]] = {}
        for field, value, known in (("kind", kind, ExpenseKind), ("spent_for", spent_for, ExpenseFor)):
            if value not in known.values:
                errors[field] = [_("Choose one from the list.")]
        if not 0 < riel <= MOST:
            errors["riel"] = [_("Write an amount in riel.")]
        if spent_on > today():
            errors["spent_on"] = [_("This day has not come yet.")]
        if errors:
            raise InvalidInput(errors=errors)
        already = Expense.objects.filter(id=expense_id, claimant_id=by.person_id).first() if expense_id else None
        if already is not None:
            return already
        expense = Expense(
            id=expense_id or uuid4(), operation=operation, office_id=by.office_id, claimant_id=by.person_id, kind=kind,
            spent_for=spent_for, riel=riel, spent_on=spent_on,
        )  # fmt: skip
        try:
            with transaction.atomic():
                expense.save(force_insert=True)
        except IntegrityError as error:
            raise NotThere() from error
        _log(OperationEvent.EXPENSE_ASKED, expense, by)
    return expense


def approve_expense(*, expense_id: UUID, by: Actor) -> Expense:
    """Somebody other than the claimant says that it is right."""
    return _decide(expense_id, ExpenseStatus.APPROVED, by)


def refuse_expense(*, expense_id: UUID, by: Actor) -> Expense:
    """Somebody other than the claimant says no."""
    return _decide(expense_id, ExpenseStatus.REFUSED, by)


def pay_expense(*, expense_id: UUID, riel: int, paid_on: date, by: Actor) -> Expense:
    """All of it or a part. Raises InvalidInput for more than is left; the database refuses the same."""
    with transaction.atomic():
        expense = queries.lock_expense(by, expense_id)
        policies.check_can_pay(expense, by)
        left = int(expense.riel) - sum(payment.riel for payment in queries.payments_of(expense))
        errors: dict[str, list[Any]] = {}
        if not 0 < riel <= left:
            errors["riel"] = [_("At most %(left)s riel are left to pay.") % {"left": f"{left:,}"}]
        if paid_on > today():
            errors["paid_on"] = [_("This day has not come yet.")]
        if errors:
            raise InvalidInput(errors=errors)
        Payment.objects.bulk_create([Payment(expense=expense, riel=riel, paid_on=paid_on, paid_by_id=by.person_id)])
        expense.refresh_from_db()  # the trigger says whether it is paid
        _log(OperationEvent.EXPENSE_PAID, expense, by, status=expense.status)
    return expense


def _decide(expense_id: UUID, to: ExpenseStatus, by: Actor) -> Expense:
    with transaction.atomic():
        expense = queries.lock_expense(by, expense_id)
        policies.check_can_decide(expense, by)
        expense.status, expense.decided_by_id, expense.decided_on = to, by.person_id, today()
        expense.revision += 1
        expense.save(update_fields=["status", "decided_by_id", "decided_on", "revision"])
        _log(OperationEvent.EXPENSE_DECIDED, expense, by, status=str(to))
    return expense


def _log(event: OperationEvent, expense: Expense, by: Actor, **detail: Any) -> None:
    audit.record(event, by=by, subject=Subject("expense", expense.id), detail=detail)
