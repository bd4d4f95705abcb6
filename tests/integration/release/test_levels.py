"""A table with districts under provinces, from facts to every file; and coarser tables offered before a draft is kept."""

import csv
import io
import json
from uuid import uuid4

import openpyxl
import pytest

from rumduol.facts import actions as facts
from rumduol.facts.enums import Kind
from rumduol.indicators.types import TOTAL
from rumduol.release import queries
from rumduol.release.models import Release
from rumduol.release.types import SUPPRESSED
from rumduol.shared.dates import PartialDate
from tests.integration.release.test_release_desk import people, published  # noqa: F401

pytestmark = pytest.mark.django_db


def found(place, number, sex="female", **more):
    facts.write(
        kind=Kind.VICTIM, unit=("person", uuid4()), on=PartialDate(2026, 3, 1), sex=sex, age_band="adult", place=place,
        outcome="identified", form="labour", count=number, **more,
    )  # fmt: skip


def test_districts_add_up_to_provinces_in_every_file(people, acting, client):  # noqa: F811
    for place, number in {"1801": 30, "1802": 3, "1803": 9, "18": 12, "0801": 50, "1201": 20, "TH": 8}.items():
        found(place, number)
    found("0802", 25, sex="unknown")
    release = published(people, acting, breakdowns=["district", "sex"])
    cells = queries.shown_of(release).cells
    assert (cells["18", TOTAL], cells["1801", TOTAL], cells["18-unknown", TOTAL]) == (54, 30, 12)
    assert cells["1802", TOTAL] is SUPPRESSED
    assert cells["1803", TOTAL] is SUPPRESSED  # else 54 - 30 - 12 - 9
    assert cells["abroad", TOTAL] == 8
    address = f"/en/figures/{release.number}/"
    rows = list(csv.DictReader(io.StringIO(client.get(address + "csv/").content.decode("utf-8-sig"))))
    by_code = {(row["district"], row["sex"]): row for row in rows[:-1]}
    assert by_code["1801", TOTAL]["district_part_of"] == "18"
    assert by_code["18", TOTAL]["district_part_of"] == TOTAL
    assert by_code["0802", "female"]["status"] == "unknown"  # a sex is known of nobody there
    assert by_code["0802", "female"]["number"] == "u"
    assert by_code["0801", "male"]["status"] == "zero"
    assert by_code["1802", TOTAL]["number"] == "s"
    cube = json.loads(client.get(address + "jsonstat/").content)
    child = cube["dimension"]["district"]["category"]["child"]
    assert "1801" in child["18"]
    assert "18" in child["total"]
    assert "1801" not in child["total"]
    assert {"Q", "O", "A"} == set(cube["status"].values())
    sdmx = list(csv.DictReader(io.StringIO(client.get(address + "sdmx/").content.decode())))
    assert {row["OBS_STATUS"] for row in sdmx} == {"A", "Q", "O"}
    book = openpyxl.load_workbook(io.BytesIO(client.get(address + "xlsx/").content))
    listed = {row[0].value: row for row in book.worksheets[1].iter_rows(min_row=2)}
    assert listed["1801"][2].value == "18"
    api = client.get(f"/api/open/releases/{release.number}").json()
    parts = {value["code"]: value["part_of"] for value in api["dimensions"][0]["values"]}
    assert (parts["1801"], parts["18"]) == ("18", "total")
    kinds = {tuple(cell["at"]): (cell["kind"], cell["number"]) for cell in api["cells"]}
    assert kinds["0802", "female"] == ("unknown", None)
    page = client.get(address).content.decode()
    assert "\u2003" in page  # set in under its province
    assert "asked, and not known" in page


def test_a_finer_release_after_a_coarser_one_gives_nothing_away(people, acting):  # noqa: F811
    for place, number in {"1801": 3, "1802": 7, "0801": 6, "0802": 50}.items():
        found(place, number)
    coarse = published(people, acting, breakdowns=["province"])
    assert queries.shown_of(coarse).cells["18",] == 10
    fine = queries.shown_of(published(people, acting, breakdowns=["district"])).cells
    assert {fine["1801",], fine["1802",]} == {SUPPRESSED}


def test_coarser_tables_are_offered_before_anything_is_drafted(people, client_of):  # noqa: F811
    for at in range(1, 13):
        found(f"18{at:02d}" if at < 4 else f"{at:02d}01", 1 + at % 3, sex=("female", "male")[at % 2])
    found("1801", 40)
    maker = client_of(people[0])
    asked = {"indicator": "victims", "period": "2026", "breakdowns": ["district", "sex"]}
    answer = maker.post("/releases/new/", asked)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "អាចបង្ហាញបានតិច" in text  # little of it could be shown
    assert not Release.objects.exists()
    assert '<input type="hidden" name="breakdowns" value="sex">' in text
    coarser = maker.post("/releases/new/", asked | {"breakdowns": ["sex"]})
    assert coarser.status_code == 302
    assert maker.post("/releases/new/", asked | {"even_if_little": "on"}).status_code == 302
    same = maker.post("/releases/new/", asked | {"breakdowns": ["province", "district"]})
    assert same.status_code == 422
