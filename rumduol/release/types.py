"""A table as the public may see it, and why each hidden cell is hidden."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from rumduol.indicators.types import Coordinate, Dimension, Table
from rumduol.release.disclosure.kinds import Kind


class NoNumber(Enum):
    """A cell that has no number. None of them is 0, none is "fewer than five", and none is another. The value is what is
    stored and shown."""

    SUPPRESSED = "s"  # counted, and not shown
    UNKNOWN = "u"  # asked, and of nobody here is it known
    NOT_COLLECTED = ".."  # of nobody here was it asked
    NOT_APPLICABLE = "–"  # cannot be

    @property
    def kind(self) -> Kind:
        return Kind[self.name]

    def __repr__(self) -> str:
        return self.value


SUPPRESSED = NoNumber.SUPPRESSED
Cell = int | NoNumber


class Why(Enum):
    """Why a cell is hidden. Never published: "small" would say that the number is small."""

    SMALL = "small"  # counts one to threshold - 1
    EARLIER = "earlier"  # was hidden in an earlier release of this table
    CHANGE = "change"  # the difference to an earlier release would count one to threshold - 1
    PROTECTS = "protects"  # hidden so that another cannot be computed


@dataclass(frozen=True)
class ReleasedTable:
    """Every cell of a table, margins included, as a number or as what stands instead of one.

    `rounded_to`: every number is a multiple of it; 0 where numbers are exact and small ones hidden.
    """

    indicator: str
    period: str
    source: str
    dimensions: tuple[Dimension, ...]
    threshold: int
    cells: Mapping[Coordinate, Cell]
    rounded_to: int = 0

    @property
    def hidden(self) -> frozenset[Coordinate]:
        return frozenset(coordinate for coordinate, cell in self.cells.items() if cell is SUPPRESSED)


@dataclass(frozen=True)
class Range:
    """Two whole numbers that a hidden cell can both be, as far as an outsider can tell. `above` None: without limit."""

    below: int
    above: int | None

    @property
    def width(self) -> int | None:
        return None if self.above is None else self.above - self.below


@dataclass(frozen=True)
class Suppression:
    """What `protect` decided: the public table, the reasons (for the release desk), and the proof for each hidden cell."""

    released: ReleasedTable
    why: Mapping[Coordinate, Why]
    ranges: Mapping[Coordinate, Range]


@dataclass(frozen=True)
class Earlier:
    """A release that is already public: its numbers as they were, and what was shown of them."""

    exact: Table
    released: ReleasedTable
