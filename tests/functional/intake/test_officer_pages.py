"""The officers' pages in a browser: readable by everybody, at a desk and on a telephone; the story after the purpose."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from rumduol.agencies.enums import Role
from tests.functional.conftest import DESK, PHONE, assert_accessible, assert_no_inline
from tests.functional.intake.test_reporter_without_script import walk

pytestmark = pytest.mark.browser


REPORT = re.compile(r"/reports/[0-9a-f-]{36}/$")


def reports_in(page: Any) -> set[str]:
    """Addresses of the reports that a page links to."""
    return {link for link in page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)") if REPORT.search(link)}


@pytest.mark.parametrize(
    ("language", "size", "role"), [("km", PHONE, Role.HOTLINE_OPERATOR), ("en", DESK, Role.SUPERVISOR)]
)
def test_from_the_queue_to_the_story(
    visit: Callable[..., Any], language: str, size: dict[str, int], role: Role
) -> None:
    page = visit("/reports/", as_=("helpline", role), language=language, size=size)
    before = reports_in(page)
    public = visit(f"/{language}/report/", script=False)
    walk(public)
    with public.expect_navigation():
        public.locator("button[name=go][value=send]").click()
    page.reload()
    assert_accessible(page)
    arrived = reports_in(page) - before  # others of this site may have reported too
    assert len(arrived) == 1
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url in before | arrived
    address = arrived.pop()
    page.goto(address)
    assert "បងប្អូន" not in page.content()
    assert_accessible(page)
    page.select_option("select[name=purpose]", "own_work")
    with page.expect_navigation():
        page.locator("main form:has(select[name=purpose]) button").click()
    page.locator("details.curtain summary").first.click()
    assert page.get_by_text("បងប្អូនខ្ញុំបីនាក់ចេញមិនរួច។").is_visible()
    assert_accessible(page)
    for task in ("triage/", "answer/", "note/"):
        page.goto(address + task)
        assert_accessible(page)
        assert_no_inline(page.content())
    page.goto(address.split("/reports/")[0] + "/reports/new/")
    assert_accessible(page)
