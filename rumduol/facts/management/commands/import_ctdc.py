"""`import_ctdc FILE`: the Counter-Trafficking Data Collaborative's synthetic persons, as a source of their own."""

import csv
import gzip
import hashlib
import io
import sys
import zlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rumduol.facts.actions import import_ctdc
from rumduol.shared.layouts import BadRow, NotThisFile

GZIP = b"\x1f\x8b"
BAR = 40  # characters


class Command(BaseCommand):
    help = "Take in a file of the Counter-Trafficking Data Collaborative (CSV, plain or gzip)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--bad", type=Path, help="write the rows that were left out to this CSV file")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            stored = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        raw = io.BytesIO(stored)
        binary = gzip.GzipFile(fileobj=raw) if stored.startswith(GZIP) else raw
        # A byte that is no UTF-8 becomes a mark that fits no code, so that its row is listed and the rest goes on.
        lines = io.TextIOWrapper(binary, encoding="utf-8-sig", errors="replace", newline="")  # type: ignore[arg-type]

        def progress(rows: int) -> None:
            if sys.stderr.isatty():
                done = raw.tell() / max(1, len(stored))
                self.stderr.write(
                    f"\r  {'█' * int(done * BAR):<{BAR}} {done:4.0%}  {rows:>9,} rows", ending="", style_func=str
                )

        try:
            result = import_ctdc(
                lines=lines, sha256=hashlib.sha256(stored).hexdigest(), name=path.name, progress=progress
            )
        except NotThisFile as error:
            raise CommandError(
                f"{path.name} is not the Collaborative's file of 2021. {error} Nothing was taken in."
            ) from error
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise CommandError(f"{path.name} is damaged ({error}). Nothing was taken in; fetch it again.") from error
        if sys.stderr.isatty():
            self.stderr.write("", style_func=str)
        if result.known_before:
            self.stdout.write(f"This file was taken in before ({result.rows:,} rows). Nothing was added.")
            return
        self.stdout.write(f"{result.rows:,} rows taken in, {len(result.bad):,} left out.")
        self._list(result.bad, options["bad"])

    def _list(self, bad: tuple[BadRow, ...], target: Path | None) -> None:
        for row in bad[:50]:
            self.stderr.write(f"  line {row.line}: {row.reason}")
        if len(bad) > 50:
            self.stderr.write(f"  and {len(bad) - 50:,} more; --bad FILE writes them all.")
        if target is not None:
            with target.open("w", newline="", encoding="utf-8") as sink:
                csv.writer(sink).writerows([("line", "reason"), *((row.line, row.reason) for row in bad)])
