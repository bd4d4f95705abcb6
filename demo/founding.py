"""Agencies, offices, invented people and their keys, written with the owner's connection before anybody can sign in.

Used for the demo nation and for the small nation of the tests. Production never calls this: there one administrator is
founded, everybody else is invited, and keys are made by the people who will hold them.
"""

import hashlib
from dataclasses import dataclass, field
from uuid import UUID

from rumduol.access.models import Credential
from rumduol.access.types import OWN_KEY, Actor, Keyring
from rumduol.agencies.enums import AgencyKind, OfficeLevel, Role
from rumduol.agencies.models import Agency, Membership, Office, Person
from rumduol.vault import crypto, keys
from rumduol.vault.enums import KeyKind
from rumduol.vault.models import Key, KeyWrap, MemberKey

WITHOUT_KEYS = {Role.ADMINISTRATOR, Role.AUDITOR}


@dataclass(frozen=True, slots=True)
class Founded:
    """A founded person: who they are when they act, how they sign in, and their private key."""

    actor: Actor
    username: str
    office: str
    private: bytes = field(repr=False)


@dataclass
class Ground:
    """What has been founded so far. Private keys live only as long as this object."""

    password: str
    demo: bool = True
    # One salt for all: they share one password that everybody knows, so stretching it a hundred times hides nothing.
    salt: bytes = field(default_factory=lambda: seeded("salt")[: crypto.SALT_BYTES])
    halves: crypto.PasswordHalves | None = field(default=None, repr=False)
    agencies: dict[str, Agency] = field(default_factory=dict)
    offices: dict[str, Office] = field(default_factory=dict)
    people: dict[tuple[str, Role], Founded] = field(default_factory=dict)
    duty: dict[str, tuple[Key, bytes]] = field(default_factory=dict, repr=False)
    keys: dict[str, tuple[Key, bytes]] = field(default_factory=dict, repr=False)


def seeded(*parts: str) -> bytes:
    """32 bytes that depend only on their names: the demo nation is the same on every machine."""
    return hashlib.sha256("|".join(("rumduol demo", *parts)).encode()).digest()


def found_agency(
    ground: Ground, *, code: str, kind: AgencyKind, identifies: bool, name_km: str, name_en: str
) -> Agency:
    """An agency with its duty key."""
    row = Agency.objects.create(code=code, kind=kind, identifies=identifies, name_km=name_km, name_en=name_en)
    public, private = crypto.new_pair()
    ground.agencies[code] = row
    ground.duty[code] = (Key.objects.create(kind=KeyKind.DUTY, agency_id=row.id, public=public), private)
    return row


def found_office(
    ground: Ground, *, code: str, agency: str, level: OfficeLevel, name_km: str, name_en: str, parent: str = "",
    place: str = "", territory: tuple[str, ...] = (), answers: tuple[str, ...] = (), confidential: bool = False,
) -> Office:  # fmt: skip
    """An office with its key and blind-index key."""
    above = ground.offices.get(parent)
    row = Office.objects.create(
        agency=ground.agencies[agency], parent=above, above=[above.id, *above.above] if above else [], code=code,
        level=level, name_km=name_km, name_en=name_en, place=place, territory=list(territory), answers=list(answers),
        confidential=confidential,
    )  # fmt: skip
    public, private = crypto.new_pair()
    index_key = crypto.wrap(seeded("index", code), public)
    key = Key.objects.create(kind=KeyKind.OFFICE, office_id=row.id, public=public, sealed_index_key=index_key)
    ground.offices[code] = row
    ground.keys[code] = (key, private)
    return row


def found_person(
    ground: Ground, *, office: str, role: Role, name_km: str, name_latin: str, username: str = ""
) -> Founded:
    """An invented person in a role, with password, key pair and the keys of the office."""
    home = ground.offices[office]
    agency = home.agency
    username = username or f"{office}.{role}".replace("_", "-")
    person = Person.objects.create(username=username, name_km=name_km, name_latin=name_latin, demo=ground.demo)
    membership = Membership.objects.create(person=person, office=home, role=role)
    if ground.halves is None:
        ground.halves = keys.derive(ground.password, ground.salt)
    salt, halves = ground.salt, ground.halves
    public, private = crypto.new_pair()
    Credential.objects.create(person_id=person.id, salt=salt, verifier=hashlib.sha256(halves.auth_key).digest())
    locked = crypto.lock(private, halves.lock_key, keys.MEMBER)
    MemberKey.objects.create(person_id=person.id, public=public, locked_private=locked)
    held: list[tuple[Key, bytes]] = []
    if role not in WITHOUT_KEYS:
        held = [ground.keys[office]] + ([ground.duty[agency.code]] if role == Role.SUPERVISOR else [])
    ring: dict[UUID, bytes] = {OWN_KEY: private}
    for key, key_private in held:
        sealed = crypto.wrap(key_private, public)
        KeyWrap.objects.create(key=key, person_id=person.id, sealed_private=sealed)
        ring[key.id] = key_private
    actor = Actor(
        person_id=person.id, membership_id=membership.id, office_id=home.id, agency_id=agency.id,
        agency_kind=agency.kind, identifies=agency.identifies, role=role, reach=frozenset([home.id]), name_km=name_km,
        name_latin=name_latin, keyring=Keyring(ring),
    )  # fmt: skip
    ground.people[office, role] = Founded(actor, username, office, private)
    return ground.people[office, role]


def let_supervisors_reach(ground: Ground) -> None:
    """Supervisors see the offices below; call when all offices stand."""
    for founded in ground.people.values():
        if founded.actor.role == Role.SUPERVISOR:
            below = Office.objects.filter(above__contains=[founded.actor.office_id]).values_list("id", flat=True)
            object.__setattr__(founded.actor, "reach", frozenset([founded.actor.office_id, *below]))
