"""Hiding small numbers so that they stay hidden. Pure: a table in, a table out.

1. Primary: a cell that counts 1 to threshold - 1 is hidden, margins too. A zero is shown: it counts nobody, and zeros
   are mostly structural (the handbook on statistical disclosure control of the European statistical system, 2010,
   chapter 5 on frequency tables). So an outsider knows that a hidden cell is at least 1, and the proof allows for it.
2. Complementary: further cells are hidden until no hidden cell follows from the sums, and each could as well be another
   number. An audit that shares no code with the hiding looks again. See `disclosure`, which does the work on arrays.
3. Over time: what an earlier release of the table hid stays hidden; a number is not shown where subtracting the earlier
   one gives 1 to threshold - 1; and the sums of all releases are solved together.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from rumduol.indicators.levels import family, node, wholes
from rumduol.indicators.types import TOTAL, Coordinate, Dimension, Table
from rumduol.release.absent import absent
from rumduol.release.disclosure.releases import CannotHide, Public, Wholes, protect_counts
from rumduol.release.disclosure.tables import Axis, CountTable
from rumduol.release.types import SUPPRESSED, Earlier, Range, ReleasedTable, Suppression


class CannotProtect(Exception):
    """Earlier releases already give these cells away, whatever is hidden now. `cells` are their coordinates."""

    def __init__(self, cells: Sequence[Coordinate]) -> None:
        self.cells = tuple(cells)
        super().__init__(f"{len(self.cells)} cells follow from what is already public")


def suppress(table: Table, threshold: int, earlier: Iterable[Earlier] = ()) -> ReleasedTable:
    """The table as the public may see it: see `protect`."""
    return protect(table, threshold, earlier=earlier).released


def protect(table: Table, threshold: int, *, width: int | None = None, earlier: Iterable[Earlier] = ()) -> Suppression:
    """Hide what must be hidden, with reasons and proof.

    `threshold`: the smallest count (other than 0) that is shown. `width`: how far a small number must be able to move
    (default threshold - 1). `earlier`: the releases of the same indicator and period that are public.
    Raises CannotProtect when earlier releases leave no way, and CannotBeAsked for more than four dimensions.
    """
    counts, places = counts_of(table), list(table.coordinates())
    try:
        done = protect_counts(
            counts,
            threshold=threshold,
            width=width,
            earlier=[public_of(release) for release in earlier],
            wholes=wholes_of(counts),
        )
    except CannotHide as error:
        wanted = set(error.cells)
        raise CannotProtect(
            [place for place, key in zip(places, counts.keys(), strict=True) if key in wanted]
        ) from error
    numbers, hidden = counts.numbers.ravel().tolist(), done.hidden.ravel().tolist()
    absences = absent(table, dict(zip(places, numbers, strict=True)))
    return Suppression(
        released=ReleasedTable(
            indicator=table.indicator,
            period=table.period,
            source=table.source,
            dimensions=table.dimensions,
            threshold=threshold,
            cells={
                place: SUPPRESSED if is_hidden else absences.get(place, number)
                for place, number, is_hidden in zip(places, numbers, hidden, strict=True)
            },
        ),
        why={places[int(np.ravel_multi_index(cell, counts.shape))]: why for cell, why in done.why.items()},
        ranges={
            place: Range(int(low), int(high))
            for place, is_hidden, low, high in zip(places, hidden, done.low.ravel(), done.high.ravel(), strict=True)
            if is_hidden
        },
    )


def counts_of(table: Table) -> CountTable:
    """The same table as arrays. Axes and values have the names of their family, so that the same people have the same
    name in every release, by whichever breakdown; the order of cells is that of `table.coordinates()`."""
    axes = tuple(map(axis_of, table.dimensions))
    column = [
        {value: at for at, value in enumerate(one.values[leaf] for leaf in axis.leaves)}
        for one, axis in zip(table.dimensions, axes, strict=True)
    ]
    finest = np.zeros(tuple(len(axis.leaves) for axis in axes), np.int64)
    for coordinate, number in table.cells.items():
        finest[tuple(known[value] for known, value in zip(column, coordinate, strict=True))] = number
    return CountTable(axes, finest)


def wholes_of(counts: CountTable) -> Wholes:
    """Which values of its axes are the sums of which others, in whatever table those stand."""
    return {axis.name: wholes(axis.name) for axis in counts.axes}


def axis_of(dimension: Dimension) -> Axis:
    """A breakdown as an axis, with its levels."""
    place = {value: at for at, value in enumerate(dimension.values)} | {TOTAL: -1}
    return Axis(
        family(dimension.name),
        tuple(node(dimension.name, value) for value in dimension.values),
        tuple(place[parent] for parent in dimension.part_of.values()),
    )


def public_of(release: Earlier) -> Public:
    """An earlier release as arrays."""
    exact, hidden = counts_of(release.exact), release.released.hidden
    return Public(exact, np.array([place in hidden for place in release.exact.coordinates()]).reshape(exact.shape))
