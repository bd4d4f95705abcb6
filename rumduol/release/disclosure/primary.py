"""Which cells must not be shown by themselves (Handbook on Statistical Disclosure Control, 2nd ed., chapter 4)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rumduol.release.disclosure.tables import Axis, CountTable

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]


def small_counts(numbers: Numbers, threshold: int) -> Mask:
    """Counts of 1 to threshold - 1. A zero counts nobody. Raises ValueError for a threshold under 2."""
    if threshold < 2:
        raise ValueError("A threshold under 2 protects nobody")
    return (numbers > 0) & (numbers < threshold)


@dataclass(frozen=True)
class Amounts:
    """Sums of money, in whole riel, with what is needed to judge them. Arrays have the table's shape with margins.

    `contributors`: people behind each sum; `largest`: the same shape and one axis more, the largest single amounts in
    falling order.
    """

    table: CountTable
    contributors: Numbers
    largest: Numbers

    @classmethod
    def of_people(
        cls,
        axes: tuple[Axis, ...],
        places: Numbers,
        amounts: Numbers,
        *,
        people: Sequence[int] | None = None,
        keep: int = 3,
    ) -> "Amounts":
        """`places` (rows, axes) gives the place of a leaf in each axis, `amounts` (rows,). A row is a person, or what the
        person of this number in `people` has there: whoever has several amounts counts once in each sum.

        `keep`: how many of the largest amounts of a cell are kept (the n of the dominance rule, at least 2).
        """
        shape = tuple(axis.size for axis in axes)
        finest = np.zeros(tuple(len(axis.leaves) for axis in axes), np.int64)
        column = [{leaf: at for at, leaf in enumerate(axis.leaves)} for axis in axes]
        contributors = np.zeros(shape, np.int64)
        largest = np.zeros((*shape, max(2, keep)), np.int64)
        behind: dict[tuple[int, ...], Counter[int]] = {}
        for row, (person, amount) in enumerate(zip(people or range(len(amounts)), amounts.tolist(), strict=True)):
            leaves = tuple(int(place) for place in places[row])
            finest[tuple(column[at][leaf] for at, leaf in enumerate(leaves))] += amount
            above = np.ix_(*(axis.above(leaf) for axis, leaf in zip(axes, leaves, strict=True)))
            for cell in zip(*(index.ravel().tolist() for index in np.broadcast_arrays(*above)), strict=True):
                behind.setdefault(cell, Counter())[person] += amount
        for cell, found in behind.items():
            most = sorted(found.values(), reverse=True)[: largest.shape[-1]]
            largest[cell][: len(most)] = most
            contributors[cell] = len(found)
        return cls(CountTable(axes, finest), contributors, largest)


@dataclass(frozen=True)
class AmountRule:
    """When a sum of money gives somebody away. A rule that is None is not asked.

    `fewest`: contributors; `p`: nobody may be able to estimate another's amount to within p per cent (the second largest
    contributor knows most); `dominance`: (n, k): the n largest may not be more than k per cent.
    """

    fewest: int = 5
    p: float | None = 15.0
    dominance: tuple[int, float] | None = (1, 75.0)


def sensitive(amounts: Amounts, rule: AmountRule) -> tuple[Mask, Numbers]:
    """Cells that must be hidden, and by how much each must be able to grow (Handbook, table 4.4). Both of table shape."""
    numbers, first = amounts.table.numbers, amounts.largest[..., 0]
    found = (amounts.contributors > 0) & (amounts.contributors < rule.fewest)
    room = np.where(found, np.maximum(1, numbers // 10), 0).astype(float)
    if rule.p is not None:
        short = rule.p / 100 * first - (numbers - first - amounts.largest[..., 1])
        found |= (short > 0) & (numbers > 0)
        room = np.maximum(room, short)
    if rule.dominance is not None:
        n, k = rule.dominance
        if n > amounts.largest.shape[-1]:
            raise ValueError(f"The {n} largest amounts of each cell are needed, {amounts.largest.shape[-1]} are kept")
        most = amounts.largest[..., :n].sum(axis=-1)
        too_much = (most * 100 > k * numbers) & (numbers > 0)
        found |= too_much
        room = np.maximum(room, np.where(too_much, most * 100 / k - numbers, 0))
    return found, np.where(found, np.ceil(np.maximum(room, 1)), 0).astype(np.int64)
