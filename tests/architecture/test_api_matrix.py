"""Every operation of /api/v1 for every role: refused without the permission, one's own opens, a stranger's is as none.

Generated from the operations the API itself publishes; a record in an address without a row here fails the build.
"""

import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from rumduol.access import cookie
from rumduol.access.enums import Permission, permissions_of
from rumduol.api.v1 import api
from tests.architecture.published import SCHEMA
from tests.architecture.registry import THINGS, Thing
from tests.architecture.test_matrix import NOWHERE, _undone, _written
from tests.nation import Member
from tests.security.test_forbidden_transitions import _example
from tests.world import HOUSE, World

OFFICES: dict[str, str] = dict.fromkeys(["police_kandal"], str(NOWHERE))  # code -> id, filled from the nation
# Records by the name they have in an address or a body.
RECORDS = {
    "report_id": "report", "person_id": "report_person", "report_person_id": "report_person", "screening_id": "screening", "group_id": "group",
    "referral_id": "referral", "consent_id": "consent", "case_id": "case",
}  # fmt: skip
# Not records somebody may be a stranger to: offices and providers are in the directory.
FOR_ALL = {"to_office_id", "provider_id", "second_worker_id", "chosen_office_id", "place_id"}
KINDS = {"/screenings/{screening_id}/review": {"screening_id": "screening_looked"}}
# Operations of one side only.
READERS = {
    f"/referrals/{{referral_id}}/{name}": HOUSE
    for name in ("acceptance", "refusal", "admission", "completion", "hand-back")
}
# What an example made from the schema can't know.
TYPED = {"section": "journey", "to_office": "{police_kandal}"}
WITHOUT_AN_ACCOUNT = {("POST", "/session")}


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    permission: Permission | None
    schema: Any

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def body(self) -> Any:
        content = self.schema.get("requestBody", {}).get("content", {}).get("application/json", {})
        return _example(content["schema"], SCHEMA["components"]["schemas"]) if content else None

    @property
    def records(self) -> dict[str, Thing]:
        """name -> what stands behind it, in the address and in the body."""
        named = re.findall(r"\{(\w+)\}", self.path) + [
            n for n in (self.body or {}) if n.endswith("_id") and n not in FOR_ALL
        ]
        kinds = RECORDS | KINDS.get(self.path, {})
        return {name: THINGS[kinds[name]] for name in named if name in kinds}

    def send(self, member: Member | None, ids: dict[str, uuid.UUID]) -> HttpResponse:
        path, body = self.path, self.body
        for name, value in ids.items():
            path = path.replace("{" + name + "}", str(value))
            if isinstance(body, dict) and name in body:
                body[name] = str(value)
        for name in TYPED.keys() & (body or {}).keys():
            body[name] = TYPED[name].format(**OFFICES)
        path = re.sub(r"\{\w+\}", lambda m: "identity" if m[0] == "{section}" else str(NOWHERE), path)
        token = {"authorization": f"Bearer {cookie.to_cookie(member.secret)}"} if member else {}
        client = Client(raise_request_exception=False, headers=token)
        text = "" if body is None else json.dumps(body)
        return client.generic(self.method, f"/api/v1{path}", text, content_type="application/json")


def _operations() -> Iterator[Operation]:
    gates = {
        (method, f"{prefix}{path}".replace("uuid:", "").rstrip("/") or "/"): getattr(one.view_func, "permission", None)
        for prefix, router in api._routers for path, view in router.path_operations.items() for one in view.operations
        for method in one.methods
    }  # fmt: skip
    for path, methods in SCHEMA["paths"].items():
        short = path.removeprefix("/api/v1")
        for method, schema in methods.items():
            yield Operation(method.upper(), short, gates[method.upper(), short.rstrip("/") or "/"], schema)


OPERATIONS = list(_operations())
NAMING = [one for one in OPERATIONS if one.records]


def test_every_operation_has_a_gate_and_every_record_a_row() -> None:
    bare = [str(o) for o in OPERATIONS if o.permission is None and (o.method, o.path) not in WITHOUT_AN_ACCOUNT]
    assert not bare, f"add @needs(Permission...) to {bare}"
    unknown = {
        (str(o), name) for o in OPERATIONS for name in [*re.findall(r"\{(\w+_id)\}", o.path), *(o.body or {})]
        if name.endswith("_id") and name not in RECORDS and name not in FOR_ALL
    }  # fmt: skip
    assert not unknown, f"add a row to RECORDS or FOR_ALL for {unknown}"
    assert len(OPERATIONS) > 35
    assert len(NAMING) > 25


@pytest.mark.parametrize("one", [o for o in OPERATIONS if o.permission], ids=str)
def test_without_a_token_or_the_permission_it_is_refused_and_nothing_is_written(one: Operation, world: World) -> None:
    OFFICES.update({code: str(office) for code, office in world.nation.offices.items()})
    ids = {name: thing.id(world) for name, thing in one.records.items()}
    with _undone():
        assert one.send(None, ids).status_code == 401
    tried = set()
    for (_office, role), member in world.nation.members.items():
        if role in tried or one.permission in permissions_of(role):
            continue
        tried.add(role)
        with _undone():
            before = _written()
            answer = one.send(member, ids)
            assert _written() == before, (str(one), str(role))
        # a body of the wrong shape is refused before anybody looks who asks
        allowed = {403} if one.body is None else {403, 422}
        assert answer.status_code in allowed, (str(one), str(role), answer.status_code)
        assert answer.headers["Content-Type"].startswith("application/"), str(one)


def _strangers(world: World, one: Operation) -> list[Member]:
    """One of each role with the permission whose reach holds none of the records' offices."""
    own = {world.nation.offices[code] for thing in one.records.values() for code in thing.owners}
    found: dict[str, Member] = {}
    for (_office, role), member in world.nation.members.items():
        if one.permission in permissions_of(role) and not own & (member.actor.reach | {member.actor.office_id}):
            found.setdefault(role, member)
    return list(found.values())


@pytest.mark.parametrize("one", NAMING, ids=str)
def test_a_strangers_record_is_the_same_as_none_and_nothing_is_written(one: Operation, world: World) -> None:
    foreign = {name: thing.id(world) for name, thing in one.records.items()}
    strangers = _strangers(world, one)
    assert strangers, f"{one}: nobody to try it"
    for member in strangers:
        with _undone():
            before = _written()
            there = one.send(member, foreign)
            assert _written() == before, (str(one), member.username)
        with _undone():
            nowhere = one.send(member, dict.fromkeys(foreign, NOWHERE))
        assert (there.status_code, there.content) == (nowhere.status_code, nowhere.content), (str(one), member.username)
        assert there.status_code in {403, 404, 422}, (str(one), member.username, there.status_code)


@pytest.mark.parametrize("one", NAMING, ids=str)
def test_whoever_should_use_it_does(one: Operation, world: World) -> None:
    OFFICES.update({code: str(office) for code, office in world.nation.offices.items()})
    own = {name: thing.id(world) for name, thing in one.records.items()}
    readers = set.intersection(*({*thing.seen_by} for thing in one.records.values()))
    readers = {key for key in readers if one.permission in permissions_of(key[1])}
    if one.path in READERS:
        readers &= {READERS[one.path]}
    assert readers, f"{one}: nobody of the rightful readers has {one.permission}"
    statuses = []
    for key in sorted(readers):
        with _undone():
            answer = one.send(world.member(key), own)
        assert answer.status_code < 500, (str(one), key)
        assert answer.status_code != 404, (str(one), key, answer.content)
        statuses.append(answer.status_code)
    assert any(status != 403 for status in statuses), f"{one}: refused to everybody"
