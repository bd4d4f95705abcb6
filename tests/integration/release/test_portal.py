"""The public portal and the open API: everything released can be found, read, drawn and taken away, in five languages."""

import json
import re
from datetime import date
from uuid import uuid4

import pytest

from rumduol.facts import actions as facts
from rumduol.facts.enums import Kind
from rumduol.release import planned
from rumduol.shared.dates import PartialDate
from tests.integration.release.test_release_desk import people, published, victims  # noqa: F401

pytestmark = pytest.mark.django_db
LANGS = ("km", "en", "vi", "th", "zh-hans")


def found(province, number):
    facts.write(
        kind=Kind.VICTIM, unit=("person", uuid4()), on=PartialDate(2026, 3, 1), sex="female", age_band="adult",
        place=province, outcome="identified", form="labour", count=number,
    )  # fmt: skip


@pytest.fixture
def released(people, acting):  # noqa: F811
    for at in range(1, 26):
        found(f"{at:02d}01", 3 * at)
    first = published(people, acting, breakdowns=["province"])
    second = published(people, acting, breakdowns=["sex", "age"])
    found("1201", 40)
    revised = published(people, acting, breakdowns=["sex", "age"], reason="late_reports")
    return first, second, revised


def test_every_page_opens_in_every_language_is_small_and_keeps_nothing(released, client):
    first, second, _revised = released
    for lang in LANGS:
        for path in ("", "calendar/", "indicator/victims/", f"{first.number}/", f"{second.number}/"):
            answer = client.get(f"/{lang}/figures/{path}")
            text = answer.content.decode()
            assert answer.status_code == 200, path
            assert len(answer.content) < 60_000, path
            assert not answer.cookies
            assert "style=" not in text
            assert not re.search(r"<script(?! src=)", text)
            assert len(re.findall(r"<h1", text)) == 1


def test_the_overview_leads_to_the_figure_and_the_figure_to_its_tables(released, client):
    first, second, revised = released
    assert "/en/figures/indicator/victims/" in client.get("/en/figures/").content.decode()
    page = client.get("/en/figures/indicator/victims/").content.decode()
    assert f"/en/figures/{first.number}/" in page
    assert f"/en/figures/{revised.number}/" in page
    assert f"/en/figures/{second.number}/" not in page  # replaced: it keeps its address and is no longer offered
    assert client.get(f"/en/figures/{second.number}/").status_code == 200
    assert page.count('class="tile ') == 25
    assert "hidden to protect people" in page
    assert "The newest table" in page
    assert (
        "<caption>Victims of trafficking found, " in page
    )  # the whole table stands there, with how far it can be trusted
    assert "How far it can be trusted" in page
    assert "<title>Victims of trafficking found · " in page
    assert "too few" not in page  # a hidden number can be a large one that protects another


def test_the_overview_says_the_newest_total_of_each_figure(released, client):
    _first, second, revised = released
    total = revised.content["cells"][-1]
    assert set(total[:-1]) == {"total"}
    page = client.get("/en/figures/").content.decode()
    newest = re.search(r'class="newest"><strong>([^<]+)</strong> · ([^<]+)<', page)
    assert newest is not None
    assert newest[1] == f"{total[-1]:,}" != f"{second.content['cells'][-1][-1]:,}"
    assert revised.period[:4] in newest[2]


def test_the_calendar_says_what_was_changed_and_why(released, client):
    _first, second, revised = released
    page = client.get("/en/figures/calendar/").content.decode()
    assert f"{revised.number} instead of {second.number}" in page
    assert "Reports came in late" in page
    told = client.get(f"/en/figures/{revised.number}/").content.decode()
    assert "What is different" in told
    changed = told[told.index("What is different") :].partition("</details>")[0]
    assert ">975<" in changed
    assert ">1,015<" in changed
    assert "What is different" not in client.get(f"/en/figures/{second.number}/").content.decode()


def test_a_figure_without_a_release_has_no_page(released, client):
    assert client.get("/en/figures/indicator/referrals/").status_code == 404
    assert client.get("/en/figures/indicator/nothing/").status_code == 404


def test_promised_days_are_in_order_and_only_those_to_come_are_shown():
    days = [one.on for one in planned.calendar()]
    assert days == sorted(days)
    assert [one.on for one in planned.coming(days[1])] == days[1:]
    assert planned.coming(date(2999, 1, 1)) == ()
    assert all(one.word("km") and one.word("th") == one.word("en") for one in planned.calendar())


def test_the_open_api_says_what_the_pages_say(released, client):
    first, second, revised = released
    lines = client.get("/api/open/releases?lang=km").json()
    assert [line["number"] for line in lines] == [revised.number, second.number, first.number]
    assert [line["status"] for line in lines] == ["published", "revised", "published"]
    whole = client.get(f"/api/open/releases/{first.number}").json()
    cells = {cell["at"][0]: (cell["kind"], cell["number"], cell["obs_status"]) for cell in whole["cells"]}
    assert cells["01"] == ("suppressed", None, "Q")
    assert cells["10"] == ("number", 30, "A")
    assert cells["abroad"] == ("zero", 0, "A")
    assert client.get(f"/api/open/releases/{second.number}").json()["replaced_by"] == revised.number
    for address in whole["files"].values():
        assert client.get(address.replace("http://testserver", "")).status_code == 200
    assert [one["code"] for one in client.get("/api/open/indicators").json()] == ["victims"]
    assert client.get("/api/open/calendar?lang=km").json()
    assert client.get("/api/open/releases/R-1999-01").status_code == 404
    assert client.get("/api/open/releases?lang=xx").status_code == 422
    assert client.post("/api/open/releases").status_code == 405
    schema = json.loads(client.get("/api/open/openapi.json").content)
    assert schema["openapi"].startswith("3.1")
    assert all(set(operations) == {"get"} for operations in schema["paths"].values())


def test_a_draft_is_in_none_of_it(released, people, acting, client):  # noqa: F811
    from tests.integration.release.test_release_desk import drafted

    with acting(people[0]):
        drafted(people[0], breakdowns=["form"])
    assert len(client.get("/api/open/releases").json()) == 3
    assert "Draft" not in client.get("/en/figures/").content.decode()
