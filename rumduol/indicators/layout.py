"""A table of any number of dimensions laid out flat for a page: rows of headings and cells. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
    """The last dimension runs across; the others run down. Rows in which nobody was counted are left out and counted."""

    row_names: tuple[str, ...]
    columns: tuple[tuple[str, bool], ...]  # words, is the total
    rows: tuple[Row, ...]
    left_out: int


def lay_out(dimensions: Sequence[Dimension], cells: Mapping[Coordinate, Any], label: Label) -> Layout:
    """`cells` holds every coordinate; a value that is not the number 0 keeps its row."""
    *down, across = dimensions
    columns = (*across.values, TOTAL)
    kept: list[Coordinate] = []
    left_out = 0
    for place in product(*((*dimension.values, TOTAL) for dimension in down)):
        if all(value == TOTAL for value in place) or any(cells[(*place, column)] != 0 for column in columns):
            kept.append(place)
        else:
            left_out += 1
    rows = tuple(
        Row(
            tuple(_heads(kept, number, down, label)),
            tuple(cells[(*place, column)] for column in columns),
            bool(place) and place[-1] == TOTAL,
        )
        for number, place in enumerate(kept)
    )
    return Layout(
        tuple(label("", dimension.name) for dimension in down),
        tuple((label(across.name, column), column == TOTAL) for column in columns),
        rows,
        left_out,
    )


def _heads(
    kept: Sequence[Coordinate], number: int, down: Sequence[Dimension], label: Label
) -> Iterator[tuple[str, int]]:
    place = kept[number]
    for depth, dimension in enumerate(down):
        start = place[: depth + 1]
        if number and kept[number - 1][: depth + 1] == start:
            yield "", 0
            continue
        span = 1
        while number + span < len(kept) and kept[number + span][: depth + 1] == start:
            span += 1
        yield label(dimension.name, place[depth]), span
