"""Descriptions, ancestors, and "somewhere in this district"."""

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from rumduol.places import queries
from rumduol.places.enums import Level
from rumduol.places.tiles import tiles
from rumduol.shared.errors import NotThere

pytestmark = pytest.mark.django_db


def test_a_place_in_words() -> None:
    assert queries.describe("0110", "en") == "Paoy Paet, Banteay Meanchey"
    assert queries.describe("0110", "km", long=True) == "ក្រុងប៉ោយប៉ែត ខេត្តបន្ទាយមានជ័យ"
    assert queries.describe("120401", "en", long=True) == "Sangkat Phsar Depou Ti Muoy, Khan Tuol Kouk, Phnom Penh"
    assert queries.describe("12", "km", long=True) == "រាជធានីភ្នំពេញ"
    assert queries.describe("12", "vi") == "Phnom Penh"


def test_unknown_and_foreign_codes_are_shown_not_hidden() -> None:
    assert queries.describe("", "en") == ""
    assert queries.describe("9999", "en") == "9999"
    assert queries.label("9999") == "9999"


def test_ancestors_from_near_to_far() -> None:
    assert [place.code for place in queries.ancestors("01100101")] == ["011001", "0110", "01"]
    assert queries.ancestors("01") == ()


def test_parts_of_a_code() -> None:
    assert queries.province_of("01100101") == "01"
    assert queries.district_of("01100101") == "0110"
    assert queries.district_of("01") == ""
    assert queries.province_of("") == ""
    assert queries.level_of("0110") == Level.DISTRICT
    assert queries.level_of("") is None


def test_within() -> None:
    assert queries.is_within("0110", "01")
    assert queries.is_within("01", "01")
    assert queries.is_within("01", "")
    assert not queries.is_within("01", "0110")
    assert not queries.is_within("", "01")
    assert not queries.is_within("", "")


@pytest.mark.parametrize("code", ["99", "0199", "abc", "01100199", "0", "0110\x00000", "011001010", "០១"])
def test_what_is_no_place(code: str) -> None:
    assert not queries.exists(code)
    with pytest.raises(NotThere):
        queries.get(code)


def test_children() -> None:
    assert len(queries.children("")) == 25
    assert len(queries.children("12")) == 14
    assert {place.level for place in queries.children("0110")} == {Level.COMMUNE}
    assert all(place.code.startswith("011001") for place in queries.children("011001"))


def test_many_at_once() -> None:
    found = queries.infos(["01", "01100101", "zz", ""])
    assert set(found) == {"01", "01100101"}


def test_the_web_role_reads_and_never_writes() -> None:
    for statement in ("DELETE FROM places_place", "UPDATE places_place SET name_km = ''", "TRUNCATE places_spelling"):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_tiles_hide_what_must_be_hidden_and_zero_is_not_nothing() -> None:
    shown = {t.place.code: t for t in tiles({"12": 900, "01": 0, "02": 3, "18": 50}, hidden=frozenset({"02"}))}
    assert len(shown) == 25
    assert shown["02"].hidden
    assert shown["02"].value is None
    assert shown["02"].step is None
    assert shown["01"].step == 0
    assert shown["03"].step is None
    assert not shown["03"].hidden
    assert 0 < shown["18"].step < shown["12"].step <= 5  # type: ignore[operator]
