"""What is due, what is late, what waits for a second signature: for the home page and the queues."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from rumduol.access.enums import Permission
from rumduol.access.policies import check_may
from rumduol.access.types import Actor
from rumduol.cases import policies
from rumduol.cases.enums import VISIT_OPEN, CaseStatus, ClosureStatus, StepName, StepStatus, TaskStatus
from rumduol.cases.models import Case, Closure, PlanAnswer, Step, Task, Visit
from rumduol.cases.types import Due
from rumduol.shared.dates import PHNOM_PENH, today


def _dues(by: Actor, first: datetime | None, end: datetime, *, of: Case | None = None) -> list[Due]:
    """Steps, tasks, visits and risk reviews of open cases of the own office (or `of` one case) due in [first, end)."""
    check_may(by, Permission.CASE_READ)
    last_day = end.astimezone(PHNOM_PENH).date() - timedelta(days=1)
    first_day = first.astimezone(PHNOM_PENH).date() if first else None

    def within(name: str, *, moment: bool = False) -> Q:
        low, high = (first, end) if moment else (first_day, last_day)
        condition = Q(**{f"{name}__lt" if moment else f"{name}__lte": high})
        return condition & Q(**{f"{name}__gte": low}) if low is not None else condition

    if of is not None:
        mine, own = Q(case=of) & ~Q(case__status=CaseStatus.CLOSED), Q(id=of.id) & ~Q(status=CaseStatus.CLOSED)
    else:
        mine = Q(case__office_id=by.office_id, case__status=CaseStatus.OPEN)
        own = Q(office_id=by.office_id, status=CaseStatus.OPEN)
    found = [
        Due(s.case_id, s.case.number, s.case.age_band, "step", StepName(s.step).label, s.due_at, "cases:step", s.id, s.step)
        for s in Step.objects.filter(mine, within("due_at", moment=True)).exclude(
            status__in=[StepStatus.DONE, StepStatus.NOT_NEEDED]).select_related("case")
        if s.due_at is not None
    ]  # fmt: skip
    found += [
        Due(t.case_id, t.case.number, t.case.age_band, "task", t.goal.get_area_display(), t.due_on, "cases:plan", t.id)
        for t in Task.objects.filter(mine, within("due_on"), status=TaskStatus.OPEN).select_related("case", "goal")
    ]
    found += [
        Due(v.case_id, v.case.number, v.case.age_band, "visit", v.month, v.due_on, "cases:visits", v.id)
        for v in Visit.objects.filter(mine, within("due_on"), status__in=VISIT_OPEN).select_related("case")
    ]
    found += [
        Due(c.id, c.number, c.age_band, "risk", c.get_risk_display(), c.risk_review_on, "cases:risk")
        for c in Case.objects.filter(
            own, within("risk_review_on"), risk_review_on__isnull=False)
        if c.risk_review_on is not None
    ]  # fmt: skip
    return sorted(found, key=_moment)


def _moment(item: Due) -> datetime:
    at = item.at
    return at if isinstance(at, datetime) else datetime.combine(at, time(23, 59), tzinfo=PHNOM_PENH)


def _midnight(days: int = 0) -> datetime:
    return datetime.combine(today() + timedelta(days=days), time(), tzinfo=PHNOM_PENH)


def due_today(by: Actor, *, mine: bool = False) -> list[Due]:
    """What is due before midnight and not late yet, soonest first."""
    found = [item for item in _dues(by, _midnight(), _midnight(1)) if _moment(item) >= timezone.now()]
    return _only_mine(by, found) if mine else found


def overdue(by: Actor, *, mine: bool = False) -> list[Due]:
    """What is late, oldest first."""
    found = [item for item in _dues(by, None, _midnight(1)) if _moment(item) < timezone.now()]
    return _only_mine(by, found) if mine else found


def due_of(case: Case, by: Actor) -> list[Due]:
    """Everything with a date still open on one case, soonest first (two years ahead at most)."""
    return _dues(by, None, _midnight(800), of=case)


def _only_mine(by: Actor, found: list[Due]) -> list[Due]:
    mine = set(
        Case.objects.filter(id__in=[item.case_id for item in found], worker_id=by.person_id).values_list(
            "id", flat=True
        )
    )
    return [item for item in found if item.case_id in mine]


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
