"""The book of facts says what the facts say: after corrections, withdrawals and writers at the same time."""

from datetime import date
from uuid import uuid4

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rumduol.facts import actions, book, queries
from rumduol.facts.enums import Kind, Source
from rumduol.facts.models import Fact
from rumduol.facts.types import Period
from rumduol.shared.dates import PartialDate
from tests.conftest import database_name, superuser_connection
from tests.integration.indicators.invented import facts_of, rows_of

pytestmark = pytest.mark.django_db
BY = ["kind", "province", "district", "sex", "age_band", "nationality", "form", "domestic", "palermo", "outcome",
      "agency_kind", "agency_province", "year", "month", "known_to", "days", "riel", "extra.reported", "extra.in_time",
      "extra.article", "each.forms"]  # fmt: skip


def entries_of(row):
    """A fact is one entry, unless it withdraws; a correction enters the corrected one once more."""
    return (row["count"] > 0) + (row.get("corrects_id") is not None)


def both_ways(monkeypatch, **question):
    """The answer of the book, and of the facts themselves."""
    kept = queries.count_by(source=Source.NATIONAL, **question)
    with monkeypatch.context() as without:
        without.setattr(book, "can", lambda *names: False)
        return kept, queries.count_by(source=Source.NATIONAL, **question)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.one_of(facts_of(Kind.STEP), facts_of(Kind.VICTIM), facts_of(Kind.COMPENSATION)), max_size=10),
    st.lists(st.sampled_from(BY), unique=True, max_size=4),
    st.sampled_from([None, "2025", "2026", "2026-Q1", "2025-12..2026-01"]),
    st.sampled_from([None, date(2026, 4, 30), date(2026, 5, 1), date(2026, 6, 1)]),
    st.booleans(),
    st.integers(0, 10),
)
def test_the_book_is_the_facts(db, monkeypatch, drawn, by, text, as_of, riel, bound):  # noqa: PLR0917 (drawn one by one)
    """Whatever part of it is bound: the first `bound` facts, and the corrections of them may still be loose."""
    with transaction.atomic():
        rows = list(rows_of(drawn))
        Fact.objects.bulk_create((Fact(**row) for row in rows[:bound]), batch_size=1000)
        assert book.bind(1) == sum(entries_of(row) for row in rows[:bound])
        Fact.objects.bulk_create((Fact(**row) for row in rows[bound:]), batch_size=1000)
        kept, counted = both_ways(
            monkeypatch,
            kinds=["step", "victim", "compensation"],
            by=by,
            period=Period.parse(text) if text else None,
            where={"sex": ["female", "male"], "outcome": ["identified", "crisis", "ordered", "paid", "not_collected"]},
            as_of=as_of,
            riel=riel,
        )
        assert kept == counted
        transaction.set_rollback(True)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.one_of(facts_of(Kind.PERSON_IN_REQUEST), facts_of(Kind.VERIFICATION)), max_size=12),
    st.lists(st.sampled_from(["outcome", "sex", "province", "month", "extra.finding"]), unique=True, max_size=3),
    st.sampled_from([None, "2026", "2025-12..2026-01"]),
    st.sampled_from([None, date(2026, 4, 30), date(2026, 5, 1), date(2026, 6, 1)]),
    st.sampled_from([{}, {"outcome": ["waiting", "found"]}, {"outcome": ["not_collected"], "sex": ["male"]}]),
    st.booleans(),
)
def test_people_by_what_was_found_later(db, monkeypatch, drawn, by, text, as_of, where, one_by_one):  # noqa: PLR0917
    """A person and what was found are written in any order, corrected and withdrawn: the pairs of the book follow."""
    with transaction.atomic():
        rows = list(rows_of(drawn, once={"person_in_request", "verification"}))
        if one_by_one:
            for row in rows:
                Fact.objects.create(**row)
        else:
            Fact.objects.bulk_create((Fact(**row) for row in rows), batch_size=1000)
        kept, counted = both_ways(
            monkeypatch, kinds=["person_in_request"], outcome_from=Kind.VERIFICATION, by=by, where=where, as_of=as_of,
            period=Period.parse(text) if text else None,
        )  # fmt: skip
        assert kept == counted
        book.bind(1)
        assert both_ways(
            monkeypatch, kinds=["person_in_request"], outcome_from=Kind.VERIFICATION, by=by, where=where, as_of=as_of,
            period=Period.parse(text) if text else None,
        ) == (kept, kept)  # fmt: skip
        transaction.set_rollback(True)


def test_the_services_of_a_list_are_counted_one_by_one(monkeypatch):
    for services, late in ((["legal_aid", "shelter"], "true"), (["shelter"], ""), ([], "")):
        extra = {"services": services} | ({"to": "ngo"} if late else {})
        actions.write(
            kind=Kind.REFERRAL, unit=("referral", uuid4()), on=PartialDate(2026, 3, 14), outcome="sent", extra=extra
        )
    for where in ({}, {"each.services": ["shelter"]}, {"extra.to": ["ngo"]}):
        book.bind(2 if where else 10)
        kept, counted = both_ways(monkeypatch, kinds=[Kind.REFERRAL], by=["each.services", "extra.to"], where=where)
        assert kept == counted
        twice, _counted = both_ways(monkeypatch, kinds=[Kind.REFERRAL], by=["each.services"] * 2, where=where)
        assert all(one == other for (one, other), _number in twice)
        assert sum(group.number for group in kept) == (3 if not where else 2)


@pytest.mark.parametrize("wanted", [None, ["unknown"], ["1801", "unknown"], ["1801"]])
def test_a_place_without_a_district(monkeypatch, wanted):
    """A province, another country and no place at all are one row: the district is not known."""
    for place in ("", "08", "TH", "1801", "1802"):
        actions.write(
            kind=Kind.VICTIM, unit=("person", uuid4()), on=PartialDate(2026, 3, 14), sex="female", outcome="presumed", place=place
        )  # fmt: skip
    kept, counted = both_ways(
        monkeypatch, kinds=[Kind.VICTIM], by=["district", "sex"], where={"district": wanted} if wanted else {}
    )
    whole = {"1801": 1, "1802": 1, "unknown": 3}
    assert sorted(kept) == sorted(counted)
    assert {values[0]: number for values, number in kept} == {
        k: n for k, n in whole.items() if not wanted or k in wanted
    }


def test_the_way_through_the_writer(monkeypatch):
    person, other = ("person", uuid4()), ("person", uuid4())
    for unit, sex in ((person, "female"), (other, "male"), (person, "unknown")):
        actions.write(kind=Kind.VICTIM, unit=unit, on=PartialDate(2026, 3, 14), sex=sex, outcome="presumed")
    actions.correct(kind=Kind.VICTIM, unit=person, sex="female", on=PartialDate(2026))
    actions.correct(kind=Kind.VICTIM, unit=other, count=0)
    kept, counted = both_ways(monkeypatch, kinds=[Kind.VICTIM], by=["sex", "known_to"])
    assert kept == counted == [(("female", "2026"), 1)]


def test_a_late_correction_is_no_late_entry(monkeypatch):
    person = ("person", uuid4())
    monkeypatch.setattr(actions, "today", lambda: date(2026, 3, 20))
    actions.write(kind=Kind.VICTIM, unit=person, on=PartialDate(2026, 3, 14), sex="female")
    monkeypatch.setattr(actions, "today", lambda: date(2026, 9, 1))
    actions.correct(kind=Kind.VICTIM, unit=person, sex="male")
    assert queries.count_by(source=Source.NATIONAL, kinds=[Kind.VICTIM], by=["lag"]) == [(("6",), 1)]


def test_what_is_bound_is_no_longer_loose_and_keeps_no_order():
    """Two writers in another order leave the same volume; the years of the book and its newest day are still known."""
    runs = []
    for sex in ("male", "female"):  # so that both have a number already
        actions.write(kind=Kind.VICTIM, unit=("person", uuid4()), on=PartialDate(2030), sex=sex)
    for sexes in (["male", "female", "male"], ["female", "male", "male"]):
        with transaction.atomic():
            for sex in sexes:
                actions.write(kind=Kind.VICTIM, unit=("person", uuid4()), on=PartialDate(2031, 3, 14), sex=sex)
            before = book.span(), book.newest()
            assert book.bind(4) == 0
            assert book.bind(3) >= 3
            assert (book.span(), book.newest()) == before
            with connection.cursor() as cursor:
                cursor.execute("select size, n, sex, month, recorded_on from facts_volume where year = 1031")
                runs += [tuple(bytes(run) if not isinstance(run, int) else run for run in row) for row in cursor]
                cursor.execute("select count(*) from facts_entry where month / 13 = 1031")
                assert cursor.fetchone() == (0,)
            transaction.set_rollback(True)
    assert len(runs) == 2
    assert runs[0] == runs[1]


@pytest.mark.parametrize(
    "sql",
    [
        "update facts_entry set n = 2", "delete from facts_entry", "truncate facts_entry", "delete from facts_volume",
        "set local facts.binding = 'on'; delete from facts_entry", "update facts_volume set size = 1",
        "insert into facts_code (code) values ('x')", "truncate facts_volume",
    ],
)  # fmt: skip
def test_nobody_writes_in_the_book(sql):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("table", ["facts_entry", "facts_volume"])
def test_nor_does_its_owner_by_mistake(table):
    with superuser_connection(database_name()) as server, pytest.raises(psycopg.Error, match="only added"):
        server.execute(f"delete from {table}")
