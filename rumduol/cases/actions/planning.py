"""The plan: goals, tasks (who, by when), the person's answer to it, the supervisor's approval."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.agencies.enums import Role
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.cases import policies, queries, sealed
from rumduol.cases.enums import (
    GOAL_TRANSITIONS,
    TASK_TRANSITIONS,
    Agreement,
    CaseEvent,
    Doer,
    GoalArea,
    GoalStatus,
    TaskStatus,
)  # fmt: skip
from rumduol.cases.models import Case, Goal, PlanAnswer, Task
from rumduol.notices import actions as notices
from rumduol.notices.enums import NoticeKind
from rumduol.shared.dates import today
from rumduol.shared.errors import InvalidInput, NotThere, Stale
from rumduol.shared.states import check_transition
from rumduol.terms import queries as terms
from rumduol.vault.enums import Section


def _record(event: CaseEvent, case: Case, by: Actor, **detail: Any) -> None:
    audit.record(event, by=by, subject=Subject("case", case.id), detail=detail)


def _goal(case: Case, goal_id: UUID) -> Goal:
    goal = Goal.objects.filter(case=case, id=goal_id).first()
    if goal is None:
        raise NotThere()
    return goal


def _task(case: Case, task_id: UUID) -> Task:
    task = Task.objects.filter(case=case, id=task_id).first()
    if task is None:
        raise NotThere()
    return task


def add_goal(*, case_id: UUID, area: GoalArea | str, text: str, by: Actor) -> Goal:
    """A goal in the person's life, in plain words (sealed in PLAN)."""
    if not text:
        raise InvalidInput(errors={"text": [_("What should be different? One sentence is enough.")]})
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_work(case, by)
        goal = Goal.objects.create(case=case, office_id=case.office_id, area=GoalArea(area), set_on=today())
        sealed.put(case, Section.PLAN, "goals", goal.id, {"text": text}, by=by)
        _record(CaseEvent.GOAL, case, by, goal=goal.id, area=str(area))
    return goal


def change_goal(*, case_id: UUID, goal_id: UUID, revision: int, text: str, by: Actor) -> Goal:
    """Say a goal in other words. Raises Stale with both wordings when somebody was faster."""
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_work(case, by)
        goal = _goal(case, goal_id)
        if goal.revision != revision:
            stored = sealed.take(case, Section.PLAN, by=by).get("goals", {}).get(str(goal.id), {}).get("text", "")
            if stored != text:
                raise Stale(differences={str(_("Goal")): (stored, text)})
        sealed.put(case, Section.PLAN, "goals", goal.id, {"text": text}, by=by)
        goal.revision += 1
        goal.save(update_fields=["revision"])
        _record(CaseEvent.GOAL, case, by, goal=goal.id)
    return goal


def _move_goal(case_id: UUID, goal_id: UUID, status: GoalStatus, by: Actor) -> Goal:
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_work(case, by)
        goal = _goal(case, goal_id)
        check_transition(GOAL_TRANSITIONS, GoalStatus(goal.status), status)
        goal.status, goal.ended_on = status, None if status == GoalStatus.OPEN else today()
        goal.revision += 1
        goal.save()
        _record(CaseEvent.GOAL, case, by, goal=goal.id, status=str(status))
    return goal


def end_goal(*, case_id: UUID, goal_id: UUID, reached: bool, by: Actor) -> Goal:
    """A goal is reached, or given up."""
    return _move_goal(case_id, goal_id, GoalStatus.REACHED if reached else GoalStatus.DROPPED, by)


def reopen_goal(*, case_id: UUID, goal_id: UUID, by: Actor) -> Goal:
    return _move_goal(case_id, goal_id, GoalStatus.OPEN, by)


def add_task(*, case_id: UUID, goal_id: UUID, doer: Doer | str, due_on: date, text: str, by: Actor) -> Task:
    """Who does what, by when."""
    errors: dict[str, list[Any]] = {}
    if not text:
        errors["text"] = [_("What is to be done?")]
    if due_on < today():
        errors["due_on"] = [_("Choose today or a later day.")]
    if errors:
        raise InvalidInput(errors=errors)
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_work(case, by)
        goal = _goal(case, goal_id)
        task = Task.objects.create(case=case, office_id=case.office_id, goal=goal, doer=Doer(doer), due_on=due_on)
        sealed.put(case, Section.PLAN, "tasks", task.id, {"text": text}, by=by)
        _record(CaseEvent.TASK, case, by, task=task.id, doer=str(doer))
    return task


def _move_task(case_id: UUID, task_id: UUID, status: TaskStatus, by: Actor) -> Task:
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_work(case, by)
        task = _task(case, task_id)
        check_transition(TASK_TRANSITIONS, TaskStatus(task.status), status)
        ended = status != TaskStatus.OPEN
        task.status = status
        task.ended_on, task.ended_by_id = (today(), by.person_id) if ended else (None, None)
        task.revision += 1
        task.save()
        _record(CaseEvent.TASK, case, by, task=task.id, status=str(status))
    return task


def end_task(*, case_id: UUID, task_id: UUID, done: bool, by: Actor) -> Task:
    """A task is done, or no longer needed."""
    return _move_task(case_id, task_id, TaskStatus.DONE if done else TaskStatus.DROPPED, by)


def reopen_task(*, case_id: UUID, task_id: UUID, by: Actor) -> Task:
    return _move_task(case_id, task_id, TaskStatus.OPEN, by)


def answer_plan(
    *, case_id: UUID, answer: Agreement | str, words: str, language: str, best_interest: str, by: Actor
) -> PlanAnswer:
    """The person's answer to the plan as it stands, in their words; for a child also the best-interest note.

    A supervisor of the office is asked to approve a plan that the person agrees with.
    """
    answer = Agreement(answer)
    if not words:
        raise InvalidInput(errors={"words": [_("Write what the person said, in their words.")]})
    if language and not terms.is_code("language", language):
        raise InvalidInput(errors={"language": [_("This is not on the list.")]})
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_work(case, by)
        goals = Goal.objects.filter(case=case).exclude(status=GoalStatus.DROPPED).count()
        if not goals:
            raise InvalidInput(errors={"answer": [_("The plan has no goal yet.")]})
        row = PlanAnswer.objects.create(
            case=case, office_id=case.office_id, answer=answer, on=today(), by_id=by.person_id, goals_then=goals,
            best_interest_on=today() if best_interest else None,
        )  # fmt: skip
        sealed.put(
            case, Section.WISHES, "plan", row.id,
            {"words": words, "language": language, "best_interest": best_interest}, by=by,
        )  # fmt: skip
        _record(CaseEvent.PLAN_AGREED, case, by, answer=str(answer), goals=goals)
        if answer != Agreement.REFUSED:
            notices.notify(
                kind=NoticeKind.SIGNATURE_WANTED, record_kind="case", record_id=case.id, number=case.number,
                to_office=case.office_id, roles=[Role.SUPERVISOR],
            )  # fmt: skip
    return row


def approve_plan(*, answer_id: UUID, by: Actor) -> PlanAnswer:
    """A supervisor approves the plan that the person agreed with; never their own work."""
    with transaction.atomic():
        row = PlanAnswer.objects.select_for_update().filter(id=answer_id).select_related("case").first()
        if row is None:
            raise NotThere()
        policies.check_can_approve_plan(row, by)
        row.approved_at, row.approved_by_id = timezone.now(), by.person_id
        row.save(update_fields=["approved_at", "approved_by_id"])
        _record(CaseEvent.PLAN_APPROVED, row.case, by, answer=row.id)
        notices.notify(
            kind=NoticeKind.SIGNED, record_kind="case", record_id=row.case_id, number=row.case.number,
            to_people=[row.by_id],
        )  # fmt: skip
    return row
