"""Telephone numbers of six countries, record numbers, form fields."""

from datetime import date

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from rumduol.shared import fields
from rumduol.shared.dates import PartialDate
from rumduol.shared.errors import InvalidInput
from rumduol.shared.identifiers import ALPHABET, new_number, normalise_number
from rumduol.shared.phone import read_phone, show_phone


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("012 345 678", "+85512345678"),
        ("០១២ ៣៤៥ ៦៧៨", "+85512345678"),
        ("12345678", "+85512345678"),
        ("+855 (0) 12 345 678", "+85512345678"),
        ("0085512345678", "+85512345678"),
        ("85512345678", "+85512345678"),
        ("+84 912 345 678", "+84912345678"),
        ("84912345678", "+84912345678"),
        ("+66 81 234 5678", "+66812345678"),
        ("+86 138 0013 8000", "+8613800138000"),
        ("+856 20 5555 5555", "+8562055555555"),
        ("+60 12-345 6789", "+60123456789"),
        ("\u200e+85512345678", "+85512345678"),
    ],
)
def test_reads(typed, kept):
    assert read_phone(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", "12", "call me", "0" * 30, "+999 123", "١٢", "😀", "012 345 678 or 099", "++855"]
)
def test_refuses(typed):
    with pytest.raises(InvalidInput):
        read_phone(typed)


@given(st.text(max_size=30) | st.from_regex(r"\+?[0-9 ()\-]{3,20}", fullmatch=True))
def test_kept_numbers_read_back_as_themselves(typed):
    try:
        kept = read_phone(typed)
    except InvalidInput:
        return
    assert kept.startswith("+")
    assert read_phone(kept) == kept
    assert read_phone(show_phone(kept)) == kept


def test_shown_as_at_home():
    assert show_phone("+85512345678") == "012 345 678"
    assert show_phone("+84912345678").startswith("+84 ")
    assert show_phone("not known") == "not known"


def test_record_numbers_tell_no_volume():
    numbers = {new_number("K", date(2026, 5, 1)) for _ in range(500)}
    assert len(numbers) == 500
    assert all(n.startswith("K-26-") and set(n[5:]) <= set(ALPHABET) for n in numbers)


def test_record_numbers_are_read_kindly():
    assert normalise_number("k 26 4t7q2m") == "K-26-4T7Q2M"
    assert normalise_number("K-២៦-4T7Q2O") == "K-26-4T7Q20"
    assert normalise_number("R26 IL0000") == "R-26-110000"
    for wrong in ("", "K-26", "26-K-4T7Q2M", "K-26-4T7Q2U", "K-26-4T7Q2M9"):
        assert normalise_number(wrong) is None


@given(st.text(max_size=20))
def test_any_text_as_a_record_number(typed):
    found = normalise_number(typed)
    assert found is None or normalise_number(found) == found


class Everything(forms.Form):
    name = fields.NameField()
    story = fields.StoryField(required=False)
    phone = fields.PhoneField(required=False)
    born = fields.PartialDateField(required=False)
    on = fields.DayField(required=False)
    age = fields.AgeField(required=False)


def test_a_form_cleans_everything():
    form = Everything(
        {
            "name": " សុខ  ",
            "story": "a\r\nb 😢",
            "phone": "០១២ ៣៤៥ ៦៧៨",
            "born": "៥/១/២៥៥០",
            "on": "1/2/2024",
            "age": "១៥",
        }
    )
    assert form.is_valid(), form.errors
    assert form.cleaned_data["born"] == PartialDate(2007, 1, 5)
    assert len(form.fields["born"].notes) == 1
    assert form.cleaned_data["age"] == 15
    assert form.cleaned_data["on"] == date(2024, 2, 1)
    assert form.cleaned_data["story"] == "a\nb 😢"


def test_notes_of_one_form_are_not_those_of_the_next():
    assert Everything({"name": "A", "born": "2550"}).is_valid()
    form = Everything({"name": "A"})
    assert form.is_valid()
    assert form.fields["born"].notes == ()


@pytest.mark.parametrize("age", ["121", "150", "-1", "1.5", "abc", "99999999999"])
def test_impossible_ages(age):
    assert "age" in Everything({"name": "A", "age": age}).errors


def test_a_name_is_not_escaped_from_by_the_form():
    form = Everything({"name": "Dara 😀"})
    assert "😀" in str(form.errors["name"])
    assert form["name"].value() == "Dara 😀"  # nothing typed is lost


def test_fields_show_what_they_keep():
    form = Everything(initial={"born": PartialDate(2007, 1), "phone": "+85512345678", "on": date(2024, 2, 1)})
    assert 'value="01/2007"' in str(form["born"])
    assert 'value="012 345 678"' in str(form["phone"])
    assert 'value="01/02/2024"' in str(form["on"])


@given(st.dictionaries(st.sampled_from(list(Everything.base_fields)), st.text(max_size=60)))
def test_no_form_breaks(data):
    form = Everything(data)
    form.is_valid()
    again = Everything({**data, **{k: v for k, v in form.cleaned_data.items() if isinstance(v, str)}})
    assert again.is_valid() or form.errors
