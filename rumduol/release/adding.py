"""What is published adds up: the arithmetic that guards tables from elsewhere guards our own. Pure but for the words.

It judges the released table as an outsider would, from its printed cells, and shares nothing with the counting. Which
cells are sums is known here from the breakdowns and is not read from labels, so that a category called "all forms" is no
total, and a table of 4,000 cells takes a fraction of a second.
"""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumduol.indicators.types import Coordinate, Table
from rumduol.indicators.words import value_label
from rumduol.reconcile.checking import mismatches
from rumduol.reconcile.numerals import Reading, of_number, read
from rumduol.reconcile.relations import Relation, Rule
from rumduol.reconcile.tables import Spot
from rumduol.release.types import Cell, ReleasedTable
from rumduol.shared.errors import WrongState

MOST_TOLD = 10


class DoesNotAddUp(WrongState):
    """`cells`: the coordinates whose number differs from the sum of its parts."""

    default = gettext_lazy("This table does not add up, so it is not published. Tell the administrator.")

    def __init__(self, cells: Sequence[Coordinate], message: str | None = None) -> None:
        super().__init__(message)
        self.cells = tuple(cells)


def check_adds_up(released: ReleasedTable) -> None:
    """Raises DoesNotAddUp, naming the cells, when a sum of the printed table does not hold. A cell without a number can be any."""
    spots = {place: Spot(released.indicator, row, 0) for row, place in enumerate(released.cells)}
    readings = {spots[place]: _reading(cell) for place, cell in released.cells.items()}
    sums = (
        Relation(Rule.ROWS, spots[total], tuple(spots[part] for part in parts))
        for total, parts in Table(released.indicator, released.period, released.source, released.dimensions).lines()
    )
    places = list(released.cells)
    cells = list(dict.fromkeys(places[one.relation.target.row] for one in mismatches(sums, readings)))
    if not cells:
        return
    named = "; ".join(_named(released, place) for place in cells[:MOST_TOLD])
    raise DoesNotAddUp(
        cells,
        _("This table does not add up, so it is not published. Tell the administrator. The cells: %(cells)s")
        % {"cells": named + (" ..." if len(cells) > MOST_TOLD else "")},
    )


def _reading(cell: Cell) -> Reading:
    return of_number(Decimal(cell), str(cell)) if isinstance(cell, int) else read("s")


def _named(released: ReleasedTable, place: Coordinate) -> str:
    names = (dimension.name for dimension in released.dimensions)
    return ", ".join(value_label(name, value) for name, value in zip(names, place, strict=True))
