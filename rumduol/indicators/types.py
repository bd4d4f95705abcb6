"""A table of counts: values, no database, no words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

TOTAL = "total"
UNKNOWN = "unknown"
NOT_COLLECTED = "not_collected"

Coordinate = tuple[str, ...]  # one value (or TOTAL) per dimension, in the order of the table's dimensions
Line = tuple[Coordinate, tuple[Coordinate, ...]]  # a total and the parts that make it


@dataclass(frozen=True)
class Dimension:
    """One way of breaking a figure down. `values` in the order shown, without the total."""

    name: str
    values: tuple[str, ...]

    def __post_init__(self) -> None:
        if TOTAL in self.values or len(set(self.values)) != len(self.values):
            raise ValueError(f"The values of {self.name} are not distinct, or one is called '{TOTAL}'")


@dataclass(frozen=True)
class Table:
    """Counts of one indicator, period and source. `cells` holds the inner cells that are not zero; margins are their sums."""

    indicator: str
    period: str
    source: str
    dimensions: tuple[Dimension, ...]
    cells: Mapping[Coordinate, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for coordinate, number in self.cells.items():
            fits = len(coordinate) == len(self.dimensions) and all(
                value in dimension.values for value, dimension in zip(coordinate, self.dimensions, strict=True)
            )
            if not fits or number < 0:
                raise ValueError(f"{coordinate}: {number} has no place in this table")

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dimension.name for dimension in self.dimensions)

    def coordinates(self) -> Iterator[Coordinate]:
        """Every cell, margins included, in the order shown: totals last."""
        return product(*((*dimension.values, TOTAL) for dimension in self.dimensions))

    def with_margins(self) -> dict[Coordinate, int]:
        """Every cell with its number, zeros and margins included."""
        numbers = dict.fromkeys(self.coordinates(), 0)
        for coordinate, number in self.cells.items():
            for margin in product(*((value, TOTAL) for value in coordinate)):
                numbers[margin] += number
        return numbers

    def lines(self) -> Iterator[Line]:
        """Every sum that a reader can check: for each dimension and each choice of the others, the total and its parts."""
        for place, dimension in enumerate(self.dimensions):
            others = [(*other.values, TOTAL) for other in self.dimensions]
            others[place] = (TOTAL,)
            for total in product(*others):
                yield total, tuple((*total[:place], value, *total[place + 1 :]) for value in dimension.values)

    @property
    def total(self) -> int:
        return sum(self.cells.values())
