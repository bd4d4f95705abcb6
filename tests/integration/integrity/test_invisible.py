"""Promise C4: a letter about an official of office X does not exist for X, nor for anybody else but its named readers.

Every list, count, search, export, figure and programme interface of the site, for every role of the agency complained of
and for one of every role elsewhere, is asked twice: with the letter and without it. The answers are the same to the byte
(but for the token of a form), in status, headers and size.
"""

import re
import uuid
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from rumduol.access import cookie
from rumduol.access.enums import permissions_of
from rumduol.agencies.enums import Role
from rumduol.api.v1 import api
from rumduol.audit.models import AuditEvent
from rumduol.integrity.models import Complaint
from tests.architecture.routes import routes
from tests.integration.integrity.letters import CONTACT, OFFICER, OFFICIAL, about_police, send
from tests.nation import Member
from tests.world import World

# What a form carries is random at every look, and as long as ever.
CARRIED = re.compile(rb'(<input type="hidden" name="[a-z_]+" value=")([^"]*)')
RANDOM = {"signin:enrol": "a new secret at every look", "signin:profile": "a new challenge at every look"}
# The gazetteer, the code lists and the law are files that no record of anybody goes into.
FILES = ("places:", "terms:", "law:")
LISTS = [
    route for route in routes()
    if not route.takes_record and "GET" in route.methods and not route.name.startswith(FILES)
]  # fmt: skip
WAYS_OUT = {"web:leave", "signin:sign_out"}
INTERFACES = [
    f"/api/v1{path}" for prefix, router in api._routers for path, view in router.path_operations.items()
    for operation in view.operations if "GET" in operation.methods and "{" not in path
]  # fmt: skip


# Of other agencies: those who read the figures of the whole country, and the desk's own auditor. (The log, people and offices are read by the
# auditor and the administrator above the bureau.)
OVERSEERS = [
    ("committee", Role.NATIONAL_COORDINATOR), ("statistics", Role.STATISTICIAN), ("statistics", Role.RELEASE_APPROVER),
    ("integrity", Role.AUDITOR),
]  # fmt: skip


def watchers(world: World) -> list[Member]:
    """Everybody of the bureau, the leaders above it, and those who oversee the country."""
    above = {Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR}
    people = world.nation.members.items()
    bureau = [
        m for (office, role), m in people if office == "police_psh" or (office == "police_national" and role in above)
    ]
    return bureau + [world.member(key) for key in OVERSEERS]


def client_of(member: Member | None) -> Client:
    client = Client(raise_request_exception=False)
    if member is not None:
        client.cookies[settings.SESSION_COOKIE_NAME] = cookie.to_cookie(member.secret)
    return client


def seen(response: HttpResponse) -> tuple[int, bytes, tuple[tuple[str, str], ...]]:
    """Everything of an answer that somebody can look at, without the token of its form."""
    headers = tuple(sorted((k, v) for k, v in response.headers.items() if k != "Content-Security-Policy"))
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    masked = CARRIED.sub(lambda m: m[1] + str(len(m[2])).encode(), body)
    return response.status_code, masked, headers


def undone(ask: Any) -> Any:
    """Ask, and leave no trace of having asked for the next question."""
    mark = transaction.savepoint()
    try:
        return seen(ask())
    finally:
        transaction.savepoint_rollback(mark)


def everything(world: World, letter_number: str) -> Iterator[tuple[str, Any]]:
    """(what was asked by whom, the answer), for the whole site."""
    for member in watchers(world):
        client, allowed = client_of(member), permissions_of(member.actor.role)
        for route in LISTS:
            if route.name in WAYS_OUT | set(RANDOM) or (
                route.permission is not None and route.permission not in allowed
            ):
                continue
            if route.public and member.actor.role != Role.INVESTIGATOR:
                continue  # public pages know nobody: one signed-in person and one stranger ask them
            yield f"{member.username} {route.name}", undone(lambda c=client, r=route: c.get(r.example()))
        for asked in (letter_number, OFFICIAL, CONTACT, "12 555 019"):
            yield f"{member.username} search {asked}", undone(lambda c=client, a=asked: c.post("/search/", {"q": a}))
        token = {"authorization": f"Bearer {cookie.to_cookie(member.secret)}"}
        for address in INTERFACES if member.actor.role in {Role.SUPERVISOR, Role.STATISTICIAN} else ():
            yield f"{member.username} {address}", undone(lambda c=client, a=address, t=token: c.get(a, headers=t))
    for route in LISTS:
        if route.public:
            yield f"nobody {route.name}", undone(lambda r=route: client_of(None).get(r.example()))


def test_with_and_without_the_letter_every_answer_is_the_same(world: World) -> None:
    mark = transaction.savepoint()
    send(about_police(world.nation))
    with world.acting(OFFICER):
        row = Complaint.objects.latest("created_at", "number")
        number, letter = row.number, row.id
    with_it = dict(everything(world, number))
    stranger = client_of(world.member(("second_desk", Role.INTEGRITY_OFFICER)))
    asked_for = [reverse("integrity:complaint", args=[letter]), reverse("integrity:complaint", args=[uuid.uuid4()])]
    there, nowhere = (undone(lambda a=address: stranger.get(a)) for address in asked_for)
    assert (there[0], len(there[1]), there[2]) == (404, len(nowhere[1]), nowhere[2])
    transaction.savepoint_rollback(mark)
    without = dict(everything(world, number))
    assert set(with_it) == set(without)
    assert len(with_it) > 200, len(with_it)
    different = [asked for asked, answer in with_it.items() if answer != without[asked]]
    # The desk's own agency alone has it in its log: a code of a step, and no more.
    assert different == ["integrity.auditor access:log"]
    broken = [asked for asked, (status, _body, _headers) in with_it.items() if status >= 500]
    assert not broken, broken
    assert sum(status == 200 for status, _body, _headers in with_it.values()) > 150, "the watchers saw pages at all"


def test_the_reading_officer_is_the_control(world: World) -> None:
    """The comparison can see a letter: for its reader the list differs."""
    client = client_of(world.member(OFFICER))
    before = undone(lambda: client.get("/letters/"))
    mark = transaction.savepoint()
    send(about_police(world.nation))
    after = undone(lambda: client.get("/letters/"))
    transaction.savepoint_rollback(mark)
    assert before != after


def test_a_colleague_who_writes_leaves_nothing_behind(world: World) -> None:
    """Sent by a signed-in investigator from the bureau itself: no row of any table names them or their office."""
    member = world.member(("police_psh", Role.INVESTIGATOR))
    client = client_of(member)
    page = client.get("/km/")
    assert member.username.encode() not in page.content
    mark = transaction.savepoint()
    before, address, carried = _written(), "/km/letter/", ""
    for step, typed in {
        "about": {"service": "police", "province": "18"},
        "office": {"office": str(member.actor.office_id), "official": OFFICIAL},
        "what": {"conducts": "tip_off", "story": "x", "month": "", "record": ""},
        "you": {"contact": CONTACT},
    }.items():
        page = client.post(address, {"carried": carried, "step": step, "go": "next", **typed})
        carried = re.search(r'name="carried" value="([^"]*)"', page.content.decode()).group(1)  # type: ignore[union-attr]
    page = client.post(address, {"carried": carried, "step": "check", "go": "send"})
    assert b'class="code"' in page.content
    assert not page.cookies
    wrote = {name for name, n in _written().items() if n != before.get(name, 0)}
    assert wrote == {
        "integrity_complaint", "integrity_source", "integrity_reader", "vault_sealedsection", "vault_sectionwrap", "lock",
        "audit_auditevent",
    }  # fmt: skip
    with world.acting(OFFICER):
        letter = Complaint.objects.latest("created_at", "number")
        told = " ".join(AuditEvent.objects.filter(subject_id=letter.id).values_list("body", flat=True))
    with world.acting(("integrity", Role.AUDITOR)):
        (event,) = AuditEvent.objects.filter(event="integrity.received").exclude(subject_id=world["letter"])
        assert (event.person_id, event.office_id) == (None, None)
        told += event.body
    for name in (member.actor.person_id, member.actor.office_id, member.actor.agency_id):
        assert str(name) not in told
    with world.acting(("police_psh", Role.INVESTIGATOR)):
        assert not AuditEvent.objects.filter(event__startswith="integrity.").exists()
        assert not Complaint.objects.exists()
    transaction.savepoint_rollback(mark)


def _written() -> dict[str, int]:
    """Rows written in this transaction so far, by table."""
    with connection.cursor() as cursor:
        cursor.execute("select relname, n_tup_ins + n_tup_upd + n_tup_del from pg_stat_xact_user_tables")
        return {name: n for name, n in cursor.fetchall() if n}
