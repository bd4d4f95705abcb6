"""Bring a database up to date: `prepare owner` (schema, places, code lists), then `prepare app` (demo nation).

Safe to run again. Called by ./run; in production call `prepare owner` after each release, with the owner's
DATABASE_URL.
"""

import io
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from launch.progress import say, step

LOADED_BY_OWNER = {"load_places": "places", "load_terms": "code lists"}
LOADED_BY_APP = {"load_demo": "demo nation"}


class Command(BaseCommand):
    help = "Migrate and load what every database needs (owner), then the demo nation if it is empty (app)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("part", choices=["owner", "app"])
        parser.add_argument("--accounts", type=Path, help="write the table of demo accounts into this file")

    def handle(self, *args: Any, part: str, accounts: Path | None, **options: Any) -> None:
        if part == "owner":
            with step("words"):
                call_command("words", compile=True, verbosity=0)
            self._migrate()
            self._load(LOADED_BY_OWNER)
            return
        if not settings.DEMO:
            return
        self._load(LOADED_BY_APP)
        if accounts is not None and "demo_accounts" in get_commands():
            table = io.StringIO()
            call_command("demo_accounts", stdout=table)
            accounts.write_text(table.getvalue(), "utf-8")

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        with step("migrations") as remarks:
            if waiting:
                call_command("migrate", verbosity=0, interactive=False)
            remarks.append(f"{waiting} applied" if waiting else "nothing new")

    def _load(self, commands: dict[str, str]) -> None:
        known = get_commands()
        for command, what in commands.items():
            if command not in known:
                say(f"  {what:<44} not loaded: this copy has no command {command}")
                continue
            said = io.StringIO()
            with step(what) as remarks:
                call_command(command, stdout=said)
                last = said.getvalue().strip().splitlines()
                if last:
                    remarks.append(last[-1])
