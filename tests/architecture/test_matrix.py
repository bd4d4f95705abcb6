"""Every address that names a record, for every role: one's own opens; a stranger's is the same as one that is not there.

The records are made by the offices of one province through the rooms' own actions. Then the same question to the
database alone, with the Python filter off.
"""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.messages.storage import default_storage
from django.db import connection, transaction
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import resolve

from rumduol.access import cookie, database
from rumduol.access.enums import permissions_of
from rumduol.agencies.enums import Role
from rumduol.intake.models import Report, ReportPerson
from rumduol.shared.errors import NotThere, RumduolError
from rumduol.vault.crypto import CannotOpen, unwrap
from rumduol.vault.enums import Section
from rumduol.vault.models import SectionWrap
from tests.architecture.registry import ARGUMENTS, OTHERS, READERS, ROUTES, THINGS, Thing, things_of
from tests.architecture.routes import Route, routes
from tests.nation import Member
from tests.world import INVESTIGATOR, POLICE_BOSS, TOUCHED, WORKER, World

NAMING = [route for route in routes() if route.takes_record]


def _is_guarded(route: Route) -> bool:
    """A route without a row is not tried: test_every_address_that_names_a_record_has_a_row names it."""
    try:
        return not route.public and not any(THINGS[kind].everybody for kind in things_of(route).values())
    except KeyError:
        return False


GUARDED = [route for route in NAMING if _is_guarded(route)]
NOWHERE = uuid.UUID("00000000-0000-4000-8000-00000000dead")
# What somebody would send who has seen the form: valid words for as many fields as one dictionary can hold.
TYPED = {
    "purpose": "own_work", "text": "x", "note": "x", "reason": "done", "status": "respected", "finding": "trafficking",
    "result": "found", "risk": "low", "kind": "meeting", "words": "x", "language": "km", "do": "disable", "confirm": "on",
    "urgency": "ordinary", "decision": "keep", "topic": "stay", "choice": "agrees", "because": "new_fact", "answer": "x",
    "agreed": "on", "message": "x", "outcome": "no_indication", "sections": "identity", "item": "urgent_needs",
}  # fmt: skip
FORM_RECORDS = {"referrals:unmet": {"referral": "referral_draft"}}
# Written at every request, whoever asks and whatever for.
ALWAYS_WRITTEN = {"audit_auditevent", "access_session"}
Answer = tuple[int, str, str]  # status, where it leads, what it says


def test_every_address_that_names_a_record_has_a_row():
    missing = []
    for route in NAMING:
        try:
            assert set(things_of(route).values()) <= set(THINGS)
        except KeyError as key:
            missing.append(f"{route.name}: {key}")
    assert not missing, f"add a row to tests/architecture/registry.py for {missing}"


def test_no_row_is_left_over():
    rooms = {route.name.partition(":")[0] for route in NAMING}
    used = {f"{r.name.partition(':')[0]}.{a}" for r in NAMING for a, e in r.arguments if isinstance(e, uuid.UUID)}
    assert set(ARGUMENTS) <= used, sorted(set(ARGUMENTS) - used)
    assert set(ROUTES) | set(OTHERS) <= {r.name for r in NAMING}, rooms


@contextmanager
def _undone() -> Iterator[None]:
    """Whatever happens inside leaves nothing behind for the next request."""
    mark = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(mark)


def _by_client(member: Member, method: str, address: str, more: dict[str, str]) -> Answer:
    """What comes back to this person's browser; undone."""
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie.to_cookie(member.secret)
    with _undone():
        response = client.get(address) if method == "GET" else client.post(address, TYPED | more)
    return response.status_code, response.headers.get("Location", ""), response.content.decode(errors="surrogateescape")


def _by_view(member: Member, method: str, address: str, more: dict[str, str]) -> Answer:
    """What the view answers once the middleware knows who asks; undone.

    Of a refusal: what its page is made of, which is the same for each refusal of that kind.
    """
    factory = RequestFactory()
    request = factory.get(address) if method == "GET" else factory.post(address, TYPED | more)
    request.actor, request.session_secret, request.pending = member.actor, member.secret, None
    request._messages = default_storage(request)
    view = resolve(address)
    with _undone(), database.session(cookie.token_of(member.secret)):
        try:
            response = view.func(request, *view.args, **view.kwargs)
        except (NotThere, Http404):
            return 404, "", ""
        except RumduolError as refused:
            return refused.status, "", f"{type(refused)} {vars(refused)}"
        return (
            response.status_code,
            response.headers.get("Location", ""),
            response.content.decode(errors="surrogateescape"),
        )


def _more(world: World, route: Route) -> dict[str, str]:
    """Records that a form of this page names."""
    return {field: str(world[kind]) for field, kind in FORM_RECORDS.get(route.name, {}).items()}


def _written() -> dict[str, int]:
    """Rows inserted, changed or deleted in this transaction by table, rolled back or not."""
    with connection.cursor() as cursor:
        # What pg_stat_xact_user_tables shows, in a fifth of its time.
        cursor.execute(
            "select relname, pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)"
            " + pg_stat_get_xact_tuples_deleted(oid) from pg_class where relkind = 'r' and oid >= 16384"
        )
        return {name: n for name, n in cursor.fetchall() if n and name not in ALWAYS_WRITTEN}


def _address(route: Route, ids: dict[str, uuid.UUID]) -> str:
    return route.example(**OTHERS.get(route.name, {}), **ids)


def _same(answer: Answer, *ids: uuid.UUID) -> Answer:
    """The answer without what differs by nature: the token and the id that was asked for."""
    status, target, body = answer
    body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", body)
    for one in ids:
        body, target = body.replace(str(one), "ID"), target.replace(str(one), "ID")
    return status, target, body


def _strangers(world: World, route: Route, owners: set[str]) -> list[Member]:
    """One of each role that may use the page (two supervisors, two case workers), strangers to the record."""
    own = {world.nation.offices[code] for code in owners}
    found: dict[str, list[Member]] = {}
    for (_office, role), member in world.nation.members.items():
        if route.permission in permissions_of(role) and not own & (member.actor.reach | {member.actor.office_id}):
            found.setdefault(role, []).append(member)
    more = [members[-1] for role, members in found.items() if role in {Role.SUPERVISOR, Role.CASE_WORKER}]
    return [members[0] for members in found.values()] + more


@pytest.mark.parametrize("route", GUARDED, ids=lambda r: r.name)
@pytest.mark.usefixtures("frame_known")
def test_a_strangers_record_is_the_same_as_none_and_nothing_is_written(route: Route, world: World):
    """Every stranger is answered by the view itself; one of them, another one for each route, goes the whole way there."""
    things = {name: THINGS[kind] for name, kind in things_of(route).items()}
    foreign = {name: thing.id(world) for name, thing in things.items()}
    missing = dict.fromkeys(things, NOWHERE)
    strangers = _strangers(world, route, {code for thing in things.values() for code in thing.owners})
    assert strangers or route.permission is None, "nobody to try it"
    more, before = _more(world, route), _written()
    for turn, member in enumerate(strangers):
        ways = [_by_view, _by_client] if turn == GUARDED.index(route) % len(strangers) else [_by_view]
        for way, method in product(ways, route.methods):
            there = way(member, method, _address(route, foreign), more)
            nowhere = way(member, method, _address(route, missing), more)
            who = (route.name, method, member.username)
            assert _written() == before, who
            assert _same(there, *foreign.values()) == _same(nowhere, NOWHERE), who
            assert there[0] not in {200, 302, 500}, (*who, there[0])


@pytest.mark.parametrize("route", GUARDED, ids=lambda r: r.name)
def test_whoever_should_see_it_does(route: Route, world: World):
    things: dict[str, Thing] = {name: THINGS[kind] for name, kind in things_of(route).items()}
    own = {name: thing.id(world) for name, thing in things.items()}
    readers = set.intersection(*({*thing.seen_by} for thing in things.values()))
    readers = set(READERS.get(route.name, readers)) & readers
    readers = {key for key in readers if route.permission in permissions_of(key[1])}
    assert readers, f"{route.name}: nobody of the rightful readers has {route.permission}"
    opened = []
    for key in sorted(readers):
        for method in route.methods:
            status, *_rest = _by_client(world.member(key), method, _address(route, own), _more(world, route))
            assert status < 500, (route.name, method, key, status)
            assert status != 404, (route.name, method, key)
            opened.append((key, method, status))
    assert any(status != 403 for _key, _method, status in opened), f"{route.name}: refused to everybody: {opened}"


# The same question to the database alone.

WALLED = [m for m in apps.get_models() if m.__module__.startswith("rumduol.") and hasattr(m, "Privacy")]
# Tables whose rows are meant for more than the office they belong to, each for a reason.
FOR_OTHERS = {
    "agencies_agency": "public", "agencies_office": "public", "agencies_person": "the staff directory",
    "agencies_membership": "the staff directory", "places_place": "public", "places_spelling": "public",
    "audit_auditlink": "hashes", "audit_audithead": "hashes", "facts_fact": "names nobody", "facts_ctdcperson": "public",
    "elsewhere_file": "public", "elsewhere_figure": "public", "elsewhere_suggestion": "public",
    "facts_ctdcfile": "public", "vault_key": "public halves", "vault_keywrap": "sealed to one person each",
    "vault_memberkey": "locked; public halves are needed to hand on", "directory_provider": "the directory",
    "directory_service": "the directory", "directory_audience": "the directory", "directory_agreement": "the directory",
    "directory_standardscheck": "the directory", "directory_helpcontact": "public help lines",
    "directory_contact": "how to reach a service; the police not that of a confidential house",
    "linkage_round": "names nobody: the office that matches, and national statistics",
    "linkage_part": "counts of a list: the office that matches, and national statistics",
    "audit_auditevent": "an agency's own auditor, and one's own events",
}  # fmt: skip
CLOSED = {
    "access_credential",
    "access_session",
    "access_recordnumber",
    "vault_namedtext",
    "linkage_cluster",
    "linkage_called",
}


def _rows(model: type, world: World) -> set[object]:
    """What those who made the world can see of a table, by primary key."""
    seen: set[object] = set()
    for (office, _role), member in world.nation.members.items():
        if office in TOUCHED:
            with database.session(cookie.token_of(member.secret)):
                seen |= set(model.objects.values_list("pk", flat=True))  # type: ignore[attr-defined]
    return seen


@pytest.fixture(scope="module")
def made(world: World) -> dict[type, set[object]]:
    """Of every table behind a wall: the rows that those who made the world can see."""
    models = [m for m in WALLED if m._meta.db_table not in FOR_OTHERS and m._meta.db_table not in CLOSED]
    return {model: _rows(model, world) for model in models}


def test_row_security_alone_hides_every_row_from_every_stranger(world: World, made: dict[type, set[object]]):
    """No view, no query, no policy in Python: the bare table, as every person of every office that was not touched."""
    full = {model._meta.db_table for model, rows in made.items() if rows}
    assert {
        "intake_report", "intake_message", "intake_note", "screening_screening", "screening_secondlook", "cases_case",
        "cases_note", "cases_visit", "referrals_referral", "referrals_consent", "vault_sealedsection", "vault_sectionwrap",
        "vault_blindindex", "vault_sealedbytes", "access_share", "access_conflict", "notices_notice",
    } <= full, "the world is too poor to prove anything"  # fmt: skip
    leaks = []
    for (office, role), member in world.nation.members.items():
        if office in TOUCHED:
            continue
        with database.session(cookie.token_of(member.secret)):
            for model, rows in made.items():
                foreign = model.objects.filter(pk__in=rows)  # type: ignore[attr-defined]
                if foreign.count():
                    leaks.append((model._meta.db_table, office, str(role), foreign.count()))
    assert not leaks, leaks


def test_row_security_alone_lets_no_stranger_change_or_delete(world: World, made: dict[type, set[object]]):
    one_per_role = {role: member for (office, role), member in world.nation.members.items() if office not in TOUCHED}
    changed = []
    for member in one_per_role.values():
        with database.session(cookie.token_of(member.secret)):
            for model, rows in made.items():
                table, key = model._meta.db_table, model._meta.pk.column  # type: ignore[union-attr]
                for sql in (
                    f"update {table} set {key} = {key} where {key} = any(%s)",
                    f"delete from {table} where {key} = any(%s)",
                ):
                    n = _affected(sql, list(rows))
                    if n:
                        changed.append((sql.split()[0], table, member.username, n))
    assert not changed, changed


def _affected(sql: str, keys: list[object]) -> int:
    """Rows that a statement would change; 0 when the right to try is not even granted."""
    if not keys:
        return 0
    table = sql.split()[2] if sql.startswith("delete") else sql.split()[1]
    with connection.cursor() as cursor:
        cursor.execute("select has_table_privilege(%s, %s)", [table, sql.split(maxsplit=1)[0]])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(sql, [keys])
        return int(cursor.rowcount)


def test_nobody_signed_out_sees_a_row(world: World):
    seen = []
    with database.session(None):
        for model in WALLED:
            table = model._meta.db_table
            if table in CLOSED or (table in FOR_OTHERS and FOR_OTHERS[table] != "the staff directory"):
                continue
            if model.objects.count():  # type: ignore[attr-defined]
                seen.append(table)
    assert not seen, seen


def test_a_conflict_of_interest_hides_every_part_of_a_report_in_the_database(world: World):
    """INVESTIGATOR declared a conflict in one of the office's own reports; the bare tables show nothing of it."""
    report_id = world["report_other"]
    with world.acting(INVESTIGATOR):
        seen = [
            model._meta.db_table for model in apps.get_app_config("intake").get_models()
            if any(f.name == "report" for f in model._meta.fields) and model.objects.filter(report_id=report_id).exists()
        ]  # fmt: skip
        assert Report.objects.filter(id=report_id).count() == 0
    assert not seen, seen
    with world.acting(POLICE_BOSS):  # a colleague still sees it
        assert ReportPerson.objects.filter(report_id=report_id).exists()


def test_encryption_alone_with_every_row_in_hand_a_strangers_keys_open_nothing(world: World):
    """A whole copy of the tables: no keyring of a stranger opens a wrap.

    One exception, and it is the point of broken glass: supervisors hold their own agency's duty key. It never opens
    where somebody is.
    """
    copied: dict[object, SectionWrap] = {}
    for (office, _role), member in world.nation.members.items():
        if office in TOUCHED:
            with database.session(cookie.token_of(member.secret)):
                copied |= {wrap.pk: wrap for wrap in SectionWrap.objects.select_related("key", "section")}
    assert len(copied) > 30
    assert not [w for w in copied.values() if w.office_id is None and w.section.section == Section.WHEREABOUTS]
    strangers = [m for (office, _r), m in world.nation.members.items() if office not in TOUCHED and m.actor.keyring]
    keys = {
        (key, member.actor.agency_id): private for member in strangers for key, private in member.actor.keyring.items()
    }
    assert len(keys) > 8
    opened = 0
    for wrap in copied.values():
        for (key, agency), private in keys.items():
            if wrap.office_id is None and key == wrap.key_id:
                assert wrap.key.agency_id == agency
                opened += 1
                continue
            with pytest.raises(CannotOpen):
                unwrap(bytes(wrap.sealed_key), private)
    assert opened, "the positive control: a duty key is among the strangers' keys"
    own = world.actor(WORKER).keyring
    mine = [wrap for wrap in copied.values() if wrap.key_id in own]
    assert len(mine) > 5
    assert all(len(unwrap(bytes(wrap.sealed_key), own[wrap.key_id])) == 32 for wrap in mine[:3])
