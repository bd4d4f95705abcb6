"""The questions of a letter about an official. Only the first one needs an answer, and "I don't know" is one."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rumduol.agencies import queries as agencies
from rumduol.intake.public_forms import StepForm
from rumduol.integrity import lot
from rumduol.integrity.public_choices import Conduct, Knowing, Service, Step
from rumduol.integrity.types import About, ComplaintSaid
from rumduol.places import queries as places
from rumduol.shared.fields import LineField, PartialDateField, StoryField

STORY_LENGTH = 6000  # characters; the page that shows it again stays below 50 KB. More fits into the messages.
UNKNOWN = "unknown"


def provinces() -> list[tuple[str, Any]]:
    """Provinces by the reader's alphabet, "I don't know" first."""
    named = sorted(((place.code, place.name()) for place in places.provinces()), key=lambda pair: pair[1])
    return [(UNKNOWN, _("I don't know, or the whole country")), *named]


def offices(service: str, province: str) -> list[tuple[str, Any]]:
    """Offices of a service in a province and its national ones. A house whose place is secret is never listed."""
    if service in {Service.OTHER, Service.UNKNOWN} or service not in Service.values:
        return []
    language = get_language() or "km"
    rows = [row for row in agencies.offices_of_kind(service) if not row.confidential]
    near = [
        row for row in rows if province in {"", UNKNOWN} or row.place[:2] in {"", province} or row.level == "national"
    ]
    named = [(str(row.id), _office_name(row, language)) for row in near]
    return [("", _("I don't know")), *sorted(named, key=lambda pair: pair[1])]


def _office_name(row: Any, language: str) -> str:
    agency = row.agency.name_km if language == "km" else row.agency.name_en
    name = agencies.office_name(row, language)
    return name if agency in name else f"{name} ({agency})"


class AboutForm(StepForm):
    title = _("For whom does the official work?")
    hint = _(
        "You are writing to an office that is not part of theirs. They will not see this letter, and not that there is one."
    )
    service = forms.ChoiceField(
        label=_("The official's service"),
        choices=Service.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one. “I don't know” is an answer too.")},
    )
    province = forms.ChoiceField(label=_("Province"), required=False)

    def prepare(self) -> None:
        self.fields["province"].choices = provinces()  # type: ignore[attr-defined]


class OfficeForm(StepForm):
    title = _("Which office, and who?")
    hint = _("We ask for the office so that nobody who works or worked there reads this letter.")
    office = forms.ChoiceField(label=_("Office"), required=False)
    official = StoryField(
        label=_("Who is it, as far as you know?"),
        help_text=_("A name, a rank, a nickname, a car, a telephone number: whatever you have."),
        required=False,
        max_length=600,
        rows=3,
    )

    def prepare(self) -> None:
        listed = offices(self.earlier.get("service", ""), self.earlier.get("province", ""))
        if not listed:
            del self.fields["office"]
            return
        self.fields["office"].choices = listed  # type: ignore[attr-defined]
        if self.earlier.get("service") == Service.INTEGRITY:  # another desk must read it: which is not this one?
            self.fields["office"].required = True
            self.fields["office"].choices = listed[1:]  # type: ignore[attr-defined]


class WhatForm(StepForm):
    title = _("What happened?")
    conducts = forms.MultipleChoiceField(
        label=_("Choose everything that fits"),
        choices=Conduct.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    month = PartialDateField(
        label=_("When was it?"), help_text=_("A month or a year is enough, for example 3/2026."), required=False
    )
    story = StoryField(
        label=_("Tell it in your own words"),
        help_text=_("Any language. Leave out what could show who you are, if you do not want them to guess."),
        required=False,
        max_length=STORY_LENGTH,
    )
    record = LineField(
        label=_("Number of a report or case, if it is about one"),
        help_text=_("Only if you want to say so."),
        required=False,
        max_length=60,
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not cleaned["conducts"] and not cleaned["story"]:
            raise ValidationError(_("Choose one line or write a few words, so that we know what to look for."))
        return cleaned


class YouForm(StepForm):
    title = _("About you, if you like")
    hint = _(
        "You need not say who you are. What you write here is locked away by itself: whoever works on the letter need not see it."
    )
    knowing = forms.ChoiceField(
        label=_("How do you know about this?"), choices=Knowing.choices, widget=forms.RadioSelect, required=False
    )
    contact = LineField(
        label=_("How can we reach you? (only if you want)"),
        help_text=_("Without it we answer through the code that you get at the end."),
        required=False,
    )
    fear = StoryField(
        label=_("What could happen to you if they learned of it?"),
        help_text=_("So that we can plan how to protect you."),
        required=False,
        max_length=1500,
        rows=3,
    )


FORMS: dict[Step, type[StepForm]] = {
    Step.ABOUT: AboutForm,
    Step.OFFICE: OfficeForm,
    Step.WHAT: WhatForm,
    Step.YOU: YouForm,
}


def complaint_said(pages: dict[Any, StepForm], language: str) -> ComplaintSaid:
    """What all valid pages say together."""
    about, office = pages[Step.ABOUT].cleaned_data, pages[Step.OFFICE].cleaned_data
    what, you = pages[Step.WHAT].cleaned_data, pages[Step.YOU].cleaned_data
    month = what["month"]
    return ComplaintSaid(
        language=language,
        about=About(
            service=about["service"],
            place=about["province"] if about["province"] not in {"", UNKNOWN} else "",
            month=str(month)[:7] if month else "",
            conducts=tuple(what["conducts"]),
            **whose(office.get("office", ""), about["service"]),
        ),
        official=office["official"],
        story=what["story"],
        record=what["record"],
        knowing=you["knowing"] or Knowing.UNKNOWN,
        contact=you["contact"],
        fear=you["fear"],
    )


def whose(office: str, service: str) -> dict[str, str]:
    """The office and its agency; without an office the agency, where a service has but one."""
    if office:
        return {"office_id": office, "agency_id": str(agencies.agency_of(UUID(office)))}
    desks = set(lot.desks())
    rows = agencies.offices_of_kind(service) if service not in {Service.OTHER, Service.UNKNOWN} else []
    owners = {str(row.agency_id) for row in rows if row.id not in desks}
    return {"agency_id": owners.pop()} if len(owners) == 1 else {}
