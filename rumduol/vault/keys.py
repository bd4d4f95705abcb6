"""Which keys exist, who holds them, and how they pass from hand to hand."""

import hashlib
import os
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from rumduol.access.enums import Permission, permissions_of
from rumduol.access.policies import check_may, may
from rumduol.access.types import OWN_KEY, Actor, Keyring
from rumduol.agencies import queries as agencies
from rumduol.agencies.enums import Role
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.shared.errors import NotThere
from rumduol.vault import crypto
from rumduol.vault.enums import KeyKind, VaultEvent
from rumduol.vault.models import Key, KeyWrap, MemberKey

MEMBER = b"rumduol member key"


@dataclass(frozen=True, slots=True)
class NewMember:
    """What a new password makes: stored halves, and the private key for the sign-in that follows."""

    salt: bytes
    verifier: bytes
    public: bytes
    locked_private: bytes


def derive(password: str, salt: bytes) -> crypto.PasswordHalves:
    """Argon2id with the costs of this installation."""
    return crypto.derive(password, salt, operations=settings.ARGON2_OPS, memory=settings.ARGON2_MEMORY)


def new_member(password: str) -> NewMember:
    """A fresh key pair locked by a password."""

    salt = os.urandom(crypto.SALT_BYTES)
    halves = derive(password, salt)
    public, private = crypto.new_pair()
    return NewMember(
        salt, hashlib.sha256(halves.auth_key).digest(), public, crypto.lock(private, halves.lock_key, MEMBER)
    )


def my_private_key(lock_key: bytes) -> bytes | None:
    """The private half of the person half-way through signing in. None without a key pair. Raises CannotOpen."""
    with connection.cursor() as cursor:
        cursor.execute("select locked_private from vault.my_locked_keys()")
        row = cursor.fetchone()
    return crypto.unlock(bytes(row[0]), lock_key, MEMBER) if row else None


def relock(*, person_id: UUID, old_lock: bytes, new_lock: bytes) -> None:
    """The same private key under a new password. Raises CannotOpen."""
    row = MemberKey.objects.select_for_update().get(person_id=person_id)
    row.locked_private = crypto.lock(crypto.unlock(bytes(row.locked_private), old_lock, MEMBER), new_lock, MEMBER)
    row.save(update_fields=["locked_private"])


def open_keyring(private: bytes, *, office_id: UUID, agency_id: UUID) -> Keyring:
    """All office and duty keys that were handed to the person for this office."""
    with connection.cursor() as cursor:
        cursor.execute("select key_id, sealed_private from vault.my_wraps(%s, %s)", [office_id, agency_id])
        rows = cursor.fetchall()
    return Keyring({key_id: crypto.unwrap(bytes(sealed), private) for key_id, sealed in rows})


def holds(by: Actor, key_id: UUID) -> bool:
    """Whether the person can use a key now; what was handed to them since they signed in is picked up here."""
    return key_id in by.keyring or (learn(by) and key_id in by.keyring)


def learn(by: Actor) -> bool:
    """Open what was handed to this person after they signed in (a renewed key, a colleague's hand). True when there is more.

    Asked once per request: a colleague renews the office key and nobody has to sign in again to go on working.
    """
    own = by.keyring.get(OWN_KEY)
    if own is None or by.keyring.learned:
        return False
    by.keyring.learned = True
    return by.keyring.learn(open_keyring(own, office_id=by.office_id, agency_id=by.agency_id))


def live_key(office_id: UUID) -> Key:
    """The office's present key. Raises NotThere: the office can't receive anything sealed until a member signed in once."""
    key = Key.objects.filter(office_id=office_id, kind=KeyKind.OFFICE, retired=False).first()
    if key is None:
        raise NotThere(_("This office has no key yet: somebody of it must sign in first."))
    return key


def live_duty_key(agency_id: UUID) -> Key | None:
    """The agency's duty key, if its supervisors made one."""
    return Key.objects.filter(agency_id=agency_id, kind=KeyKind.DUTY, retired=False).first()


def holds_office_key(by: Actor) -> bool:
    """Whether the person can open what the office writes today."""
    key = Key.objects.filter(office_id=by.office_id, kind=KeyKind.OFFICE, retired=False).first()
    return key is not None and holds(by, key.id)


def holds_duty(by: Actor) -> bool:
    """Whether the person holds the agency's key for broken glass."""
    key = live_duty_key(by.agency_id)
    return key is not None and holds(by, key.id)


def make_key(*, kind: KeyKind, by: Actor) -> tuple[Key, bytes]:
    """The first key of the acting office (or agency), handed to its maker. Returns it with its private half."""
    public, private = crypto.new_pair()
    office = kind == KeyKind.OFFICE

    key = Key(
        id=uuid4(), kind=kind, office_id=by.office_id if office else None, agency_id=None if office else by.agency_id,
        public=public, sealed_index_key=crypto.wrap(os.urandom(32), public) if office else None,
    )  # fmt: skip
    with transaction.atomic():
        Key.objects.bulk_create([key])
        hand(key, private, by.person_id, by)
        audit.record(VaultEvent.KEY_MADE, by=by, subject=Subject("key", key.id), detail={"kind": kind})
    return key, private


def ensure_keys(by: Actor) -> Keyring:
    """Make the office's key when it has none (and the agency's duty key, for a supervisor). Returns what is new."""
    made: dict[UUID, bytes] = {}
    if not may(by, Permission.KEYS_HAND_ON):
        return Keyring()
    if not Key.objects.filter(office_id=by.office_id, kind=KeyKind.OFFICE).exists():
        key, private = make_key(kind=KeyKind.OFFICE, by=by)
        made[key.id] = private
    if by.role == Role.SUPERVISOR and not Key.objects.filter(agency_id=by.agency_id, kind=KeyKind.DUTY).exists():
        key, private = make_key(kind=KeyKind.DUTY, by=by)
        made[key.id] = private
    return Keyring(made)


def public_halves(people: list[UUID]) -> dict[UUID, bytes]:
    """Public keys of colleagues who have set a password; their locked private halves are theirs alone."""
    with connection.cursor() as cursor:
        cursor.execute("select person, public from vault.public_halves(%s)", [people])
        return {person: bytes(public) for person, public in cursor.fetchall()}


def hand(key: Key, private: bytes, person_id: UUID, by: Actor) -> bool:
    """Lock a key's private half for one person. False when they have no key pair of their own yet."""
    public = public_halves([person_id]).get(person_id)
    if public is None:
        return False
    KeyWrap.objects.get_or_create(
        key=key, person_id=person_id,
        defaults={"sealed_private": crypto.wrap(private, public), "handed_by_id": by.person_id},
    )  # fmt: skip
    return True


@dataclass(frozen=True, slots=True)
class Waiting:
    """A colleague who can't open the office's files yet. `ready` when they have set their password."""

    person_id: UUID
    name_km: str
    name_latin: str
    role: Role
    ready: bool


def waiting_for_keys(by: Actor) -> list[Waiting]:
    """Colleagues of the own office whose role works with files and who lack its present key."""
    key = Key.objects.filter(office_id=by.office_id, kind=KeyKind.OFFICE, retired=False).first()
    if key is None:
        return []
    members = [m for m in agencies.colleagues(by.office_id) if works_with_files(m.role)]
    have = set(KeyWrap.objects.filter(key=key).values_list("person_id", flat=True))
    ready = set(public_halves([m.person_id for m in members]))
    seen: set[UUID] = set()
    rows = []
    for member in members:
        if member.person_id not in have and member.person_id not in seen:
            seen.add(member.person_id)
            who = member.person
            rows.append(Waiting(who.id, who.name_km, who.name_latin, Role(member.role), who.id in ready))
    return rows


def works_with_files(role: str) -> bool:
    """Roles that hold the office key. The database repeats this list (vault.without_keys); a test compares the two."""
    return Permission.KEYS_HAND_ON in permissions_of(Role(role))


def hand_on(*, person_id: UUID, by: Actor) -> int:
    """Give a colleague of the own office every office key the giver holds (and the duty key, between supervisors).

    Returns how many keys were handed. Raises NotThere when the colleague is not of this office or has no password yet.
    """
    check_may(by, Permission.KEYS_HAND_ON)
    roles = {m.role for m in agencies.colleagues(by.office_id) if m.person_id == person_id and works_with_files(m.role)}
    if not roles:
        raise NotThere()
    learn(by)
    handed = 0
    with transaction.atomic():
        for key in Key.objects.filter(id__in=list(by.keyring)):
            if key.kind == KeyKind.DUTY and Role.SUPERVISOR not in roles:
                continue
            if not hand(key, by.keyring[key.id], person_id, by):
                raise NotThere(_("This colleague has not set a password yet."))
            handed += 1
        audit.record(VaultEvent.KEY_HANDED_ON, by=by, subject=Subject("person", person_id), detail={"keys": handed})
    return handed
