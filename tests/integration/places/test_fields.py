"""The place field of a form: right at once when plain, a choice when not, a way out always."""

import pytest
from django import forms
from django.utils import translation

from rumduol.places.enums import Level
from rumduol.places.fields import PlaceField, place_not_in_province

pytestmark = pytest.mark.django_db


class Where(forms.Form):
    where = PlaceField()


def submit(data: dict[str, str], within: str = "", form: type[forms.Form] = Where) -> forms.Form:
    shown = form(data)
    shown.fields["where"].within = within  # type: ignore[attr-defined]
    return shown


@pytest.mark.parametrize(
    ("text", "code"),
    [("Poipet", "0110"), ("ប៉ោយប៉ែត", "0110"), ("siem reab", "17"), ("Kandal", "08"), ("1204", "1204")],
)
def test_a_plain_name_needs_no_question(text: str, code: str) -> None:
    form = submit({"where": text})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["where"] == code


def test_an_ambiguous_name_comes_back_with_choices_and_keeps_the_text() -> None:
    form = submit({"where": "Samraong"})
    assert not form.is_valid()
    html = str(form["where"])
    assert 'value="Samraong"' in html
    assert 'name="where_code" value="2204"' in html
    assert 'name="where_code" value="2107"' in html
    assert 'value="unknown"' in html


def test_the_choice_is_taken() -> None:
    form = submit({"where": "Samraong", "where_code": "2204"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["where"] == "2204"


def test_not_known_is_an_answer_even_when_required() -> None:
    for data in ({"where": "", "where_unknown": "1"}, {"where": "Samraong", "where_code": "unknown"}):
        form = submit(data)
        assert form.is_valid(), form.errors
        assert form.cleaned_data["where"] == ""


def test_nothing_at_all_asks() -> None:
    with translation.override("en"):
        form = submit({"where": " "})
        assert form.errors["where"] == ["Type the name of the place, or choose that it is not known."]


def test_a_place_outside_the_province_says_where_it_lies() -> None:
    with translation.override("en"):
        form = submit({"where": "Poipet"}, within="18")
        assert not form.is_valid()
        message = form.errors["where"][0]
    assert "Banteay Meanchey" in message
    assert "Preah Sihanouk" in message


def test_a_chosen_code_from_elsewhere_is_refused() -> None:
    form = submit({"where": "Samraong", "where_code": "2204"}, within="21")
    assert not form.is_valid()


def test_a_code_that_no_longer_fits_the_text_is_not_trusted() -> None:
    form = submit({"where": "Poipet", "where_code": "1801"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["where"] == "0110"


@pytest.mark.parametrize("code", ["99", "x", "'", "01100199", "<b>"])
def test_a_forged_code_is_not_trusted(code: str) -> None:
    form = submit({"where": "zzqq", "where_code": code})
    assert not form.is_valid()
    assert "<b>" not in str(form["where"])


def test_stored_place_is_shown_and_saved_again_unchanged() -> None:
    first = Where(initial={"where": "01100101"})
    assert 'name="where_code" value="01100101"' in str(first["where"])
    from rumduol.places import queries

    again = submit({"where": queries.describe("01100101", long=True), "where_code": "01100101"})
    assert again.is_valid(), again.errors
    assert again.cleaned_data["where"] == "01100101"


def test_levels_narrow_the_field() -> None:
    class Province(forms.Form):
        where = PlaceField(levels=frozenset({Level.PROVINCE}), allow_unknown=False)

    form = submit({"where": "Poipet"}, form=Province)
    assert not form.is_valid()
    assert "where_unknown" not in str(form["where"])
    form = submit({"where": "kampong cham"}, form=Province)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["where"] == "03"


def test_two_forms_do_not_share_choices() -> None:
    assert not submit({"where": "Samraong"}).is_valid()
    assert "where_code" not in str(Where()["where"])


def test_a_province_and_a_place_must_agree() -> None:
    assert place_not_in_province("0110", "01") is None
    assert place_not_in_province("01", "0110") is None
    assert place_not_in_province("", "01") is None
    assert "18" not in (place_not_in_province("0110", "18") or "18")
