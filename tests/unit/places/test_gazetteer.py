"""The published lists, mended: complete, nested, and with one code for each place."""

from collections import Counter

import pytest

from rumduol.places import gazetteer
from rumduol.places.enums import DIGITS, Kind, Level
from rumduol.shared.errors import InvalidInput


@pytest.fixture(scope="module")
def rows() -> list[gazetteer.Row]:
    return gazetteer.rows()


def test_all_places_are_there(rows: list[gazetteer.Row]) -> None:
    counts = Counter(row.level for row in rows)
    assert counts == {Level.PROVINCE: 25, Level.DISTRICT: 210, Level.COMMUNE: 1661, Level.VILLAGE: 14576}


def test_codes_are_unique_and_nest(rows: list[gazetteer.Row]) -> None:
    codes = {row.code for row in rows}
    assert len(codes) == len(rows)
    for row in rows:
        assert row.code.isdigit()
        assert len(row.code) == DIGITS[row.level]
        assert row.parent is None or row.parent in codes


def test_nothing_published_is_lost_and_mended_codes_say_so(rows: list[gazetteer.Row]) -> None:
    published = gazetteer.published("Villages")
    named = Counter((line["village_kh"], line["village_en"]) for line in published)
    stored = Counter((row.name_km, row.name_latin) for row in rows if row.level == Level.VILLAGE)
    assert named == stored
    codes = {line["village_code"] for line in published}
    mended = [row for row in rows if row.level == Level.VILLAGE and row.code not in codes]
    assert mended
    assert all(row.source_code for row in mended)


def test_villages_of_the_commune_without_a_row_are_in_the_one_without_villages(rows: list[gazetteer.Row]) -> None:
    mine = [row for row in rows if row.parent == "120912"]
    assert len(mine) == 13
    assert not [row for row in rows if row.code.startswith("120913")]


def test_a_list_of_unexpected_length_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = gazetteer.published
    monkeypatch.setattr(gazetteer, "published", lambda name: whole(name)[:-1] if name == "District" else whole(name))
    with pytest.raises(InvalidInput, match="209"):
        gazetteer.rows()


def test_kinds_follow_the_law(rows: list[gazetteer.Row]) -> None:
    kinds = Counter(row.kind for row in rows)
    assert kinds[Kind.CAPITAL] == 1
    assert kinds[Kind.KHAN] == 14
    assert kinds[Kind.KRONG] == 33
    assert kinds[Kind.SROK] == 163
    towns = {row.code for row in rows if row.kind in {Kind.KHAN, Kind.KRONG}}
    assert all((row.kind == Kind.SANGKAT) == (row.parent in towns) for row in rows if row.level == Level.COMMUNE)


def test_iso_codes(rows: list[gazetteer.Row]) -> None:
    by_code = {row.code: row for row in rows}
    assert by_code["01"].iso == "KH-1"
    assert by_code["25"].iso == "KH-25"
    assert by_code["0110"].iso == ""


def test_every_alias_belongs_to_a_place(rows: list[gazetteer.Row]) -> None:
    assert set(gazetteer.data("aliases")) <= {row.code for row in rows}
