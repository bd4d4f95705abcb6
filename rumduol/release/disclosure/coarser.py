"""A table of which too little survives: which coarser ones would tell more? Asked before anything is drafted."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from rumduol.release.disclosure.releases import CannotHide, Hiding, Public, Wholes, protect_counts
from rumduol.release.disclosure.tables import Axis, CountTable

TOO_LITTLE = 0.5  # of the cells that are not zero; under this share a coarser table serves the reader better


@dataclass(frozen=True)
class Coarser:
    """A table made from a finer one. `dropped`: axes left out; `folded`: axes without their finest level.
    `shown`: the share of its cells that are not zero and are shown; `cells`: how many those are."""

    table: CountTable
    dropped: tuple[str, ...]
    folded: tuple[str, ...]
    shown: float
    cells: int


def share_shown(table: CountTable, done: Hiding) -> float:
    """Of the cells that are not zero, the share that is shown; 1 for an empty table."""
    counted = table.numbers > 0
    return float((counted & ~done.hidden).sum() / counted.sum()) if counted.any() else 1.0


def suggest_coarser(
    table: CountTable, *, threshold: int, earlier: Iterable[Public] = (), wholes: Wholes | None = None, most: int = 3
) -> list[Coarser]:
    """Up to `most` coarser tables of which at least half survives, those with the most numbers shown first.

    Empty when the table itself is good enough. Tried: each axis folded to its groups, each axis or two left out.
    """
    public = list(earlier)
    if share_shown(table, protect_counts(table, threshold=threshold, earlier=public, wholes=wholes)) >= TOO_LITTLE:
        return []
    found: list[Coarser] = []
    for coarser, dropped, folded in _coarser(table):
        try:
            done = protect_counts(coarser, threshold=threshold, earlier=public, wholes=wholes)
        except CannotHide:
            continue
        shown = share_shown(coarser, done)
        if shown >= TOO_LITTLE:
            found.append(Coarser(coarser, dropped, folded, shown, int(((coarser.numbers > 0) & ~done.hidden).sum())))
    return sorted(found, key=lambda one: (-one.cells, one.dropped, one.folded))[:most]


def _coarser(table: CountTable) -> Iterable[tuple[CountTable, tuple[str, ...], tuple[str, ...]]]:
    for place, axis in enumerate(table.axes):
        if -1 in axis.parents and set(axis.parents) != {-1}:
            yield fold(table, place), (), (axis.name,)
    for left_out in range(1, min(3, len(table.axes))):
        for places in combinations(range(len(table.axes)), left_out):
            yield drop(table, places), tuple(table.axes[place].name for place in places), ()


def fold(table: CountTable, place: int) -> CountTable:
    """One axis without its finest level: districts into provinces."""
    axis = table.axes[place]
    groups = [at for at in range(len(axis.nodes)) if axis.parents[at] == -1 or at not in axis.leaves]
    number = {at: new for new, at in enumerate(groups)}
    folded = Axis(
        axis.name,
        tuple(axis.nodes[at] for at in groups),
        tuple(number.get(axis.parents[at], -1) for at in groups),
    )
    rows = [groups[leaf] for leaf in folded.leaves]
    finest = np.moveaxis(np.tensordot(axis.membership[rows], table.finest, axes=(1, place)), 0, place)
    return CountTable((*table.axes[:place], folded, *table.axes[place + 1 :]), np.ascontiguousarray(finest))


def drop(table: CountTable, places: tuple[int, ...]) -> CountTable:
    """The same people by fewer axes."""
    axes = tuple(axis for place, axis in enumerate(table.axes) if place not in places)
    return CountTable(axes, np.ascontiguousarray(table.finest.sum(axis=places)))
