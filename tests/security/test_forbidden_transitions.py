"""A record is put into every state of its table; then every page and every API call that names it is tried.

Whatever is sent, the record stays or goes where the table of states lets it go. The forms are filled as a browser would
fill them, from the pages themselves, so that what is refused is refused for the state and not for an empty field.
"""

import json
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from rumduol.access import cookie
from rumduol.cases import enums as cases
from rumduol.intake import enums as intake
from rumduol.integrity import enums as integrity
from rumduol.operations import enums as operations
from rumduol.referrals import enums as referrals
from rumduol.screening import enums as screening
from tests.architecture.published import SCHEMA
from tests.architecture.registry import OTHERS, THINGS, things_of
from tests.architecture.routes import routes
from tests.browsing import fill
from tests.conftest import connect_as, server_settings
from tests.world import HOUSE, INTEGRITY, INVESTIGATOR, POLICE_BOSS, WORKER, Key, World

DECIDED = {"concluded", "second_look", "reviewed"}


@dataclass(frozen=True)
class Lifecycle:
    """A table of states: where its rows are, which record of the world is used, and what a state brings with it."""

    table: str
    kind: str
    states: Any
    transitions: Any
    actors: tuple[Key, ...]
    room: str
    needs: dict[str, dict[str, str]] = field(default_factory=dict)
    rest: dict[str, str] = field(default_factory=dict)
    api: str = ""


ME = "'{me}'"
LIFECYCLES = {
    "report": Lifecycle(
        "intake_report", "report", intake.ReportStatus, intake.TRANSITIONS, (INVESTIGATOR,), "intake:",
        {
            "closed": {"closing_reason": "'done'", "closed_by_id": ME}, "joined": {"duplicate_of_id": "'{other}'"},
        },
        {"closing_reason": "''", "closed_by_id": "null", "duplicate_of_id": "null"}, "/reports/{report_id}",
    ),
    "screening": Lifecycle(
        "screening_screening", "screening", screening.ScreeningStatus, screening.TRANSITIONS, (INVESTIGATOR, POLICE_BOSS),
        "screening:",
        {
            state: {"outcome": "'no_indication'", "palermo": "'not_trafficking'", "domestic": "'none'", "decided_at": "now()",
                    "decided_by_id": ME}
            for state in DECIDED
        },
        {"outcome": "''", "palermo": "''", "domestic": "''", "decided_at": "null", "decided_by_id": "null"},
        "/screenings/{screening_id}",
    ),
    "referral": Lifecycle(
        "referrals_referral", "referral", referrals.ReferralStatus, referrals.TRANSITIONS, (WORKER, HOUSE), "referrals:",
        {
            "declined": {"decline_reason": "'full'"}, "completed": {"ended_at": "now()", "end_reason": "'done'"},
            "handed_back": {"ended_at": "now()", "end_reason": "'done'"},
            "draft": {"sent_at": "null", "sent_by_id": "null", "answer_due_at": "null"},
        },
        {}, "/referrals/{referral_id}",
    ),
    "case": Lifecycle(
        "cases_case", "case_closing", cases.CaseStatus, cases.TRANSITIONS, (WORKER,), "cases:",
        {"closed": {"closed_at": "now()", "closed_by_id": ME}}, {"closed_at": "null", "closed_by_id": "null"},
    ),
    "letter": Lifecycle(
        "integrity_complaint", "letter", integrity.ComplaintStatus, integrity.TRANSITIONS, (INTEGRITY,), "integrity:",
        {"referred": {"referred_to": "'prosecutor'"}}, {"referred_to": "''"},
    ),
    "visit": Lifecycle(
        "cases_visit", "visit", cases.VisitStatus, cases.VISIT_TRANSITIONS, (WORKER,), "cases:visit",
        {"done": {"safety": "'good'", "retrafficked": "'no'", "visited_on": "current_date", "by_id": ME}},
        {"visited_on": "null", "by_id": "null"},
    ),
    "operation": Lifecycle(
        "operations_operation", "operation_approved", operations.OperationStatus, operations.TRANSITIONS,
        (INVESTIGATOR, POLICE_BOSS), "operations:",
        {
            "draft": {"approved_by_id": "null", "approved_at": "null", "approved_version": "null"},
            "over": {"outcome": "'nobody_there'", "place": "'1801'", "ended_at": "now()"},
            "called_off": {"outcome": "'called_off'", "called_off_because": "'leak'", "ended_at": "now()"},
        },
        {"outcome": "''", "place": "''", "ended_at": "null", "called_off_because": "''", "approved_by_id": "'{boss}'",
         "approved_at": "now()", "approved_version": "1"},
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def open_world(copied: Any, peopled: Any) -> Iterator[World]:
    """The world in a copy of its database, where the test may change role to superuser and back."""
    made, of = peopled
    copied("states", of)
    connect_as(server_settings()["USER"], connection.settings_dict["NAME"])
    connection.settings_dict["PASSWORD"] = server_settings()["PASSWORD"]
    with transaction.atomic():
        _as("rumduol_app")
        yield made.again()
        transaction.set_rollback(True)


def _as(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("reset role" if role == "superuser" else f"set local role {role}")


@contextmanager
def in_state(world: World, life: Lifecycle, state: str) -> Iterator[None]:
    """The record stands in a state it was put into by force; everything is undone afterwards."""
    mark = transaction.savepoint()
    values = {**life.rest, **life.needs.get(state, {}), "status": f"'{state}'"}
    me, other = world.actor(life.actors[0]).person_id, world["report_other"]
    boss = world.actor(POLICE_BOSS).person_id
    changes = ", ".join(f"{name} = {value.format(me=me, other=other, boss=boss)}" for name, value in values.items())
    _as("superuser")
    with connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        cursor.execute(f"update {life.table} set {changes} where id = %s", [world[life.kind]])
        if life.kind == "case_closing" and state == "open":  # then nobody asks for its closure any more
            cursor.execute("update cases_closure set status = 'returned' where case_id = %s", [world[life.kind]])
        cursor.execute("set local session_replication_role = origin")
    _as("rumduol_app")
    try:
        yield
    finally:
        transaction.savepoint_rollback(mark)


@contextmanager
def tried() -> Iterator[None]:
    """Whatever is tried inside is undone: the next try begins in the same state."""
    mark = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(mark)


def status_of(world: World, life: Lifecycle) -> str:
    _as("superuser")
    with connection.cursor() as cursor:
        cursor.execute(f"select status from {life.table} where id = %s", [world[life.kind]])
        found = str(cursor.fetchone()[0])
    _as("rumduol_app")
    return found


def browser(world: World, key: Key) -> Client:
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie.to_cookie(world.member(key).secret)
    return client


def doors(life: Lifecycle) -> list[Any]:
    """Pages that change the record: of its room, naming it."""
    more = {
        "case_closing": ["case", "closure"], "screening": ["screening_looked"],
        "operation_approved": ["operation", "operation_over"],
    }  # fmt: skip
    kinds = {life.kind, *more.get(life.kind, [])}
    return [
        r for r in routes()
        if r.name.startswith(life.room) and "POST" in r.methods and r.takes_record and kinds & set(things_of(r).values())
    ]  # fmt: skip


def address(route: Any, world: World, life: Lifecycle) -> str:
    ids = {name: THINGS[kind].id(world) for name, kind in things_of(route).items()}
    names = {"visit": "visit_id", "case_closing": "case_id", "operation_approved": "operation_id"}
    main = names.get(life.kind, f"{life.kind}_id")
    ids |= {"case_id": world["case_closing"]} if life.kind in {"visit", "case_closing"} and "case_id" in ids else {}
    ids |= {main: world[life.kind]} if main in ids else {}
    return route.example(**OTHERS.get(route.name, {}), **ids)


# One press of a button that is two steps of the table, the first always being this one.
IN_TWO_STEPS = {"intake:triage": intake.ReportStatus.TRIAGED}


def allowed(life: Lifecycle, state: str, door: str) -> set[str]:
    """Where a record may be after one request: where it was, or where the table lets it go."""
    after = {state, *life.transitions[life.states(state)]}
    first = IN_TWO_STEPS.get(door)
    return after | set(life.transitions[first]) if first in after and first != state else after


@pytest.mark.parametrize("name", LIFECYCLES)
@pytest.mark.usefixtures("frame_known")
def test_no_page_leads_where_the_table_does_not(name: str, open_world: World) -> None:
    life, world = LIFECYCLES[name], open_world
    typed: dict[tuple[str, Key], dict[str, Any]] = {}
    routes_here = doors(life)
    assert routes_here
    for state in life.states.values:  # what the forms look like, in whichever state shows them
        with in_state(world, life, state):
            for key in life.actors:
                client = browser(world, key)
                for route in routes_here:
                    if (route.name, key) not in typed and "GET" in route.methods:
                        client.post(address(route, world, life), {"purpose": "own_work"})
                        page = client.get(address(route, world, life))
                        if page.status_code == 200 and page.content:
                            typed[route.name, key] = fill(page.content)
    wrong, moved = [], set()
    for state in life.states.values:
        with in_state(world, life, state):
            for key, route in product(life.actors, routes_here):
                with tried():
                    data = typed.get((route.name, key), {}) | {"purpose": "own_work"}
                    answer = browser(world, key).post(address(route, world, life), data)
                    after = status_of(world, life)
                if after != state:
                    moved.add((state, after))
                if answer.status_code >= 500 or after not in allowed(life, state, route.name):
                    wrong.append((route.name, state, after, answer.status_code))
    assert not wrong, wrong
    assert moved, "no page moved anything: the forms were not filled well enough to prove anything"


def _operations() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, method, operation | {"schemas": SCHEMA["components"]["schemas"]})
        for path, methods in SCHEMA["paths"].items()
        for method, operation in methods.items()
        if method == "post"
    ]


def _example(schema: dict[str, Any], schemas: dict[str, Any], name: str = "") -> Any:
    if "$ref" in schema:
        return _example(schemas[schema["$ref"].rpartition("/")[2]], schemas, name)
    for key in ("anyOf", "allOf", "oneOf"):
        if key in schema:
            return _example(schema[key][0], schemas, name)
    if schema.get("enum"):
        return schema["enum"][0]
    if "default" in schema and name not in {"reason"}:
        return schema["default"]
    kind = schema.get("type")
    if kind == "object":
        return {n: _example(s, schemas, n) for n, s in schema.get("properties", {}).items()}
    if kind == "array":
        return []
    if kind == "boolean":
        return True
    if kind == "integer":
        return 1
    if schema.get("format") == "uuid":
        return str(uuid.uuid4())
    if schema.get("format") in {"date", "date-time"}:
        return (timezone.now() + timedelta(days=5)).isoformat()[: 10 if schema["format"] == "date" else None]
    return WORDS.get(name, "x")


WORDS = {
    "urgency": "ordinary", "finding": "trafficking", "reason": "done", "outcome": "no_indication", "result": "found",
    "palermo": "not_trafficking", "domestic": "none", "asked_by": "colleague", "place": "1801",
}  # fmt: skip


@pytest.mark.parametrize("name", [name for name, life in LIFECYCLES.items() if life.api])
def test_no_call_of_the_api_leads_where_the_table_does_not(name: str, open_world: World) -> None:
    life, world = LIFECYCLES[name], open_world
    calls = [(p, o) for p, _m, o in _operations() if life.api in p]
    assert len(calls) > 4
    wrong, moved = [], set()
    for state in life.states.values:
        for key in life.actors:
            client = Client(
                raise_request_exception=False,
                headers={"authorization": f"Bearer {cookie.to_cookie(world.member(key).secret)}"},
            )
            for path, operation in calls:
                body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
                data = _example(body, operation["schemas"]) if body else {}
                target = re.sub(
                    r"\{\w+_id\}",
                    str(world["report_person"]),
                    path.replace(life.api.rpartition("/")[2], str(world[life.kind])),
                )
                with in_state(world, life, state):
                    answer = client.post(target, json.dumps(data), content_type="application/json")
                    after = status_of(world, life)
                if after != state:
                    moved.add((state, after))
                if answer.status_code >= 500 or after not in allowed(life, state, path):
                    wrong.append((path, state, after, answer.status_code))
    assert not wrong, wrong
    assert moved, "no call moved anything"


ENDED: dict[str, set[str]] = {
    name: {s for s in life.states.values if not life.transitions[life.states(s)]} for name, life in LIFECYCLES.items()
}


@pytest.mark.parametrize("name", [name for name, ended in ENDED.items() if ended])
def test_what_has_ended_stays_ended_and_says_so(name: str, open_world: World) -> None:
    """In a state without a way out a page answers 409, 404 or 403 to its own well-filled form, never a quiet yes."""
    life, world = LIFECYCLES[name], open_world
    for state in sorted(ENDED[name]):
        with in_state(world, life, state):
            key = life.actors[0]
            for route in doors(life):
                before = status_of(world, life)
                browser(world, key).post(address(route, world, life), {"purpose": "own_work"})
                assert status_of(world, life) == before, route.name
