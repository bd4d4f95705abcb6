"""Tables of money: hidden is what gives one person's amount away, and what would give that away in turn.

A sum is hidden when fewer than five people make it, when the one who knows most after the largest (the second) could
estimate the largest to within 15 per cent, or when one person has more than 75 per cent of it. Sums of earlier tables are
not solved together as counts are, so a figure and period has one table only, and no revision.
"""

from collections.abc import Sequence

import numpy as np

from rumduol.indicators.measures import Contribution, contributions
from rumduol.indicators.types import Table
from rumduol.release.disclosure.primary import AmountRule, Amounts
from rumduol.release.disclosure.releases import CannotHide, protect_amounts
from rumduol.release.suppression import CannotProtect, axis_of
from rumduol.release.types import SUPPRESSED, Range, ReleasedTable, Suppression

RULE = AmountRule()

__all__ = ["contributions", "protect_money"]


def protect_money(table: Table, found: Sequence[Contribution]) -> Suppression:
    """`found`: what each person has of each inner cell of the table. Raises CannotProtect."""
    axes = tuple(map(axis_of, table.dimensions))
    at = [{value: place for place, value in enumerate(one.values)} for one in table.dimensions]
    rows = [[known[value] for known, value in zip(at, one.coordinate, strict=True)] for one in found]
    amounts = Amounts.of_people(
        axes,
        np.array(rows, np.int64).reshape(len(rows), len(axes)),
        np.array([one.riel for one in found], np.int64),
        people=[one.person for one in found],
    )
    coordinates = list(table.coordinates())
    try:
        done = protect_amounts(amounts, RULE)
    except CannotHide as error:
        raise CannotProtect(coordinates) from error
    shape = amounts.table.shape
    cells = {
        place: SUPPRESSED if hidden else number
        for place, number, hidden in zip(
            coordinates, amounts.table.numbers.ravel().tolist(), done.hidden.ravel().tolist(), strict=True
        )
    }
    return Suppression(
        ReleasedTable(table.indicator, table.period, table.source, table.dimensions, RULE.fewest, cells),
        {coordinates[int(np.ravel_multi_index(cell, shape))]: why for cell, why in done.why.items()},
        {
            place: Range(int(low), int(high))
            for place, low, high in zip(coordinates, done.low.ravel(), done.high.ravel(), strict=True)
            if cells[place] is SUPPRESSED
        },
    )
