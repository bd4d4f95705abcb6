"""`import_published glotip FILE`, `import_published dol FILE [--year Y]`: figures that others published."""

import gzip
import hashlib
import io
import re
import zlib
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rumduol.elsewhere import dol, glotip
from rumduol.elsewhere.actions import take_in
from rumduol.elsewhere.enums import Publisher
from rumduol.elsewhere.types import Suggested
from rumduol.shared.layouts import NotThisFile

GZIP = b"\x1f\x8b"
YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])")


class Command(BaseCommand):
    help = "Take in figures that others published: GLOTIP (CSV, plain or gzip), US DOL (XML of one country and year)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("publisher", choices=Publisher.values)
        parser.add_argument("file", type=Path)
        parser.add_argument("--year", type=int, help="of a DOL file; taken from its name where it stands there")

    def handle(self, *args: Any, **options: Any) -> None:
        path, publisher = options["file"], Publisher(options["publisher"])
        try:
            stored = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        try:
            raw = gzip.decompress(stored) if stored.startswith(GZIP) else stored
            suggested: Iterable[Suggested] = ()
            if publisher is Publisher.DOL:
                year = self._year(path, options["year"])
                rows, suggested = dol.read(raw, year), dol.suggested(raw, year)
            else:
                rows = glotip.read(io.StringIO(raw.decode("utf-8-sig", errors="replace"), newline=""))
            taken = take_in(
                publisher=publisher,
                rows=rows,
                sha256=hashlib.sha256(stored).hexdigest(),
                name=path.name,
                suggested=suggested,
            )
        except NotThisFile as error:
            raise CommandError(
                f"{path.name} is not a file of {publisher.value}. {error} Nothing was taken in."
            ) from error
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise CommandError(f"{path.name} is damaged ({error}). Nothing was taken in; fetch it again.") from error
        if taken.known_before:
            self.stdout.write(f"This file was taken in before ({taken.rows:,} rows). Nothing was added.")
            return
        self.stdout.write(f"{taken.rows:,} rows taken in, {len(taken.bad):,} left out.")
        for row in taken.bad[:50]:
            self.stderr.write(f"  line {row.line}: {row.reason}")
        if len(taken.bad) > 50:
            self.stderr.write(f"  and {len(taken.bad) - 50:,} more.")

    @staticmethod
    def _year(path: Path, given: int | None) -> int:
        named = YEAR.search(path.name)
        if given is None and named is None:
            raise CommandError(f"The name {path.name} does not say the year. Add --year.")
        return given if given is not None else int(named[1])  # type: ignore[index]
