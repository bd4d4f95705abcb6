"""Random facts with corrections: the database and the plain engine count the same, for every indicator and period."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rumduol.facts.models import Fact
from rumduol.facts.types import Period
from rumduol.indicators import queries
from rumduol.indicators.catalogue import catalogue
from rumduol.indicators.counting import count

pytestmark = [pytest.mark.django_db, pytest.mark.database]

DATES = st.sampled_from(["2025", "2025-12-31", "2026", "2026-01", "2026-01-31", "2026-03-31", "2026-04", "2026-04-01"])
FACT = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["victim", "person_in_request", "verification", "case"]),
        "unit_key": st.sampled_from([bytes([n]) * 32 for n in range(4)]),
        "happened_on": DATES,
        "place": st.sampled_from(["", "08", "1801", "1802", "TH"]),
        "sex": st.sampled_from(["female", "male", "unknown"]),
        "age_band": st.sampled_from(["child", "9-17", "18-20", "adult", "unknown"]),
        "nationality": st.sampled_from(["", "KH", "VN", "FJ", "unknown"]),
        "form": st.sampled_from(["", "labour_bricks", "sexual", "unknown"]),
        "domestic": st.sampled_from(["", "trafficking", "unknown"]),
        "palermo": st.sampled_from(["", "child_trafficking", "unknown"]),
        "outcome": st.sampled_from(["", "identified", "presumed", "found", "place_closed", "declined"]),
        "count": st.integers(1, 5),
        "corrected": st.sampled_from([None, None, 0, 3]),  # a later fact with this count replaces it
        "known": st.sampled_from([date(2026, 5, 1), date(2026, 6, 1)]),
    }
)
PERIODS = ["2025", "2026", "2026-Q1", "2026-03", "2025-12..2026-01"]


def facts_of(drawn):
    seen = set()
    for given_fact in drawn:
        fact = dict(given_fact)
        corrected, known = fact.pop("corrected"), fact.pop("known")
        # A verification counts once per unit, as the writer sees to.
        if fact["kind"] == "verification":
            if fact["unit_key"] in seen:
                continue
            seen.add(fact["unit_key"])
        first = {**fact, "id": uuid4(), "recorded_on": date(2026, 5, 1), "corrects_id": None}
        yield first
        if corrected is not None:
            yield {
                **first,
                "id": uuid4(),
                "count": corrected,
                "sex": "male",
                "recorded_on": known,
                "corrects_id": first["id"],
            }


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(FACT, max_size=12), st.sampled_from(PERIODS), st.data())
def test_the_database_counts_as_the_plain_engine(db, drawn, text, data):
    rows, period = list(facts_of(drawn)), Period.parse(text)
    subject = data.draw(st.sampled_from(list(catalogue().values())))
    names = tuple(data.draw(st.lists(st.sampled_from(subject.breakdowns), unique=True, max_size=3)))
    with transaction.atomic():
        for row in rows:
            Fact(**row).save(force_insert=True)
        assert queries.table(subject, period, names) == count(rows, subject, period, names)
        early = [row for row in rows if row["recorded_on"] <= date(2026, 5, 1)]
        then = queries.table(subject, period, names, as_of=date(2026, 5, 1))
        assert then == count(early, subject, period, names)
        quality = queries.quality(subject, period, names)
        assert quality.total == sum(count(rows, subject, period, ()).cells.values())
        transaction.set_rollback(True)
