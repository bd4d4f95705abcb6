"""Rounding instead of hiding; and another source, the Collaborative's file, the whole way from a draft to the public."""

import csv
import gzip
import io
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import call_command

from rumduol.facts import actions as facts
from rumduol.facts.ctdc import COLUMNS
from rumduol.facts.enums import Kind
from rumduol.facts.types import Period
from rumduol.indicators.types import TOTAL
from rumduol.release import actions, queries
from rumduol.release.models import Release
from rumduol.release.types import SUPPRESSED
from rumduol.shared.dates import PartialDate
from rumduol.shared.errors import InvalidInput
from tests.integration.release.test_release_desk import YEAR, drafted, people, published, victims  # noqa: F401

pytestmark = pytest.mark.django_db
FILE = Path("shared") / "data" / "real" / "ctdc_synthetic_2021.csv.gz"
EDITION = Period.year(2021)


def test_a_rounded_release_adds_up_and_never_meets_an_exact_one(people, acting, client, client_of):  # noqa: F811
    victims({("female", "child"): 3, ("female", "adult"): 21, ("male", "child"): 8, ("male", "adult"): 44})
    first = published(people, acting, breakdowns=["sex", "age"], round_to=5)
    shown = queries.shown_of(first)
    assert all(number % 5 == 0 for number in shown.cells.values())
    assert not shown.hidden
    assert shown.cells["female", "child"] in {0, 5}
    assert shown.cells["female", TOTAL] == shown.cells["female", "child"] + shown.cells["female", "adult"]
    second = queries.shown_of(published(people, acting, breakdowns=["sex", "form"], round_to=5))
    for sex in ("female", "male", TOTAL):  # the same people have the same number in both
        assert second.cells[sex, TOTAL] == shown.cells[sex, TOTAL]
    with acting(people[0]), pytest.raises(actions.OneWayOnly):
        drafted(people[0], breakdowns=["age"])
    page = client.get(f"/en/figures/{first.number}/").content.decode()
    assert "rounded to a multiple of 5" in page
    text = client.get(f"/en/figures/{first.number}/csv/").content.decode("utf-8-sig")
    assert {row["status"] for row in list(csv.DictReader(io.StringIO(text)))[:-1]} == {"number", "zero"}
    assert "a few people" in text
    assert client.get(f"/api/open/releases/{first.number}").json()["rounded_to"] == 5
    maker = client_of(people[0])
    asked = {"indicator": "victims", "period": "2026", "breakdowns": ["age"], "round_to": "5"}
    answer = maker.post("/releases/new/", asked)
    assert answer.status_code == 302
    assert maker.get(answer["Location"]).status_code == 200
    assert maker.post("/releases/new/", asked | {"round_to": "7"}).status_code == 422


def test_the_collaboratives_table_from_draft_to_public(people, acting, client, client_of, tmp_path):  # noqa: F811
    """The rows of the real file that concern Cambodia, through the importer, and then every step of a release."""
    real = next((above / FILE for above in Path(__file__).resolve().parents if (above / FILE).exists()), None)
    if real is None:
        pytest.skip("the Collaborative's file is not next to the checkout (../shared/data/real)")
    small = tmp_path / "cambodia.csv"
    with gzip.open(real, "rt", encoding="utf-8-sig", newline="") as file, small.open("w", encoding="utf-8") as out:
        writer = csv.DictWriter(out, COLUMNS)
        writer.writeheader()
        writer.writerows(
            row for row in csv.DictReader(file) if "KHM" in {row["citizenship"], row["CountryOfExploitation"]}
        )
    call_command("import_ctdc", str(small))
    maker, signer = client_of(people[0]), client_of(people[1])
    offered = "/releases/new/?indicator=ctdc_exploited_in&amp;period=2021&amp;breakdowns=form&amp;breakdowns=sex"
    assert offered in maker.get("/figures/ctdc/").content.decode()
    form = maker.get(offered.replace("&amp;", "&")).content.decode()
    assert 'value="2021"' in form
    asked = {"indicator": "ctdc_exploited_in", "period": "2021", "breakdowns": ["form", "age_band"]}
    assert maker.post("/releases/new/", asked | {"period": "2020"}).status_code == 422
    path = maker.post("/releases/new/", asked)["Location"]
    assert "hidden-cell" in maker.get(path).content.decode()
    assert maker.post(path + "send/").status_code == 302
    assert maker.post(path + "publish/").status_code == 403  # not by the same person
    assert signer.post(path + "publish/").status_code == 302
    release = Release.objects.get(indicator="ctdc_exploited_in")
    shown = queries.shown_of(release)
    assert (release.source, release.status) == ("ctdc", "published")
    assert shown.cells[TOTAL, TOTAL] == 1430
    assert 0 < len(shown.hidden) < len(shown.cells) / 2
    assert all(cell is SUPPRESSED or cell == 0 or cell >= 5 for cell in shown.cells.values())
    other = published(people, acting, indicator="ctdc_exploited_in", period=EDITION, breakdowns=["form", "sex"])
    assert queries.shown_of(other).cells["sexual", TOTAL] == shown.cells["sexual", TOTAL]
    for lang in ("km", "en", "vi", "th", "zh-hans"):
        for address in (f"{release.number}/", "indicator/ctdc_exploited_in/", ""):
            assert client.get(f"/{lang}/figures/{address}").status_code == 200
    page = client.get(f"/en/figures/{release.number}/").content.decode()
    assert "invented persons" in page
    assert "Global Synthetic Dataset" in page
    assert "ctdc_exploited_in" in client.get("/en/figures/").content.decode()
    for kind in ("csv", "xlsx", "jsonstat", "sdmx", "htcds"):
        assert client.get(f"/en/figures/{release.number}/{kind}/").status_code == 200
    assert client.get("/api/open/indicators").json()[-1]["code"] == "ctdc_exploited_in"
    with acting(people[0]), pytest.raises(InvalidInput):  # never beside our own figures in one table
        actions.counted(indicator="ctdc_exploited_in", period=YEAR, breakdowns=["sex"])


def test_sums_of_money_hide_who_has_most_of_them_and_are_released_once(people, acting, client):  # noqa: F811
    def order(sex, riel, place="1801"):
        facts.write(
            kind=Kind.COMPENSATION, unit=("order", uuid4()), on=PartialDate(2026, 2, 1), place=place, outcome="ordered",
            sex=sex, age_band="adult", form="labour", extra={"riel": riel},
        )  # fmt: skip

    for at in range(8):
        order("female", 4_000_000 + 100_000 * at)
        order("male", 3_000_000 + 100_000 * at)
        order("male", 5_000_000 + 100_000 * at, place="0801")
        order("female", 1_000_000 + at, place="0801")
    order("female", 90_000_000, place="0801")  # she has most of it
    release = published(people, acting, indicator="compensation_ordered", breakdowns=["province", "sex"])
    cells = queries.shown_of(release).cells
    assert cells["08", "female"] is SUPPRESSED
    assert SUPPRESSED in {cells["08", "male"], cells["08", TOTAL]}  # else it follows from the sum
    assert cells["08", "other"] == 0
    assert any(isinstance(cell, int) and cell > 10_000_000 for cell in cells.values())
    page = client.get(f"/en/figures/{release.number}/").content.decode()
    assert "of which one person has most" in page
    assert "of which one person has most" in client.get(f"/en/figures/{release.number}/jsonstat/").content.decode()
    with acting(people[0]):
        for more in ({"breakdowns": ["sex"]}, {"breakdowns": ["province", "sex"], "reason": "corrected"}):
            with pytest.raises(InvalidInput):
                drafted(people[0], indicator="compensation_ordered", **more)
        with pytest.raises(InvalidInput):
            drafted(
                people[0], indicator="compensation_ordered", period=Period.year(2025), breakdowns=["sex"], round_to=5
            )
        with pytest.raises(InvalidInput):
            drafted(people[0], indicator="penalties_riel", breakdowns=["province"])


def test_money_paid_in_parts_is_one_persons(people, acting):  # noqa: F811
    """Four women of one province got their money in two parts, eight men at once: eight payments are four people."""

    def pay(claim, sex, riel, place="1801"):
        facts.write(
            kind=Kind.COMPENSATION, unit=("claim", claim), on=PartialDate(2026, 2, 1), place=place, outcome="paid",
            sex=sex, age_band="adult", form="labour", extra={"riel": riel},
        )  # fmt: skip

    for at in range(8):
        woman = uuid4()
        for part in range(2 if at < 4 else 0):
            pay(woman, "female", 1_000_000 + at + part)
        pay(uuid4(), "male", 3_000_000 + 100_000 * at)
        pay(uuid4(), "male", 5_000_000 + 100_000 * at, place="0801")
        pay(uuid4(), "female", 4_000_000 + 100_000 * at, place="0801")
    wrong = uuid4()
    pay(wrong, "female", 7_000_000)
    facts.correct(
        kind=Kind.COMPENSATION, unit=("claim", wrong), like={"outcome": "paid", "extra__riel": 7_000_000}, count=0
    )
    release = published(people, acting, indicator="compensation_paid", breakdowns=["province", "sex"])
    cells = queries.shown_of(release).cells
    assert cells["18", "female"] is SUPPRESSED, "four people, however many payments"
    assert cells["08", TOTAL] is SUPPRESSED or cells["08", "female"] is SUPPRESSED or cells["18", TOTAL] is SUPPRESSED
    shown = cells[TOTAL, TOTAL]
    assert shown is SUPPRESSED or shown == sum(2 * (1_000_000 + at) + 1 if at < 4 else 0 for at in range(8)) + sum(
        12_000_000 + 300_000 * at for at in range(8)
    )
