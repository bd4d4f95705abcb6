"""How finely the time of a report is kept, and when somebody must have looked at it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from rumduol.intake.enums import CLOCKS, PartOfDay, Said, Urgency
from rumduol.shared.dates import PHNOM_PENH, local

PART_HOURS = 6
PARTS = list(PartOfDay)


@dataclass(frozen=True)
class Coarse:
    """A day and a quarter of it. `began` and `ended` are the limits of that quarter."""

    on: date
    part: PartOfDay

    @property
    def began(self) -> datetime:
        return datetime.combine(self.on, time(PARTS.index(self.part) * PART_HOURS), tzinfo=PHNOM_PENH)

    @property
    def ended(self) -> datetime:
        return self.began + timedelta(hours=PART_HOURS)


def coarse(moment: datetime) -> Coarse:
    """The quarter of a day in Phnom Penh that a moment belongs to: all that is kept of an anonymous reporter's time."""
    there = local(moment)
    return Coarse(there.date(), PARTS[there.hour // PART_HOURS])


def urgency_of(*, danger_now: str, children: int) -> Urgency:
    """Danger first, then children, then all others. "I don't know" about danger is not danger: triage decides."""
    if danger_now == Said.YES:
        return Urgency.DANGER
    return Urgency.CHILD if children else Urgency.ORDINARY


def due_at(urgency: Urgency, moment: datetime, *, anonymous: bool) -> datetime:
    """When the first decision is due: 1, 24 or 72 hours after.

    For an anonymous report the clock starts at the end of the hour (danger now) or of the quarter of the day: so it
    does not keep the minute in which somebody was at a telephone, and nobody is late before the promised time.
    """
    if not anonymous:
        start = moment
    elif urgency == Urgency.DANGER:
        start = local(moment).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    else:
        start = coarse(moment).ended
    return start + timedelta(hours=CLOCKS[urgency])
