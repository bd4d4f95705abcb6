"""Values that pass between the parts of this room."""

from dataclasses import dataclass, field
from uuid import UUID

from rumduol.encoding.tokens import Person
from rumduol.facts.enums import Kind

Unit = tuple[str, UUID]


@dataclass(frozen=True, slots=True)
class Line:
    """One person of an office's own list, with the names in plain: only while the office encodes.

    `record`: what the office finds it by ("case", id) or (None, its own code); `units`: what the figures count it as.
    """

    person: Person
    record: tuple[str, str]
    units: tuple[tuple[Kind, Unit], ...] = ()


@dataclass(slots=True)
class Seen:
    """How good a list is for matching: counts, taken while it is encoded."""

    people: int = 0
    no_name: int = 0
    short_name: int = 0
    no_birth: int = 0
    first_of_january: int = 0
    no_place: int = 0


@dataclass(frozen=True, slots=True)
class PairFound:
    """Of lists `one` and `other`: how many are on both, and what the matching believes of that (shares of 1)."""

    one: int
    other: int
    both: int
    precision: float
    recall: float


@dataclass(slots=True)
class Matched:
    """What a matching answers. Nothing here says how alike two lines are.

    `clusters`: for each list the number of each line's cluster; `people`: for each combination of lists (bits) how many
    people are on exactly these; `twins`: for each list sampled pairs of its own lines that may be one person;
    `doubles`: how many such pairs there are; `expected`: how many of the sampled ones it expects to be one person; `called`: which of
    them, by place, it takes for one.
    """

    clusters: list[list[int]]
    people: dict[int, int]
    pairs: list[PairFound]
    twins: list[list[tuple[int, int]]]
    doubles: list[int]
    expected: list[int]
    called: list[frozenset[int]]
    cautions: list[tuple[str, int, int | None]] = field(default_factory=list)
