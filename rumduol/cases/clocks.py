"""When the steps of a case are due. The circular fixes crisis intervention (24 hours, 72 at most); the other times are
the practice of provincial offices and only remind."""

from datetime import date, datetime
from typing import Any

from rumduol.cases.enums import VISIT_MONTHS, StepName
from rumduol.shared.clocks import due
from rumduol.terms import ages

# Counted from the opening of the case.
FROM_OPENING: dict[StepName, dict[str, Any]] = {
    StepName.IDENTIFICATION: {"hours": 24},
    StepName.CRISIS: {"hours": 24},
    StepName.REFERRAL: {"working_days": 5},
}
# Counted from the moment the step is started.
FROM_START: dict[StepName, dict[str, Any]] = {
    StepName.ADMISSION: {"working_days": 5},
    StepName.ASSESSMENT: {"working_days": 10},
    StepName.PLANNING: {"working_days": 10},
    StepName.FEEDBACK: {"working_days": 10},
    StepName.CLOSURE: {"working_days": 10},
}
LATEST: dict[StepName, dict[str, Any]] = {StepName.CRISIS: {"hours": 72}}


def due_from_opening(step: StepName, opened: datetime) -> datetime | None:
    return due(opened, **FROM_OPENING[step]) if step in FROM_OPENING else None


def due_from_start(step: StepName, started: datetime) -> datetime | None:
    return due(started, **FROM_START[step]) if step in FROM_START else None


def latest(step: StepName, opened: datetime) -> datetime | None:
    return due(opened, **LATEST[step]) if step in LATEST else None


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last day of a shorter month.

    >>> months_after(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise ValueError(day)


def visit_days(reintegrated_on: date) -> dict[int, date]:
    """Month -> day of each follow-up visit: 1, 3, 6, 12 and 24 months after (MOSVY circular, step 8)."""
    return {months: months_after(reintegrated_on, months) for months in VISIT_MONTHS}


def ages_of(band: str) -> tuple[int | None, int | None]:
    """The youngest and oldest age of a band of list "age"; (None, None) when it is not known.

    >>> ages_of("9-17"), ages_of("48+"), ages_of("child")
    ((9, 17), (48, 120), (0, 17))
    """
    if band in {ages.CHILD, ages.ADULT}:
        return (0, ages.ADULT_FROM - 1) if band == ages.CHILD else (ages.ADULT_FROM, ages.OLDEST)
    low, _, high = band.rstrip("+").partition("-")
    if not low.isdigit():
        return None, None
    return int(low), int(high) if high.isdigit() else ages.OLDEST
