"""`./run report`: from a published release to files; what is only a draft or only a fact is in none of them."""

import pytest
from django.core.management import CommandError, call_command
from lxml import html

from tests.integration.release.test_release_desk import drafted, people, published, victims  # noqa: F401

pytestmark = pytest.mark.django_db


def rows_of(path):
    page = html.fromstring(path.read_bytes())
    return {row.xpath("string(th)"): row.xpath("td/text()") for row in page.xpath("//tbody/tr")}


def test_a_release_becomes_a_report_and_a_draft_does_not(people, acting, tmp_path):  # noqa: F811
    victims({("female", "adult"): 20, ("male", "adult"): 40})
    with acting(people[0]):
        drafted(people[0], breakdowns=["sex"])
    call_command("report", "sdg", year=2026, lang="en", folder=tmp_path / "before", formats=["html"])
    before = rows_of(tmp_path / "before" / "sdg-2026-en.html")
    assert before["Victims of trafficking found per 100,000 people"] == ["not released"] * 2
    published(people, acting, breakdowns=["sex", "age", "form"])
    call_command("report", "sdg", year=2026, lang="all", folder=tmp_path)
    assert sorted(path.name for path in tmp_path.glob("sdg*")) == [
        f"sdg-2026-{lang}.{ending}" for lang in ("en", "km") for ending in ("html", "pdf", "xlsx")
    ]
    after = rows_of(tmp_path / "sdg-2026-en.html")
    assert after["Victims nobody found (estimate)"] == ["not collected"] * 2
    assert after["Victims of trafficking found per 100,000 people"][0] == "not released"
    assert after["Victims of trafficking found per 100,000 people"][1] != "not released"
    assert (tmp_path / "sdg-2026-km.pdf").read_bytes().startswith(b"%PDF")


def test_a_province_that_is_none_is_told(tmp_path):
    with pytest.raises(CommandError, match="no province"):
        call_command("report", "province", province="99", year=2026, folder=tmp_path)
