"""A new key for an office or an agency's duty, and moving what was wrapped under the old one.

Rotation and moving are two steps: from the first on, whatever is written is out of reach of the old key; the second may take
a while in a large office, and nothing stops working meanwhile because present colleagues hold both keys.
"""

from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from rumduol.access.enums import Permission
from rumduol.access.policies import check_may
from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.agencies.enums import Role
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.shared.errors import NotThere
from rumduol.vault import crypto, keys
from rumduol.vault.enums import KeyKind, VaultEvent
from rumduol.vault.models import Key, KeyWrap, SectionWrap


def rotate(*, by: Actor, kind: KeyKind = KeyKind.OFFICE) -> Key:
    """A new key of the acting office (or its agency's duty key) for everything written from now on.

    Present members who held the old key get the new one at once and need not sign in again; people who left do not. The
    office's blind-index key is kept, so that search goes on. Raises NotThere when the caller does not hold the present key.
    """
    check_may(by, Permission.KEYS_ROTATE)
    whose = {"office_id": by.office_id} if kind == KeyKind.OFFICE else {"agency_id": by.agency_id}
    with transaction.atomic():
        old = Key.objects.select_for_update().filter(**whose, kind=kind, retired=False).first()
        if old is None or not keys.holds(by, old.id):
            raise NotThere(_("You do not hold the office key."))
        public, private = crypto.new_pair()
        sealed_index_key = None
        if old.sealed_index_key is not None:
            index_key = crypto.unwrap(bytes(old.sealed_index_key), by.keyring[old.id])
            sealed_index_key = crypto.wrap(index_key, public)
        Key.objects.filter(id=old.id).update(retired=True)
        new = Key(
            id=uuid4(), kind=kind, **whose, version=old.version + 1, public=public, sealed_index_key=sealed_index_key
        )
        Key.objects.bulk_create([new])
        held = KeyWrap.objects.filter(key=old, person_id__in=_entitled(kind, by)).values_list("person_id", flat=True)
        for person_id in held:
            keys.hand(new, private, person_id, by)
        by.keyring.learned = False  # there is something new to pick up
        audit.record(
            VaultEvent.KEY_ROTATED, by=by, subject=Subject("key", new.id), detail={"version": new.version, "kind": kind}
        )
    return new


def _entitled(kind: KeyKind, by: Actor) -> set[UUID]:
    """Who may hold such a key today: colleagues who work with files, or the agency's supervisors."""
    if kind == KeyKind.OFFICE:
        return {m.person_id for m in agencies.colleagues(by.office_id) if keys.works_with_files(m.role)}
    offices = agencies.agency_offices(by.agency_id)
    return {m.person_id for office in offices for m in agencies.colleagues(office.id) if m.role == Role.SUPERVISOR}


def rewrap(*, by: Actor, limit: int = 1000) -> int:
    """Move up to `limit` wraps from retired keys to the present ones. Returns how many; 0 = nothing left that one can move.

    These are what the office can open (its own and what others shared with it), and the duty wraps of what it owns. When
    nothing hangs on a retired key any more, the members' copies of it are destroyed.
    """
    check_may(by, Permission.KEYS_ROTATE)
    keys.learn(by)
    with transaction.atomic():
        moved = _move_office_wraps(by, limit)
        moved += _move_duty_wraps(by, limit - moved)
        with connection.cursor() as cursor:
            cursor.execute("select vault.forget_retired()")
        if moved:
            audit.record(
                VaultEvent.KEY_REWRAPPED, by=by, subject=Subject("office", by.office_id), detail={"wraps": moved}
            )
    return moved


def _move_office_wraps(by: Actor, limit: int) -> int:
    new = keys.live_key(by.office_id)
    rows = SectionWrap.objects.filter(office_id=by.office_id, key__retired=True, key_id__in=list(by.keyring))[:limit]
    moved = 0
    with connection.cursor() as cursor:
        for row in rows:
            data_key = crypto.unwrap(bytes(row.sealed_key), by.keyring[row.key_id])
            cursor.execute("select vault.move_wrap(%s, %s)", [row.id, crypto.wrap(data_key, bytes(new.public))])
            moved += cursor.fetchone()[0]
    return moved


def _move_duty_wraps(by: Actor, limit: int) -> int:
    """A member needs no duty key for this: the office's own wrap gives the data key, the new duty key's public half is public."""
    duty = keys.live_duty_key(by.agency_id)
    if duty is None or limit <= 0:
        return 0
    old = list(SectionWrap.objects.filter(owner_office_id=by.office_id, office_id=None, key__retired=True)[:limit])
    own = {
        row.section_id: row
        for row in SectionWrap.objects.filter(
            section__in=[row.section_id for row in old], office_id=by.office_id, key_id__in=list(by.keyring)
        )
    }
    moved = 0
    for row in old:
        if row.section_id in own:
            wrap = own[row.section_id]
            data_key = crypto.unwrap(bytes(wrap.sealed_key), by.keyring[wrap.key_id])
            moved += SectionWrap.objects.filter(id=row.id).update(
                key=duty, sealed_key=crypto.wrap(data_key, bytes(duty.public))
            )
    return moved


def left_to_rewrap(*, by: Actor) -> int:
    """How many wraps of the office, and duty wraps of what it owns, still wait under retired keys."""
    return (
        SectionWrap.objects.filter(office_id=by.office_id, key__retired=True).count()
        + SectionWrap.objects.filter(owner_office_id=by.office_id, office_id=None, key__retired=True).count()
    )


def worn(by: Actor) -> list[Key]:
    """Keys of the office, and for a supervisor of the agency, that somebody who left has held: they are to be renewed."""
    rows = Key.objects.filter(retired=False, worn_since__isnull=False)
    mine = list(rows.filter(office_id=by.office_id))
    duty = list(rows.filter(agency_id=by.agency_id)) if by.role == Role.SUPERVISOR else []
    return [*mine, *(row for row in duty if keys.holds(by, row.id))]
