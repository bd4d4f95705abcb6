"""What is asked of the protection, and what it answers: arrays over the cells of a table and of those linked to it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rumduol.release.disclosure.relations import Sums

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]


class CannotProtect(Exception):
    """What is public already gives these cells away, whatever is hidden now. `cells`: their places."""

    def __init__(self, cells: Iterable[int]) -> None:
        self.cells = tuple(int(cell) for cell in cells)
        super().__init__(f"{len(self.cells)} cells follow from what is already public")


@dataclass(frozen=True)
class Needs:
    """How far each cell, if hidden, must be able to move, in whole units: at least `up`, at least `down`, and over at
    least `width` in all."""

    up: Numbers
    down: Numbers
    width: Numbers

    def met(self, low: Numbers, high: Numbers) -> Mask:
        """`low` <= 0 <= `high`: the furthest moves found."""
        return (high >= self.up) & (-low >= self.down) & (high - low >= self.width)

    def at(self, cells: Numbers, size: int) -> "Needs":
        """For joined cells, the largest of each."""
        found = []
        for need in (self.up, self.down, self.width):
            joined = np.zeros(size, np.int64)
            np.maximum.at(joined, cells[cells >= 0], need[cells >= 0])
            found.append(joined)
        return Needs(*found)


@dataclass(frozen=True)
class Change:
    """The same cells at an earlier release, as differences: now minus then.

    `open`: not shown then, or perhaps not shown now; `then`: not shown then; `small`: differences that must not be
    computed. All over the problem's cells; `sums`: those that held at both times.
    """

    differences: Numbers
    sums: Sums
    open: Mask
    then: Mask
    small: Mask


@dataclass(frozen=True)
class Problem:
    """Cells, sums, and who knows what. Arrays over the cells.

    `known`: shown in any case (zeros, what is public, what has no number). `must`: hidden in any case. `fixed_open`: hidden
    elsewhere, neither shown nor hidden here. `least`: what a reader knows of a hidden cell (1 where zeros are shown).
    `price`: of hiding. `insiders`: cells whose number one contributor knows.
    """

    numbers: Numbers
    sums: Sums
    known: Mask
    must: Mask
    least: int
    needs: Needs
    price: NDArray[np.float64]
    insiders: Mask
    fixed_open: Mask | None = None
    changes: tuple[Change, ...] = ()

    @property
    def open_elsewhere(self) -> Mask:
        return np.zeros(len(self.numbers), bool) if self.fixed_open is None else self.fixed_open


@dataclass(frozen=True)
class Protection:
    """`hidden`: over the problem's cells. `low`, `high`: two numbers that each hidden cell can be, whole tables at hand."""

    hidden: Mask
    low: Numbers
    high: Numbers
    steps: dict[str, int] = field(default_factory=dict)
