"""A document before it is PDF, HTML or XLSX: blocks of words and numbers. Pure."""

from dataclasses import dataclass
from datetime import date

from rumduol.reports.shelf import Told


@dataclass(frozen=True)
class Shown:
    """What stands in a cell, and why: the writers draw a hidden number differently from a nought."""

    text: str
    told: Told
    number: float | None = None


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    text: str
    quiet: bool = False


@dataclass(frozen=True)
class KeyFigures:
    """The few numbers at the start: (number, words)."""

    figures: tuple[tuple[Shown, str], ...]


@dataclass(frozen=True)
class GridRow:
    heads: tuple[str, ...]
    cells: tuple[Shown, ...]
    total: bool = False


@dataclass(frozen=True)
class Grid:
    """A table. `heads` are the words over the row headings and over the cells. `note` stands below."""

    caption: str
    heads: tuple[str, ...]
    head_columns: int
    rows: tuple[GridRow, ...]
    note: str = ""


@dataclass(frozen=True)
class Bars:
    """One bar per row; `alt` says the same in words. A row without a number has no bar."""

    caption: str
    rows: tuple[tuple[str, Shown], ...]
    alt: str


@dataclass(frozen=True)
class Tile:
    row: int
    column: int
    name: str
    shown: Shown
    step: int | None


@dataclass(frozen=True)
class Tiles:
    """The map of 25 squares."""

    caption: str
    tiles: tuple[Tile, ...]
    alt: str


@dataclass(frozen=True)
class Pairs:
    """A list of (term, meaning): legend, sources."""

    caption: str
    pairs: tuple[tuple[str, str], ...]


Block = Heading | Paragraph | KeyFigures | Grid | Bars | Tiles | Pairs


@dataclass(frozen=True)
class Document:
    """`day`: the newest release in it, so that the same releases always give the same bytes."""

    code: str
    lang: str
    title: str
    subtitle: str
    author: str
    day: date
    blocks: tuple[Block, ...]
