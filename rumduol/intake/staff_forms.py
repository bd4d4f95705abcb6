"""What officers fill in. Each form hands an action what it takes; the action decides."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.agencies.enums import AgencyKind
from rumduol.intake import choices, queries
from rumduol.intake.enums import (
    SUGGESTED_FORMS,
    Channel,
    ClosingReason,
    Finding,
    Relation,
    Result,
    Said,
    Situation,
    TransferReason,
    Urgency,
)
from rumduol.intake.models import Report
from rumduol.intake.public_forms import CountField, PersonRows, rows_in
from rumduol.intake.types import COUNTED, Counts, ReportSaid
from rumduol.places.fields import PlaceField
from rumduol.shared.dates import today
from rumduol.shared.errors import InvalidInput
from rumduol.shared.fields import DayField, LineField, NameField, StoryField
from rumduol.shared.identifiers import normalise_number
from rumduol.terms import queries as terms
from rumduol.vault.enums import Purpose

OWN_OFFICE = _("Only people of your office who hold its key can read this.")
GOES_ALONG = _("The office that receives it can read this; yours no longer can.")
RECEIVERS = (
    AgencyKind.POLICE,
    AgencyKind.GENDARMERIE,
    AgencyKind.CYBERCRIME,
    AgencyKind.SOCIAL_AFFAIRS,
    AgencyKind.LABOUR,
    AgencyKind.FOREIGN_AFFAIRS,
    AgencyKind.IMMIGRATION,
    AgencyKind.HELPLINE,
)
LANGUAGES = [("km", "ភាសាខ្មែរ"), ("en", "English"), ("vi", "Tiếng Việt"), ("th", "ภาษาไทย"), ("zh-hans", "中文")]


def add_errors(form: forms.Form, error: InvalidInput) -> None:
    """Show an action's errors at the fields they belong to."""
    if not error.errors:
        form.add_error(None, str(error.message))
    for field, messages in error.errors.items():
        for message in messages:
            form.add_error(field if field in form.fields else None, message)


def office_choices(place: str, by: Actor) -> list[tuple[str, Any]]:
    """Offices that can receive a report: those competent for the place first."""
    first = [office for office in queries.proposed_offices(place) if office.id != by.office_id]
    known = {office.id for office in first} | {by.office_id}
    rest = [office for office in agencies.offices_of_kind(*RECEIVERS) if office.id not in known]

    def named(rows: list[Any]) -> list[tuple[str, str]]:
        return [(str(row.id), agencies.office_name(row, by.language)) for row in rows]

    groups: list[tuple[str, Any]] = [("", _("Choose"))]
    if first:
        groups.append((str(_("Competent for the place")), named(first)))
    return [*groups, (str(_("Other offices")), named(rest))]


class PlaceMixin(forms.Form):
    """A place in Cambodia, or a country."""

    place = PlaceField(label=_("Place"), required=False)
    country = forms.ChoiceField(label=_("Country, if it is not Cambodia"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", "–"), *choices.countries()[1:]]  # type: ignore[attr-defined]

    def place_code(self) -> str:
        return str(self.cleaned_data["country"] or self.cleaned_data["place"])


def place_initial(code: str) -> dict[str, str]:
    return {"place": code} if code[:1].isdigit() else {"country": code}


class EntryForm(PersonRows, PlaceMixin):
    """A call, a visit, a note, a pasted message: one screen. Almost everything may stay open."""

    readers = OWN_OFFICE
    mark_optional = False
    channel = forms.ChoiceField(
        label=_("How did it reach you?"), choices=[c for c in Channel.choices if c[0] != Channel.WEB]
    )
    received_on = DayField(label=_("On which day?"), required=False, initial=today)
    language = forms.ChoiceField(label=_("Language of the reporter"), choices=LANGUAGES)
    danger_now = forms.ChoiceField(
        label=_("Is somebody in danger now?"), choices=Said.choices, widget=forms.RadioSelect
    )
    story = StoryField(
        label=_("What was said, in their words"), required=False, help_text=_("A message may be pasted as it is.")
    )
    situations = forms.MultipleChoiceField(
        label=_("What is happening?"),
        choices=Situation.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    place_text = LineField(label=_("The place in words"), required=False, max_length=300)
    women = CountField(label=_("Women"))
    men = CountField(label=_("Men"))
    girls = CountField(label=_("Girls under 18"))
    boys = CountField(label=_("Boys under 18"))
    unknown = CountField(label=_("People not known more closely"))
    rows = forms.CharField(required=False, widget=forms.HiddenInput)
    relation = forms.ChoiceField(
        label=_("Who is telling us?"), choices=Relation.choices, required=False, initial=Relation.UNKNOWN
    )
    contact = LineField(label=_("How can the reporter be reached?"), required=False)
    contact_when = LineField(label=_("When is it safe?"), required=False)
    with_code = forms.BooleanField(label=_("Make a return code to read out to the reporter"), required=False)
    field_order = [
        "channel", "received_on", "language", "danger_now", "story", "situations", "place", "country", "place_text",
        *COUNTED, "rows",
    ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_rows(rows_in(self.data if self.is_bound else self.initial), choices.all_nationalities())
        self.order_fields([*self.field_order, *[n for n in self.fields if n.rsplit("_", 1)[-1].isdigit()]])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not cleaned["story"] and not cleaned["situations"]:
            raise ValidationError(_("Write what was said, or choose what is happening."))
        return cleaned

    def said(self) -> ReportSaid:
        data = self.cleaned_data
        return ReportSaid(
            language=data["language"],
            danger_now=data["danger_now"],
            place=self.place_code(),
            place_text=data["place_text"],
            situations=data["situations"],
            story=data["story"],
            counts=self.counts(),
            persons=self.persons(),
            relation=data["relation"] or Relation.UNKNOWN,
            contact=data["contact"],
            contact_when=data["contact_when"],
        )


class PurposeForm(forms.Form):
    purpose = forms.ChoiceField(label=_("Why do you open this file today?"), choices=Purpose.choices)


class TriageForm(PlaceMixin):
    urgency = forms.ChoiceField(label=_("How urgent is it?"), choices=Urgency.choices, widget=forms.RadioSelect)
    forms_seen = forms.MultipleChoiceField(
        label=_("What does it look like?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    decision = forms.ChoiceField(
        label=_("Who goes there?"),
        choices=[("send", _("Another office")), ("keep", _("This office")), ("later", _("Decide later"))],
        widget=forms.RadioSelect,
    )
    to_office = forms.ChoiceField(label=_("Which office?"), required=False)
    note = StoryField(label=_("Note that goes along"), required=False, rows=3)
    field_order = ["urgency", "forms_seen", "place", "country", "decision", "to_office", "note"]

    def __init__(self, *args: Any, report: Report, by: Actor, **kwargs: Any) -> None:
        suggested = [SUGGESTED_FORMS[Situation(s)] for s in report.situations if s in SUGGESTED_FORMS]
        proposed = queries.proposed_offices(report.place)
        initial = {
            "urgency": report.urgency,
            "forms_seen": report.forms or suggested,
            "decision": "keep" if proposed and proposed[0].id == by.office_id else "send",
            "to_office": str(proposed[0].id) if proposed and proposed[0].id != by.office_id else "",
            **place_initial(report.place),
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["forms_seen"].choices = [  # type: ignore[attr-defined]
            (t.code, terms.label_lazy("form", t.code))
            for t in terms.terms("form")
            if not t.parent or t.code in SUGGESTED_FORMS.values()
        ]
        self.fields["to_office"].choices = office_choices(report.place, by)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("decision") == "send" and not cleaned.get("to_office") and "to_office" not in self.errors:
            self.add_error("to_office", _("Choose the office, or decide later."))
        return cleaned

    def chosen_office(self) -> UUID | None:
        if self.cleaned_data["decision"] != "send":
            return None
        return UUID(self.cleaned_data["to_office"])


class TransferForm(forms.Form):
    to_office = forms.ChoiceField(label=_("To which office?"), error_messages={"required": _("Choose the office.")})
    reason = forms.ChoiceField(label=_("Why?"), choices=TransferReason.choices, widget=forms.RadioSelect)
    note = StoryField(label=_("Note that goes along"), required=False, rows=3)
    readers = GOES_ALONG

    def __init__(self, *args: Any, report: Report, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_office"].choices = office_choices(report.place, by)  # type: ignore[attr-defined]


class PartForm(TransferForm):
    """Who goes, with or without a row; and where they are now."""

    persons = forms.MultipleChoiceField(label=_("Who goes there?"), widget=forms.CheckboxSelectMultiple, required=False)
    women = CountField(label=_("Women without a row"))
    men = CountField(label=_("Men without a row"))
    girls = CountField(label=_("Girls without a row"))
    boys = CountField(label=_("Boys without a row"))
    unknown = CountField(label=_("People not known more closely"))
    place = PlaceField(label=_("Where they are now"), required=False)
    field_order = ["persons", *COUNTED, "place", "to_office", "reason", "note"]

    def __init__(self, *args: Any, report: Report, by: Actor, labels: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, report=report, by=by, **kwargs)
        self.fields["persons"].choices = list(labels.items())  # type: ignore[attr-defined]

    def counts(self) -> Counts:
        return Counts(**{name: self.cleaned_data[name] for name in COUNTED})


class JoinForm(forms.Form):
    """One of the proposed reports, or another by its number."""

    to = forms.ChoiceField(label=_("The same people as in"), widget=forms.RadioSelect, required=False)
    number = forms.CharField(label=_("Or its number"), required=False, max_length=40)

    def __init__(self, *args: Any, report: Report, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.report, self.by = report, by
        near = queries.like(report, by)
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            (str(row.id), f"{row.number} · {row.received_on:%d/%m/%Y} · {row.people}") for row in near
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        typed = cleaned.get("number", "")
        if typed:
            number = normalise_number(typed)
            found = queries.report_by_number(self.by, number) if number else None
            if found is None:
                self.add_error("number", _("No report with this number is open to you."))
            else:
                cleaned["to"] = str(found.id)
        elif not cleaned.get("to"):
            raise ValidationError(_("Choose a report or write its number."))
        return cleaned


class VerifyForm(forms.Form):
    result = forms.ChoiceField(label=_("What was found?"), choices=Result.choices, widget=forms.RadioSelect)
    finding = forms.ChoiceField(
        label=_("What does it look like for this person?"),
        choices=[("", _("Not said yet")), *Finding.choices],
        required=False,
    )
    on = DayField(label=_("On which day?"), required=False, initial=today)
    note = StoryField(label=_("Note"), required=False, rows=3)
    readers = OWN_OFFICE


class PersonForm(forms.Form):
    sex = forms.ChoiceField(label=_("Sex"))
    minor = forms.ChoiceField(label=_("Under 18 years old?"), choices=Said.choices, initial=Said.UNKNOWN)
    nationality = forms.ChoiceField(label=_("Nationality"))
    name = NameField(label=_("Name"))
    readers = OWN_OFFICE

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sex"].choices = choices.sexes()  # type: ignore[attr-defined]
        self.fields["nationality"].choices = choices.all_nationalities()  # type: ignore[attr-defined]


class ConcludeForm(forms.Form):
    finding = forms.ChoiceField(
        label=_("What did it turn out to be?"), choices=Finding.choices, widget=forms.RadioSelect
    )
    note = StoryField(label=_("Note"), required=False, rows=3)


class AnswerForm(forms.Form):
    text = StoryField(
        label=_("Answer to the reporter"), max_length=4000, error_messages={"required": _("Write the answer first.")}
    )
    readers = _("Your office can read this, and whoever holds the return code. Do not say who is going where.")


class NoteForm(forms.Form):
    text = StoryField(label=_("Note"), rows=3, error_messages={"required": _("Write the note first.")})
    readers = OWN_OFFICE


class CloseForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why is it closed?"), choices=ClosingReason.choices, widget=forms.RadioSelect)
    note = StoryField(label=_("Note"), required=False, rows=3)
