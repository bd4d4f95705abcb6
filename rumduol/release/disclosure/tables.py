"""A table of counts or amounts as arrays: 1 to 4 axes, each with its total and, where it has one, its hierarchy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod
from typing import Self

import numpy as np
from numpy.typing import NDArray

from rumduol.release.disclosure.relations import Sums

TOTAL = "total"
MOST_AXES = 4
MOST_CELLS = 12_000  # with margins and zeros; the elimination keeps a square of those that are not zero

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]
Key = frozenset[tuple[str, str]]  # a cell by what it counts: (axis, node) without totals; the same in every table


class CannotBeAsked(ValueError):
    """A table that is not made. `axes`, `cells`: what was asked; `most_axes`, `most_cells`: what is possible."""

    def __init__(self, axes: int, cells: int) -> None:
        self.axes, self.cells = axes, cells
        self.most_axes, self.most_cells = MOST_AXES, MOST_CELLS
        super().__init__(
            f"A table of {axes} dimensions and {cells} cells is not made: at most {MOST_AXES} dimensions and"
            f" {MOST_CELLS} cells, totals included. Ask for two tables that share some dimensions instead; they are"
            " protected together."
        )


@dataclass(frozen=True)
class Axis:
    """One dimension. `nodes`: every value of every level, without the total; `parents[i]`: the place of the node that
    node i is part of, or -1 for the total. In arrays the total is the last place.

    A node's children make it up wholly: give "district not known" where some are not known.
    """

    name: str
    nodes: tuple[str, ...]
    parents: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.nodes or len(set(self.nodes)) != len(self.nodes) or TOTAL in self.nodes:
            raise ValueError(f"The values of {self.name} are missing, not distinct, or one is called '{TOTAL}'")
        if len(self.parents) != len(self.nodes):
            raise ValueError(f"{self.name} has {len(self.nodes)} values and {len(self.parents)} parents")
        for place in range(len(self.nodes)):
            self.above(place)

    @classmethod
    def flat(cls, name: str, values: Sequence[str]) -> Self:
        """An axis of one level."""
        return cls(name, tuple(values), (-1,) * len(values))

    @classmethod
    def nested(cls, name: str, tree: Mapping[str, Sequence[str]]) -> Self:
        """Two levels: `{"18": ("1801", "1802"), "08": ()}`."""
        nodes: list[str] = []
        parents: list[int] = []
        for group, members in tree.items():
            nodes.append(group)
            parents.append(-1)
            place = len(nodes) - 1
            nodes += members
            parents += [place] * len(members)
        return cls(name, tuple(nodes), tuple(parents))

    @property
    def size(self) -> int:
        """Places in an array, the total's included."""
        return len(self.nodes) + 1

    @cached_property
    def leaves(self) -> tuple[int, ...]:
        """The places that nothing is part of, in order: the finest counts."""
        inner = set(self.parents)
        return tuple(place for place in range(len(self.nodes)) if place not in inner)

    def above(self, place: int) -> list[int]:
        """The places that this one is part of, itself first and the total last. Raises ValueError for a circle."""
        found = [place]
        while found[-1] != self.size - 1:
            parent = self.parents[found[-1]]
            parent = self.size - 1 if parent == -1 else parent
            if parent in found or not 0 <= parent < self.size:
                raise ValueError(f"{self.name}: {self.nodes[place]} has no way up to the total")
            found.append(parent)
        return found

    @cached_property
    def families(self) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """Every place that has parts, with them."""
        parts: dict[int, list[int]] = {}
        for place, parent in enumerate(self.parents):
            parts.setdefault(self.size - 1 if parent == -1 else parent, []).append(place)
        return tuple((whole, tuple(found)) for whole, found in sorted(parts.items()))

    @cached_property
    def membership(self) -> Numbers:
        """(size, leaves): 1 where the leaf is within the place."""
        found = np.zeros((self.size, len(self.leaves)), np.int64)
        for column, leaf in enumerate(self.leaves):
            found[self.above(leaf), column] = 1
        return found

    def label(self, place: int) -> str:
        return TOTAL if place == self.size - 1 else self.nodes[place]


def check_asked(axes: Sequence[Axis]) -> None:
    """Raises CannotBeAsked for a table that has too many dimensions or cells, with what is possible instead."""
    cells = prod(axis.size for axis in axes)
    if not 1 <= len(axes) <= MOST_AXES or cells > MOST_CELLS:
        raise CannotBeAsked(len(axes), cells)


@dataclass(frozen=True)
class CountTable:
    """Counts (or amounts in whole riel) by 1 to 4 axes.

    `finest`: int64, shape = leaves of each axis, none negative.
    """

    axes: tuple[Axis, ...]
    finest: Numbers

    def __post_init__(self) -> None:
        check_asked(self.axes)
        shape = tuple(len(axis.leaves) for axis in self.axes)
        if self.finest.shape != shape or self.finest.dtype != np.int64 or (self.finest < 0).any():
            raise ValueError(f"The numbers must be whole, not negative, int64 and of shape {shape}")

    @property
    def shape(self) -> tuple[int, ...]:
        """With margins."""
        return tuple(axis.size for axis in self.axes)

    @cached_property
    def numbers(self) -> Numbers:
        """Every cell with its number, margins included; shape `shape`."""
        return self._folded(self.finest)

    @cached_property
    def sums(self) -> Sums:
        """Every sum that a reader can check; cells are numbered as in `numbers.ravel()`."""
        blocks = []
        for place, axis in enumerate(self.axes):
            others = [np.arange(other.size) for at, other in enumerate(self.axes) if at != place]
            rest = np.stack([grid.ravel() for grid in np.meshgrid(*others, indexing="ij")]) if others else None
            lines = 1 if rest is None else rest.shape[1]
            for whole, parts in axis.families:
                block = np.empty((lines, 1 + len(parts)), np.int64)
                for column, at in enumerate((whole, *parts)):
                    index = [] if rest is None else list(rest)
                    index.insert(place, np.full(lines, at))
                    block[:, column] = np.ravel_multi_index(index, self.shape)
                blocks.append(block)
        return Sums.from_blocks(blocks)

    def keys(self) -> list[Key]:
        """What each cell counts, in the order of `numbers.ravel()`. An axis of one value says nothing and is left out."""
        named = [
            [(axis.name, node) if len(axis.leaves) > 1 else None for node in axis.nodes] + [None] for axis in self.axes
        ]
        return [frozenset(part for part in cell if part) for cell in product(*named)]

    def coordinates(self) -> list[tuple[str, ...]]:
        """Labels of each cell, in the same order."""
        return list(product(*([axis.label(place) for place in range(axis.size)] for axis in self.axes)))

    def _folded(self, finest: Numbers) -> Numbers:
        whole = finest
        for place, axis in enumerate(self.axes):
            whole = np.moveaxis(np.tensordot(axis.membership, whole, axes=(1, place)), 0, place)
        return np.ascontiguousarray(whole)
