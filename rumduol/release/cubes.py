"""A move of whole numbers that changes nothing published: the alternating corners of a box (after Repsilber, Giessing).

Take a cell and, for each dimension, a second value. Adding 1 to the cell and giving each other corner of that box its
alternating sign leaves every sum as it was. A total may be the second value: it follows its parts, so the sign stays.
If all corners are hidden, the move is an alternative table that nobody can tell from the real one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from rumduol.indicators.types import TOTAL, Coordinate, Dimension
from rumduol.release.types import Range

WIDEST_CHOICE = 6


@dataclass(frozen=True)
class Box:
    """Corner -> how it changes when the first corner grows by one."""

    signs: Mapping[Coordinate, int]

    def range_of(self, cell: Coordinate, numbers: Mapping[Coordinate, int], least: int) -> Range:
        """How far the cell moves along this box with every corner at `least` or more."""
        falling = [numbers[corner] - least for corner, sign in self.signs.items() if sign < 0]
        rising = [numbers[corner] - least for corner, sign in self.signs.items() if sign > 0]
        up, down = min(falling, default=None), min(rising)
        if self.signs[cell] < 0:
            return Range(numbers[cell] - (up or 0), numbers[cell] + down)
        return Range(numbers[cell] - down, None if up is None else numbers[cell] + up)


Second = tuple[str | None, int]  # the second value in a dimension and the sign it brings; None where there is no choice


def boxes(
    dimensions: Sequence[Dimension],
    cell: Coordinate,
    usable: Callable[[Coordinate], bool],
    rank: Callable[[Coordinate], tuple[int, ...]] | None = None,
) -> Iterator[Box]:
    """The boxes with a corner at `cell` all of whose corners are usable.

    With `rank`, only the WIDEST_CHOICE best second values of each dimension are tried (lowest rank of the edge's end).
    """
    seconds: list[list[Second]] = []
    for place, dimension in enumerate(dimensions):
        ends = {value: (*cell[:place], value, *cell[place + 1 :]) for value in (*dimension.values, TOTAL)}
        del ends[cell[place]]
        found = [value for value, end in ends.items() if usable(end)]
        if rank is not None:
            found = sorted(found, key=lambda value: rank(ends[value]))[:WIDEST_CHOICE]
        # With one value only, the total and that value are the same cell, and there is nothing to balance.
        single = len(dimension.values) < 2
        seconds.append([(None, 1)] if single else [(value, _sign(cell[place], value)) for value in found])
    for choice in product(*seconds):
        signs: dict[Coordinate, int] = {}
        for turned in product(*((False,) if second is None else (False, True) for second, _ in choice)):
            corner = tuple(
                second if turn and second is not None else value
                for value, (second, _), turn in zip(cell, choice, turned, strict=True)
            )
            if not usable(corner):
                break
            signs[corner] = prod(sign for (_, sign), turn in zip(choice, turned, strict=True) if turn)
        else:
            yield Box(signs)


def _sign(first: str, second: str) -> int:
    """A part and its total move together; two parts of one total move against each other."""
    return 1 if TOTAL in (first, second) else -1
