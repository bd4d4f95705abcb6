"""Two files field by field, and duplicates of a list found again."""

import pytest

from rumduol.alike.comparing import Known, compare
from rumduol.alike.listing import clusters, duplicates, known_of
from tests.load.invented_lists import two_lists


def levels(one, other):
    return {line.field: line.level for line in compare(Known(**one), Known(**other), others=1000).lines}


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("1990-05-12", "1990-05-12", "same"),
        ("1990-05-12", "1990-12-05", "swapped"),
        ("1990-05-12", "1990-05-13", "near"),
        ("1990-05-12", "1991-05-12", "near"),
        ("1990-05", "1990-05-12", "month"),
        ("1990", "1990-05-12", "year"),
        ("1990-01-01", "1990-05-12", "year"),
        ("1990-01-01", "1990-01-01", "year"),
        ("1990", "1992-05-12", "about"),
        ("1990-05-12", "1992-07-12", "differs"),
        ("1985", "1992-05-12", "differs"),
    ],
)
def test_dates_of_birth(one, other, level):
    assert levels({"born": one}, {"born": other}) == {"born": level}
    assert levels({"born": other}, {"born": one}) == {"born": level}


@pytest.mark.parametrize(
    ("years", "born", "level"), [((1989, 1991), "1990-05-12", "about"), ((1960, 1961), "1990", "differs"), (None, "1990", None)]
)  # fmt: skip
def test_an_age_stands_in_for_a_date(years, born, level):
    assert levels({"born_years": years}, {"born": born}).get("born") == level
    assert levels({"born": born}, {"born_years": years}).get("born") == level


def test_names_places_and_numbers():
    assert levels({"names": ("Sok Dara",)}, {"names": ("Dara Sok",)}) == {"name": "same"}
    assert levels({"names": ("Sok Dara",)}, {"names": ("សុខ ដារ៉ា",)}) == {"name": "sounds"}
    assert levels({"names": ("Sok Dara",)}, {"names": ("Sok Maly",)}) == {"name": "part"}
    assert levels({"names": ("Chea Sophal",)}, {"names": ("Sok Maly", "Sophal Chea")}) == {"name": "same"}
    assert levels({"phone": "+855 12 345 678"}, {"phone": "012345678"}) == {"phone": "same"}
    assert levels({"papers": "N 0123"}, {"papers": "n0123"}) == {"papers": "same"}
    moved = levels({"place": "Phum Thmei, Stueng Hav"}, {"place": "Prey Nob"})
    assert moved == {"place": "differs"}
    assert levels({}, {"names": ("Sok Dara",), "born": "1990", "phone": "1", "sex": "f"}) == {}


def test_a_move_does_not_undo_a_name_and_a_birthday():
    one = Known(("Sok Sreyneang",), "1990-05-12", sex="f", place="Phum Thmei, Stueng Hav")
    moved = Known(("Srei Neang Sokh",), "1990-05-12", sex="f", place="Bavet")
    namesake = Known(("Sok Sreyneang",), "1971-11-02", sex="f", place="Stueng Hav")
    assert compare(one, moved, others=2000).likely
    assert compare(one, namesake, others=2000).chance < 0.3
    reasons = compare(one, moved, others=2000).lines
    assert reasons[0].weight == max(line.weight for line in reasons)


def test_duplicates_of_an_invented_list_are_found():
    first, second, truth = two_lists(400, common=0.3, seed=11)
    people = [known_of(person) for person in first + second]
    at = {person.id: i for i, person in enumerate(first)} | {p.id: 400 + i for i, p in enumerate(second)}
    true = {(at[a], at[b]) for a, b in truth.items()}
    found = {(one, other) for one, other, likeness in duplicates(people) if likeness.chance >= 0.5}
    assert len(found & true) >= 0.93 * len(true)
    assert len(found & true) >= 0.95 * len(found)
    assert clusters([(0, 3), (3, 5), (1, 2)], 6) == [0, 1, 1, 0, 4, 0]
