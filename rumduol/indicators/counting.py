"""Counting in plain Python, fact by fact: slow, obvious, and the measure of the fast engine in the database. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from rumduol.facts.types import Period
from rumduol.indicators.catalogue import WAITING, Indicator, breakdown
from rumduol.indicators.types import NOT_COLLECTED, UNKNOWN, Table

FactRow = Mapping[str, Any]  # the columns of a fact, with "id" and "corrects_id"


def count(
    facts: Iterable[FactRow], subject: Indicator, period: Period, names: tuple[str, ...], source: str = "national"
) -> Table:
    """The table of an indicator by the breakdowns `names`, from facts and their corrections in any order."""
    facts = list(facts)
    corrected = {fact["corrects_id"] for fact in facts if fact["corrects_id"] is not None}
    standing = [fact for fact in facts if fact["id"] not in corrected and fact["count"]]
    later = {
        fact["unit_key"]: fact["outcome"] or NOT_COLLECTED for fact in standing if fact["kind"] == subject.outcome_from
    }
    cells: Counter[tuple[str, ...]] = Counter()
    for fact in standing:
        if fact["kind"] != subject.kind or not period.holds(fact["happened_on"]):
            continue
        if subject.outcomes and fact["outcome"] not in subject.outcomes:
            continue
        known = _columns(fact)
        if subject.outcome_from is not None:
            known["outcome"] = later.get(fact["unit_key"], WAITING)
        ways = [breakdown(subject, name) for name in names]
        cells[tuple(way.category(known[way.column]) for way in ways)] += fact["count"]
    dimensions = tuple(breakdown(subject, name).dimension for name in names)
    return Table(subject.code, str(period), source, dimensions, dict(cells))


def _columns(fact: FactRow) -> dict[str, str]:
    place = fact["place"]
    province = UNKNOWN if not place else place[:2] if place[0].isdigit() else "abroad"
    collected = {
        name: fact[name] or NOT_COLLECTED for name in ("nationality", "form", "domestic", "palermo", "outcome")
    }
    return {"province": province, "sex": fact["sex"], "age_band": fact["age_band"], **collected}
