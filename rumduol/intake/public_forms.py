"""The six questions of the public form. Nothing is required except what makes an answer mean something."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rumduol.intake import choices
from rumduol.intake.enums import Answering, Relation, Said, Situation, Step
from rumduol.intake.types import COUNTED, Counts, PersonSaid, ReportSaid
from rumduol.shared.fields import LineField, NameField, StoryField
from rumduol.shared.khmer import to_latin_digits
from rumduol.shared.text import one_line

STORY_LENGTH = 6000  # characters; the page that shows it again stays below 50 KB. More fits into the mailbox.
MOST_PERSONS = 10
MOST_COUNTED = 9999
WORDS_FOR_UNKNOWN = {"", "-", "?", "x"}


class CountField(forms.CharField):
    """A number of people in any digits. Empty, "-" and "?" are 0: not known."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, **kwargs, "strip": False})
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off", "class": "govuk-input--width-4"})

    def to_python(self, value: Any) -> Any:
        typed = to_latin_digits(one_line(str("" if value is None else value))).replace(",", "").replace(" ", "")
        if typed.lower() in WORDS_FOR_UNKNOWN:
            return 0
        if not (typed.isascii() and typed.isdigit()):
            raise ValidationError(_("Write a number, for example 3. If you do not know, leave it empty."))
        if len(typed) > 4:
            raise ValidationError(_("Write a number up to 9999."))
        return int(typed)


class TitleRadio(forms.ChoiceField):
    """A question that is the title of its page."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.template_name = "intake/public/title_field.html"


class StepForm(forms.Form):
    """One page. `title` is its question; `keeps` names what it answers."""

    title: ClassVar[Any] = ""
    hint: ClassVar[Any] = ""
    mark_optional = False
    titled = False  # a field carries the title

    def __init__(self, *args: Any, earlier: dict[str, Any] | None = None, **kwargs: Any) -> None:
        self.earlier = earlier or {}
        super().__init__(*args, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Fields that depend on earlier answers."""


class DangerForm(StepForm):
    title = _("Is somebody in danger now?")
    titled = True
    danger_now = TitleRadio(
        label=title,
        choices=[
            (Said.YES, _("Yes, now")),
            (Said.NO, _("Not at this moment")),
            (Said.UNKNOWN, _("I don't know")),
        ],
        error_messages={"required": _("Please choose one. “I don't know” is an answer too.")},
    )


class WhereForm(StepForm):
    title = _("In which province is it?")
    hint = _("If the people are being moved, choose where they were last.")
    province = forms.ChoiceField(
        label=_("Province"), error_messages={"required": _("Please choose one. “I don't know” is an answer too.")}
    )

    def prepare(self) -> None:
        self.fields["province"].choices = choices.provinces()  # type: ignore[attr-defined]


class DistrictForm(StepForm):
    title = _("Can you say more about the place?")
    place = forms.ChoiceField(label=_("District"), required=False)
    place_text = LineField(
        label=_("What is the place called, and what is near it?"),
        help_text=_("A name, a road, a sign, a colour, a river: whatever helps to find it."),
        required=False,
        max_length=300,
    )

    def prepare(self) -> None:
        province = self.earlier.get("province", "")
        field: Any = self.fields["place"]
        if province == choices.ABROAD:
            field.label = _("Country")
            field.choices = choices.countries()
        elif province in {"", choices.UNKNOWN}:
            del self.fields["place"]
        else:
            field.choices = choices.districts(province)


class WhatForm(StepForm):
    title = _("What is happening?")
    situations = forms.MultipleChoiceField(
        label=_("Choose everything that fits"),
        choices=Situation.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    story = StoryField(
        label=_("Tell it in your own words"),
        help_text=_("Any language. Write only what you want to write."),
        required=False,
        max_length=STORY_LENGTH,
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not cleaned["situations"] and not cleaned["story"]:
            raise ValidationError(_("Choose one line or write a few words, so that we know how to help."))
        return cleaned


class PersonRows:
    """Rows for people, as many as are open, on a form that has the hidden field `rows`."""

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]
    row_count = 1

    def add_rows(self, count: int, nationalities: list[tuple[str, Any]]) -> None:
        """Sex, under 18, country and name for each row; all may stay open."""
        self.row_count = count
        for n in range(1, count + 1):
            sex = forms.ChoiceField(label=_("Woman or man, girl or boy"), choices=choices.sexes(), required=False)
            sex.part_title = _("Person %(n)s") % {"n": n}  # type: ignore[attr-defined]
            self.fields[f"sex_{n}"] = sex
            self.fields[f"minor_{n}"] = forms.ChoiceField(
                label=_("Under 18 years old?"),
                choices=[(Said.UNKNOWN, _("I don't know")), (Said.YES, _("Yes")), (Said.NO, _("No"))],
                required=False,
            )
            self.fields[f"nationality_{n}"] = forms.ChoiceField(
                label=_("From which country?"), choices=nationalities, required=False
            )
            self.fields[f"name_{n}"] = NameField(label=_("Name, if you know it"))

    def persons(self) -> list[PersonSaid]:
        """The rows of which anything was said."""
        said = []
        for n in range(1, self.row_count + 1):
            person = PersonSaid(
                sex=self.cleaned_data[f"sex_{n}"] or "unknown",
                minor=self.cleaned_data[f"minor_{n}"] or Said.UNKNOWN,
                nationality=self.cleaned_data[f"nationality_{n}"] or "ZZ",
                name=self.cleaned_data[f"name_{n}"],
            )
            if person != PersonSaid():
                said.append(person)
        return said

    def counts(self) -> Counts:
        """The counts, raised to the rows."""
        return Counts(**{name: self.cleaned_data[name] for name in COUNTED}).at_least(self.persons())


class WhoForm(PersonRows, StepForm):
    """Counts, and as many rows as the reporter opened."""

    title = _("Who needs help?")
    hint = _("Write how many, as far as you know. Leave empty what you do not know.")
    women = CountField(label=_("Women"))
    men = CountField(label=_("Men"))
    girls = CountField(label=_("Girls under 18"))
    boys = CountField(label=_("Boys under 18"))
    unknown = CountField(label=_("People of whom you do not know"))
    rows = forms.CharField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.add_rows(rows_in(self.data if self.is_bound else self.initial), choices.nationalities())


def rows_in(typed: Any) -> int:
    """How many person rows are open: what the hidden field says, within reason."""
    raw = str(typed.get("rows") or "1")
    return min(max(int(raw), 0), MOST_PERSONS) if raw.isascii() and raw.isdigit() and len(raw) < 4 else 1


class YouForm(StepForm):
    title = _("About you, if you like")
    hint = _("You need not say who you are.")
    relation = forms.ChoiceField(
        label=_("How do you know about this?"), choices=Relation.choices, widget=forms.RadioSelect, required=False
    )
    answering = forms.ChoiceField(
        label=_("May we answer you?"),
        choices=Answering.choices,
        widget=forms.RadioSelect,
        required=False,
        initial=Answering.CODE,
    )
    contact = LineField(
        label=_("How can we reach you? (only if you want)"),
        help_text=_("A telephone number or an account name. It is sealed; only the office that answers can read it."),
        required=False,
    )
    contact_when = LineField(label=_("When is it safe to reach you?"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        contact = cleaned.get("contact", "")
        if cleaned.get("answering") == Answering.CONTACT and "contact" in cleaned and not contact:
            self.add_error("contact", _("Write how we can reach you, or choose the answer with the code."))
        digits = to_latin_digits(contact)
        if digits and all(sign.isdigit() or sign in " +-().#*" for sign in digits):
            number = sum(sign.isdigit() for sign in digits)
            if number < 6 or number > 18:
                self.add_error(
                    "contact",
                    _("This does not look like a whole telephone number. Add what is missing, or leave it empty."),
                )
        return cleaned


FORMS: dict[Step, type[StepForm]] = {
    Step.DANGER: DangerForm,
    Step.WHERE: WhereForm,
    Step.DISTRICT: DistrictForm,
    Step.WHAT: WhatForm,
    Step.WHO: WhoForm,
    Step.YOU: YouForm,
}


def report_said(forms_by_step: dict[Step, StepForm], language: str) -> ReportSaid:
    """What all valid pages say together."""
    where, more = forms_by_step[Step.WHERE].cleaned_data, forms_by_step[Step.DISTRICT].cleaned_data
    what, you = forms_by_step[Step.WHAT].cleaned_data, forms_by_step[Step.YOU].cleaned_data
    who = forms_by_step[Step.WHO]
    if not isinstance(who, WhoForm):
        raise TypeError("the page of persons")
    province = where["province"] if where["province"] not in {choices.ABROAD, choices.UNKNOWN} else ""
    return ReportSaid(
        language=language,
        danger_now=forms_by_step[Step.DANGER].cleaned_data["danger_now"],
        place=more.get("place") or province,
        place_text=more["place_text"],
        situations=what["situations"],
        story=what["story"],
        counts=who.counts(),
        persons=who.persons(),
        relation=you["relation"] or Relation.UNKNOWN,
        answering=you["answering"] or Answering.CODE,
        contact=you["contact"],
        contact_when=you["contact_when"],
    )
