"""A small nation for tests: offices, invented people, their keys. Built once per test database, by its owner."""

import dataclasses
import hashlib
import uuid
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from demo import founding
from rumduol.access import cookie, database
from rumduol.access.models import Session
from rumduol.access.types import Actor
from rumduol.agencies.enums import AgencyKind, OfficeLevel, Role

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
    ("second_desk", AgencyKind.INTEGRITY, False),
    ("lotus", AgencyKind.NGO, False),
    ("harbour", AgencyKind.NGO, False),
    ("clinic", AgencyKind.HEALTH, False),
    ("justiceaid", AgencyKind.NGO, False),
    ("justicehelp", AgencyKind.NGO, False),
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
    ("court_kandal", "justice", None, "province", "08", ["08"], [], False, [R.PROSECUTOR, R.COURT_CLERK]),
    ("committee", "committee", None, "national", "12", [], [], False, [R.NATIONAL_COORDINATOR, R.ADMINISTRATOR]),
    ("statistics", "statistics", None, "national", "12", [], [], False, [R.STATISTICIAN, R.RELEASE_APPROVER]),
    ("integrity", "integrity", None, "national", "12", [], ["integrity"], False,
     [R.INTEGRITY_OFFICER, R.SUPERVISOR, R.AUDITOR, R.ADMINISTRATOR]),
    ("second_desk", "second_desk", None, "national", "12", [], ["integrity"], False, [R.INTEGRITY_OFFICER]),
    ("lotus_shelter", "lotus", None, "site", "", [], [], True, [R.SHELTER_WORKER, R.CASE_WORKER, R.SUPERVISOR]),
    ("harbour_shelter", "harbour", None, "site", "", [], [], True, [R.SHELTER_WORKER]),
    ("clinic_psh", "clinic", None, "site", "18", [], [], False, [R.CASE_WORKER]),
    ("justiceaid", "justiceaid", None, "site", "12", [], [], False, [R.LEGAL_AID_LAWYER]),
    ("justicehelp", "justicehelp", None, "site", "08", [], [], False, [R.LEGAL_AID_LAWYER]),
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

    def acting(self, office: str, role: Role) -> AbstractContextManager[None]:
        """A database session of that person."""
        return database.session(cookie.token_of(self.members[office, role].secret))


def build() -> Nation:
    """Insert the nation with the owner's connection and return handles to it."""
    ground = founding.Ground(PASSWORD, demo=False)
    for code, kind, identifies in AGENCIES:
        founding.found_agency(
            ground, code=code, kind=kind, identifies=identifies, name_km=f"ទីភ្នាក់ងារ {code}", name_en=f"Agency {code}"
        )
    for code, agency, parent, level, place, territory, answers, confidential, roles in OFFICES:
        founding.found_office(
            ground, code=code, agency=agency, parent=parent or "", level=OfficeLevel(level), place=place,
            territory=tuple(territory), answers=tuple(answers), confidential=confidential,
            name_km=f"ការិយាល័យ {code}", name_en=f"Office {code}",
        )  # fmt: skip
        for role in roles:
            founding.found_person(
                ground, office=code, role=role, name_km=f"បុគ្គលិក {code}", name_latin=f"Invented {code} {role}"
            )
    founding.let_supervisors_reach(ground)
    return Nation(
        offices={code: office.id for code, office in ground.offices.items()},
        agencies={code: agency.id for code, agency in ground.agencies.items()},
        members={key: _signed_in(founded) for key, founded in ground.people.items()},
    )


def _signed_in(founded: founding.Founded) -> Member:
    secret = founding.seeded("cookie", founded.username)
    now = timezone.now()
    session = Session.objects.create(
        token_hash=hashlib.sha256(cookie.token_of(secret)).digest(), person_id=founded.actor.person_id,
        membership_id=founded.actor.membership_id, started_at=now, seen_at=now + timedelta(hours=8),
        ends_at=now + timedelta(days=1), idle_minutes=600, confirmed=True,
        sealed_keyring=cookie.park(secret, founded.actor.keyring.to_bytes()),
    )  # fmt: skip
    actor = dataclasses.replace(founded.actor, session_id=session.id)
    return Member(actor, founded.username, secret, founded.private)


def link_chain_now() -> None:
    """Run the commit-time chaining of the log inside a test's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")
