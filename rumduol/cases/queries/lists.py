"""Many cases at once: an office's list, those shared with it, those a search found. Coded rows, no name and no story."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from rumduol.access import queries as access
from rumduol.access.enums import Permission
from rumduol.access.policies import check_may
from rumduol.access.types import Actor
from rumduol.cases.enums import VICTIMS, AlarmStatus, CaseStatus, StepName, StepStatus
from rumduol.cases.facts import counted_as
from rumduol.cases.models import Case, Step
from rumduol.shared import rows
from rumduol.shared.identifiers import normalise_number

PAGE = 25  # a telephone shows five; more is one tap away
# What a line shows; a case has three times as many columns.
SHOWN = ("number", "office_id", "worker_id", "status", "opened_on", "sex", "age_band", "risk", "found_in")
OF_OFFICES = "where t.office_id = any(%(reach)s)"
OF_STATUS = " and t.status = %(status)s"
OF_MINE = " and t.worker_id = %(person)s"
OF_NOBODY = " and t.worker_id is null"
OF_NUMBER = " and t.number = %(number)s"
NEWEST_FIRST = " order by t.opened_on desc, t.created_at desc"
# The step a case stands at: the first in progress, else the first not started.
PRESENT = (
    "where t.case_id = any(%(ids)s) and t.status = any(%(open)s)"
    " order by t.case_id, t.status <> %(begun)s, array_position(%(order)s::text[], t.step::text)"
)


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
    alarms = _open_alarms(by)
    asked = {
        "reach": list(by.reach), "status": status, "person": by.person_id,
        "number": (normalise_number(number) or number) if number else "", "alarms": list(alarms), "most": PAGE + 1,
    }  # fmt: skip
    such = "".join(
        words for chosen, words in ((status, OF_STATUS), (mine, OF_MINE), (without_worker, OF_NOBODY), (number, OF_NUMBER))
        if chosen
    )  # fmt: skip
    first = (max(page, 1) - 1) * PAGE
    urgent: list[Case] = []
    if alarms:
        urgent = rows.rows(Case, f"{OF_OFFICES}{such} and t.id = any(%(alarms)s){NEWEST_FIRST}", asked, only=SHOWN)
        urgent.sort(key=lambda case: alarms[case.id], reverse=True)
    found = urgent[first : first + PAGE + 1]
    asked |= {"after": max(first - len(urgent), 0), "most": PAGE + 1 - len(found)}
    others = f"{OF_OFFICES}{such} and t.id <> all(%(alarms)s){NEWEST_FIRST} limit %(most)s offset %(after)s"
    found += rows.rows(Case, others, asked, only=SHOWN)
    return _lines(found[:PAGE], alarms), len(found) > PAGE


def opened_within(by: Actor, first: date, last: date) -> list[Case]:
    """All cases of the reader's own office opened on these days, for a count of it; a joined file counts with the other."""
    check_may(by, Permission.CASE_READ)
    found = Case.objects.filter(office_id=by.office_id, opened_on__range=(first, last)).exclude(
        status=CaseStatus.JOINED
    )
    return list(found.order_by("opened_on", "id"))


def victim_unit(case: Case) -> tuple[str, UUID] | None:
    """What the figures count the person of a case by as a victim; None for somebody who is none."""
    return counted_as(case) if case.standing in VICTIMS else None


def shared_cases(by: Actor) -> list[Row]:
    """Cases of other offices that are shared with the reader's office, or behind broken glass, now."""
    check_may(by, Permission.CASE_READ)
    opened = access.opened_to(by, "case")
    if not opened:
        return []
    shared = Case.objects.filter(id__in=opened).exclude(office_id__in=by.reach).only(*SHOWN)
    return _lines(list(shared.order_by("-opened_on")[:PAGE]), {})


def cases_by_id(by: Actor, ids: Iterable[UUID]) -> dict[UUID, Row]:
    """Those of these cases that the reader may see, for a search; three statements however many."""
    wanted = set(ids)
    if not wanted:
        return {}
    found = rows.rows(Case, "where t.id = any(%(ids)s)", {"ids": list(wanted)}, only=SHOWN)
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
    return dict(
        rows.values(
            "select case_id, count(*) from cases_alarm where office_id = any(%(reach)s) and status = %(open)s group by case_id",
            {"reach": list(by.reach), "open": AlarmStatus.OPEN.value},
        )
    )


def _present_steps(case_ids: Iterable[UUID]) -> dict[UUID, Step]:
    """The step each case stands at, the first in progress, else the first not started: one row a case, not ten."""
    wanted = list(case_ids)
    if not wanted:
        return {}
    asked = {
        "ids": wanted, "open": [StepStatus.IN_PROGRESS.value, StepStatus.NOT_STARTED.value],
        "begun": StepStatus.IN_PROGRESS.value, "order": list(StepName.values),
    }  # fmt: skip
    found = rows.rows(Step, PRESENT, asked, only=("case_id", "step", "status", "due_at"), distinct="t.case_id")
    return {step.case_id: step for step in found}
