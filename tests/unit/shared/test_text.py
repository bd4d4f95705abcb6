"""What people type: cleaned the same way twice, nothing invisible left, clear refusals."""

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumduol.shared import khmer, text
from rumduol.shared.errors import InvalidInput

ANY = st.text(max_size=200)
KHMER = st.text(alphabet=st.characters(min_codepoint=0x1780, max_codepoint=0x17FF) | st.sampled_from("\u200b \u200d"))


@given(ANY | KHMER)
def test_cleaning_twice_changes_nothing_more(typed):
    once = text.clean(typed)
    assert text.clean(once) == once
    line = text.one_line(typed)
    assert text.one_line(line) == line
    assert "\n" not in line


@given(st.text(alphabet=st.characters(), max_size=60))
def test_nothing_invisible_survives(typed):
    cleaned = text.clean(typed)
    for char in cleaned:
        assert char == "\n" or unicodedata.category(char) not in {"Cc", "Cs"}
        assert char not in "\u202e\u200d\u200f\ufeff\u2066"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Sok \t Dara  ", "Sok Dara"),
        ("Sok\u202e Dara", "Sok Dara"),
        ("So\u200bk", "Sok"),
        ("សុខ\u200bដារ៉ា", "សុខ\u200bដារ៉ា"),
        ("\u200bសុខ\u200b\u200bដារ៉ា\u200b", "សុខ\u200bដារ៉ា"),
        ("one\r\ntwo\n\n\n\nthree", "one\ntwo\n\nthree"),
        ("cafe\u0301", "café"),
        ("a\x00b\ud800c", "abc"),
    ],
)
def test_examples(typed, kept):
    assert text.clean(typed) == kept


def test_khmer_syllables_that_look_the_same_become_the_same():
    assert khmer.normalise("កេា") == khmer.normalise("កោ") == "កោ"
    assert khmer.normalise("ស្រី្ត") == khmer.normalise("ស្ត្រី")
    assert khmer.normalise("អ៊ូ") == khmer.normalise("អូ៊")


@given(KHMER)
def test_khmer_normalising_is_stable(typed):
    once = khmer.normalise(typed)
    assert khmer.normalise(once) == once


@given(st.integers(0, 10**12))
def test_digits_go_and_come_back(n):
    assert khmer.to_latin_digits(khmer.to_khmer_digits(str(n))) == str(n)


def test_numbers_and_riel():
    assert khmer.number(12500, "km", khmer_digits=True) == "១២,៥០០"
    assert khmer.number(1250000.5, "en") == "1,250,000.5"
    assert [khmer.number(-1250000, language) for language in ("vi", "en", "th", "zh-hans")] == [
        "-1.250.000", "-1,250,000", "-1,250,000", "-1,250,000",
    ]  # fmt: skip
    for value in (0, 7, -999, 1000, 98765432):
        for language in ("km", "en", "vi", "th", "zh-hans"):
            assert khmer.number(value, language) == khmer.number(Decimal(value), language)
    assert khmer.riel(12500) == "12,500៛"
    assert khmer.riel(12500, "en") == "12,500 riel"
    assert khmer.to_latin_digits("๑๒ ១២ １２") == "12 12 12"


@pytest.mark.parametrize(
    "name", ["អ", "O", "Nguyễn Thị Hoa", "ស៊ូ ម៉ានិត", "李小龙", "สมชาย ใจดี", "D'Angelo-Chan", "Chan (Srey)"]
)
def test_names_that_are_names(name):
    assert text.clean_name(name) == text.one_line(name)


@pytest.mark.parametrize("name", ["x" * 300, "Dara 😀", "<b>", "12", "Dara; DROP", "1️⃣ Dara", "☎"])
def test_names_that_are_refused_with_a_reason(name):
    with pytest.raises(InvalidInput) as refused:
        text.clean_name(name)
    assert len(str(refused.value.message)) > 20


def test_a_name_of_300_letters_is_told_its_length():
    with pytest.raises(InvalidInput) as refused:
        text.clean_name("ក" * 300)
    assert "300" in str(refused.value.message)
    assert "120" in str(refused.value.message)


def test_emoji_are_welcome_in_a_story():
    assert text.clean("she cried 😢") == "she cried 😢"


@given(ANY)
def test_a_name_is_either_kept_or_refused_never_an_accident(typed):
    try:
        name = text.clean_name(typed)
    except InvalidInput:
        return
    assert name == text.clean_name(name)
