"""Folders, CSV files and workbooks -> grids. Whatever cannot be read is refused by name, never guessed."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from rumduol.reconcile.grids import Grid, Printed, Unusable
from rumduol.reconcile.words import Message

LARGEST_FILE = 50_000_000  # bytes, unpacked
LARGEST_TABLE = 2_000_000  # cells
TABLES = {".csv", ".tsv", ".xlsx", ".xlsm"}
OTHER_TABLES = {".xls", ".ods", ".numbers", ".xlsb"}
_DELIMITERS = ",;\t|"


def read_folder(folder: Path) -> tuple[list[Grid], list[Unusable]]:
    """The tables of a folder (not of folders in it) by name, and the files that could not be read.

    Raises Unusable when there is no such folder or no table in it.
    """
    if not folder.is_dir():
        raise Unusable(Message("no_folder", {"folder": str(folder)}))
    grids: list[Grid] = []
    faults: list[Unusable] = []
    for file in sorted(folder.iterdir()):
        kind = file.suffix.lower()
        if file.name.startswith((".", "~$")) or kind not in TABLES | OTHER_TABLES or not file.is_file():
            continue
        try:
            if file.stat().st_size > LARGEST_FILE:
                raise Unusable(Message("too_large", {"file": file.name}))
            grids += read_bytes(file.name, file.read_bytes())
        except Unusable as fault:
            faults.append(fault)
        except OSError as error:
            faults.append(Unusable(Message("cannot_open", {"file": file.name, "reason": error.strerror or str(error)})))
    if not grids and not faults:
        raise Unusable(Message("no_tables", {"folder": str(folder)}))
    return _named_apart(grids), faults


def read_bytes(file: str, content: bytes) -> list[Grid]:
    """The tables in one file: one of a CSV, one for each sheet of a workbook that has anything on it. Raises Unusable."""
    kind = Path(file).suffix.lower()
    if kind in OTHER_TABLES:
        raise Unusable(Message("other_format", {"file": file}))
    if content.startswith(b"PK\x03\x04"):
        return _workbook(file, content)
    if kind in {".xlsx", ".xlsm"} or content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unusable(Message("not_a_workbook", {"file": file}))
    return [_csv(file, content)]


def _named_apart(grids: list[Grid]) -> list[Grid]:
    """A table is called by its file; where two would be called the same, by the whole name of the file."""
    names = [grid.name for grid in grids]
    return [
        Grid(f"{grid.file} {grid.sheet}".strip(), grid.rows, grid.file, grid.sheet, grid.notes)
        if names.count(grid.name) > 1
        else grid
        for grid in grids
    ]


# ---- CSV ---------------------------------------------------------------------------------------------------------


def _decoded(file: str, content: bytes) -> tuple[str, tuple[Message, ...]]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif content[:200].count(b"\0") > len(content[:200]) // 4:
        encodings = ["utf-16-le" if content[1:2] == b"\0" else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as error:
            fault = error
            continue
        if "\0" in text:
            raise Unusable(Message("not_text", {"file": file}))
        notes = () if encoding == "utf-8-sig" else (Message("encoding", {"encoding": encoding}),)
        return text, notes
    raise Unusable(Message("bad_bytes", {"file": file, "byte": fault.start + 1}))


def _csv(file: str, content: bytes) -> Grid:
    text, notes = _decoded(file, content)
    said = text[:6].lower()
    if said.startswith("sep=") and said[4:5] in _DELIMITERS:  # what Excel writes on the first line
        delimiter, text = text[4], text.split("\n", 1)[-1]
        skipped = 1
    else:
        delimiter, skipped = _delimiter(text), 0
    rows: list[tuple[Printed, ...]] = [()] * skipped
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            cells += len(row)
            if cells > LARGEST_TABLE:
                raise Unusable(Message("too_large", {"file": file}))
            rows.append(tuple(Printed(cell.strip()) for cell in row))
    except csv.Error as error:
        raise Unusable(Message("broken_csv", {"file": file, "row": len(rows) + 1, "reason": str(error)})) from error
    if not any(cell.text for row in rows for cell in row):
        raise Unusable(Message("empty", {"file": file}))
    return Grid(Path(file).stem, _squared(rows), file, "", notes)


def _delimiter(text: str) -> str:
    """The mark that gives the most lines the same number of cells, more than one."""
    lines = text.splitlines()[:200]

    def rank(mark: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=mark) if any(row)]
        except csv.Error:
            return 0, 0
        wide = [width for width in widths if width > 1]
        if not wide:
            return 0, 0
        usual = max(set(wide), key=lambda width: (wide.count(width), width))
        return wide.count(usual), usual

    return max(_DELIMITERS, key=lambda mark: (rank(mark), -_DELIMITERS.index(mark)))


def _squared(rows: Iterable[tuple[Printed, ...]]) -> tuple[tuple[Printed, ...], ...]:
    rows = list(rows)
    width = max((len(row) for row in rows), default=0)
    return tuple(row + (Printed(),) * (width - len(row)) for row in rows)


# ---- workbooks ---------------------------------------------------------------------------------------------------


def _workbook(file: str, content: bytes) -> list[Grid]:
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(one.file_size for one in packed.infolist()) > LARGEST_FILE:
                raise Unusable(Message("too_large", {"file": file}))
        stored = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        written = openpyxl.load_workbook(io.BytesIO(content), data_only=False)
    except Unusable:
        raise
    except Exception as error:  # openpyxl raises whatever the broken part of the file makes it raise
        raise Unusable(Message("not_a_workbook", {"file": file})) from error
    sheets = [sheet for sheet in stored.worksheets if sheet.max_row * sheet.max_column <= LARGEST_TABLE]
    if len(sheets) < len(stored.worksheets):
        raise Unusable(Message("too_large", {"file": file}))
    stem = Path(file).stem
    grids = []
    for sheet in sheets:
        rows = _squared(_sheet_rows(sheet, written[sheet.title]))
        if any(cell.text for row in rows for cell in row):
            grids.append(Grid(stem if len(stored.worksheets) == 1 else sheet.title, rows, file, sheet.title))
    if not grids:
        raise Unusable(Message("empty", {"file": file}))
    return grids


def _sheet_rows(sheet: Any, written: Any) -> Iterator[tuple[Printed, ...]]:
    anchors = {}
    for area in written.merged_cells.ranges:
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col, area.max_col + 1):
                anchors[row, column] = (area.min_row, area.min_col)
    for row in range(1, sheet.max_row + 1):
        cells = []
        for column in range(1, sheet.max_column + 1):
            place = anchors.get((row, column), (row, column))
            cells.append(_stored(sheet.cell(*place), written.cell(*place), joined=(row, column) in anchors))
        yield tuple(cells)


def _stored(cell: Any, written: Any, *, joined: bool) -> Printed:
    value = cell.value
    if value is None:
        formula = written.data_type == "f"
        return Printed(str(written.value), joined=joined, why="formula" if formula else "") if formula else Printed()
    if cell.data_type == "e":
        return Printed(str(value), joined=joined, why="error_value")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return Printed(str(value).strip(), joined=joined)
    shape = (cell.number_format or "").split(";")[0].split('"')[0]
    percent = "%" in shape
    # A formula's 0.1 + 0.2 carries binary dust; nobody prints a count to the ninth decimal.
    number = round(Decimal(repr(value)) * (100 if percent else 1), 9).normalize() if isinstance(value, float) else (
        Decimal(value) * (100 if percent else 1)
    )  # fmt: skip
    decimals = len(shape.split(".")[1].rstrip("%_) ").rstrip("?")) if "." in shape else (0 if percent else None)
    if percent and decimals is not None:
        number = round(number, decimals)
    text = f"{number:f}" + ("%" if percent else "")
    return Printed(text, number, decimals, percent, joined)
