"""A released table with its words, as every file format needs it. Pure: no database, no language but the one given."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from rumduol.indicators.types import TOTAL, Coordinate, Dimension
from rumduol.release.disclosure.kinds import Kind


@dataclass(frozen=True)
class Observation:
    """One cell: its kind, and its number where the kind has one.

    Raises ValueError where the two do not belong together, so that a hidden number cannot travel along by accident.
    """

    kind: Kind
    number: int | None = None

    def __post_init__(self) -> None:
        if self.kind.has_number != (self.number is not None) or (self.kind is Kind.ZERO) != (self.number == 0):
            raise ValueError(f"{self.kind.code} with the number {self.number}")

    @classmethod
    def of(cls, number: int) -> "Observation":
        return cls(Kind.NUMBER if number else Kind.ZERO, number)

    @property
    def counts(self) -> bool:
        """Whether there is or may be somebody in it: no zero, and not without an answer."""
        return self.kind in {Kind.NUMBER, Kind.SUPPRESSED}

    @property
    def text(self) -> str:
        """The number, or the mark of its kind."""
        return self.kind.mark if self.number is None else str(self.number)


@dataclass(frozen=True)
class Axis:
    """One breakdown: code and words, its values as (code, words) in the order shown, without the total.

    `standard`: {value: {HTCDS 2.0 field: value there}}; empty where the standard knows nothing. `part_of`: {value: the
    value that it is part of}, for those of lower levels.
    """

    code: str
    label: str
    values: tuple[tuple[str, str], ...]
    standard: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    part_of: Mapping[str, str] = field(default_factory=dict)

    @property
    def dimension(self) -> Dimension:
        """The same without words."""
        codes = tuple(code for code, _words in self.values)
        parents = tuple(self.part_of.get(code, TOTAL) for code in codes) if self.part_of else ()
        return Dimension(self.code, codes, parents)


@dataclass(frozen=True)
class TogetherRow:
    """Records and the different people behind them. `code`: figure (its own records) or lists (lines of all lists)."""

    code: str
    words: str
    records: Observation
    unique: Observation
    again: Observation
    heads: tuple[str, str, str] = ("records", "unique", "again")

    @property
    def cells(self) -> tuple[tuple[str, Observation], ...]:
        """(heading, observation) of each count."""
        return tuple(zip(self.heads, (self.records, self.unique, self.again), strict=True))


@dataclass(frozen=True)
class Estimated:
    """What one method says of all people, found or not, in two digits. A bound is None where there is none."""

    code: str
    words: str
    assumes: str
    number: int
    low: int | None
    high: int | None


@dataclass(frozen=True)
class Together:
    """Different people beside the sum, from the round of matching `round`; `said`: how far to believe it; `estimates`:
    several methods or none."""

    round: str
    rows: tuple[TogetherRow, ...]
    said: tuple[str, ...]
    estimates: tuple[Estimated, ...]
    heads: Mapping[str, str]

    def lines(self) -> Iterator[tuple[str, str, Observation]]:
        """(code, words, observation) of every count: for files that have one line per number."""
        for row in self.rows:
            for name, seen in zip(("records", "unique", "again"), (row.records, row.unique, row.again), strict=True):
                yield f"{row.code}.{name}", f"{row.words}: {self.heads[name]}", seen


@dataclass(frozen=True)
class Dataset:
    """A release, ready to be written. `notes` are (heading, text) in the order to be read; `legend` {kind: words}.

    `heads` are the words of the fixed columns: "number", "status", "total". `population` is {sex or "total": people},
    empty where no rate is given. `rounded_to`: every number is a multiple of it, and a nought may be somebody.
    `people`: the different people behind the sum, where a round of matching was taken in.
    """

    number: str
    sha256: str
    lang: str
    title: str
    indicator: str
    indicator_label: str
    unit: str
    period: str
    period_label: str
    source: str
    published_on: date
    address: str
    axes: tuple[Axis, ...]
    cells: Mapping[Coordinate, Observation]
    notes: tuple[tuple[str, str], ...]
    legend: Mapping[Kind, str]
    heads: Mapping[str, str]
    rate_per: int = 0
    rounded_to: int = 0
    population: Mapping[str, int] = field(default_factory=dict)
    people: Together | None = None

    def lines(self) -> Iterator[tuple[Coordinate, tuple[str, ...], Observation]]:
        """(codes, words, observation) of every cell, in the order of the table, totals last."""
        words = [dict(axis.values) | {TOTAL: self.heads["total"]} for axis in self.axes]
        for place, seen in self.cells.items():
            yield place, tuple(known[value] for known, value in zip(words, place, strict=True)), seen
