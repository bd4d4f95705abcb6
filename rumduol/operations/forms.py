"""What is typed about an operation. Each form hands an action what it takes; the action decides."""

from collections.abc import Collection
from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rumduol.access.enums import Permission, permissions_of
from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.agencies.choosing import FoldedChecks, Group, grouped
from rumduol.agencies.enums import AgencyKind, Role
from rumduol.intake import queries as intake
from rumduol.operations.enums import CalledOffReason, ExpenseFor, ExpenseKind, TeamRole
from rumduol.operations.types import Plan, TeamMember, ToTell
from rumduol.places import queries as places
from rumduol.places.fields import PlaceField
from rumduol.shared.dates import PHNOM_PENH, PartialDate, today
from rumduol.shared.errors import InvalidInput
from rumduol.shared.fields import DayField, LineField, StoryField
from rumduol.shared.khmer import to_latin_digits

NAMED_ONLY = _("Sealed. Read by: the people named to this plan, and nobody else.")
TOLD_ONLY = _("Sealed. Read by: that office, from its hour on.")
TELLINGS = 3
NEAR, PAGES = 8, 4  # reports shown without unfolding; pages of the queue that are offered
TOLD_KINDS = (
    AgencyKind.POLICE, AgencyKind.GENDARMERIE, AgencyKind.SOCIAL_AFFAIRS, AgencyKind.HEALTH, AgencyKind.COMMUNE,
    AgencyKind.IMMIGRATION, AgencyKind.LABOUR, AgencyKind.NGO,
)  # fmt: skip


# The field of the form at which an error of the plan is shown, where it has another name there.
SHOWN_AT = {
    "hour": "clock",
    "tell": "tell_1",
    "tell_at": "tell_at_1",
    "team": "team_lead",
    "items": "item_1",
    "people": "victim_women",
}


def take_errors(form: forms.Form, error: InvalidInput) -> None:
    """Show an action's errors at the fields they belong to."""
    if not error.errors:
        form.add_error(None, str(error.message))
    for name, messages in error.errors.items():
        field = name if name in form.fields else SHOWN_AT.get(name, "")
        for message in messages:
            form.add_error(field if field in form.fields else None, message)


class ClockField(forms.CharField):
    """An hour of the day, `04:45`, in either digits; cleans to a time or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 8, **kwargs})
        self.widget.attrs |= {
            "inputmode": "numeric",
            "autocomplete": "off",
            "placeholder": "04:45",
            "class": "govuk-input--width-5",
        }

    def clean(self, value: Any) -> Any:
        typed = to_latin_digits(str(super().clean(value) or "")).strip().replace(".", ":").replace("h", ":")
        if not typed:
            return None
        try:
            hour, _colon, minute = typed.partition(":")
            return time(int(hour), int(minute or 0))
        except ValueError as error:
            raise ValidationError(_("Write the hour as 04:45.")) from error

    def prepare_value(self, value: Any) -> Any:
        return value.strftime("%H:%M") if isinstance(value, time) else value


class PlanForm(forms.Form):
    """The whole plan on one page, in the order in which it is thought."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reports = forms.MultipleChoiceField(label=_("Which reports does it answer?"), widget=FoldedChecks)
    place = PlaceField(label=_("District, commune or village"), allow_unknown=False)
    address = LineField(
        label=_("The place in words"), max_length=500, required=False, help_text=_("Gate, floor, way in and out.")
    )
    aim = StoryField(label=_("What it is for"), rows=3)
    day = DayField(label=_("Day"), future=True)
    clock = ClockField(label=_("Hour"))
    people = forms.IntegerField(label=_("How many people do we expect to find?"), min_value=0, max_value=2000)
    children = forms.BooleanField(label=_("Children are expected, or may be there"), required=False)
    child_place = LineField(
        label=_("Where can the children go tonight?"), required=False, max_length=300,
        help_text=_("A plan with expected children is not approved without a place and without somebody trained to interview children. Name the office that takes them in, never where a hidden house is."),
    )  # fmt: skip
    languages = LineField(label=_("Languages the people speak"), required=False, max_length=200)
    reserve = StoryField(label=_("Reserve: what if it goes otherwise"), rows=3, required=False)

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        chosen = self.data.getlist("reports") if isinstance(self.data, QueryDict) else self.initial.get("reports", [])
        self.fields["reports"].choices = report_choices(by, chosen)  # type: ignore[attr-defined]
        for role in TeamRole:
            self.fields[f"team_{role}"] = LineField(label=role.label, required=False, max_length=300)
        self.fields[f"team_{TeamRole.LEAD}"].required = True
        self.fields[f"team_{TeamRole.LEAD}"].part_title = _("Who goes")  # type: ignore[attr-defined]
        offices = [("", "---"), *office_choices(by)]
        for n in range(1, TELLINGS + 1):
            self.fields[f"tell_{n}"] = forms.ChoiceField(label=_("Office to be told"), choices=offices, required=False)
            self.fields[f"tell_at_{n}"] = ClockField(label=_("From which hour on"), required=False)
            self.fields[f"tell_text_{n}"] = StoryField(
                label=_("What it is told, and no more"), rows=2, required=False, max_length=2000
            )
            self.fields[f"tell_text_{n}"].readers = TOLD_ONLY  # type: ignore[attr-defined]
        self.fields["tell_1"].part_title = _("Who is told, and when")  # type: ignore[attr-defined]
        self.fields["tell_1"].help_text = _("Before its hour an office sees nothing: no line, no number, no news.")
        for name in ("address", "aim", "reserve"):
            self.fields[name].readers = NAMED_ONLY  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for n in range(1, TELLINGS + 1):
            given = [
                bool(data.get(f"tell_{n}")),
                data.get(f"tell_at_{n}") is not None,
                bool(data.get(f"tell_text_{n}")),
            ]
            if any(given) and not all(given):
                self.add_error(f"tell_{n}", _("Say which office, from which hour on, and what it is told."))
        return data

    def plan(self) -> Plan:
        """What the action takes, after is_valid()."""
        data = self.cleaned_data
        day: date = data["day"]
        return Plan(
            hour=_at(day, data["clock"]), place=data["place"], address=data["address"], aim=data["aim"],
            team=tuple(TeamMember(role.value, data[f"team_{role}"]) for role in TeamRole if data[f"team_{role}"]),
            reserve=data["reserve"], people=data["people"], children=data["children"], child_place=data["child_place"],
            languages=data["languages"], reports=tuple(UUID(one) for one in data["reports"]),
            tell=tuple(
                ToTell(UUID(data[f"tell_{n}"]), _at(day, data[f"tell_at_{n}"]), data[f"tell_text_{n}"])
                for n in range(1, TELLINGS + 1) if data.get(f"tell_{n}")
            ),
        )  # fmt: skip


def typed_plan(plan: Plan, version: int) -> dict[str, Any]:
    """What the form shows for a plan that is written already."""
    hour = plan.hour.astimezone(PHNOM_PENH)
    typed: dict[str, Any] = {
        "version": version, "reports": [str(one) for one in plan.reports], "place": plan.place, "address": plan.address,
        "aim": plan.aim, "day": hour.date(), "clock": hour.time(), "people": plan.people, "children": plan.children,
        "child_place": plan.child_place, "languages": plan.languages, "reserve": plan.reserve,
    }  # fmt: skip
    typed |= {f"team_{member.role}": member.who for member in plan.team}
    for n, told in enumerate(plan.tell, 1):
        at = told.at.astimezone(PHNOM_PENH).time()
        typed |= {f"tell_{n}": str(told.office_id), f"tell_at_{n}": at, f"tell_text_{n}": told.text}
    return typed


class ReaderForm(forms.Form):
    """One reader, and who is asked for the second signature."""

    person = forms.ChoiceField(label=_("Who shall read the plan?"), required=False)
    username = LineField(
        label=_("Somebody else: the name they sign in with"), required=False, max_length=60,
        help_text=_("For somebody of another office or agency."),
    )  # fmt: skip
    second = forms.ChoiceField(
        label=_("Who confirms it?"),
        help_text=_("Not you, and not the reader. This person sees the number and the names, not the plan."),
    )
    until = DayField(label=_("Until which day"), future=True, required=False, help_text=_("Empty: two weeks."))

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = people_near(by)
        self.fields["person"].choices = [("", "---"), *((str(p), words) for p, words, _may in people)]  # type: ignore[attr-defined]
        self.fields["second"].choices = [("", "---"), *((str(p), words) for p, words, may in people if may)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("username") and not data.get("person"):
            found = agencies.person_by_username(data["username"])
            if found is None:
                self.add_error("username", _("Nobody signs in with this name."))
            else:
                data["person"] = str(found)
        if not data.get("person") and not self.errors:
            self.add_error("person", _("Choose somebody, or write the name they sign in with."))
        return data

    def until_moment(self) -> datetime | None:
        day = self.cleaned_data["until"]
        return datetime.combine(day, time(23, 59), tzinfo=PHNOM_PENH) if day else None


class CallOffForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why?"), choices=CalledOffReason.choices, widget=forms.RadioSelect)


class ExpenseForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    kind = forms.ChoiceField(label=_("Before or after?"), choices=ExpenseKind.choices, widget=forms.RadioSelect)
    spent_for = forms.ChoiceField(label=_("What for"), choices=ExpenseFor.choices)
    riel = forms.IntegerField(label=_("Riel"), min_value=1, max_value=10**10)
    spent_on = DayField(label=_("Day"), initial=today)
    readers = _("Read by: supervisors who decide on it. Numbers only; the plan is not shown.")


class PayForm(forms.Form):
    riel = forms.IntegerField(label=_("Riel paid"), min_value=1, max_value=10**10)
    paid_on = DayField(label=_("Day"), initial=today)


def report_choices(by: Actor, first: Collection[str] = ()) -> list[Group]:
    """Reports of the own office that are being worked on: those in `first`, then the most urgent; the others folded."""
    chosen = intake.reports_by_id(by, [UUID(one) for one in first if _is_id(one)])
    rows, page, more = dict(chosen), 1, True
    while more and page <= PAGES:
        found, more = intake.queue(by, intake.QueueFilter(state="live"), page=page)
        rows |= {row.id: row for row in found if row.id not in rows}
        page += 1
    told = [(str(row.id), _report_words(row)) for row in rows.values() if row.office_id == by.office_id]
    near = max(NEAR, len(first))
    groups: list[Group] = [("", told[:near])]
    return [*groups, (str(_("Other reports")), told[near:])] if told[near:] else groups


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _report_words(row: Any) -> str:
    where = places.label(row.place) if row.place else "…"
    language = get_language() or "km"
    day = PartialDate.of(row.received_on).in_words(language, short=True, khmer_digits=language == "km")
    return (
        f"{row.number} · {where} · {day} · {row.get_urgency_display()}"
        if row.urgency
        else f"{row.number} · {where} · {day}"
    )


def office_choices(by: Actor) -> list[Group]:
    """Offices that may be told, those of the own province first; not the own one, and no hidden house."""
    rows = agencies.offices_of_kind(*(str(kind) for kind in TOLD_KINDS))
    return grouped(rows, near=agencies.office(by.office_id).place, leave_out={by.office_id})


def people_near(by: Actor) -> list[tuple[UUID, str, bool]]:
    """(person, name with role and office, may sign) of the own office and of those above it; the reader left out."""
    language = get_language() or "km"
    offices = [by.office_id, *agencies.office(by.office_id).above]
    found: dict[UUID, tuple[UUID, str, bool]] = {}
    for office_id in offices:
        for row in agencies.colleagues(office_id):
            granted = permissions_of(Role(row.role))
            if row.person_id == by.person_id or Permission.OPERATION_READ not in granted:
                continue
            name = row.person.name_km if language == "km" else row.person.name_latin
            words = f"{name} · {Role(row.role).label} · {agencies.office_name(row.office, language)}"
            found.setdefault(row.person_id, (row.person_id, words, Permission.OPERATION_SIGN in granted))
    return list(found.values())


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=PHNOM_PENH)
