"""Who may do what with a case, and when. Every check raises; its twin `can_...` answers.

`missing()` holds the done-when rule of each step (MOSVY circular); it is pure and says what is missing in words.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from rumduol.access.enums import Permission
from rumduol.access.policies import answers, check_may, check_own_office
from rumduol.access.types import Actor
from rumduol.cases.enums import (
    ITEMS_OF,
    NEVER_SKIPPED,
    STEP_TRANSITIONS,
    TRANSITIONS,
    VISIT_OPEN,
    VISIT_TRANSITIONS,
    Agreement,
    CaseStatus,
    ClosureStatus,
    Item,
    Risk,
    StepName,
    StepStatus,
    VisitStatus,
)  # fmt: skip
from rumduol.cases.models import Alarm, Case, Closure, PlanAnswer, Step, Visit
from rumduol.shared.errors import NotAllowed, WrongState
from rumduol.shared.states import check_transition


@dataclass(frozen=True, slots=True)
class StepFacts:
    """What the done-when rules look at. `goals` maps each goal that is not given up to the number of its tasks."""

    may_be_child: bool = False
    standing: str = ""
    risk: str = ""
    seen_to: frozenset[Item] = frozenset()
    custody_until: date | None = None
    custody_settled: bool = False
    goals: dict[UUID, int] = field(default_factory=dict)
    plan_answer: str = ""
    plan_answer_covers: int = 0
    best_interest: bool = False
    visits_planned: bool = False
    visits_open: int = 0
    feedback_offered: bool = False
    closure_signed: bool = False


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something that speaks against closing, to be settled or answered with a written reason."""

    code: str
    words: Any


# Rooms above add what they know (an open referral) in their AppConfig.ready():
#     from rumduol.cases.policies import register_obstacles
#     register_obstacles(queries.closure_obstacles)      # (case_id: UUID, by: Actor) -> list[Obstacle]
_MORE_OBSTACLES: list[Callable[[UUID, Actor], list[Obstacle]]] = []


def register_obstacles(find: Callable[[UUID, Actor], list[Obstacle]]) -> None:
    """Let a room above say what else stands against closing a case."""
    if find not in _MORE_OBSTACLES:
        _MORE_OBSTACLES.append(find)


def obstacles(case: Case, by: Actor, *, open_alarms: int, overdue_visits: int) -> list[Obstacle]:
    """Everything that stands against closing: open danger, open alarms, overdue visits, and what other rooms know."""
    found = []
    if case.risk == Risk.DANGER:
        found.append(Obstacle("danger", _("The risk level still says danger to life.")))
    if open_alarms:
        found.append(Obstacle("alarm", _("An alarm is open: the person was detained, fined, charged or deported.")))
    if overdue_visits:
        found.append(Obstacle("visit", _("A follow-up visit is overdue.")))
    for find in _MORE_OBSTACLES:
        found.extend(find(case.id, by))
    return found


def missing(step: StepName, facts: StepFacts) -> list[Any]:
    """What is missing before a step is done, in words; an empty list when nothing is."""
    words: list[Any] = [
        _("Not seen to yet: %(point)s") % {"point": item.label} for item in ITEMS_OF[step] if item not in facts.seen_to
    ]
    extra: dict[StepName, Callable[[StepFacts], list[Any]]] = {
        StepName.IDENTIFICATION: _missing_identification,
        StepName.CRISIS: _missing_crisis,
        StepName.ADMISSION: _missing_admission,
        StepName.PLANNING: _missing_planning,
        StepName.FOLLOW_UP: _missing_follow_up,
        StepName.FEEDBACK: _missing_feedback,
        StepName.CLOSURE: _missing_closure,
    }
    return words + (extra[step](facts) if step in extra else [])


def _missing_identification(facts: StepFacts) -> list[Any]:
    return [] if facts.standing else [_("Nobody has presumed or identified the person yet.")]


def _missing_crisis(facts: StepFacts) -> list[Any]:
    return [] if facts.risk else [_("The risk level is not set.")]


def _missing_admission(facts: StepFacts) -> list[Any]:
    if not facts.may_be_child or facts.custody_settled:
        return []
    return [_("For a child: who decides, on what paper and until when is not settled.")]


def _missing_planning(facts: StepFacts) -> list[Any]:
    words = []
    if not facts.goals:
        words.append(_("The plan has no goal yet."))
    if any(tasks == 0 for tasks in facts.goals.values()):
        words.append(_("A goal has no task: who does what, by when?"))
    if facts.plan_answer not in {Agreement.AGREED, Agreement.PARTLY}:
        words.append(_("The person has not agreed to the plan."))
    elif facts.plan_answer_covers < len(facts.goals):
        words.append(_("The plan grew after the person agreed. Ask again."))
    if facts.may_be_child and not facts.best_interest:
        words.append(_("For a child: the best interest is not written down."))
    return words


def _missing_follow_up(facts: StepFacts) -> list[Any]:
    if not facts.visits_planned:
        return [_("The visits are planned when the person is back in ordinary life. Record that day first.")]
    return [_("Visits are still to be made: %(count)d") % {"count": facts.visits_open}] if facts.visits_open else []


def _missing_feedback(facts: StepFacts) -> list[Any]:
    return [] if facts.feedback_offered else [_("The person was not asked what the services were like.")]


def _missing_closure(facts: StepFacts) -> list[Any]:
    return [] if facts.closure_signed else [_("A supervisor has not signed.")]


def check_can_open(by: Actor) -> None:
    check_may(by, Permission.CASE_OPEN)


def check_can_work(case: Case, by: Actor) -> None:
    """Case workers of the owning office, while the case is not closed."""
    check_may(by, Permission.CASE_WORK)
    check_own_office(by, case.office_id)
    _check_goes_on(case)


def _check_goes_on(case: Case) -> None:
    if case.status == CaseStatus.CLOSED:
        raise WrongState(_("This case is closed. Reopen it first."))
    if case.status == CaseStatus.JOINED:
        raise WrongState(_("This file was joined to another of the same person. The work goes on there."))


def check_can_start_step(case: Case, step: Step, by: Actor) -> None:
    check_can_work(case, by)
    check_transition(STEP_TRANSITIONS, StepStatus(step.status), StepStatus.IN_PROGRESS)


def check_can_finish_step(case: Case, step: Step, facts: StepFacts, by: Actor) -> None:
    """Raise WrongState naming what is missing."""
    check_can_work(case, by)
    check_transition(STEP_TRANSITIONS, StepStatus(step.status), StepStatus.DONE)
    lacking = missing(StepName(step.step), facts)
    if lacking:
        raise WrongState(" ".join(str(words) for words in lacking))


def check_can_skip_step(case: Case, step: Step, by: Actor) -> None:
    check_can_work(case, by)
    if step.step in NEVER_SKIPPED:
        raise WrongState(_("This step is needed for everybody."))
    check_transition(STEP_TRANSITIONS, StepStatus(step.status), StepStatus.NOT_NEEDED)


def check_can_assign(case: Case, by: Actor) -> None:
    """A supervisor gives a case to a worker of the case's office."""
    check_may(by, Permission.CASE_ASSIGN)
    if case.office_id not in by.reach:
        raise NotAllowed()
    _check_goes_on(case)


def check_can_take(case: Case, by: Actor) -> None:
    """A worker takes a case of the own office that nobody has."""
    check_can_work(case, by)
    if case.worker_id is not None:
        raise WrongState(_("Somebody already works on this case."))


def check_can_approve_plan(answer: PlanAnswer, by: Actor) -> None:
    check_may(by, Permission.CASE_APPROVE)
    if answer.office_id not in by.reach:
        raise NotAllowed()
    if answer.approved_at is not None:
        raise WrongState()
    if answer.by_id == by.person_id:
        raise NotAllowed(_("Your own work is approved by somebody else."))


def check_can_visit(case: Case, visit: Visit, new: VisitStatus, by: Actor) -> None:
    check_can_work(case, by)
    check_transition(VISIT_TRANSITIONS, VisitStatus(visit.status), new)


def check_can_reintegrate(case: Case, by: Actor) -> None:
    check_can_work(case, by)
    if case.reintegrated_on is not None:
        raise WrongState(_("The visits are planned already."))


def check_can_handle_alarm(case: Case, alarm: Alarm, by: Actor) -> None:
    check_can_work(case, by)
    if alarm.status != "open":
        raise WrongState()


def check_can_ask_closure(case: Case, by: Actor) -> None:
    check_can_work(case, by)
    check_transition(TRANSITIONS, CaseStatus(case.status), CaseStatus.CLOSING)


def check_can_sign(case: Case, closure: Closure, by: Actor) -> None:
    """A supervisor who neither asked for the closure nor works on the case."""
    check_may(by, Permission.CASE_APPROVE)
    if case.office_id not in by.reach:
        raise NotAllowed()
    if closure.status != ClosureStatus.ASKED or case.status != CaseStatus.CLOSING:
        raise WrongState()
    if by.person_id in {closure.asked_by_id, case.worker_id}:
        raise NotAllowed(_("The second signature is given by somebody else."))


def check_can_reopen(case: Case, by: Actor) -> None:
    """A case worker of the office, or a supervisor: whoever the person comes back to."""
    if not (may_work(by) or may_approve(by)):
        raise NotAllowed()
    if case.office_id not in by.reach:
        raise NotAllowed()
    if case.status != CaseStatus.CLOSED:
        raise WrongState()


def check_can_judge(case: Case, other: Case, by: Actor) -> None:
    """A case worker of the office that owns both files says whether they are one person."""
    check_may(by, Permission.CASE_WORK)
    check_own_office(by, case.office_id)
    check_own_office(by, other.office_id)
    if case.id == other.id or CaseStatus.JOINED in {case.status, other.status}:
        raise WrongState()


def check_can_join(case: Case, other: Case, by: Actor, *, against: list[Obstacle], has_joined: bool) -> None:
    """`case` goes on, `other` comes to rest. `against`: what is still open on the other, where nobody would look for it."""
    check_can_judge(case, other, by)
    _check_goes_on(case)
    if other.status == CaseStatus.CLOSING:
        raise WrongState(_("The other file waits for a second signature. Let that be settled first."))
    if has_joined:
        raise WrongState(_("Other files are joined to that one already. Let it go on, and join this one to it."))
    if against:
        raise WrongState(
            " ".join([str(_("Settle this on the other file first:")), *(str(obstacle.words) for obstacle in against)])
        )


def check_can_part(case: Case, other: Case, by: Actor) -> None:
    check_may(by, Permission.CASE_WORK)
    check_own_office(by, case.office_id)
    check_own_office(by, other.office_id)
    if other.status != CaseStatus.JOINED:
        raise WrongState()


def is_overdue(visit: Visit, on: date) -> bool:
    return visit.status in VISIT_OPEN and visit.due_on < on


may_work = answers(lambda by: check_may(by, Permission.CASE_WORK))
may_approve = answers(lambda by: check_may(by, Permission.CASE_APPROVE))
can_open = answers(check_can_open)
can_work = answers(check_can_work)
can_start_step = answers(check_can_start_step)
can_finish_step = answers(check_can_finish_step)
can_skip_step = answers(check_can_skip_step)
can_assign = answers(check_can_assign)
can_take = answers(check_can_take)
can_approve_plan = answers(check_can_approve_plan)
can_visit = answers(check_can_visit)
can_reintegrate = answers(check_can_reintegrate)
can_handle_alarm = answers(check_can_handle_alarm)
can_ask_closure = answers(check_can_ask_closure)
can_sign = answers(check_can_sign)
can_reopen = answers(check_can_reopen)
can_judge = answers(check_can_judge)
