"""A colleague is told once, sees only their own notices, and nobody learns who was told."""

import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from rumduol.access.models import Conflict
from rumduol.agencies.enums import Role
from rumduol.notices import actions, queries
from rumduol.notices.enums import NoticeKind
from rumduol.notices.models import Notice

pytestmark = pytest.mark.django_db


def tell(nation, **more):
    values = {
        "kind": NoticeKind.REFERRAL_NEW,
        "record_kind": "referral",
        "record_id": uuid.uuid4(),
        "number": "R-26-00001",
        "to_office": nation.offices["lotus_shelter"],
        "roles": (Role.SHELTER_WORKER,),
    }
    actions.notify(**{**values, **more})


def test_a_role_of_another_office_is_told_and_only_they_see_it(nation, actor_of, acting):
    with acting(actor_of("social_psh", Role.CASE_WORKER)):
        tell(nation)
        assert Notice.objects.count() == 0  # not even the sender sees it
    with acting(actor_of("lotus_shelter", Role.SHELTER_WORKER)):
        (notice,) = queries.unread(actor_of("lotus_shelter", Role.SHELTER_WORKER))
        assert (notice.kind, notice.number) == ("referral_new", "R-26-00001")
    with acting(actor_of("lotus_shelter", Role.SUPERVISOR)):
        assert Notice.objects.count() == 0


def test_an_anonymous_report_can_tell_the_operator(nation, actor_of, acting):
    with acting(None):
        tell(nation, kind=NoticeKind.REPORT_NEW, record_kind="report", to_office=nation.offices["helpline"], roles=())
        assert Notice.objects.count() == 0
    with acting(actor_of("helpline", Role.HOTLINE_OPERATOR)):
        assert queries.unread_count(actor_of("helpline", Role.HOTLINE_OPERATOR)) == 1


def test_nobody_is_told_twice_of_an_unread_thing_but_again_after_reading(nation, actor_of, acting):
    shelter = actor_of("lotus_shelter", Role.SHELTER_WORKER)
    record = uuid.uuid4()
    for _ in range(2):
        with acting(actor_of("social_psh", Role.CASE_WORKER)):
            tell(nation, record_id=record)
    with acting(shelter):
        assert queries.unread_count(shelter) == 1
        actions.read_about(record_id=record, by=shelter)
        assert queries.unread_count(shelter) == 0
    with acting(actor_of("social_psh", Role.CASE_WORKER)):
        tell(nation, record_id=record)
    with acting(shelter):
        assert queries.unread_count(shelter) == 1
        assert len(queries.latest(shelter)) == 2


def test_one_is_not_told_of_ones_own_doing(nation, actor_of, acting):
    worker = actor_of("social_psh", Role.CASE_WORKER)
    with acting(worker):
        tell(nation, to_office=worker.office_id, roles=())
        assert queries.unread_count(worker) == 0


def test_a_conflict_of_interest_keeps_the_notice_away(nation, actor_of, acting):
    shelter, record = actor_of("lotus_shelter", Role.SHELTER_WORKER), uuid.uuid4()
    with acting(shelter):
        Conflict.objects.create(
            person_id=shelter.person_id,
            kind="referral",
            record_id=record,
            because="family",
            declared_by_id=shelter.person_id,
        )
    with acting(actor_of("social_psh", Role.CASE_WORKER)):
        tell(nation, record_id=record)
    with acting(shelter):
        assert queries.unread_count(shelter) == 0


def test_nobody_writes_or_reads_the_notices_of_others(nation, actor_of, acting):
    shelter = actor_of("lotus_shelter", Role.SHELTER_WORKER)
    with acting(actor_of("social_psh", Role.CASE_WORKER)):
        tell(nation)
        with pytest.raises(DatabaseError), transaction.atomic():
            Notice.objects.create(
                person_id=shelter.person_id, kind="referral_new", record_kind="referral", record_id=uuid.uuid4()
            )
        assert Notice.objects.filter(person_id=shelter.person_id).update(number="x") == 0
        with connection.cursor() as cursor:
            cursor.execute("select relforcerowsecurity from pg_class where relname = 'notices_notice'")
            assert cursor.fetchone() == (True,)
