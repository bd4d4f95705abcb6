"""What came of an operation, as it is typed: who was found, by what they were found as; what was seized; the premises."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rumduol.operations.enums import Category, ItemKind, OperationOutcome, PremisesResult
from rumduol.operations.types import Found, Item, Result
from rumduol.places.fields import PlaceField
from rumduol.shared.fields import DayField, LineField, StoryField
from rumduol.terms import queries as terms
from rumduol.terms.countries import UNKNOWN_NATIONALITY

OFFICE = _("Sealed. Read by: your office.")
# Rows of the table of people: (prefix, category, title). A second row for victims of another nationality.
ROWS = (
    ("victim", Category.VICTIM, _("Possible victims")),
    ("victim2", Category.VICTIM, _("Possible victims of another nationality")),
    ("suspect", Category.SUSPECT, _("Suspects")),
    ("other", Category.OTHER, _("Others")),
)
WHO = (
    ("women", "female", "adult", _("Women")),
    ("men", "male", "adult", _("Men")),
    ("girls", "female", "child", _("Girls under 18")),
    ("boys", "male", "child", _("Boys under 18")),
)
ITEMS = 6


class ResultForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("What was there?"), widget=forms.RadioSelect,
        choices=[choice for choice in OperationOutcome.choices if choice[0] != OperationOutcome.CALLED_OFF],
    )  # fmt: skip
    place = PlaceField(label=_("Where it was"), allow_unknown=False)
    emptied_since = forms.BooleanField(label=_("People or things were moved away since we last looked"), required=False)
    phones_off = forms.BooleanField(label=_("Their telephones were off when we came"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for prefix, _category, title in ROWS:
            for who, _sex, _band, words in WHO:
                field = forms.IntegerField(label=words, required=False, min_value=0, max_value=2000)
                field.widget.attrs["class"] = "govuk-input--width-3"
                self.fields[f"{prefix}_{who}"] = field
            self.fields[f"{prefix}_women"].part_title = title  # type: ignore[attr-defined]
            self.fields[f"{prefix}_nationality"] = forms.ChoiceField(
                label=_("Nationality"),
                choices=terms.choices("nationality"),
                initial=UNKNOWN_NATIONALITY,
                required=False,
            )
        for n in range(1, ITEMS + 1):
            self.fields[f"item_{n}"] = forms.ChoiceField(
                label=_("Kind"), choices=[("", "---"), *ItemKind.choices], required=False
            )
            self.fields[f"item_count_{n}"] = forms.IntegerField(
                label=_("How many"), required=False, min_value=1, max_value=100_000
            )
            self.fields[f"item_text_{n}"] = LineField(
                label=_("What it is, where it lies, who holds it"), required=False, max_length=500
            )
            self.fields[f"item_text_{n}"].readers = OFFICE  # type: ignore[attr-defined]
        self.fields["item_1"].part_title = _("What was seized")  # type: ignore[attr-defined]
        self.fields["item_1"].help_text = _("Never a picture of a child: write the device and where it lies.")
        self.fields["premises"] = forms.ChoiceField(
            label=_("The premises"), choices=[("", "---"), *PremisesResult.choices], required=False
        )
        self.fields["premises"].part_title = _("Afterwards")  # type: ignore[attr-defined]
        self.fields["premises_until"] = DayField(label=_("Closed until which day"), future=True, required=False)
        countries = [
            (code, words) for code, words in terms.choices("nationality") if code not in {"KH", UNKNOWN_NATIONALITY}
        ]
        self.fields["joint_country"] = forms.ChoiceField(
            label=_("Officers of another country took part"), choices=[("", "---"), *countries], required=False
        )
        self.fields["mismatch"] = StoryField(label=_("What did not match the report?"), rows=3, required=False)
        self.fields["course"] = StoryField(label=_("How it went"), rows=4, required=False)
        for name in ("mismatch", "course"):
            self.fields[name].readers = OFFICE  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for n in range(1, ITEMS + 1):
            if bool(data.get(f"item_{n}")) != bool(data.get(f"item_count_{n}")):
                self.add_error(f"item_{n}", _("Each line of the seizure list has a kind and a number."))
        return data

    def result(self) -> Result:
        """What the action takes, after is_valid()."""
        data = self.cleaned_data
        people = tuple(
            Found(category.value, sex, band, data[f"{prefix}_nationality"] or UNKNOWN_NATIONALITY, data[f"{prefix}_{who}"])
            for prefix, category, _title in ROWS for who, sex, band, _words in WHO if data.get(f"{prefix}_{who}")
        )  # fmt: skip
        items = tuple(
            Item(data[f"item_{n}"], data[f"item_count_{n}"], data[f"item_text_{n}"])
            for n in range(1, ITEMS + 1) if data.get(f"item_{n}")
        )  # fmt: skip
        return Result(
            outcome=data["outcome"], place=data["place"], emptied_since=data["emptied_since"],
            phones_off=data["phones_off"], premises=data["premises"], premises_until=data["premises_until"],
            joint_country=data["joint_country"], people=people, items=items, mismatch=data["mismatch"],
            course=data["course"],
        )  # fmt: skip
