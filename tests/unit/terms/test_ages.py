"""Bands at their borders, birthdays, and the benefit of the doubt."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumduol.terms import ages, queries


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (0, "0-8"),
        (8, "0-8"),
        (9, "9-17"),
        (17, "9-17"),
        (18, "18-20"),
        (20, "18-20"),
        (21, "21-23"),
        (23, "21-23"),
        (24, "24-26"),
        (26, "24-26"),
        (27, "27-29"),
        (29, "27-29"),
        (30, "30-38"),
        (38, "30-38"),
        (39, "39-47"),
        (47, "39-47"),
        (48, "48+"),
        (120, "48+"),
        (None, "unknown"),
    ],
)
def test_bands_at_their_borders(age: int | None, band: str) -> None:
    assert ages.band_of(age) == band


@pytest.mark.parametrize("age", [-1, 121, 1000])
def test_impossible_ages_are_refused(age: int) -> None:
    with pytest.raises(ValueError, match="0 to 120"):
        ages.band_of(age)


@given(st.integers(0, 120))
def test_the_band_is_a_term_under_child_or_adult(age: int) -> None:
    band = queries.term("age", ages.band_of(age))
    assert band.parent == ("child" if age < 18 else "adult") == ages.broad_of(age)
    assert ages.broad_of(band.code) == band.parent
    assert ages.glotip_of(age) == ("0-17" if age < 18 else "18+")


def test_every_term_of_the_list_has_a_broad_band() -> None:
    for term in queries.terms("age"):
        assert ages.broad_of(term.code) == (term.parent or term.code)


def test_who_may_be_a_child_is_not_treated_as_an_adult() -> None:
    assert ages.may_be_child(None)
    assert ages.may_be_child("unknown")
    assert ages.may_be_child("")
    assert ages.may_be_child(17)
    assert not ages.may_be_child(18)
    assert ages.is_child("9-17")
    assert not ages.is_child(None)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2008, 11, 21), date(2026, 11, 20), 17),
        (date(2008, 11, 21), date(2026, 11, 21), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2026, 1, 1), date(2026, 1, 1), 0),
    ],
)
def test_age_on_a_day(born: date, day: date, age: int) -> None:
    assert ages.age_on(born, day) == age


def test_not_yet_born() -> None:
    with pytest.raises(ValueError, match="born after"):
        ages.age_on(date(2026, 1, 2), date(2026, 1, 1))
