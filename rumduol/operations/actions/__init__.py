"""Everything that changes an operation. Each is atomic, checks its policy and is logged; figures come when it is over."""

from rumduol.operations.actions.finishing import finish, to_screening
from rumduol.operations.actions.planning import (
    approve,
    begin,
    call_off,
    change_plan,
    confirm_reader,
    draft_plan,
    end_reader,
    name_reader,
)
from rumduol.operations.actions.spending import approve_expense, ask_expense, pay_expense, refuse_expense

__all__ = [
    "approve",
    "approve_expense",
    "ask_expense",
    "begin",
    "call_off",
    "change_plan",
    "confirm_reader",
    "draft_plan",
    "end_reader",
    "finish",
    "name_reader",
    "pay_expense",
    "refuse_expense",
    "to_screening",
]
