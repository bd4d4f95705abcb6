"""A table of any number of dimensions laid out flat for a page: rows of headings and cells. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

from rumduol.indicators.types import TOTAL, Coordinate, Dimension

Label = Callable[[str, str], str]  # (dimension, value) -> words


@dataclass(frozen=True)
class Row:
    """`heads` is one per row dimension, with how many rows each spans (0: it is spanned from above)."""

    heads: tuple[tuple[str, int], ...]
    cells: tuple[Any, ...]
    is_total: bool


@dataclass(frozen=True)
class Layout:
    """The dimension with the fewest values runs across, the others run down.

    Rows and columns in which nobody was counted are left out; `left_out` says whether there were any.
    """

    row_names: tuple[str, ...]
    columns: tuple[tuple[str, bool], ...]  # words, is the total
    rows: tuple[Row, ...]
    left_out: bool


def lay_out(dimensions: Sequence[Dimension], cells: Mapping[Coordinate, Any], label: Label) -> Layout:
    """`cells` holds every coordinate; a value that is not the number 0 keeps its row and its column."""
    fewest = min(reversed(range(len(dimensions))), key=lambda place: len(dimensions[place].values))
    across = dimensions[fewest]
    down = [dimension for place, dimension in enumerate(dimensions) if place != fewest]

    def cell(place: Coordinate, column: str) -> Any:
        return cells[(*place[:fewest], column, *place[fewest:])]

    places = list(product(*((*dimension.values, TOTAL) for dimension in down)))
    columns = [value for value in (*across.values, TOTAL) if value == TOTAL or any(cell(p, value) != 0 for p in places)]
    whole = (TOTAL,) * len(down)
    said = cache(lambda depth, value: indented(down[depth], value, label))  # a value may head thousands of rows
    kept = [place for place in places if place == whole or any(cell(place, column) != 0 for column in columns)]
    rows = tuple(
        Row(
            tuple(_heads(kept, number, len(down), said)),
            tuple(cell(place, column) for column in columns),
            bool(place) and place[-1] == TOTAL,
        )
        for number, place in enumerate(kept)
    )
    return Layout(
        tuple(label("", dimension.name) for dimension in down),
        tuple((indented(across, column, label), column == TOTAL) for column in columns),
        rows,
        len(kept) < len(places) or len(columns) <= len(across.values),
    )


def _heads(
    kept: Sequence[Coordinate], number: int, depths: int, said: Callable[[int, str], str]
) -> Iterator[tuple[str, int]]:
    place = kept[number]
    for depth in range(depths):
        start = place[: depth + 1]
        if number and kept[number - 1][: depth + 1] == start:
            yield "", 0
            continue
        span = 1
        while number + span < len(kept) and kept[number + span][: depth + 1] == start:
            span += 1
        yield said(depth, place[depth]), span


def indented(dimension: Dimension, value: str, label: Label) -> str:
    """The words of a value, set in under what it is part of."""
    level = 0 if value == TOTAL else len(dimension.above(value)) - 2
    return "\u2003" * level + label(dimension.name, value)
