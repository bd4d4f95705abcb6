"""The test database is made by its owner and used by the app role, with row security on, as in production."""

import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from psycopg import sql

from config.database import from_url
from rumduol.access import cookie, database
from rumduol.access.types import Actor
from rumduol.agencies.enums import Role
from rumduol.places.models import Place
from rumduol.web import context as frame
from tests.nation import Member, Nation, build

# How fast inputs are drawn says something about the machine and nothing about the code.
# On CI the same inputs are drawn every time, so that a change is judged by itself; everywhere else new ones are.
hypothesis_settings.register_profile(
    "rumduol", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=bool(os.environ.get("CI"))
)
hypothesis_settings.load_profile("rumduol")

# The browser of the functional tests keeps an event loop in this thread; none of our code runs on it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


# While thousands of tests are collected nothing becomes garbage, and what was collected stays to the end.
gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


# What takes long is begun first, or one worker tells a story to the end while the other has nothing left to do. The first
# of two workers begins with what drives other processes (browsers, servers), the second with what keeps it busy itself.
BEGUN_FIRST = (
    (
        "tests/functional/test_story", "tests/integration/launch", "tests/integration/demo", "tests/functional",
        "tests/integration/test_migrations",
    ),
    ("tests/security", "tests/architecture", "tests/integration/integrity", "tests/integration/web"),
)  # fmt: skip


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest at the head of each worker's half; whoever is done first takes over from the end of the other's."""
    if os.environ.get("PYTEST_XDIST_WORKER_COUNT") != "2":
        return
    heads: tuple[list[pytest.Item], ...] = ([], [])
    rest = []
    for item in items:
        begun = [at for at, starts in enumerate(BEGUN_FIRST) if item.nodeid.startswith(starts)]
        (heads[begun[0]] if begun else rest).append(item)
    for head, starts in zip(heads, BEGUN_FIRST, strict=True):
        head.sort(key=lambda item: next(at for at, start in enumerate(starts) if item.nodeid.startswith(start)))
    first = max(0, len(items) // 2 - len(heads[0]))
    items[:] = heads[0] + rest[:first] + heads[1] + rest[first:]


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Say at once what failed: whoever watches a long run, or reads one that was cut off, needs no summary for it."""
    if report.failed and "PYTEST_XDIST_WORKER" not in os.environ:
        sys.stderr.write(f"\nfailed ({report.when}): {report.nodeid}\n{report.longreprtext[-2000:]}\n")


SUPERUSER_URL = os.environ.get("RUMDUOL_TEST_OWNER_URL", "postgresql://postgres@127.0.0.1:5499/postgres")
PASSWORD = "test"
_built: dict[str, Nation] = {}


def server_settings() -> dict[str, Any]:
    """Host, port and superuser of the server under test."""
    return from_url(SUPERUSER_URL)


def superuser_connection(name: str, **options: Any) -> "psycopg.Connection[Any]":
    """A superuser's connection to a database of the server under test."""
    server = server_settings()
    return psycopg.connect(
        host=server["HOST"] or None, port=server["PORT"] or None, user=server["USER"],
        password=server["PASSWORD"] or None, dbname=name, **options,
    )  # fmt: skip


def connect_as(user: str, name: str) -> None:
    """Point Django's connection at a database of the server under test, as one of the two roles."""
    connection.close()
    server = server_settings()
    connection.settings_dict.update(
        {
            "HOST": server["HOST"],
            "PORT": server["PORT"],
            "USER": user,
            "PASSWORD": PASSWORD,
            "NAME": name,
            "OPTIONS": {**settings.DATABASES["default"]["OPTIONS"]},
        }
    )


def database_name() -> str:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    return settings.DATABASES["default"]["TEST"]["NAME"] + (f"_{worker}" if worker else "")


def drop_database(name: str) -> None:
    with superuser_connection(server_settings()["NAME"], autocommit=True) as server:
        server.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def copy_database(name: str, template: str) -> None:
    """A new database `name` of the owner; one of that name goes. Nobody may be connected to the template."""
    drop_database(name)
    statement = sql.SQL("create database {} owner rumduol_owner template {}")
    with superuser_connection(server_settings()["NAME"], autocommit=True) as server:
        server.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))


def make_roles(cursor: "psycopg.Cursor[Any]") -> None:
    """The two roles of an installation, should the server not have them yet (another worker may be first)."""
    for role in ("rumduol_owner", "rumduol_app"):
        cursor.execute("select 1 from pg_roles where rolname = %s", [role])
        if cursor.fetchone() is None:
            with suppress(psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
                cursor.execute(f"create role {role} login nosuperuser nobypassrls password '{PASSWORD}'")
    with suppress(psycopg.errors.InternalError):
        cursor.execute("grant rumduol_app to rumduol_owner")


def migrated(name: str) -> None:
    """A new database `name` with all tables and places, but for the nation."""
    copy_database(name, os.environ.get("RUMDUOL_TEST_TEMPLATE", "template1"))  # tables and places save half a minute
    connect_as("rumduol_owner", name)
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    if not Place.objects.exists():
        call_command("load_places", verbosity=0)


def ready_name() -> str:
    return settings.DATABASES["default"]["TEST"]["NAME"] + "_ready"


def migrated_for_all(run: str) -> str:
    """The database that all workers of this run copy; whoever comes first makes it, the others wait."""
    name = ready_name()
    with superuser_connection(server_settings()["NAME"], autocommit=True) as server:
        server.execute("select pg_advisory_lock(hashtext(%s))", [name])
        made_by = server.execute(
            "select shobj_description(oid, 'pg_database') from pg_database where datname = %s", [name]
        ).fetchone()
        if made_by != (run,):  # none, or one that an interrupted run has left
            migrated(name)
            connection.close()
            server.execute(sql.SQL("comment on database {} is {}").format(sql.Identifier(name), run))
    return name


def pytest_sessionfinish(session: pytest.Session) -> None:
    """After all workers: nobody copies any more."""
    if getattr(session.config.option, "numprocesses", None) and "PYTEST_XDIST_WORKER" not in os.environ:
        with suppress(psycopg.OperationalError):  # no server, no test that asked for one
            drop_database(ready_name())


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """Create the database as its owner, migrate, load places, build the nation; then become the app role."""
    name, run = database_name(), os.environ.get("PYTEST_XDIST_TESTRUNUID")
    with superuser_connection(server_settings()["NAME"], autocommit=True) as server, server.cursor() as cursor:
        make_roles(cursor)
    with django_db_blocker.unblock():
        if run:
            copy_database(name, migrated_for_all(run))
            connect_as("rumduol_owner", name)
        else:
            migrated(name)
        _built["nation"] = build()
        connect_as("rumduol_app", name)
    yield
    with django_db_blocker.unblock():
        connections.close_all()
    drop_database(name)


@pytest.fixture
def nation(db: None) -> Nation:
    """Offices and people by code and role: `nation.offices["police_psh"]`."""
    return _built["nation"]


@pytest.fixture(scope="module")
def ground(django_db_setup: None, django_db_blocker: Any) -> Iterator[Nation]:
    """For what a module makes once for all of its tests: a transaction that is rolled back after the last of them.

    Tests that ask for `db` or `nation` work in a savepoint inside it. Whoever writes here calls `link_chain_now`, or
    each test links the same events anew.
    """
    with django_db_blocker.unblock():
        with translation.override("km"), transaction.atomic():
            yield _built["nation"]
            transaction.set_rollback(True)
        connection.close()


@pytest.fixture(scope="session")
def peopled(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """A copy of the test database with one record of every kind in it (tests/world.py), committed; and what was made.

    Made once, because it takes seconds: whoever works in it rolls back, or works in a copy.
    """
    from tests import world as everything

    name = f"{database_name()}_world"
    with django_db_blocker.unblock():
        connection.close()
        copy_database(name, database_name())
        with translation.override("km"):
            connect_as("rumduol_app", name)
            made = everything.make(_built["nation"])
        connect_as("rumduol_app", database_name())
    yield made, name
    with django_db_blocker.unblock():
        connection.close()
    drop_database(name)


@pytest.fixture(scope="module")
def world(peopled: Any, django_db_blocker: Any) -> Iterator[Any]:
    """One record of every kind (tests/world.py); what a module does to them is rolled back after it."""
    made, name = peopled
    with django_db_blocker.unblock(), translation.override("km"):
        connect_as("rumduol_app", name)
        with transaction.atomic():
            yield made.again()
            transaction.set_rollback(True)
        connect_as("rumduol_app", database_name())


@pytest.fixture
def frame_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """The frame of a page asks for the reader's news each time; they are the reader's, whatever is asked for."""
    monkeypatch.setattr(frame, "notices", SimpleNamespace(unread_count=lambda actor: 0))


@pytest.fixture
def member_of(nation: Nation) -> Callable[[str, Role], Member]:
    return lambda office, role: nation.members[office, role]


@pytest.fixture
def actor_of(nation: Nation) -> Callable[[str, Role], Actor]:
    """`actor_of("police_psh", Role.INVESTIGATOR)`"""
    return lambda office, role: nation.members[office, role].actor


@pytest.fixture
def acting(nation: Nation) -> Callable[[Actor | None], AbstractContextManager[None]]:
    """`with acting(actor): ...` opens the database session of that actor (None = anonymous)."""
    secrets = {member.actor.membership_id: member.secret for member in nation.members.values()}

    def open_session(actor: Actor | None) -> AbstractContextManager[None]:
        return database.session(cookie.token_of(secrets[actor.membership_id]) if actor else None)

    return open_session


@pytest.fixture
def client_of(nation: Nation) -> Callable[[Actor], Client]:
    """A signed-in test client: `client_of(actor)`."""
    secrets = {member.actor.membership_id: member.secret for member in nation.members.values()}

    def sign_in(actor: Actor) -> Client:
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = cookie.to_cookie(secrets[actor.membership_id])
        return client

    return sign_in


@pytest.fixture(autouse=True)
def khmer() -> Iterator[None]:
    """Tests start in the default language and leave nothing behind."""
    with translation.override("km"):
        yield
