"""People behind the facts once they are linked, how far a figure can be trusted, and figures as known on a day."""

from datetime import date
from uuid import uuid4

import pytest

from rumduol.facts import actions
from rumduol.facts.enums import Kind
from rumduol.facts.types import Period
from rumduol.indicators import queries
from rumduol.indicators.catalogue import catalogue, indicator
from rumduol.indicators.linkage import people
from rumduol.indicators.measures import ValueKind, by_year, contributions, value
from rumduol.indicators.quality import quality
from rumduol.shared.dates import PartialDate

pytestmark = pytest.mark.django_db
YEAR = Period.year(2026)
MARCH = PartialDate(2026, 3, 14)


def victim(unit=None, on=MARCH, **more):
    unit = unit or ("person", uuid4())
    actions.write(kind=Kind.VICTIM, unit=unit, on=on, **({"outcome": "identified", "sex": "female"} | more))
    return unit


def test_before_any_linkage_nothing_is_said():
    victim()
    assert people(indicator("victims"), YEAR) is None


def test_raw_unique_and_overlap_after_a_round():
    units = [victim() for _n in range(5)]
    gone = victim()
    actions.correct(kind=Kind.VICTIM, unit=gone, count=0)

    one, other, third = (number * 16 for number in (b"1", b"2", b"3"))
    clusters = zip([*units[:4], gone], (one, one, one, other, third), strict=True)
    made = actions.keep_links(
        made_on=date(2026, 11, 1), links=[(Kind.VICTIM, unit, cluster) for unit, cluster in clusters]
    )
    found = people(indicator("victims"), YEAR)
    assert (found.raw, found.unique, found.overlap, found.unlinked, found.repeated) == (5, 3, 2, 1, 1)
    actions.keep_links(made_on=date(2026, 11, 2), links=[(Kind.VICTIM, unit, unit[1].bytes) for unit in units])
    assert people(indicator("victims"), YEAR).overlap == 0, "by the newest round"
    assert people(indicator("victims"), YEAR, links_id=made) == found, "by the round that is asked for"
    assert people(indicator("victims"), YEAR, links_id=uuid4()) is None
    assert people(indicator("screened"), YEAR) is None
    assert people(indicator("unmet_services"), YEAR) is None


def test_quality_says_how_late_how_full_and_who_was_silent(monkeypatch):
    monkeypatch.setattr(actions, "today", lambda: date(2026, 3, 20))
    victim(agency_kind="police", agency_province="18", place="18")
    victim(on=PartialDate(2026, 1, 1), sex="unknown", agency_kind="police", agency_province="18")
    victim(on=PartialDate(2025, 6, 1), agency_kind="police", agency_province="08")
    victim(on=PartialDate(2025, 6, 1), agency_kind="ngo", agency_province="18")
    victim(on=PartialDate(2026))
    found = quality(indicator("victims"), YEAR, ["sex", "province"])
    assert found.total == 3
    assert found.unknown == {"sex": 1, "province": 2}
    assert found.completeness == 50
    assert (found.dated, found.late, found.entry_days) == (2, 1, 42)  # 6 and 78 days
    assert found.silent == {"police": ("08",), "ngo": ("18",)}
    assert quality(indicator("victims"), Period.month(2026, 3), ["sex"]).loosely_dated == 1


def test_a_table_as_it_was_known(monkeypatch):
    unit = ("person", uuid4())
    monkeypatch.setattr(actions, "today", lambda: date(2026, 4, 1))
    victim(unit, age_band="9-17")
    monkeypatch.setattr(actions, "today", lambda: date(2026, 5, 1))
    actions.correct(kind=Kind.VICTIM, unit=unit, age_band="18-20", sex="male")
    subject = indicator("victims")

    def known(day):
        return queries.table(subject, YEAR, ["sex", "age"], as_of=day).cells

    assert known(date(2026, 3, 31)) == {}
    assert known(date(2026, 4, 30)) == {("female", "child"): 1}
    assert known(None) == known(date(2026, 5, 1)) == {("male", "adult"): 1}
    assert by_year(subject, as_of=date(2026, 4, 30)) == {2026: 1}


def test_amounts_and_who_makes_them():
    for riel, outcome in ((4_000_000, "ordered"), (1_000_000, "ordered"), (900_000, "paid")):
        actions.write(
            kind=Kind.COMPENSATION, unit=("order", uuid4()), on=PartialDate(2026, 2, 1), place="18", outcome=outcome,
            extra={"riel": riel},
        )  # fmt: skip
    ordered = indicator("compensation_ordered")
    assert value(ordered, YEAR).number == 5_000_000
    assert sorted((one.coordinate, one.riel) for one in contributions(ordered, YEAR, ["province"])) == [
        (("18",), 1_000_000), (("18",), 4_000_000),
    ]  # fmt: skip
    assert ordered.releasable
    assert indicator("compensation_paid").releasable
    assert not indicator("penalties_riel").releasable


def test_a_rate_of_the_population_and_a_share_of_the_counted():
    victim(extra={"reported": True})
    victim(sex="male", extra={"reported": False})
    victim(sex="male")
    assert value(indicator("victims_reported_share"), YEAR).number == 50
    assert value(indicator("victims_reported_share"), YEAR, {"sex": "female"}).number == 100
    assert value(indicator("victims"), YEAR, {"sex": "female"}).base == 1
    assert value(indicator("victims"), Period.month(2026, 3)).kind == "not_collected"  # no population of a month


def test_without_facts_there_is_no_source_and_no_zero(db):
    subject = catalogue()["inspections"]
    assert value(subject, Period.year(2026)).kind == ValueKind.NO_SOURCE
    assert value(catalogue()["undetected_victims"], Period.year(2026)).kind == ValueKind.NO_SOURCE
    assert value(catalogue()["victims_identified"], Period.year(2026)).number == 0
    assert value(catalogue()["crisis_days"], Period.year(2026)).kind == ValueKind.NOT_COLLECTED
