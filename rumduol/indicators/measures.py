"""The one number of an indicator: a count, a share, a rate, a median, an amount, a yes or a no, or why there is none."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import NamedTuple

from rumduol.facts import queries as facts
from rumduol.facts.enums import Kind, Source
from rumduol.facts.types import Period
from rumduol.indicators.breakdowns import YES
from rumduol.indicators.catalogue import Indicator, Measure
from rumduol.indicators.queries import grouped, table, ways_of
from rumduol.indicators.types import TOTAL, UNKNOWN, Coordinate
from rumduol.places.population import population

ONE = Decimal("0.1")


class ValueKind(StrEnum):
    """What stands in a cell of a report. The last four are no numbers, and none of them is zero."""

    NUMBER = "number"
    PER_CENT = "per_cent"
    RATE = "rate"
    DAYS = "days"
    RIEL = "riel"
    YES_NO = "yes_no"
    UNKNOWN = "unknown"  # somebody should know, nobody said
    NOT_APPLICABLE = "not_applicable"
    NOT_COLLECTED = "not_collected"  # nothing to compute it from: an empty denominator, no population
    NO_SOURCE = "no_source"  # no room writes such facts yet


@dataclass(frozen=True)
class Value:
    """`number` for the numeric kinds, `word` "yes" or "no"; `base` is how many were counted behind it."""

    kind: ValueKind
    number: Decimal | None = None
    word: str = ""
    base: int = 0


def has_source(subject: Indicator) -> bool:
    """Whether a room writes its facts, or facts of its kind are there."""
    if subject.room_exists:
        return True
    kinds = {kind for kind in (subject.kind, Kind.PROVISION if subject.provision else None) if kind}
    return bool(kinds) and facts.any_of(kinds)


def value(
    subject: Indicator, period: Period, cell: Mapping[str, str] | None = None, *, as_of: date | None = None
) -> Value:
    """The number of an indicator in a period, or in one cell of it ({breakdown: value}), as `as_of` knew it."""
    cell = cell or {}
    if not has_source(subject):
        return Value(ValueKind.NO_SOURCE)
    if subject.measure == Measure.YES_NO:
        return _yes_no(subject, period, as_of)
    names, place = tuple(cell), tuple(cell.values())
    if subject.measure == Measure.MEDIAN_DAYS:
        return medians(subject, period, names, as_of=as_of).get(place, Value(ValueKind.NOT_COLLECTED))
    if subject.measure == Measure.SHARE:
        counted = table(subject, period, [*names, "met"], as_of=as_of).with_margins()
        whole = counted[(*place, TOTAL)]
        if not whole:
            return Value(ValueKind.NOT_COLLECTED)
        return Value(ValueKind.PER_CENT, _rounded(Decimal(100 * counted[(*place, YES)]) / whole), base=whole)
    number = table(subject, period, names, as_of=as_of).with_margins()[place]
    if subject.measure == Measure.AMOUNT:
        return Value(ValueKind.RIEL, Decimal(number))
    if subject.measure == Measure.RATE:
        return _rate(subject, period, cell, number)
    return Value(ValueKind.NUMBER, Decimal(number), base=number)


def _rate(subject: Indicator, period: Period, cell: Mapping[str, str], number: int) -> Value:
    """Per so many people of the country, the province of the census year or the sex; the whole country otherwise."""
    years = period.whole_years
    people = population(years[0], cell.get("province", "")) if len(years) == 1 else None
    whole = people and (people.of_sex(cell["sex"]) if "sex" in cell else people.total)
    if not whole:
        return Value(ValueKind.NOT_COLLECTED, base=number)
    return Value(
        ValueKind.RATE,
        (Decimal(number) * subject.rate_per / whole).quantize(Decimal("0.01"), ROUND_HALF_UP),
        base=number,
    )


def _yes_no(subject: Indicator, period: Period, as_of: date | None) -> Value:
    """Yes when it was counted; else what an office declared for the period; else unknown."""
    if subject.kind and (number := table(subject, period, [], as_of=as_of).total):
        return Value(ValueKind.YES_NO, word=YES, base=number)
    if subject.provision:
        groups = facts.count_by(
            source=Source.NATIONAL,
            kinds=[Kind.PROVISION],
            by=["outcome"],
            period=period,
            where={"extra.what": [subject.provision]},
            as_of=as_of,
        )
        said = {group.values[0]: group.number for group in groups}
        for word in ("yes", "no"):
            if said.get(word):
                return Value(ValueKind.YES_NO, word=word, base=said[word])
        if said.get("not_applicable"):
            return Value(ValueKind.NOT_APPLICABLE)
    return Value(ValueKind.UNKNOWN)


def medians(
    subject: Indicator, period: Period, breakdowns: Sequence[str], *, as_of: date | None = None
) -> dict[Coordinate, Value]:
    """The median of days per cell, totals included, each from the days themselves; `base` says from how many."""
    days: dict[Coordinate, Counter[int]] = {}
    for coordinate, (day,), number in grouped(
        subject, period, ways_of(subject, breakdowns), more=["days"], as_of=as_of
    ):
        if day != UNKNOWN:
            for place in _margins(coordinate):
                days.setdefault(place, Counter())[int(day)] += number
    return {place: Value(ValueKind.DAYS, median_of(found), base=found.total()) for place, found in days.items()}


def _margins(coordinate: Coordinate) -> list[Coordinate]:
    places: list[Coordinate] = [()]
    for one in coordinate:
        places = [(*place, last) for place in places for last in (one, TOTAL)]
    return places


def median_of(counted: Counter[int]) -> Decimal:
    """The median of values given by how often each occurs."""
    size = counted.total()
    wanted, seen = ((size - 1) // 2, size // 2), 0
    found: list[int] = []
    for number in sorted(counted):
        seen += counted[number]
        while len(found) < 2 and seen > wanted[len(found)]:
            found.append(number)
    return Decimal(found[0] + found[1]) / 2


class Contribution(NamedTuple):
    """What one person has of an inner cell of a table of money, in riel. `person`: a number of this answer only."""

    coordinate: Coordinate
    person: int
    riel: int


def contributions(subject: Indicator, period: Period, breakdowns: Sequence[str]) -> list[Contribution]:
    """The amounts behind each inner cell, person by person: what rules of dominance ask for.

    A unit of the facts is a person: an order is, and a claim is, on which money may be paid more than once.
    """
    ways, found = ways_of(subject, breakdowns), Counter[tuple[Coordinate, int]]()
    if subject.kind is None:
        return []
    columns = [column for way in ways for column in way.columns]
    for values, riel in facts.riel_of_units(kind=subject.kind, by=columns, period=period, where=subject.filters):
        coordinate, at = [], 0
        for way in ways:
            coordinate.append(way.category(*values[at : at + len(way.columns)]))
            at += len(way.columns)
        found[tuple(coordinate), int(values[-1])] += riel
    return [Contribution(coordinate, person, riel) for (coordinate, person), riel in sorted(found.items())]


def by_year(subject: Indicator, *, as_of: date | None = None) -> dict[int, int]:
    """What was counted in each calendar year, in one question: {2025: 12, 2026: 30}. Amounts for an amount."""
    riel = subject.measure == Measure.AMOUNT
    years: Counter[int] = Counter()
    if subject.countable:
        for _place, (year,), number in grouped(subject, None, [], more=["year"], as_of=as_of, riel=riel):
            years[int(year)] += number
    return dict(sorted(years.items()))


def _rounded(number: Decimal) -> Decimal:
    return number.quantize(ONE, ROUND_HALF_UP)
