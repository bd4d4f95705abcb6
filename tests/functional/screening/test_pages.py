"""Every page of the room: who may, who may not, both languages, no inline script or style."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from rumduol.agencies.enums import Role
from rumduol.screening import actions
from rumduol.screening.questionnaire import load
from tests.integration.screening.people import (
    GIRL,
    GIRL_ANSWERS,
    GIRL_CONDITIONS,
    GOOD,
    PRESUMED,
    concluded,
    interviewed,
)
from tests.nation import link_chain_now


@pytest.fixture(scope="module")
def office(ground):
    """One of everything in one office; what a test does to it is rolled back."""
    by = ground.members["police_psh", Role.SCREENING_OFFICER].actor
    with ground.acting("police_psh", Role.SCREENING_OFFICER):
        planned = actions.start(person=GIRL, by=by)
        going = interviewed(by, GIRL, GIRL_CONDITIONS, GIRL_ANSWERS)
        negative = concluded(by, answers={"act_moved": "yes"})
        actions.request_second_look(screening_id=negative.id, asked_by="person", reason="", by=by)
        negative_again = concluded(by)
        presumed = concluded(by, PRESUMED)
        group = actions.start_group(expected=3, nationality="KH", place="0110", by=by)
        actions.record_group_conditions(group_id=group.id, said=GOOD, by=by)
    link_chain_now()
    return {
        "planned": planned.id, "going": going.id, "second": negative.id, "negative": negative_again.id,
        "presumed": presumed.id, "group": group.id,
    }  # fmt: skip


pytestmark = pytest.mark.django_db
PAGES = [
    ("queue", None), ("all", None), ("start", None), ("groups", None), ("start_group", None), ("second_looks", None),
    ("screening", "planned"), ("screening", "going"), ("screening", "second"), ("screening", "presumed"),
    ("conditions", "planned"), ("person", "planned"), ("presume", "going"), ("reading", "going"), ("decide", "going"),
    ("ask_second_look", "negative"), ("review", "second"), ("pass_on", "presumed"),
    ("group", "group"), ("group_conditions", "group"), ("fast", "group"),
]  # fmt: skip


def address(name, which, office):
    if which is None:
        return reverse(f"screening:{name}")
    key = "group_id" if which == "group" else "screening_id"
    return reverse(f"screening:{name}", kwargs={key: office[which]})


def reader(name, actor_of):
    return actor_of("police_psh", Role.INVESTIGATOR if name == "review" else Role.SCREENING_OFFICER)


@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize("page_of", PAGES, ids=[f"{n}-{w}" for n, w in PAGES])
def test_the_page_in_both_languages(office, actor_of, client_of, page_of, language):
    name, which = page_of
    client = client_of(reader(name, actor_of))
    client.post("/language/", {"language": language})
    page = client.get(address(name, which, office), HTTP_ACCEPT_LANGUAGE=language)
    assert page.status_code == 200
    text = page.content.decode()
    assert f'<html lang="{language}"' in text
    assert not re.search(r"<script(?![^>]*src=)|<style|\son[a-z]+=|style=", text.replace('type="button"', ""))
    assert text.count("<h1") == 1


@pytest.mark.parametrize(("name", "which"), [p for p in PAGES if p[1]], ids=[f"{n}-{w}" for n, w in PAGES if w])
def test_another_office_gets_the_same_as_for_nothing(office, actor_of, client_of, name, which):
    stranger = client_of(actor_of("police_kandal", Role.SCREENING_OFFICER))
    hidden = stranger.get(address(name, which, office))
    missing = stranger.get(address(name, which, office | {which: uuid4()}))
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert len(hidden.content) == len(missing.content)


@pytest.mark.parametrize("page_of", PAGES, ids=[f"{n}-{w}" for n, w in PAGES])
@pytest.mark.parametrize("who", [("police_national", Role.ADMINISTRATOR), ("statistics", Role.STATISTICIAN)])
def test_roles_without_the_permission_get_403(office, actor_of, client_of, page_of, who):
    assert client_of(actor_of(*who)).get(address(*page_of, office)).status_code == 403


def test_each_part_of_the_interview_in_both_languages(office, actor_of, client_of):
    client = client_of(actor_of("police_psh", Role.SCREENING_OFFICER))
    for section in load("full-1").sections:
        page = client.get(reverse("screening:section", args=[office["going"], section.code]))
        assert page.status_code == 200
        assert section.title.km in page.content.decode()
    assert client.get(reverse("screening:section", args=[office["going"], "nothing"])).status_code == 404


def test_somebody_else_of_the_office_says_why_before_reading(office, actor_of, client_of):
    supervisor = client_of(actor_of("police_psh", Role.SUPERVISOR))
    url = reverse("screening:reading", args=[office["going"]])
    assert 'name="purpose"' in supervisor.get(url).content.decode()
    assert supervisor.post(url, {"purpose": "nosy"}).status_code == 422
    opened = supervisor.post(url, {"purpose": "supervision"})
    assert load("full-1").question("act_moved").sign.km in opened.content.decode()
    assert 'name="purpose"' not in supervisor.get(url).content.decode()


def test_lists_show_no_name(office, actor_of, client_of):
    client = client_of(actor_of("police_psh", Role.SCREENING_OFFICER))
    for name in ("queue", "all", "second_looks", "groups"):
        assert GIRL.name not in client.get(reverse(f"screening:{name}")).content.decode()


def test_a_reader_without_account_is_asked_to_sign_in(office, client):
    answer = client.get(reverse("screening:queue"))
    assert answer["Location"].startswith(reverse("signin:sign_in"))
