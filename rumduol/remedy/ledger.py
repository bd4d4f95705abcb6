"""What is still owed on a day. Pure; the database reckons the same (migration 0002, remedy_due) and refuses a riel too much.

Interest is simple: on the part of the sum ordered that is not paid yet, day by day, a year having 365 days; a payment
counts against the sum first. All interest together is rounded down to the riel once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

DAYS = 365


@dataclass(frozen=True, slots=True)
class Owed:
    """Riel on a day: ordered, interest so far, paid, and what is left (never below 0 while the database is right)."""

    ordered: int
    interest: int
    paid: int

    @property
    def left(self) -> int:
        return self.ordered + self.interest - self.paid


def owed(*, ordered: int, permille: int, since: date | None, payments: Iterable[tuple[date, int]], on: date) -> Owed:
    """`payments` are (day, riel); `since` is the day from which interest runs (None: none). `on`: the day asked about.

    A payment dated after `on` counts as paid, and interest then runs to its day.
    """
    paid, weight, left, day = 0, 0, ordered, since
    ordered_payments = sorted(payments)
    end = max([on, *(when for when, _riel in ordered_payments)])
    for when, riel in ordered_payments:
        if day is not None and when > day:
            weight += left * (when - day).days
            day = when
        paid += riel
        left = max(0, left - riel)
    if day is not None and end > day:
        weight += left * (end - day).days
    return Owed(ordered, weight * permille // (1000 * DAYS), paid)
