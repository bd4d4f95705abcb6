"""The sums between cells as arrays: what a reader can add up and subtract."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Self

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]


@dataclass(frozen=True)
class Sums:
    """Lines `total = part + part + ...`, one after another: line i is `cells[starts[i]:starts[i + 1]]`, its total first."""

    starts: Places
    cells: Places

    @classmethod
    def from_lines(cls, lines: Iterable[Sequence[int]]) -> Self:
        """From (total, part, part ...)."""
        listed = [list(line) for line in lines]
        starts = np.cumsum([0, *(len(line) for line in listed)], dtype=np.int64)
        return cls(starts, np.array([cell for line in listed for cell in line], np.int64))

    @classmethod
    def from_blocks(cls, blocks: Sequence[Places]) -> Self:
        """From arrays of (lines, 1 + parts)."""
        widths = np.concatenate([np.full(len(block), block.shape[1]) for block in blocks])
        return cls(
            np.concatenate([[0], np.cumsum(widths)]).astype(np.int64),
            np.concatenate([block.ravel() for block in blocks]),
        )

    def __len__(self) -> int:
        return len(self.starts) - 1

    @cached_property
    def lines(self) -> list[tuple[int, ...]]:
        cells, starts = self.cells.tolist(), self.starts.tolist()
        return [tuple(cells[first:last]) for first, last in pairwise(starts)]

    def hold(self, numbers: NDArray[np.int64]) -> bool:
        """Whether whole numbers add up in every line (exact)."""
        if not len(self):
            return True
        sums = np.add.reduceat(numbers[self.cells], self.starts[:-1])
        return bool((sums == 2 * numbers[self.cells[self.starts[:-1]]]).all())


@dataclass(frozen=True)
class Compact:
    """The sums among cells that are not yet known, with cells that count the same people taken as one.

    `place`: for each cell of the whole, its number among the compact ones, or -1 where it is known already.
    `lines`: (total, parts) with -1 for a total that is known; a part that is known is left out.
    """

    place: Places
    size: int
    lines: tuple[tuple[int, tuple[int, ...]], ...]


def compact(sums: Sums, numbers: NDArray[np.int64], known: NDArray[np.bool_]) -> Compact:
    """Leave out what is known; join a total with its only part that is not zero."""
    same = np.arange(len(numbers))

    def root(cell: int) -> int:
        while same[cell] != cell:
            same[cell] = same[same[cell]]
            cell = int(same[cell])
        return cell

    for total, *parts in sums.lines:
        left = [part for part in parts if not known[part]]
        if not known[total] and len(left) == 1 and not any(numbers[part] for part in parts if known[part]):
            one, other = root(total), root(left[0])
            same[max(one, other)] = min(one, other)
    roots = np.array([root(cell) for cell in range(len(numbers))], np.int64) if len(numbers) else same
    open_roots = np.unique(roots[~known])
    number = np.full(len(numbers), -1, np.int64)
    number[open_roots] = np.arange(len(open_roots))
    place = np.where(known, -1, number[roots])
    found: dict[tuple[int, tuple[int, ...]], None] = {}
    for total, *parts in sums.lines:
        whole = int(place[total])
        left_parts = tuple(sorted(int(place[part]) for part in parts if place[part] >= 0))
        if whole >= 0 and whole in left_parts:  # the total is one of its parts: the others make nothing together
            left_parts = tuple(part for part in left_parts if part != whole)
            whole = -1
        if whole >= 0 or left_parts:
            found[whole, left_parts] = None
    return Compact(place, len(open_roots), tuple(found))
