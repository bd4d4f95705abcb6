"""Write an event. The only writing this room knows; there is no way to change or remove one."""

import json
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Protocol
from uuid import UUID, uuid4

from django.utils import timezone

from rumduol.audit.enums import AuditEventName
from rumduol.audit.models import AuditEvent

PUBLIC_CHAIN = UUID(int=0)


class By(Protocol):
    """Who did it: an Actor."""

    @property
    def person_id(self) -> UUID: ...
    @property
    def office_id(self) -> UUID: ...
    @property
    def agency_id(self) -> UUID: ...
    @property
    def role(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Subject:
    """What it was done to: a kind ("report", "case", ...) and the record's id."""

    kind: str
    id: UUID


def canonical(body: dict[str, Any]) -> str:
    """The one way an event is written down: sorted keys, no spaces, UTF-8 as it is."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def record(
    event: AuditEventName,
    *,
    by: By | None,
    subject: Subject | None = None,
    detail: dict[str, Any] | None = None,
    chain: UUID | None = None,
) -> UUID:
    """Append an event in the current transaction; the database chains it at commit.

    `detail` holds codes and ids, never anything a human typed about a person. Without `by` (anonymous people) only the
    day is kept, so that the log can't tell when somebody reported. `chain`: the agency whose log it goes to when that is
    not the actor's own; the database lets only what its walls name go elsewhere.
    """
    now = timezone.now()
    at = now if by else datetime.combine(timezone.localdate(), time(), tzinfo=timezone.get_current_timezone())
    event_id = uuid4()
    body = {
        "id": event_id,
        "at": at.isoformat(),
        "event": str(event.value),
        "person": by.person_id if by else None,
        "office": by.office_id if by else None,
        "role": str(by.role) if by else None,
        "kind": subject.kind if subject else "",
        "subject": subject.id if subject else None,
        "detail": detail or {},
    }
    AuditEvent.objects.create(
        id=event_id,
        chain=chain or (by.agency_id if by else PUBLIC_CHAIN),
        at=at,
        event=event.value,
        person_id=by.person_id if by else None,
        office_id=by.office_id if by else None,
        subject_kind=subject.kind if subject else "",
        subject_id=subject.id if subject else None,
        body=canonical(body),
    )
    return event_id
