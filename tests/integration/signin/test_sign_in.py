"""Signing in: the password in the database, the second factor, the keyring, and how it all ends."""

import hashlib
import os
import re
import subprocess
import sys
from datetime import timedelta

import pyotp
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from rumduol.access import cookie, database
from rumduol.access.types import OWN_KEY
from rumduol.agencies.enums import Role
from rumduol.agencies.models import Membership
from rumduol.shared.errors import InvalidInput, NotThere
from rumduol.signin import actions
from rumduol.vault import keys
from tests.conftest import database_name, server_settings, superuser_connection
from tests.nation import PASSWORD

SIGN_IN = "/me/sign-in/"


def sign_in(member, password=PASSWORD) -> tuple[Client, object]:
    client = Client()
    return client, client.post(SIGN_IN, {"username": member.username, "password": password})


@pytest.fixture
def worker(member_of):
    return member_of("social_psh", Role.CASE_WORKER)


def test_right_password_leads_to_work_with_the_office_key_in_hand(worker):
    client, response = sign_in(worker)
    assert response.status_code == 302
    secret = cookie.from_cookie(client.cookies[settings.SESSION_COOKIE_NAME].value)
    morsel = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (morsel["httponly"], morsel["samesite"]) == (True, "Strict")
    page = client.get(reverse("signin:profile"))
    assert page.status_code == 200
    ring = page.wsgi_request.actor.keyring
    assert set(worker.actor.keyring) <= set(ring)
    assert all(ring[key] == worker.actor.keyring[key] for key in worker.actor.keyring)
    assert secret is not None


def _without_token(response, name: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode()).replace(name, "")


@pytest.mark.parametrize("name", ["social-psh.case-worker", "nobody.at.all"])
def test_wrong_name_and_wrong_password_read_the_same(db, nation, name):
    response = Client().post(SIGN_IN, {"username": name, "password": "wrong password 1"})
    assert response.status_code == 422
    assert settings.SESSION_COOKIE_NAME not in response.cookies
    other = Client().post(SIGN_IN, {"username": "somebody.else", "password": "wrong password 1"})
    assert _without_token(response, name) == _without_token(other, "somebody.else")


def test_after_five_wrong_tries_even_the_right_password_waits(worker):
    for _n in range(5):
        sign_in(worker, "wrong password 1")
    client, response = sign_in(worker)
    assert response.status_code == 422
    assert settings.SESSION_COOKIE_NAME not in client.cookies


def test_signing_out_ends_the_session_and_clears_the_browser(worker):
    client, _ = sign_in(worker)
    kept = client.cookies[settings.SESSION_COOKIE_NAME].value
    response = client.post(reverse("signin:sign_out"))
    assert "storage" in response.headers["Clear-Site-Data"]
    again = Client()
    again.cookies[settings.SESSION_COOKIE_NAME] = kept
    assert again.get(reverse("signin:profile")).status_code in {302, 401}


def test_a_stolen_session_table_opens_nothing(worker):
    """Neither the stored hash nor the parked keyring is the cookie."""
    client, _ = sign_in(worker)
    secret = cookie.from_cookie(client.cookies[settings.SESSION_COOKIE_NAME].value)
    token_hash = hashlib.sha256(cookie.token_of(secret)).digest()
    for guess in (token_hash, cookie.token_of(secret)):
        thief = Client()
        thief.cookies[settings.SESSION_COOKIE_NAME] = cookie.to_cookie(guess)
        assert thief.get(reverse("signin:profile")).status_code in {302, 401}


def test_the_app_role_reads_no_credentials_and_no_sessions(nation):
    for table in ("access_credential", "access_session"):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"select * from {table}")


def test_disabled_person_is_out_at_the_next_click(worker, actor_of, acting):
    client, _ = sign_in(worker)
    assert client.get(reverse("signin:profile")).status_code == 200
    admin = actor_of("social_national", Role.ADMINISTRATOR)
    with acting(admin):
        actions.disable(person_id=worker.actor.person_id, by=admin)
    assert client.get(reverse("signin:profile")).status_code in {302, 401}
    assert sign_in(worker)[1].status_code == 422


def test_ended_role_works_no_longer(worker, actor_of, acting, client_of):
    client = client_of(worker.actor)
    assert client.get(reverse("signin:profile")).status_code == 200
    admin = actor_of("social_national", Role.ADMINISTRATOR)
    with acting(admin):
        actions.end_role(membership_id=worker.actor.membership_id, by=admin)
    assert client.get(reverse("signin:profile")).status_code in {302, 401}


def test_administrators_of_another_agency_can_do_nothing_to_a_person(worker, actor_of, acting):
    admin = actor_of("police_national", Role.ADMINISTRATOR)
    with acting(admin):
        with pytest.raises(NotThere):
            actions.disable(person_id=worker.actor.person_id, by=admin)
        with pytest.raises(NotThere):
            actions.end_role(membership_id=worker.actor.membership_id, by=admin)
        # and with the Python rule off, the database refuses too
        assert (
            Membership.objects.filter(id=worker.actor.membership_id).update(
                ended_at=timezone.now(), ended_by_id=admin.person_id
            )
            == 0
        )


def of_offices(actor):
    """The office keys in a keyring; everybody also holds one of their own."""
    return set(actor.keyring) - {OWN_KEY}


def test_invited_colleague_sets_a_password_and_gets_the_key_from_a_colleague(actor_of, acting, worker):
    admin = actor_of("social_national", Role.ADMINISTRATOR)
    with acting(admin):
        person_id, code = actions.invite(
            username="new.colleague", name_km="មិត្តថ្មី", name_latin="New Colleague", office_id=worker.actor.office_id,
            role=Role.CASE_WORKER, by=admin,
        )  # fmt: skip
    client = Client()
    data = {
        "username": "new.colleague",
        "invitation": code,
        "password": "rice fields at dawn",
        "again": "rice fields at dawn",
    }
    assert client.post(reverse("signin:welcome"), data).status_code == 302
    assert client.post(reverse("signin:welcome"), data).status_code == 422  # an invitation works once
    assert client.post(SIGN_IN, {"username": "new.colleague", "password": "rice fields at dawn"}).status_code == 302
    assert not of_offices(worker.actor) & set(client.get(reverse("signin:profile")).wsgi_request.actor.keyring)
    with acting(worker.actor):
        assert [row.ready for row in keys.waiting_for_keys(worker.actor) if row.person_id == person_id] == [True]
        assert keys.hand_on(person_id=person_id, by=worker.actor) == 1
    client.post(SIGN_IN, {"username": "new.colleague", "password": "rice fields at dawn"})
    assert of_offices(worker.actor) <= set(client.get(reverse("signin:profile")).wsgi_request.actor.keyring)


def test_an_administrator_cannot_hand_on_or_hold_a_key(actor_of, client_of, worker):
    admin = actor_of("social_national", Role.ADMINISTRATOR)
    assert client_of(admin).post(reverse("signin:hand_on", args=[worker.actor.person_id])).status_code == 403
    assert not of_offices(admin)


def test_second_factor_is_asked_once_enrolled_and_a_code_works_once(worker):
    client, _ = sign_in(worker)
    page = client.get(reverse("signin:enrol"))
    secret = page.context["totp_secret"]
    data = {"secret": page.context["signed"], "code": pyotp.TOTP(secret).now()}
    assert client.post(reverse("signin:enrol"), data).status_code == 302
    client, response = sign_in(worker)
    assert response.headers["Location"].startswith(reverse("signin:second_factor"))
    assert client.get(reverse("signin:profile")).status_code in {302, 401}  # a password is not enough
    assert client.post(reverse("signin:second_factor"), {"code": "000000"}).status_code == 422
    code = pyotp.TOTP(secret).now()
    assert client.post(reverse("signin:second_factor"), {"code": code}).status_code == 302
    assert client.get(reverse("signin:profile")).status_code == 200
    client, _ = sign_in(worker)
    assert client.post(reverse("signin:second_factor"), {"code": code}).status_code == 422  # used


def test_with_a_second_factor_enrolled_a_pending_session_cannot_enrol_another(worker):
    client, _ = sign_in(worker)
    page = client.get(reverse("signin:enrol"))
    client.post(
        reverse("signin:enrol"),
        {"secret": page.context["signed"], "code": pyotp.TOTP(page.context["totp_secret"]).now()},
    )
    client, _ = sign_in(worker)
    assert client.get(reverse("signin:enrol")).status_code == 302


@override_settings(DEMO=False)
def test_outside_the_demo_everybody_must_enrol_at_the_first_sign_in(worker):
    client, response = sign_in(worker)
    assert response.headers["Location"].startswith(reverse("signin:enrol"))
    assert client.get(reverse("signin:profile")).status_code in {302, 401}
    page = client.get(reverse("signin:enrol"))
    client.post(
        reverse("signin:enrol"),
        {"secret": page.context["signed"], "code": pyotp.TOTP(page.context["totp_secret"]).now()},
    )
    assert client.get(reverse("signin:profile")).status_code == 200


def test_changed_password_opens_the_same_keys(worker):
    client, _ = sign_in(worker)
    data = {"old": PASSWORD, "password": "three quiet water buffaloes", "again": "three quiet water buffaloes"}
    assert client.post(reverse("signin:password"), data).status_code == 302
    assert sign_in(worker)[1].status_code == 422
    client, response = sign_in(worker, "three quiet water buffaloes")
    assert response.status_code == 302
    assert set(worker.actor.keyring) <= set(client.get(reverse("signin:profile")).wsgi_request.actor.keyring)


def test_next_never_leads_outside(worker):
    client = Client()
    data = {"username": worker.username, "password": PASSWORD, "next": "//evil.example/"}
    assert client.post(SIGN_IN, data).headers["Location"] == "/"


@pytest.mark.parametrize("column", ["seen_at", "ends_at"])
def test_a_session_ends_after_its_idle_time_and_after_its_last_hour(member_of, client_of, column):
    member = member_of("police_pp", Role.INVESTIGATOR)
    client = client_of(member.actor)
    assert client.get(reverse("signin:profile")).status_code == 200
    change = f"update access_session set {column} = %s where id = %s returning (select {column} from access_session where id = %s)"
    with superuser_connection(database_name(), autocommit=True) as server:
        past = timezone.now() - timedelta(minutes=601)
        before = server.execute(change, [past, member.actor.session_id, member.actor.session_id]).fetchone()[0]
        try:
            assert client.get(reverse("signin:profile")).status_code in {302, 401}
        finally:
            server.execute(change, [before, member.actor.session_id, member.actor.session_id])
    assert client.get(reverse("signin:profile")).status_code == 200


def test_a_new_session_gets_half_an_hour_and_twelve_hours(worker):
    client, _ = sign_in(worker)
    secret = cookie.from_cookie(client.cookies[settings.SESSION_COOKIE_NAME].value)
    with database.session(cookie.token_of(secret)), connection.cursor() as cursor:
        cursor.execute("select session_id from access.me()")
        assert cursor.fetchone() is not None
    assert (settings.SESSION_IDLE_MINUTES, settings.SESSION_HOURS) == (30, 12)


def test_person_in_two_offices_switches_and_the_keyring_follows(actor_of, acting, worker):
    admin = actor_of("social_national", Role.ADMINISTRATOR)
    other = actor_of("social_kandal", Role.CASE_WORKER)
    with acting(admin):
        membership = actions.give_role(
            person_id=worker.actor.person_id, office_id=other.office_id, role=Role.CASE_WORKER, by=admin
        )
    with acting(other):
        keys.hand_on(person_id=worker.actor.person_id, by=other)
    client, _ = sign_in(worker)
    assert client.post(reverse("signin:act_as", args=[membership])).status_code == 302
    actor = client.get(reverse("signin:profile")).wsgi_request.actor
    assert actor.office_id == other.office_id
    assert set(other.keyring) <= set(actor.keyring)
    assert not of_offices(worker.actor) & set(actor.keyring)


def test_wrong_codes_count_as_wrong_passwords_do(worker):
    client, _ = sign_in(worker)
    page = client.get(reverse("signin:enrol"))
    secret = page.context["totp_secret"]
    client.post(reverse("signin:enrol"), {"secret": page.context["signed"], "code": pyotp.TOTP(secret).now()})
    for _n in range(5):  # a right password before each code forgives nothing
        client, _ = sign_in(worker)
        client.post(reverse("signin:second_factor"), {"code": "000000"})
    client, response = sign_in(worker)
    assert response.status_code == 422


def test_an_administrator_makes_an_office_of_the_own_agency_only(actor_of, client_of, nation):
    client = client_of(actor_of("social_national", Role.ADMINISTRATOR))
    data = {
        "do": "office", "office-code": "social-takeo", "office-name_km": "តាកែវ", "office-name_en": "Takeo", "office-level": "province",
        "office-parent": str(nation.offices["social_national"]), "office-province": "21",
    }  # fmt: skip
    assert client.post(reverse("signin:people"), data).status_code == 302
    assert (
        "Takeo" in client.get(reverse("signin:people")).content.decode()
        or "តាកែវ" in client.get(reverse("signin:people")).content.decode()
    )
    assert client.post(reverse("signin:people"), data).status_code == 422  # the short name is taken
    stranger = {**data, "office-code": "social-kep", "office-parent": str(nation.offices["police_national"])}
    assert client.post(reverse("signin:people"), stranger).status_code == 422


def test_a_founded_administrator_signs_in_with_the_invitation(nation):
    """Run as an operator would: a process of its own with the owner's connection."""
    server = server_settings()
    host = f"{server['HOST']}:{server['PORT']}" if not server["HOST"].startswith("/") else ""
    query = f"?host={server['HOST']}&port={server['PORT']}" if not host else ""
    environ = {**os.environ, "DATABASE_URL": f"postgresql://rumduol_owner:test@{host}/{database_name()}{query}"}
    words = ["found_agency", "takeo-aid", "--kind", "ngo", "--km", "ជំនួយ", "--en", "Aid", "--administrator", "aid.admin"]
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        env=environ,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    code = done.stdout.rsplit(": ", 1)[1].strip()
    data = {
        "username": "aid.admin",
        "invitation": code,
        "password": "rice fields at dawn",
        "again": "rice fields at dawn",
    }
    assert Client().post(reverse("signin:welcome"), data).status_code == 302
    assert Client().post(SIGN_IN, {"username": "aid.admin", "password": "rice fields at dawn"}).status_code == 302


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\ud800", "\u202ex"])
def test_a_name_or_password_that_is_no_text_is_a_wrong_one(nation, text):
    """Through the API such text arrives as it is: the database and the key derivation must both bear it."""
    with pytest.raises(InvalidInput):
        actions.sign_in(username=text, password=text)
