"""Tables from facts. What is counted stands in the catalogue; the database groups, this room names the groups."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext_lazy as _

from rumduol.facts import queries as facts
from rumduol.facts.enums import Source
from rumduol.facts.types import Period
from rumduol.indicators.catalogue import NOT_COLLECTED, UNKNOWN, Indicator, breakdown, catalogue, indicator
from rumduol.indicators.types import Dimension, Table
from rumduol.places.population import Population, population
from rumduol.shared.errors import InvalidInput

__all__ = ["Quality", "catalogue", "ctdc_table", "indicator", "quality", "rate", "rates_by_sex", "table"]

MOST_BREAKDOWNS = 4


class TooManyBreakdowns(InvalidInput):
    default = _("A table has at most four breakdowns. Choose the ones you need, and make another table for the rest.")


def table(
    subject: Indicator,
    period: Period,
    breakdowns: Sequence[str],
    *,
    source: Source = Source.NATIONAL,
    as_of: date | None = None,
) -> Table:
    """Count an indicator. Corrections are applied; `as_of` answers as it was known at the end of that day.

    Raises NotThere for a breakdown the indicator does not have, TooManyBreakdowns beyond four, and ValueError for a
    source whose persons are not facts of the rooms (see `ctdc_table`).
    """
    if source != Source.NATIONAL:
        raise ValueError(f"{source} has tables of its own")
    if len(breakdowns) > MOST_BREAKDOWNS or len(set(breakdowns)) != len(breakdowns):
        raise TooManyBreakdowns()
    ways = [breakdown(subject, name) for name in breakdowns]
    groups = facts.count_by(
        source=source,
        kinds=[subject.kind],
        by=[way.column for way in ways],
        period=period,
        where={"outcome": subject.outcomes} if subject.outcomes else None,
        outcome_from=subject.outcome_from,
        as_of=as_of,
    )
    cells: Counter[tuple[str, ...]] = Counter()
    for group in groups:
        cells[tuple(way.category(raw) for way, raw in zip(ways, group.values, strict=True))] += group.number
    return Table(subject.code, str(period), str(source), tuple(way.dimension for way in ways), dict(cells))


@dataclass(frozen=True)
class Quality:
    """How far a figure can be trusted, in counted units. `unknown` is {breakdown: how many without a value}.

    `loosely_dated`: known only to a year or month that the period cuts, so in no figure of it.
    """

    total: int
    unknown: dict[str, int]
    loosely_dated: int
    newest: date | None

    def share(self, name: str) -> int:
        """Per cent of the counted whose value is not known, rounded half up; 0 when nothing was counted."""
        if not self.total:
            return 0
        return int((Decimal(self.unknown[name]) * 100 / self.total).quantize(Decimal(1), ROUND_HALF_UP))


def quality(subject: Indicator, period: Period, breakdowns: Sequence[str]) -> Quality:
    """Unknown values per breakdown, and what could not be put into the period."""
    unknown: dict[str, int] = {}
    total = table(subject, period, []).total
    for name in breakdowns:
        counted = table(subject, period, [name])
        unknown[name] = sum(n for (value,), n in counted.cells.items() if value in {UNKNOWN, NOT_COLLECTED})
    around = Period(f"{period.first[:4]}-01", f"{period.last[:4]}-12")
    dates = facts.count_by(source=Source.NATIONAL, kinds=[subject.kind], by=["known_to"], period=around)
    loose = sum(g.number for g in dates if period.touches(g.values[0]) and not period.holds(g.values[0]))
    return Quality(total, unknown, loose, facts.newest_record_day())


def rate(number: int, people: int, per: int) -> Decimal:
    """`number` per `per` of `people`, to two decimals, half up (16.2.2 is given per 100,000)."""
    return (Decimal(number) * per / people).quantize(Decimal("0.01"), ROUND_HALF_UP)


def rates_by_sex(subject: Indicator, period: Period) -> tuple[Population, dict[str, Decimal]] | None:
    """{sex or "total": rate} with the population used; None when there is no rate, no whole year or no population."""
    years = period.whole_years
    if not subject.rate_per or len(years) != 1 or (people := population(years[0])) is None:
        return None
    numbers = table(subject, period, ["sex"]).with_margins()
    of = {"total": people.total, "female": people.of_sex("female"), "male": people.of_sex("male")}
    return people, {sex: rate(numbers[(sex,)], whole, subject.rate_per) for sex, whole in of.items() if whole}


# ---- the Collaborative's synthetic persons ------------------------------------------------------------------------

CTDC_DIMENSIONS = {
    "form": ("labour", "sexual", "other", "labour+sexual", "labour+other", "sexual+other", "labour+sexual+other"),
    "sex": ("Female", "Male", "Transgender/NonConforming"),
    "age_band": ("0--8", "09--17", "18--20", "21--23", "24--26", "27--29", "30--38", "39--47", "48+"),
}
NOT_STATED = "not_stated"


def ctdc_table(column: str, country: str, breakdowns: Sequence[str] = ("form", "sex", "age_band")) -> Table:
    """Persons of the Collaborative's file whose `column` ("citizenship" or "exploited_in") is the country (ISO alpha-3)."""
    groups = facts.count_by(source=Source.CTDC, by=breakdowns, where={column: [country]})
    dimensions = tuple(Dimension(name, (*CTDC_DIMENSIONS[name], NOT_STATED)) for name in breakdowns)
    return Table(f"ctdc_{column}", "2021", str(Source.CTDC), dimensions, {g.values: g.number for g in groups})
