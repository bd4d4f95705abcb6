"""The shell in a real browser: Khmer and English, a phone and a desk, the curtain, leaving quickly."""

import urllib.request

import pytest

from rumduol.agencies.enums import Role
from tests.functional.conftest import DESK, PHONE, assert_accessible, assert_no_inline

pytestmark = pytest.mark.browser
WORKER = ("social_psh", Role.CASE_WORKER)
STAFF_PAGES = ["/", "/news/", "/search/", "/help/", "/me/", "/me/history/", "/me/office/", "/access/conflict/"]


@pytest.mark.parametrize("language", ["km", "en"])
def test_staff_pages_are_accessible_on_a_phone(visit, site, language):
    for path in STAFF_PAGES:
        page = visit(path, as_=WORKER, language=language)
        assert_accessible(page)
        assert_no_inline(page.content())


@pytest.mark.parametrize("language", ["km", "en", "vi", "th", "zh-hans"])
def test_public_pages_are_accessible_without_script(visit, site, language):
    assert_accessible(visit(f"/{language}/"))
    page = visit(f"/{language}/", script=False)
    assert page.title() == "Rumduol" or language == "km"
    assert page.locator("a.leave").is_visible()
    assert page.context.cookies() == [
        cookie for cookie in page.context.cookies() if cookie["name"] == "language"
    ]  # set by the test, none by the site
    assert_no_inline(page.content())


def test_a_public_page_weighs_less_than_50_kb(visit, site):
    page = visit("/km/")
    sizes = page.evaluate("performance.getEntriesByType('resource').map(e => [e.name, e.encodedBodySize])")
    with urllib.request.urlopen(f"{site.url}/km/") as answer:  # noqa: S310
        whole = len(answer.read()) + sum(size for _name, size in sizes)
    assert whole < 50_000, sizes


def test_the_curtain_is_drawn_by_one_key_and_by_the_button(visit):
    page = visit("/", as_=WORKER, size=DESK)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert page.locator(".drawn").is_visible()
    assert not page.locator("h1").is_visible()
    assert_accessible(page)
    page.locator(".drawn button").click()
    assert page.locator("h1").is_visible()
    page.locator("[data-draw-curtain]").click()
    assert not page.locator("h1").is_visible()


@pytest.mark.parametrize("how", ["link", "keys"])
def test_leaving_quickly_goes_out_and_back_shows_nothing(visit, site, how):
    page = visit("/km/")
    with page.expect_navigation():
        if how == "link":
            page.locator("a.leave").click()
        else:
            for _ in range(3):
                page.keyboard.press("Escape")
    assert page.url == f"{site.url}/robots.txt"
    page.go_back()
    assert "/km/" not in page.url


def test_back_shows_nothing_after_signing_out(visit):
    page = visit("/me/history/", as_=("social_kandal", Role.CASE_WORKER))
    seen = page.locator("main").inner_text()
    page.locator("details.menu summary").click()
    with page.expect_navigation():
        page.locator(".menu__panel form button").click()
    page.go_back()
    page.wait_for_load_state()
    assert page.locator("details.menu").count() == 0
    assert seen not in page.content()


def test_the_language_is_chosen_with_one_tap(visit):
    page = visit("/help/", as_=("social_pp", Role.CASE_WORKER), size=PHONE)
    assert page.locator("html").get_attribute("lang") == "km"
    with page.expect_navigation():
        page.locator(".head__languages button[value=en]").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.url.endswith("/help/")
