"""A girl is referred with consent, on a phone: every page is read by axe, fits 360 px, asks nobody else for anything."""

import os
import re
from pathlib import Path

import pytest

from rumduol.agencies.enums import Role
from tests.functional.conftest import assert_accessible, assert_no_inline
from tests.functional.conftest import press as press_on

pytestmark = pytest.mark.browser
WORKER = ("social_psh", Role.CASE_WORKER)
HOUSE = ("lotus_shelter", Role.SHELTER_WORKER)
KEEPER = ("social_national", Role.SUPERVISOR)
POLICE = ("police_psh", Role.INVESTIGATOR)
NAME = "Canary Invented"
SHOTS = os.environ.get("RUMDUOL_SHOTS", "")


def look(page, name):
    """Read the page as axe and a 360 px screen do; keep a picture when asked."""
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
    served = page.context.request.get(page.url)
    if served.ok:  # not for pages that only answer to a button
        assert_no_inline(served.text())
    assert_accessible(page)


def press(page):
    """The main button of the page's own form."""
    press_on(page, page.locator("main form .govuk-button").last)


def submit(page, action):
    with page.expect_navigation():
        page.locator(f"main form[action*='{action}'] button").first.click()


@pytest.mark.parametrize("language", ["km", "en"])
def test_referral_with_consent(language, visit):  # noqa: PLR0915
    def go(path, who):
        return visit(path, as_=who, language=language)

    # the ministry enters the house; its place is asked for nowhere
    page = go("/directory/providers/new/", KEEPER)
    look(page, f"{language}-01-new-provider")
    option = page.locator("select[name=office] option", has_text="lotus_shelter")
    if option.count():  # the second language finds the house of the first
        page.select_option("select[name=office]", option.get_attribute("value"))
        page.fill("input[name=name_km]", "ផ្ទះឈូក")
        page.fill("input[name=name_en]", "Lotus House")
        page.select_option("select[name=standing]", "ngo")
        page.check("input[name=confidential]")
        for province in ("18", "07", "09"):
            page.check(f"input[name=serves][value='{province}']")
        press(page)
        look(page, f"{language}-02-provider")
        page = go("/directory/providers/", HOUSE)
        press_on(page, page.get_by_role("link", name=re.compile("Lotus|ឈូក")).first)
        press_on(page, page.locator("a[href$='/services/new/']"))
        look(page, f"{language}-03-service")
        page.select_option("select[name=kind]", "shelter_short")
        page.check("input[name=female]")
        page.fill("input[name=female_to]", "25")
        page.check("input[name=night]")
        page.check("input[name=residential]")
        page.check("input[name=languages][value=vi]")
        press(page)
        press_on(page, page.locator("a[href$='/places/']"))
        page.locator("main form input:not([type=hidden])").first.fill("2")
        press(page)
    page = go("/directory/providers/", WORKER)
    look(page, f"{language}-04-providers")
    page = go("/directory/?service=shelter_short&sex=male&age=16&language=vi&place=0110&tonight=on&people=1", WORKER)
    look(page, f"{language}-05-search")

    # a case, then the referral
    page = go("/cases/new/", WORKER)
    case_id = open_case(page)
    page = go(f"/referrals/case/{case_id}/new/", WORKER)
    look(page, f"{language}-06-need")
    page.check("input[name=urgency][value=urgent]")
    page.select_option("select[name=service]", "shelter_short")
    press(page)
    look(page, f"{language}-07-choose")
    referral_id = page.url.split("/")[4]
    card = page.locator("article", has_text=re.compile("Lotus House|ផ្ទះឈូក")).first
    with page.expect_navigation():
        card.locator("button").click()
    look(page, f"{language}-08-decision")
    assert page.locator("input[name=sections]:checked").count() == 0
    page.check("input[name=accepts_provider][value=yes]")
    page.check("input[name=sections][value=identity]")
    page.check("input[name=sections][value=contact]")
    page.check("input[name=giver][value=ad_litem]")
    page.check("input[name=manner][value=thumb]")
    page.fill("textarea[name=words]", "I want to stay near the sea")
    press(page)
    look(page, f"{language}-09-preview")
    assert NAME not in page.content()
    page.fill("textarea[name=message]", "She sleeps badly")
    press(page)
    look(page, f"{language}-10-sent")

    # the house: the least at first, then what was agreed
    house = go("/referrals/", HOUSE)
    look(house, f"{language}-11-incoming")
    house.goto(house.url.split("/referrals/")[0] + f"/referrals/{referral_id}/")
    look(house, f"{language}-12-before")
    assert NAME not in house.content()
    submit(house, "/accept/")
    look(house, f"{language}-13-accepted")
    submit(house, "/open/identity/")
    look(house, f"{language}-14-opened")
    assert NAME in house.content()

    # she takes it back
    page = go(f"/referrals/case/{case_id}/", WORKER)
    look(page, f"{language}-15-who-sees-what")
    press_on(page, page.locator("a[href*='/consents/']").first)
    look(page, f"{language}-16-take-back")
    page.check("input[name=sections][value=identity]")
    with page.expect_navigation():
        page.locator("main form button").first.click()
    house.goto(house.url.split("/referrals/")[0] + f"/referrals/{referral_id}/")
    look(house, f"{language}-17-gone")
    assert house.locator("form[action*='/open/identity/']").count() == 0
    submit(house, "/admit/")
    press_on(house, house.locator("a[href$='/end/']"))
    look(house, f"{language}-18-report")

    # police never learn where the house is
    officer = go("/directory/providers/", POLICE)
    press_on(officer, officer.get_by_role("link", name=re.compile("Lotus|ឈូក")).first)
    look(officer, f"{language}-19-police")


def open_case(page):
    """Open a case through its own page and answer its id."""
    choose(page, "standing", "presumed")
    choose(page, "sex", "female")
    page.fill("input[name=age_from]", "15")
    page.fill("input[name=name]", NAME)
    page.fill("input[name=phone]", "012 345 678")
    for name in ("nationality", "language"):
        choose(page, name, {"nationality": "VN", "language": "vi"}[name])
    for name in ("found_in_unknown", "exploited_in_unknown"):
        if page.locator(f"input[name={name}]").count():
            page.check(f"input[name={name}]")
    press(page)
    if page.locator("input[type=checkbox][name=not_same]").count():  # the second language meets the person of the first
        page.check("input[name=not_same]")
        press(page)
    return page.url.split("/")[4]


def choose(page, name, value):
    if page.locator(f"select[name={name}]").count():
        page.select_option(f"select[name={name}]", value)
    else:
        page.check(f"input[name={name}][value={value}]")
