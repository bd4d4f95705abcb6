"""Consent withdrawn, role ended, person disabled, glass closed: the very next request knows, on pages and in the API."""

import json
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from rumduol.access import cookie
from rumduol.agencies.enums import Role
from rumduol.signin import actions as signin
from tests.world import BOSS, HOUSE, INVESTIGATOR, WORKER, Key, World, plain

NAME = plain("case.name")
HEALTH = plain("case.health")


@pytest.fixture(autouse=True)
def undone(world: World) -> Iterator[None]:
    mark = transaction.savepoint()
    yield
    transaction.savepoint_rollback(mark)


def browser(world: World, key: Key) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie.to_cookie(world.member(key).secret)
    return client


def bearer(world: World, key: Key) -> Client:
    return Client(headers={"authorization": f"Bearer {cookie.to_cookie(world.member(key).secret)}"})


def part(client: Client, world: World, name: str = "identity") -> tuple[int, str]:
    """What the recipient reads of one shared part: status and page."""
    response = client.post(f"/referrals/{world['referral']}/open/{name}/", {"purpose": "referral"})
    return response.status_code, response.content.decode()


def take_back(world: World, key: Key, *sections: str) -> None:
    address = f"/referrals/consents/{world['consent']}/withdraw/"
    page = browser(world, key).post(address, {"sections": list(sections), "words": "no longer"})
    assert page.status_code == 302, page.content.decode()


def test_withdrawn_consent_is_closed_at_the_recipients_next_click(world: World) -> None:
    house = browser(world, HOUSE)
    assert part(house, world)[0] == 200
    assert NAME in part(house, world)[1]
    assert HEALTH in part(house, world, "health")[1]
    take_back(world, WORKER, "identity", "health")
    for name, words in (("identity", NAME), ("health", HEALTH)):
        status, page = part(house, world, name)
        assert words not in page, name
        assert status in {200, 403, 404}
    assert house.get(f"/cases/{world['case']}/").status_code == 404


def test_one_part_taken_back_leaves_the_other(world: World) -> None:
    house = browser(world, HOUSE)
    assert HEALTH in part(house, world, "health")[1]
    take_back(world, WORKER, "health")
    assert HEALTH not in part(house, world, "health")[1]
    assert NAME in part(house, world)[1]


def test_the_recipient_told_of_the_withdrawal_loses_it_itself(world: World) -> None:
    house = browser(world, HOUSE)
    assert NAME in part(house, world)[1]
    take_back(world, HOUSE, "identity", "health")
    assert NAME not in part(house, world)[1]


def test_what_is_written_after_a_withdrawal_does_not_open_with_a_key_that_was_kept(world: World) -> None:
    """The recipient kept the old data key: the section was re-keyed, so that the copy opens nothing new."""
    before = _ciphertext(world)
    take_back(world, WORKER, "identity", "health")
    assert _ciphertext(world) != before


def _ciphertext(world: World) -> bytes:
    with world.acting(WORKER), connection.cursor() as cursor:
        cursor.execute(
            "select ciphertext from vault_sealedsection where record_id = %s and section = 'identity'", [world["case"]]
        )
        return bytes(cursor.fetchone()[0])


OPEN_TO: dict[Key, str] = {WORKER: "/cases/{case}/", BOSS: "/cases/{case}/", INVESTIGATOR: "/reports/{report}/"}


@pytest.mark.parametrize("key", OPEN_TO, ids=lambda key: f"{key[0]}-{key[1]}")
@pytest.mark.parametrize("how", ["role ended", "person disabled", "sessions ended"])
def test_a_person_who_may_no_more_is_out_at_the_next_click(world: World, key: Key, how: str) -> None:
    address = OPEN_TO[key].format(**{name: str(value) for name, value in world.ids.items()})
    client, program = browser(world, key), bearer(world, key)
    assert client.get(address).status_code == 200
    assert program.get("/api/v1/me").status_code == 200
    _stop(world, key, how)
    page = client.get(address)
    assert page.status_code == 302
    assert page.headers["Location"].startswith("/me/sign-in/")
    assert program.get("/api/v1/me").status_code == 401
    assert client.post(address, {"purpose": "own_work"}).status_code in {302, 401}


def _stop(world: World, key: Key, how: str) -> None:
    actor = world.actor(key)
    if how == "sessions ended":
        with world.acting(key):
            signin.sign_out(by=actor)
        return
    leader = ("police_national" if key[0].startswith("police") else "social_national", Role.ADMINISTRATOR)
    with world.acting(leader):
        by = world.actor(leader)
        if how == "role ended":
            signin.end_role(membership_id=actor.membership_id, by=by)
        else:
            signin.disable(person_id=actor.person_id, by=by)


def test_a_disabled_person_cannot_sign_in_through_the_api(world: World) -> None:
    member = world.member(WORKER)
    _stop(world, WORKER, "person disabled")
    body = json.dumps({"username": member.username, "password": member.password})
    answer = Client().post("/api/v1/session", body, content_type="application/json")
    assert answer.status_code == 422
    assert "token" not in answer.json()


def test_a_conflict_declared_closes_the_file_at_the_next_click(world: World) -> None:
    address = f"/reports/{world['report']}/"
    client = browser(world, INVESTIGATOR)
    assert client.get(address).status_code == 200
    number = _number(world)
    done = client.post("/access/conflict/", {"kind": "report", "number": number, "because": "relative"})
    if done.status_code == 422:  # reports have no number that this page knows: say it to the action
        from rumduol.access import actions as access

        with world.acting(INVESTIGATOR):
            by = world.actor(INVESTIGATOR)
            access.declare_conflict(
                kind="report", record_id=world["report"], person_id=by.person_id, because="relative", by=by
            )
    assert client.get(address).status_code == 404


def _number(world: World) -> str:
    from rumduol.intake.models import Report

    with world.acting(INVESTIGATOR):
        return Report.objects.get(id=world["report"]).number
