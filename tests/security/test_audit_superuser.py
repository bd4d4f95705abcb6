"""A database superuser edits, deletes, reorders, truncates, forges or recomputes the real log: each is found and named."""

import io
import json
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from rumduol.access import actions as access
from rumduol.access import cookie, database
from rumduol.audit import queries
from rumduol.audit.verify import Fault, Head, link_hash, sign_heads, start_of
from tests.conftest import connect_as, server_settings
from tests.nation import Nation

EVENTS = 12
TAMPERINGS = int(os.environ.get("RUMDUOL_TAMPERINGS", "150"))  # 10,000 before a release
TABLES = ("audit_auditevent", "audit_auditlink", "audit_audithead")


@pytest.fixture(scope="module")
def log(copied: Any) -> Nation:
    """Committed events of several agencies in a copy of the database; Django works there as the superuser from then on."""
    nation: Nation = copied("audit")
    for (_office, role), member in list(nation.members.items()):
        if role in {"case_worker", "investigator", "hotline_operator"}:
            for _n in range(EVENTS):
                with database.session(cookie.token_of(member.secret)):
                    access.give_purpose(kind="case", record_id=uuid4(), purpose="own_work", by=member.actor)
    connect_as(server_settings()["USER"], connection.settings_dict["NAME"])
    connection.settings_dict["PASSWORD"] = server_settings()["PASSWORD"]
    return nation


@contextmanager
def superuser() -> Iterator[Any]:
    """A cursor with every guard of the log switched off; nothing stays."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"alter table {table} disable trigger all")
        yield cursor
        transaction.set_rollback(True)


def chain(nation: Nation, agency: str = "social") -> list[tuple[int, UUID, str, bytes]]:
    """(sequence, event, body, hash) of one agency's chain."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select l.sequence, e.id, e.body, l.hash from audit_auditlink l join audit_auditevent e on e.id = l.event_id"
            " where l.chain = %s order by l.sequence",
            [nation.agencies[agency]],
        )
        return [(sequence, event, body, bytes(value)) for sequence, event, body, value in cursor.fetchall()]


def only_fault(held: list[Head] | None = None) -> Fault:
    chains, faults = queries.verify_all(held or [])
    assert chains > 2
    assert len(faults) == 1, faults
    return faults[0]


def test_the_untouched_log_is_whole(log: Nation) -> None:
    assert len(chain(log)) > EVENTS * 3
    chains, faults = queries.verify_all(queries.heads())
    assert chains > 2
    assert faults == []


@pytest.mark.parametrize("at", [1, 5, -1])
def test_an_edited_body_is_named(log: Nation, at: int) -> None:
    sequence, event, body, _hash = chain(log)[at]
    changed = json.dumps(json.loads(body) | {"event": "access.signed_out"}, sort_keys=True, separators=(",", ":"))
    with superuser() as cursor:
        cursor.execute(
            "update audit_auditevent set body = %s, event = 'access.signed_out' where id = %s", [changed, event]
        )
        fault = only_fault()
    assert (fault.sequence, fault.event_id) == (sequence, event)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("person_id", uuid4()), ("subject_id", uuid4()), ("event", "access.signed_out"), ("office_id", uuid4()),
        ("at", "2020-01-01T00:00:00Z"), ("subject_kind", "report"),
    ],
)  # fmt: skip
def test_an_edited_column_is_named_although_the_body_is_as_before(log: Nation, column: str, value: object) -> None:
    sequence, event, _body, _hash = chain(log)[3]
    with superuser() as cursor:
        cursor.execute(f"update audit_auditevent set {column} = %s where id = %s", [value, event])
        fault = only_fault()
    assert (fault.sequence, fault.event_id) == (sequence, event)
    assert column.removesuffix("_id").removeprefix("subject_") in fault.reason


@pytest.mark.parametrize("with_link", [False, True])
def test_a_deleted_event_is_named_with_its_link_or_without(log: Nation, with_link: bool) -> None:
    sequence, event, _body, _hash = chain(log)[4]
    with superuser() as cursor:
        cursor.execute("delete from audit_auditevent where id = %s", [event])
        if with_link:
            cursor.execute("delete from audit_auditlink where event_id = %s", [event])
        fault = only_fault()
    assert fault.sequence == sequence


def test_two_events_that_change_places_are_found(log: Nation) -> None:
    rows = chain(log)
    (first, one, *_), (second, other, *_) = rows[2], rows[7]
    with superuser() as cursor:
        cursor.execute("update audit_auditlink set sequence = -1 where event_id = %s", [one])
        cursor.execute("update audit_auditlink set sequence = %s where event_id = %s", [first, other])
        cursor.execute("update audit_auditlink set sequence = %s where event_id = %s", [second, one])
        fault = only_fault()
    assert (fault.sequence, fault.event_id) == (first, other)


def test_a_cut_end_is_found_by_the_head_and_by_heads_of_others(log: Nation) -> None:
    rows, held = chain(log), queries.heads()
    gone = [event for _s, event, _b, _h in rows[-4:]]
    last = rows[-5]
    with superuser() as cursor:
        cursor.execute("delete from audit_auditlink where event_id = any(%s)", [gone])
        cursor.execute("delete from audit_auditevent where id = any(%s)", [gone])
        fault = only_fault()
        assert fault.sequence == last[0] + 1
        cursor.execute(
            "update audit_audithead set sequence = %s, hash = %s where chain = %s",
            [last[0], last[3], log.agencies["social"]],
        )
        assert queries.verify_all()[1] == [], "whoever also mends the head is not seen from inside"
        fault = only_fault(held)
    assert fault.sequence == last[0] + 1
    assert "another agency" in fault.reason


def test_an_emptied_log_is_found_by_heads_of_others(log: Nation) -> None:
    held = queries.heads()
    with superuser() as cursor:
        cursor.execute("truncate audit_auditevent, audit_auditlink, audit_audithead")
        _chains, faults = queries.verify_all(held)
    assert {fault.chain for fault in faults} == {head.chain for head in held if head.sequence}
    assert all(fault.sequence == 1 for fault in faults)


@pytest.mark.parametrize("with_link", [False, True])
def test_a_forged_event_is_named(log: Nation, with_link: bool) -> None:
    """Put in by hand: without a link, or in place of another's link."""
    sequence, event, body, _hash = chain(log)[6]
    forged = uuid4()
    text = json.dumps(json.loads(body) | {"id": str(forged)}, sort_keys=True, separators=(",", ":"))
    with superuser() as cursor:
        cursor.execute(
            "insert into audit_auditevent (id, chain, at, event, person_id, office_id, subject_kind, subject_id, body)"
            " select %s, chain, at, event, person_id, office_id, subject_kind, subject_id, %s from audit_auditevent"
            " where id = %s",
            [forged, text, event],
        )
        if with_link:
            cursor.execute("update audit_auditlink set event_id = %s where event_id = %s", [forged, event])
        fault = only_fault()
    assert fault.event_id == forged
    if with_link:
        assert fault.sequence == sequence


def recompute(cursor: Any, agency: UUID) -> None:
    """What a superuser who has read our code does: every later link and the head made anew."""
    cursor.execute(
        "select l.sequence, e.id, e.body from audit_auditlink l join audit_auditevent e on e.id = l.event_id"
        " where l.chain = %s order by l.sequence",
        [agency],
    )
    previous = start_of(agency)
    at = 0
    for at, event, body in cursor.fetchall():
        previous = link_hash(previous, at, event, body)
        cursor.execute("update audit_auditlink set hash = %s where event_id = %s", [previous, event])
    cursor.execute("update audit_audithead set sequence = %s, hash = %s where chain = %s", [at, previous, agency])


def test_a_recomputed_chain_is_found_by_heads_of_others_and_only_by_them(log: Nation) -> None:
    held = queries.heads()
    sequence, event, body, _hash = chain(log)[5]
    changed = json.dumps(json.loads(body) | {"kind": "report"}, sort_keys=True, separators=(",", ":"))
    with superuser() as cursor:
        cursor.execute("update audit_auditevent set body = %s, subject_kind = 'report' where id = %s", [changed, event])
        recompute(cursor, log.agencies["social"])
        assert queries.verify_all()[1] == []
        fault = only_fault(held)
    assert fault.chain == log.agencies["social"]
    assert fault.sequence >= sequence
    assert "another agency holds a different head" in fault.reason


def _edit(cursor: Any, rng: random.Random, rows: list[Any]) -> None:
    _s, event, body, _h = rng.choice(rows)
    at = rng.randrange(len(body))
    letter = chr(33 + (ord(body[at]) - 33 + rng.randint(1, 90)) % 94)
    cursor.execute("update audit_auditevent set body = %s where id = %s", [body[:at] + letter + body[at + 1 :], event])


def _flip(cursor: Any, rng: random.Random, rows: list[Any]) -> None:
    _s, event, _b, value = rng.choice(rows)
    at = rng.randrange(256)
    flipped = (int.from_bytes(value, "big") ^ (1 << at)).to_bytes(32, "big")
    cursor.execute("update audit_auditlink set hash = %s where event_id = %s", [flipped, event])


def _drop(cursor: Any, rng: random.Random, rows: list[Any]) -> None:
    _s, event, *_ = rng.choice(rows)
    cursor.execute("delete from audit_auditevent where id = %s", [event])
    if rng.random() < 0.5:
        cursor.execute("delete from audit_auditlink where event_id = %s", [event])


def _swap(cursor: Any, rng: random.Random, rows: list[Any]) -> None:
    (_a, one, first, _h), (_b, other, second, _i) = rng.sample(rows, 2)
    cursor.execute("update audit_auditevent set body = %s where id = %s", [second, one])
    cursor.execute("update audit_auditevent set body = %s where id = %s", [first, other])


def _cut(cursor: Any, rng: random.Random, rows: list[Any]) -> None:
    gone = [event for _s, event, *_ in rows[-rng.randint(1, 9) :]]
    cursor.execute("delete from audit_auditlink where event_id = any(%s)", [gone])
    cursor.execute("delete from audit_auditevent where id = any(%s)", [gone])


@pytest.mark.parametrize("how", [_edit, _flip, _drop, _swap, _cut], ids=lambda f: f.__name__)
def test_random_tamperings_are_all_found(log: Nation, how: Callable[..., None]) -> None:
    rng = random.Random(f"{how.__name__}")
    missed = []
    for number in range(TAMPERINGS // 5):
        agency = rng.choice(["social", "police", "helpline"])
        rows = chain(log, agency)
        with superuser() as cursor:
            how(cursor, rng, rows)
            if not queries.verify_all()[1]:
                missed.append((how.__name__, number, agency))
    assert not missed


def test_the_command_names_the_event_and_fails(log: Nation, tmp_path: Path, capsys: Any) -> None:
    _sequence, event, _body, _hash = chain(log)[2]
    heads = tmp_path / "heads"
    heads.write_text("\n".join(sign_heads(queries.heads(), seed=settings.NODE_KEY, at="2026-01-01")))
    out, errors = io.StringIO(), io.StringIO()
    call_command("audit", "verify", "--heads", str(heads), stdout=out, stderr=errors)
    assert "0 bad" in out.getvalue()
    with superuser() as cursor:
        cursor.execute("update audit_auditevent set event = 'x' where id = %s", [event])
        with pytest.raises(SystemExit):
            call_command("audit", "verify", "--heads", str(heads), stdout=out, stderr=errors)
    assert str(event) in errors.getvalue()
