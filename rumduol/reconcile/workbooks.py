"""Workbooks (.xlsx) -> grids. What is in a sheet is measured before it is read: a file of a few kilobytes can unfold
to gigabytes, say that a billion cells are joined, or end in a million empty rows."""

import datetime
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.parsers import expat

from rumduol.reconcile.grids import Grid, Printed, Unusable, address
from rumduol.reconcile.words import Message

LARGEST_FILE = 50_000_000  # bytes, unpacked
LARGEST_TABLE = 2_000_000  # cells
MOST_MARKS = 1_000_000  # of the XML outside the sheets: their texts and styles
MOST_JOINED = 20_000  # joined areas of one sheet
LINES_TOLD = 12
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"  # what spreadsheets wrote until 2007, and what they wrap around a password today
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT_SHEETS = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_CONTENT = {"v", "f", "is"}
_EMPTY = re.compile(rb'<(?:row|c) r="[^<>"]*"[^<>]*/>')
_UNNUMBERED = re.compile(rb"<(?:row|c)(?! r=)[ />]")


def not_unpacked(file: str, content: bytes) -> Unusable:
    """Why a file that is no packed workbook cannot be read as one."""
    if content.startswith(OLD_WORKBOOK):
        return Unusable(Message("encrypted" if _ENCRYPTED in content else "other_format", {"file": file}))
    return Unusable(Message("not_a_workbook", {"file": file}))


def read_workbook(file: str, content: bytes) -> list[Grid]:
    """The tables of a workbook: one for each sheet that has anything on it. Raises Unusable."""
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            pictures = _measure(file, packed)
        stored = openpyxl.load_workbook(io.BytesIO(content), data_only=True, read_only=True)
        written = openpyxl.load_workbook(io.BytesIO(content), data_only=False, read_only=True)
        grids = [grid for sheet in stored.worksheets if (grid := _grid(file, sheet, written[sheet.title]))]
        if len(stored.worksheets) == 1 and grids:
            (grid,) = grids
            grids = [Grid(Path(file).stem, grid.rows, file, grid.sheet, grid.notes)]
    except Unusable:
        raise
    except Exception as error:  # openpyxl raises whatever the broken part of the file makes it raise
        raise Unusable(Message("not_a_workbook", {"file": file})) from error
    if not grids:
        raise Unusable(Message("only_pictures" if pictures else "empty", {"file": file}))
    return grids


def _measure(file: str, packed: zipfile.ZipFile) -> bool:
    """Whether it has pictures. Raises Unusable for what would take too long to read."""
    sizes = {one.filename: one.file_size for one in packed.infolist()}
    read = [name for name in sizes if not name.startswith("xl/media/")]
    if (
        sum(sizes[name] for name in read) > LARGEST_FILE
        or sum(packed.read(name).count(b"<") for name in read if not name.startswith("xl/worksheets/")) > MOST_MARKS
    ):
        raise Unusable(Message("too_large", {"file": file}))
    return any(name.startswith(("xl/media/", "xl/charts/")) for name in sizes)


# ---- one sheet, measured ----------------------------------------------------------------------------------------------


@dataclass
class _Measures:
    """Rows and columns from 1. `joined`: areas as (first row, first column, last row, last column)."""

    cells: int = 0
    last_row: int = 0
    last_column: int = 0
    joined: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)


class _Measuring:
    """Reads the XML of a sheet piece by piece and keeps counts only."""

    def __init__(self) -> None:
        self.found = _Measures()
        self.row = self.column = 0
        self.row_hidden = False

    def feed(self, sheet: bytes) -> _Measures:
        if not _UNNUMBERED.search(sheet):
            sheet = _EMPTY.sub(b"", sheet)  # a column that somebody coloured has a million of them
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.StartDoctypeDeclHandler = self._refuse
        parser.Parse(sheet, True)
        return self.found

    def _refuse(self, *said: object) -> None:
        msg = "a sheet declares no document type"
        raise ValueError(msg)

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        if space not in {_SHEETS, _STRICT_SHEETS}:
            return
        if tag == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column, self.row_hidden = 0, attributes.get("hidden") in {"1", "true"}
        elif tag == "c":
            self.column = _place(attributes["r"])[1] if "r" in attributes else self.column + 1
        elif tag in _CONTENT:
            self._filled()
        elif tag == "col" and attributes.get("hidden") in {"1", "true"}:
            self.found.hidden_columns.append((int(attributes["min"]), int(attributes["max"])))
        elif tag == "mergeCell":
            first, _, last = attributes["ref"].partition(":")
            if len(self.found.joined) < MOST_JOINED:
                self.found.joined.append((*_place(first), *_place(last or first)))

    def _filled(self) -> None:
        found = self.found
        found.cells += 1
        found.last_row, found.last_column = max(found.last_row, self.row), max(found.last_column, self.column)
        if self.row_hidden and self.row not in found.hidden_rows[-1:]:
            found.hidden_rows.append(self.row)


def _place(cell: str) -> tuple[int, int]:
    """`B4` -> (4, 2)."""
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(cell[len(letters) :]), column


# ---- one sheet, read ---------------------------------------------------------------------------------------------------


def _grid(file: str, sheet: Any, written: Any) -> Grid | None:
    """None where nothing is on it."""
    with sheet.parent._archive.open(sheet._worksheet_path) as source:  # there is no public way to the XML of a sheet
        measures = _Measuring().feed(source.read())
    if not measures.cells:
        return None
    if measures.last_row * measures.last_column > LARGEST_TABLE or measures.cells > LARGEST_TABLE * 2:
        last = address(measures.last_row - 1, measures.last_column - 1)
        raise Unusable(Message("sheet_too_large", {"file": file, "sheet": sheet.title, "cell": last}))
    rows = tuple(_rows(sheet, written, measures))
    if not any(cell.text for row in rows for cell in row):
        return None
    return Grid(sheet.title, rows, file, sheet.title, tuple(_notes(sheet, measures, rows)))


def _rows(sheet: Any, written: Any, measures: _Measures) -> Iterator[tuple[Printed, ...]]:
    area = {"min_row": 1, "min_col": 1, "max_row": measures.last_row, "max_col": measures.last_column}
    anchors = _anchors(measures)
    kept: dict[tuple[int, int], Printed] = {}
    for number, (row, as_written) in enumerate(zip(sheet.iter_rows(**area), written.iter_rows(**area), strict=True), 1):
        cells = [_stored(cell, other) for cell, other in zip(row, as_written, strict=True)]
        for column, anchor in anchors.get(number, {}).items():
            own = kept.setdefault(anchor, cells[column - 1])  # its first cell holds what the area says
            cells[column - 1] = Printed(own.text, own.number, own.decimals, own.percent, True, own.why)
        yield tuple(cells)


def _anchors(measures: _Measures) -> dict[int, dict[int, tuple[int, int]]]:
    """row -> column -> the first cell of the joined area that it lies in; as far as anything is filled in."""
    anchors: dict[int, dict[int, tuple[int, int]]] = {}
    cells = 0
    for top, left, bottom, right in measures.joined:
        for row in range(top, min(bottom, measures.last_row) + 1):
            columns = range(left, min(right, measures.last_column) + 1)
            anchors.setdefault(row, {}).update(dict.fromkeys(columns, (top, left)))
            cells += len(columns)
            if cells > LARGEST_TABLE:
                msg = "joined areas that lie over one another"
                raise ValueError(msg)
    return anchors


def _notes(sheet: Any, measures: _Measures, rows: tuple[tuple[Printed, ...], ...]) -> Iterator[Message]:
    """What a reader of the sheet does not see on the screen, and what was read all the same."""
    if sheet.sheet_state != "visible":
        yield Message("hidden_sheet", {"sheet": sheet.title})
    if measures.hidden_rows:
        yield Message("hidden_rows", {"sheet": sheet.title, "rows": _some(map(str, measures.hidden_rows))})
    columns = [
        address(0, column - 1)[:-1]
        for first, last in measures.hidden_columns
        for column in range(first, min(last, measures.last_column) + 1)
        if any(row[column - 1].text for row in rows)
    ]
    if columns:
        yield Message("hidden_columns", {"sheet": sheet.title, "columns": _some(columns)})


def _some(names: Any) -> str:
    names = list(names)
    return ", ".join(names[:LINES_TOLD]) + (f" +{len(names) - LINES_TOLD}" if len(names) > LINES_TOLD else "")


def _stored(cell: Any, written: Any) -> Printed:
    value = cell.value
    if value is None:
        if written.data_type != "f":
            return Printed()
        return Printed(str(getattr(written.value, "text", written.value)), why="formula")
    if cell.data_type == "e":
        return Printed(str(value), why="error_value")
    if isinstance(value, datetime.datetime) and not (value.hour or value.minute or value.second):
        value = value.date()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return Printed(str(value).strip())
    shape = (cell.number_format or "").split(";")[0].split('"')[0]
    percent = "%" in shape
    # A formula's 0.1 + 0.2 carries binary dust; nobody prints a count to the ninth decimal.
    number = round(Decimal(repr(value)) * (100 if percent else 1), 9).normalize() if isinstance(value, float) else (
        Decimal(value) * (100 if percent else 1)
    )  # fmt: skip
    decimals = len(shape.split(".")[1].rstrip("%_) ").rstrip("?")) if "." in shape else (0 if percent else None)
    if percent and decimals is not None:
        number = round(number, decimals)
    return Printed(f"{number:f}" + ("%" if percent else ""), number, decimals, percent)
