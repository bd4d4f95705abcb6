"""Take in a file of public help contacts: `import_contacts FILE`. They stay unseen by the public until somebody tried them."""

import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from rumduol.directory.actions import import_help
from rumduol.shared.text import one_line

COLUMNS = {"country": 2, "name_en": 300, "name_km": 300, "kind": 40, "value": 300}


class Command(BaseCommand):
    help = "Take in public help contacts (CSV: country, name_en, name_km, kind, value); bad lines are named, the rest goes in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        rows: list[dict[str, str]] = []
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = set(COLUMNS) - set(reader.fieldnames or ())
            if missing:
                raise CommandError(f"{path.name} lacks the column {', '.join(sorted(missing))}.")
            for line in reader:
                row = {name: one_line(line[name] or "") for name in COLUMNS}
                wrong = [name for name, most in COLUMNS.items() if len(row[name]) > most]
                if wrong or len(row["country"]) != 2 or not row["value"] or not (row["name_en"] or row["name_km"]):
                    self.stderr.write(
                        f"line {reader.line_num}: not taken ({', '.join(wrong) or 'something is missing'})"
                    )
                    continue
                row["channel"] = row.pop("kind")
                rows.append(row)
        new, known = import_help(rows, source=path.name[:80])
        self.stdout.write(f"{new} new, {known} known already. Nobody outside sees them until somebody has tried them.")
