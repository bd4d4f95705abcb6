"""Facts are only added: by the application, by the owner, by the database's master."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from rumduol.facts import actions, queries
from rumduol.facts.enums import Kind, Source
from rumduol.facts.models import Fact
from rumduol.facts.types import Period
from rumduol.shared.dates import PartialDate, today

pytestmark = pytest.mark.django_db
MARCH = PartialDate(2026, 3)


def victim(unit=None, **more):
    given = {
        "kind": Kind.VICTIM,
        "unit": unit or ("person", uuid4()),
        "on": MARCH,
        "sex": "female",
        "place": "18010203",
    }
    return actions.write(**(given | more))


def count(**more):
    groups = queries.count_by(source=Source.NATIONAL, kinds=[Kind.VICTIM], by=["sex"], **more)
    return {group.values[0]: group.number for group in groups}


@pytest.mark.parametrize(
    "sql", ["update facts_fact set count = 2", "delete from facts_fact", "truncate facts_fact cascade"]
)
def test_no_fact_is_changed_or_removed(sql):
    victim()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Fact.objects.count() == 1


def test_the_trigger_that_holds_for_the_owner_too_is_on():
    """Before, for each statement, on delete (8), update (16) and truncate (32), not disabled.

    Asked of the catalogue, as tests have no owner's rights.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_trigger where tgrelid = 'facts_fact'::regclass and tgname = 'facts_refuse'"
            " and tgenabled in ('O', 'A') and tgtype & 8 > 0 and tgtype & 16 > 0 and tgtype & 32 > 0 and tgtype & 2 > 0"
        )
        assert cursor.fetchone() == (1,)


def test_the_application_may_read_and_add_only():
    with connection.cursor() as cursor:
        for table in ("facts_fact", "facts_ctdcfile", "facts_ctdcperson"):
            cursor.execute(
                "select privilege_type from information_schema.role_table_grants"
                " where table_name = %s and grantee = 'rumduol_app' order by 1",
                [table],
            )
            assert [row[0] for row in cursor.fetchall()] == ["INSERT", "SELECT"], table


def test_place_is_cut_to_the_district_and_the_unit_cannot_be_joined():
    person = uuid4()
    fact = Fact.objects.get(id=victim(("person", person)))
    assert fact.place == "1801"
    assert person.bytes not in bytes(fact.unit_key)
    assert person.hex not in str(fact.__dict__)
    assert actions.unit_key(("person", person)) != actions.unit_key(("case", person))


def test_a_unit_is_counted_once_however_often_it_is_written():
    person = ("person", uuid4())
    victim(person, outcome="presumed")
    victim(person, outcome="identified", sex="unknown")
    assert count() == {"unknown": 1}
    assert Fact.objects.count() == 2


def test_events_of_one_unit_add_up():
    case = ("case", uuid4())
    for month in (1, 3, 6):
        actions.write(kind=Kind.VISIT, unit=case, on=PartialDate(2026, month, 5))
    assert queries.count_by(source=Source.NATIONAL, kinds=[Kind.VISIT], by=[]) == [((), 3)]


def test_a_correction_replaces_and_keeps_what_it_does_not_name():
    person = ("person", uuid4())
    victim(person)
    actions.correct(kind=Kind.VICTIM, unit=person, sex="male")
    actions.correct(kind=Kind.VICTIM, unit=person, sex="male", on=PartialDate(2025))
    assert count() == {"male": 1}
    assert count(period=Period.year(2026)) == {}
    newest = Fact.objects.get(corrected_by=None)
    assert (newest.place, newest.happened_on) == ("1801", "2025")


def test_a_withdrawn_fact_no_longer_counts():
    person = ("person", uuid4())
    victim(person)
    actions.correct(kind=Kind.VICTIM, unit=person, count=0)
    assert count() == {}


def test_a_fact_corrects_only_its_own_unit():
    first = Fact.objects.get(id=victim())
    with pytest.raises(DatabaseError), transaction.atomic():
        Fact(kind=Kind.VICTIM, unit_key=b"x" * 32, happened_on="2026", recorded_on=today(), corrects=first).save(
            force_insert=True
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        Fact(kind=Kind.CASE, unit_key=first.unit_key, happened_on="2026", recorded_on=today(), corrects=first).save(
            force_insert=True
        )


def test_nothing_but_codes_gets_in():
    with pytest.raises(actions.UncountableFact) as refused:
        victim(sex="Sok Dara", form="kept", outcome="ran away from home", extra={"note": "ស្រីពៅ"})
    assert set(refused.value.errors) == {"sex", "form", "outcome", "extra"}
    with pytest.raises(actions.UncountableFact):
        victim(place="behind the market")
    with pytest.raises(actions.UncountableFact):
        victim(kind="gossip")
    assert Fact.objects.count() == 0


def test_the_database_refuses_text_too():
    with pytest.raises(DatabaseError), transaction.atomic():
        Fact(
            kind="victim",
            unit_key=b"x" * 32,
            happened_on="2026",
            recorded_on=today(),
            extra={"note": "ស្រីពៅ"},
        ).save(force_insert=True)


@pytest.mark.parametrize(
    ("on", "periods"),
    [
        (PartialDate(2026, 3, 14), {"2026", "2026-Q1", "2026-03"}),
        (PartialDate(2026, 3), {"2026", "2026-Q1", "2026-03"}),
        (PartialDate(2026), {"2026"}),
        (PartialDate(2025, 12, 31), set()),
    ],
)
def test_a_partial_date_counts_where_it_lies_whole(on, periods):
    victim(on=on)
    asked = ["2026", "2026-Q1", "2026-03", "2026-Q2", "2026-04"]
    assert {text for text in asked if count(period=Period.parse(text))} == periods
    assert {text for text in asked if Period.parse(text).holds(str(on))} == periods


def test_as_it_was_known_on_a_day(monkeypatch):
    from datetime import date

    person = ("person", uuid4())
    monkeypatch.setattr(actions, "today", lambda: date(2026, 4, 1))
    victim(person)
    monkeypatch.setattr(actions, "today", lambda: date(2026, 5, 1))
    actions.correct(kind=Kind.VICTIM, unit=person, sex="male")
    assert count(as_of=date(2026, 3, 31)) == {}
    assert count(as_of=date(2026, 4, 30)) == {"female": 1}
    assert count(as_of=date(2026, 5, 1)) == count() == {"male": 1}
