"""From a grid to a table: where its headings and labels are, and what each number stands for.

Wide tables (provinces down, sexes across) and long ones (a column for each dimension, one for the count) are the same
thing here: lines with a path of labels, in two directions, and a number where they cross.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from rumduol.reconcile import labels
from rumduol.reconcile.grids import Grid, Printed, Unusable, address
from rumduol.reconcile.labels import Total
from rumduol.reconcile.numerals import Kind, Marks, Reading, marks_of, of_number, read
from rumduol.reconcile.words import Message

ALL = "*"  # in a path: this line is not broken down at that level, or is the total of it
HEADING_ROWS = 4  # at most
_DATE = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T][0-9:.]+)?|[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}|[0-9]{2}:[0-9]{2}:[0-9]{2}"
)


class Spot(NamedTuple):
    """Where a cell is: its table, row and column (from 0, as in the grid)."""

    table: str
    row: int
    column: int

    @property
    def address(self) -> str:
        return address(self.row, self.column)


@dataclass(frozen=True)
class Options:
    """What tables.toml may say of a table: see docs/reconcile.md. `keys`: headings of the columns with labels;
    `of_which`: lines that are parts of others already counted; `rounded`: sums may differ by the rounding of each number.
    """

    keys: tuple[str, ...] | None = None
    totals: bool = True
    negative: bool = False
    rounded: bool = False
    of_which: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """A row or a column of numbers. `path`: its labels, outermost first, as printed; `section`: rows between headings.

    `aside`: part of no sum, since other lines count the same ("of which").
    """

    place: int
    path: tuple[str, ...]
    section: int = 0
    percent: bool = False
    aside: bool = False

    @property
    def label(self) -> str:
        return " / ".join(part for part in self.path if part)


@dataclass(frozen=True)
class Refusal:
    """A cell that was meant as a number and cannot be used as one. It counts as unknown."""

    spot: Spot
    text: str
    why: Message


@dataclass(frozen=True)
class Table:
    """A read table. `cells` holds every place where a number could be: blank, unknown and "<5" too."""

    name: str
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    cells: Mapping[Spot, Reading]
    refused: tuple[Refusal, ...] = ()
    keys: tuple[str, ...] = ()  # headings of the columns that hold the labels of the rows
    unread: tuple[str, ...] = ()  # headings of columns of words, with their address
    options: Options = field(default_factory=Options)
    file: str = ""
    sheet: str = ""
    notes: tuple[Message, ...] = ()

    @property
    def place(self) -> str:
        """Its name, and the sheet where that is called otherwise: `police [Sheet1]`."""
        return self.name if self.sheet in {"", self.name} else f"{self.name} [{self.sheet}]"

    @cached_property
    def row_at(self) -> dict[int, Line]:
        return {line.place: line for line in self.rows}

    @cached_property
    def column_at(self) -> dict[int, Line]:
        return {line.place: line for line in self.columns}

    def label(self, spot: Spot) -> tuple[str, str]:
        """The labels of its row and of its column."""
        return self.row_at[spot.row].label, self.column_at[spot.column].label


def table_of(grid: Grid, options: Options | None = None) -> Table:
    """Find the parts of a grid. Raises Unusable where there is no heading row with anything under it."""
    return _Layout(grid, options or Options()).table()


class _Layout:
    def __init__(self, grid: Grid, options: Options) -> None:
        self.grid, self.options = grid, options
        self.marks: Marks = marks_of(cell.text for row in grid.rows for cell in row if cell.number is None)
        self.readings = [[self._read(cell) for cell in row] for row in grid.rows]
        self.width = len(grid.rows[0]) if grid.rows else 0

    def _read(self, cell: Printed) -> Reading:
        if cell.why:
            return Reading(Kind.REFUSED, cell.text, why=cell.why)
        if cell.number is not None:
            return of_number(cell.number, cell.text, percent=cell.percent, decimals=cell.decimals)
        return read(cell.text, self.marks, negative=self.options.negative)

    # ---- which rows are headings ---------------------------------------------------------------------------------

    def _headings(self) -> tuple[int, int]:
        """First row of headings and first row below them; the same where the table has none."""
        first = 0
        filled = [[c for c in range(self.width) if self.grid.rows[r][c].text] for r in range(len(self.grid.rows))]
        while first < len(filled) and self._is_title(first, filled[first]):
            first += 1
        if first == len(filled):
            raise Unusable(Message("no_heading", {"table": self.grid.name}))
        if not self._is_heading(first, filled[first]):
            return first, first
        last = first + 1
        while last < min(len(filled), first + HEADING_ROWS) and self._goes_on(last, filled[last], filled[last - 1]):
            last += 1
        return first, last

    def _is_title(self, row: int, filled: Sequence[int]) -> bool:
        different = {self.grid.rows[row][column].text for column in filled}
        return self.width > 1 and len(different) < 2

    def _is_heading(self, row: int, filled: Sequence[int]) -> bool:
        """Words, or years and other names that happen to be numbers; not a row of quantities."""
        if any(labels.total(self.grid.rows[row][c].text) > Total.MAYBE for c in filled if c):
            return True
        numbers = [self.readings[row][c] for c in filled if self.readings[row][c].kind is Kind.NUMBER]
        values = [one.value for one in numbers if one.value is not None]
        if not values or _years(values) or (len(values) > 2 and values == list(range(1, len(values) + 1))):
            return True
        return len(values) * 2 < len(filled)

    def _goes_on(self, row: int, filled: Sequence[int], above: Sequence[int]) -> bool:
        """Whether this is one more row of headings: names only, and more than the name of a section."""
        if len(filled) < 2:
            return False
        kinds = [self.readings[row][column].kind for column in filled]
        values = [v for c in filled if (v := self.readings[row][c].value) is not None]
        if values and not (_years(values) and kinds.count(Kind.WORDS) + len(values) == len(kinds)):
            return False
        names = sum(kind in {Kind.WORDS, Kind.RANGE} for kind in kinds)
        if 0 not in filled or self.grid.rows[row][0].joined:
            return (names + len(values)) * 2 >= len(kinds)  # "Unknown" can be the name of a column
        return names + len(values) == len(kinds) and (len(above) < self.width or self._repeats(row - 1))

    def _repeats(self, row: int) -> bool:
        texts = [cell.text for cell in self.grid.rows[row]]
        return any(cell.joined for cell in self.grid.rows[row]) or len(set(texts)) < len(texts)

    # ---- which columns are labels --------------------------------------------------------------------------------

    def table(self) -> Table:
        first, below = self._headings()
        names = [
            " ".join(
                dict.fromkeys(self.grid.rows[row][c].text for row in range(first, below) if self.grid.rows[row][c].text)
            )
            for c in range(self.width)
        ]
        names = [name or address(0, c)[:-1] if below == first else name for c, name in enumerate(names)]
        body = [row for row in range(below, len(self.grid.rows)) if any(cell.text for cell in self.grid.rows[row])]
        kinds = self._column_kinds(body, names)
        keys = [c for c in range(self.width) if kinds[c] == "key"]
        values = [c for c in range(self.width) if kinds[c] == "value"]
        rows = self._rows(body, keys, values)
        columns = self._columns(first, below, keys, values, names)
        cells, refused = self._cells(rows, columns)
        down, across = _percent_lines(cells, 1), _percent_lines(cells, 2)
        rows = [replace(line, percent=True) if line.place in down else line for line in rows]
        columns = [replace(line, percent=True) if line.place in across else line for line in columns]
        refused += _stray_percentages(cells, rows, columns)
        rows, columns = self._aside(rows), self._aside(columns)
        unread = tuple(
            f"{names[c]} ({address(below, c)})" for c in range(self.width) if kinds[c] == "words" and names[c]
        )
        return Table(
            self.grid.name,
            tuple(rows),
            tuple(columns),
            cells,
            tuple(refused),
            tuple(names[c] for c in keys),
            unread,
            self.options,
            self.grid.file,
            self.grid.sheet,
            self.grid.notes,
        )

    def _column_kinds(self, body: Sequence[int], names: Sequence[str]) -> list[str]:
        """For each column: "key", "value", "words" (a remark) or "serial"."""
        if self.options.keys is not None:
            wanted = {labels.plain(key) for key in self.options.keys}
            missing = wanted - {labels.plain(name) for name in names}
            if missing:
                raise Unusable(Message("no_such_key", {"table": self.grid.name, "key": ", ".join(sorted(missing))}))
        kinds: list[str] = []
        for column in range(self.width):
            found = [self.readings[row][column] for row in body]
            kind = self._kind_of(column, names[column], found, first="key" not in kinds)
            if self.options.keys is not None:
                named = labels.plain(names[column]) in wanted
                kind = "key" if named else ("words" if kind == "key" else kind)
            kinds.append(kind)
        if "value" not in kinds:  # what looked like years or codes is all there is
            kinds = ["value" if k == "numbers" else k for k in kinds]
        else:
            kinds = ["key" if k == "numbers" else k for k in kinds]
        last_value = max((c for c, kind in enumerate(kinds) if kind == "value"), default=-1)
        if self.options.keys is None:
            for column, kind in enumerate(kinds):
                if kind == "key" and column > last_value >= 0 and not self._groups(column, body):
                    kinds[column] = "words"
        return kinds

    def _kind_of(self, column: int, name: str, found: Sequence[Reading], *, first: bool) -> str:
        numbers = [one.value for one in found if one.kind in {Kind.NUMBER, Kind.PERCENT} and one.value is not None]
        spans = sum(one.kind is Kind.RANGE for one in found)
        words = [one for one in found if one.kind is Kind.WORDS]
        refused = sum(one.kind is Kind.REFUSED for one in found)
        if labels.is_remark(name):
            return "words"
        if not numbers or len(words) > len(numbers) + spans + refused:
            if words or spans:
                return "key" if words or not refused else "value"
            if first and any(one.text for one in found):
                return "key"
            return "value" if name else "words"  # nobody filled it in, or only with answers
        if any(labels.total(one.text) > Total.MAYBE for one in words):
            return "key"
        if labels.is_serial(name) and numbers == sorted(set(numbers)):
            return "serial"
        if labels.is_key(name) or (column == 0 and _years(numbers) and self.width > 1):
            return "numbers"
        if column == 0 and self.width > 2 and len(numbers) > 2 and numbers == list(range(1, len(numbers) + 1)):
            return "serial"
        return "value"

    def _groups(self, column: int, body: Sequence[int]) -> bool:
        """Whether words right of the numbers name groups of lines: a total among them, or each more than once."""
        texts = [self.grid.rows[row][column].text for row in body]
        return any(labels.total(text) > Total.MAYBE for text in texts) or len(set(texts)) * 2 <= len(texts)

    # ---- lines ---------------------------------------------------------------------------------------------------

    def _rows(self, body: Sequence[int], keys: Sequence[int], values: Sequence[int]) -> list[Line]:
        rows: list[Line] = []
        headings = self._section_headings(body, keys, values)
        section, above = 0, [""] * len(keys)
        for row in body:
            texts = [self.grid.rows[row][column].text for column in keys]
            if row in headings:
                section += 1
                above = texts
                continue
            texts = above = _filled(texts, above)
            rows.append(Line(row, tuple(texts), section, bool(texts) and labels.is_percent(texts[-1])))
        return rows

    def _section_headings(self, body: Sequence[int], keys: Sequence[int], values: Sequence[int]) -> set[int]:
        """Rows without a number that name the rows below them, or are notes. Others without one are lines not filled in."""
        empty = [row for row in body if not any(self._has_something(row, column) for column in values)]
        texts = {row: [self.grid.rows[row][column].text for column in keys] for row in body}
        named = {row for row in empty if sum(map(bool, texts[row])) == 1 and (len(keys) == 1 or texts[row][0])}
        if len(keys) > 1 or len(values) > 1:
            return named | {row for row in empty if not any(texts[row])}
        # One column of labels and one of numbers: a heading begins the table or follows a total, and has a total below.
        totals = [
            row for row in body if row not in named and any(labels.total(text) > Total.MAYBE for text in texts[row])
        ]
        last = totals[-1] if totals else -1
        starts = {*body[:1], *(body[i + 1] for i, row in enumerate(body[:-1]) if row in totals)}
        return {
            row
            for row in named
            if texts[row][0].rstrip().endswith((":", "៖")) or row > last or (row in starts and len(totals) > 1)
        }

    def _has_something(self, row: int, column: int) -> bool:
        cell = self.grid.rows[row][column]
        return bool(cell.text) and self.readings[row][column].kind is not Kind.WORDS

    def _columns(
        self, first: int, below: int, keys: Sequence[int], values: Sequence[int], names: Sequence[str]
    ) -> list[Line]:
        if below - first < 2:
            return [Line(c, (names[c],), 0, labels.is_percent(names[c])) for c in values]
        levels: list[list[str]] = []
        for row in range(first, below):
            carried, level = "", []
            for column in range(self.width):
                text = self.grid.rows[row][column].text
                if column in keys:
                    carried = ""
                elif text or row == below - 1:
                    carried = text
                elif levels and levels[-1][column] != levels[-1][column - 1]:
                    carried = ""
                level.append(carried)
            levels.append(level)
        columns = []
        for column in values:
            path = [level[column] for level in levels]
            for depth in range(1, len(path)):  # a heading merged downwards is one heading
                if path[depth] == path[depth - 1]:
                    path[depth] = ""
            columns.append(Line(column, tuple(path), 0, any(labels.is_percent(text) for text in path)))
        return columns

    def _aside(self, lines: Iterable[Line]) -> list[Line]:
        named = {labels.plain(name) for name in self.options.of_which}
        return [replace(line, aside=any(labels.plain(text) in named for text in line.path)) for line in lines]

    def _cells(self, rows: Iterable[Line], columns: Iterable[Line]) -> tuple[dict[Spot, Reading], list[Refusal]]:
        cells: dict[Spot, Reading] = {}
        refused: list[Refusal] = []
        columns = list(columns)
        for row in rows:
            for column in columns:
                spot = Spot(self.grid.name, row.place, column.place)
                reading, printed = self.readings[spot.row][spot.column], self.grid.rows[spot.row][spot.column]
                why = reading.why if reading.kind is Kind.REFUSED else ""
                if reading.kind is Kind.WORDS:
                    why = "date" if _DATE.fullmatch(printed.text) else "not_a_number"
                elif printed.joined and reading.kind in {Kind.NUMBER, Kind.PERCENT, Kind.RANGE}:
                    why = "joined"
                if why:
                    refused.append(Refusal(spot, printed.text, Message(why, {"text": printed.text})))
                    reading = Reading(Kind.REFUSED, printed.text, why=why)
                cells[spot] = reading
        return cells, refused


def _filled(texts: Sequence[str], above: Sequence[str]) -> list[str]:
    """The labels of a row with those that are printed once for several rows: ("", "girls") under ("Kep", "boys").

    In a row of totals a blank after the total stays blank: it is the total of that too.
    """
    is_total = any(labels.total(text) > Total.MAYBE for text in texts)
    full: list[str] = []
    for level, text in enumerate(texts):
        inner = any(texts[level + 1 :]) if is_total else level < len(texts) - 1
        same = full[:level] == list(above[:level])
        full.append(above[level] if not text and inner and same else text)
    return full


def _years(values: Sequence[Decimal]) -> bool:
    return all(1900 <= value <= 2100 and value == int(value) for value in values)


def _stray_percentages(cells: dict[Spot, Reading], rows: Sequence[Line], columns: Sequence[Line]) -> list[Refusal]:
    """Percentages among counts: they add up with nothing, so they are refused and not passed over. Changes `cells`."""
    shares = {line.place for line in rows if line.percent}, {line.place for line in columns if line.percent}
    found = []
    for spot, reading in cells.items():
        if reading.kind is Kind.PERCENT and spot.row not in shares[0] and spot.column not in shares[1]:
            found.append(Refusal(spot, reading.text, Message("percentage")))
            cells[spot] = Reading(Kind.REFUSED, reading.text, why="percentage")
    return found


def _percent_lines(cells: Mapping[Spot, Reading], part: int) -> set[int]:
    """The rows (part 1) or columns (part 2) most of whose numbers are printed with a percent sign."""
    balance: Counter[int] = Counter()
    for spot, reading in cells.items():
        if reading.kind in {Kind.PERCENT, Kind.NUMBER}:
            place = spot.row if part == 1 else spot.column
            balance[place] += 1 if reading.kind is Kind.PERCENT else -1
    return {place for place, more in balance.items() if more > 0}
