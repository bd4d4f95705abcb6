"""./run manage glossary: writes docs/glossary.md; with --check only says whether it is up to date."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from rumduol.terms import glossary


class Command(BaseCommand):
    help = "Write docs/glossary.md from the code lists and the words of the field (--check: only compare)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = glossary.as_markdown()
        if options["check"]:
            if not glossary.FILE.is_file() or glossary.FILE.read_text("utf-8") != wanted:
                raise CommandError("docs/glossary.md is out of date: run ./run manage glossary")
            return
        glossary.FILE.write_text(wanted, "utf-8")
        self.stdout.write(f"{glossary.FILE.name}: {len(glossary.words())} words")
