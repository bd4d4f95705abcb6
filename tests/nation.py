"""A small nation for tests: offices, invented people, their keys. Built once per test database, by its owner."""

import hashlib
import uuid
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from rumduol.access import cookie
from rumduol.access.models import Credential, Session
from rumduol.access.types import Actor, Keyring
from rumduol.agencies.enums import AgencyKind, OfficeLevel, Role
from rumduol.agencies.models import Agency, Membership, Office, Person
from rumduol.vault import crypto, keys
from rumduol.vault.enums import KeyKind
from rumduol.vault.models import Key, KeyWrap, MemberKey

PASSWORD = "correct horse rumduol"
R = Role
AGENCIES = [
    # code, kind, may formally identify
    ("helpline", AgencyKind.HELPLINE, False),
    ("police", AgencyKind.POLICE, True),
    ("social", AgencyKind.SOCIAL_AFFAIRS, True),
    ("foreign", AgencyKind.FOREIGN_AFFAIRS, True),
    ("immigration", AgencyKind.IMMIGRATION, True),
    ("labour", AgencyKind.LABOUR, False),
    ("justice", AgencyKind.JUSTICE, False),
    ("committee", AgencyKind.COMMITTEE, False),
    ("statistics", AgencyKind.STATISTICS, False),
    ("integrity", AgencyKind.INTEGRITY, False),
    ("lotus", AgencyKind.NGO, False),
    ("harbour", AgencyKind.NGO, False),
    ("clinic", AgencyKind.HEALTH, False),
    ("justiceaid", AgencyKind.NGO, False),
]
# code, agency, parent, level, place, territory, channels answered, confidential, roles
OFFICES = [
    ("helpline", "helpline", None, "national", "12", [], ["web", "phone", "message"], False,
     [R.HOTLINE_OPERATOR, R.SUPERVISOR, R.ADMINISTRATOR, R.AUDITOR]),
    ("police_national", "police", None, "national", "12", [], [], False,
     [R.INVESTIGATOR, R.SUPERVISOR, R.ADMINISTRATOR, R.AUDITOR]),
    ("police_psh", "police", "police_national", "province", "18", ["18"], [], False,
     [R.INVESTIGATOR, R.SCREENING_OFFICER, R.SUPERVISOR]),
    ("police_kandal", "police", "police_national", "province", "08", ["08"], [], False,
     [R.INVESTIGATOR, R.SCREENING_OFFICER, R.SUPERVISOR]),
    ("police_pp", "police", "police_national", "province", "12", ["12"], [], False, [R.INVESTIGATOR]),
    ("social_national", "social", None, "national", "12", [], [], False,
     [R.CASE_WORKER, R.SUPERVISOR, R.ADMINISTRATOR, R.AUDITOR]),
    ("social_psh", "social", "social_national", "province", "18", ["18"], [], False, [R.CASE_WORKER, R.SUPERVISOR]),
    ("social_kandal", "social", "social_national", "province", "08", ["08"], [], False, [R.CASE_WORKER, R.SUPERVISOR]),
    ("social_pp", "social", "social_national", "province", "12", ["12"], [], False, [R.CASE_WORKER, R.SUPERVISOR]),
    ("consulate_bkk", "foreign", None, "mission", "", [], ["embassy"], False, [R.CONSULAR_OFFICER]),
    ("immigration_poipet", "immigration", None, "province", "01", ["01"], ["patrol"], False,
     [R.IMMIGRATION_OFFICER, R.SCREENING_OFFICER]),
    ("labour_pp", "labour", None, "province", "12", ["12"], [], False, [R.LABOUR_INSPECTOR, R.RECRUITMENT_OFFICER]),
    ("court_pp", "justice", None, "province", "12", ["12"], [], False, [R.PROSECUTOR, R.COURT_CLERK]),
    ("committee", "committee", None, "national", "12", [], [], False, [R.NATIONAL_COORDINATOR, R.ADMINISTRATOR]),
    ("statistics", "statistics", None, "national", "12", [], [], False, [R.STATISTICIAN, R.RELEASE_APPROVER]),
    ("integrity", "integrity", None, "national", "12", [], [], False, [R.INTEGRITY_OFFICER]),
    ("lotus_shelter", "lotus", None, "site", "", [], [], True, [R.SHELTER_WORKER, R.CASE_WORKER, R.SUPERVISOR]),
    ("harbour_shelter", "harbour", None, "site", "", [], [], True, [R.SHELTER_WORKER]),
    ("clinic_psh", "clinic", None, "site", "18", [], [], False, [R.CASE_WORKER]),
    ("justiceaid", "justiceaid", None, "site", "12", [], [], False, [R.LEGAL_AID_LAWYER]),
]  # fmt: skip


@dataclass
class Member:
    """A test person in one role: their actor, their cookie's secret and their password."""

    actor: Actor
    username: str
    secret: bytes
    private: bytes = field(repr=False)
    password: str = PASSWORD


@dataclass
class Nation:
    offices: dict[str, uuid.UUID] = field(default_factory=dict)
    agencies: dict[str, uuid.UUID] = field(default_factory=dict)
    members: dict[tuple[str, Role], Member] = field(default_factory=dict)


def build() -> Nation:
    """Insert the nation with the owner's connection and return handles to it."""
    nation = Nation()
    duty: dict[str, tuple[Key, bytes]] = {}
    for code, kind, identifies in AGENCIES:
        row = Agency.objects.create(
            code=code, kind=kind, identifies=identifies, name_km=f"ទីភ្នាក់ងារ {code}", name_en=f"Agency {code}"
        )
        nation.agencies[code] = row.id
        public, private = crypto.new_pair()
        duty[code] = (Key.objects.create(kind=KeyKind.DUTY, agency_id=row.id, public=public), private)
    for code, agency, parent, level, place, territory, answers, confidential, roles in OFFICES:
        office = Office.objects.create(
            agency_id=nation.agencies[agency], parent_id=nation.offices.get(parent) if parent else None,
            above=[nation.offices[parent]] if parent else [], code=code, level=OfficeLevel(level), place=place,
            territory=territory, answers=answers, confidential=confidential, name_km=f"ការិយាល័យ {code}",
            name_en=f"Office {code}",
        )  # fmt: skip
        nation.offices[code] = office.id
        public, private = crypto.new_pair()
        index_key = hashlib.sha256(code.encode()).digest()
        key = Key.objects.create(
            kind=KeyKind.OFFICE, office_id=office.id, public=public, sealed_index_key=crypto.wrap(index_key, public)
        )
        for role in roles:
            _member(nation, code, agency, role, (key, private), duty[agency])
    for member in nation.members.values():  # supervisors reach the offices below
        if member.actor.role == Role.SUPERVISOR:
            below = Office.objects.filter(above__contains=[member.actor.office_id]).values_list("id", flat=True)
            object.__setattr__(member.actor, "reach", frozenset([member.actor.office_id, *below]))
    return nation


def _member(
    nation: Nation, code: str, agency: str, role: Role, office_key: tuple[Key, bytes], duty_key: tuple[Key, bytes]
) -> None:
    username = f"{code}.{role}".replace("_", "-")
    person = Person.objects.create(
        username=username, name_km=f"បុគ្គលិក {code}", name_latin=f"Invented {code} {role}", demo=True
    )
    membership = Membership.objects.create(person=person, office_id=nation.offices[code], role=role)
    salt = hashlib.sha256(username.encode()).digest()[: crypto.SALT_BYTES]
    halves = keys.derive(PASSWORD, salt)
    public, private = crypto.new_pair()
    Credential.objects.create(person_id=person.id, salt=salt, verifier=hashlib.sha256(halves.auth_key).digest())
    locked = crypto.lock(private, halves.lock_key, keys.MEMBER)
    MemberKey.objects.create(person_id=person.id, public=public, locked_private=locked)
    ring: dict[uuid.UUID, bytes] = {}
    if role not in {Role.ADMINISTRATOR, Role.AUDITOR}:
        for key, key_private in [office_key] + ([duty_key] if role == Role.SUPERVISOR else []):
            KeyWrap.objects.create(key=key, person_id=person.id, sealed_private=crypto.wrap(key_private, public))
            ring[key.id] = key_private
    secret = hashlib.sha256(f"cookie {username}".encode()).digest()
    keyring = Keyring(ring)
    session = Session.objects.create(
        token_hash=hashlib.sha256(cookie.token_of(secret)).digest(), person_id=person.id, membership_id=membership.id,
        started_at=timezone.now(), seen_at=timezone.now() + timedelta(hours=8),
        ends_at=timezone.now() + timedelta(days=1), idle_minutes=600, confirmed=True,
        sealed_keyring=cookie.park(secret, keyring.to_bytes()),
    )  # fmt: skip
    agency_row = Agency.objects.get(id=nation.agencies[agency])
    actor = Actor(
        person_id=person.id, membership_id=membership.id, office_id=nation.offices[code], agency_id=agency_row.id,
        agency_kind=agency_row.kind, identifies=agency_row.identifies, role=Role(role),
        reach=frozenset([nation.offices[code]]), name_km=person.name_km, name_latin=person.name_latin,
        session_id=session.id, keyring=keyring,
    )  # fmt: skip
    nation.members[code, Role(role)] = Member(actor, username, secret, private)


def link_chain_now() -> None:
    """Run the commit-time chaining of the log inside a test's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")
