"""The funnel of criminal cases: a few people whose way is written here by hand."""

from decimal import Decimal
from typing import Any

import pytest

from rumduol.facts.types import Period
from rumduol.indicators.funnel import FEW, WAYS, Reports, funnel, reports_of

YEAR = Period.year(2026)


def fact(
    number: int, kind: str, outcome: str, *, who: int, on: str = "2026-03", corrects: int | None = None, **more: Any
) -> dict[str, Any]:
    extra = {
        key: more.pop(key)
        for key in ("level", "days", "report_days", "final", "final_days", "in_absentia")
        if key in more
    }
    row = {
        "id": number, "kind": kind, "outcome": outcome, "unit_key": bytes([who]) * 32, "happened_on": on, "count": 1,
        "corrects_id": corrects, "sex": "male", "nationality": "KH", "place": "1801", "extra": extra,
    }  # fmt: skip
    return row | more


# A doorkeeper from here goes all the way; an organiser from abroad is charged with less and acquitted on appeal; one is let go.
FACTS = [
    fact(1, "suspect", "investigated", who=1, level="low", report_days=12),
    fact(2, "arrest", "arrested", who=1),
    fact(3, "accused", "charged", who=1, days=40),
    fact(4, "verdict", "convicted", who=1, on="2026-09", days=100),
    fact(5, "verdict", "convicted", who=1, on="2026-09", days=100, final=True, final_days=31, corrects=4),
    fact(6, "suspect", "investigated", who=2, level="organiser", nationality="CN"),
    fact(7, "accused", "reduced_charge", who=2, days=60, nationality="CN"),
    fact(8, "verdict", "convicted", who=2, days=90, in_absentia=True, nationality="CN"),
    fact(9, "verdict", "acquitted", who=2, days=200, nationality="CN", corrects=8),
    fact(10, "suspect", "released", who=3, sex="female", place="TH", nationality=""),
    fact(11, "suspect", "investigated", who=4, on="2025-11"),
    fact(12, "accused", "charged", who=4, days=9),
]


def test_each_person_is_followed_and_only_what_stands_counts():
    whole = funnel(FACTS, YEAR, few=1)[""]
    assert (whole.reported, whole.report_days) == (1, Decimal(12))
    assert (whole.suspected, whole.arrested, whole.charged, whole.reduced) == (3, 1, 2, 1)
    assert (whole.judged, whole.convicted, whole.in_absentia, whole.final) == (2, 1, 0, 1)
    assert (whole.charge_days, whole.verdict_days, whole.final_days) == (Decimal(50), Decimal(150), Decimal(31))


@pytest.mark.parametrize("by", sorted(WAYS))
def test_the_groups_add_up_to_the_whole(by):
    groups = funnel(FACTS, YEAR, by)
    whole = groups.pop("")
    for name in (
        "suspected",
        "reported",
        "arrested",
        "charged",
        "reduced",
        "judged",
        "convicted",
        "in_absentia",
        "final",
    ):
        assert sum(getattr(steps, name) for steps in groups.values()) == getattr(whole, name), name


def test_the_table_can_tell_who_is_convicted():
    groups = funnel(FACTS, YEAR, "citizenship")
    assert groups["citizen"].convicted == 1
    assert groups["foreign"].convicted == 0
    assert groups["foreign"].reduced == 1
    assert groups["unknown"].suspected == 1
    assert set(funnel(FACTS, YEAR, "level")) == {"", "low", "organiser", "unknown"}
    assert set(funnel(FACTS, YEAR, "province")) == {"", "18", "unknown"}


def test_a_median_of_few_people_is_not_told():
    """It would say when one of them was charged: a number of people is no secret on this page, a person's day is."""
    many = [fact(100 + n, "suspect", "investigated", who=100 + n, report_days=n) for n in range(FEW)]
    assert funnel(many, YEAR)[""].report_days == Decimal(FEW // 2)
    assert funnel(many[1:], YEAR)[""].report_days is None
    assert funnel(many[1:], YEAR)[""].reported == FEW - 1


def test_it_begins_at_the_reports_of_the_period():
    reports = [
        fact(200, "request", "", who=200),
        fact(201, "request", "", who=201, place="0801"),
        fact(202, "request", "", who=202, on="2025-03"),
        fact(203, "finding", "trafficking", who=200),
        fact(204, "finding", "unfounded", who=201),
        fact(205, "finding", "exploitation", who=201, corrects=204),
        fact(206, "finding", "labour_dispute", who=200, corrects=203),
    ]
    assert reports_of(reports, YEAR) == {"": Reports(2, 1), "18": Reports(1, 0), "08": Reports(1, 1)}
    assert reports_of(FACTS, YEAR) == {"": Reports()}


def test_nobody_is_no_median():
    assert funnel([], YEAR) == {"": funnel([], YEAR)[""]}
    assert funnel([], YEAR)[""].charge_days is None
