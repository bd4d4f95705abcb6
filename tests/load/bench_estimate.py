"""`./run bench estimate`: how fast hidden populations are estimated, and how often the intervals hold the truth.

Speed: 1,000 bootstrap draws of the stepwise model, chosen again each time, on five lists. The peer (SparseMSE 2.0 for
R) took 110 s for its 1,000 draws on five British lists on a two-core machine; it is not on this machine, so the ratio
is against that figure. Coverage: populations made by a model with known size, like Cambodia's lists: five lists of
very different reach, two of which refer to each other.
"""

import argparse
import os
import time
from concurrent.futures import ProcessPoolExecutor

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from rumduol.estimation import averaging, decomposable, stepwise
from rumduol.estimation.estimating import by_steps, independence
from tests.load.invented_populations import drawn

PEER_SECONDS = 110.0
# Share of the population on each list: police, social affairs, NGOs, labour, missions abroad. Pairs that refer.
POPULATIONS = {
    "independent": (12_000, (0.10, 0.14, 0.09, 0.05, 0.07), {}),
    "one referral": (12_000, (0.10, 0.14, 0.09, 0.05, 0.07), {(0, 1): 1.2}),
    "two referrals": (12_000, (0.10, 0.14, 0.09, 0.05, 0.07), {(0, 1): 1.2, (1, 2): 1.0}),
    "sparse": (6_000, (0.05, 0.08, 0.06, 0.02, 0.03), {(0, 1): 1.0}),
}


def speed(draws: int) -> None:
    rng = np.random.default_rng(1)
    table = drawn(rng, *POPULATIONS["two referrals"])
    tables = stepwise.resample(table.counts, draws, rng)
    began, cpu = time.perf_counter(), time.process_time()
    stepwise.choose(5, tables)
    took, cpu = time.perf_counter() - began, time.process_time() - cpu
    print(f"\n{draws:,} bootstrap draws, five lists, model chosen again in each")
    print(f"  here  {took:7.2f} s ({cpu:.2f} s of processor)")
    print(
        f"  peer  {PEER_SECONDS * draws / 1000:7.1f} s (SparseMSE, measured elsewhere): {PEER_SECONDS * draws / 1000 / took:.0f} times as long"
    )


def coverage(tables: int, draws: int) -> None:
    print(f"\nHow often a 95 % interval holds the true size ({tables} tables each, {draws} draws)")
    print(f"  {'population':<16}{'method':<28}{'holds':>8}{'median / true':>15}{'width / true':>14}")
    with ProcessPoolExecutor(2) as pool:
        for lines in pool.map(covered, POPULATIONS, [tables] * len(POPULATIONS), [draws] * len(POPULATIONS)):
            print("\n".join(lines), flush=True)


def covered(name: str, tables: int, draws: int) -> list[str]:
    """What is printed of one population."""
    size, reach, together = POPULATIONS[name]
    rng = np.random.default_rng(7)
    held: dict[str, list[tuple[float, float, float]]] = {}
    for _number in range(tables):
        table = drawn(rng, size, reach, together)
        steps = by_steps(table, rng, draws)
        for how, answer, which in (
            ("independence", independence(table, rng), 0),
            ("stepwise, model as known", steps, 0),
            ("stepwise, chosen again", steps, 1),
            ("BIC average", averaging.average(table), 0),
            ("decomposable graphs", decomposable.average(table), 0),
        ):
            if answer.estimate is not None and len(answer.intervals) > which:
                ends = answer.intervals[which]
                held.setdefault(how, []).append((answer.estimate, ends.low, ends.high))
    lines = []
    for how, answers in held.items():
        values = np.array(answers)
        holds = np.mean((values[:, 1] <= size) & (values[:, 2] >= size))
        width = np.median(values[:, 2] - values[:, 1]) / size
        lines.append(f"  {name:<16}{how:<28}{holds:>8.1%}{np.median(values[:, 0]) / size:>15.3f}{width:>14.2f}")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=200)
    parser.add_argument("--draws", type=int, default=200)
    given = parser.parse_args()
    speed(1000)
    coverage(given.tables, given.draws)


if __name__ == "__main__":
    main()
