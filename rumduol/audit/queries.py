"""Read the log: auditors their agency's, everybody what they did themselves. The wall decides; this only asks."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from rumduol.audit.enums import label
from rumduol.audit.models import AuditEvent
from rumduol.audit.verify import Fault, Head, LoggedEvent, check_chain


@dataclass(frozen=True, slots=True)
class Line:
    """One event as an auditor reads it."""

    id: UUID
    at: datetime
    event: str
    label: str
    person_id: UUID | None
    office_id: UUID | None
    kind: str
    subject_id: UUID | None
    detail: dict[str, Any]


def to_line(row: AuditEvent) -> Line:
    detail = json.loads(row.body)["detail"]
    return Line(
        row.id,
        row.at,
        row.event,
        label(row.event),
        row.person_id,
        row.office_id,
        row.subject_kind,
        row.subject_id,
        detail,
    )


def events(*, event: str = "", subject_id: UUID | None = None, person_id: UUID | None = None) -> QuerySet[AuditEvent]:
    """Events the reader may see, newest first."""
    rows = AuditEvent.objects.order_by("-at", "-id")
    if event:
        rows = rows.filter(event=event)
    if subject_id:
        rows = rows.filter(subject_id=subject_id)
    if person_id:
        rows = rows.filter(person_id=person_id)
    return rows


def own_history(person_id: UUID, prefix: str = "access.", limit: int = 50) -> list[Line]:
    """A person's own sign-in history."""
    return [to_line(row) for row in events(person_id=person_id).filter(event__startswith=prefix)[:limit]]


def heads() -> list[Head]:
    """Where every chain stands now."""
    with connection.cursor() as cursor:
        cursor.execute("select chain, sequence, hash from audit_audithead order by chain")
        return [Head(chain, sequence, bytes(value)) for chain, sequence, value in cursor.fetchall()]


def chain_events(chain: UUID) -> Iterator[LoggedEvent]:
    """All events of a chain in order of the links; events without a link come last (needs the owner's connection)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(e.id, l.event_id), coalesce(e.body, ''), l.sequence, l.hash, e.event, e.person_id, e.office_id,"
            " e.subject_kind, e.subject_id, e.at from audit_auditlink l full join audit_auditevent e on e.id = l.event_id"
            " where coalesce(l.chain, e.chain) = %s order by l.sequence nulls last",
            [chain],
        )
        while rows := cursor.fetchmany(5000):
            for event_id, body, sequence, value, event, person, office, kind, subject, at in rows:
                columns = {
                    "event": event, "person": person and str(person), "office": office and str(office), "kind": kind,
                    "subject": subject and str(subject), "id": str(event_id),
                }  # fmt: skip
                if at is not None and body:
                    columns["at"] = _same_instant(body, at)
                yield LoggedEvent(event_id, chain, body, columns, sequence, bytes(value) if value is not None else None)


def _same_instant(body: str, at: datetime) -> str:
    """The body's own text for the time when the column holds the same instant, else the column's."""
    try:
        text = str(json.loads(body).get("at"))
        return text if datetime.fromisoformat(text) == at else at.isoformat()
    except ValueError:
        return at.isoformat()


def verify_all(held: Iterable[Head] = ()) -> tuple[int, list[Fault]]:
    """(number of chains checked, first fault of each bad chain). Chains that only `held` knows count as cut off."""
    kept = list(held)
    current = {head.chain: head for head in heads()}
    chains = set(current) | {head.chain for head in kept}
    with connection.cursor() as cursor:
        cursor.execute("select distinct chain from audit_auditevent union select distinct chain from audit_auditlink")
        chains |= {row[0] for row in cursor.fetchall()}
    faults = [check_chain(chain, chain_events(chain), current.get(chain), kept) for chain in sorted(chains)]
    return len(chains), [fault for fault in faults if fault]
