"""What readers of a letter fill in."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rumduol.agencies import queries as agencies
from rumduol.intake.actions.mailbox import MESSAGE_LENGTH
from rumduol.integrity.enums import ComplaintStatus, MeasureKind, ReferredTo
from rumduol.integrity.public_choices import Conduct, Service
from rumduol.integrity.public_forms import UNKNOWN, provinces, whose
from rumduol.integrity.types import About
from rumduol.places import queries as places
from rumduol.shared.dates import today
from rumduol.shared.errors import InvalidInput
from rumduol.shared.fields import PartialDateField, StoryField

READERS = _("Read by the readers named for this letter, and by nobody else.")


class MoveForm(forms.Form):
    """The next step; only steps that may follow now are offered."""

    to = forms.ChoiceField(label=_("What comes next?"), widget=forms.RadioSelect)
    referred_to = forms.ChoiceField(
        label=_("Who takes it on?"), choices=[("", _("Nobody yet")), *ReferredTo.choices], required=False
    )
    on = forms.DateField(label=_("On which day?"), widget=forms.DateInput(attrs={"type": "date"}))
    text = StoryField(label=_("Why, and what was found"), required=False, max_length=6000)

    def __init__(self, *args: Any, ways: list[ComplaintStatus], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(way, way.label) for way in ways]  # type: ignore[attr-defined]
        self.fields["on"].initial = today()
        self.fields["text"].readers = READERS  # type: ignore[attr-defined]
        if ComplaintStatus.REFERRED not in ways:
            del self.fields["referred_to"]


class AboutForm(forms.Form):
    """Whom the letter is about, as far as the desk knows by now."""

    service = forms.ChoiceField(label=_("The official's service"), choices=Service.choices)
    office = forms.ChoiceField(label=_("Office"), required=False)
    place = forms.ChoiceField(label=_("Province"), required=False)
    month = PartialDateField(label=_("When was it?"), required=False)
    conducts = forms.MultipleChoiceField(
        label=_("What was done"), choices=Conduct.choices, widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, about: About, **kwargs: Any) -> None:
        initial = {
            "service": about.service, "office": about.office_id, "place": about.place or UNKNOWN, "month": about.month,
            "conducts": list(about.conducts),
        }  # fmt: skip
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.fields["office"].choices = [("", _("I don't know")), *all_offices()]  # type: ignore[attr-defined]
        self.fields["place"].choices = provinces()  # type: ignore[attr-defined]

    def about(self) -> About:
        data = self.cleaned_data
        return About(
            service=data["service"], place=data["place"] if data["place"] not in {"", UNKNOWN} else "",
            month=str(data["month"])[:7] if data["month"] else "", conducts=tuple(data["conducts"]),
            **whose(data["office"], data["service"]),
        )  # fmt: skip


class AnswerForm(forms.Form):
    mark_optional = False
    text = StoryField(
        label=_("What do you want to tell or ask the source?"),
        help_text=_("Write nothing that would harm them if somebody else read it over their shoulder."),
        max_length=MESSAGE_LENGTH,
        error_messages={"required": _("Write the answer first.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].readers = _("Read by the holder of the code and by the readers of this letter.")  # type: ignore[attr-defined]


class MeasureForm(forms.Form):
    mark_optional = False
    kind = forms.ChoiceField(label=_("What is to be done?"), choices=MeasureKind.choices, widget=forms.RadioSelect)


class ReaderForm(forms.Form):
    mark_optional = False
    person = forms.ChoiceField(label=_("Colleague"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: dict[Any, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        km = get_language() == "km"
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            (str(key), who.name_km if km else who.name_latin) for key, who in people.items()
        ]


class TieForm(forms.Form):
    mark_optional = False
    office = forms.TypedChoiceField(
        label=_("In which office do you have relatives, friends, debts or business?"), empty_value=""
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = [("", _("Choose")), *all_offices()]  # type: ignore[attr-defined]


def all_offices() -> list[tuple[str, str]]:
    """Every open office whose place is no secret, by name."""
    km = get_language() == "km"
    kinds = [code for code in Service.values if code not in {Service.OTHER, Service.UNKNOWN}]
    rows = [row for row in agencies.offices_of_kind(*kinds) if not row.confidential]
    return sorted(((str(row.id), row.name_km if km else row.name_en) for row in rows), key=lambda pair: pair[1])


def province_words(code: str) -> str:
    """A province in the reader's language; empty when not known."""
    return places.describe(code) if code else ""


def add_errors(form: forms.Form, error: InvalidInput) -> None:
    """Show an action's complaints at the form's fields."""
    if not error.errors:
        form.add_error(None, error.message)
    for name, texts in error.errors.items():
        field = name if name in form.fields else None
        for text in texts or [error.message]:
            form.add_error(field, text)
