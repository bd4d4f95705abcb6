"""Who reads a letter: stepping back, naming a colleague, taking over, and the ties that keep somebody away from the start."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access.enums import Permission
from rumduol.access.policies import check_may
from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.integrity import lot, policies, queries
from rumduol.integrity.enums import Naming
from rumduol.integrity.events import IntegrityEvent
from rumduol.integrity.models import Complaint, Message, Reader, Step, Tie
from rumduol.integrity.sealed import complaint_ref, line_ref, message_ref, source_ref, step_ref
from rumduol.integrity.types import About
from rumduol.shared.errors import InvalidInput, NotThere
from rumduol.vault import actions as vault


def step_back(*, complaint_id: UUID, by: Actor) -> None:
    """I am too near to somebody in this letter. It is gone from my sight; others read it: of this desk, or of another one."""
    with transaction.atomic():
        row = queries.lock_complaint(by, complaint_id)
        policies.check_can_work(row, by)
        leave(row, queries.particulars(row, by), by)


def leave(row: Complaint, about: About, by: Actor) -> None:
    """End the acting reader's naming. When nobody else is left, the lot names somebody, or another desk takes over."""
    mine = Reader.objects.filter(complaint=row, person_id=by.person_id, ended_at__isnull=True)
    detail: dict[str, object] = {}
    others = Reader.objects.filter(complaint=row, ended_at__isnull=True, person_id__in=lot.colleagues())
    if not others.exclude(person_id=by.person_id).exists() and not lot.draw(row.id, about):
        desk = lot.desk_for(about, passed=row.office_id)
        if desk is not None:
            _to_desk(row, desk, by)
            lot.hand_over(row.id, desk, about)
            detail = {"desk": desk}
    audit.record(IntegrityEvent.STEPPED_BACK, by=by, subject=Subject("complaint", row.id), detail=detail)
    mine.update(ended_at=timezone.now())


def _to_desk(row: Complaint, desk: UUID, by: Actor) -> None:
    """Re-key every sealed part to the other desk alone; the rows themselves follow (`lot.hand_over`)."""
    refs = [complaint_ref(row), line_ref(row), source_ref(row.source)]
    refs += [message_ref(one) for one in Message.objects.filter(complaint=row)]
    refs += [step_ref(one) for one in Step.objects.filter(complaint=row)]
    for ref in refs:
        vault.hand_over(record=ref, to_office_id=desk, by=by)


def name_reader(*, complaint_id: UUID, person_id: UUID, by: Actor) -> Reader:
    """Name a colleague of the desk, before a holiday or a new post. Raises InvalidInput for one who is too near."""
    with transaction.atomic():
        row = queries.lock_complaint(by, complaint_id)
        policies.check_can_work(row, by)
        if person_id not in queries.colleagues_to_name(row, queries.about_of(row, by)):
            raise InvalidInput(errors={"person": [_("This colleague can't be named for this letter.")]})
        reader = Reader.objects.create(
            complaint=row, office_id=row.office_id, person_id=person_id, naming=Naming.COLLEAGUE
        )
        audit.record(
            IntegrityEvent.READER_NAMED, by=by, subject=Subject("complaint", row.id), detail={"person": person_id}
        )
    return reader


def adopt(*, number: str, by: Actor) -> Complaint | None:
    """Take over a letter of the own desk that nobody is left to read. Raises NotThere when there is none of this number.

    None for somebody who is too near to it: it passes on at once to others, and they learn nothing of it.
    """
    check_may(by, Permission.INTEGRITY_WORK)
    with transaction.atomic():
        complaint_id = lot.adopt(number)
        if complaint_id is None:
            raise NotThere()
        row = queries.complaint_for(by, complaint_id)
        audit.record(IntegrityEvent.ADOPTED, by=by, subject=Subject("complaint", row.id))
        about = queries.particulars(row, by)
        if lot.am_tied(about):
            leave(row, about, by)
            return None
    return row


def declare_tie(*, office_id: UUID, by: Actor) -> Tie:
    """I am near to somebody in this office: letters about it are never drawn for me."""
    check_may(by, Permission.INTEGRITY_WORK)
    if office_id not in agencies.offices([office_id]):
        raise InvalidInput(errors={"office": [_("Choose an office.")]})
    with transaction.atomic():
        tie, made = Tie.objects.get_or_create(person_id=by.person_id, about_office_id=office_id, ended_at=None)
        if made:
            audit.record(IntegrityEvent.TIE_DECLARED, by=by, subject=Subject("tie", tie.id))
    return tie


def end_tie(*, tie_id: UUID, by: Actor) -> None:
    """The tie is no more; letters of before stay away from me."""
    check_may(by, Permission.INTEGRITY_WORK)
    with transaction.atomic():
        tie = Tie.objects.select_for_update().filter(id=tie_id, person_id=by.person_id, ended_at__isnull=True).first()
        if tie is None:
            raise NotThere()
        tie.ended_at = timezone.now()
        tie.revision += 1
        tie.save(update_fields=["ended_at", "revision"])
        audit.record(IntegrityEvent.TIE_ENDED, by=by, subject=Subject("tie", tie.id))
