"""Somebody with an old telephone, no script and a bad line reports, and reads the answer; in five languages."""

from collections.abc import Callable
from typing import Any

import pytest

from rumduol.intake import codes
from tests.functional.conftest import PHONE, assert_accessible, assert_no_inline

pytestmark = pytest.mark.browser
LANGUAGES = ["km", "en", "vi", "th", "zh-hans"]
WEIGHT = 50 * 1024


def forward(page: Any) -> None:
    with page.expect_navigation():
        page.locator("button[name=go][value=next]").click()


def walk(page: Any, each: Callable[[], None] = lambda: None) -> None:
    """Answer all six questions as a cousin would, up to the page before sending."""
    each()
    page.check("input[name=danger_now][value=yes]")
    forward(page)
    each()
    page.select_option("select[name=province]", "18")
    forward(page)
    each()
    page.select_option("select[name=place]", "1801")
    page.fill("input[name=place_text]", "អគារពណ៌ខៀវ")
    forward(page)
    each()
    page.check("input[name=situations][value=cannot_leave]")
    page.fill("textarea[name=story]", "បងប្អូនខ្ញុំបីនាក់ចេញមិនរួច។")
    forward(page)
    each()
    page.fill("input[name=men]", "១")
    page.fill("input[name=women]", "1")
    page.select_option("select[name=sex_1]", "female")
    page.select_option("select[name=minor_1]", "yes")
    page.select_option("select[name=nationality_1]", "VN")
    page.fill("input[name=name_1]", "Mai")
    forward(page)
    each()
    page.check("input[name=relation][value=family]")
    forward(page)
    each()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_report_and_return_without_script(visit: Callable[..., Any], lang: str) -> None:
    page = visit(f"/{lang}/report/", script=False, size=PHONE)
    page.context.clear_cookies()
    weights: dict[str, int] = {}
    page.on(
        "response",
        lambda r: weights.__setitem__(r.url, len(r.body())) if r.status == 200 and "font" not in r.url else None,
    )
    seen: list[str] = []

    def look() -> None:
        assert_no_inline(page.content())
        assert page.title() == seen[0] if seen else True  # the same neutral title on every page
        seen.append(page.title())

    walk(page, look)
    with page.expect_navigation():
        page.locator("button[name=go][value=send]").click()
    digits = page.locator(".code").inner_text()
    code = codes.parse(digits)
    assert page.context.cookies() == []
    assert code.secret not in page.url
    for url, weight in weights.items():
        assert weight <= WEIGHT, url
    page.goto(page.url + "answers/")
    page.fill("input[name=return_code]", digits)
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()
    page.fill("textarea[name=text]", "ថែមទៀត")
    with page.expect_navigation():
        page.locator("button[value=write]").click()
    assert "ថែមទៀត" in page.content()
    assert page.context.cookies() == []


@pytest.mark.parametrize("lang", ["km", "en"])
def test_every_public_page_is_accessible_on_a_telephone(visit: Callable[..., Any], lang: str) -> None:
    page = visit(f"/{lang}/report/", size=PHONE)
    walk(page, lambda: assert_accessible(page))
    with page.expect_navigation():
        page.locator("button[name=go][value=send]").click()
    assert_accessible(page)
    digits = page.locator(".code").inner_text()
    page.goto(page.url + "answers/")
    assert_accessible(page)
    page.fill("input[name=return_code]", "12")
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()
    assert_accessible(page)
    page.fill("input[name=return_code]", digits)
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()
    assert_accessible(page)
