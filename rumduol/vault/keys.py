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
from rumduol.access.types import Actor, Keyring
from rumduol.agencies import queries as agencies
from rumduol.agencies.enums import Role
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.shared.errors import InvalidInput, NotThere
from rumduol.vault import crypto
from rumduol.vault.enums import KeyKind, VaultEvent
from rumduol.vault.models import Key, KeyWrap, MemberKey, SectionWrap

MEMBER = b"rumduol member key"
CUSTODIANS, NEEDED = 5, 3


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


def live_key(office_id: UUID) -> Key:
    """The office's present key. Raises NotThere: the office can't receive anything sealed until a member signed in once."""
    key = Key.objects.filter(office_id=office_id, kind=KeyKind.OFFICE, retired=False).first()
    if key is None:
        raise NotThere(_("This office has no key yet: somebody of it must sign in first."))
    return key


def live_duty_key(agency_id: UUID) -> Key | None:
    """The agency's duty key, if its supervisors made one."""
    return Key.objects.filter(agency_id=agency_id, kind=KeyKind.DUTY, retired=False).first()


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
        _hand(key, private, by.person_id, by)
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


def _hand(key: Key, private: bytes, person_id: UUID, by: Actor) -> bool:
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
    members = [m for m in agencies.colleagues(by.office_id) if _works_with_files(m.role)]
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


def _works_with_files(role: str) -> bool:
    return Permission.KEYS_HAND_ON in permissions_of(Role(role))


def hand_on(*, person_id: UUID, by: Actor) -> int:
    """Give a colleague of the own office every office key the giver holds (and the duty key, between supervisors).

    Returns how many keys were handed. Raises NotThere when the colleague is not of this office or has no password yet.
    """
    check_may(by, Permission.KEYS_HAND_ON)
    roles = {
        m.role for m in agencies.colleagues(by.office_id) if m.person_id == person_id and _works_with_files(m.role)
    }
    if not roles:
        raise NotThere()
    handed = 0
    with transaction.atomic():
        for key in Key.objects.filter(id__in=list(by.keyring)):
            if key.kind == KeyKind.DUTY and Role.SUPERVISOR not in roles:
                continue
            if not _hand(key, by.keyring[key.id], person_id, by):
                raise NotThere(_("This colleague has not set a password yet."))
            handed += 1
        audit.record(VaultEvent.KEY_HANDED_ON, by=by, subject=Subject("person", person_id), detail={"keys": handed})
    return handed


def rotate(*, by: Actor) -> Key:
    """A new office key for everything written from now on; old keys stay to read old wraps until `rewrap` has moved them.

    All present members get the new key at once; people who left do not. The blind-index key is kept.
    """
    check_may(by, Permission.KEYS_ROTATE)
    with transaction.atomic():
        old = Key.objects.select_for_update().filter(office_id=by.office_id, kind=KeyKind.OFFICE, retired=False).first()
        if old is None or old.id not in by.keyring:
            raise NotThere(_("You do not hold the office key."))
        public, private = crypto.new_pair()
        index_key = crypto.unwrap(bytes(old.sealed_index_key or b""), by.keyring[old.id])
        Key.objects.filter(id=old.id).update(retired=True)
        new = Key(
            id=uuid4(), kind=KeyKind.OFFICE, office_id=by.office_id, version=old.version + 1, public=public,
            sealed_index_key=crypto.wrap(index_key, public),
        )  # fmt: skip
        Key.objects.bulk_create([new])
        present = {m.person_id for m in agencies.colleagues(by.office_id)}
        for person_id in KeyWrap.objects.filter(key=old, person_id__in=present).values_list("person_id", flat=True):
            _hand(new, private, person_id, by)
        audit.record(VaultEvent.KEY_ROTATED, by=by, subject=Subject("key", new.id), detail={"version": new.version})
    return new


def rewrap(*, by: Actor, limit: int = 1000) -> int:
    """Move up to `limit` of the office's wraps from retired keys to the present one. Returns how many; 0 = finished."""
    check_may(by, Permission.KEYS_ROTATE)
    new = live_key(by.office_id)
    moved = 0
    with transaction.atomic():
        rows = SectionWrap.objects.select_related("key").filter(office_id=by.office_id, key__retired=True)[:limit]
        for row in rows:
            if row.key_id not in by.keyring:
                continue
            row.sealed_key = crypto.wrap(
                crypto.unwrap(bytes(row.sealed_key), by.keyring[row.key_id]), bytes(new.public)
            )
            row.key = new
            row.save(update_fields=["sealed_key", "key"])
            moved += 1
    return moved


def left_to_rewrap(*, by: Actor) -> int:
    """How many of the office's wraps still wait under retired keys."""
    return SectionWrap.objects.filter(office_id=by.office_id, key__retired=True).count()


def custodian_shares(*, by: Actor) -> list[str]:
    """Five SLIP-39 word lists of which any three restore the office key. Shown once, one to each custodian organisation."""
    check_may(by, Permission.KEYS_ROTATE)
    from shamir_mnemonic import generate_mnemonics

    key = live_key(by.office_id)
    if key.id not in by.keyring:
        raise NotThere(_("You do not hold the office key."))
    shares = generate_mnemonics(1, [(NEEDED, CUSTODIANS)], by.keyring[key.id])[0]
    audit.record(
        VaultEvent.KEY_MADE, by=by, subject=Subject("key", key.id), detail={"custodians": CUSTODIANS, "needed": NEEDED}
    )
    return list(shares)


def recover(*, mnemonics: list[str], by: Actor) -> Key:
    """All members lost their keys: three custodians' words restore the office key for the acting person.

    Raises InvalidInput when fewer than three fit together or they belong to another key.
    """
    check_may(by, Permission.KEYS_ROTATE)
    from shamir_mnemonic import combine_mnemonics
    from shamir_mnemonic.utils import MnemonicError

    wrong = InvalidInput(
        errors={"words": [_("These words do not restore this office's key. Three different lists are needed.")]}
    )
    try:
        private = combine_mnemonics([" ".join(words.lower().split()) for words in mnemonics])
    except (MnemonicError, ValueError, KeyError, IndexError) as error:
        raise wrong from error
    key = live_key(by.office_id)
    if len(private) != 32 or crypto.public_of(private) != bytes(key.public):
        raise wrong
    with transaction.atomic():
        _hand(key, private, by.person_id, by)
        audit.record(VaultEvent.KEY_RECOVERED, by=by, subject=Subject("key", key.id))
    return key
