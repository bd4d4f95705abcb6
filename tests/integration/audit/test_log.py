"""The log can't be unwritten: not by the app, not by the owner, and a superuser is found out."""

import random
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import InternalError, ProgrammingError
from django.utils import timezone

from rumduol.access.enums import AccessEvent
from rumduol.agencies.enums import Role
from rumduol.audit import actions as audit
from rumduol.audit import queries
from rumduol.audit.actions import Subject
from rumduol.audit.models import AuditEvent
from rumduol.audit.verify import Head, LoggedEvent, check_chain, link_hash, public_key, read_heads, sign_heads, start_of
from tests.nation import link_chain_now

SEED = b"\x07" * 32


@pytest.fixture
def chained(actor_of, acting):
    """Twelve linked events of one agency, as the verifier reads them."""
    actor = actor_of("police_psh", Role.INVESTIGATOR)
    with acting(actor):
        for n in range(12):
            audit.record(AccessEvent.PURPOSE_GIVEN, by=actor, subject=Subject("case", uuid4()), detail={"n": n})
        link_chain_now()
    auditor = actor_of("police_national", Role.AUDITOR)
    with acting(auditor):
        events = list(queries.chain_events(actor.agency_id))
        head = next(head for head in queries.heads() if head.chain == actor.agency_id)
    return actor.agency_id, events, head


def test_a_chain_as_written_has_no_fault(chained):
    chain, events, head = chained
    assert len(events) >= 12
    assert check_chain(chain, events, head, [head]) is None


def test_nobody_changes_or_removes_an_event(chained, actor_of, acting):
    actor = actor_of("police_psh", Role.INVESTIGATOR)
    with acting(actor):
        mine = AuditEvent.objects.filter(person_id=actor.person_id)
        for attempt in (lambda: mine.update(event="x.y"), mine.delete):
            with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
                attempt()
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("truncate audit_auditevent")


def test_events_in_somebody_elses_name_are_refused(actor_of, acting):
    me, other = actor_of("police_psh", Role.INVESTIGATOR), actor_of("social_psh", Role.CASE_WORKER)
    with acting(me), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        audit.record(AccessEvent.PURPOSE_GIVEN, by=other)


def test_an_auditor_reads_the_own_agency_and_nobody_elses(chained, actor_of, acting):
    chain, _events, _head = chained
    for office, sees in (("police_national", True), ("social_national", False)):
        auditor = actor_of(office, Role.AUDITOR)
        with acting(auditor):
            assert AuditEvent.objects.filter(chain=chain).exists() is sees


def tamper(events: list[LoggedEvent], head: Head, how: str, at: int) -> tuple[list[LoggedEvent], Head | None]:
    """What a superuser could do to the tables, without recomputing what follows."""
    changed = list(events)
    one = changed[at]
    if how == "edit":
        body = one.body.replace('"kind":"case"', '"kind":"cafe"')
        changed[at] = LoggedEvent(one.id, one.chain, body, one.columns, one.sequence, one.hash)
    elif how == "edit column":
        changed[at] = LoggedEvent(
            one.id, one.chain, one.body, {**one.columns, "event": "other.event"}, one.sequence, one.hash
        )
    elif how == "delete":
        del changed[at]
    elif how == "unlink":
        changed[at] = LoggedEvent(one.id, one.chain, one.body, one.columns, None, None)
    elif how == "reorder":
        other = changed[at - 1]
        changed[at - 1] = LoggedEvent(one.id, one.chain, one.body, one.columns, other.sequence, other.hash)
        changed[at] = LoggedEvent(other.id, other.chain, other.body, other.columns, one.sequence, one.hash)
    elif how == "truncate":
        changed = changed[:at]
    elif how == "forge":
        changed.insert(at, LoggedEvent(uuid4(), one.chain, one.body, one.columns, one.sequence, one.hash))
    return changed, head


@pytest.mark.parametrize("how", ["edit", "edit column", "delete", "unlink", "reorder", "truncate", "forge"])
def test_every_tampering_is_found_wherever_it_is_done(chained, how):
    chain, events, head = chained
    for at in range(1, len(events)):
        changed, kept = tamper(events, head, how, at)
        fault = check_chain(chain, changed, kept)
        assert fault is not None, (how, at)
        assert fault.sequence <= at + 1, (how, at, fault)


def test_ten_thousand_random_tamperings_and_none_missed(chained):
    chain, events, head = chained
    rng = random.Random(20261121)
    ways = ["edit", "edit column", "delete", "unlink", "reorder", "truncate", "forge"]
    missed = 0
    for _n in range(10_000):
        changed, kept = tamper(events, head, rng.choice(ways), rng.randrange(1, len(events)))
        missed += check_chain(chain, changed, kept) is None
    assert missed == 0


def test_a_chain_recomputed_after_an_edit_is_found_from_the_head_another_agency_holds(chained):
    chain, events, head = chained
    forged, previous = [], start_of(chain)
    for event in events:
        body = event.body.replace('"n":3', '"n":4')
        previous = link_hash(previous, event.sequence or 0, event.id, body)
        forged.append(LoggedEvent(event.id, chain, body, event.columns, event.sequence, previous))
    rewritten = Head(chain, head.sequence, previous)
    assert check_chain(chain, forged, rewritten) is None  # by itself it looks right
    assert check_chain(chain, forged, rewritten, [head]) is not None


def test_heads_travel_signed(chained):
    _chain, _events, head = chained
    lines = list(sign_heads([head], seed=SEED, at="2026-01-01"))
    assert read_heads(lines, key=public_key(SEED)) == [head]
    with pytest.raises(ValueError, match="line 1"):
        read_heads([lines[0].replace(str(head.sequence), str(head.sequence + 1), 1)], key=public_key(SEED))
    with pytest.raises(ValueError, match="line 1"):
        read_heads(lines, key=public_key(b"\x08" * 32))


def test_an_anonymous_event_keeps_only_the_day(acting, actor_of):
    with acting(None):
        event_id = audit.record(AccessEvent.SIGN_IN_FAILED, by=None)
    with acting(actor_of("helpline", Role.AUDITOR)):
        at = timezone.localtime(AuditEvent.objects.get(id=event_id).at)
    assert (at.hour, at.minute, at.second, at.microsecond) == (0, 0, 0, 0)
