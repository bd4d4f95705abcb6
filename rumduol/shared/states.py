"""States are tables: one dictionary says which state may follow which, and everything else is refused."""

from collections.abc import Mapping, Set
from typing import TypeVar

from django.db.models import TextChoices

from rumduol.shared.errors import WrongState

State = TypeVar("State", bound=TextChoices)
Transitions = Mapping[State, Set[State]]


def can_transition(table: Transitions[State], old: State, new: State) -> bool:
    """Whether the table lets `old` become `new`. Staying is a transition only if listed."""
    return new in table[old]


def check_transition(table: Transitions[State], old: State, new: State) -> None:
    """Raise WrongState unless the table lets `old` become `new`."""
    if not can_transition(table, old, new):
        raise WrongState()
