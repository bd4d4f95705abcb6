"""Many cases at once: an office's list, those shared with it, those a search found. Coded rows, no name and no story."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, IntegerField, QuerySet
from django.db.models.expressions import RawSQL

from rumduol.access import queries as access
from rumduol.access.enums import Permission
from rumduol.access.policies import check_may
from rumduol.access.types import Actor
from rumduol.cases.enums import VICTIMS, AlarmStatus, CaseStatus, Source, StepName, StepStatus
from rumduol.cases.models import Alarm, Case, Step
from rumduol.shared.identifiers import normalise_number

PAGE = 25  # a telephone shows five; more is one tap away
# What a line shows; a case has three times as many columns.
SHOWN = ("number", "office_id", "worker_id", "status", "opened_on", "sex", "age_band", "risk", "found_in")
NEWEST_FIRST = ("-opened_on", "-created_at")


@dataclass(frozen=True, slots=True)
class Row:
    """A case in a list: no name, no story."""

    case: Case
    step: Step | None
    due: date | datetime | None
    alarms: int


def list_cases(
    by: Actor, *, status: str = "", mine: bool = False, without_worker: bool = False, number: str = "", page: int = 1
) -> tuple[list[Row], bool]:
    """Cases of the own office and the offices below, the most urgent first, and whether there are more.

    Open alarms are few and come first by themselves, so that all others follow the index and a page costs the same
    in an office with a hundred cases and with a hundred thousand.
    """
    check_may(by, Permission.CASE_READ)
    rows: QuerySet[Case] = Case.objects.filter(office_id__in=by.reach).only(*SHOWN)
    if status:
        rows = rows.filter(status=status)
    if mine:
        rows = rows.filter(worker_id=by.person_id)
    if without_worker:
        rows = rows.filter(worker_id__isnull=True)
    if number:
        rows = rows.filter(number=normalise_number(number) or number)
    alarms = _open_alarms(by)
    first = (max(page, 1) - 1) * PAGE
    urgent: list[Case] = []
    if alarms:
        urgent = sorted(
            rows.filter(id__in=list(alarms)).order_by(*NEWEST_FIRST), key=lambda case: alarms[case.id], reverse=True
        )
        rows = rows.exclude(id__in=list(alarms))
    found = urgent[first : first + PAGE + 1]
    after = max(first - len(urgent), 0)
    found += rows.order_by(*NEWEST_FIRST)[after : after + PAGE + 1 - len(found)]
    return _lines(found[:PAGE], alarms), len(found) > PAGE


def opened_within(by: Actor, first: date, last: date) -> list[Case]:
    """All cases of the reader's own office opened on these days, for a count of it; a joined file counts with the other."""
    check_may(by, Permission.CASE_READ)
    rows = Case.objects.filter(office_id=by.office_id, opened_on__range=(first, last)).exclude(status=CaseStatus.JOINED)
    return list(rows.order_by("opened_on", "id"))


def victim_unit(case: Case) -> tuple[str, UUID] | None:
    """What the figures count the person of a case by as a victim; None for somebody who is none. The screening, where
    the case came from one, as the facts write it (cases/facts.py)."""
    if case.standing not in VICTIMS:
        return None
    if case.source_kind == Source.SCREENING and case.source_id:
        return ("screening", case.source_id)
    return ("case", case.id)


def shared_cases(by: Actor) -> list[Row]:
    """Cases of other offices that are shared with the reader's office, or behind broken glass, now."""
    check_may(by, Permission.CASE_READ)
    opened = access.opened_to(by, "case")
    if not opened:
        return []
    rows = Case.objects.filter(id__in=opened).exclude(office_id__in=by.reach).only(*SHOWN)
    return _lines(list(rows.order_by("-opened_on")[:PAGE]), {})


def cases_by_id(by: Actor, ids: Iterable[UUID]) -> dict[UUID, Row]:
    """Those of these cases that the reader may see, for a search; three statements however many."""
    wanted = set(ids)
    if not wanted:
        return {}
    found = list(Case.objects.filter(id__in=wanted).only(*SHOWN))
    if any(case.office_id not in by.reach for case in found):
        opened = access.opened_to(by, "case")
        found = [case for case in found if case.office_id in by.reach or case.id in opened]
    kept_from = access.conflicts_among(by, [case.id for case in found])
    return {row.case.id: row for row in _lines([case for case in found if case.id not in kept_from], {})}


def present_step(case: Case) -> Step | None:
    """The step a case stands at."""
    return _present_steps([case.id]).get(case.id)


def _lines(found: list[Case], alarms: dict[UUID, int]) -> list[Row]:
    steps = _present_steps(case.id for case in found)
    return [
        Row(
            case=case, step=steps.get(case.id), alarms=alarms.get(case.id, 0),
            due=steps[case.id].due_at if case.id in steps else None,
        )
        for case in found
    ]  # fmt: skip


def _open_alarms(by: Actor) -> dict[UUID, int]:
    """Case -> how many alarms are open on it, in the reader's reach."""
    rows = Alarm.objects.filter(office_id__in=by.reach, status=AlarmStatus.OPEN)
    return dict(rows.values_list("case_id").annotate(Count("id")))


def _present_steps(case_ids: Iterable[UUID]) -> dict[UUID, Step]:
    """The step each case stands at, the first in progress, else the first not started: one row a case, not ten."""
    wanted = list(case_ids)
    if not wanted:
        return {}
    in_order = RawSQL(
        "array_position(%s::text[], cases_step.step::text)", [list(StepName.values)], output_field=IntegerField()
    )
    begun_first = RawSQL("(cases_step.status <> %s)::int", [StepStatus.IN_PROGRESS], output_field=IntegerField())
    rows = (
        Step.objects.filter(case_id__in=wanted, status__in=[StepStatus.IN_PROGRESS, StepStatus.NOT_STARTED])
        .only("case_id", "step", "status", "due_at")
        .order_by("case_id", begun_first, in_order)
        .distinct("case_id")
    )
    return {step.case_id: step for step in rows}
