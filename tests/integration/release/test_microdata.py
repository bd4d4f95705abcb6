"""Invented people: nobody rare in them, and a report that says how far they can be trusted."""

import csv
import json
import random
from collections import Counter
from decimal import Decimal
from itertools import combinations
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from rumduol.facts import actions as facts
from rumduol.facts.enums import Kind
from rumduol.facts.types import Period
from rumduol.indicators import queries as indicators
from rumduol.release.microdata import COLUMNS
from rumduol.shared.dates import PartialDate

pytestmark = pytest.mark.django_db


def test_invented_people_and_how_alike_they_are(tmp_path):
    with pytest.raises(CommandError, match="1,000"):
        call_command("microdata", year=2026, folder=tmp_path)
    chance = random.Random(5)
    for _ in range(60):
        facts.write(
            kind=Kind.VICTIM, unit=("person", uuid4()), on=PartialDate(2026, 3, 1), outcome="identified",
            sex=chance.choice(["female", "female", "male"]), age_band=chance.choice(["9-17", "18-20", "30-38"]),
            form=chance.choice(["labour", "sexual"]), place=chance.choice(["1801", "1201"]), count=chance.randint(15, 40),
        )  # fmt: skip
    facts.write(
        kind=Kind.VICTIM, unit=("person", uuid4()), on=PartialDate(2026, 3, 1), outcome="identified", sex="other",
        age_band="48+", form="organ", place="2301",
    )  # fmt: skip
    call_command("microdata", year=2026, folder=tmp_path)
    rows = list(csv.DictReader((tmp_path / "invented-people-2026.csv").open(encoding="utf-8")))
    table = indicators.table(indicators.indicator("victims"), Period.year(2026), list(COLUMNS))
    assert len(rows) == table.total
    real = Counter()
    for place, number in table.cells.items():
        told = list(zip(COLUMNS, place, strict=True))
        for size in (1, 2, 3):
            for some in combinations(told, size):
                real[some] += number
    for row in rows:
        told = [(name, row[name]) for name in COLUMNS if row[name]]
        for size in (1, 2, 3):
            assert all(real[some] >= 10 for some in combinations(told, size))
    assert "organ" not in {row["form"] for row in rows}
    report = json.loads((tmp_path / "invented-people-2026.json").read_text())
    assert report["rare"] == 0
    assert 0 <= report["single"] < 0.05
    call_command("microdata", year=2026, epsilon=Decimal("3"), people=500, folder=tmp_path)
    report = json.loads((tmp_path / "invented-people-2026.json").read_text())
    assert (report["rows"], report["way"]) == (500, "differentially private, epsilon 3")
    with pytest.raises(CommandError):
        call_command("microdata", year=2026, k=1, folder=tmp_path)
