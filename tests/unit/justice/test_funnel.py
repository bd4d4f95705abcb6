"""The funnel of criminal cases: a few people whose way is written here by hand."""

from decimal import Decimal
from typing import Any

import pytest

from rumduol.facts.types import Period
from rumduol.indicators.funnel import FEW, WAY, WAYS, funnel, reports_of

YEAR = Period.year(2026)


def fact(
    number: int, kind: str, outcome: str, *, who: int, on: str = "2026-03", corrects: int | None = None, **more: Any
) -> dict[str, Any]:
    extra = {
        key: more.pop(key)
        for key in (
            "level",
            "days",
            "report_days",
            "raided",
            "final_days",
            "in_absentia",
            "final",
            "convicted",
            "held_days",
            "months",
            *WAY,
        )
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
        "raided",
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
    found = {group: (one.received, one.true, one.inquiry) for group, one in reports_of(reports, YEAR).items()}
    assert found == {"": (2, 1, 0), "18": (1, 0, 0), "08": (1, 1, 0)}
    assert reports_of(FACTS, YEAR)[""].received == 0


def test_a_report_is_followed_from_step_to_step():
    """One by way of an operation to a conviction that is final, one to a charge, one to an inquiry on an unknown day."""
    reports = [fact(300 + n, "request", "", who=210 + n, place="0801" if n == 2 else "1801") for n in range(4)]
    ways = [
        fact(310, "report_way", "operation", who=210, operation=4),
        fact(311, "report_way", "final", who=210, operation=4, inquiry=6, charged=40, judged=140, final=171, convicted=True, corrects=310),
        fact(312, "report_way", "charged", who=211, inquiry=10, charged=30),
        fact(313, "report_way", "inquiry", who=212, place="0801"),
        fact(314, "report_way", "judged", who=250, inquiry=1, charged=2, judged=3),  # its report is of another year
    ]  # fmt: skip
    found = reports_of([*reports, *ways], YEAR, few=1)
    whole = found[""]
    assert (whole.received, whole.operation, whole.inquiry, whole.charged, whole.judged) == (4, 1, 3, 2, 1)
    assert (whole.convicted, whole.final) == (1, 1)
    assert whole.days == {
        "operation": Decimal(4), "inquiry": Decimal(6), "charged": Decimal(27), "judged": Decimal(100), "final": Decimal(31),
    }  # fmt: skip
    assert (found["08"].inquiry, found["08"].charged, found["08"].days["inquiry"]) == (1, 0, None)
    assert reports_of([*reports, *ways], YEAR)[""].days["inquiry"] is None, "of few reports no median is told"


def test_people_can_be_followed_from_the_report_alone():
    from_reports = funnel(FACTS, YEAR, "sex", few=1, reported=True)
    assert from_reports[""].suspected == from_reports[""].reported == 1
    assert from_reports[""].whole_days == Decimal(12 + 40 + 100 + 31)
    assert set(from_reports) == {"", "male"}
    assert funnel([*FACTS, fact(400, "suspect", "investigated", who=99, raided=True)], YEAR)[""].raided == 1


def test_nobody_is_no_median():
    assert funnel([], YEAR) == {"": funnel([], YEAR)[""]}
    assert funnel([], YEAR)[""].charge_days is None


def test_terms_and_days_held_can_be_told_by_level():
    """Whether the doorkeeper sits longer than the owner is for the table to say."""
    judged = [
        fact(500 + n, "verdict", "convicted", who=1 + n, months=months, held_days=held)
        for n, (months, held) in enumerate([(84, 200), (180, 0)])
    ]
    told = funnel([one for one in FACTS if one["kind"] != "verdict"] + judged, YEAR, "level", few=1)
    assert (told["low"].months, told["low"].held_days) == (Decimal(84), Decimal(200))
    assert (told["organiser"].months, told["organiser"].held_days) == (Decimal(180), None), (
        "not held is not nought days"
    )
