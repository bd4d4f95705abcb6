"""The first page and the case file in a browser: a phone and paper, Khmer and English, the name behind the curtain."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from rumduol.access import cookie, database
from rumduol.agencies.enums import Role
from tests.conftest import connect_as, database_name
from tests.functional.looking import DESK, assert_accessible, assert_no_inline, press
from tests.integration.casework.test_file import NAME, WORDS, open_girl

pytestmark = pytest.mark.browser
WORKER, BOSS = ("social_psh", Role.CASE_WORKER), ("social_psh", Role.SUPERVISOR)


@pytest.fixture(scope="module")
def girl(site: Any, django_db_blocker: Any) -> Any:
    """A girl's case in the site's own database; made in a thread, for the browser's driver keeps an event loop in ours."""
    member = site.nation.members[WORKER]

    def make() -> Any:
        connect_as("rumduol_app", site.database)
        try:
            with database.session(cookie.token_of(member.secret)):
                return open_girl(member.actor)
        finally:
            connect_as("rumduol_app", database_name())
            connections.close_all()

    with django_db_blocker.unblock(), ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(make).result()


@pytest.mark.parametrize("language", ["km", "en"])
def test_the_file_is_accessible_on_a_phone_and_at_a_desk(visit, girl, language):
    for size in ({"width": 360, "height": 740}, DESK):
        page = visit(f"/files/{girl.id}/", as_=WORKER, language=language, size=size)
        assert_accessible(page)
        assert_no_inline(page.content())
    page = visit("/", as_=WORKER, language=language)
    assert page.get_by_text(girl.number).first.is_visible()
    assert_accessible(page)


def test_a_purpose_a_name_and_the_curtain(visit, girl):
    page = visit(f"/files/{girl.id}/", as_=BOSS, size=DESK)
    assert NAME not in page.content()
    press(page, page.locator("a[href='?words=1']"))
    assert_accessible(page)
    with page.expect_navigation():
        page.locator("main form .govuk-button[type=submit]").click()
    assert page.get_by_text(NAME).is_visible()
    assert page.get_by_text(WORDS).is_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert not page.get_by_text(NAME).is_visible()
    page.locator(".drawn button").click()
    assert not page.get_by_text(NAME).is_visible()  # it was closed behind the curtain


def test_paper_shows_the_file_and_not_the_frame(visit, girl):
    page = visit(f"/files/{girl.id}/", as_=WORKER, size=DESK)
    page.emulate_media(media="print")
    assert not page.locator(".head").is_visible()
    assert page.locator(".timeline").is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")
