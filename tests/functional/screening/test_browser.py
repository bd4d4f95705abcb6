"""The interview and the quick questions in a real browser: a phone, both languages, keys, and without any script."""

import pytest

from rumduol.agencies.enums import Role
from rumduol.screening.questionnaire import load
from tests.functional.conftest import DESK, assert_accessible, assert_no_inline

pytestmark = pytest.mark.browser
OFFICER = ("police_kandal", Role.SCREENING_OFFICER)
COLLEAGUE = ("police_kandal", Role.INVESTIGATOR)
FULL = load("full-1")
MET = (
    "private_place", "suspects_away", "needs_first", "explained", "right_to_stop", "sex_as_preferred", "consent",
)  # fmt: skip


def look_at(page):
    assert_accessible(page)
    assert_no_inline(page.content())


def press(page, button):
    with page.expect_navigation():
        page.locator(button).click()


def choose(page, name, value):
    page.locator(f'input[name="{name}"][value="{value}"]').check()


def settle_conditions(page, *, child):
    for name in MET:
        choose(page, name, "True")
    choose(page, "interpreter", "not_needed")
    choose(page, "support", "not_wanted")
    if child:
        page.locator('input[name="child_setting"]').check()
        page.locator('input[name="trained_interviewer"]').check()
        choose(page, "guardian", "ad_litem")
    press(page, "main form .govuk-button[type=submit]")


@pytest.mark.parametrize("language", ["km", "en"])
def test_a_girl_from_start_to_decision_on_a_phone(visit, language):
    page = visit("/screening/", as_=OFFICER, language=language)
    look_at(page)
    press(page, 'a[href="/screening/new/"]')
    look_at(page)
    page.locator('input[name="name"]').fill("Nguyễn Thị Tưởng Tượng")
    page.locator('input[name="years"]').fill("15")
    choose(page, "sex", "female")
    page.locator('select[name="nationality"]').select_option("VN")
    page.locator('input[name="place_unknown"]').check()
    press(page, "main form .govuk-button[type=submit]")
    look_at(page)
    settle_conditions(page, child=True)
    for section in FULL.sections:
        assert page.locator("h1").inner_text() == (section.title.km if language == "km" else section.title.en)
        look_at(page)
        for question in FULL.in_section(section.code):
            choose(page, question.code, "yes" if question.code in {"kind_sex", "act_moved", "now_care"} else "no")
        press(page, 'button[value="next"]')
    look_at(page)
    press(page, 'a[href$="/decide/"]')
    look_at(page)
    choose(page, "outcome", "identified")
    press(page, "main form .govuk-button[type=submit]")
    look_at(page)
    assert page.locator(".next-step").count() == 1


def test_unknown_age_and_a_second_look(visit):
    page = visit("/screening/new/", as_=OFFICER)
    choose(page, "sex", "male")
    page.locator('input[name="place_unknown"]').check()
    press(page, "main form .govuk-button[type=submit]")
    settle_conditions(page, child=True)
    choose(page, "act_moved", "yes")
    press(page, 'button[value="stop"]')
    look_at(page)
    press(page, 'a[href$="/decide/"]')
    look_at(page)
    choose(page, "outcome", "no_indication")
    page.locator('textarea[name="reason"]').fill("He did not want to go on.")
    press(page, "main form .govuk-button[type=submit]")
    press(page, 'a[href$="/second-look/"]')
    look_at(page)
    choose(page, "asked_by", "colleague")
    press(page, "main form .govuk-button[type=submit]")
    look_at(page)
    address = page.url.split("/", 3)[3]
    other = visit("/screening/second-looks/", as_=COLLEAGUE, language="en")
    look_at(other)
    press(other, f'a[href="/{address}review/"]')
    look_at(other)


MOST_KEYS = 11  # for one person: at one key in five seconds that is under a minute


def test_the_quick_questions_by_keyboard_alone(visit):
    page = visit("/screening/groups/new/", as_=OFFICER, size=DESK)
    look_at(page)
    page.locator('input[name="expected"]').fill("3")
    page.locator('input[name="place_unknown"]').check()
    press(page, "main form .govuk-button[type=submit]")
    look_at(page)
    settle_conditions(page, child=False)
    look_at(page)
    for answers in ("22222222", "21222222"):
        keys = ["2", "2", *answers]  # sex: the second of the list; an adult; the eight questions
        for key in keys:
            page.keyboard.press(key)
        with page.expect_navigation():  # nothing was left open: one more key, and the next person's page is there
            page.keyboard.press("Enter")
        assert len(keys) + 1 <= MOST_KEYS
    assert page.locator(".message--warning").count() == 1
    with page.expect_navigation():
        page.locator('a[href$="/groups/"]').first.click()
    look_at(page)


def test_the_quick_questions_without_script(visit):
    page = visit("/screening/groups/new/", as_=OFFICER, script=False)
    page.locator('input[name="expected"]').fill("1")
    page.locator('input[name="place_unknown"]').check()
    press(page, "main form .govuk-button[type=submit]")
    settle_conditions(page, child=False)
    assert not page.locator("[data-key-help]").is_visible()
    choose(page, "sex", "female")
    choose(page, "age_group", "child")
    for question in load("fast-1").questions:
        choose(page, question.code, "unknown")
    press(page, "main form .govuk-button[type=submit]")
    assert page.locator(".tag--care").count() == 1
