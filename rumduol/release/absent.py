"""Which noughts of a table are none: nobody was asked, nobody knew, or it cannot be. Pure.

A nought says "counted, and there was nobody". Where of all the people of a row it was never asked, the row's other cells
say nothing of the kind. The people are not lost: they stand in the column "not asked", and in every total. Nothing is given
away: a reader could see as much from noughts.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from typing import Any

from rumduol.indicators.catalogue import DATA
from rumduol.indicators.levels import family, node
from rumduol.indicators.types import NOT_COLLECTED, TOTAL, UNKNOWN, Coordinate, Dimension, Table
from rumduol.release.types import NoNumber

NO_ANSWER = (UNKNOWN, NOT_COLLECTED)


def absent(table: Table, numbers: Mapping[Coordinate, int]) -> dict[Coordinate, NoNumber]:
    """Cells of 0 that are no zeros. `numbers`: every cell, margins included."""
    found: dict[Coordinate, NoNumber] = {}
    for at, dimension in enumerate(table.dimensions):
        if set(NO_ANSWER) & set(dimension.values):
            found |= dict(_unanswered(table, at, numbers))
    return {place: what for place, what in found.items() if numbers[place] == 0} | impossible_cells(table, numbers)


def impossible_cells(table: Table, numbers: Mapping[Coordinate, int]) -> dict[Coordinate, NoNumber]:
    """Cells of 0 in which nobody can be. All that a rounded table says: there, a nought may be somebody."""
    return {place: what for place, what in _impossible(table.dimensions) if numbers[place] == 0}


def _unanswered(table: Table, at: int, numbers: Mapping[Coordinate, int]) -> Iterator[tuple[Coordinate, NoNumber]]:
    """Rows of one breakdown whose people all have no answer."""
    dimension = table.dimensions[at]
    others = [(*other.values, TOTAL) for other in table.dimensions]
    others[at] = (TOTAL,)
    answers = [value for value in dimension.values if value not in NO_ANSWER]
    for place in product(*others):

        def cell(value: str, place: Coordinate = place) -> Coordinate:
            return (*place[:at], value, *place[at + 1 :])

        without = {value: numbers[cell(value)] for value in NO_ANSWER if value in dimension.values}
        if numbers[place] and numbers[place] == sum(without.values()):
            what = NoNumber.UNKNOWN if without.get(UNKNOWN) else NoNumber.NOT_COLLECTED
            yield from ((cell(value), what) for value in answers)


def _impossible(dimensions: tuple[Dimension, ...]) -> Iterator[tuple[Coordinate, NoNumber]]:
    names = [family(dimension.name) for dimension in dimensions]
    for pair in impossible():
        if not set(pair) <= set(names):
            continue
        choices = [
            [value for value in dimension.values if node(dimension.name, value) in pair[name]]
            if name in pair
            else [*dimension.values, TOTAL]
            for name, dimension in zip(names, dimensions, strict=True)
        ]
        yield from ((place, NoNumber.NOT_APPLICABLE) for place in product(*choices))


@cache
def impossible() -> tuple[Mapping[str, frozenset[str]], ...]:
    """{family of breakdowns: values} whose combination has nobody in it by definition."""
    read: list[dict[str, Any]] = tomllib.loads((DATA / "impossible.toml").read_text("utf-8"))["pair"]
    return tuple({name: frozenset(codes) for name, codes in pair.items() if name != "why"} for pair in read)
