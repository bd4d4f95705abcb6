"""Kept out of a record by a conflict of interest means kept out of everything sealed for its parts, with the Python filter off."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from rumduol.access import actions as access
from rumduol.intake.models import ReportPerson
from rumduol.vault.models import SealedFile, SealedSection
from tests.world import BOSS, HOUSE, INVESTIGATOR, POLICE_BOSS, WORKER, World

PARTS_OF = {
    "report": {"report_person", "message", "report_note"},
    "screening": {"second_look"},
    "case": {"referral", "referral_report", "consent", "consent_heard", "file"},
}
TABLES = {
    "vault_sealedsection": "select count(*) from vault_sealedsection where record_id = any(%s)",
    "vault_sectionwrap": "select count(*) from vault_sectionwrap where section_id = any(%s)",
    "vault_blindindex": "select count(*) from vault_blindindex where record_id = any(%s)",
}


@pytest.fixture(autouse=True)
def undone(world: World) -> Iterator[None]:
    mark = transaction.savepoint()
    yield
    transaction.savepoint_rollback(mark)


def seen(world, key, record, parts):
    """Rows of the vault about a record and its parts, counted in SQL in the session of one person."""
    with world.acting(key), connection.cursor() as cursor:
        found = {}
        for table, sql in TABLES.items():
            cursor.execute(sql, [parts["sections"] if table == "vault_sectionwrap" else [record, *parts["records"]]])
            found[table] = cursor.fetchone()[0]
        return found


@pytest.mark.parametrize(
    ("kind", "key", "colleague"),
    [("report", INVESTIGATOR, POLICE_BOSS), ("case", WORKER, BOSS), ("case", HOUSE, None)],
    ids=["report", "case", "case shared with a house"],
)
def test_the_rows_of_the_record_and_of_its_parts_are_hidden(world: World, kind, key, colleague) -> None:
    record = world[kind]
    with world.acting(key):
        rows = list(SealedSection.objects.filter(parent_id=record)) + list(
            SealedSection.objects.filter(record_id=record)
        )
    parts = {"records": [row.record_id for row in rows], "sections": [row.id for row in rows]}
    before = seen(world, key, record, parts)
    assert before["vault_sealedsection"] > 1
    assert before["vault_sectionwrap"] >= before["vault_sealedsection"]
    of_colleague = colleague and seen(world, colleague, record, parts)
    with world.acting(key):
        by = world.actor(key)
        access.declare_conflict(kind=kind, record_id=record, person_id=by.person_id, because="relative", by=by)
    assert set(seen(world, key, record, parts).values()) == {0}
    with world.acting(key):
        assert not SealedFile.objects.filter(record_id=record).exists()
    if colleague:
        assert seen(world, colleague, record, parts) == of_colleague, "only the one person is kept out"


def test_every_part_that_is_sealed_names_its_record(world: World) -> None:
    found: dict[str, set[bool]] = {}
    for key in world.nation.members:
        with world.acting(key):
            for kind, parent in SealedSection.objects.values_list("kind", "parent_id"):
                found.setdefault(kind, set()).add(parent is not None)
    parts = set().union(*PARTS_OF.values())
    assert {kind for kind, named in found.items() if kind in parts and named != {True}} == set()
    made = parts & set(found)
    assert {"report_person", "message", "report_note", "referral", "consent", "file", "second_look"} <= made


def test_the_people_of_a_part_that_went_elsewhere_belong_to_that_part(world: World) -> None:
    compared = 0
    for key in world.nation.members:
        with world.acting(key):
            homes = dict(ReportPerson.objects.values_list("id", "report_id"))
            for record, parent in SealedSection.objects.filter(kind="report_person").values_list(
                "record_id", "parent_id"
            ):
                if record in homes:
                    assert homes[record] == parent
                    compared += 1
    assert compared
