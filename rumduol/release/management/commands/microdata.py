"""`microdata --year 2026 [--k 10 | --epsilon 2 --people 5000]`: invented people and a report on how alike they are."""

import json
from argparse import ArgumentParser
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rumduol.release.microdata import FEWEST, TooFewPeople, make


class Command(BaseCommand):
    help = "Write a file of invented people who resemble the victims of a year, and a report beside it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--k", type=int, default=10, help="real people behind each combination (k-anonymous)")
        parser.add_argument("--epsilon", type=Decimal, help="makes the differentially private way instead")
        parser.add_argument("--people", type=int, default=0, help="rows of the private way: a public number")
        parser.add_argument("--folder", type=Path, default=Path("reports"))

    def handle(self, *args: Any, **options: Any) -> None:
        year, epsilon = options["year"], options["epsilon"]
        if options["k"] < 3 or (epsilon is not None and (epsilon <= 0 or options["people"] < 1)):
            raise CommandError("--k is 3 or more; --epsilon is more than 0 and needs --people.")
        try:
            made = make(year, k=options["k"], epsilon=epsilon, people=options["people"])
        except TooFewPeople as error:
            raise CommandError(
                f"Fewer than {FEWEST:,} people were counted in {year}: too little would be left. Choose another year."
            ) from error
        options["folder"].mkdir(parents=True, exist_ok=True)
        stem = options["folder"] / f"invented-people-{year}"
        stem.with_suffix(".csv").write_text(made.table, encoding="utf-8")
        stem.with_suffix(".json").write_text(json.dumps(made.report, indent=1), encoding="utf-8")
        self.stdout.write(json.dumps(made.report))
