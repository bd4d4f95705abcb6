"""`./run bench disclosure`: hiding small numbers, against pytauargus 0.6 (optional) on the same tables in the same run.

Each table is random and skewed, with margins. The peer gets its usual rule, FREQ(5,30): hidden are counts of 1 to 4, and
each must be able to be 30 % more and 30 % less, for a reader who knows only that nothing is negative. We are run under
that rule too, and under our own, which is stricter: a reader knows that what is hidden is at least 1 (zeros are shown),
a small count must be able to move by 4, and whoever is the only one in a cell computes no other small count. Every
pattern, the peer's too, is then looked at by the exact audit under both.

The peer is installed into a folder of its own, which is removed; where that fails the bench says so and goes on.
`--no-peer` leaves it out; `--people N` and `--shape 25x2x4x8` choose another table.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
import venv
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
        needs=Needs(room, room, np.where(small, 0, 1)), price=np.ones(len(numbers)), insiders=numbers == 1,
    )  # fmt: skip


def line(name: str, table: CountTable, hidden: np.ndarray, seconds: float, audited: float) -> str:
    """One row of the report: computable cells for a reader who knows nothing is negative, and who knows zeros are shown."""
    numbers = table.numbers.ravel().astype(float)
    numbers[hidden.ravel()] = np.nan
    known = [
        len(audit(numbers, table.sums, least=least, enough=np.ones(len(numbers), np.int64)).computable)
        for least in (0, 1)
    ]
    return f"{name:<28} {int(hidden.sum()):>7} {seconds:>9.2f} {audited:>9.2f} {seconds + audited:>9.2f} {known[0]:>9} {known[1]:>9}"


def peer(table: CountTable, folder: Path) -> tuple[np.ndarray, float, float, int]:
    """Raises subprocess.CalledProcessError or TimeoutExpired when it cannot be had or does not end."""
    home = folder / "peer"
    if not home.exists():
        venv.create(home, with_pip=True)
        subprocess.run([home / "bin" / "pip", "install", "-q", PEER], check=True, timeout=300, capture_output=True)
    given = folder / "table.json"
    cells = [[list(map(int, at)), int(table.finest[at])] for at in np.ndindex(table.finest.shape) if table.finest[at]]
    given.write_text(json.dumps({"shape": table.finest.shape, "cells": cells}), encoding="utf-8")
    script = Path(__file__).resolve().with_name("peer_tauargus.py")
    done = subprocess.run(
        [home / "bin" / "python", script, given, "MOD(1)"],
        cwd=folder,
        check=True,
        timeout=1800,
        capture_output=True,
        text=True,
    )
    answer = json.loads(done.stdout[done.stdout.index("{") :])
    hidden = np.zeros(table.shape, bool)
    for labels in answer["hidden"]:
        hidden[tuple(-1 if label == "Total" else int(label[1:]) for label in labels)] = True
    return hidden, answer["protect"], answer["audit"], answer["unsafe"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shape", default="25x2x4x8")
    parser.add_argument("--people", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-peer", action="store_true")
    asked = parser.parse_args()
    table = table_of(tuple(int(part) for part in asked.shape.split("x")), asked.people, asked.seed)
    numbers = table.numbers
    small = int(((numbers > 0) & (numbers < THRESHOLD)).sum())
    print(
        f"{asked.shape} with margins, {asked.people} people: {numbers.size} cells, {small} of 1 to 4, {int((numbers == 0).sum())} zeros"
    )
    print(
        f"{'':<28} {'hidden':>7} {'hide s':>9} {'audit s':>9} {'both s':>9} {'known(0)':>9} {'known(1)':>9}", flush=True
    )

    problem = under_the_peers_rule(table)
    start = time.perf_counter()
    done = protect_cells(problem)
    hid = time.perf_counter() - start
    published = np.where(done.hidden, np.nan, problem.numbers.astype(float))
    start = time.perf_counter()
    needs = problem.needs
    seen = audit(published, table.sums, least=0, ends=(problem.numbers - needs.down, problem.numbers + needs.up))
    plain = audit(published, table.sums, least=0, enough=np.ones(len(published), np.int64))
    audited = time.perf_counter() - start
    at = seen.hidden
    wide = (seen.high >= problem.numbers[at] + problem.needs.up[at]) & (
        seen.low <= problem.numbers[at] - problem.needs.down[at]
    )
    unsafe = int((~wide).sum()) + len(plain.computable)
    print(line("ours, the peer's rule", table, done.hidden.reshape(table.shape), hid, audited), flush=True)
    start = time.perf_counter()
    own = protect_counts(table, threshold=THRESHOLD)
    print(line("ours, our rule (with audit)", table, own.hidden, time.perf_counter() - start, 0.0), flush=True)
    print(f"unsafe by the exact audit, peer's rule: {unsafe}")
    if asked.no_peer:
        return int(unsafe > 0)
    with tempfile.TemporaryDirectory() as folder:
        try:
            theirs, hide, check, found = peer(table, Path(folder))
        except (subprocess.SubprocessError, OSError, ValueError) as error:
            print(f"{PEER} could not be run here: {error}")
            return int(unsafe > 0)
    print(line(f"{PEER} MOD", table, theirs, hide, check))
    times, cells = (hide + check) / (hid + audited), done.hidden.sum() / theirs.sum()
    print(f"unsafe by its own audit: {found}")
    print(
        f"{times:.1f} times faster (goal {GOAL_TIMES:.0f}), {100 * (cells - 1):+.1f} % hidden cells (goal at most +2 %)"
    )
    return int(unsafe > 0 or times < GOAL_TIMES or cells > GOAL_CELLS)


if __name__ == "__main__":
    sys.exit(main())
