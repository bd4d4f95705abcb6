"""Up, down to nothing and up again: every migration of ours can be taken back, from under rows too.

The first way up is the one that made the test database, from nothing, as the same owner on the same server.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.conftest import connect_as, copy_database, database_name, drop_database

OURS = [config.label for config in apps.get_app_configs() if config.name.startswith(("rumduol.", "demo"))]
# Django's and the job queue's own bookkeeping, which stays when our rooms are gone.
NOT_OURS = ("django_", "procrastinate_")


@pytest.fixture
def migrated(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A copy of the test database with its places and its nation, as its owner."""
    name = f"{database_name()}_migrations"
    with django_db_blocker.unblock():
        connection.close()
        copy_database(name, database_name())
        connect_as("rumduol_owner", name)
        yield name
        connect_as("rumduol_app", database_name())
        connection.close()
    drop_database(name)


def _rows(sql: str) -> set[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return set(cursor.fetchall())


def _schema() -> dict[str, set[tuple[Any, ...]]]:
    """Everything a migration can make: columns, constraints, indexes, policies, triggers, functions, rights."""
    ours = "nspname not in ('pg_catalog', 'information_schema', 'pg_toast')"
    return {
        "columns": _rows(
            "select table_schema, table_name, column_name, data_type, is_nullable from information_schema.columns"
            " where table_schema not in ('pg_catalog', 'information_schema')"
        ),
        "constraints": _rows(
            "select conrelid::regclass::text, conname, pg_get_constraintdef(c.oid) from pg_constraint c"
            f" join pg_namespace n on n.oid = c.connamespace where {ours}"
        ),
        "indexes": _rows("select tablename, indexname, indexdef from pg_indexes where schemaname <> 'pg_catalog'"),
        "policies": _rows("select tablename, policyname, cmd, roles::text, qual, with_check from pg_policies"),
        "walls": _rows(
            f"select relname, relrowsecurity, relforcerowsecurity from pg_class join pg_namespace n on n.oid = relnamespace"
            f" where {ours} and relkind = 'r'"
        ),
        "triggers": _rows("select tgrelid::regclass::text, tgname from pg_trigger where not tgisinternal"),
        "functions": _rows(
            "select n.nspname, p.proname, pg_get_function_identity_arguments(p.oid), p.prosecdef from pg_proc p"
            f" join pg_namespace n on n.oid = p.pronamespace where {ours}"
        ),
        "rights": _rows(
            "select table_schema, table_name, privilege_type from information_schema.role_table_grants"
            " where grantee = 'rumduol_app'"
        ),
        "rights to functions": _rows(
            "select routine_schema, routine_name, grantee from information_schema.routine_privileges"
            " where grantee in ('rumduol_app', 'PUBLIC') and routine_schema not in ('pg_catalog', 'information_schema')"
        ),
    }


def _tables() -> set[str]:
    found = _rows(
        "select schemaname || '.' || tablename from pg_tables where schemaname not in ('pg_catalog', 'information_schema')"
    )
    return {name for (name,) in found if not name.partition(".")[2].startswith(NOT_OURS)}


def test_up_down_to_nothing_and_up_again(migrated: str) -> None:
    call_command(
        "makemigrations", check=True, dry_run=True, verbosity=0, skip_checks=True
    )  # exits when a model differs
    first = _schema()
    assert len(_tables()) > 40
    assert len(first["policies"]) > 100
    down = MigrationExecutor(connection)
    rooms = [label for label in reversed(OURS) if label in down.loader.migrated_apps]
    down.migrate([(label, None) for label in rooms])  # what `migrate ROOM zero` does, for all in one plan
    assert _tables() == set(), "a migration leaves a table behind"
    left = {
        name
        for name, *_ in _rows(
            "select nspname from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'public')"
        )
    }
    assert left == set(), f"a migration leaves a schema behind: {left}"
    assert not _rows(
        "select proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'public'"
        " and proname not like 'procrastinate%%' and not exists"
        " (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')"
    ), "a migration leaves a function behind"
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    second = _schema()
    for kind, rows in first.items():
        assert second[kind] == rows, f"{kind} differ after a second way up: {rows ^ second[kind]}"
