"""Reading cases: one case, the list of an office, what is due, what waits for a signature."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

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
    StepStatus,
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
    case = Case.objects.filter(id=case_id).first()
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
    """Cases of the own office and the offices below, the most urgent first, and whether there are more."""
    check_may(by, Permission.CASE_READ)
    rows: QuerySet[Case] = Case.objects.filter(office_id__in=by.reach)
    if status:
        rows = rows.filter(status=status)
    if mine:
        rows = rows.filter(worker_id=by.person_id)
    if without_worker:
        rows = rows.filter(worker_id__isnull=True)
    if number:
        rows = rows.filter(number=normalise_number(number) or number)
    first = (max(page, 1) - 1) * PAGE
    found = list(
        rows.annotate(open_alarms=Count("alarms", filter=Q(alarms__status=AlarmStatus.OPEN))).order_by(
            "-open_alarms", "-opened_on", "-created_at"
        )[first : first + PAGE + 1]
    )
    steps = _present_steps(case.id for case in found[:PAGE])
    listed = [
        Row(
            case=case, step=steps.get(case.id), alarms=case.open_alarms,  # type: ignore[attr-defined]
            due=steps[case.id].due_at if case.id in steps else None,
        )
        for case in found[:PAGE]
    ]  # fmt: skip
    return listed, len(found) > PAGE


def shared_cases(by: Actor) -> list[Row]:
    """Cases of other offices that are shared with the reader's office now."""
    check_may(by, Permission.CASE_READ)
    found = list(Case.objects.exclude(office_id__in=by.reach).order_by("-opened_on")[:PAGE])
    found = [case for case in found if _within(by, case)]
    steps = _present_steps(case.id for case in found)
    return [Row(case=case, step=steps.get(case.id), due=None, alarms=0) for case in found]


def _present_steps(case_ids: Iterable[UUID]) -> dict[UUID, Step]:
    """The step a case stands at: the first one in progress, else the first not started."""
    order = {step: n for n, step in enumerate(StepName)}
    found: dict[UUID, Step] = {}
    rows = Step.objects.filter(case_id__in=list(case_ids), status__in=[StepStatus.IN_PROGRESS, StepStatus.NOT_STARTED])
    for step in sorted(rows, key=lambda row: (row.status != StepStatus.IN_PROGRESS, order[StepName(row.step)])):
        found.setdefault(step.case_id, step)
    return found


def present_step(case: Case) -> Step | None:
    return _present_steps([case.id]).get(case.id)


def step_facts(case: Case) -> StepFacts:
    """What the done-when rules look at, read once."""
    custody = custody_of(case)
    goals = {
        goal.id: goal.task_count  # type: ignore[attr-defined]
        for goal in Goal.objects.filter(case=case)
        .exclude(status=GoalStatus.DROPPED)
        .annotate(task_count=Count("tasks", filter=~Q(tasks__status=TaskStatus.DROPPED)))
    }
    answer = last_plan_answer(case)
    visits = list(Visit.objects.filter(case=case).values_list("status", flat=True))
    return StepFacts(
        may_be_child=may_be_child(case),
        standing=case.standing,
        risk=case.risk,
        seen_to=frozenset(Item(item) for item in Check.objects.filter(case=case).values_list("item", flat=True)),
        custody_until=custody.until_on if custody else None,
        custody_settled=custody is not None and (custody.until_on is None or custody.until_on >= today()),
        goals=goals,
        plan_answer=answer.answer if answer else "",
        plan_answer_covers=answer.goals_then if answer else 0,
        best_interest=answer is not None and answer.best_interest_on is not None,
        visits_planned=bool(visits),
        visits_open=sum(1 for status in visits if status in VISIT_OPEN),
        feedback_offered=case.feedback_offers.exists(),
        closure_signed=Closure.objects.filter(case=case, status=ClosureStatus.SIGNED).exists(),
    )


def obstacles(case: Case, by: Actor) -> list[Obstacle]:
    """What stands against closing the case now."""
    return policies.obstacles(
        case, by,
        open_alarms=Alarm.objects.filter(case=case, status=AlarmStatus.OPEN).count(),
        overdue_visits=sum(policies.is_overdue(visit, today()) for visit in visits_of(case)),
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
    return Custody.objects.filter(case=case, ended_on__isnull=True).order_by("-from_on", "-created_at").first()


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
