"""A plan and an operation in the reader's words. What is sealed is opened by the caller and handed in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rumduol.access.enums import Permission, permissions_of
from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.intake import queries as intake
from rumduol.operations import policies, queries
from rumduol.operations.enums import TeamRole
from rumduol.operations.models import Operation
from rumduol.operations.types import Plan
from rumduol.places import queries as places
from rumduol.shared.dates import PartialDate, local
from rumduol.shared.khmer import to_khmer_digits
from rumduol.vault.enums import LookWay


@dataclass(frozen=True)
class ReaderLine:
    """Somebody named to a plan: until when, by whom, and how far the two signatures are."""

    id: UUID
    name: str
    state: str
    until: Any
    named_by: str
    second: str
    can_end: bool
    can_confirm: bool


def names(ids: set[UUID]) -> dict[UUID, str]:
    """Names of colleagues in the reader's language."""
    khmer = (get_language() or "km") == "km"
    return {key: row.name_km if khmer else row.name_latin for key, row in agencies.people(ids).items()}


def in_digits(number: int) -> str:
    """A number in the digits of the reader's language."""
    return to_khmer_digits(str(number)) if (get_language() or "km") == "km" else str(number)


def full_moment(at: datetime) -> str:
    """Day and hour in words that stay true on paper: never "today"."""
    language = get_language() or "km"
    here = local(at)
    hour = f"{here:%H:%M}"
    return f"{PartialDate.of(here.date()).in_words(language, khmer_digits=language == 'km')}, {to_khmer_digits(hour) if language == 'km' else hour}"


def office_name(office_id: UUID) -> str:
    return agencies.office_name(agencies.office(office_id), get_language() or "km")


def reader_lines(operation: Operation, actor: Actor, *, inside: bool) -> list[ReaderLine]:
    """All who were named; a second person who does not read sees the rows that wait for them."""
    rows = queries.readers(operation)
    people = {one for row in rows for one in (row.person_id, row.named_by_id, row.second_id) if one}
    called = names(people)
    now = timezone.now()
    words = []
    for row in rows:
        waits = row.confirmed_at is None and row.ended_at is None and row.until > now
        if row.ended_at is not None:
            state = _("no longer reads")
        elif row.until <= now:
            state = _("time is over")
        elif row.author:
            state = _("wrote it")
        else:
            state = _("waits for the second signature") if waits else _("reads")
        words.append(
            ReaderLine(
                id=row.id, name=called.get(row.person_id, ""), state=state, until=None if row.author else row.until,
                named_by=called.get(row.named_by_id, ""), second=called.get(row.second_id, ""),
                can_end=inside and not row.author and row.ended_at is None and queries.live(operation),
                can_confirm=waits and row.second_id == actor.person_id,
            )
        )  # fmt: skip
    return words


def plan_rows(plan: Plan, actor: Actor) -> list[dict[str, Any]]:
    """The plan as rows of {key, value} for a summary list."""
    team = {member.role: member.who for member in plan.team}
    rows: list[dict[str, Any]] = [
        {"key": _("Place"), "value": places.label(plan.place)},
        {"key": _("The place in words"), "value": plan.address},
        {"key": _("What it is for"), "value": plan.aim},
        {"key": _("People expected"), "value": in_digits(plan.people)},
        {"key": _("Children"), "value": _("expected") if plan.children else _("not expected")},
    ]
    if plan.children or plan.child_place:
        rows.append({"key": _("Where the children go"), "value": plan.child_place})
    rows.append({"key": _("Languages"), "value": plan.languages})
    rows += [{"key": role.label, "value": team[role]} for role in TeamRole if role in team]
    rows.append({"key": _("Reserve"), "value": plan.reserve})
    return rows


def tell_rows(plan: Plan) -> list[dict[str, Any]]:
    return [{"office": office_name(told.office_id), "at": told.at, "text": told.text} for told in plan.tell]


def report_numbers(actor: Actor, ids: Any) -> list[tuple[UUID, str]]:
    """Reports the reader may see, by number."""
    return [(key, row.number) for key, row in intake.reports_by_id(actor, ids).items()]


def look_lines(operation: Operation) -> list[dict[str, Any]]:
    """Who looked, newest first."""
    rows = queries.looks(operation)
    called = names({row.person_id for row in rows})
    return [
        {"name": called.get(row.person_id, ""), "at": row.at, "way": LookWay(row.way).label, "number": row.number}
        for row in rows
    ]


def can(operation: Operation, actor: Actor, *, inside: bool) -> dict[str, bool]:
    """What the page offers: the same questions that the actions ask."""
    return {
        "change": policies.can_change(operation, actor, inside=inside),
        "name": policies.can_name(operation, actor, inside=inside),
        "approve": policies.can_approve(operation, actor, inside=inside),
        "begin": policies.can_begin(operation, actor, inside=inside),
        "finish": policies.can_finish(operation, actor, inside=inside),
        "call_off": policies.can_call_off(operation, actor, inside=inside),
        "screen": policies.can_screen(operation, actor),
        "claim": policies.can_claim(operation, actor),
    }


def further(operation: Operation, actor: Actor) -> str:
    """Where a criminal case is opened from this operation; empty where no room offers it. Named by address, not imported."""
    if Permission.OPERATION_PLAN not in permissions_of(actor.role):
        return ""
    try:
        return f"{reverse('justice:open')}?operation={operation.id}"
    except NoReverseMatch:
        return ""
