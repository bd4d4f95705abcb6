"""The other way of protecting a table: every number becomes a multiple of 3 or 5, and the table still adds up. Pure.

Nothing is hidden, and nothing is exact: a count of 1 to 4 is shown as nought or as the base. A figure and period has one
way, or a table with exact sums beside a rounded one would undo the rounding. A cell that was published before and has not
changed keeps its multiple, so that two rounded tables tell no more than one.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from rumduol.indicators.types import Table
from rumduol.release.absent import impossible_cells
from rumduol.release.disclosure.rounding import CannotRound, controlled_rounding
from rumduol.release.suppression import counts_of
from rumduol.release.types import Earlier, ReleasedTable, Suppression

__all__ = ["BASES", "CannotRound", "round_table"]

BASES: tuple[Literal[3, 5], ...] = (5, 3)


def round_table(table: Table, base: Literal[3, 5], *, threshold: int, earlier: Iterable[Earlier] = ()) -> Suppression:
    """The table in multiples of `base`. `earlier`: rounded releases of the same figure and period. Raises CannotRound."""
    counts, places = counts_of(table), list(table.coordinates())
    exact = dict(zip(counts.keys(), counts.numbers.ravel().tolist(), strict=True))
    before: dict[frozenset[tuple[str, str]], int] = {}
    for release in earlier:
        was = counts_of(release.exact)
        shown = (release.released.cells[place] for place in release.exact.coordinates())
        for key, number, cell in zip(was.keys(), was.numbers.ravel().tolist(), shown, strict=True):
            if exact.get(key) == number and isinstance(cell, int):
                before[key] = cell
    fixed = {at: before[key] for at, key in enumerate(counts.keys()) if key in before}
    rounded = controlled_rounding(counts, base, fixed=fixed).ravel().tolist()
    empty = ReleasedTable(table.indicator, table.period, table.source, table.dimensions, threshold, {}, base)
    marks = impossible_cells(table, dict(zip(places, counts.numbers.ravel().tolist(), strict=True)))
    cells = {place: marks.get(place, number) for place, number in zip(places, rounded, strict=True)}
    return Suppression(replace(empty, cells=cells), {}, {})
