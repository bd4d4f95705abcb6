"""Telling colleagues, and taking note of what was told."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils import timezone

from rumduol.access.types import Actor
from rumduol.agencies.enums import Role
from rumduol.notices.enums import NoticeKind
from rumduol.notices.models import Notice
from rumduol.shared.errors import NotThere


def notify(
    *,
    kind: NoticeKind,
    record_kind: str,
    record_id: UUID,
    number: str = "",
    to_people: Iterable[UUID] = (),
    to_office: UUID | None = None,
    roles: Iterable[Role] = (),
    due_at: datetime | None = None,
) -> None:
    """Tell people, or everybody of an office in these roles (all roles when none is given).

    Call it inside the transaction of the change. Nobody is told twice of an unread thing, nor of their own doing, nor
    of a record from which a conflict of interest keeps them. Who was told stays unknown to the caller. Works without a
    signed-in person too (a public report).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select notices_tell(%s::uuid[], %s::uuid, %s::text[], %s, %s, %s::uuid, %s, %s::timestamptz)",
            [
                [str(person) for person in to_people],
                str(to_office) if to_office else None,
                [str(role) for role in roles],
                str(kind),
                record_kind,
                str(record_id),
                number,
                due_at,
            ],
        )


def read_one(*, notice_id: UUID, by: Actor) -> Notice:
    """Take note of one notice. Raises NotThere."""
    row = Notice.objects.filter(id=notice_id, person_id=by.person_id).first()
    if row is None:
        raise NotThere()
    if row.read_at is None:
        row.read_at = timezone.now()
        row.save(update_fields=["read_at"])
    return row


def read_all(*, by: Actor) -> None:
    """Take note of everything told so far."""
    Notice.objects.filter(person_id=by.person_id, read_at__isnull=True).update(read_at=timezone.now())


def read_about(*, record_id: UUID, by: Actor) -> None:
    """Opening a record is taking note of what was told about it."""
    Notice.objects.filter(person_id=by.person_id, record_id=record_id, read_at__isnull=True).update(
        read_at=timezone.now()
    )
