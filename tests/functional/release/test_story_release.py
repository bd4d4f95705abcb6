"""From facts to a figure that everybody reads: a statistician drafts, another person publishes, a phone without script."""

from uuid import uuid4

import pytest

from rumduol.agencies.enums import Role
from tests.conftest import superuser_connection
from tests.functional.conftest import DESK, PHONE, assert_accessible, assert_no_inline, press

pytestmark = pytest.mark.browser
NUMBERS = [
    ("female", "child", "sexual_prostitution", "08", 3),
    ("female", "adult", "sexual_prostitution", "12", 64),
    ("female", "adult", "marriage_abroad", "18", 41),
    ("female", "child", "labour_domestic", "01", 1),
    ("male", "adult", "criminality_scam", "18", 88),
    ("male", "child", "labour_fishing", "18", 9),
    ("male", "adult", "labour_bricks", "08", 2),
    ("unknown", "unknown", "unknown", "", 6),
]


@pytest.fixture
def counted(site):
    """Facts as the rooms would have written them, of a year in which no other story happens."""
    with superuser_connection(site.database, autocommit=True) as root, root.cursor() as cursor:
        cursor.execute("select count(*) from facts_fact where kind = 'victim' and happened_on = '2025-03'")
        if cursor.fetchone() != (0,):
            return  # the site lives as long as the session
        for sex, age, form, place, number in NUMBERS:
            cursor.execute(
                "insert into facts_fact (id, kind, unit_key, happened_on, recorded_on, place, sex, age_band, nationality,"
                " form, domestic, palermo, outcome, agency_kind, agency_province, count, extra)"
                " values (%s, 'victim', %s, '2025-03', '2025-04-01', %s, %s, %s, 'KH', %s, 'trafficking', 'trafficking',"
                " 'identified', 'police', '', %s, '{}')",
                [uuid4(), uuid4().bytes * 2, place, sex, age, form, number],
            )


@pytest.fixture
def people(site):
    found = {role: key for key in site.nation.members for role in [key[1]]}
    return found[Role.STATISTICIAN], found[Role.RELEASE_APPROVER], found[Role.NATIONAL_COORDINATOR]


WORDS = {
    "km": {"send": "ផ្ញើទៅអ្នកទីពីរ", "publish": "ផ្សាយឲ្យទាំងអស់គ្នា", "hidden": "លាក់ដើម្បីការពារមនុស្ស"},
    "en": {
        "send": "Send to the second person",
        "publish": "Publish for everybody",
        "hidden": "Hidden to protect people",
    },
}


@pytest.mark.parametrize("language", ["km", "en"])
def test_two_people_make_a_figure_that_everybody_reads(visit, site, counted, people, language):
    statistician, approver, coordinator = people
    words = WORDS[language]
    period = "2025"  # in the second language the same year, broken down otherwise: protected together with the first
    breakdown = {"km": ["sex", "age"], "en": ["sex", "form"]}[language]

    page = visit("/figures/", as_=coordinator, language=language, size=DESK)
    assert_accessible(page)
    page.goto(f"{site.url}/figures/?indicator=victims&period={period}&breakdowns=sex&breakdowns=age")
    assert_accessible(page)
    assert_no_inline(page.content())

    page = visit("/releases/new/", as_=statistician, language=language, size=DESK)
    page.select_option("[name=indicator]", "victims")
    page.fill("[name=period]", period)
    for name in ("province", "outcome", "sex", "age", "form"):
        box = page.locator(f"[name=breakdowns][value={name}]")
        box.set_checked(name in breakdown)
    with page.expect_navigation():
        page.locator("main form .govuk-button[type=submit]").click()
    assert page.locator(".hidden-cell").count() > 0
    assert_accessible(page)
    where = page.url.removeprefix(site.url)
    with page.expect_navigation():
        page.get_by_role("button", name=words["send"]).click()
    assert page.get_by_role("button", name=words["publish"]).count() == 0

    page = visit(where, as_=approver, language=language)
    assert_accessible(page)
    with page.expect_navigation():
        page.get_by_role("button", name=words["publish"]).click()
    assert_accessible(page)

    page = visit(f"/{language}/figures/", script=False, language=language, size=PHONE)
    press(page, page.locator(".choices a").first)  # the figure
    assert_accessible(visit(page.url.removeprefix(site.url), language=language))
    press(page, page.locator(".choices a[href*='/figures/R-']").first)  # the table that was released
    assert words["hidden"] in page.locator("main").inner_text()
    assert page.locator("td.hidden-cell").count() > 0
    for cell in page.locator("td.hidden-cell").all():
        assert cell.inner_text().strip() == "s"
    assert_no_inline(page.content())
    assert_accessible(visit(page.url.removeprefix(site.url), language=language))
