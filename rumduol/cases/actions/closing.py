"""Closing takes two people; reopening takes one."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.agencies.enums import Role
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.cases import facts, policies, queries, sealed
from rumduol.cases.actions.stepping import mark_done
from rumduol.cases.enums import (
    CLOSURE_TRANSITIONS,
    CaseEvent,
    CaseStatus,
    ClosureReason,
    ClosureStatus,
    GivenBack,
    Item,
    Reopened,
    StepName,
    StepStatus,
)  # fmt: skip
from rumduol.cases.models import Case, Check, Closure
from rumduol.notices import actions as notices
from rumduol.notices.enums import NoticeKind
from rumduol.shared.dates import today
from rumduol.shared.errors import InvalidInput, NotThere
from rumduol.shared.states import check_transition
from rumduol.vault.enums import Section


def _record(event: CaseEvent, case: Case, by: Actor, **detail: Any) -> None:
    audit.record(event, by=by, subject=Subject("case", case.id), detail=detail)


def ask_closure(*, case_id: UUID, reason: ClosureReason | str, informed: bool, explanation: str, by: Actor) -> Closure:
    """Ask a supervisor to close the case.

    The person must have been told (unless they died or can't be reached). With an open danger, alarm, referral or
    overdue visit a written reason is needed: InvalidInput names them.
    """
    reason = ClosureReason(reason)
    if not informed and reason not in {ClosureReason.DIED, ClosureReason.UNREACHABLE}:
        raise InvalidInput(
            errors={"informed": [_("Tell the person first, and how to come back. Then ask for the closure.")]}
        )
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_ask_closure(case, by)
        standing_against = queries.obstacles(case, by)
        if standing_against and not explanation:
            raise InvalidInput(
                errors={
                    "explanation": [
                        *(obstacle.words for obstacle in standing_against),
                        _("Settle this first, or write why the case is closed all the same."),
                    ]
                }
            )
        closure = Closure.objects.create(
            case=case, office_id=case.office_id, reason=reason, asked_at=timezone.now(), asked_by_id=by.person_id,
            obstacles=sorted({obstacle.code for obstacle in standing_against}),
        )  # fmt: skip
        sealed.put(case, Section.NOTES, "closures", closure.id, {"text": explanation}, by=by)
        if informed:
            Check.objects.update_or_create(
                case=case, item=Item.PERSON_INFORMED,
                defaults={"office_id": case.office_id, "on": today(), "by_id": by.person_id},
            )  # fmt: skip
        step = queries.step_of(case, StepName.CLOSURE)
        if step.status != StepStatus.IN_PROGRESS:
            step.status, step.started_at = StepStatus.IN_PROGRESS, step.started_at or timezone.now()
            step.done_at = step.done_by_id = None
            step.revision += 1
            step.save()
        case.status = CaseStatus.CLOSING
        case.save(update_fields=["status"])
        _record(CaseEvent.CLOSURE_ASKED, case, by, reason=str(reason), obstacles=closure.obstacles)
        notices.notify(
            kind=NoticeKind.SIGNATURE_WANTED, record_kind="case", record_id=case.id, number=case.number,
            to_office=case.office_id, roles=[Role.SUPERVISOR],
        )  # fmt: skip
    return closure


def _lock_closure(by: Actor, closure_id: UUID) -> tuple[Case, Closure]:
    waiting = Closure.objects.filter(id=closure_id).first()
    if waiting is None:
        raise NotThere()
    case = queries.lock_case(by, waiting.case_id)
    closure = Closure.objects.select_for_update().filter(id=closure_id).first()
    if closure is None:
        raise NotThere()
    return case, closure


def sign_closure(*, closure_id: UUID, by: Actor) -> Case:
    """The second signature: a supervisor who neither asked nor works on the case. The case is closed."""
    with transaction.atomic():
        case, closure = _lock_closure(by, closure_id)
        policies.check_can_sign(case, closure, by)
        check_transition(CLOSURE_TRANSITIONS, ClosureStatus(closure.status), ClosureStatus.SIGNED)
        closure.status, closure.signed_at, closure.signed_by_id = ClosureStatus.SIGNED, timezone.now(), by.person_id
        closure.save(update_fields=["status", "signed_at", "signed_by_id"])
        case.status, case.closed_at, case.closed_by_id = CaseStatus.CLOSED, closure.signed_at, by.person_id
        case.save(update_fields=["status", "closed_at", "closed_by_id"])
        mark_done(case, queries.step_of(case, StepName.CLOSURE), by)
        _record(CaseEvent.CLOSED, case, by, reason=closure.reason)
        facts.closed(case, closure, by)
        notices.notify(
            kind=NoticeKind.SIGNED, record_kind="case", record_id=case.id, number=case.number,
            to_people=[closure.asked_by_id],
        )  # fmt: skip
    return case


def give_back_closure(*, closure_id: UUID, because: GivenBack | str, by: Actor) -> Case:
    """The supervisor does not sign yet, and says why; work goes on."""
    with transaction.atomic():
        case, closure = _lock_closure(by, closure_id)
        policies.check_can_sign(case, closure, by)
        closure.status, closure.given_back = ClosureStatus.RETURNED, GivenBack(because)
        closure.save(update_fields=["status", "given_back"])
        case.status = CaseStatus.OPEN
        case.save(update_fields=["status"])
        _record(CaseEvent.CLOSURE_RETURNED, case, by, because=str(because))
        notices.notify(
            kind=NoticeKind.NOT_SIGNED, record_kind="case", record_id=case.id, number=case.number,
            to_people=[closure.asked_by_id],
        )  # fmt: skip
    return case


def reopen_case(*, case_id: UUID, because: Reopened | str, by: Actor) -> Case:
    """Open a closed case again; its last step is taken up again."""
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_reopen(case, by)
        closure = Closure.objects.filter(case=case, status=ClosureStatus.SIGNED).order_by("-signed_at").first()
        if closure is None:
            raise NotThere()
        closure.status, closure.reopened = ClosureStatus.REOPENED, Reopened(because)
        closure.reopened_at, closure.reopened_by_id = timezone.now(), by.person_id
        closure.save(update_fields=["status", "reopened", "reopened_at", "reopened_by_id"])
        case.status, case.closed_at, case.closed_by_id = CaseStatus.OPEN, None, None
        case.save(update_fields=["status", "closed_at", "closed_by_id"])
        step = queries.step_of(case, StepName.CLOSURE)
        step.status, step.done_at, step.done_by_id = StepStatus.IN_PROGRESS, None, None
        step.due_at = None
        step.revision += 1
        step.save()
        _record(CaseEvent.REOPENED, case, by, because=str(because))
        facts.reopened(case, closure, by)
    return case
