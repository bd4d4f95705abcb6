"""Counting in plain Python, fact by fact: slow, obvious, and the measure of the fast engine in the database. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from rumduol.facts.types import Period
from rumduol.indicators.breakdowns import WAITING, breakdown
from rumduol.indicators.catalogue import Indicator, Measure
from rumduol.indicators.types import NOT_COLLECTED, UNKNOWN, Coordinate, Table

DISTRICT_DIGITS = 4  # a place may also be a province (2), a country (2 or 3), or not known
FactRow = Mapping[str, Any]  # the columns of a fact, with "id" and "corrects_id"


def count(
    facts: Iterable[FactRow], subject: Indicator, period: Period, names: tuple[str, ...], source: str = "national"
) -> Table:
    """The table of an indicator by the breakdowns `names`, from facts and their corrections in any order."""
    cells: Counter[Coordinate] = Counter()
    for coordinate, known, number in _counted(list(facts), subject, period, names):
        riel = known["riel"]
        cells[coordinate] += number if subject.measure != Measure.AMOUNT else 0 if riel == UNKNOWN else int(riel)
    dimensions = tuple(breakdown(subject, name).dimension for name in names)
    return Table(subject.code, str(period), source, dimensions, {place: n for place, n in cells.items() if n})


def median_days(
    facts: Iterable[FactRow], subject: Indicator, period: Period, names: tuple[str, ...]
) -> dict[Coordinate, Decimal]:
    """The median of `extra.days` per cell; cells without any day are not listed."""
    days: dict[Coordinate, list[int]] = {}
    for coordinate, known, number in _counted(list(facts), subject, period, names):
        if known["days"] != UNKNOWN:
            days.setdefault(coordinate, []).extend([int(known["days"])] * number)
    return {coordinate: median(sorted(found)) for coordinate, found in days.items()}


def median(values: list[int]) -> Decimal:
    """The middle of sorted values, or the mean of the two in the middle."""
    half = len(values) // 2
    return Decimal(values[half]) if len(values) % 2 else Decimal(values[half - 1] + values[half]) / 2


def _counted(
    facts: list[FactRow], subject: Indicator, period: Period, names: tuple[str, ...]
) -> Iterator[tuple[Coordinate, dict[str, str], int]]:
    corrected = {fact["corrects_id"] for fact in facts if fact["corrects_id"] is not None}
    standing = [fact for fact in facts if fact["id"] not in corrected and fact["count"]]
    later = {
        fact["unit_key"]: fact["outcome"] or NOT_COLLECTED for fact in standing if fact["kind"] == subject.outcome_from
    }
    ways = [breakdown(subject, name) for name in names]
    for fact in standing:
        if fact["kind"] != subject.kind or not period.holds(fact["happened_on"]):
            continue
        for known in _columns(fact, subject.each):
            if subject.outcome_from is not None:
                known["outcome"] = later.get(fact["unit_key"], WAITING)
            if all(_value(known, column) in allowed for column, allowed in subject.filters.items()):
                raws = ([_value(known, column) for column in way.columns] for way in ways)
                yield tuple(way.category(*raw) for way, raw in zip(ways, raws, strict=True)), known, fact["count"]


def _value(known: Mapping[str, str], column: str) -> str:
    return known.get(column, NOT_COLLECTED)


def _columns(fact: FactRow, each: str) -> Iterator[dict[str, str]]:
    place = fact["place"]
    collected = {
        name: fact.get(name) or NOT_COLLECTED
        for name in ("nationality", "form", "domestic", "palermo", "outcome", "agency_kind")
    }
    extra = fact.get("extra") or {}
    known = {
        "province": UNKNOWN if not place else place[:2] if place[0].isdigit() else "abroad",
        "district": place if len(place) == DISTRICT_DIGITS else UNKNOWN,
        "sex": fact["sex"],
        "age_band": fact["age_band"],
        "agency_province": fact.get("agency_province") or UNKNOWN,
        "days": str(extra["days"]) if _is_number(extra.get("days")) else UNKNOWN,
        "riel": str(extra["riel"]) if _is_number(extra.get("riel")) else UNKNOWN,
        **collected,
        **{f"extra.{key}": _text(value) for key, value in extra.items()},
    }
    if not each:
        yield known
        return
    for one in extra.get(each, []) if isinstance(extra.get(each), list) else []:
        yield known | {f"each.{each}": one}


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _text(value: Any) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value) or NOT_COLLECTED


def known_by(facts: Iterable[FactRow], day: date) -> list[FactRow]:
    """The facts that were there at the end of a day: what `as_of` answers from."""
    return [fact for fact in facts if fact["recorded_on"] <= day]
