"""Who may do what with an operation, in which state. `inside`: whether the actor is a named reader of its plan now."""

from django.utils.translation import gettext_lazy as _

from rumduol.access.enums import Permission
from rumduol.access.policies import answers, check_may
from rumduol.access.types import Actor
from rumduol.operations.enums import (
    EXPENSE_TRANSITIONS,
    OWED,
    TRANSITIONS,
    ExpenseStatus,
    OperationStatus,
)
from rumduol.operations.models import Expense, Operation
from rumduol.shared.errors import NotAllowed, WrongState
from rumduol.shared.states import check_transition


class AnotherPerson(NotAllowed):
    default = _("You planned this. Somebody else must approve it.")


class NotYourOwnMoney(NotAllowed):
    default = _("You asked for this money. Somebody else must decide and pay.")


class NotNamed(NotAllowed):
    default = _("Only people named as readers of this plan can do this.")


def check_can_plan(by: Actor) -> None:
    check_may(by, Permission.OPERATION_PLAN)


def check_can_change(operation: Operation, by: Actor, *, inside: bool) -> None:
    """The plan is written by whoever planned it, until it is approved."""
    check_may(by, Permission.OPERATION_PLAN)
    _check_inside(inside)
    if operation.maker_id != by.person_id:
        raise NotAllowed(_("Only the person who planned it changes the plan."))
    if operation.status != OperationStatus.DRAFT:
        raise WrongState(_("An approved plan is not changed. Call it off and plan again."))


def check_can_name(operation: Operation, by: Actor, *, inside: bool) -> None:
    """A reader names another reader; a second person confirms."""
    check_may(by, Permission.OPERATION_SIGN)
    _check_inside(inside)
    if operation.status not in {OperationStatus.DRAFT, OperationStatus.APPROVED, OperationStatus.UNDER_WAY}:
        raise WrongState()


def check_can_approve(operation: Operation, by: Actor, *, inside: bool) -> None:
    """A supervisor of the office or of one above, who was named to read the plan and did not write it."""
    check_may(by, Permission.OPERATION_APPROVE)
    _check_inside(inside)
    if operation.maker_id == by.person_id:
        raise AnotherPerson()
    if operation.office_id not in by.reach:
        raise NotAllowed(_("A supervisor of the planning office, or of the office above it, approves."))
    check_transition(TRANSITIONS, OperationStatus(operation.status), OperationStatus.APPROVED)


def check_can_begin(operation: Operation, by: Actor, *, inside: bool) -> None:
    check_may(by, Permission.OPERATION_PLAN)
    _check_inside(inside)
    check_transition(TRANSITIONS, OperationStatus(operation.status), OperationStatus.UNDER_WAY)


def check_can_finish(operation: Operation, by: Actor, *, inside: bool) -> None:
    """Who records what came of it: an investigator of the planning office who was named."""
    check_may(by, Permission.OPERATION_PLAN)
    _check_inside(inside)
    if operation.office_id != by.office_id:
        raise NotAllowed()
    check_transition(TRANSITIONS, OperationStatus(operation.status), OperationStatus.OVER)


def check_can_call_off(operation: Operation, by: Actor, *, inside: bool) -> None:
    if by.person_id != operation.maker_id:
        check_may(by, Permission.OPERATION_APPROVE)
    _check_inside(inside)
    check_transition(TRANSITIONS, OperationStatus(operation.status), OperationStatus.CALLED_OFF)


def check_can_screen(operation: Operation, by: Actor) -> None:
    """The people found are asked by the office that found them."""
    check_may(by, Permission.SCREENING_INTERVIEW)
    if operation.office_id != by.office_id:
        raise NotAllowed()
    if operation.status != OperationStatus.OVER:
        raise WrongState(_("First record who was found; then they are asked."))


def check_can_claim(operation: Operation, by: Actor) -> None:
    """Whoever sees the operation: named before, of the office afterwards."""
    check_may(by, Permission.EXPENSE_CLAIM)
    if operation.status == OperationStatus.DRAFT:
        raise WrongState(_("Money is asked for when the plan is approved."))


def check_can_see_money(by: Actor) -> None:
    check_may(by, Permission.EXPENSE_CLAIM)


def check_can_decide(expense: Expense, by: Actor) -> None:
    _check_not_own(expense, by)
    check_transition(EXPENSE_TRANSITIONS, ExpenseStatus(expense.status), ExpenseStatus.APPROVED)


def check_can_pay(expense: Expense, by: Actor) -> None:
    _check_not_own(expense, by)
    if expense.status not in OWED:
        raise WrongState()


def _check_not_own(expense: Expense, by: Actor) -> None:
    check_may(by, Permission.OPERATION_APPROVE)
    if expense.claimant_id == by.person_id:
        raise NotYourOwnMoney()
    if expense.office_id not in by.reach:
        raise NotAllowed()


def _check_inside(inside: bool) -> None:
    if not inside:
        raise NotNamed()


can_plan = answers(check_can_plan)
can_change = answers(check_can_change)
can_name = answers(check_can_name)
can_approve = answers(check_can_approve)
can_begin = answers(check_can_begin)
can_finish = answers(check_can_finish)
can_call_off = answers(check_can_call_off)
can_screen = answers(check_can_screen)
can_claim = answers(check_can_claim)
can_see_money = answers(check_can_see_money)
can_decide = answers(check_can_decide)
can_pay = answers(check_can_pay)
