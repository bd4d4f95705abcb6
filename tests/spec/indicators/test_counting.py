"""Every counting spec, by the plain engine and by the database: both must give the drawn figure."""

from datetime import date
from uuid import UUID, uuid5

import pytest

from rumduol.facts import queries as facts
from rumduol.facts.models import Fact
from rumduol.facts.types import Period
from rumduol.indicators import queries
from rumduol.indicators.catalogue import indicator
from rumduol.indicators.counting import count
from tests.spec.drawing import number, read
from tests.spec.indicators.counting import COUNTING

pytestmark = pytest.mark.django_db
SPACE = UUID(int=7)


def rows(spec):
    for line in read(spec.facts):
        drawn = dict(line)
        no, unit, on, corrects = drawn.pop("no"), drawn.pop("unit"), drawn.pop("on"), drawn.pop("corrects")
        yield {
            "id": uuid5(SPACE, no),
            "unit_key": unit.encode().ljust(32, b"."),
            "happened_on": on,
            "recorded_on": date(2026, 11, 1),
            "corrects_id": uuid5(SPACE, corrects) if corrects else None,
            **dict.fromkeys(("place", "nationality", "form", "domestic", "palermo", "outcome"), ""),
            "sex": "unknown",
            "age_band": "unknown",
            **drawn,
            "count": int(drawn["count"]),
        }


def expected(spec):
    lines = [(tuple(line[name] for name in spec.by), number(line["number"])) for line in read(spec.expected)]
    return dict(lines)


@pytest.mark.parametrize("spec", COUNTING, ids=[spec.title for spec in COUNTING])
def test_the_plain_engine(spec):
    table = count(rows(spec), indicator(spec.indicator), Period.parse(spec.period), spec.by)
    assert table.cells == expected(spec)


@pytest.mark.parametrize("spec", COUNTING, ids=[spec.title for spec in COUNTING])
def test_the_database(spec):
    for row in rows(spec):
        Fact(**row).save(force_insert=True)
    subject, period = indicator(spec.indicator), Period.parse(spec.period)
    fast = queries.table(subject, period, spec.by)
    assert fast.cells == expected(spec)
    kinds = [subject.kind, *([subject.outcome_from] if subject.outcome_from else [])]
    assert fast == count(facts.every(kinds=kinds), subject, period, spec.by)
