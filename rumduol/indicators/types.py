"""A table of counts: values, no database, no words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from operator import itemgetter

import numpy as np

TOTAL = "total"
UNKNOWN = "unknown"
NOT_COLLECTED = "not_collected"

Coordinate = tuple[str, ...]  # one value (or TOTAL) per dimension, in the order of the table's dimensions
Line = tuple[Coordinate, tuple[Coordinate, ...]]  # a total and the parts that make it


@dataclass(frozen=True)
class Dimension:
    """One way of breaking a figure down. `values` in the order shown, without the total.

    `parents`: of each value the value that it is part of, or TOTAL; empty where there is one level only. A value stands
    before its parts, and its parts make it up wholly.
    """

    name: str
    values: tuple[str, ...]
    parents: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if TOTAL in self.values or len(set(self.values)) != len(self.values):
            raise ValueError(f"The values of {self.name} are not distinct, or one is called '{TOTAL}'")
        if self.parents and len(self.parents) != len(self.values):
            raise ValueError(f"{self.name} has {len(self.values)} values and {len(self.parents)} parents")
        for place, parent in enumerate(self.parents):
            if parent != TOTAL and parent not in self.values[:place]:
                raise ValueError(
                    f"{self.name}: {self.values[place]} is part of {parent}, which does not stand before it"
                )

    @cached_property
    def part_of(self) -> Mapping[str, str]:
        """{value: the value that it is part of, or TOTAL}."""
        return dict(zip(self.values, self.parents or (TOTAL,) * len(self.values), strict=True))

    @cached_property
    def leaves(self) -> frozenset[str]:
        """The values that nothing is part of."""
        return frozenset(self.values) - frozenset(self.parents)

    @cached_property
    def top(self) -> tuple[str, ...]:
        """The values that are part of nothing but the total: together they are everybody, once."""
        return tuple(value for value, parent in self.part_of.items() if parent == TOTAL)

    @cached_property
    def families(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Every value that has parts, the total among them, with its parts."""
        parts: dict[str, list[str]] = {}
        for value, parent in self.part_of.items():
            parts.setdefault(parent, []).append(value)
        return tuple((whole, tuple(found)) for whole, found in parts.items())

    def above(self, value: str) -> tuple[str, ...]:
        """The value itself, what it is part of, and TOTAL last."""
        found = [value]
        while found[-1] != TOTAL:
            found.append(self.part_of[found[-1]])
        return tuple(found)


@dataclass(frozen=True)
class Table:
    """Counts of one indicator, period and source. `cells` holds the inner cells that are not zero, of the finest level;
    groups and margins are their sums."""

    indicator: str
    period: str
    source: str
    dimensions: tuple[Dimension, ...]
    cells: Mapping[Coordinate, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self._fits():
            return
        for coordinate, number in self.cells.items():
            fits = len(coordinate) == len(self.dimensions) and all(
                value in dimension.leaves for value, dimension in zip(coordinate, self.dimensions, strict=True)
            )
            if not fits or number < 0:
                raise ValueError(f"{coordinate}: {number} has no place in this table")

    def _fits(self) -> bool:
        """Whether every cell has its place; told of all at once, for there may be hundreds of thousands."""
        if not self.cells:
            return True
        if min(self.cells.values()) < 0 or {len(self.dimensions)} != set(map(len, self.cells)):
            return False
        return all(
            set(map(itemgetter(axis), self.cells)) <= dimension.leaves for axis, dimension in enumerate(self.dimensions)
        )

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dimension.name for dimension in self.dimensions)

    def coordinates(self) -> Iterator[Coordinate]:
        """Every cell, margins included, in the order shown: totals last."""
        return product(*((*dimension.values, TOTAL) for dimension in self.dimensions))

    def with_margins(self) -> dict[Coordinate, int]:
        """Every cell with its number, zeros and margins included."""
        if not self.dimensions:
            return {(): self.total}
        numbers = np.zeros([len(dimension.values) + 1 for dimension in self.dimensions], np.int64)
        at = [{value: place for place, value in enumerate(dimension.values)} for dimension in self.dimensions]
        if self.cells:
            size = len(self.cells)
            places = [
                np.fromiter(map(one.__getitem__, map(itemgetter(axis), self.cells)), np.intp, size)
                for axis, one in enumerate(at)
            ]
            numbers[tuple(places)] = np.fromiter(self.cells.values(), np.int64, size)
        for axis, dimension in enumerate(self.dimensions):
            along = np.moveaxis(numbers, axis, 0)
            # From the last to the first: a value stands before its parts, so theirs are added up when its turn comes.
            for place in reversed(range(len(dimension.values))):
                whole = dimension.part_of[dimension.values[place]]
                along[-1 if whole == TOTAL else at[axis][whole]] += along[place]
        return dict(zip(self.coordinates(), numbers.ravel().tolist(), strict=True))

    def lines(self) -> Iterator[Line]:
        """Every sum that a reader can check: for each dimension, each choice of the others and each level, the whole and its parts."""
        for place, dimension in enumerate(self.dimensions):
            others = [(*other.values, TOTAL) for other in self.dimensions]
            for whole, parts in dimension.families:
                others[place] = (whole,)
                for total in product(*others):
                    yield total, tuple((*total[:place], value, *total[place + 1 :]) for value in parts)

    @property
    def total(self) -> int:
        return sum(self.cells.values())
