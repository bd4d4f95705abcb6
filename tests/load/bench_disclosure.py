"""`./run bench disclosure`: hiding small numbers, against pytauargus 0.6 (optional) on the same tables in the same run.

Each table is random and skewed, with margins. The peer gets its usual rule, FREQ(5,30): hidden are counts of 1 to 4, and
each must be able to be 30 % more and 30 % less, for a reader who knows only that nothing is negative. We are run under
that rule too, and under our own, which is stricter: a reader knows that what is hidden is at least 1 (zeros are shown),
a small count must be able to move by 4, and whoever is the only one in a cell computes no other small count. Every
pattern, the peer's too, is then looked at by the exact audit under both.

Several tables are run, the small ones because the peer ends there. `--limit` is how many seconds the peer is waited for; a
table on which it has not ended by then is told as such, with how many times longer it had taken at least. Beside the clock
stand the seconds of the processor, which other work on the machine does not change; the comparison is of these.

The peer is installed into a folder of its own, which is removed; where that fails the bench says so and goes on.
`--no-peer` leaves it out; `--tables 8x2x4x4:1500,25x2x4x8:6000` chooses other shapes and numbers of people, `--method
"MOD(1,1)"` another setting of the peer. `--seeds 1,2,3` draws each table so many times: one draw says little, so what is
compared of a shape is the sum over those that the peer ended.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import venv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rumduol.release.disclosure.audit import audit
from rumduol.release.disclosure.problem import Needs, Problem
from rumduol.release.disclosure.protection import protect_cells
from rumduol.release.disclosure.releases import protect_counts
from rumduol.release.disclosure.tables import Axis, CountTable

PEER = "pytauargus==0.6.0"
THRESHOLD = 5
GOAL_TIMES, GOAL_CELLS = 10.0, 1.02
TABLES = "6x2x4x3:800,8x2x4x4:1500,12x2x4x6:3000,25x2x4x8:2500,25x2x4x8:6000"


def table_of(shape: tuple[int, ...], people: int, seed: int) -> CountTable:
    random = np.random.default_rng(seed)
    chances = random.gamma(1.0, 1.0, shape)
    for place, size in enumerate(shape):
        chances *= random.dirichlet(np.full(size, 0.8)).reshape([-1 if at == place else 1 for at in range(len(shape))])
    axes = tuple(Axis.flat(f"d{n}", tuple(f"v{v:03d}" for v in range(size))) for n, size in enumerate(shape))
    return CountTable(axes, random.poisson(chances / chances.sum() * people).astype(np.int64))


def under_the_peers_rule(table: CountTable) -> Problem:
    numbers = table.numbers.ravel()
    small = (numbers > 0) & (numbers < THRESHOLD)
    room = np.where(small, -(-numbers * 3 // 10), 0)
    return Problem(
        numbers=numbers, sums=table.sums, known=numbers == 0, must=small, least=0,
        needs=Needs(room, room, np.where(small, 0, 1)), price=np.ones(len(numbers)), insiders=np.zeros(len(numbers), bool),
    )  # fmt: skip


def line(name: str, table: CountTable, hidden: np.ndarray, clock: float, busy: float) -> str:
    """One row of the report: computable cells for a reader who knows nothing is negative, and who knows zeros are shown."""
    numbers = table.numbers.ravel().astype(float)
    numbers[hidden.ravel()] = np.nan
    known = [
        len(audit(numbers, table.sums, least=least, enough=np.ones(len(numbers), np.int64)).computable)
        for least in (0, 1)
    ]
    return f"{name:<28} {int(hidden.sum()):>7} {clock:>9.2f} {busy:>9.2f} {known[0]:>9} {known[1]:>9}"


@dataclass(frozen=True)
class Answer:
    """Which cells were hidden, seconds for hiding and auditing (clock, processor), and cells that the audit found unsafe."""

    hidden: np.ndarray
    clock: float
    busy: float
    unsafe: int


class NotEnded(Exception):
    """The peer was stopped. `busy`: how long it had worked by then."""

    def __init__(self, busy: float) -> None:
        self.busy = busy
        super().__init__()


def peer(table: CountTable, folder: Path, method: str, limit: float) -> Answer:
    """Raises NotEnded, and subprocess.CalledProcessError when it cannot be had."""
    home = folder / "peer"
    if not home.exists():
        venv.create(home, with_pip=True)
        subprocess.run([home / "bin" / "pip", "install", "-q", PEER], check=True, timeout=300, capture_output=True)
    given = folder / "table.json"
    cells = [[list(map(int, at)), int(table.finest[at])] for at in np.ndindex(table.finest.shape) if table.finest[at]]
    given.write_text(json.dumps({"shape": table.finest.shape, "cells": cells}), encoding="utf-8")
    script = Path(__file__).resolve().with_name("peer_tauargus.py")
    start, before = time.perf_counter(), _of_children()
    try:
        done = subprocess.run(
            [home / "bin" / "python", script, given, method],
            cwd=folder, check=True, timeout=limit, capture_output=True, text=True,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise NotEnded(_of_children() - before) from error
    took, busy = time.perf_counter() - start, _of_children() - before
    answer = json.loads(done.stdout[done.stdout.index("{") :])
    hidden = np.zeros(table.shape, bool)
    for labels in answer["hidden"]:
        hidden[tuple(-1 if label == "Total" else int(label[1:]) for label in labels)] = True
    return Answer(hidden, took, busy, answer["unsafe"])


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def ours(table: CountTable) -> Answer:
    """Under the peer's rule, with the exact audit."""
    problem = under_the_peers_rule(table)
    start, busy = time.perf_counter(), time.process_time()
    done = protect_cells(problem)
    unsafe = unsafe_cells(problem, table, done.hidden)
    took = time.perf_counter() - start, time.process_time() - busy
    return Answer(done.hidden.reshape(table.shape), *took, unsafe)


def unsafe_cells(problem: Problem, table: CountTable, hidden: np.ndarray) -> int:
    """Hidden cells that the exact audit sees narrower than the rule wants, or as one number only."""
    numbers, needs = problem.numbers, problem.needs
    published = np.where(hidden, np.nan, numbers.astype(float))
    seen = audit(
        published, table.sums, least=0, ends=(numbers - np.maximum(needs.down, 1), numbers + np.maximum(needs.up, 1))
    )
    at = seen.hidden
    wide = (seen.high >= numbers[at] + needs.up[at]) & (seen.low <= numbers[at] - needs.down[at])
    return int((~wide | (seen.high - seen.low < 1)).sum())


@dataclass(frozen=True)
class Drawn:
    """One table, ours and the peer's: seconds of the processor, hidden cells, cells of ours that the audit found unsafe.

    `theirs` is None where the peer did not end; `their_busy` is then how long it had worked, None where it was not run.
    """

    mine: int
    unsafe: int
    busy: float
    theirs: int | None = None
    their_busy: float | None = None


def compare(shape: str, people: int, seed: int, *, folder: Path | None, method: str, limit: float) -> Drawn:
    """One draw of a table, by both."""
    table = table_of(tuple(int(part) for part in shape.split("x")), people, seed)
    numbers = table.numbers
    small = int(((numbers > 0) & (numbers < THRESHOLD)).sum())
    print(
        f"\n{shape} with margins, {people:,} people, seed {seed}: {numbers.size:,} cells, {small:,} of 1 to 4, {int((numbers == 0).sum()):,} zeros"
    )
    print(f"{'hidden and audited':<28} {'hidden':>7} {'clock s':>9} {'cpu s':>9} {'known(0)':>9} {'known(1)':>9}")
    mine = ours(table)
    print(line("ours, the peer's rule", table, mine.hidden, mine.clock, mine.busy), flush=True)
    start, busy = time.perf_counter(), time.process_time()
    own = protect_counts(table, threshold=THRESHOLD)
    took = time.perf_counter() - start, time.process_time() - busy
    print(line("ours, our stricter rule", table, own.hidden, *took), flush=True)
    print(f"unsafe by the exact audit, the peer's rule: {mine.unsafe}", flush=True)
    hidden = int(mine.hidden.sum())
    if folder is None:
        return Drawn(hidden, mine.unsafe, mine.busy)
    try:
        theirs = peer(table, folder, method, limit)
    except NotEnded as error:
        print(
            f"{PEER} {method} had not ended after {limit:,.0f} s (processor: {error.busy:,.0f} s):"
            f" ours is at least {error.busy / mine.busy:,.0f} times faster",
            flush=True,
        )
        return Drawn(hidden, mine.unsafe, mine.busy, None, error.busy)
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        print(f"{PEER} could not be run here: {error}")
        return Drawn(hidden, mine.unsafe, mine.busy)
    print(line(f"{PEER} {method}", table, theirs.hidden, theirs.clock, theirs.busy))
    bare = unsafe_cells(under_the_peers_rule(table), table, theirs.hidden.ravel())
    print(f"the peer's pattern: unsafe by its own audit {theirs.unsafe}, by ours {bare}", flush=True)
    return Drawn(hidden, mine.unsafe, mine.busy, int(theirs.hidden.sum()), theirs.busy)


def judged(shape: str, draws: list[Drawn]) -> bool:
    """The sums of one shape. Whether nothing is unsafe and the goals are met as far as the peer shows them."""
    ended = [one for one in draws if one.theirs is not None]
    good = not any(one.unsafe for one in draws)
    print(
        f"\n{shape}, {len(draws)} drawn: {sum(one.unsafe for one in draws)} cells of ours unsafe by the exact audit",
        end="",
    )
    if ran := [one for one in draws if one.their_busy is not None]:
        times = sum(one.their_busy or 0 for one in ran) / sum(one.busy for one in ran)
        good &= times >= GOAL_TIMES
        least = "at least " if len(ended) < len(ran) else ""
        print(f"; ours is {least}{times:,.0f} times faster (goal {GOAL_TIMES:.0f})", end="")
    if ended:
        mine, theirs = sum(one.mine for one in ended), sum(one.theirs or 0 for one in ended)
        good &= mine <= GOAL_CELLS * theirs
        print(
            f"; of {len(ended)} that the peer ended, ours hides {mine:,} cells and it {theirs:,}: {100 * (mine / theirs - 1):+.1f} %"
            f" (goal at most +{100 * (GOAL_CELLS - 1):.0f} %)",
            end="",
        )
    print(flush=True)
    return good


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tables", default=TABLES, help="SHAPE:PEOPLE, by commas")
    parser.add_argument("--seeds", default="1", help="by commas")
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--method", default="MOD(1)", help="of the peer")
    parser.add_argument("--limit", type=float, default=300, help="seconds that the peer is waited for, per table")
    asked = parser.parse_args()
    good = True
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as name:
        folder = None if asked.no_peer else Path(name)
        for one in asked.tables.split(","):
            shape, people = one.split(":")
            draws = [
                compare(shape, int(people), int(seed), folder=folder, method=asked.method, limit=asked.limit)
                for seed in asked.seeds.split(",")
            ]
            good &= judged(shape, draws)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
