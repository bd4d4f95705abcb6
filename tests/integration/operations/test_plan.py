"""A plan exists for the people named to it, by two people each, until a date; and every look is written down first."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from rumduol.audit import actions as audit
from rumduol.audit.models import AuditEvent
from rumduol.notices.models import Notice
from rumduol.operations import actions, queries
from rumduol.operations.models import Operation, Telling
from rumduol.shared.errors import InvalidInput, NotAllowed, NotThere, Stale, WrongState
from rumduol.vault import named
from rumduol.vault.enums import Section
from rumduol.vault.models import NamedLook, NamedReader, NamedSection
from rumduol.vault.types import RecordRef
from tests.integration.operations import plans
from tests.integration.operations.conftest import Place
from tests.integration.operations.plans import APPROVER, COLLEAGUE, MAKER, SECOND, TOLD


def test_nobody_but_its_writer_sees_a_draft(place: Place, nation: Any) -> None:
    operation = place.drafted()
    seen = []
    for key in nation.members:
        with place.acting(key):
            if (
                Operation.objects.filter(id=operation.id).exists()
                or NamedSection.objects.filter(record_id=operation.id).exists()
                or Telling.objects.exists()
            ):
                seen.append(key)
    assert seen == [MAKER]
    with place.acting(MAKER):
        plan, look = queries.open_plan(place.actor(MAKER), operation)
    assert (plan.address, plan.people, look.number) == ("The blue gate", 9, 1)


def test_two_people_name_a_reader_and_neither_is_the_reader(place: Place) -> None:
    operation = place.drafted()
    maker, approver, second = (place.actor(key).person_id for key in (MAKER, APPROVER, SECOND))
    with place.acting(MAKER):
        for reader, other in ((approver, approver), (approver, maker), (maker, second)):
            with pytest.raises(NotAllowed):
                actions.name_reader(
                    operation_id=operation.id, person_id=reader, second_id=other, until=None, by=place.actor(MAKER)
                )
        row = actions.name_reader(
            operation_id=operation.id, person_id=approver, second_id=second, until=None, by=place.actor(MAKER)
        )
        with pytest.raises(NotThere):  # the first signature is not also the second
            actions.confirm_reader(reader_id=row.id, by=place.actor(MAKER))
        place.refused("update vault_namedreader set confirmed_at = now() where id = %s", row.id)
        place.refused("update vault_namedreader set second_id = %s where id = %s", maker, row.id)
    with place.acting(APPROVER):  # nothing yet for whom it is about, not even that it is
        assert not Operation.objects.filter(id=operation.id).exists()
        with pytest.raises(NotThere):
            actions.confirm_reader(reader_id=row.id, by=place.actor(APPROVER))
        place.refused("update vault_namedreader set confirmed_at = now() where id = %s", row.id)
    with place.acting(SECOND):
        assert queries.operation_for(place.actor(SECOND), operation.id).number == operation.number
        with pytest.raises(NotThere):  # who signs does not read
            queries.open_plan(place.actor(SECOND), operation)
        assert [r.id for r in named.waiting_for(place.actor(SECOND))] == [row.id]
        actions.confirm_reader(reader_id=row.id, by=place.actor(SECOND))
        with pytest.raises(NotThere):  # replayed: it is no longer theirs to give
            actions.confirm_reader(reader_id=row.id, by=place.actor(SECOND))
        assert not Operation.objects.filter(id=operation.id).exists()
    with place.acting(APPROVER):
        assert queries.open_plan(place.actor(APPROVER), operation)[0].reserve == "Two cars"
        place.refused("update vault_namedreader set until = until + interval '1 year' where id = %s", row.id)
    with place.acting(MAKER):
        with pytest.raises(WrongState):  # named already
            actions.name_reader(
                operation_id=operation.id, person_id=approver, second_id=second, until=None, by=place.actor(MAKER)
            )
        assert Notice.objects.count() == 0


def test_whoever_is_named_reads_until_their_date_and_not_after(place: Place) -> None:
    operation = place.drafted()
    row = place.named(operation, APPROVER, SECOND)
    with place.acting(MAKER):
        NamedReader.objects.filter(id=row.id).update(until=timezone.now() - timedelta(minutes=30))
    with place.acting(APPROVER):
        assert not Operation.objects.filter(id=operation.id).exists()
        with pytest.raises(NotThere):
            queries.open_plan(place.actor(APPROVER), operation)
        place.refused("select * from vault.look(%s, 'screen')", row.section_id)
    with place.acting(MAKER), pytest.raises(InvalidInput):
        actions.name_reader(
            operation_id=operation.id, person_id=place.actor(APPROVER).person_id,
            second_id=place.actor(SECOND).person_id, until=timezone.now() + timedelta(days=91), by=place.actor(MAKER),
        )  # fmt: skip


def test_a_reader_taken_off_reads_nothing_that_is_written_after(place: Place) -> None:
    operation = place.drafted()
    row = place.named(operation, APPROVER, SECOND)
    with place.acting(MAKER):
        actions.end_reader(reader_id=row.id, by=place.actor(MAKER))
        before = bytes(NamedReader.objects.get(id=row.id).sealed_key)
        changed = replace(place.plan(), aim="Another aim")
        actions.change_plan(operation_id=operation.id, plan=changed, version=1, by=place.actor(MAKER))
        assert bytes(NamedReader.objects.get(id=row.id).sealed_key) == before, "the new key is not for them"
        place.refused("update vault_namedreader set ended_at = null, ended_by_id = null where id = %s", row.id)
    with place.acting(APPROVER), pytest.raises(NotThere):
        queries.open_plan(place.actor(APPROVER), operation)


def test_no_log_no_view(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    operation = place.drafted()

    def broken(*args: Any, **kwargs: Any) -> None:
        raise OSError("the disk of the log is full")

    with place.acting(MAKER):
        monkeypatch.setattr(audit, "record", broken)
        with pytest.raises(OSError, match="log is full"):
            queries.open_plan(place.actor(MAKER), operation)
        assert NamedLook.objects.count() == 0
        monkeypatch.undo()
        queries.open_plan(place.actor(MAKER), operation)
        look = NamedLook.objects.get()
        event = AuditEvent.objects.filter(event="vault.looked", subject_id=operation.id).latest("at")
        assert (look.number, look.person_id, event.person_id) == (1, place.actor(MAKER).person_id, look.person_id)
        # Past every line of Python: the text has no other way out, and the way writes the line.
        place.refused("select * from vault_namedtext")
        with connection.cursor() as cursor:
            cursor.execute("select number from vault.look(%s, 'screen')", [look.section_id])
            assert cursor.fetchone() == (2,)
        assert NamedLook.objects.count() == 2
        place.refused("delete from vault_namedlook")
        place.refused("update vault_namedlook set person_id = %s", uuid4())


def test_a_plan_is_approved_by_another_person_who_read_this_version(place: Place) -> None:
    operation = place.drafted()
    with place.acting(MAKER):
        with pytest.raises(NotAllowed):
            actions.approve(operation_id=operation.id, version=1, by=place.actor(MAKER))
        forged = "update operations_operation set status = 'approved', approved_by_id = %s, approved_at = now(), approved_version = %s where id = %s"
        for approver in (MAKER, APPROVER, SECOND):
            place.refused(forged, place.actor(approver).person_id, 1, operation.id)
    with place.acting(SECOND), pytest.raises(NotThere):
        actions.approve(operation_id=operation.id, version=1, by=place.actor(SECOND))
    place.named(operation, APPROVER, SECOND)
    with place.acting(MAKER):
        actions.change_plan(operation_id=operation.id, plan=place.plan(aim="Now ten"), version=1, by=place.actor(MAKER))
        with pytest.raises(Stale):
            actions.change_plan(operation_id=operation.id, plan=place.plan(), version=1, by=place.actor(MAKER))
    with place.acting(APPROVER):
        with pytest.raises(Stale):  # the approval of what was written before
            actions.approve(operation_id=operation.id, version=1, by=place.actor(APPROVER))
        place.refused(forged, place.actor(APPROVER).person_id, 1, operation.id)
        actions.approve(operation_id=operation.id, version=2, by=place.actor(APPROVER))
        with pytest.raises(WrongState):  # replayed
            actions.approve(operation_id=operation.id, version=2, by=place.actor(APPROVER))
    with place.acting(MAKER):
        with pytest.raises(WrongState):
            actions.change_plan(operation_id=operation.id, plan=place.plan(), version=2, by=place.actor(MAKER))
        record = RecordRef("operation", operation.id, place.actor(MAKER).office_id)
        with pytest.raises(DatabaseError, match="not changed"), transaction.atomic():  # nor past the action
            named.seal(record=record, section=Section.PLAN, fields={"aim": "x"}, by=place.actor(MAKER))


def test_expected_children_need_an_interviewer_and_a_place(place: Place) -> None:
    operation = place.drafted(team=plans.TEAM[:1], child_place="")
    place.named(operation, APPROVER, SECOND)
    with place.acting(APPROVER):
        with pytest.raises(InvalidInput) as error:
            actions.approve(operation_id=operation.id, version=1, by=place.actor(APPROVER))
        assert set(error.value.errors) == {"team_child", "child_place"}
        place.refused(
            "update operations_operation set status = 'approved', approved_by_id = %s, approved_at = now(), approved_version = 1 where id = %s",
            place.actor(APPROVER).person_id, operation.id,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"hour": timezone.now() - timedelta(hours=1)}, "hour"),
        ({"place": ""}, "place"),
        ({"place": "99"}, "place"),
        ({"people": 5000}, "people"),
        ({"reports": ()}, "reports"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_by_field(place: Place, more: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as error:
        place.drafted(**more)
    assert field in error.value.errors


def test_another_offices_report_is_not_planned_with(place: Place) -> None:
    with pytest.raises(NotThere):
        place.drafted(reports=(uuid4(),))


# ---- the hour -----------------------------------------------------------------------------------------------------


def test_a_local_office_sees_nothing_before_the_hour_and_its_message_from_then_on(place: Place) -> None:
    later = place.approved()
    told = replace(place.plan().tell[0], at=timezone.now() - timedelta(minutes=30))
    now = place.approved(tell=(told,))
    for key in (MAKER, APPROVER, TOLD):
        with place.acting(key):  # nobody moves an hour
            place.refused("update operations_telling set tell_at = now()")
    with place.acting(TOLD):
        by = place.actor(TOLD)
        with queries.as_told(by):
            assert Telling.objects.filter(operation_id=later.id).count() == 0
        rows = queries.told(by)
        assert [row.operation_id for row in rows] == [now.id]
        assert queries.open_telling(by, rows[0]) == {
            "number": now.number, "text": "Send two people to the district office."
        }  # fmt: skip
        assert Operation.objects.count() == 0, "the message and no more"
        with pytest.raises(NotThere):
            queries.operation_for(by, now.id)
        assert Telling.objects.count() == 0, "without the mark of the office there is nothing"
        assert Notice.objects.filter(record_id__in=[later.id, now.id]).count() == 0
    with place.acting(("social_kandal", TOLD[1])):  # another office, with its own mark, or with one that was forged
        other = place.actor(("social_kandal", TOLD[1]))
        assert queries.told(other) == []
    with place.acting(COLLEAGUE):
        assert queries.told(place.actor(COLLEAGUE)) == []
        assert Operation.objects.count() == 0


def test_an_office_told_of_something_called_off_learns_that_and_others_learn_nothing(place: Place) -> None:
    told = replace(place.plan().tell[0], at=timezone.now() - timedelta(minutes=30))
    known, unknown = place.approved(tell=(told,)), place.approved()
    with place.acting(MAKER):
        for one in (known, unknown):
            actions.call_off(operation_id=one.id, reason="leak", by=place.actor(MAKER))
        with pytest.raises(WrongState):
            actions.begin(operation_id=known.id, by=place.actor(MAKER))
    with place.acting(TOLD):
        assert [(row.operation_id, row.operation_status) for row in queries.told(place.actor(TOLD))] == [
            (known.id, "called_off")
        ]


def test_a_named_section_of_ones_own_under_anothers_operation_opens_nothing(place: Place) -> None:
    operation = place.drafted()
    forged = "select vault.begin_named(%s, 'operation', %s, %s, now() + interval '1 day', '')"
    with place.acting(COLLEAGUE), connection.cursor() as cursor:
        mark = transaction.savepoint()
        with pytest.raises(DatabaseError):
            cursor.execute(forged, [uuid4(), operation.id, "plan"])
        transaction.savepoint_rollback(mark)
        cursor.execute(forged, [uuid4(), operation.id, "notes"])
        assert cursor.fetchone() == (True,)
        assert not Operation.objects.filter(id=operation.id).exists()
        with pytest.raises(NotThere):
            queries.open_plan(place.actor(COLLEAGUE), operation)
