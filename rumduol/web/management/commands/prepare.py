"""Bring a database up to date: schema, places, code lists; `prepare all` also founds the demo nation.

Safe to run again. Called by ./run; in production call `prepare owner` after each release, with the owner's
DATABASE_URL.
"""

import hashlib
import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from config.database import from_url
from launch.progress import say, step

LOADED_BY_OWNER = {"load_places": "places", "load_terms": "code lists"}
DEMO = {"load_demo": "demo nation: offices and people"}


NOTE = "django_migrations"  # the table whose comment says what was loaded: it goes where the database goes


def fingerprint(command: str, known: dict[str, Any]) -> str:
    """SHA-256 over the files of the room that a command belongs to, and over the lock: what it would load."""
    room = Path(apps.get_app_config(str(known[command]).rsplit(".", 1)[-1]).path)
    digest = hashlib.sha256((settings.BASE_DIR / "requirements.lock").read_bytes())
    for file in sorted(room.rglob("*")):
        if file.is_file() and file.suffix not in {".pyc", ".html", ".po", ".mo"}:
            digest.update(file.relative_to(room).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def read_note() -> dict[str, str]:
    """{command: fingerprint} of what this database was loaded with; empty for a database that says nothing."""
    with connection.cursor() as cursor:
        cursor.execute("select obj_description(to_regclass(%s), 'pg_class')", [NOTE])
        (text,) = cursor.fetchone()
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def write_note(loaded: dict[str, str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("comment on table {} is {}").format(sql.Identifier(NOTE), sql.Literal(json.dumps(loaded)))
        )


@contextmanager
def as_owner() -> Iterator[None]:
    """Point the connection at DATABASE_OWNER_URL for a while."""
    url = os.environ.get("DATABASE_OWNER_URL")
    if not url:
        raise CommandError("DATABASE_OWNER_URL is missing: who owns the tables?")
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(from_url(url))
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


class Command(BaseCommand):
    help = "Migrate and load what every database needs; all: the demo nation too, where it is allowed."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("part", choices=["owner", "all"], help="all: with the demo nation; as DATABASE_OWNER_URL")
        parser.add_argument("--accounts", type=Path, help="write the table of demo accounts into this file")

    def handle(self, *args: Any, part: str, accounts: Path | None, **options: Any) -> None:
        if part == "owner":
            self._owner()
            return
        with as_owner():
            self._owner()
            if settings.DEMO:
                self._load(DEMO)
        if accounts is not None and "demo_accounts" in get_commands():
            table = io.StringIO()
            call_command("demo_accounts", stdout=table)
            accounts.write_text(table.getvalue(), "utf-8")

    def _owner(self) -> None:
        with step("words"):
            call_command("words", compile=True, verbosity=0)
        self._migrate()
        self._load(LOADED_BY_OWNER, remember=True)

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        with step("migrations") as remarks:
            if waiting:
                call_command("migrate", verbosity=0, interactive=False)
            remarks.append(f"{waiting} applied" if waiting else "nothing new")

    def _load(self, commands: dict[str, str], *, remember: bool = False) -> None:
        known = get_commands()
        loaded = read_note() if remember else {}
        for command, what in commands.items():
            if command not in known:
                say(f"  {what:<44} not loaded: this copy has no command {command}")
                continue
            source = fingerprint(command, known) if remember else ""
            said = io.StringIO()
            with step(what) as remarks:
                if remember and loaded.get(command) == source:
                    remarks.append("unchanged")
                    continue
                call_command(command, stdout=said)
                last = said.getvalue().strip().splitlines()
                if last:
                    remarks.append(last[-1])
            loaded[command] = source
        if remember:
            write_note(loaded)
