"""`./run audit verify [--heads FILE ...]` and `./run audit heads > FILE`."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from rumduol.audit import queries
from rumduol.audit.verify import public_key, read_heads, sign_heads


class Command(BaseCommand):
    help = "Verify the log's chains, or export their signed heads for other agencies to keep. Needs the owner's connection."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["verify", "heads"])
        parser.add_argument("--heads", action="append", default=[], help="a file of heads that another agency holds")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "heads":
            for line in sign_heads(queries.heads(), seed=settings.NODE_KEY, at=timezone.now().isoformat()):
                self.stdout.write(line)
            return
        held = []
        for name in options["heads"]:
            try:
                held += read_heads(Path(name).read_text().splitlines(), key=public_key(settings.NODE_KEY))
            except (OSError, ValueError) as error:
                raise CommandError(f"{name}: {error}") from error
        chains, faults = queries.verify_all(held)
        for fault in faults:
            self.stderr.write(f"chain {fault.chain}: event {fault.sequence} ({fault.event_id or '-'}): {fault.reason}")
        self.stdout.write(f"{chains} chains, {len(faults)} bad, {len(held)} heads of others compared")
        if faults:
            sys.exit(1)
