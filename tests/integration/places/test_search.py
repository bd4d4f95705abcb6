"""Search as people type: either script, misspelt, foreign names, codes, and "x, in y"."""

import pytest

from rumduol.places import queries
from rumduol.places.searching import search

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Siem Reap", "17"),
        ("Siemreap", "17"),
        ("siem reab", "17"),
        ("Seam Riep", "17"),
        ("Poipet", "0110"),
        ("Poi Pet", "0110"),
        ("Paoy Paet", "0110"),
        ("poypet", "0110"),
        ("Sihanoukville", "18"),
        ("sihanoukvile", "18"),
        ("Preah Sihanouk", "18"),
        ("西港", "18"),
        ("ព្រះសីហ", "18"),
        ("ប៉ោយប៉ែត", "0110"),
        ("ប៉ោយបែត", "0110"),
        ("ភ្នំពេញ", "12"),
        ("រាជធានីភ្នំពេញ", "12"),
        ("Phnom Pen", "12"),
        ("kompong cham", "03"),
        ("ordar meanchay", "22"),
        ("ស្តឹងត្រែង", "19"),
        ("ក្រុងព្រះសីហនុ", "18"),
        ("Bavet", "2008"),
        ("svay reang", "20"),
        ("០១១០", "0110"),
        ("01 10", "0110"),
        ("Kakab 2", "120915"),
        ("kandal", "08"),
        ("kampong", "04"),
    ],
)
def test_the_place_meant_comes_first(typed: str, code: str) -> None:
    found = search(typed)
    assert found, typed
    assert found[0].place.code == code, [(m.place.code, m.place.name_latin) for m in found]


def test_a_comma_looks_inside_what_follows() -> None:
    found = search("boeng kak, toul kork")
    assert found
    assert {queries.district_of(match.place.code) for match in found} == {"1204"}


def test_the_word_for_the_level_prefers_that_level() -> None:
    assert search("ឃុំអូរបីជាន់")[0].place.code == "010509"
    assert search("phum Ou Bei Choan")[0].place.code == "01050903"


def test_within_keeps_to_the_place() -> None:
    found = search("thmei", within="18", limit=50)
    assert found
    assert all(match.place.code.startswith("18") for match in found)
    assert search("0110", within="18") == []


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "%",
        "_",
        "\\",
        "'; drop table places_place; --",
        "zzzzqqqq",
        ",",
        "\u200b",
        "៛",
        "a" * 5000,
        "\x00",
        "\ud800",
        "a\x00b",
        "999999999999",
        "²²",
    ],
)
def test_nonsense_finds_nothing_and_breaks_nothing(typed: str) -> None:
    found = search(typed)
    assert all(not match.sure for match in found)
    assert queries.exists("12")


def test_limit_is_kept() -> None:
    assert len(search("phum", limit=3)) == 3
