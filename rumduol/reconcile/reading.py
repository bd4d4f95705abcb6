"""Folders, CSV files and workbooks -> grids. Whatever cannot be read is refused by name, never guessed."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from rumduol.reconcile.grids import Grid, Printed, Unusable
from rumduol.reconcile.words import Message
from rumduol.reconcile.workbooks import LARGEST_FILE, LARGEST_TABLE, OLD_WORKBOOK, not_unpacked, read_workbook

TABLES = {".csv", ".tsv", ".xlsx", ".xlsm"}
OTHER_TABLES = {".xls", ".ods", ".numbers", ".xlsb"}
_DELIMITERS = ",;\t|"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"II*\0", b"MM\0*")


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
    if content.startswith(_PICTURES) or content[4:12] in {b"ftypheic", b"ftypmif1"}:
        raise Unusable(Message("picture", {"file": file}))
    if content.startswith(b"PK\x03\x04"):
        return read_workbook(file, content)
    if kind in {".xlsx", ".xlsm"} or content.startswith(OLD_WORKBOOK):
        raise not_unpacked(file, content)
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
        sure = encoding in {"utf-8-sig", "utf-16"}  # the file says so itself, or could be nothing else
        notes = () if sure else (Message("encoding", {"encoding": encoding}),)
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
