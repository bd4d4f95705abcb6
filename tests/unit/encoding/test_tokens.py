"""What of a person goes into the encoding, and what does not matter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumduol.encoding.tokens import MOST_TOKENS, Person, birth_tokens, date_parts, name_tokens, place_tokens, tokens_of


def likeness(one, other):
    every = one.keys() | other.keys()
    shared = sum(min(one.get(t, 0), other.get(t, 0)) for t in every)
    return shared / sum(max(one.get(t, 0), other.get(t, 0)) for t in every)


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("1990-05-12", ("1990", "05", "12")),
        ("12/5/1990", ("1990", "05", "12")),
        ("19900512", ("1990", "05", "12")),
        ("១២-០៥-១៩៩០", ("1990", "05", "12")),
        ("12 May 1990", ("1990", "05", "12")),
        ("12 ឧសភា 2533", ("1990", "05", "12")),
        ("05/1990", ("1990", "05", "")),
        ("1990", ("1990", "", "")),
        ("1990-00-00", ("1990", "", "")),
        ("1990-05-12 00:00:00", ("1990", "05", "12")),
        ("unknown", ("", "", "")),
        ("", ("", "", "")),
    ],
)
def test_dates_as_people_write_them(written, parts):
    assert date_parts(written) == parts


def test_a_first_of_january_counts_by_its_year():
    assert birth_tokens("1990-01-01") == birth_tokens("1990") == birth_tokens("~1990-05-12")
    assert birth_tokens("1990-05-12", estimated=True) == birth_tokens("1990")
    assert birth_tokens("1990-01-02").keys() > birth_tokens("1990").keys()


def test_swapped_day_and_month_or_one_wrong_digit_leaves_something():
    born = birth_tokens("1990-05-12")
    for near in ("1990-12-05", "1991-05-12", "1980-05-12", "1990-05-13", "1990-06-12"):
        assert likeness(born, birth_tokens(near)) > 0.1, near
    assert likeness(born, birth_tokens("1973-08-30")) == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Bunthoeun", "Sok"), ("Bun Thoeun", "Sokh")),
        (("Kunthea", "Chea"), ("Kounthea", "Chea")),
        (("Dara", "Sok"), ("Sok", "Dara")),
        (("Dara", "Sok"), ("ដារ៉ា", "សុខ")),
        (("Sok Dara", ""), ("Dara", "Sok")),
    ],
)
def test_spellings_of_a_name_are_alike(one, other):
    assert likeness(name_tokens(*one), name_tokens(*other)) > 0.3
    assert likeness(name_tokens(*one), name_tokens("Veasna", "Prum")) < 0.15


def test_order_and_kind_of_place_do_not_matter():
    assert place_tokens("Phum Trapeang, Khum Bati, Takeo") == place_tokens("Takeo Trapeang / Bati district") | {}
    assert not place_tokens("ភូមិ ឃុំ street, no.")


@given(st.builds(Person, st.text(), st.text(), st.text(), st.text(), st.text(), st.text()))
def test_any_text_gives_tokens_or_none(person):
    for tokens in tokens_of(person):
        assert all(token and 1 <= weight <= 3 for token, weight in tokens.items())


def test_a_page_for_an_address_is_cut():
    assert len(place_tokens(" ".join(f"word{i}x{i}" for i in range(5000)))) <= MOST_TOKENS + 3
