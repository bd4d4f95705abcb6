"""Until when somebody may be held. The limits stand in data/detention.toml, where a lawyer can correct them."""

import calendar
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from rumduol.justice.enums import DetentionKind
from rumduol.shared.dates import PHNOM_PENH, PartialDate, local

FILE = Path(__file__).parent / "data" / "detention.toml"
ADULT = 18


@dataclass(frozen=True, slots=True)
class Limit:
    """A first limit in hours (custody) or months (before the trial), and by how much it can be extended."""

    kind: DetentionKind
    age_from: int
    age_to: int
    hours: int
    months: int
    longer: int
    times: int
    source: str


@cache
def limits() -> tuple[Limit, ...]:
    """All limits of the file. ValueError when a kind is not known."""
    rows = tomllib.loads(FILE.read_text("utf-8"))["limit"]
    return tuple(
        Limit(
            kind=DetentionKind(row["kind"]), age_from=row["age_from"], age_to=row.get("age_to", 200),
            hours=row.get("hours", 0), months=row.get("months", 0), longer=row["longer"], times=row["times"],
            source=row["source"],
        )
        for row in rows
    )  # fmt: skip


def limit_for(kind: DetentionKind, age: int | None) -> Limit | None:
    """The limit for an age (not known: an adult's); None for a sentence, whose end the verdict says."""
    years = ADULT if age is None else age
    return next((one for one in limits() if one.kind == kind and one.age_from <= years <= one.age_to), None)


def began(since: PartialDate, at: datetime | None) -> datetime:
    """The moment from which time counts: the hour when it is known, else the earliest moment it can have been."""
    return at or datetime.combine(since.first, datetime.min.time(), tzinfo=PHNOM_PENH)


def ends_at(
    kind: DetentionKind, *, since: PartialDate, at: datetime | None, age: int | None, extended: int = 0
) -> datetime | None:
    """The moment at which the law ends a detention; None for a sentence."""
    limit = limit_for(kind, age)
    if limit is None:
        return None
    start = began(since, at)
    if kind == DetentionKind.CUSTODY:
        return start + timedelta(hours=limit.hours + limit.longer * extended)
    day = _months_later(local(start).date(), limit.months + limit.longer * extended)
    return datetime.combine(day, local(start).time(), tzinfo=PHNOM_PENH)


def _months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
