"""From chances to people: each line meets at most one line of another list; clusters over several lists."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Index = npt.NDArray[np.int64]


def one_to_one(a: Index, b: Index, chance: npt.NDArray[np.float64], least: float) -> Index:
    """Positions of the pairs kept: the likeliest first, no line twice, none below `least`. Ties by position."""
    order = np.flatnonzero(chance >= least)
    order = order[np.argsort(-chance[order], kind="stable")]
    taken_a: set[int] = set()
    taken_b: set[int] = set()
    kept = []
    for at, i, j in zip(order.tolist(), a[order].tolist(), b[order].tolist(), strict=True):
        if i not in taken_a and j not in taken_b:
            taken_a.add(i)
            taken_b.add(j)
            kept.append(at)
    return np.array(kept, np.int64)


@dataclass(frozen=True, slots=True)
class Link:
    """Line `a` of list `one` and line `b` of list `other` are one person with this chance."""

    one: int
    a: int
    other: int
    b: int
    chance: float


def clusters(sizes: Sequence[int], links: Sequence[Link]) -> list[npt.NDArray[np.int64]]:
    """For each list the cluster number of each line. Likeliest links first; a cluster holds one line of a list at most,
    so a link that would put two lines of one list together is left out."""
    starts = np.cumsum([0, *sizes])
    parent = list(range(int(starts[-1])))
    lists: dict[int, set[int]] = {}

    def root(x: int) -> int:
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    for link in sorted(links, key=lambda link: -link.chance):
        x, y = root(int(starts[link.one]) + link.a), root(int(starts[link.other]) + link.b)
        if x == y:
            continue
        here, there = lists.get(x, {link.one}), lists.get(y, {link.other})
        if here & there:
            continue
        parent[y] = x
        lists[x] = here | there
        lists.pop(y, None)
    numbers: dict[int, int] = {}
    out = []
    for start, size in zip(starts.tolist(), sizes, strict=False):
        out.append(np.array([numbers.setdefault(root(start + i), len(numbers)) for i in range(size)], np.int64))
    return out
