"""Suspects: who they are, where they are held or sought, and the sign that one may be a victim."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from rumduol.justice import enums
from rumduol.justice.forms.fields import MONTH, SEALED, choice, office_choices, term_field, tick
from rumduol.justice.types import SuspectSaid
from rumduol.shared.fields import AgeField, LineField, NameField, PartialDateField, PhoneField
from rumduol.terms import queries as terms


class SuspectForm(forms.Form):
    """A person or a company, and the names they go by."""

    readers = SEALED
    kind = choice(_("Who is suspected"), enums.SuspectKind, radio=True, initial=enums.SuspectKind.PERSON)
    name = NameField(label=_("Name"))
    other_names = LineField(label=_("Other names and spellings"), required=False)
    sex = term_field("sex", _("Sex"))
    age = AgeField(label=_("Age"), required=False)
    nationality = term_field("nationality", _("Nationality"))
    documents = LineField(label=_("Number of a paper"), required=False)
    registration = LineField(label=_("Registration number of a company"), required=False)
    phone = PhoneField(label=_("Telephone"), required=False)
    role = term_field("perpetrator_role", _("Role"))
    level = choice(_("How high in it"), enums.Level, radio=True, initial=enums.Level.UNKNOWN)
    official = tick(_("A public official"))
    official_office = forms.ChoiceField(
        label=_("Of which office"), required=False,
        help_text=_("Only when it is a public official. Leave empty when you do not know it."),
    )  # fmt: skip
    means = forms.MultipleChoiceField(label=_("Means used"), required=False, widget=forms.CheckboxSelectMultiple)
    language = term_field("language", _("Language that the person understands"))
    counsel = choice(_("Lawyer"), enums.Counsel, radio=True, initial=enums.Counsel.NONE)
    counsel_on = PartialDateField(label=_("Lawyer since"), required=False, help_text=MONTH)
    at_large_since = PartialDateField(
        label=_("At large since"), required=False, help_text=_("Leave empty when it is known where the person is.")
    )

    IDENTITY = ("name", "other_names", "documents", "phone", "registration")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["means"].choices = terms.choices("means", groups=False)  # type: ignore[attr-defined]
        self.fields["official_office"].choices = office_choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("official_office") and not data.get("official"):
            self.add_error("official", _("You chose an office: tick this, or leave the office empty."))
        return data

    def said(self) -> SuspectSaid:
        data = self.cleaned_data
        return SuspectSaid(
            kind=data["kind"], sex=data["sex"] or "unknown", age=data["age"], nationality=data["nationality"],
            role=data["role"], level=data["level"], official=data["official"],
            official_office_id=UUID(data["official_office"]) if data["official_office"] else None,
            means=tuple(data["means"]), language=data["language"], counsel=data["counsel"], counsel_on=data["counsel_on"],
            at_large_since=data["at_large_since"],
        )  # fmt: skip

    def identity(self) -> dict[str, str]:
        return {name: str(self.cleaned_data[name] or "") for name in self.IDENTITY}


class NewSuspectForm(SuspectForm):
    contact_on = PartialDateField(label=_("First formal contact with the police"), help_text=MONTH)
    different_person = tick(_("This is somebody else than the suspects whose names sound the same"))


class SuspectChangeForm(SuspectForm):
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class DayOnlyForm(forms.Form):
    on = PartialDateField(label=_("When"), help_text=MONTH)


class DetainForm(forms.Form):
    kind = choice(_("How the person is held"), enums.DetentionKind, radio=True)
    since = PartialDateField(label=_("Held since"), help_text=MONTH)
    hour = forms.TimeField(
        label=_("At what hour"),
        required=False,
        help_text=_("For police custody, for example 14:30: the law counts hours."),
    )


class SearchForm(forms.Form):
    readers = _("Sealed among the whereabouts. Only the office that has the case can read it.")
    where = LineField(label=_("Where the person was sought"))
    on = PartialDateField(label=_("When"), required=False, help_text=MONTH)


class VictimLinkForm(forms.Form):
    case_number = LineField(
        label=_("Number of the person's case with social affairs"), max_length=20,
        help_text=_("The case worker tells it. You learn nothing of the case; its office is told at once."),
    )  # fmt: skip
