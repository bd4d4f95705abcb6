"""`report NAME --year 2026 --lang km`: documents for outside, from public releases, into a folder."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rumduol.reports.making import ALL, FORMATS, LANGS, REPORTS, write
from rumduol.shared.dates import today
from rumduol.shared.errors import NotThere


class Command(BaseCommand):
    help = "Write a report (PDF, HTML, XLSX) from public releases."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", choices=[*REPORTS, ALL])
        parser.add_argument(
            "--year", type=int, default=today().year - 1, help="the last year in it (default: last year)"
        )
        parser.add_argument("--lang", choices=[*LANGS, ALL], default="km")
        parser.add_argument("--province", default="", help="code of one province, for the page of its committee")
        parser.add_argument("--format", choices=FORMATS, action="append", dest="formats")
        parser.add_argument("--folder", type=Path, default=Path("reports"))

    def handle(self, *args: Any, **options: Any) -> None:
        started, count = time.monotonic(), 0
        for lang in LANGS if options["lang"] == ALL else (options["lang"],):
            try:
                made = write(
                    options["name"],
                    year=options["year"],
                    lang=lang,
                    folder=options["folder"],
                    province=options["province"],
                    formats=tuple(options["formats"] or FORMATS),
                )
                for one in made:
                    count += 1
                    self.stdout.write(f"  {one.path}  {one.size / 1024:,.0f} KB")
            except NotThere as error:
                raise CommandError(f"There is no province with the code {options['province']}.") from error
            except OSError as error:
                raise CommandError(f"{options['folder']}: {error.strerror}. Choose another with --folder.") from error
        self.stdout.write(f"{count} files in {time.monotonic() - started:.1f} s.")
