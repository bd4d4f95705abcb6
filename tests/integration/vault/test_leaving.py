"""Somebody leaves: their copies of the office's keys go in the same transaction, and the supervisor is asked to renew."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from rumduol.access.enums import Permission, permissions_of
from rumduol.agencies.enums import Role
from rumduol.signin import actions as signin
from rumduol.vault import keys, rotation
from rumduol.vault.models import KeyWrap
from tests.conftest import database_name, superuser_connection


@pytest.fixture
def admin(actor_of):
    return actor_of("social_national", Role.ADMINISTRATOR)


@pytest.fixture
def worker(actor_of):
    return actor_of("social_psh", Role.CASE_WORKER)


def copies(acting, person):
    """How many copies of the office's keys lie in the database for a person, asked in SQL by a colleague."""
    colleague, whom = person
    with acting(colleague), connection.cursor() as cursor:
        cursor.execute("select count(*) from vault_keywrap where person_id = %s", [whom])
        return cursor.fetchone()[0]


@pytest.mark.parametrize("how", ["role ended", "disabled", "role ended in SQL", "disabled in SQL"])
def test_the_copies_go_with_the_person(how, worker, admin, actor_of, acting):
    boss = actor_of("social_psh", Role.SUPERVISOR)
    assert copies(acting, (boss, worker.person_id)) == 1
    before = copies(acting, (boss, boss.person_id))
    with acting(admin), connection.cursor() as cursor:
        now = timezone.now()
        if how == "role ended":
            signin.end_role(membership_id=worker.membership_id, by=admin)
        elif how == "disabled":
            signin.disable(person_id=worker.person_id, by=admin)
        elif how == "role ended in SQL":
            cursor.execute(
                "update agencies_membership set ended_at = %s, ended_by_id = %s where id = %s",
                [now, admin.person_id, worker.membership_id],
            )
        else:
            cursor.execute(
                "update agencies_person set disabled_at = %s, disabled_by_id = %s where id = %s",
                [now, admin.person_id, worker.person_id],
            )
    assert copies(acting, (boss, worker.person_id)) == 0
    assert copies(acting, (boss, boss.person_id)) == before
    with acting(boss):
        assert [key.office_id for key in rotation.worn(boss)] == [boss.office_id]
        rotation.rotate(by=boss)
        assert rotation.worn(boss) == []


def test_the_parked_keyring_of_an_ended_role_is_destroyed(worker, admin, acting):
    with acting(admin):
        signin.end_role(membership_id=worker.membership_id, by=admin)
    with acting(worker), connection.cursor() as cursor:
        cursor.execute("select count(*) from access.me()")
        assert cursor.fetchone() == (0,)


def test_a_second_role_in_the_same_office_keeps_the_key_and_one_elsewhere_does_not(worker, admin, actor_of, acting):
    boss, other = actor_of("social_psh", Role.SUPERVISOR), actor_of("social_kandal", Role.CASE_WORKER)
    with acting(admin):
        second = signin.give_role(
            person_id=worker.person_id, office_id=worker.office_id, role=Role.SCREENING_OFFICER, by=admin
        )
        signin.give_role(person_id=worker.person_id, office_id=other.office_id, role=Role.CASE_WORKER, by=admin)
    with acting(other):
        keys.hand_on(person_id=worker.person_id, by=other)
    with acting(admin):
        signin.end_role(membership_id=worker.membership_id, by=admin)
    assert copies(acting, (boss, worker.person_id)) == 1
    with acting(boss):
        assert rotation.worn(boss) == []
    with acting(admin):
        signin.end_role(membership_id=second, by=admin)
    assert copies(acting, (boss, worker.person_id)) == 0
    assert copies(acting, (other, worker.person_id)) == 1


def test_a_supervisor_who_leaves_loses_the_key_for_emergencies_too(admin, actor_of, acting):
    boss, left = actor_of("social_psh", Role.SUPERVISOR), actor_of("social_kandal", Role.SUPERVISOR)
    with acting(boss):
        duty = keys.live_duty_key(boss.agency_id)
        assert KeyWrap.objects.filter(key=duty, person_id=left.person_id).exists()
    with acting(admin):
        signin.end_role(membership_id=left.membership_id, by=admin)
    with acting(boss):
        assert not KeyWrap.objects.filter(key=duty, person_id=left.person_id).exists()
        assert [key.kind for key in rotation.worn(boss)] == ["duty"]


def test_the_supervisor_sees_on_the_first_page_that_the_key_is_to_be_renewed(
    worker, admin, actor_of, acting, client_of
):
    boss = actor_of("social_psh", Role.SUPERVISOR)
    page = reverse("signin:office_key")
    assert page not in client_of(boss).get("/").content.decode()
    with acting(admin):
        signin.end_role(membership_id=worker.membership_id, by=admin)
    assert page in client_of(boss).get("/").content.decode()
    assert client_of(boss).get(page).context["worn"]
    assert page not in client_of(actor_of("social_kandal", Role.SUPERVISOR)).get("/").content.decode()


def test_the_database_knows_the_same_roles_without_keys(nation):
    with superuser_connection(database_name()) as server:
        listed = set(server.execute("select unnest(vault.without_keys())").fetchall())
    assert {role for (role,) in listed} == {
        str(role) for role in Role if Permission.KEYS_HAND_ON not in permissions_of(role)
    }


def test_nobody_calls_the_taking_back_by_hand(worker, acting):
    with acting(worker), connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute("select vault.take_back_keys(%s)", [worker.person_id])
