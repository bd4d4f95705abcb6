"""Clocks: when an answer is due, in hours or in working days, and how much of it is left, in kind words."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from rumduol.shared.dates import local

_DATA = Path(__file__).parent / "data" / "holidays_kh.json"


@cache
def _holidays() -> tuple[frozenset[str], frozenset[str]]:
    data = json.loads(_DATA.read_text(encoding="utf-8"))
    fixed = frozenset(row["day"] for row in data["fixed"])
    moving = frozenset(f"{year}-{day}" for year, days in data["moving"].items() for day in days)
    return fixed, moving


def is_working_day(day: date) -> bool:
    """Monday to Friday, no public holiday (data/holidays_kh.json)."""
    fixed, moving = _holidays()
    return day.weekday() < 5 and day.isoformat()[5:] not in fixed and day.isoformat() not in moving


def due(after: datetime, *, hours: float | None = None, working_days: int | None = None) -> datetime:
    """The moment something is due: so many hours, or so many working days (same time of day in Phnom Penh), after."""
    if (hours is None) == (working_days is None):
        msg = "either hours or working days"
        raise ValueError(msg)
    if hours is not None:
        return after + timedelta(hours=hours)
    moment = local(after)
    left = working_days or 0
    while left > 0:
        moment += timedelta(days=1)
        if is_working_day(moment.date()):
            left -= 1
    return moment


@dataclass(frozen=True, slots=True)
class Left:
    """Time to a deadline: `late`, and the amount in one unit (`minutes`, `hours`, `days`)."""

    late: bool
    amount: int
    unit: str

    def in_words(self) -> Any:
        """`due in 3 h`, `2 days late`, in the reader's language."""
        n = {"n": self.amount}
        if self.unit == "minutes":
            return gettext("%(n)d min late") % n if self.late else gettext("due in %(n)d min") % n
        if self.unit == "hours":
            return gettext("%(n)d h late") % n if self.late else gettext("due in %(n)d h") % n
        if self.late:
            return ngettext("%(n)d day late", "%(n)d days late", self.amount) % n
        return ngettext("due in %(n)d day", "due in %(n)d days", self.amount) % n


def left(until: datetime, now: datetime | None = None) -> Left:
    """How much time is left (or how late it is), rounded down to the unit a person would use."""
    seconds = (until - (now or timezone.now())).total_seconds()
    late, span = seconds < 0, abs(seconds)
    if span < 3600:
        return Left(late, int(span // 60), "minutes")
    if span < 48 * 3600:
        return Left(late, int(span // 3600), "hours")
    return Left(late, int(span // 86400), "days")
