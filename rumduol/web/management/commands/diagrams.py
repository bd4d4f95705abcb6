"""`./run manage diagrams [--check]`: the generated parts of docs/architecture.md."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from rumduol.web.lifecycles import with_generated


class Command(BaseCommand):
    help = (
        "Write the room map and the state diagrams into docs/architecture.md, or only check that they are up to date."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / "docs" / "architecture.md"
        present = path.read_text()
        wanted = with_generated(present)
        if options["check"] and present != wanted:
            raise CommandError("docs/architecture.md is not up to date: ./run manage diagrams")
        path.write_text(wanted)
