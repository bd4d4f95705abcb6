"""What the readers of a letter do with it: assess it, pass it on, record what came of it, speak with the source, protect them."""

from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.intake import mailboxes
from rumduol.intake.enums import MessageKind
from rumduol.integrity import facts, lot, policies, queries
from rumduol.integrity.checking import check_about
from rumduol.integrity.enums import ComplaintStatus, MeasureKind, ReferredTo
from rumduol.integrity.events import IntegrityEvent
from rumduol.integrity.models import Complaint, Measure, Message, Step
from rumduol.integrity.queries import SourceSaid
from rumduol.integrity.sealed import filled, line_ref, message_ref, step_ref
from rumduol.integrity.types import About
from rumduol.shared.dates import today
from rumduol.shared.errors import InvalidInput
from rumduol.vault import actions as vault
from rumduol.vault.enums import Purpose, Section


def move(
    *, complaint_id: UUID, to: str, by: Actor, on: date | None = None, referred_to: str = "", text: str = ""
) -> Complaint:
    """Record the next step of a letter and why. `on`: the day it happened. Raises NotThere, WrongState, InvalidInput."""
    if to not in ComplaintStatus.values:
        raise InvalidInput(errors={"to": [_("Choose what comes next.")]})
    status = ComplaintStatus(to)
    referring = status == ComplaintStatus.REFERRED
    if referring and referred_to not in ReferredTo.values:
        raise InvalidInput(errors={"referred_to": [_("Choose who takes it on.")]})
    with transaction.atomic():
        row = queries.lock_complaint(by, complaint_id)
        queries.about_of(row, by)
        policies.check_can_move(row, status, by)
        day = on or today()
        if day > today() or day < row.received_on:
            raise InvalidInput(errors={"on": [_("This day lies before the letter came, or has not come yet.")]})
        step = Step.objects.create(
            complaint=row, office_id=row.office_id, from_status=row.status, to_status=status,
            referred_to=referred_to if referring else "", on=day, by_id=by.person_id,
        )  # fmt: skip
        if text.strip():
            vault.seal(record=step_ref(step), section=Section.COMPLAINT, fields=filled({"text": text}), by=by)
        row.status = status
        if referring:
            row.referred_to = referred_to
        _save(row, "status", "referred_to")
        audit.record(
            IntegrityEvent.MOVED,
            by=by,
            subject=Subject("complaint", row.id),
            detail={"to": status, "on": day.isoformat()},
        )
        facts.settle()
    return row


def correct_about(*, complaint_id: UUID, about: About, by: Actor) -> None:
    """What the desk found out about whom a letter concerns: the office, the month, what was done. Counted in the patterns.

    A reader who turns out to be too near to the office steps back in the same moment.
    """
    check_about(about)
    with transaction.atomic():
        row = queries.lock_complaint(by, complaint_id)
        queries.about_of(row, by)
        policies.check_can_work(row, by)
        vault.seal(record=line_ref(row), section=Section.ABOUT, fields=filled(about.sealed()), by=by)
        _save(row)
        audit.record(IntegrityEvent.ABOUT_CORRECTED, by=by, subject=Subject("complaint", row.id))
        if lot.am_tied(about):
            from rumduol.integrity.actions.readers import leave

            leave(row, about, by)


def answer(*, complaint_id: UUID, text: str, by: Actor) -> Message:
    """Write to the source: sealed to the mailbox, which only the code opens, and, as a copy, to the desk."""
    if not text.strip():
        raise InvalidInput(errors={"text": [_("Write the answer first.")]})
    with transaction.atomic():
        row = queries.lock_complaint(by, complaint_id)
        queries.about_of(row, by)
        policies.check_can_answer(row, by)
        message = Message.objects.create(
            complaint=row, mailbox_id=row.mailbox_id, office_id=row.office_id, kind=MessageKind.ANSWER, said=uuid4(),
            said_on=today(), position=lot.next_position(row.id), read_by_office=True,
            for_source=mailboxes.seal_to(bytes(row.public_key), text),
        )  # fmt: skip
        vault.seal(record=message_ref(message), section=Section.COMPLAINT, fields=filled({"text": text}), by=by)
        row.source_waits = False
        _save(row, "source_waits")
        audit.record(IntegrityEvent.ANSWERED, by=by, subject=Subject("complaint", row.id))
    return message


def mark_read(*, complaint_id: UUID, by: Actor) -> None:
    """What the source wrote has been read."""
    with transaction.atomic():
        row = queries.lock_complaint(by, complaint_id)
        policies.check_can_work(row, by)
        unread = Message.objects.filter(complaint=row, read_by_office=False)
        if unread.update(read_by_office=True) or row.source_waits:
            row.source_waits = False
            _save(row, "source_waits")
            audit.record(IntegrityEvent.READ_MESSAGE, by=by, subject=Subject("complaint", row.id))


def open_source(*, complaint_id: UUID, by: Actor, purpose: Purpose | None = None) -> SourceSaid:
    """Look who the source is. The look is in the log before it is shown. Raises PurposeNeeded, NotThere."""
    with transaction.atomic():
        row = queries.complaint_for(by, complaint_id)
        policies.check_can_work(row, by)
        said = queries.source_of(row, by, purpose)
        audit.record(IntegrityEvent.SOURCE_OPENED, by=by, subject=Subject("complaint", row.id))
    return said


def plan_measure(*, complaint_id: UUID, kind: str, by: Actor) -> Measure:
    """Plan a protection of the source; planning it twice is once."""
    if kind not in MeasureKind.values:
        raise InvalidInput(errors={"kind": [_("Choose what is to be done.")]})
    with transaction.atomic():
        row = queries.lock_complaint(by, complaint_id)
        policies.check_can_work(row, by)
        measure, made = Measure.objects.get_or_create(
            complaint=row, kind=kind,
            defaults={"office_id": row.office_id, "planned_on": today(), "planned_by_id": by.person_id},
        )  # fmt: skip
        if made:
            detail = {"kind": kind, "what": "planned"}
            audit.record(IntegrityEvent.PROTECTED, by=by, subject=Subject("complaint", row.id), detail=detail)
    return measure


def use_measure(*, complaint_id: UUID, kind: str, by: Actor) -> Measure:
    """A planned protection was used today. Raises InvalidInput when it was never planned."""
    with transaction.atomic():
        row = queries.lock_complaint(by, complaint_id)
        policies.check_can_work(row, by)
        measure = Measure.objects.select_for_update().filter(complaint=row, kind=kind).first()
        if measure is None:
            raise InvalidInput(errors={"kind": [_("This protection was not planned.")]})
        if measure.used_on is None:
            measure.used_on = timezone.localdate()
            measure.revision += 1
            measure.save(update_fields=["used_on", "revision"])
            detail = {"kind": kind, "what": "used"}
            audit.record(IntegrityEvent.PROTECTED, by=by, subject=Subject("complaint", row.id), detail=detail)
    return measure


def _save(row: Complaint, *fields: str) -> None:
    row.revision += 1
    row.save(update_fields=[*fields, "revision"])
