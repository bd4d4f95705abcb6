"""A declared table as other rooms and pages read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from rumduol.declared.printed import Cell
from rumduol.indicators.types import TOTAL, Coordinate

TOTALS = "total"  # a label that stands for all of its kind
OUT = "out"  # a line that is not taken over


@dataclass(frozen=True)
class Declared:
    """A confirmed table that stands. `cells` by coordinate in the order of `breakdowns`; what is not in it was not said."""

    id: UUID
    agency_id: UUID
    office_id: UUID
    indicator: str
    period: str
    breakdowns: tuple[str, ...]
    cells: Mapping[Coordinate, Cell]
    sums: int
    mismatches: int

    @property
    def total(self) -> Cell | None:
        """All of them, as the source printed it; None where it printed no such sum. Never computed."""
        return self.cells.get((TOTAL,) * len(self.breakdowns))
