"""What is due, what is late, what waits for a second signature: for the home page and the queues."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from rumduol.access.enums import Permission
from rumduol.access.policies import check_may
from rumduol.access.types import Actor
from rumduol.cases import policies
from rumduol.cases.enums import (
    VISIT_OPEN,
    CaseStatus,
    ClosureStatus,
    GoalArea,
    Risk,
    StepName,
    StepStatus,
    TaskStatus,
)  # fmt: skip
from rumduol.cases.models import Case, Closure, PlanAnswer, Step, Task, Visit
from rumduol.cases.types import Due
from rumduol.shared.dates import PHNOM_PENH, today

MOST = 200
COUNTED = (
    300  # of each kind; whoever has more than that late needs no exact number, and counting would grow with the country
)
LONG_AGO = datetime(1970, 1, 1, tzinfo=PHNOM_PENH)

OPEN = {
    "step": (StepStatus.NOT_STARTED, StepStatus.IN_PROGRESS),
    "task": (TaskStatus.OPEN,),
    "visit": tuple(sorted(VISIT_OPEN)),
}
# What has a date on a case: its rows, and its day or moment. All of one shape, so that one statement asks for all four.
# The states stand in the text: only so does the planner see that the index of what is open holds every row it needs.
_OF_CASE = """
  from cases_{part} p join cases_case c on c.id = p.case_id {more}
  where p.office_id = %(office)s and c.office_id = %(office)s and c.status = 'open' and p.status in ({open})
"""


def _of_case(part: str, more: str = "") -> str:
    return _OF_CASE.format(part=part, more=more, open=", ".join(f"'{status.value}'" for status in OPEN[part]))


_PARTS: tuple[tuple[str, str, str], ...] = (  # (code and id, from and where, the day it is due)
    ("'step' what, c.id, c.number, c.age_band, p.step::text code, p.id part", _of_case("step"), "p.due_at"),
    ("'task' what, c.id, c.number, c.age_band, g.area::text code, p.id part",
     _of_case("task", "join cases_goal g on g.id = p.goal_id"), "p.due_on"),
    ("'visit' what, c.id, c.number, c.age_band, p.month::text code, p.id part", _of_case("visit"), "p.due_on"),
    ("'risk' what, c.id, c.number, c.age_band, c.risk::text code, null::uuid part",
     "from cases_case c where c.office_id = %(office)s and c.status = 'open'", "c.risk_review_on"),
)  # fmt: skip


def _window(day: str) -> str:
    """Due after the first bound and until the second; a day is over at 23:59 in Phnom Penh."""
    if day.endswith("_at"):
        return f" and {day} >= %(from_moment)s and {day} < %(until_moment)s"
    return f" and {day} > %(after_day)s and {day} <= %(until_day)s"


def _moment_of(day: str) -> str:
    return day if day.endswith("_at") else f"(({day} + time '23:59') at time zone 'Asia/Phnom_Penh')"


_MINE = " and (not %(mine)s or c.worker_id = %(person)s)"
# Each part knows how many it has and which of its rows is the first, so that the lines of a card and their number come
# from looking once.
_FIRST = " union all ".join(
    "(select what, id, number, age_band, code, part, at, count(*) over () n, row_number() over (order by day) place from"  # noqa: S608
    f" (select {columns}, {day} as day, {_moment_of(day)} at {rows}{_MINE}{_window(day)} order by {day} limit %(counted)s) counted"
    " order by place limit %(most)s)"
    for columns, rows, day in _PARTS
)
FIRST_DUE = (
    "select what, id, number, age_band, code, part, at, sum(case when place = 1 then n else 0 end) over (),"  # noqa: S608
    f" bool_or(n = %(counted)s) over () from ({_FIRST}) due"
    " order by at, number limit %(most)s"
)


def _bounds(*, late: bool) -> dict[str, Any]:
    """What is late by now; or what is due between now and midnight in Phnom Penh."""
    now = timezone.now()
    here = now.astimezone(PHNOM_PENH)
    over = today() if here.time() >= time(23, 59) else today() - timedelta(days=1)  # the last day that is over
    if late:
        return {"from_moment": LONG_AGO, "until_moment": now, "after_day": LONG_AGO.date(), "until_day": over}
    midnight = datetime.combine(today() + timedelta(days=1), time(), tzinfo=PHNOM_PENH)
    return {"from_moment": now, "until_moment": midnight, "after_day": over, "until_day": today()}


def _ask(by: Actor, sql: str, *, late: bool, mine: bool, most: int) -> list[tuple[Any, ...]]:
    check_may(by, Permission.CASE_READ)
    asked = {
        **_bounds(late=late), "office": by.office_id, "mine": mine, "person": by.person_id, "most": most, "counted": COUNTED,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return cursor.fetchall()


def _due(row: tuple[Any, ...]) -> Due:
    """A row as what is due. Only a step has an hour; everything else has a day."""
    what, case_id, number, band, code, part, at, _all, _more = row
    day = at.astimezone(PHNOM_PENH).date()
    if what == "step":
        return Due(case_id, number, band, what, StepName(code).label, at, "cases:step", part, code)
    if what == "task":
        return Due(case_id, number, band, what, GoalArea(code).label, day, "cases:plan", part)
    if what == "visit":
        return Due(case_id, number, band, what, int(code), day, "cases:visits", part)
    return Due(case_id, number, band, what, Risk(code).label if code else "", day, "cases:risk")


def due_today(by: Actor, *, mine: bool = False, most: int = MOST) -> list[Due]:
    """What of the own office's open cases is due before midnight and not late yet, soonest first; at most `most`."""
    return [_due(row) for row in _ask(by, FIRST_DUE, late=False, mine=mine, most=most)]


def overdue(by: Actor, *, mine: bool = False, most: int = MOST) -> list[Due]:
    """What is late, oldest first; at most `most`."""
    return [_due(row) for row in _ask(by, FIRST_DUE, late=True, mine=mine, most=most)]


def first_due(by: Actor, *, late: bool, most: int) -> tuple[list[Due], int, bool]:
    """The first of `overdue` (late) or of `due_today`, how many there are, and whether there are more than were counted
    (of each kind `COUNTED` at most)."""
    found = _ask(by, FIRST_DUE, late=late, mine=False, most=most)
    return [_due(row) for row in found], int(found[0][-2]) if found else 0, bool(found and found[0][-1])


def due_of(case: Case, *, steps: Iterable[Step], tasks: Iterable[Task], visits: Iterable[Visit]) -> list[Due]:
    """Everything with a date still open on one case, soonest first, of its parts as they were read."""
    if case.status in {CaseStatus.CLOSED, CaseStatus.JOINED}:
        return []
    of_case = (case.id, case.number, case.age_band)
    found = [
        Due(*of_case, "step", StepName(step.step).label, step.due_at, "cases:step", step.id, step.step)
        for step in steps
        if step.due_at is not None and step.status not in {StepStatus.DONE, StepStatus.NOT_NEEDED}
    ]
    found += [
        Due(*of_case, "task", GoalArea(task.goal.area).label, task.due_on, "cases:plan", task.id)
        for task in tasks
        if task.status == TaskStatus.OPEN
    ]
    found += [
        Due(*of_case, "visit", visit.month, visit.due_on, "cases:visits", visit.id)
        for visit in visits
        if visit.status in VISIT_OPEN
    ]
    if case.risk_review_on is not None:
        found.append(Due(*of_case, "risk", case.get_risk_display(), case.risk_review_on, "cases:risk"))
    return sorted(found, key=_moment)


def _moment(item: Due) -> datetime:
    at = item.at
    return at if isinstance(at, datetime) else datetime.combine(at, time(23, 59), tzinfo=PHNOM_PENH)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for this reader's second signature: a closure or a plan."""

    what: str  # closure | plan
    case: Case
    part_id: UUID
    since: datetime
    asked_by_id: UUID


def waiting_signature(by: Actor) -> list[Waiting]:
    """Closures and plans of the office and those below that this supervisor may sign; never their own work."""
    if not policies.may_approve(by):
        return []
    waiting = [
        Waiting("closure", c.case, c.id, c.asked_at, c.asked_by_id)
        for c in Closure.objects.filter(office_id__in=by.reach, status=ClosureStatus.ASKED).select_related("case")
        if policies.can_sign(c.case, c, by)
    ]
    newest: dict[UUID, PlanAnswer] = {}
    answers = PlanAnswer.objects.filter(office_id__in=by.reach, case__status=CaseStatus.OPEN)
    for answer in answers.select_related("case").order_by("created_at"):
        newest[answer.case_id] = answer
    waiting += [
        Waiting("plan", a.case, a.id, a.created_at, a.by_id)
        for a in newest.values()
        if a.answer != "refused" and policies.can_approve_plan(a, by)
    ]
    return sorted(waiting, key=lambda item: item.since)
