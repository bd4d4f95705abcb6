"""The case itself: opened, corrected, passed on, shared, its victims, the list."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rumduol.justice import enums
from rumduol.justice.forms.fields import MONTH, SEALED, article_field, choice, term_field, tick
from rumduol.justice.types import CaseSaid, VictimSaid
from rumduol.places.fields import PlaceField
from rumduol.shared.fields import LineField, NameField, PartialDateField, StoryField


class CaseForm(forms.Form):
    """What an inquiry is about."""

    readers = SEALED
    place = PlaceField(label=_("Where it happened"), required=False)
    happened_on = PartialDateField(label=_("When it happened"), required=False, help_text=MONTH)
    form = term_field("form", _("Form of exploitation"))
    second_form = term_field("form", _("Another form of exploitation"))
    article = article_field(_("Article that the inquiry is about"), required=False)
    domestic = term_field("domestic", _("Under national law"))
    palermo = term_field("palermo", _("Under the Palermo Protocol"))
    online = tick(_("It happened on the internet, or began there"))
    child_labour = tick(_("It is about child labour"))
    summary = StoryField(label=_("What is known, in short"), required=False)

    def said(self) -> CaseSaid:
        data = self.cleaned_data
        return CaseSaid(
            place=data["place"] or "", happened_on=data["happened_on"],
            forms=tuple(dict.fromkeys(data[name] for name in ("form", "second_form") if data[name])),
            domestic=data["domestic"], palermo=data["palermo"], article=data["article"], online=data["online"],
            child_labour=data["child_labour"],
        )  # fmt: skip


class OpenForm(CaseForm):
    source = choice(_("What the inquiry began with"), enums.Source, radio=True)
    opened_on = PartialDateField(label=_("When the inquiry began"), help_text=MONTH)
    report = LineField(label=_("Number of the report"), required=False, max_length=20)
    operation = forms.UUIDField(required=False, widget=forms.HiddenInput)
    field_order = ["source", "report", "opened_on"]


class CaseChangeForm(CaseForm):
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class MoveForm(forms.Form):
    """To which stage, why, when, to whom."""

    readers = SEALED
    to = forms.ChoiceField(label=_("The case goes"), widget=forms.RadioSelect)
    because = choice(
        _("Why"), enums.Because, required=False, help_text=_("Needed where there is more than one reason.")
    )
    on = PartialDateField(label=_("When"), help_text=MONTH)
    to_office = forms.ChoiceField(
        label=_("To which office"), required=False, help_text=_("Leave empty when it stays with your office.")
    )
    text = StoryField(label=_("What the next office should know"), required=False, rows=4)

    def __init__(self, *args: Any, doors: Sequence[Any] = (), offices: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(str(one), one.label) for one in doors]  # type: ignore[attr-defined]
        if len(doors) == 1:
            self.initial.setdefault("to", str(doors[0]))
        reasons = {reason for (_old, new), own in enums.BECAUSE_OF.items() if new in doors for reason in own}
        self.fields["because"].choices = [  # type: ignore[attr-defined]
            ("", "---"), *[(str(one), one.label) for one in enums.Because if one in reasons]
        ]  # fmt: skip
        self.fields["to_office"].choices = [("", "---"), *offices]  # type: ignore[attr-defined]


class VictimForm(forms.Form):
    readers = SEALED
    name = NameField(label=_("Name"), required=False)
    sex = term_field("sex", _("Sex"))
    age_band = term_field("age", _("Age"))
    nationality = term_field("nationality", _("Nationality"))
    child = choice(_("Under 18 when it happened"), enums.YesNo, radio=True, initial=enums.YesNo.UNKNOWN)
    under_15 = choice(_("Under 15 when it happened"), enums.YesNo, radio=True, initial=enums.YesNo.UNKNOWN)
    case_number = LineField(
        label=_("Number of the person's case with social affairs"), required=False, max_length=20,
        help_text=_("You will see whether the person is in care, and nothing more."),
    )  # fmt: skip

    def said(self) -> VictimSaid:
        data = self.cleaned_data
        return VictimSaid(
            sex=data["sex"] or "unknown", age_band=data["age_band"] or "unknown", nationality=data["nationality"],
            child=data["child"], under_15=data["under_15"], case_number=data["case_number"],
        )  # fmt: skip


class ShareForm(forms.Form):
    to_office = forms.ChoiceField(label=_("With which office"))
    sections = forms.MultipleChoiceField(
        label=_("Which parts it can open"), required=False, widget=forms.CheckboxSelectMultiple
    )
    days = forms.IntegerField(label=_("For how many days"), min_value=1, max_value=365, initial=90)

    def __init__(self, *args: Any, offices: Sequence[Any] = (), sections: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_office"].choices = [("", "---"), *offices]  # type: ignore[attr-defined]
        self.fields["sections"].choices = list(sections)  # type: ignore[attr-defined]


class ListForm(forms.Form):
    mark_optional = False
    status = choice(_("Stage"), enums.CriminalStatus, required=False)
    number = LineField(label=_("Case number"), required=False, max_length=20)
    given = tick(_("Cases that my office began and another office has now"))
