"""Forms of the court's calendar and of judicial supervision."""

import re
from collections.abc import Collection
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.agencies.choosing import Group, OfficeChecks, grouped
from rumduol.agencies.enums import AgencyKind
from rumduol.courts import enums
from rumduol.courts.models import Hearing
from rumduol.courts.types import HearingSaid, WitnessSaid
from rumduol.shared.dates import PHNOM_PENH, local, today
from rumduol.shared.fields import DayField, LineField, NameField, StoryField
from rumduol.shared.khmer import to_latin_digits
from rumduol.terms import queries as terms

SEEN = _("Codes and hours, no name. The court sees it, and the offices that are told.")
SEALED = _("Sealed. Only the court's office can read the name.")


class TimeField(forms.CharField):
    """An hour of the day as people write it: `8:30`, `14.00`, any digits; cleans to a time or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "strip": True})
        self.widget.attrs.setdefault("autocomplete", "off")
        self.widget.attrs.setdefault("placeholder", "08:30")

    def to_python(self, value: Any) -> Any:
        typed = to_latin_digits(str(value or "")).strip()
        if not typed:
            return None
        match = re.fullmatch(r"([01]?[0-9]|2[0-3])[:.h]([0-5][0-9])", typed)
        if match is None:
            raise ValidationError(_("Write the hour, for example 08:30."))
        return time(int(match[1]), int(match[2]))

    def validate(self, value: Any) -> None:
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")


def term_field(list_name: str, label: Any, *, required: bool = False) -> forms.ChoiceField:
    field = forms.ChoiceField(label=label, required=required)
    field.choices = lambda: terms.choices(list_name, empty=True)
    return field


def choice(label: Any, values: Any, *, radio: bool = False, required: bool = True) -> forms.ChoiceField:
    shown = list(values.choices)
    if radio:
        return forms.ChoiceField(label=label, choices=shown, widget=forms.RadioSelect, required=required)
    return forms.ChoiceField(label=label, choices=[("", "---"), *shown], required=required)


def many(label: Any, choices: Any = (), *, required: bool = False) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple, required=required
    )


def offices(by: Actor, *kinds: str, first: Collection[UUID] = ()) -> list[Group]:
    """Offices of these kinds of agency, those of the case and of the court's province first; no hidden house."""
    near = agencies.office(by.office_id).place
    return grouped(agencies.offices_of_kind(*kinds), near=near, first=first)


def at(day: Any, hour: time | None) -> datetime | None:
    return datetime.combine(day, hour, PHNOM_PENH) if day and hour else None


class HearingForm(forms.Form):
    readers = SEEN
    kind = choice(_("Kind of hearing"), enums.HearingKind)
    on = DayField(label=_("Day"), future=True)
    starts_at = TimeField(label=_("Begins"))
    ends_at = TimeField(label=_("Ends"))
    room = LineField(label=_("Courtroom"), max_length=20)
    judge = LineField(label=_("Judge or chamber, by the court's short code"), max_length=20)
    accused = many(_("Accused who must come"))
    told = forms.MultipleChoiceField(
        label=_("Offices that are told and see this hearing"), required=False, widget=OfficeChecks
    )
    closed = forms.BooleanField(label=_("Closed court"), required=False)
    interpreter = term_field("language", _("Interpreter for an accused"))
    interpreter_found = forms.BooleanField(label=_("An interpreter is found"), required=False)
    accused_arrive_at = TimeField(label=_("The accused arrive"), required=False)
    witnesses_arrive_at = TimeField(
        label=_("Victims and witnesses arrive"), required=False, help_text=_("At least half an hour apart.")
    )
    separate_entrance = forms.BooleanField(label=_("By another entrance"), required=False)
    separate_room = forms.BooleanField(label=_("They wait in another room"), required=False)

    def __init__(
        self, *args: Any, accused: list[tuple[str, str]], by: Actor, of_case: Collection[UUID] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["accused"].choices = accused  # type: ignore[attr-defined]
        kinds = (AgencyKind.POLICE, AgencyKind.GENDARMERIE, AgencyKind.NGO)
        self.fields["told"].choices = offices(by, *kinds, first=of_case)  # type: ignore[attr-defined]

    def said(self) -> HearingSaid:
        data = self.cleaned_data
        begins, ends = at(data["on"], data["starts_at"]), at(data["on"], data["ends_at"])
        if begins is None or ends is None:
            raise ValueError("the form was not valid")
        return HearingSaid(
            kind=data["kind"], starts_at=begins, ends_at=ends, room=data["room"], judge=data["judge"],
            accused=tuple(UUID(one) for one in data["accused"]), told=tuple(UUID(one) for one in data["told"]),
            closed=data["closed"], interpreter=data["interpreter"], interpreter_found=data["interpreter_found"],
            accused_arrive_at=at(data["on"], data["accused_arrive_at"]),
            witnesses_arrive_at=at(data["on"], data["witnesses_arrive_at"]),
            separate_entrance=data["separate_entrance"], separate_room=data["separate_room"],
        )  # fmt: skip


def typed(hearing: Hearing) -> dict[str, Any]:
    """A stored hearing as its form shows it."""
    hour = {
        name: f"{local(value):%H:%M}" if (value := getattr(hearing, name)) else ""
        for name in ("starts_at", "ends_at", "accused_arrive_at", "witnesses_arrive_at")
    }
    same = ("kind", "room", "judge", "closed", "interpreter", "interpreter_found", "separate_entrance", "separate_room")
    return {
        **hour, **{name: getattr(hearing, name) for name in same}, "on": local(hearing.starts_at).date(),
        "accused": [str(one) for one in hearing.accused_ids], "told": [str(one) for one in hearing.told_office_ids],
    }  # fmt: skip


class WitnessForm(forms.Form):
    readers = SEALED
    kind = choice(_("Who it is"), enums.WitnessKind, radio=True)
    victim_id = forms.ChoiceField(label=_("Which victim of the case"), required=False)
    name = NameField(label=_("Name"))
    sex = term_field("sex", _("Sex"), required=True)
    child = forms.BooleanField(label=_("Under 18"), required=False)
    planned = many(_("Protective measures planned"), enums.Measure.choices)
    interpreter = term_field("language", _("Interpreter needed for"))
    interpreter_found = forms.BooleanField(label=_("An interpreter is found"), required=False)
    lawyer_on = DayField(label=_("A lawyer was assigned on"), required=False)

    def __init__(self, *args: Any, victims: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["victim_id"].choices = [("", "---"), *victims]  # type: ignore[attr-defined]

    def said(self) -> WitnessSaid:
        data = self.cleaned_data
        return WitnessSaid(
            kind=data["kind"], child=data["child"], sex=data["sex"], planned=tuple(data["planned"]),
            victim_id=UUID(data["victim_id"]) if data["victim_id"] else None, interpreter=data["interpreter"],
            interpreter_found=data["interpreter_found"], lawyer_on=data["lawyer_on"],
        )  # fmt: skip


class UsedForm(forms.Form):
    mark_optional = False
    used = many(_("Measures that were really used"), enums.Measure.choices)


class SupervisionForm(forms.Form):
    readers = _("Codes; the address and the judge's words are sealed for the court's office.")
    suspect_id = forms.ChoiceField(label=_("Accused"))
    officer_office_id = forms.ChoiceField(label=_("Office where the person signs"))
    conditions = many(_("Conditions"), enums.Condition.choices, required=True)
    every_days = forms.TypedChoiceField(
        label=_("Reports"), coerce=int, initial=7,
        choices=[(7, _("every week")), (1, _("every day")), (14, _("every two weeks")), (30, _("every 30 days"))],
    )  # fmt: skip
    started_on = DayField(label=_("Since"), initial=today)
    address = LineField(label=_("Where the person must live"), required=False)
    words = StoryField(label=_("Conditions in the judge's words"), rows=3, required=False)

    def __init__(
        self, *args: Any, accused: list[tuple[str, str]], by: Actor, of_case: Collection[UUID] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["suspect_id"].choices = accused  # type: ignore[attr-defined]
        watchers = offices(by, AgencyKind.POLICE, AgencyKind.GENDARMERIE, first=of_case)
        self.fields["officer_office_id"].choices = watchers  # type: ignore[attr-defined]

    def ordered(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        return {**data, "suspect_id": UUID(data["suspect_id"]), "officer_office_id": UUID(data["officer_office_id"])}


class ExcuseForm(forms.Form):
    mark_optional = False
    excuse = choice(_("Why the person could not come"), enums.Excuse, radio=True)


class EndForm(forms.Form):
    mark_optional = False
    reason = choice(_("Why it ends"), enums.EndReason, radio=True)
    on = DayField(label=_("Day"), initial=today)
