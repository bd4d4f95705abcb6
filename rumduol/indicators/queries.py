"""Tables from facts. What is counted stands in the catalogue; the database groups, this room names the groups."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from math import prod

from django.utils.translation import gettext_lazy as _

from rumduol.facts import queries as facts
from rumduol.facts.enums import Source
from rumduol.facts.sums import Sums
from rumduol.facts.types import Period
from rumduol.indicators.breakdowns import CTDC_VALUES, NOT_STATED, Breakdown, breakdown
from rumduol.indicators.catalogue import Indicator, Measure, apart, catalogue, indicator, subjects
from rumduol.indicators.types import Dimension, Table
from rumduol.places.population import Population, population
from rumduol.shared.errors import InvalidInput

__all__ = [
    "apart",
    "breakdown",
    "catalogue",
    "ctdc_table",
    "grouped",
    "indicator",
    "rate",
    "rates_by_sex",
    "size",
    "subjects",
    "summed",
    "table",
]

MOST_BREAKDOWNS = 4
MOST_SHOWN = 50_000  # cells of a page, with zeros and margins: more is no table that a person reads
EDITION, CAMBODIA = "2021", "KHM"  # of the Collaborative's file


class TooManyBreakdowns(InvalidInput):
    default = _("A table has at most four breakdowns. Choose the ones you need, and make another table for the rest.")


class NotCounted(InvalidInput):
    default = _("No room writes this figure yet: it is declared or taken from surveys.")


def table(
    subject: Indicator,
    period: Period,
    breakdowns: Sequence[str],
    *,
    source: Source = Source.NATIONAL,
    as_of: date | None = None,
) -> Table:
    """Count an indicator. Corrections are applied; `as_of` answers as it was known at the end of that day.

    Cells are counts of the indicator's unit; for an amount they are riel, for a share all that are counted (break it
    down by "met" to see the part), for a median the facts behind it.
    Raises NotThere for a breakdown the indicator does not have, TooManyBreakdowns beyond four, NotCounted for a figure
    without unit records, and ValueError for a source whose persons are not facts of the rooms (see `ctdc_table`).
    """
    if source != Source.NATIONAL:
        raise ValueError(f"{source} has tables of its own")
    ways = ways_of(subject, breakdowns)
    if subject.apart:
        return _of_file(subject, period, breakdowns)
    found = summed(subject, period, ways, as_of=as_of, riel=subject.measure == Measure.AMOUNT)
    return Table(subject.code, str(period), str(source), tuple(way.dimension for way in ways), found.cells())


def ways_of(subject: Indicator, breakdowns: Sequence[str]) -> list[Breakdown]:
    """The breakdowns by name. Raises what `table` raises."""
    if not subject.countable:
        raise NotCounted()
    if len(breakdowns) > MOST_BREAKDOWNS or len(set(breakdowns)) != len(breakdowns):
        raise TooManyBreakdowns()
    return [breakdown(subject, name) for name in breakdowns]


def size(subject: Indicator, breakdowns: Sequence[str]) -> int:
    """How many cells a table may have, with zeros and margins."""
    return prod(len(breakdown(subject, name).dimension.values) + 1 for name in breakdowns)


def summed(
    subject: Indicator,
    period: Period | None,
    ways: Sequence[Breakdown],
    *,
    more: Sequence[str] = (),
    as_of: date | None = None,
    riel: bool = False,
) -> Sums:
    """Sums by the categories of `ways`, and then by the values of the columns `more`."""
    columns = [column for way in ways for column in way.columns] + list(more)
    return facts.sums_by(
        source=Source.NATIONAL,
        kinds=[subject.kind] if subject.kind else [],
        by=columns + ([f"each.{subject.each}"] if subject.each else []),
        period=period,
        where=subject.filters,
        outcome_from=subject.outcome_from,
        as_of=as_of,
        riel=riel,
        ways=[*((len(way.columns), way.category) for way in ways), *((1, str) for _column in more)],
    )


def grouped(
    subject: Indicator,
    period: Period | None,
    ways: Sequence[Breakdown],
    *,
    more: Sequence[str] = (),
    as_of: date | None = None,
    riel: bool = False,
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], int]]:
    """(coordinate, values of the columns `more`, number), as `summed` has them."""
    for values, number in summed(subject, period, ways, more=more, as_of=as_of, riel=riel).rows():
        yield values[: len(ways)], values[len(ways) :], number


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


class OtherEdition(InvalidInput):
    default = _("This file is one edition, that of 2021. Choose 2021 as the period.")


def _of_file(subject: Indicator, period: Period, breakdowns: Sequence[str]) -> Table:
    if str(period) != EDITION:
        raise OtherEdition()
    return replace(ctdc_table(subject.file_column, CAMBODIA, breakdowns), indicator=subject.code)


def ctdc_table(column: str, country: str, breakdowns: Sequence[str] = ("form", "sex", "age_band")) -> Table:
    """Persons of the Collaborative's file whose `column` ("citizenship" or "exploited_in") is the country (ISO alpha-3)."""
    groups = facts.count_by(source=Source.CTDC, by=breakdowns, where={column: [country]})
    dimensions = tuple(Dimension(name, (*CTDC_VALUES[name], NOT_STATED)) for name in breakdowns)
    return Table(f"ctdc_{column}", EDITION, str(Source.CTDC), dimensions, {g.values: g.number for g in groups})
