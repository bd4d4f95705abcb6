"""From the first line of a plan to the door: writing it, naming who reads it, approving, beginning, calling off."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access.enums import Permission, permissions_of
from rumduol.access.policies import check_may
from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.agencies.enums import Role
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.intake import queries as intake
from rumduol.notices import actions as notices
from rumduol.notices.enums import NoticeKind
from rumduol.operations import facts, policies, queries
from rumduol.operations.enums import (
    TRANSITIONS,
    CalledOffReason,
    OperationEvent,
    OperationOutcome,
    OperationStatus,
    TeamRole,
)
from rumduol.operations.models import Operation, Telling
from rumduol.operations.types import USUAL_TIME, Plan
from rumduol.places import queries as places
from rumduol.shared.dates import today
from rumduol.shared.errors import InvalidInput, NotThere, Stale
from rumduol.shared.identifiers import new_number
from rumduol.shared.states import check_transition
from rumduol.vault import keys, named
from rumduol.vault.enums import Section

# An office is told at most this long before, or after, the hour: "tell the district at 04:45".
TELL_WITHIN = timedelta(days=2)


def draft_plan(*, plan: Plan, by: Actor, operation_id: UUID | None = None) -> Operation:
    """Begin a plan, readable by its writer alone. `operation_id` is the key of the form: sent twice, planned once.

    Raises InvalidInput naming fields of the plan, NotThere for a report that is not in sight.
    """
    policies.check_can_plan(by)
    _check(plan, by)
    with transaction.atomic():
        already = Operation.objects.filter(id=operation_id, maker_id=by.person_id).first() if operation_id else None
        if already is not None:
            return already
        operation = Operation(
            id=operation_id or uuid4(), number=new_number("O", today()), office_id=by.office_id, maker_id=by.person_id,
            plan_version=1, **_watched(plan),
        )  # fmt: skip
        named.seal(record=queries.ref(operation), section=Section.PLAN, fields=plan.as_fields(), by=by, after=0)
        try:
            with transaction.atomic():
                operation.save(force_insert=True)
        except IntegrityError as error:
            raise NotThere() from error
        _log(OperationEvent.PLANNED, operation, by)
    return operation


def change_plan(*, operation_id: UUID, plan: Plan, version: int, by: Actor) -> Operation:
    """Write the plan anew; `version` is the one that was read. Raises Stale when it was changed meanwhile."""
    with transaction.atomic():
        operation = queries.lock_operation(by, operation_id)
        policies.check_can_change(operation, by, inside=queries.is_inside(operation))
        _check(plan, by)
        if version != operation.plan_version:
            raise Stale()
        operation.plan_version = named.seal(
            record=queries.ref(operation), section=Section.PLAN, fields=plan.as_fields(), by=by, after=version
        )
        _save(operation, "plan_version", **_watched(plan))
        _log(OperationEvent.CHANGED, operation, by, version=operation.plan_version)
    return operation


def name_reader(*, operation_id: UUID, person_id: UUID, second_id: UUID, until: datetime | None, by: Actor) -> Any:
    """The first signature for one reader; the second is asked of `second_id`, who is told that it is wanted.

    Raises SecondPersonNeeded when two of the three are one person; InvalidInput when a role can't read or sign.
    """
    with transaction.atomic():
        operation = queries.lock_operation(by, operation_id)
        policies.check_can_name(operation, by, inside=queries.is_inside(operation))
        errors = {}
        if not _has(person_id, Permission.OPERATION_READ):
            errors["person"] = [_("This person's work does not include operations.")]
        if not _has(second_id, Permission.OPERATION_SIGN):
            errors["second"] = [_("Choose an investigator, a prosecutor or a supervisor.")]
        if errors:
            raise InvalidInput(errors=errors)
        reader = named.name_reader(
            record=queries.ref(operation), section=Section.PLAN, person_id=person_id, second_id=second_id,
            until=until or timezone.now() + USUAL_TIME, by=by,
        )  # fmt: skip
        notices.notify(
            kind=NoticeKind.SIGNATURE_WANTED, record_kind=queries.KIND, record_id=operation.id,
            number=operation.number, to_people=[second_id],
        )  # fmt: skip
    return reader


def confirm_reader(*, reader_id: UUID, by: Actor) -> Any:
    """The second signature, by the person it was asked of. Raises NotThere for everybody else, WrongState the second time."""
    check_may(by, Permission.OPERATION_SIGN)
    return named.confirm_reader(reader_id=reader_id, by=by)


def end_reader(*, reader_id: UUID, by: Actor) -> None:
    """Take a reader off, by another reader or by the person whose signature is still asked for."""
    check_may(by, Permission.OPERATION_SIGN)
    named.end_reader(reader_id=reader_id, by=by)


def approve(*, operation_id: UUID, version: int, by: Actor) -> Operation:
    """The second person stands for the plan as they read it: `version` is the one they saw.

    From now on the plan does not change, and each office to be told has its message waiting for its hour.
    Raises Stale when the plan was changed since, InvalidInput when it forgets the children.
    """
    with transaction.atomic():
        operation = queries.lock_operation(by, operation_id)
        policies.check_can_approve(operation, by, inside=queries.is_inside(operation))
        plan, look = queries.open_plan(by, operation)
        if look.version != version or operation.plan_version != version:
            raise Stale(_("The plan was changed since you read it. Read it again, then approve."))
        check_children(plan)
        operation.status = OperationStatus.APPROVED
        operation.approved_by_id, operation.approved_at = by.person_id, timezone.now()
        operation.approved_version = version
        _save(operation, "status", "approved_by_id", "approved_at", "approved_version")
        Telling.objects.bulk_create(_tellings(operation, plan))
        _log(OperationEvent.APPROVED, operation, by, version=version)
        notices.notify(
            kind=NoticeKind.SIGNED, record_kind=queries.KIND, record_id=operation.id, number=operation.number,
            to_people=[operation.maker_id],
        )  # fmt: skip
    return operation


def begin(*, operation_id: UUID, by: Actor) -> Operation:
    """The operation is under way."""
    with transaction.atomic():
        operation = queries.lock_operation(by, operation_id)
        policies.check_can_begin(operation, by, inside=queries.is_inside(operation))
        operation.status, operation.begun_at = OperationStatus.UNDER_WAY, timezone.now()
        _save(operation, "status", "begun_at")
        _log(OperationEvent.BEGUN, operation, by)
    return operation


def call_off(*, operation_id: UUID, reason: CalledOffReason | str, by: Actor) -> Operation:
    """It does not take place, or was broken off. Counted only when it had been approved."""
    with transaction.atomic():
        operation = queries.lock_operation(by, operation_id)
        policies.check_can_call_off(operation, by, inside=queries.is_inside(operation))
        check_transition(TRANSITIONS, OperationStatus(operation.status), OperationStatus.CALLED_OFF)
        if reason not in CalledOffReason.values:
            raise InvalidInput(errors={"reason": [_("Choose a reason.")]})
        was_approved = operation.approved_at is not None
        operation.status, operation.outcome = OperationStatus.CALLED_OFF, OperationOutcome.CALLED_OFF
        operation.called_off_because, operation.ended_at = str(reason), timezone.now()
        _save(operation, "status", "outcome", "called_off_because", "ended_at")
        _log(OperationEvent.CALLED_OFF, operation, by, reason=str(reason))
        if was_approved:
            facts.write_called_off(operation)
    return operation


def check_children(plan: Plan) -> None:
    """No operation with expected children without somebody trained to interview them and a place for them to go.

    The database refuses the same (operation_children_are_thought_of).
    """
    if not plan.children:
        return
    errors: dict[str, list[Any]] = {}
    if not plan.child_interviewer:
        errors["team_child"] = [_("Children are expected: name somebody trained to interview children.")]
    if not plan.child_place:
        errors["child_place"] = [_("Children are expected: say where they can go tonight.")]
    if errors:
        raise InvalidInput(errors=errors)


# ---- steps of the above -------------------------------------------------------------------------------------------


def _check(plan: Plan, by: Actor) -> None:
    errors: dict[str, list[Any]] = {}
    if plan.hour <= timezone.now():
        errors["hour"] = [_("The hour lies in the past.")]
    if not plan.place or not places.exists(plan.place):
        errors["place"] = [_("Choose the district, the commune or the village.")]
    if any(member.role not in TeamRole.values for member in plan.team):
        errors["team"] = [_("Choose one from the list.")]
    if not 0 <= plan.people <= 2000:
        errors["people"] = [_("Write a number from 0 to 2,000.")]
    if len({told.office_id for told in plan.tell}) < len(plan.tell):
        errors["tell"] = [_("Each office is told once.")]
    hidden = {row.id for row in agencies.offices({told.office_id for told in plan.tell}).values() if row.confidential}
    for told in plan.tell:
        if abs(told.at - plan.hour) > TELL_WITHIN:
            errors["tell_at"] = [_("Tell an office at most two days before or after the hour.")]
        if told.office_id == by.office_id:
            errors["tell"] = [_("Your own office is not told by a message: name the people who go.")]
        if told.office_id in hidden:
            errors["tell"] = [_("This house is not named in a plan: whoever reads the plan would learn of it.")]
        try:
            keys.live_key(told.office_id)
        except NotThere as error:
            errors["tell"] = [error.message]
    if not plan.reports:
        errors["reports"] = [_("Choose at least one report that this operation answers.")]
    if errors:
        raise InvalidInput(errors=errors)
    for report_id in plan.reports:
        intake.report_for(by, report_id)


def _watched(plan: Plan) -> dict[str, bool]:
    """What the database watches over."""
    return {
        "children": plan.children,
        "child_interviewer": plan.child_interviewer,
        "child_place": bool(plan.child_place),
    }


def _tellings(operation: Operation, plan: Plan) -> list[Telling]:
    return [
        Telling(
            operation=operation, mark=queries.mark_of(told.office_id), tell_at=told.at,
            sealed=named.seal_to_office({"number": operation.number, "text": told.text}, told.office_id),
        )
        for told in plan.tell
    ]  # fmt: skip


def _has(person_id: UUID, permission: Permission) -> bool:
    return any(permission in permissions_of(Role(m.role)) for m in agencies.memberships_of(person_id))


def _save(operation: Operation, *names: str, **values: Any) -> None:
    for name, value in values.items():
        setattr(operation, name, value)
    operation.revision += 1
    operation.save(update_fields=[*names, *values, "revision"])


def _log(event: OperationEvent, operation: Operation, by: Actor, **detail: Any) -> None:
    audit.record(event, by=by, subject=Subject(queries.KIND, operation.id), detail=detail)
