"""Today, news and the search: each shows what this person may see, and no name."""

import re

import pytest
from django.urls import reverse

from rumduol.access import actions as access
from rumduol.agencies.enums import Role
from rumduol.audit.models import AuditEvent
from rumduol.notices import actions as notices
from rumduol.notices.enums import NoticeKind
from tests.integration.casework.test_file import NAME, open_girl

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(actor_of):
    return actor_of("social_psh", Role.CASE_WORKER)


@pytest.fixture
def girl(acting, worker):
    with acting(worker):
        return open_girl(worker)


def test_every_role_has_a_first_page(nation, client_of):
    for (office, role), member in nation.members.items():
        answer = client_of(member.actor).get("/")
        assert answer.status_code == 200, (office, role)
        assert member.actor.display_name in answer.content.decode()


def test_what_is_late_stands_on_the_first_page_without_a_name(client_of, worker, girl):
    page = client_of(worker).get("/").content.decode()
    assert 'id="late"' in page
    assert girl.number in page
    assert "យឺត ២ ថ្ងៃ" in page
    assert NAME not in page


def test_another_office_does_not_see_it(client_of, actor_of, girl):
    page = client_of(actor_of("social_kandal", Role.CASE_WORKER)).get("/").content.decode()
    assert girl.number not in page
    assert 'id="late"' not in page


def test_a_notice_is_read_by_opening_it(acting, client_of, actor_of, worker, girl):
    boss = actor_of("social_psh", Role.SUPERVISOR)
    with acting(worker):
        notices.notify(
            kind=NoticeKind.SIGNATURE_WANTED, record_kind="case", record_id=girl.id, number=girl.number,
            to_people=[boss.person_id],
        )  # fmt: skip
    client = client_of(boss)
    page = client.get("/news/").content.decode()
    assert str(NoticeKind.SIGNATURE_WANTED.label) in page
    number = re.search(r"/news/([0-9a-f-]{36})/", page)[1]
    assert client.post(f"/news/{number}/").headers["Location"] == reverse("casework:file", args=[girl.id])
    assert client_of(worker).post(f"/news/{number}/").status_code == 404
    client.post("/news/")
    assert 'class="head__count"' not in client.get("/news/").content.decode()


def search(client, asked):
    return client.post("/search/", {"q": asked}).content.decode()


@pytest.mark.parametrize("asked", ["{number}", "{loose}", "Lan Invented", "lan invanted"])
def test_a_case_is_found_by_number_and_by_a_misspelt_name(client_of, worker, girl, asked):
    page = search(client_of(worker), asked.format(number=girl.number, loose=girl.number.replace("-", " ").lower()))
    assert reverse("casework:file", args=[girl.id]) in page
    assert NAME not in page.replace(f'value="{NAME}"', "")


def test_another_office_finds_nothing(client_of, actor_of, girl):
    other = client_of(actor_of("social_kandal", Role.CASE_WORKER))
    for asked in (girl.number, NAME):
        page = search(other, asked)
        assert str(girl.id) not in page
        assert '<div class="empty">' in page


def test_a_question_never_stands_in_an_address_and_is_logged_without_its_words(client_of, worker, girl):
    client = client_of(worker)
    assert '<form class="narrow" method="post"' in client.get("/search/?q=Lan").content.decode()
    assert str(girl.id) not in client.get("/search/?q=Lan+Invented").content.decode()
    search(client, NAME)


def test_a_search_is_an_event(acting, worker, girl, client_of):
    search(client_of(worker), NAME)
    with acting(worker):
        event = AuditEvent.objects.filter(event="vault.searched", person_id=worker.person_id).latest("at")
        assert "Lan" not in event.body


@pytest.mark.parametrize("asked", ["", " ", "ក", "😀", "\u202e", "0" * 500, "%", "' or 1=1 --"])
def test_any_question_gets_a_page(client_of, worker, asked):
    assert client_of(worker).post("/search/", {"q": asked}).status_code == 200


def test_roles_without_search_are_refused(client_of, actor_of):
    client = client_of(actor_of("statistics", Role.STATISTICIAN))
    assert client.get("/search/").status_code == 403
    assert 'role="search"' not in client.get("/").text  # no box whose button would be refused
    assert 'role="search"' in client_of(actor_of("court_pp", Role.COURT_CLERK)).get("/").text


def test_whereabouts_wait_for_a_second_person_on_the_first_page(acting, client_of, actor_of, nation, girl):
    kandal, boss = actor_of("social_kandal", Role.SUPERVISOR), actor_of("social_psh", Role.SUPERVISOR)
    with acting(kandal):
        glass = access.break_glass(
            kind="case", number=girl.number, reason="The broker waits in front of the house she sleeps in.",
            whereabouts=True, by=kandal,
        )  # fmt: skip
    client = client_of(boss)
    assert reverse("web:confirm_glass", args=[glass.id]) in client.get("/").content.decode()
    assert "The broker waits" in client.get(reverse("web:confirm_glass", args=[glass.id])).content.decode()
    assert client_of(kandal).get(reverse("web:confirm_glass", args=[glass.id])).status_code == 404
