"""Invented people who resemble the real ones in twos, and in nothing rarer than a crowd. For teaching and for trying a
method out; totals are always taken from the real tables, never from these rows.

Two ways: `k_anonymous` shows only combinations that at least k real people share (as the public global data set of the
field does); `private` learns nothing but noisy counts of pairs (after McKenna, Miklau and Sheldon 2021, "Winning the NIST
contest"), so that whether any one person was counted can hardly be told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from rumduol.release.disclosure.noise import noisy_counts

BLANK = -1  # not told, in a row
Rows = NDArray[np.int64]  # (people, columns): the place of a value in its column's list, or BLANK


def k_anonymous(rows: Rows, k: int, *, together: int = 3, seed: int) -> Rows:
    """Each row keeps as many of its values, in an order drawn anew, as leave every combination of up to `together` of
    them shared by at least k real people; the rest is BLANK. The rows come out shuffled.

    Raises ValueError for a k under 2.
    """
    if k < 2:
        raise ValueError("A crowd of one protects nobody")
    random = np.random.default_rng(seed)
    shared = _shared(rows, k, together)
    made = np.full_like(rows, BLANK)
    for number, row in enumerate(rows.tolist()):
        kept: list[int] = []
        for column in random.permutation(rows.shape[1]).tolist():
            if row[column] == BLANK:
                continue
            fits = all(
                tuple(sorted((c, row[c]) for c in (*others, column))) in shared
                for size in range(min(together, len(kept) + 1))
                for others in combinations(kept, size)
            )
            if fits:
                kept.append(column)
        made[number, kept] = rows[number, kept]
    return made[random.permutation(len(made))]


def _shared(rows: Rows, k: int, together: int) -> set[tuple[tuple[int, int], ...]]:
    found: set[tuple[tuple[int, int], ...]] = set()
    for size in range(1, min(together, rows.shape[1]) + 1):
        for columns in combinations(range(rows.shape[1]), size):
            told = rows[(rows[:, columns] != BLANK).all(axis=1)][:, columns]
            values, count = np.unique(told, axis=0, return_counts=True)
            found |= {tuple(zip(columns, value, strict=True)) for value in values[count >= k].tolist()}
    return found


def private(rows: Rows, sizes: Sequence[int], epsilon: Decimal, *, people: int, seed: int) -> Rows:
    """`people` rows drawn from noisy counts: each column, then each column with the one before it in a chain.

    `sizes`: how many values each column has; BLANK counts as one more. A person is in one cell of each of the 2 x columns
    - 1 tables, which share epsilon evenly. `people` must be a public number, not that of `rows`. The noise cannot be
    seeded; `seed` is of the drawing alone.
    """
    if len(sizes) != rows.shape[1] or people < 0:
        raise ValueError("One size for each column, and people are not negative")
    random = np.random.default_rng(seed)
    tables = 2 * len(sizes) - 1
    share = epsilon / tables
    wide = [size + 1 for size in sizes]  # BLANK is the last value
    filled = np.where(rows == BLANK, np.array(sizes), rows)
    single = [_noisy(filled[:, [column]], [wide[column]], share) for column in range(len(sizes))]
    made = np.empty((people, len(sizes)), np.int64)
    for column in range(len(sizes)):
        alone = _chances(single[column].astype(float))
        if column == 0:
            made[:, 0] = random.choice(wide[0], people, p=alone)
            continue
        pair = _noisy(filled[:, [column - 1, column]], [wide[column - 1], wide[column]], share).astype(float)
        for before in range(wide[column - 1]):
            here = np.flatnonzero(made[:, column - 1] == before)
            chances = _chances(pair[before]) if pair[before].any() else alone
            made[here, column] = random.choice(wide[column], len(here), p=chances)
    return np.where(made == np.array(sizes), BLANK, made)


def _noisy(columns: Rows, sizes: list[int], epsilon: Decimal) -> NDArray[np.int64]:
    counts = np.zeros(sizes, np.int64)
    np.add.at(counts, tuple(columns.T), 1)
    return noisy_counts(counts, epsilon)


def _chances(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    whole = weights.sum()
    return weights / whole if whole > 0 else np.full(len(weights), 1 / len(weights))


@dataclass(frozen=True)
class Utility:
    """How far the made rows can be trusted, to be published with them.

    `blank`: share of values not told. `single`, `pairs`: mean distance between the shares of values, and of pairs of
    values, real and made (0 alike, 1 nothing in common). `rare`: combinations of up to three values in the made rows that
    fewer than `k` real people share; nought for k-anonymous rows.
    """

    rows: int
    blank: float
    single: float
    pairs: float
    rare: int
    k: int


def utility_of(real: Rows, made: Rows, *, k: int) -> Utility:
    """Compare. Both of the same columns."""
    count = real.shape[1]
    shared = _shared(real, k, 3)
    rare = _shared(made, 1, 3) - shared
    single = [_distance(real, made, (column,)) for column in range(count)]
    pairs = [_distance(real, made, pair) for pair in combinations(range(count), 2)]
    return Utility(
        rows=len(made),
        blank=float((made == BLANK).mean()) if made.size else 0.0,
        single=float(np.mean(single)),
        pairs=float(np.mean(pairs)) if pairs else 0.0,
        rare=len(rare),
        k=k,
    )


def _distance(real: Rows, made: Rows, columns: tuple[int, ...]) -> float:
    shares: list[dict[tuple[int, ...], float]] = []
    for rows in (real, made):
        told = rows[(rows[:, columns] != BLANK).all(axis=1)][:, columns]
        values, count = np.unique(told, axis=0, return_counts=True)
        whole = max(1, int(count.sum()))
        shares.append({tuple(v): c / whole for v, c in zip(values.tolist(), count.tolist(), strict=True)})
    one, other = shares
    return sum(abs(one.get(value, 0) - other.get(value, 0)) for value in one.keys() | other.keys()) / 2
