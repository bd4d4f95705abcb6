"""After the return: visits at 1, 3, 6, 12 and 24 months. At any time: alarms when a victim is punished."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.agencies.enums import Role
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.cases import clocks, facts, policies, queries, sealed
from rumduol.cases.enums import (
    ALARM_TRANSITIONS,
    AlarmKind,
    AlarmOutcome,
    AlarmStatus,
    Answer,
    CaseEvent,
    Occupation,
    Retrafficking,
    Risk,
    StepName,
    StepStatus,
    VisitStatus,
    VisitWay,
    YesNo,
)  # fmt: skip
from rumduol.cases.models import Alarm, Case, Visit
from rumduol.notices import actions as notices
from rumduol.notices.enums import NoticeKind
from rumduol.shared.dates import PartialDate, today
from rumduol.shared.errors import InvalidInput, NotThere
from rumduol.shared.states import check_transition
from rumduol.vault.enums import Section


def _record(event: CaseEvent, case: Case, by: Actor, **detail: Any) -> None:
    audit.record(event, by=by, subject=Subject("case", case.id), detail=detail)


def reintegrate(*, case_id: UUID, on: date, by: Actor) -> list[Visit]:
    """The day the person was back in ordinary life: plans the five visits and begins step 8."""
    if on > today():
        raise InvalidInput(errors={"on": [_("Record it when it has happened.")]})
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_reintegrate(case, by)
        case.reintegrated_on = on
        case.save(update_fields=["reintegrated_on"])
        visits = Visit.objects.bulk_create(
            Visit(case=case, office_id=case.office_id, month=month, due_on=due_on)
            for month, due_on in clocks.visit_days(on).items()
        )
        step = queries.step_of(case, StepName.FOLLOW_UP)
        if step.status == StepStatus.NOT_STARTED:
            step.status, step.started_at = StepStatus.IN_PROGRESS, timezone.now()
            step.revision += 1
            step.save()
            _record(CaseEvent.STEP_STARTED, case, by, step=str(step.step))
        _record(CaseEvent.RETURNED_TO_LIFE, case, by, on=on)
    return visits


def _visit(case: Case, visit_id: UUID) -> Visit:
    visit = Visit.objects.filter(case=case, id=visit_id).first()
    if visit is None:
        raise NotThere()
    return visit


def record_visit(
    *,
    case_id: UUID,
    visit_id: UUID,
    on: date,
    way: VisitWay | str,
    safety: Answer | str,
    occupation: Occupation | str,
    health: Answer | str,
    debt: YesNo | str,
    relations: Answer | str,
    wants_help: YesNo | str,
    retrafficked: Retrafficking | str,
    text: str,
    by: Actor,
) -> Visit:
    """What was found at a visit. A sign of trafficking raises the risk level to danger until somebody looks at it."""
    if on > today():
        raise InvalidInput(errors={"on": [_("Record it when it has happened.")]})
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        visit = _visit(case, visit_id)
        policies.check_can_visit(case, visit, VisitStatus.DONE, by)
        visit.status, visit.visited_on, visit.by_id, visit.way = VisitStatus.DONE, on, by.person_id, VisitWay(way)
        visit.safety, visit.health, visit.relations = Answer(safety), Answer(health), Answer(relations)
        visit.occupation, visit.debt, visit.wants_help = Occupation(occupation), YesNo(debt), YesNo(wants_help)
        visit.retrafficked = Retrafficking(retrafficked)
        visit.revision += 1
        visit.save()
        sealed.put(case, Section.NOTES, "visits", visit.id, {"text": text}, by=by)
        if visit.retrafficked != Retrafficking.NO and case.risk != Risk.DANGER:
            case.risk, case.risk_set_on = Risk.DANGER, today()
            case.risk_review_on = today() + timedelta(days=1)
            case.save(update_fields=["risk", "risk_set_on", "risk_review_on"])
            _record(CaseEvent.RISK_SET, case, by, risk=str(Risk.DANGER), because="visit")
        _record(CaseEvent.VISIT, case, by, month=visit.month, status=str(visit.status))
        facts.visited(case, visit, by)
    return visit


def retry_visit(*, case_id: UUID, visit_id: UUID, refused: bool, due_on: date | None, text: str, by: Actor) -> Visit:
    """The person was not met (try again by a day), or does not want the visit."""
    status = VisitStatus.REFUSED if refused else VisitStatus.TRIED
    if not refused and (due_on is None or due_on < today()):
        raise InvalidInput(errors={"due_on": [_("By when will you try again?")]})
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        visit = _visit(case, visit_id)
        policies.check_can_visit(case, visit, status, by)
        visit.status = status
        if not refused and due_on is not None:
            visit.due_on = due_on
        visit.revision += 1
        visit.save()
        sealed.put(case, Section.NOTES, "visits", visit.id, {"text": text}, by=by)
        _record(CaseEvent.VISIT, case, by, month=visit.month, status=str(status))
        facts.visited(case, visit, by)
    return visit


def raise_alarm(*, case_id: UUID, kind: AlarmKind | str, happened_on: PartialDate, text: str, by: Actor) -> Alarm:
    """A (presumed) victim was detained, fined, charged or deported (non-punishment); the supervisor is told."""
    if happened_on.first > today():
        raise InvalidInput(errors={"happened_on": [_("Record it when it has happened.")]})
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_work(case, by)
        alarm = Alarm.objects.create(
            case=case, office_id=case.office_id, kind=AlarmKind(kind), happened_on=happened_on,
            raised_at=timezone.now(), raised_by_id=by.person_id,
        )  # fmt: skip
        sealed.put(case, Section.JUSTICE, "alarms", alarm.id, {"text": text}, by=by)
        _record(CaseEvent.ALARM_RAISED, case, by, kind=str(kind), alarm=alarm.id)
        facts.alarm(case, alarm, by)
        notices.notify(
            kind=NoticeKind.CASE_ALARM, record_kind="case", record_id=case.id, number=case.number,
            to_office=case.office_id, roles=[Role.SUPERVISOR, Role.CASE_WORKER],
        )  # fmt: skip
    return alarm


def _alarm(case: Case, alarm_id: UUID) -> Alarm:
    alarm = Alarm.objects.filter(case=case, id=alarm_id).first()
    if alarm is None:
        raise NotThere()
    return alarm


def handle_alarm(*, case_id: UUID, alarm_id: UUID, outcome: AlarmOutcome | str, text: str, by: Actor) -> Alarm:
    """What came of it; until then the alarm stands on the case."""
    if not text:
        raise InvalidInput(errors={"text": [_("Say what was done and with whom you spoke.")]})
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        alarm = _alarm(case, alarm_id)
        policies.check_can_handle_alarm(case, alarm, by)
        alarm.status, alarm.outcome = AlarmStatus.HANDLED, AlarmOutcome(outcome)
        alarm.handled_at, alarm.handled_by_id = timezone.now(), by.person_id
        alarm.revision += 1
        alarm.save()
        sealed.put(case, Section.JUSTICE, "alarms", alarm.id, {"after": text}, by=by)
        _record(CaseEvent.ALARM_HANDLED, case, by, alarm=alarm.id, outcome=str(outcome))
        facts.alarm(case, alarm, by)
    return alarm


def raise_alarm_again(*, case_id: UUID, alarm_id: UUID, by: Actor) -> Alarm:
    """It was not settled after all."""
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_work(case, by)
        alarm = _alarm(case, alarm_id)
        check_transition(ALARM_TRANSITIONS, AlarmStatus(alarm.status), AlarmStatus.OPEN)
        alarm.status, alarm.outcome, alarm.handled_at, alarm.handled_by_id = AlarmStatus.OPEN, "", None, None
        alarm.revision += 1
        alarm.save()
        _record(CaseEvent.ALARM_REOPENED, case, by, alarm=alarm.id)
    return alarm
