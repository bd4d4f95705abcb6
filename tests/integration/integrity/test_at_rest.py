"""What a copy of the database shows of a letter, and what its tables refuse whoever asks them."""

import dataclasses

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from rumduol.access.enums import permissions_of
from rumduol.agencies.enums import Role
from rumduol.audit.models import AuditEvent
from rumduol.integrity import actions, lot, queries
from rumduol.integrity.enums import TRANSITIONS, ComplaintStatus
from rumduol.integrity.models import Complaint, Reader
from rumduol.shared.errors import InvalidInput, WrongState
from rumduol.vault.enums import Purpose
from rumduol.vault.models import BlindIndex, Key, SealedSection, SectionWrap
from tests.integration.integrity.letters import OFFICER, SECOND, about_police, send

MODELS = list(apps.get_app_config("integrity").get_models())


def row_of(acting, actor) -> Complaint:
    with acting(actor):
        return queries.queue(actor)[0][-1]


def everything_as_text(row: Complaint) -> str:
    """Every column of every row that has to do with a letter, as a thief of the tables would print them."""
    found = []
    for model in MODELS:
        rows = model.objects.filter(id=row.id) if model is Complaint else model.objects.all()
        found += [str(values) for values in rows.values()]
    sections = SealedSection.objects.filter(parent_id=row.id)
    found += [str(values) for values in sections.values()]
    found += [str(values) for values in SectionWrap.objects.filter(section__in=sections).values()]
    found += list(
        AuditEvent.objects.filter(subject_id__in=[row.id, row.line_id, row.source.id]).values_list("body", flat=True)
    )
    return " ".join(found)


def test_no_table_knows_the_office_the_place_the_month_or_what_was_done(nation, actor_of, acting):
    officer = actor_of(*OFFICER)
    send(about_police(nation))
    row = row_of(acting, officer)
    with acting(officer):
        queries.open_complaint(row, officer, Purpose.OWN_WORK)
        actions.move(complaint_id=row.id, to="assessed", text="Zqgrund", by=officer)
        text = everything_as_text(Complaint.objects.select_related("source").get(id=row.id))
    assert len(text) > 5000
    for told in (
        nation.offices["police_psh"], nation.agencies["police"], "police", "tip_off", "2026-03", "duty", "'18'", "Zqverrat",
        "Zqhauptmann", "Zqkontakt", "Zqfurcht", "Zqgrund",
    ):  # fmt: skip
        assert str(told) not in text, told
    with acting(officer):
        assert not BlindIndex.objects.filter(kind__startswith="complaint").exists()


def test_sealed_to_the_desks_key_alone_and_as_long_as_any_other(nation, actor_of, acting):
    """No duty key, so no broken glass; and a whisper is as long as a testimony up to the same step."""
    officer = actor_of(*OFFICER)
    send(about_police(nation), story="x", contact="", fear="", official="")
    send(about_police(nation), story="y" * 900)
    with acting(officer):
        rows, _more = queries.queue(officer)
        sizes = {}
        for row in rows:
            sections = SealedSection.objects.filter(parent_id=row.id)
            sizes[row.id] = sorted((s.kind, len(bytes(s.ciphertext))) for s in sections)
            keys = set(SectionWrap.objects.filter(section__in=sections).values_list("key_id", flat=True))
            assert keys == {Key.objects.get(office_id=officer.office_id, retired=False).id}
    first, second = sizes.values()
    assert first == second
    assert len(first) == 3


def test_the_table_of_steps_stands_in_the_database_too(nation, actor_of, acting):
    """Every step that the table forbids is refused by a statement that skips the actions; every step it allows passes."""
    officer = actor_of(*OFFICER)
    send(about_police(nation))
    row = row_of(acting, officer)
    paths: dict[str, list[str]] = {"received": []}
    while len(paths) < len(ComplaintStatus):
        for old, follow in TRANSITIONS.items():
            for new in follow:
                if old in paths:
                    paths.setdefault(str(new), [*paths[old], str(new)])
    with acting(officer), connection.cursor() as cursor:
        set_to = "update integrity_complaint set status = %s, referred_to = 'prosecutor' where id = %s"
        for state, path in paths.items():
            mark = transaction.savepoint()
            for step in path:
                cursor.execute(set_to, [step, row.id])
                assert cursor.rowcount == 1
            for wanted in ComplaintStatus:
                allowed = wanted in TRANSITIONS[ComplaintStatus(state)] or wanted == state
                inner = transaction.savepoint()
                if allowed:
                    cursor.execute(set_to, [wanted, row.id])
                else:
                    with pytest.raises(DatabaseError, match="no step"):
                        cursor.execute(set_to, [wanted, row.id])
                transaction.savepoint_rollback(inner)
            transaction.savepoint_rollback(mark)
        with pytest.raises(DatabaseError, match="stays the letter"), transaction.atomic():
            cursor.execute("update integrity_complaint set received_on = received_on - 1 where id = %s", [row.id])
        with pytest.raises(WrongState):
            actions.move(complaint_id=row.id, to="convicted", by=officer)


def test_nobody_makes_themselves_a_reader_and_a_letter_is_not_asked_for_by_number(nation, actor_of, acting):
    first, second = actor_of(*OFFICER), actor_of(*SECOND)
    send(about_police(nation))
    row = row_of(acting, first)
    supervisor = actor_of("integrity", Role.SUPERVISOR)
    for stranger in (second, supervisor, actor_of("police_psh", Role.SUPERVISOR)):
        with acting(stranger):
            assert lot.adopt(row.number) is None
            assert not Reader.objects.exists()
            with pytest.raises(DatabaseError), transaction.atomic():
                Reader.objects.create(
                    complaint_id=row.id, office_id=stranger.office_id, person_id=stranger.person_id, naming="colleague"
                )
            assert not SealedSection.objects.filter(kind__in=["complaint", "complaint_source"]).exists()
            with connection.cursor() as cursor:
                for kind in ("complaint", "report", "case"):
                    cursor.execute("select count(*) from access.find_number(%s, %s)", [kind, row.number])
                    assert cursor.fetchone() == (0,)
    with acting(first), pytest.raises(InvalidInput):
        actions.name_reader(complaint_id=row.id, person_id=second.person_id, by=first)
    dead = dataclasses.replace(
        first, role=Role.SUPERVISOR
    )  # an actor made up in Python changes nothing in the database
    with acting(supervisor):
        assert queries.queue(dead)[0] == []


def test_only_the_officers_of_a_desk_may(nation):
    assert [role for role in Role if "integrity_read" in permissions_of(role)] == [Role.INTEGRITY_OFFICER]
    assert [role for role in Role if "integrity_work" in permissions_of(role)] == [Role.INTEGRITY_OFFICER]
