"""Name keys: any text gives keys or none, the same each time, whatever the order of the words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumduol.names.keys import (
    MOST_PAIRS,
    finds,
    index_keys,
    loose_keys,
    name_words,
    one_deletion,
    pair_keys,
    search_plans,
    strict_keys,
)
from rumduol.names.romanise import MOST, romanise

KHMER = st.text(alphabet=st.characters(min_codepoint=0x1780, max_codepoint=0x17DD) | st.just(" "), max_size=30)
LATIN = st.text(alphabet="abcdefghijklmnoprstuvwyz ", max_size=30)


@given(st.text(max_size=80) | KHMER | LATIN)
def test_any_text_has_keys_or_none(text):
    for keys in (loose_keys(text), strict_keys(text)):
        assert all(keys)
    assert index_keys(text) >= loose_keys(text)
    search_plans(text)


@given(KHMER | LATIN)
def test_every_name_finds_itself(text):
    words = name_words(text)
    if words and all(loose_keys(word) for word in words):
        assert finds(text, text)


@given(
    st.lists(st.sampled_from(["Sok", "Dara", "សុភា", "Chea", "Bun"]), min_size=1, max_size=4, unique=True), st.randoms()
)
def test_order_does_not_matter(words, random):
    shuffled = list(words)
    random.shuffle(shuffled)
    assert finds(" ".join(shuffled), " ".join(words))


@pytest.mark.parametrize("typed", ["Sok Dara", "Dara Sok", "សុខ ដារ៉ា", "Sok Bun Thoeun"])
def test_words_are_looked_up_two_by_two(typed):
    """A surname alone is shared by a tenth of a country: asking for it would read as many records."""
    for plan in search_plans(typed):
        pairs = [{"|" in key for key in keys} for keys in plan]
        assert len(pairs) == 1 or pairs == [{True}] * len(pairs)
    assert {"|" in key for key in search_plans(typed)[0][0]} == {True}


@pytest.mark.parametrize("typed", ["Sok", "Sok Dara", "Sok Bun Thoeun", "សុខ មករាលក្ខណ៍"])
def test_what_sounds_the_same_is_part_of_what_is_near(typed):
    alike, near = search_plans(typed, near=False), search_plans(typed)
    assert len(alike) == len(near)
    for narrow, wide in zip(alike, near, strict=True):
        assert all(one <= other for one, other in zip(narrow, wide, strict=True))
    assert any(
        one < other for plan, more in zip(alike, near, strict=True) for one, other in zip(plan, more, strict=True)
    ) == (typed not in {"Sok"})


@pytest.mark.parametrize("name", ["Sok Sophea", "សុខ មករាលក្ខណ៍", "ចាន់ ប៊ុន ធឿន", "Nguyen Thi Minh Hoang"])
def test_pairs_are_few_enough_to_index(name):
    assert 1 <= len(pair_keys(name)) <= 6 * MOST_PAIRS


@given(KHMER)
def test_readings_are_few(text):
    assert len(romanise(text)) <= MOST


@given(st.text(alphabet="abcdef", max_size=12))
def test_neighbourhood(key):
    near = one_deletion(key)
    assert key in near
    if len(key) >= 4:
        assert all(len(n) >= len(key) - 1 and n[0] == key[0] and n[-1] == key[-1] for n in near)
    else:
        assert near == {key}


@pytest.mark.parametrize(
    ("typed", "stored", "found"),
    [
        ("Bunthoeun", "Sok Bun Thoeun", True),
        ("Sok Bun Thoeun", "Sok Bunthoeun", True),
        ("bunthoeun sok", "ប៊ុន ធឿន សុខ", True),
        ("Mr. Sok Dara", "សុខដារ៉ា", True),
        ("Sok", "Sok Dara", True),
        ("Sok Dara", "Chea Dara", False),
        ("Sophea", "Sopheap", False),
        ("李小龙", "李小龙", True),
        ("李小龙", "李小虎", False),
        ("", "Sok", False),
        ("Nguyễn", "NGUYEN", True),
    ],
)
def test_finding(typed, stored, found):
    assert finds(typed, stored) is found
