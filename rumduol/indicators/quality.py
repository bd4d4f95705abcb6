"""How far a figure can be trusted: unknown values, late entries, loose dates, and who was silent."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from rumduol.facts import queries as facts
from rumduol.facts.enums import Source
from rumduol.facts.types import Period
from rumduol.indicators.breakdowns import ABROAD, province_values
from rumduol.indicators.catalogue import Indicator
from rumduol.indicators.measures import median_of
from rumduol.indicators.queries import summed, ways_of
from rumduol.indicators.types import NOT_COLLECTED, UNKNOWN

LATE = 30  # days from the event to its entry, after which an entry is called late


@dataclass(frozen=True)
class Quality:
    """In counted units. `unknown` is {breakdown: how many without a value}.

    `loosely_dated`: known only to a year or month that the period cuts, so in no figure of it.
    `entry_days`: the median of days from event to entry, of the `dated` whose day is known; `late` of them took longer
    than LATE days. `silent`: {agency kind: provinces from which it reported earlier and not in this period}.
    """

    total: int
    unknown: dict[str, int]
    loosely_dated: int
    newest: date | None
    entry_days: Decimal | None = None
    dated: int = 0
    late: int = 0
    silent: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def share(self, name: str) -> int:
        """Per cent of the counted whose value is not known, rounded half up; 0 when nothing was counted."""
        return self._per_cent(self.unknown[name], self.total)

    @property
    def completeness(self) -> int:
        """Per cent of the asked values that are known, over all breakdowns; 100 when nothing was counted."""
        asked = self.total * len(self.unknown)
        return 100 - self._per_cent(sum(self.unknown.values()), asked)

    @property
    def late_share(self) -> int:
        return self._per_cent(self.late, self.dated)

    @staticmethod
    def _per_cent(part: int, whole: int) -> int:
        return int((Decimal(part) * 100 / whole).quantize(Decimal(1), ROUND_HALF_UP)) if whole else 0


def quality(subject: Indicator, period: Period, breakdowns: Sequence[str], *, as_of: date | None = None) -> Quality:
    """Of one table. Three questions to the facts, whatever the number of breakdowns."""
    ways = ways_of(subject, breakdowns)
    found = summed(subject, period, ways, as_of=as_of)
    total, not_known = int(found.numbers.sum()), {UNKNOWN, NOT_COLLECTED}
    unknown = dict.fromkeys(breakdowns, 0) | {
        name: int(found.numbers[axis.said(not_known.__contains__)].sum())
        for name, axis in zip(breakdowns, found.axes, strict=False)
    }
    around = Period(f"{period.first[:4]}-01", f"{period.last[:4]}-12")
    dates = facts.count_by(
        source=Source.NATIONAL, kinds=[subject.kind or ""], by=["known_to"], period=around, as_of=as_of
    )
    loose = sum(g.number for g in dates if period.touches(g.values[0]) and not period.holds(g.values[0]))
    lags: Counter[int] = Counter()
    for group in facts.count_by(
        source=Source.NATIONAL, kinds=[subject.kind or ""], by=["lag"], period=period, as_of=as_of
    ):
        if group.values[0] != UNKNOWN:
            lags[int(group.values[0])] += group.number
    return Quality(
        total,
        unknown,
        loose,
        facts.newest_record_day(),
        median_of(lags) if lags else None,
        lags.total(),
        sum(number for days, number in lags.items() if days > LATE),
        silent(subject, period, as_of=as_of),
    )


def silent(subject: Indicator, period: Period, *, as_of: date | None = None) -> dict[str, tuple[str, ...]]:
    """Provinces of each kind of agency that reported such facts in the year before and none in the period.

    Offices are not in the facts, on purpose; a kind of agency and its province are as near as a figure comes.
    """
    before = Period(_earlier(period.first, 12), _earlier(period.first, 1))
    spoke = {}
    for which in (before, period):
        groups = facts.count_by(
            source=Source.NATIONAL,
            kinds=[subject.kind or ""],
            by=["agency_kind", "agency_province"],
            period=which,
            as_of=as_of,
        )
        spoke[which] = {group.values for group in groups}
    known = [code for code in province_values() if code not in {ABROAD, UNKNOWN}]
    missing: dict[str, list[str]] = {}
    for kind, province in sorted(spoke[before] - spoke[period]):
        if kind != NOT_COLLECTED and province in known:
            missing.setdefault(kind, []).append(province)
    return {kind: tuple(provinces) for kind, provinces in missing.items()}


def _earlier(month: str, months: int) -> str:
    number = int(month[:4]) * 12 + int(month[5:]) - 1 - months
    return f"{number // 12:04d}-{number % 12 + 1:02d}"
