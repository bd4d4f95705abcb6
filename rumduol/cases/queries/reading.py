"""Reading cases: one case, the list of an office, what is due, what waits for a signature."""

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import Any
from uuid import UUID

from rumduol.access import queries as access
from rumduol.access.enums import Permission
from rumduol.access.policies import check_may
from rumduol.access.types import Actor
from rumduol.cases import policies
from rumduol.cases.enums import (
    VISIT_OPEN,
    AlarmStatus,
    ClosureStatus,
    GoalStatus,
    Item,
    StepName,
    TaskStatus,
)  # fmt: skip
from rumduol.cases.models import (
    Alarm,
    AnonymousFeedback,
    Case,
    Check,
    Closure,
    Custody,
    Decision,
    FeedbackOffer,
    Goal,
    Link,
    Note,
    PlanAnswer,
    RightCheck,
    Step,
    Task,
    Visit,
)  # fmt: skip
from rumduol.cases.policies import Obstacle, StepFacts
from rumduol.shared import rows
from rumduol.shared.dates import today
from rumduol.shared.errors import NotThere
from rumduol.shared.identifiers import normalise_number
from rumduol.terms import ages
from rumduol.vault import files
from rumduol.vault.enums import Purpose
from rumduol.vault.types import PurposeNeeded, RecordRef

PAGE = 50


def case_for(by: Actor, case_id: UUID) -> Case:
    """A case the reader may see: own office or below, shared, or behind broken glass. NotThere otherwise."""
    check_may(by, Permission.CASE_READ)
    case = rows.first(Case, "where t.id = %(id)s", {"id": case_id})
    if case is None or access.has_conflict(by, case.id) or not _within(by, case):
        raise NotThere()
    return case


def own_case_for(by: Actor, case_id: UUID) -> Case:
    """A case of the reader's own office or an office below; one that is only shared is NotThere."""
    case = case_for(by, case_id)
    if case.office_id not in by.reach:
        raise NotThere()
    return case


def _within(by: Actor, case: Case) -> bool:
    if case.office_id in by.reach:
        return True
    if any(share.to_office_id == by.office_id for share in access.live_shares_of(case.id)):
        return True
    return any(glass.person_id == by.person_id for glass in access.broken_glass_of(case.id))


def lock_case(by: Actor, case_id: UUID) -> Case:
    """The case, locked until the end of the transaction. NotThere when hidden."""
    own_case_for(by, case_id)
    case = Case.objects.select_for_update().filter(id=case_id).first()
    if case is None:
        raise NotThere()
    return case


def may_be_child(case: Case) -> bool:
    """In doubt a person is treated as a child."""
    if case.age_from is not None:
        return case.age_from < ages.ADULT_FROM
    return ages.may_be_child(case.age_band)


class Parts:
    """The rows of one case: each kind is read when it is first looked at, and once."""

    def __init__(self, case: Case) -> None:
        self.case = case

    @classmethod
    def all_of(cls, case: Case) -> "Parts":
        """Everything at once, in one statement: for the pages that show all of it."""
        parts = cls(case)
        found = rows.together(tuple(_WHOLE.values()), {"case": case.id})
        parts.__dict__.update(zip(_WHOLE, found, strict=True))  # where cached properties keep what was read
        order = {step: n for n, step in enumerate(StepName)}
        parts.steps.sort(key=lambda row: order[StepName(row.step)])
        goals = {goal.id: goal for goal in parts.goals}
        for task in parts.tasks:
            task.goal = goals[task.goal_id]
        parts.alarms.sort(key=lambda alarm: alarm.status != AlarmStatus.OPEN)
        for row in (row for part in found for row in part):
            row.case = case
        return parts

    @cached_property
    def steps(self) -> list[Step]:
        return steps_of(self.case)

    @cached_property
    def goals(self) -> list[Goal]:
        return goals_of(self.case)

    @cached_property
    def tasks(self) -> list[Task]:
        return tasks_of(self.case)

    @cached_property
    def visits(self) -> list[Visit]:
        return visits_of(self.case)

    @cached_property
    def alarms(self) -> list[Alarm]:
        return alarms_of(self.case)

    @cached_property
    def decisions(self) -> list[Decision]:
        return decisions_of(self.case)

    @cached_property
    def closures(self) -> list[Closure]:
        return closures_of(self.case)

    @cached_property
    def custodies(self) -> list[Custody]:
        return list(Custody.objects.filter(case=self.case, ended_on__isnull=True).order_by("-from_on", "-created_at"))

    @property
    def custody(self) -> Custody | None:
        """The custody in force: the newest that was not ended."""
        return next(iter(self.custodies), None)

    @cached_property
    def answers(self) -> list[PlanAnswer]:
        return list(PlanAnswer.objects.filter(case=self.case).order_by("-created_at")[:1])

    @cached_property
    def checks(self) -> list[Check]:
        return list(Check.objects.filter(case=self.case))

    @cached_property
    def offers(self) -> list[FeedbackOffer]:
        return list(FeedbackOffer.objects.filter(case=self.case)[:1])

    @cached_property
    def rights(self) -> list[RightCheck]:
        return list(RightCheck.objects.filter(case=self.case).order_by("created_at"))

    @cached_property
    def links(self) -> list[Link]:
        return links_of(self.case)


# The parts of a case as `Parts` names them, in the order in which pages show them.
_WHOLE: dict[str, tuple[Any, str]] = {
    "steps": (Step, "where t.case_id = %(case)s"),
    "goals": (Goal, "where t.case_id = %(case)s order by t.created_at"),
    "tasks": (Task, "where t.case_id = %(case)s order by t.due_on, t.created_at"),
    "visits": (Visit, "where t.case_id = %(case)s order by t.due_on"),
    "alarms": (Alarm, "where t.case_id = %(case)s order by t.raised_at desc"),
    "decisions": (Decision, 'where t.case_id = %(case)s order by t."on" desc, t.created_at desc'),
    "closures": (Closure, "where t.case_id = %(case)s order by t.asked_at desc"),
    "custodies": (
        Custody,
        "where t.case_id = %(case)s and t.ended_on is null order by t.from_on desc, t.created_at desc",
    ),
    "answers": (PlanAnswer, "where t.case_id = %(case)s order by t.created_at desc limit 1"),
    "checks": (Check, "where t.case_id = %(case)s"),
    "offers": (FeedbackOffer, "where t.case_id = %(case)s limit 1"),
    "rights": (RightCheck, "where t.case_id = %(case)s order by t.created_at"),
    "links": (Link, "where t.case_id = %(case)s order by t.created_at"),
}


def step_facts(case: Case, parts: Parts | None = None) -> StepFacts:
    """What the done-when rules look at, read once."""
    parts = parts or Parts(case)
    custody, answer = parts.custody, next(iter(parts.answers), None)
    planned = Counter(task.goal_id for task in parts.tasks if task.status != TaskStatus.DROPPED)
    return StepFacts(
        may_be_child=may_be_child(case),
        standing=case.standing,
        risk=case.risk,
        seen_to=frozenset(Item(check.item) for check in parts.checks),
        custody_until=custody.until_on if custody else None,
        custody_settled=custody is not None and (custody.until_on is None or custody.until_on >= today()),
        goals={goal.id: planned[goal.id] for goal in parts.goals if goal.status != GoalStatus.DROPPED},
        plan_answer=answer.answer if answer else "",
        plan_answer_covers=answer.goals_then if answer else 0,
        best_interest=answer is not None and answer.best_interest_on is not None,
        visits_planned=bool(parts.visits),
        visits_open=sum(1 for visit in parts.visits if visit.status in VISIT_OPEN),
        feedback_offered=bool(parts.offers),
        closure_signed=any(closure.status == ClosureStatus.SIGNED for closure in parts.closures),
    )


def obstacles(case: Case, by: Actor, parts: Parts | None = None) -> list[Obstacle]:
    """What stands against closing the case now."""
    parts = parts or Parts(case)
    return policies.obstacles(
        case, by,
        open_alarms=sum(alarm.status == AlarmStatus.OPEN for alarm in parts.alarms),
        overdue_visits=sum(policies.is_overdue(visit, today()) for visit in parts.visits),
    )  # fmt: skip


def steps_of(case: Case) -> list[Step]:
    order = {step: n for n, step in enumerate(StepName)}
    return sorted(Step.objects.filter(case=case), key=lambda row: order[StepName(row.step)])


def step_of(case: Case, name: str) -> Step:
    step = Step.objects.filter(case=case, step=name).first()
    if step is None:
        raise NotThere()
    return step


def checks_of(case: Case) -> dict[str, Check]:
    return {check.item: check for check in Check.objects.filter(case=case)}


def custody_of(case: Case) -> Custody | None:
    """The custody in force: the newest that was not ended."""
    return Parts(case).custody


def goals_of(case: Case) -> list[Goal]:
    return list(Goal.objects.filter(case=case).order_by("created_at"))


def tasks_of(case: Case) -> list[Task]:
    return list(Task.objects.filter(case=case).select_related("goal").order_by("due_on", "created_at"))


def last_plan_answer(case: Case) -> PlanAnswer | None:
    return PlanAnswer.objects.filter(case=case).order_by("-created_at").first()


def decisions_of(case: Case) -> list[Decision]:
    return list(Decision.objects.filter(case=case).order_by("-on", "-created_at"))


def rights_of(case: Case) -> dict[str, RightCheck]:
    """Right -> its last check."""
    return {check.right: check for check in RightCheck.objects.filter(case=case).order_by("created_at")}


def alarms_of(case: Case) -> list[Alarm]:
    """Open ones first."""
    return sorted(Alarm.objects.filter(case=case).order_by("-raised_at"), key=lambda a: a.status != AlarmStatus.OPEN)


def visits_of(case: Case) -> list[Visit]:
    return list(Visit.objects.filter(case=case).order_by("due_on"))


def notes_of(case: Case) -> list[Note]:
    return list(Note.objects.filter(case=case).order_by("-on", "-created_at"))


def links_of(case: Case) -> list[Link]:
    return list(Link.objects.filter(case=case).order_by("created_at"))


def feedback_of(case: Case) -> list[FeedbackOffer]:
    return list(FeedbackOffer.objects.filter(case=case).order_by("-on", "-created_at"))


def closures_of(case: Case) -> list[Closure]:
    return list(Closure.objects.filter(case=case).order_by("-asked_at"))


def closure_waiting(case: Case) -> Closure | None:
    return Closure.objects.filter(case=case, status=ClosureStatus.ASKED).first()


def documents_of(case: Case) -> list[UUID]:
    """Ids of sealed files; names are inside (vault.files.open_file)."""
    return [file.id for file in files.files_of(case.id)]


def numbers_of(case_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Case -> number, of those the reader may see."""
    return dict(Case.objects.filter(id__in=list(case_ids)).values_list("id", "number"))


def find_by_number(by: Actor, text: str) -> Case | None:
    """The case with this number among those the reader may see, or None."""
    number = normalise_number(text)
    case = Case.objects.filter(number=number).first() if number else None
    return case if case is not None and _within(by, case) and not access.has_conflict(by, case.id) else None


def anonymous_feedback(by: Actor) -> list[AnonymousFeedback]:
    return list(AnonymousFeedback.objects.filter(office_id__in=by.reach).order_by("-month", "id"))


def purpose_of(by: Actor, case: Case) -> Purpose:
    """The purpose given for this file today, for opening what belongs to it. Raises PurposeNeeded."""
    given = access.purpose_today(by, case.id)
    if not given:
        raise PurposeNeeded(RecordRef("case", case.id, case.office_id))
    return Purpose(given)
