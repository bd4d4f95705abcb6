"""A big office for the benches: cases with sealed and indexed names, steps, alarms and reports, by COPY.

Row security lets nobody COPY into a walled table, so the superuser of the bench's own throwaway server does. What is
stored is what the application would have stored: the same keys, bindings, wraps and blind indexes.
"""

import json
import multiprocessing
import os
import random
import signal
import sys
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from launch.processes import dies_with_parent

OFFICE = "social_psh"
CHUNK = 2000
SURNAMES = "សុខ ចាន់ គឹម លី ហេង នួន ស៊ឹម ឡុង ម៉ៅ កែវ ប៉ែន ទេព មាស ឈឹម សៀង យិន ផាន់ ភួង ប្រាក់ ញឹម".split()  # noqa: SIM905
FIRST = "វិចិត្រ ពេជ្រ ដារា សំណាង បុប្ផា ធីតា រតនា មករា វណ្ណា ផល្លា ចិន្តា ស្រី គន្ធា នារី វាសនា កុសល សារិន ប៊ុន សុ ចន្ទ".split()  # noqa: SIM905
SECOND = "ភា ណា រិទ្ធ មុំ លក្ខណ៍ ធឿន ពៅ លីន រី ណេត នាង ហេង ផល រ័ត្ន សុភា ដា វី សាន ម៉ៅ ថា".split()  # noqa: SIM905
FOREIGN = "Nguyen Tran Pham Somchai Suda Wei Chen Zhang Malee Linh Huong Thi Lan Mai Anong Bao".split()  # noqa: SIM905
STEPS = (
    "identification", "crisis", "referral", "admission", "assessment", "planning", "reintegration", "follow_up",
    "feedback", "closure",
)  # fmt: skip


def invented(rng: random.Random) -> str:
    """Some 8,000 Khmer names and 15 % foreign ones, as uneven as names are: nobody's in particular."""
    if rng.random() < 0.15:
        return " ".join(rng.sample(FOREIGN, rng.choice([2, 3])))
    surname = SURNAMES[min(int(rng.expovariate(0.25)), len(SURNAMES) - 1)]
    return f"{surname} {rng.choice(FIRST)}{rng.choice(SECOND)}"


def found() -> Any:
    """The small nation of the tests, made by the owner."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection

    from config.database import from_url
    from tests.nation import build

    connection.settings_dict.update(from_url(os.environ["DATABASE_OWNER_URL"]))
    nation = build()
    connection.close()
    connection.settings_dict.update(settings.DATABASES["default"])
    return nation


def superuser() -> Any:
    import psycopg

    return psycopg.connect(os.environ["DATABASE_SUPERUSER_URL"], autocommit=True)


def two_processes() -> ProcessPoolExecutor:
    """Two cores to make keys and seal; they end when the bench does, however it ends."""
    end_with_us = dies_with_parent(signal.SIGKILL)
    return ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("fork"), initializer=end_with_us)


def copy_rows(into: Any, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """COPY rows of Python values into a table."""
    with into.cursor() as cursor, cursor.copy(f"copy {table} ({', '.join(columns)}) from stdin") as copy:
        for row in rows:
            copy.write_row(row)


@dataclass(frozen=True)
class Sealing:
    """The public halves and the index key with which an office's rows are made; no private key."""

    office_id: UUID
    office_key: tuple[UUID, bytes]
    duty_key: tuple[UUID, bytes]
    index_key: bytes


def sealing_of(member: Any) -> Sealing:
    """Read as the member, through the walls."""
    from django.db import connection

    from rumduol.access import cookie, database
    from rumduol.agencies import queries as agencies
    from rumduol.vault import keys
    from rumduol.vault.actions import index_key

    actor = member.actor
    with database.session(cookie.token_of(member.secret)):
        office, duty = keys.live_key(actor.office_id), keys.live_duty_key(agencies.agency_of(actor.office_id))
        made = Sealing(
            actor.office_id, (office.id, bytes(office.public)), (duty.id, bytes(duty.public)), index_key(actor)
        )
    connection.close()
    return made


_hashes: dict[str, list[int]] = {}


def name_hashes(key: bytes, name: str) -> list[int]:
    """The blind index of a name; many people share one, so it is made once a process."""
    from rumduol.names.keys import index_keys, pair_keys
    from rumduol.vault import crypto
    from rumduol.vault.search import NAME

    if name not in _hashes:
        _hashes[name] = crypto.blind(key, NAME, index_keys(name) | pair_keys(name))
    return _hashes[name]


def sealed_people(sealing: Sealing, first: int, count: int) -> list[tuple[Any, ...]]:
    """(case id, name, telephone, sections, wraps, name hashes, telephone hashes) of `count` invented people."""
    from rumduol.vault import crypto
    from rumduol.vault.search import EXACT

    rng = random.Random(first)
    made = []
    for _n in range(count):
        case_id, name, phone = uuid4(), invented(rng), f"+85512{rng.randrange(10**6):06}"
        sections, wraps = [], []
        for section, fields in (("identity", {"name": name}), ("contact", {"phone": phone})):
            data_key, section_id = os.urandom(32), uuid4()
            plain = json.dumps(fields, ensure_ascii=False, sort_keys=True).encode()
            nonce, text = crypto.encrypt(plain, data_key, crypto.binding("case", case_id, section, 1))
            sections.append((section_id, "case", case_id, sealing.office_id, section, 1, nonce, text))
            for (key_id, public), reader in ((sealing.office_key, sealing.office_id), (sealing.duty_key, None)):
                sealed_key = crypto.wrap(data_key, public)
                wraps.append((uuid4(), section_id, sealing.office_id, reader, key_id, sealed_key, None, None))
        exact = crypto.blind(sealing.index_key, EXACT, [phone])
        made.append((case_id, name, sections, wraps, name_hashes(sealing.index_key, name), exact))
    return made


def columns_of(model: Any, **values: Any) -> dict[str, Any]:
    """Column -> what the application would store, for a record of these values."""
    from django.db import connection

    row = model(**values)
    return {f.column: f.get_db_prep_save(getattr(row, f.attname), connection) for f in model._meta.concrete_fields}


def fill_cases(member: Any, wanted: int) -> list[tuple[UUID, str]]:
    """`wanted` cases in the member's office; (id, name) of each."""
    sealing, actor, rng = sealing_of(member), member.actor, random.Random(7)
    made: list[tuple[UUID, str]] = []
    began = time.monotonic()
    with superuser() as into, two_processes() as pool:
        starts = range(0, wanted, CHUNK)
        chunks = pool.map(
            sealed_people, [sealing] * len(starts), starts, [min(CHUNK, wanted - start) for start in starts]
        )
        for people in chunks:
            _copy_chunk(into, people, len(made), sealing, actor)
            made += [(case_id, name) for case_id, name, *_rest in people]
            print(f"\r{len(made):>7} cases, {time.monotonic() - began:.0f} s", end="", file=sys.stderr)
        print(file=sys.stderr)
        _fill_steps(into, actor)
        _fill_alarms(into, actor, made, rng)
        fill_reports(into, actor, max(wanted // 5, 50), rng)
        into.execute("vacuum analyze")
    return made


def _copy_chunk(into: Any, people: list[Any], first: int, sealing: Sealing, actor: Any) -> None:
    from django.utils import timezone

    from rumduol.cases.models import Case
    from rumduol.shared.dates import PartialDate, today

    now, rng = timezone.now(), random.Random(first)
    shape = columns_of(
        Case, number="", office_id=actor.office_id, opened_on=today(), opened_by_id=actor.person_id, source_kind="walk_in",
        standing="identified", standing_on=PartialDate.of(today()), standing_by_kind=actor.agency_kind, age_band="18-24",
        found_in="1801",
    )  # fmt: skip
    cases, numbers, blind = [], [], []
    for n, (case_id, _name, _sections, _wraps, hashes, exact) in enumerate(people, start=first):
        opened_on = today() - timedelta(days=rng.randrange(900))
        closed = rng.random() < 0.4
        cases.append(
            {**shape, "id": case_id, "number": f"K-26-{n:06}", "opened_on": opened_on, "sex": rng.choice(["female", "male"]),
             "worker_id": actor.person_id if rng.random() < 0.1 else uuid4(), "nationality": rng.choice(["KH", "VN", "TH"]),
             "status": "closed" if closed else "open", "closed_at": now if closed else None,
             "closed_by_id": actor.person_id if closed else None}
        )  # fmt: skip
        numbers.append((case_id, "case", f"K-26-{n:06}", actor.office_id))
        blind += [
            ("case", case_id, actor.office_id, "name", hashes),
            ("case", case_id, actor.office_id, "exact", exact),
        ]
    copy_rows(into, "cases_case", list(shape), (list(case.values()) for case in cases))
    copy_rows(into, "access_recordnumber", ["record_id", "kind", "number", "office_id"], numbers)
    copy_rows(
        into, "vault_sealedsection", ["id", "kind", "record_id", "office_id", "section", "version", "nonce", "ciphertext"],
        (section for person in people for section in person[2]),
    )  # fmt: skip
    copy_rows(
        into, "vault_sectionwrap",
        ["id", "section_id", "owner_office_id", "office_id", "key_id", "sealed_key", "until", "share_id"],
        (wrap for person in people for wrap in person[3]),
    )  # fmt: skip
    copy_rows(into, "vault_blindindex", ["kind", "record_id", "office_id", "field", "hashes"], blind)


def _fill_steps(into: Any, actor: Any) -> None:
    """Ten steps a case: an open one stands somewhere among them, three in a hundred late, three due today."""
    into.execute(
        """
        insert into cases_step (id, created_at, revision, office_id, case_id, step, status, started_at, due_at, latest_at,
                                done_at, done_by_id, not_needed)
        select gen_random_uuid(), now(), 0, c.office_id, c.id, s.step,
               case when s.n < c.stands then 'done' when s.n = c.stands then 'in_progress' else 'not_started' end,
               case when s.n <= c.stands then now() end,
               case when s.n = c.stands then now() + case when c.luck < 3 then interval '-2 days'
                    when c.luck < 6 then interval '10 minutes' else make_interval(days => 2 + c.luck) end end, null,
               case when s.n < c.stands then now() end, case when s.n < c.stands then %s end, ''
        from (select id, office_id, case when status = 'closed' then 11 else 1 + abs(hashtext(id::text)) %% 10 end stands,
                     abs(hashtext(number)) %% 100 luck from cases_case) c
             cross join unnest(%s::text[]) with ordinality s(step, n)
        """,
        [actor.person_id, list(STEPS)],
    )


def _fill_alarms(into: Any, actor: Any, cases: list[tuple[UUID, str]], rng: random.Random) -> None:
    from django.utils import timezone

    from rumduol.cases.models import Alarm
    from rumduol.shared.dates import PartialDate, today

    shape = columns_of(
        Alarm, office_id=actor.office_id, case_id=cases[0][0], kind="detained", happened_on=PartialDate.of(today()),
        raised_at=timezone.now(), raised_by_id=actor.person_id,
    )  # fmt: skip
    chosen = rng.sample(cases, max(len(cases) // 500, 1))
    rows = ({**shape, "id": uuid4(), "case_id": case_id} for case_id, _name in chosen)
    copy_rows(into, "cases_alarm", list(shape), (list(row.values()) for row in rows))


def fill_reports(into: Any, actor: Any, wanted: int, rng: random.Random) -> None:
    """Coded rows of reports in the office's queue: two in a hundred still live."""
    from django.utils import timezone

    from rumduol.intake.models import Report
    from rumduol.shared.dates import today

    now = timezone.now()
    shape = columns_of(
        Report, number="", office_id=actor.office_id, origin_office_id=actor.office_id, channel="phone", language="km",
        received_on=today(), received_part="morning", place="1801", men=2, girls=1, urgency="ordinary", due_at=now,
    )  # fmt: skip

    def row(n: int) -> list[Any]:
        live = rng.random() < 0.02
        values = {
            **shape, "id": uuid4(), "number": f"R-26-{n:06}", "due_at": now + timedelta(hours=rng.randrange(-48, 72)),
            "urgency": rng.choice(["danger", "child", "ordinary"]), "status": "received" if live else "closed",
            "closing_reason": "" if live else "done", "closed_by_id": None if live else actor.person_id,
        }  # fmt: skip
        return list(values.values())

    copy_rows(into, "intake_report", list(shape), (row(n) for n in range(wanted)))
