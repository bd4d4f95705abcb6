"""Shares, broken glass, conflicts of interest, purposes: the writing side of the access room."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access import policies, queries
from rumduol.access.enums import AccessEvent, Permission
from rumduol.access.models import BrokenGlass, Conflict, RecordNumber, Share
from rumduol.access.models import Purpose as PurposeOfDay
from rumduol.access.types import Actor
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.shared.errors import InvalidInput, NotAllowed, NotThere

GLASS_HOURS = 24
REASON_LETTERS = 20


def register_number(*, kind: str, record_id: UUID, number: str, office_id: UUID) -> None:
    """Let a record be found by its number (broken glass, search). Call where the record is made."""
    RecordNumber.objects.create(kind=kind, record_id=record_id, number=number, office_id=office_id)


def move_number(*, record_id: UUID, to_office_id: UUID) -> None:
    """The record now belongs to another office. Call before the record leaves the acting office."""
    with connection.cursor() as cursor:
        cursor.execute("select access.renumber(%s, %s)", [record_id, to_office_id])


def share(
    *, kind: str, record_id: UUID, to_office_id: UUID, sections: list[str], purpose: str, until: datetime, by: Actor
) -> Share:
    """Let another office see a record (its coded part; sections are wrapped by the vault) until a date. Audited."""
    if until <= timezone.now():
        raise InvalidInput(errors={"until": [_("Choose a date in the future.")]})
    with transaction.atomic():
        made = Share.objects.create(
            kind=kind, record_id=record_id, from_office_id=by.office_id, to_office_id=to_office_id,
            sections=sorted(sections), purpose=purpose, until=until, made_by_id=by.person_id,
        )  # fmt: skip
        audit.record(
            AccessEvent.SHARED, by=by, subject=Subject(kind, record_id),
            detail={"to": to_office_id, "sections": sorted(sections), "purpose": purpose, "until": until, "share": made.id},
        )  # fmt: skip
    return made


def narrow_share(*, share_id: UUID, without: str, by: Actor) -> Share:
    """One section is no longer part of a share (the vault deletes its wrap)."""
    with transaction.atomic():
        row = _lock_share(share_id)
        row.sections = [section for section in row.sections if section != without]
        row.revision += 1
        row.save(update_fields=["sections", "revision"])
        audit.record(
            AccessEvent.SHARE_ENDED, by=by, subject=Subject(row.kind, row.record_id),
            detail={"share": row.id, "section": without, "because": "consent_withdrawn"},
        )  # fmt: skip
    return row


def end_share(*, share_id: UUID, because: str, by: Actor) -> Share:
    """The other office's next request no longer sees the record. Audited; ending twice is harmless."""
    with transaction.atomic():
        row = _lock_share(share_id)
        if row.ended_at is None:
            row.ended_at, row.ended_by_id, row.ended_because = timezone.now(), by.person_id, because
            row.revision += 1
            row.save(update_fields=["ended_at", "ended_by_id", "ended_because", "revision"])
            audit.record(
                AccessEvent.SHARE_ENDED, by=by, subject=Subject(row.kind, row.record_id),
                detail={"share": row.id, "because": because},
            )  # fmt: skip
    return row


def _lock_share(share_id: UUID) -> Share:
    row = Share.objects.select_for_update().filter(id=share_id).first()
    if row is None:
        raise NotThere()
    return row


def give_purpose(*, kind: str, record_id: UUID, purpose: str, by: Actor) -> None:
    """Remember why this person opens this file today; asked once per file and day."""
    with transaction.atomic():
        _row, made = PurposeOfDay.objects.get_or_create(
            person_id=by.person_id, record_id=record_id, day=timezone.localdate(), defaults={"purpose": purpose}
        )
        if made:
            audit.record(
                AccessEvent.PURPOSE_GIVEN, by=by, subject=Subject(kind, record_id), detail={"purpose": purpose}
            )


def break_glass(*, kind: str, number: str, reason: str, whereabouts: bool, by: Actor) -> BrokenGlass:
    """Life in danger: see a record of the own agency for 24 hours without being asked.

    The owner and an auditor are told at once (the caller notifies; the log holds it), it is shown on the record for ever.
    Whereabouts open only after a second person of the owning office has confirmed.
    Raises InvalidInput (reason too short), NotThere (no such number in this agency).
    """
    policies.check_may(by, Permission.GLASS_BREAK)
    if len(reason.strip()) < REASON_LETTERS:
        raise InvalidInput(errors={"reason": [_("Say in a sentence why a life is in danger.")]})
    record_id, owner, agency = queries.find_number(kind=kind, number=number)
    if agency != by.agency_id:
        raise NotThere(
            _("This number does not belong to your agency. Call the duty officer of the agency that holds it.")
        )
    with transaction.atomic():
        glass = BrokenGlass.objects.create(
            kind=kind, record_id=record_id, owner_office_id=owner, person_id=by.person_id, office_id=by.office_id,
            reason=reason.strip(), until=timezone.now() + timedelta(hours=GLASS_HOURS), whereabouts=whereabouts,
        )  # fmt: skip
        audit.record(
            AccessEvent.GLASS_BROKEN, by=by, subject=Subject(kind, record_id),
            detail={"glass": glass.id, "whereabouts": whereabouts, "until": glass.until},
        )  # fmt: skip
    return glass


def confirm_glass(*, glass_id: UUID, by: Actor) -> BrokenGlass:
    """The second person, of the owning office. Raises NotAllowed for the one who broke it (the database says so too)."""
    policies.check_may(by, Permission.GLASS_CONFIRM)
    with transaction.atomic():
        glass = BrokenGlass.objects.select_for_update().filter(id=glass_id).first()
        if glass is None or queries.has_conflict(by, glass.record_id):
            raise NotThere()
        policies.check_can_confirm_glass(glass, by)
        if glass.confirmed_at is None:
            glass.confirmed_at, glass.confirmed_by_id = timezone.now(), by.person_id
            glass.revision += 1
            glass.save(update_fields=["confirmed_at", "confirmed_by_id", "revision"])
            audit.record(
                AccessEvent.GLASS_CONFIRMED,
                by=by,
                subject=Subject(glass.kind, glass.record_id),
                detail={"glass": glass.id},
            )
    return glass


def declare_conflict(*, kind: str, record_id: UUID, person_id: UUID, because: str, by: Actor) -> Conflict:
    """Keep a person away from a file from the next request on. Anyone may declare their own; a supervisor another's."""
    policies.check_may(by, Permission.CONFLICT_DECLARE)
    if person_id != by.person_id and not policies.may(by, Permission.CONFLICT_END):
        raise NotAllowed()
    with transaction.atomic():
        row = Conflict.objects.filter(person_id=person_id, record_id=record_id, ended_at__isnull=True).first()
        if row is None:
            row = Conflict.objects.create(
                kind=kind, record_id=record_id, person_id=person_id, because=because, declared_by_id=by.person_id
            )
            audit.record(
                AccessEvent.CONFLICT_DECLARED, by=by, subject=Subject(kind, record_id),
                detail={"person": person_id, "because": because},
            )  # fmt: skip
    return row


def end_conflict(*, conflict_id: UUID, by: Actor) -> Conflict:
    """Lifted by a supervisor, never by the person concerned."""
    policies.check_may(by, Permission.CONFLICT_END)
    with transaction.atomic():
        row = Conflict.objects.select_for_update().filter(id=conflict_id).first()
        if row is None:
            raise NotThere()
        if row.person_id == by.person_id:
            raise NotAllowed(_("Somebody else must lift it."))
        if row.ended_at is None:
            row.ended_at, row.ended_by_id = timezone.now(), by.person_id
            row.save(update_fields=["ended_at", "ended_by_id"])
            audit.record(
                AccessEvent.CONFLICT_ENDED,
                by=by,
                subject=Subject(row.kind, row.record_id),
                detail={"person": row.person_id},
            )
    return row
