"""Random facts with corrections: the database and the plain engine count the same, for every indicator and period."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rumduol.facts.enums import Kind
from rumduol.facts.models import Fact
from rumduol.facts.types import Period
from rumduol.indicators import queries
from rumduol.indicators.catalogue import Measure, catalogue
from rumduol.indicators.counting import count, known_by, median_days
from rumduol.indicators.measures import ValueKind, has_source, medians, value
from rumduol.indicators.quality import quality
from tests.integration.indicators.invented import facts_of, one_of_each, rows_of

pytestmark = pytest.mark.django_db
PERIODS = ["2025", "2026", "2026-Q1", "2026-03", "2025-12..2026-01"]
COUNTABLE = [one for one in catalogue().values() if one.countable]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data(), st.sampled_from(COUNTABLE), st.sampled_from(PERIODS))
def test_the_database_counts_as_the_plain_engine(db, data, subject, text):
    kinds = [kind for kind in (subject.kind, subject.outcome_from) if kind]
    drawn = data.draw(st.lists(st.one_of([facts_of(kind) for kind in kinds]), max_size=12))
    rows, period = list(rows_of(drawn, once={"verification"})), Period.parse(text)
    names = tuple(data.draw(st.lists(st.sampled_from(subject.breakdowns or [""]), unique=True, max_size=3)))
    names = tuple(name for name in names if name)
    with transaction.atomic():
        Fact.objects.bulk_create((Fact(**row) for row in rows), batch_size=1000)
        assert queries.table(subject, period, names) == count(rows, subject, period, names)
        day = date(2026, 5, 1)
        early = known_by(rows, day)
        assert queries.table(subject, period, names, as_of=day) == count(early, subject, period, names)
        if subject.measure == Measure.MEDIAN_DAYS:
            fast = {place: one.number for place, one in medians(subject, period, names).items() if "total" not in place}
            assert fast == median_days(rows, subject, period, names)
        if subject.measure != Measure.AMOUNT and not subject.each:
            found = quality(subject, period, names)
            assert found.total == sum(count(rows, subject, period, ()).cells.values())
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        Fact.objects.bulk_create((Fact(**row) for kind in Kind for row in one_of_each(kind)), batch_size=1000)
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("code", [one.code for one in COUNTABLE])
def test_every_indicator_counts_something_on_facts_of_its_kind(demo, code):
    subject = catalogue()[code]
    assert has_source(subject)
    if subject.kind is None:  # a mechanism that is only declared
        return
    assert queries.table(subject, Period.year(2026), []).total > 0
    found = value(subject, Period.year(2026))
    assert found.kind not in {ValueKind.NO_SOURCE, ValueKind.NOT_COLLECTED, ValueKind.UNKNOWN}, found


def test_a_mechanism_is_as_declared_where_nothing_was_counted(demo):
    for one in catalogue().values():
        if one.measure == Measure.YES_NO and one.kind is None:
            assert value(one, Period.year(2026)).word == "yes"
