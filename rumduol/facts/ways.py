"""The way of a report to a final judgment: one fact per report, written anew at each step it comes to.

The fact stands under the key of the report itself, so that the figures join it with the report and with what it turned out
to be; it knows days and never which operation, criminal case or person it led to.
"""

from datetime import date
from typing import Any
from uuid import UUID

from rumduol.facts.actions import correct, unit_key, write
from rumduol.facts.enums import Kind
from rumduol.facts.models import Fact
from rumduol.shared.dates import PartialDate

# In the order in which they come; an operation is not needed for an inquiry.
STEPS = ("operation", "inquiry", "charged", "judged", "final")


def came_to(
    *,
    report_id: UUID,
    step: str,
    on: PartialDate | date,
    received_on: date | None = None,
    place: str = "",
    form: str = "",
    convicted: bool | None = None,
) -> None:
    """A report came to a step on a day. `received_on`, `place` and `form` are those of the report and are needed the first
    time; without them a report that has no such fact yet is left alone.

    The first time at a step counts: a second case from the same report changes nothing that stands. `convicted` is what
    the last verdict says. Days are left out where the day is not known to the month.
    """
    unit = ("report", report_id)
    earlier = Fact.objects.filter(kind=Kind.REPORT_WAY, unit_key=unit_key(unit), corrected_by__isnull=True).first()
    if earlier is None and received_on is None:
        return
    first = PartialDate.from_text(earlier.happened_on) if earlier else PartialDate.of(received_on or date.min)
    extra: dict[str, Any] = dict(earlier.extra) if earlier else {}
    days = _days(first, on if isinstance(on, PartialDate) else PartialDate.of(on))
    if days is not None and step not in extra and not _passed(earlier, step):
        extra[step] = days
    if convicted is not None:
        extra["convicted"] = convicted
    if earlier is None:
        write(kind=Kind.REPORT_WAY, unit=unit, on=first, place=place, form=form, outcome=step, extra=extra)
        return
    outcome = max(earlier.outcome, step, key=STEPS.index)
    if extra != earlier.extra or outcome != earlier.outcome:
        correct(kind=Kind.REPORT_WAY, unit=unit, outcome=outcome, extra=extra)


def _passed(earlier: Fact | None, step: str) -> bool:
    """Whether the report was at this step before, with a day that was not known."""
    return earlier is not None and STEPS.index(earlier.outcome) >= STEPS.index(step) and step != "operation"


def _days(first: PartialDate, last: PartialDate) -> int | None:
    """A month is taken at its middle, as the other facts of justice take it."""
    if first.month is None or last.month is None:
        return None
    middle = [day.first + (day.last - day.first) / 2 for day in (first, last)]
    return max(0, (middle[1] - middle[0]).days)
