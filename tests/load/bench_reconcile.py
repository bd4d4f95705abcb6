"""`./run bench reconcile`: are planted errors found, is anything said of tables that add up, and how long does it take.

Random tables of two and three dimensions (tests/spec/reconcile/making.py). Located: the planted cell is among those of
which the report says "if only one cell is wrong, it is one of these". Needs no database.
"""

import argparse
import platform
import random
import statistics
import sys
import time
from collections import Counter
from dataclasses import dataclass, field

from rumduol.reconcile.checking import check_table
from rumduol.reconcile.grids import grid_of
from rumduol.reconcile.locating import explain
from rumduol.reconcile.tables import table_of
from tests.spec.reconcile import making


@dataclass
class Tally:
    tables: int = 0
    alarms: int = 0
    located: int = 0
    alone: int = 0
    silent: int = 0
    took: list[float] = field(default_factory=list)
    missed: Counter[str] = field(default_factory=Counter)

    def share(self, number: int) -> str:
        return f"{100 * number / max(self.tables, 1):.1f} %"


def consistent(seed: int, number: int, *, unknown: float = 0.0) -> Tally:
    """Tables that add up: how many alarms."""
    tally = Tally()
    source = random.Random(seed)
    for _ in range(number):
        made = making.table(source)
        if unknown:
            made = making.with_unknowns(source, made, unknown)
        began = time.perf_counter()
        found = check_table(table_of(grid_of("t", made.rows)))
        tally.took.append(time.perf_counter() - began)
        tally.tables += 1
        tally.alarms += bool(found)
        if found:
            tally.missed[made.shape] += 1
    return tally


def planted(seed: int, number: int, *, unknown: float = 0.0) -> Tally:
    """Tables with one wrong cell: how often it is among the cells named, and how often it is the only one."""
    tally = Tally()
    source = random.Random(seed)
    for _ in range(number):
        made = making.table(source)
        wrong, (row, column) = making.with_error(source, made)
        if unknown:
            kept = wrong.rows[row][column]
            hidden = [list(line) for line in making.with_unknowns(source, wrong, unknown).rows]
            hidden[row][column] = kept
            wrong = making.Made(tuple(map(tuple, hidden)), wrong.spots, wrong.shape)
        began = time.perf_counter()
        explanation = explain(table_of(grid_of("t", wrong.rows)))
        tally.took.append(time.perf_counter() - began)
        tally.tables += 1
        tally.silent += explanation.holds
        named = [(one.spot.row, one.spot.column) for group in explanation.groups for one in group.one_of]
        if (row, column) in named:
            tally.located += 1
            tally.alone += len(named) == 1
        elif not explanation.holds or not unknown:
            tally.missed[made.shape] += 1
    return tally


def main() -> int:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--tables", type=int, default=1000)
    arguments.add_argument("--seed", type=int, default=2026)
    given = arguments.parse_args()
    sys.stdout.write(f"{platform.machine()}, Python {platform.python_version()}, {given.tables} tables each\n\n")
    right = consistent(given.seed, given.tables)
    right_unknown = consistent(given.seed + 1, given.tables, unknown=0.1)
    wrong = planted(given.seed + 2, given.tables)
    wrong_unknown = planted(given.seed + 3, given.tables, unknown=0.1)
    sys.stdout.write(
        f"{'tables':<34} {'alarms':>7} {'located':>9} {'the only one':>13} {'median ms':>10} {'p95 ms':>8}\n"
    )
    for name, tally in (
        ("add up", right),
        ("add up, a tenth not printed", right_unknown),
        ("one wrong cell", wrong),
        ("one wrong cell, a tenth not printed", wrong_unknown),
    ):
        took = sorted(one * 1000 for one in tally.took)
        alarms = tally.alarms if name.startswith("add") else tally.tables - tally.silent
        located, alone = ("", "") if name.startswith("add") else (tally.share(tally.located), tally.share(tally.alone))
        sys.stdout.write(
            f"{name:<34} {alarms:>7} {located:>9} {alone:>13} {statistics.median(took):>10.1f}"
            f" {took[int(len(took) * 0.95)]:>8.1f}   {dict(tally.missed) or ''}\n"
        )
    fine = not right.alarms and not right_unknown.alarms and wrong.located >= 0.95 * wrong.tables
    sys.stdout.write("\nGoal (0 alarms, at least 95 % located): " + ("kept\n" if fine else "MISSED\n"))
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
