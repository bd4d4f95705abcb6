"""`words`: which strings have no Khmer (or, on public pages, no Vietnamese, Thai, Chinese) yet."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from rumduol.web import words


class Command(BaseCommand):
    help = "List missing, unsure (fuzzy) and obsolete translations; --check fails on them, --write adds empty entries."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="exit 1 when a translation is missing, unsure or broken"
        )
        parser.add_argument("--write", action="store_true", help="add an empty entry for each missing string")
        parser.add_argument(
            "--compile", action="store_true", help="make the .mo files that are out of date, nothing else"
        )
        parser.add_argument("--room", help="only this room")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["compile"]:
            made = words.compile_catalogues()
            if options["verbosity"]:
                self.stdout.write(f"{len(made)} catalogues compiled")
            return
        if options["write"]:
            for path, count in words.write_missing().items():
                self.stdout.write(f"{path}: {count} added")
        found = [fault for fault in words.faults() if options["room"] in {None, fault.room}]
        shown = [fault for fault in found if fault.breaks or not options["check"]]
        for fault in shown:
            self.stdout.write(
                f"{fault.kind:<12} {fault.language:<8} {fault.room:<11} {fault.where}  {fault.text[:90]!r}"
            )
        counts = Counter((fault.kind, fault.language) for fault in found)
        for (kind, language), count in sorted(counts.items()):
            self.stdout.write(f"{count:5} {kind} in {language}")
        broken = sum(fault.breaks for fault in found)
        if options["check"] and broken:
            raise CommandError(
                f"{broken} strings need a translation. ./run manage words lists them; --write adds entries."
            )
        if not found:
            self.stdout.write("Every string has its translations.")
