"""A court's clerk declares the year's table on a telephone, the prosecutor confirms it, the statistician sees both numbers."""

import os

import pytest

from rumduol.agencies.enums import Role
from tests.functional.conftest import DESK, PHONE, assert_accessible, assert_no_inline, press

pytestmark = pytest.mark.browser
CLERK, PROSECUTOR = ("court_pp", Role.COURT_CLERK), ("court_pp", Role.PROSECUTOR)
STATISTICIAN = ("statistics", Role.STATISTICIAN)
TABLE = "ភេទ,កុមារ,ពេញវ័យ,សរុប\nស្រី,៣,<៥,៧\nប្រុស,០,១០,១០\nសរុប,៣,១៤,៧១\n"


def seen(page, name):
    assert_accessible(page)
    assert_no_inline(page.content())
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
        f"{name} is wider than the screen"
    )
    if folder := os.environ.get("RUMDUOL_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_a_court_declares_and_both_numbers_are_seen(visit, site):
    clerk = visit("/declared/new/", as_=CLERK, size=PHONE)
    seen(clerk, "declare-1")
    clerk.select_option("select[name=indicator]", "victims")
    clerk.fill("input[name=period]", "២០២៥")
    clerk.set_input_files("input[name=file]", {"name": "t.csv", "mimeType": "text/csv", "buffer": TABLE.encode()})
    press(clerk, clerk.locator("main button[type=submit]"))
    assert clerk.locator("main select").count() == 6
    seen(clerk, "declare-2")
    press(clerk, clerk.locator("main form[action='/declared/lines/'] button[type=submit]"))
    clerk.wait_for_url("**/declared/*-*/")
    seen(clerk, "declare-3")
    address = clerk.url.removeprefix(site.url)
    prosecutor = visit(address, as_=PROSECUTOR, size=PHONE)
    seen(prosecutor, "declare-4")
    press(prosecutor, prosecutor.locator("main form[action$='/confirm/'] button"))
    statistician = visit("/figures/catalogue/victims/?period=2025&breakdowns=sex", as_=STATISTICIAN, size=PHONE)
    assert "៧១" in statistician.inner_text("main")
    seen(statistician, "declare-5")
    statistician.goto(site.url + address)
    seen(statistician, "declare-6")
    visit("/declared/", as_=STATISTICIAN, size=DESK)
