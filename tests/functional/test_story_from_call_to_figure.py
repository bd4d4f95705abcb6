"""From a call for help to a figure: one story through every room, as the people in it live it, some in Khmer, some in English.

Nothing here is done behind the pages. People sign in with their passwords; the cousin's phone knows no script; two years
pass between the girl's return and the closing of her case. Only what the story finds already there is put there first:
what other offices counted in the same year.
"""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from rumduol.shared.dates import today
from rumduol.shared.khmer import to_latin_digits
from tests.conftest import superuser_connection
from tests.functional.conftest import Site
from tests.functional.seats import Stage
from tests.functional.story_call import (
    a_cousin_reports_from_an_old_phone,
    the_bureau_answers,
    the_bureau_goes_there,
    the_bureau_reads_the_detail,
    the_cousin_reads_the_answer_and_adds_a_detail,
    the_girl_agrees_that_social_affairs_reads_it,
    the_girl_is_asked_and_identified,
    the_man_is_no_victim_and_a_second_officer_presumes_him_one,
    the_operator_decides_who_goes,
    the_third_was_moved_to_kandal,
)
from tests.functional.story_care import (
    five_visits,
    her_case_is_opened,
    her_plan,
    she_goes_back_to_ordinary_life,
    she_goes_to_a_house_that_takes_girls,
    she_is_safe_and_somebody_decides_for_her,
    she_takes_her_health_back,
    the_house_is_in_the_directory,
    the_house_reads_no_interview,
    the_police_do_not_learn_where,
    two_people_close_the_case,
    what_she_thinks_of_us,
)
from tests.functional.story_people import APPROVER, COORDINATOR, NAMES, STATISTICIAN

pytestmark = pytest.mark.browser

OTHERS_COUNTED = [
    # sex, age, form, province, people: what the other offices of the country found in the same year
    ("female", "adult", "sexual_prostitution", "12", 64),
    ("female", "adult", "marriage_abroad", "18", 41),
    ("male", "adult", "criminality_scam", "18", 88),
    ("male", "child", "labour_fishing", "18", 29),
]


@pytest.fixture
def stage(own_site: Site, browser: Any) -> Iterator[Stage]:
    others_have_counted(own_site)
    stage = Stage(own_site, browser, "km")
    yield stage
    stage.close()
    assert stage.complaints == []


def test_from_a_call_to_a_figure(stage: Stage) -> None:
    the_house_is_in_the_directory(stage)
    before = what_the_coordinator_sees(stage)

    code = a_cousin_reports_from_an_old_phone(stage)
    report = the_operator_decides_who_goes(stage)
    the_bureau_goes_there(stage, report)
    the_third_was_moved_to_kandal(stage, report)
    the_bureau_answers(stage, report)
    the_cousin_reads_the_answer_and_adds_a_detail(stage, code)
    the_bureau_reads_the_detail(stage, report)

    girl = the_girl_is_asked_and_identified(stage, report)
    the_man_is_no_victim_and_a_second_officer_presumes_him_one(stage, report)
    the_girl_agrees_that_social_affairs_reads_it(stage, girl)

    case = her_case_is_opened(stage, girl)
    she_is_safe_and_somebody_decides_for_her(stage, case)
    referral = she_goes_to_a_house_that_takes_girls(stage, case)
    the_police_do_not_learn_where(stage, case)
    the_house_reads_no_interview(stage, girl, referral)
    she_takes_her_health_back(stage, case, referral)

    her_plan(stage, case)
    she_goes_back_to_ordinary_life(stage, case, referral)
    five_visits(stage, case)
    what_she_thinks_of_us(stage, case)
    two_people_close_the_case(stage, case)

    after = what_the_coordinator_sees(stage)
    assert after == before + 2  # the girl and the man
    number = two_people_release_the_figure(stage)
    anybody_reads_it(stage, number)


def what_the_coordinator_sees(stage: Stage) -> int:
    """Victims of the year, in all; and no name."""
    coordinator = stage.seat(*COORDINATOR).go(f"/figures/?indicator=victims&period={today().year}&breakdowns=sex")
    coordinator.look()
    assert not any(name in coordinator.whole() for name in NAMES)
    total = coordinator.page.locator("main p > strong").first.inner_text()
    return int("".join(digit for digit in to_latin_digits(total) if digit.isdigit()))


def two_people_release_the_figure(stage: Stage) -> str:
    """A draft hides the small cells; whoever drafted does not publish. Answers the release's number."""
    draft = stage.seat(*STATISTICIAN).go("/releases/new/")
    draft.send({"indicator": "victims", "period": str(today().year), "breakdowns": ["sex", "age"]})
    assert draft.has("td.hidden-cell")
    draft.look()
    release = draft.record()
    draft.press("/send/")
    assert not draft.has("form[action*='/publish/']")
    approver = stage.seat(*APPROVER).go(f"/releases/{release}/").press("/publish/")
    assert not any(name in approver.whole() for name in NAMES)
    public = approver.page.locator(f"a[href*='/{approver.language}/figures/']").first.get_attribute("href")
    return str(public).rstrip("/").rsplit("/", 1)[1]


def anybody_reads_it(stage: Stage, number: str) -> None:
    """In Khmer and in English, without an account, without script."""
    for language in ("km", "en"):
        reader = stage.anybody(script=False).go(f"/{language}/figures/").follow(f"/figures/{number}/")
        assert reader.page.locator("html").get_attribute("lang") == language
        hidden = reader.page.locator("td.hidden-cell")
        assert hidden.count() > 0
        assert {cell.inner_text().strip() for cell in hidden.all()} == {"s"}
        assert not any(name in reader.whole() for name in NAMES)
        assert reader.page.context.cookies() == []
    stage.anybody().go(f"/{stage.language}/figures/{number}/").look("release")


def others_have_counted(site: Site) -> None:
    """Facts of the same year, as other offices' rooms would have written them."""
    with superuser_connection(site.database, autocommit=True) as root, root.cursor() as cursor:
        for sex, age, form, place, people in OTHERS_COUNTED:
            cursor.execute(
                "insert into facts_fact (id, kind, unit_key, happened_on, recorded_on, place, sex, age_band, nationality,"
                " form, domestic, palermo, outcome, agency_kind, agency_province, count, extra)"
                " values (%s, 'victim', %s, %s, %s, %s, %s, %s, 'KH', %s, 'trafficking', 'trafficking',"
                " 'identified', 'police', '', %s, '{}')",
                [uuid4(), uuid4().bytes * 2, f"{today().year}-01", today(), place, sex, age, form, people],
            )  # fmt: skip
