"""Who is asking, what may they see: the reading side of the access room."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.utils import timezone

from rumduol.access import cookie, database, policies
from rumduol.access.models import BrokenGlass, Conflict, Share
from rumduol.access.types import Actor, Keyring
from rumduol.agencies.enums import Role
from rumduol.shared import rows
from rumduol.shared.errors import NotThere


@dataclass(frozen=True, slots=True)
class Pending:
    """Somebody whose password was right and who still owes the second factor, or has no role to act in."""

    person_id: UUID
    second_factor: bool
    confirmed: bool
    language: str
    name_km: str
    name_latin: str


def who_is_asking(secret: bytes) -> tuple[Actor | None, Pending | None]:
    """The actor of this session, or who is half-way through signing in. The transaction is theirs from here on.

    Also marks the session as seen. Asked anew by every request: who was disabled a moment ago is nobody now.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select session_id, person, membership, office, agency, role, reach, sealed_keyring, language, display_km,"
            " display_latin, confirmed, second_factor, agency_kind, identifies, office_km, office_en from access.enter(%s)",
            [database.remember(cookie.token_of(secret))],
        )
        row = cursor.fetchone()
    if row is None:
        return None, None
    (
        session,
        person,
        membership,
        office,
        agency,
        role,
        reach,
        parked,
        language,
        km,
        latin,
        confirmed,
        second,
        kind,
        identifies,
        office_km,
        office_en,
    ) = row
    if not confirmed or office is None:
        return None, Pending(person, bool(second), bool(confirmed), language, km, latin)
    ring = cookie.unpark(secret, bytes(parked)) if parked else None
    return (
        Actor(
            person_id=person, membership_id=membership, office_id=office, agency_id=agency, agency_kind=kind,
            identifies=identifies, role=Role(role), reach=frozenset(reach), language=language, name_km=km,
            name_latin=latin, office_km=office_km, office_en=office_en, session_id=session, second_factor=bool(second),
            keyring=Keyring.from_bytes(ring) if ring else Keyring(),
        ),
        None,
    )  # fmt: skip


def find_number(*, kind: str, number: str) -> tuple[UUID, UUID, UUID]:
    """(record, owner office, owner agency) of a record whose number the reader was told. Raises NotThere."""
    with connection.cursor() as cursor:
        cursor.execute("select record_id, office_id, agency_id from access.find_number(%s, %s)", [kind, number])
        row = cursor.fetchone()
    if row is None:
        raise NotThere()
    return row[0], row[1], row[2]


def live_shares_of(record_id: UUID) -> list[Share]:
    """Shares in force now."""
    return rows.rows(Share, "where t.record_id = %(id)s and t.ended_at is null and t.until > now()", {"id": record_id})


def broken_glass_of(record_id: UUID) -> list[BrokenGlass]:
    """Who looked without being asked: shown on the record for ever."""
    return rows.rows(BrokenGlass, "where t.record_id = %(id)s order by t.created_at desc", {"id": record_id})


def glass_to_confirm(by: Actor) -> list[BrokenGlass]:
    """Requests for whereabouts that this person may confirm as the second one: their office owns the record."""
    rows = BrokenGlass.objects.filter(
        owner_office_id=by.office_id, whereabouts=True, confirmed_at__isnull=True, until__gt=timezone.now()
    )
    return [row for row in rows if policies.can_confirm_glass(row, by) and not has_conflict(by, row.record_id)]


def has_conflict(by: Actor, record_id: UUID) -> bool:
    return bool(conflicts_among(by, [record_id]))


def conflicts_among(by: Actor, record_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these records that the reader is kept out of."""
    found = rows.values(
        "select record_id from access_conflict where person_id = %(person)s and record_id = any(%(ids)s) and ended_at is null",
        {"person": by.person_id, "ids": list(record_ids)},
    )
    return {record_id for (record_id,) in found}


def opened_to(by: Actor, kind: str) -> set[UUID]:
    """Records of other offices that are open to the reader now: shared with the acting office, or behind glass they broke."""
    with connection.cursor() as cursor:
        cursor.execute("select access.shared(%s) || access.broken_glass()", [kind])
        return set(cursor.fetchone()[0])


def purpose_today(by: Actor, record_id: UUID) -> str:
    """The purpose this person gave for this file today (Phnom Penh day); empty when not asked yet."""
    found = rows.values(
        "select purpose from access_purpose where person_id = %(person)s and record_id = %(id)s and day = %(day)s"
        " order by id limit 1",
        {"person": by.person_id, "id": record_id, "day": timezone.localdate()},
    )
    return str(found[0][0]) if found else ""


def my_broken_glass(by: Actor) -> list[BrokenGlass]:
    """What this person broke, newest first."""
    return list(BrokenGlass.objects.filter(person_id=by.person_id).order_by("-created_at")[:20])


def conflicts_to_see(by: Actor) -> list[Conflict]:
    """Live conflicts: one's own, and for a supervisor those of colleagues within the wall."""
    return list(Conflict.objects.filter(ended_at__isnull=True).order_by("-created_at")[:100])
