"""Tables as offices really send them: one file each, and what becomes of it wherever a table can be handed in."""

import datetime
import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import openpyxl
from openpyxl.drawing.image import Image as Drawing
from PIL import Image

Rows = Sequence[Sequence[Any]]
HEAD = ("sex", "Children", "Adults", "Total")
WOMEN, MEN, TOTAL = ("Women", 3, 4, 7), ("Men", 0, 10, 10), ("Total", 3, 14, 17)
RIGHT: Rows = (HEAD, WOMEN, MEN, TOTAL)
DAY = datetime.datetime(2026, 10, 5, tzinfo=datetime.UTC).replace(tzinfo=None)  # what 5-10 becomes


@dataclass(frozen=True)
class Bad:
    """`reads`: cells and what they are read as ("3", "unknown", "12.5%", "0-4"). `refused`: cells and the code of the reason.

    `unusable`: the code of the reason where nothing of the file is read. `rules`: of the sums that do not hold.
    `notes`: codes of what is said of the reading. `named`: what the page says when the table cannot be declared as it is;
    none where it can.
    """

    name: str
    file: str
    make: Callable[[], bytes]
    reads: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)
    rules: frozenset[str] = frozenset()
    notes: frozenset[str] = frozenset()
    unusable: str = ""
    named: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        return 2 if self.unusable else int(bool(self.rules or self.refused))


# ---- making files -----------------------------------------------------------------------------------------------------


def workbook(rows: Rows, fill: Callable[[Any, Any], object] | None = None) -> bytes:
    """`fill` is given the workbook and its sheet, called Sheet."""
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    if fill:
        fill(book, book.active)
    book.save(file)
    return file.getvalue()


def csv(rows: Rows, encoding: str = "utf-8", mark: str = ",") -> bytes:
    def written(value: Any) -> str:
        text = "" if value is None else str(value)
        return f'"{text}"' if mark in text else text

    return "\r\n".join(mark.join(map(written, row)) for row in rows).encode(encoding)


def repacked(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A workbook with one of its parts changed."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        new.writestr(part, change(old.read(part) if part in old.namelist() else b""))
    return file.getvalue()


def sheet(content: bytes, old: bytes, new: bytes) -> bytes:
    assert old in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    return repacked(content, "xl/worksheets/sheet1.xml", lambda part: part.replace(old, new, 1))


def computed() -> bytes:
    """A workbook whose formulas a spreadsheet has computed and stored; the library stores formulas only."""
    content = workbook((HEAD, WOMEN, MEN, ("Total", "=B2+B3", "=C2+C3", "=D2+D3")))

    def stored(part: bytes) -> bytes:
        values = iter((b"3", b"14", b"17"))
        return re.sub(rb"(<f>[^<]*</f>)<v ?/>|(<f>[^<]*</f>)<v></v>",
                      lambda found: (found[1] or found[2]) + b"<v>" + next(values) + b"</v>", part)  # fmt: skip

    return repacked(content, "xl/worksheets/sheet1.xml", stored)


def hidden(*, row: int = 0, column: str = "", other: str = "") -> bytes:
    def fill(book: Any, active: Any) -> None:
        if row:
            active.row_dimensions[row].hidden = True
        if column:
            active.column_dimensions[column].hidden = True
        if other:
            book.create_sheet(other).append(("name", "note"))
            book[other].append(("x", "y"))
            book[other].sheet_state = "veryHidden"

    return workbook(RIGHT, fill)


@cache
def million_empty_rows() -> bytes:
    empty = b"".join(b'<row r="%d"/>' % number for number in range(5, 1_048_577))
    return sheet(workbook(RIGHT), b"</sheetData>", empty + b"</sheetData>")


def far_away() -> bytes:
    return workbook(RIGHT, lambda book, active: active.cell(1_048_576, 16_384, 1))


def billion_joined() -> bytes:
    joined = b'</sheetData><mergeCells count="1"><mergeCell ref="A6:XFD1048576"/></mergeCells>'
    return sheet(workbook(RIGHT), b"</sheetData>", joined)


@cache
def bomb() -> bytes:
    """Some ten kilobytes that unfold to 60 megabytes."""
    return repacked(workbook(RIGHT), "xl/worksheets/sheet1.xml", lambda part: part + b" " * 60_000_000)


def texts_bomb() -> bytes:
    texts = b"<sst>" + b"<si/>" * 1_100_000 + b"</sst>"
    return repacked(workbook(RIGHT), "xl/sharedStrings.xml", lambda part: texts)


def laughs() -> bytes:
    """A sheet that declares words which unfold into each other."""
    return repacked(workbook(RIGHT), "xl/worksheets/sheet1.xml",
                    lambda part: b'<!DOCTYPE x [<!ENTITY a "1"><!ENTITY b "&a;&a;&a;">]>' + part)  # fmt: skip


def picture(kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 30), (200, 200, 200)).save(file, kind)
    return file.getvalue()


def only_a_picture() -> bytes:
    return workbook((), lambda book, active: active.add_image(Drawing(io.BytesIO(picture())), "A1"))


def old(*streams: str) -> bytes:
    """The head of a file as spreadsheets wrote them until 2007, with the names of its streams."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + b"".join(name.encode("utf-16-le") for name in streams)


def twice(second: Sequence[Any]) -> Rows:
    return (HEAD, TOTAL, WOMEN, MEN, second)


def merged(*areas: str) -> Callable[[Any, Any], object]:
    return lambda book, active: [active.merge_cells(area) for area in areas]


# ---- the tables -------------------------------------------------------------------------------------------------------


def both(name: str, rows: Rows, **more: Any) -> list[Bad]:
    """The same table as a workbook and as CSV; cells are named alike, with the sheet in a workbook."""
    return [
        Bad(f"{name}, xlsx", "table.xlsx", lambda: workbook(rows), **more),
        Bad(f"{name}, csv", "table.csv", lambda: csv(rows), **more),
    ]


TABLES: list[Bad] = [
    *both("a total row twice", twice(TOTAL), reads={"B2": "3", "B5": "3", "D5": "17"}),
    *both(
        "a total row twice, differently", twice(("Total", 3, 14, 18)),
        rules=frozenset({"rows", "columns", "twice"}), named=("D2", "D5"),
    ),
    *both(
        "Khmer digits and words", (("ភេទ", "កុមារ", "ពេញវ័យ", "សរុប"), ("ស្រី", "៣", "៤", "៧"), ("ប្រុស", "០", "១០", "១០"), ("សរុប", "៣", "១៤", "១៧")),
        reads={"B2": "3", "C3": "10", "D4": "17"},
    ),
    *both(
        "percent signs", ((*HEAD, "%"), (*WOMEN, "41.2%"), (*MEN, "58.8 %"), (*TOTAL, "១០០%")),
        reads={"E2": "41.2%", "E4": "100%", "D2": "7"},
    ),
    *both(
        "percent signs among counts", (HEAD, ("Women", "43%", 4, 7), MEN, TOTAL),
        refused={"B2": "percentage"}, named=("B2", "43%"),
    ),
    *both(
        "footnotes", (HEAD, ("Women", "1,824(2)", "4*", "1,828[a]"), MEN, ("Total", "1,824(2)", 14, "1,838‡")),
        reads={"B2": "1824", "C2": "4", "D2": "1828", "D4": "1838"},
    ),
    *both("a source behind a word", (HEAD, ("Women", "Unknown (15,65)", 4, 7), MEN, TOTAL), reads={"B2": "unknown"}),
    *both("blanks", (HEAD, ("Women", None, 4, 7), ("Men", "-", 10, 10), TOTAL), reads={"B2": "unknown", "B3": "unknown"}),
    *both(
        "a count below zero", (HEAD, ("Women", -3, 10, 7), MEN, ("Total", -3, 20, 17)),
        rules=frozenset({"negative"}), named=("B2", "B4", "-3"),
    ),
    *both("a number in brackets", (HEAD, ("Women", "(3)", 4, 7), MEN, TOTAL), refused={"B2": "brackets_alone"}, named=("B2", "(3)")),
    *both("a column of words", ((*HEAD, "remarks"), (*WOMEN, "late"), (*MEN, "x"), (*TOTAL, "")), reads={"D2": "7"}),
    *both("a word among numbers", (HEAD, ("Women", "three", 4, 7), MEN, TOTAL), refused={"B2": "not_a_number"}, named=("B2", "three")),
    *both("broken thousands", (HEAD, ("Women", "1,82,4", 4, 7), MEN, TOTAL), refused={"B2": "broken_groups"}, named=("B2", "1,82,4")),
    *both("numbers as text", (HEAD, ("Women", "3", "4", "7"), ("Men", "0", "10", "10"), ("Total", "3", "14", "17")), reads={"B2": "3", "D4": "17"}),
    *both("spaces around", (("sex ", " Children", "Adults\u00a0", "Total  "), ("Women  ", " 3", "4 ", "7\u00a0"), ("Men", "0\t", 10, 10), ("Total ", 3, 14, "17 ")), reads={"B2": "3", "D4": "17"}),
    *both(
        "marks that nobody sees", (("ភេទ\u200b", "កុមារ", "Adults\ufeff", "សរុប\u200b"), ("ស្រី\u200b", "\u200b3", "4\u200b", "7\u200e"), ("ប្រុស", 0, 10, "\u200f10"), ("\u200bសរុប", 3, 14, "1\u200b7")),
        reads={"B2": "3", "D2": "7", "D3": "10", "D4": "17"},
    ),
    *both("decimal commas", (HEAD, ("Women", "3,5", "4,25", "7,75"), ("Men", "0,5", "10", "10,5"), ("Total", "4", "14,25", "18,25")), reads={"B2": "3.5", "D2": "7.75"}),
    *both("both marks for both things", (HEAD, ("Women", "12,5", "1,824,000", "1,824"), MEN, TOTAL), refused={"D2": "mark_unclear"}, rules=frozenset({"rows"}), named=("D2", "1,824")),
    *both("a day among numbers", (HEAD, ("Women", DAY, 4, 7), MEN, TOTAL), refused={"B2": "date"}, named=("B2", "2026-10-05")),
    *both("a day written as a number", (HEAD, ("Women", 20261005, 4, 20261009), MEN, ("Total", 20261005, 14, 20261019)), reads={"B2": "20261005"}, named=("B2", "20261005")),
    Bad("joined headings", "table.xlsx", lambda: workbook((("Victims", None, None, None), *RIGHT), merged("A1:D1")), reads={"B3": "3", "D5": "17"}),
    Bad(
        "one number over two rows", "table.xlsx", lambda: workbook((HEAD, WOMEN, ("Men", None, 10, 10), TOTAL), merged("B2:B3")),
        refused={"B2": "joined", "B3": "joined"}, named=("B2", "B3", "Sheet!"),
    ),
    Bad("a formula, computed", "table.xlsx", computed, reads={"B4": "3", "D4": "17"}),
    Bad("a formula, never computed", "table.xlsx", lambda: workbook((*RIGHT[:3], ("Total", "=B2+B3", 14, 17))), refused={"B4": "formula"}, named=("Sheet!B4", "=B2+B3")),
    Bad("an error of the spreadsheet", "table.xlsx", lambda: workbook((HEAD, ("Women", "#REF!", 4, 7), MEN, TOTAL)), refused={"B2": "error_value"}, named=("Sheet!B2", "#REF!")),
    Bad("a hidden row", "table.xlsx", lambda: hidden(row=3), reads={"B3": "0"}, notes=frozenset({"hidden_rows"})),
    Bad("a hidden column", "table.xlsx", lambda: hidden(column="C"), reads={"C3": "10"}, notes=frozenset({"hidden_columns"})),
    Bad("a hidden sheet", "table.xlsx", lambda: hidden(other="Names"), notes=frozenset({"hidden_sheet"}), named=("Sheet", "Names")),
    Bad("a million empty rows", "table.xlsx", million_empty_rows, reads={"B2": "3", "D4": "17"}),
    Bad("a filled cell at the far end", "table.xlsx", far_away, unusable="sheet_too_large", named=("Sheet", "XFD1048576")),
    Bad("a billion joined cells", "table.xlsx", billion_joined, reads={"B2": "3", "D4": "17"}),
    Bad("a file that unfolds", "table.xlsx", bomb, unusable="too_large", named=("table.xlsx",)),
    Bad("texts that unfold", "table.xlsx", texts_bomb, unusable="too_large", named=("table.xlsx",)),
    Bad("words that unfold into each other", "table.xlsx", laughs, unusable="not_a_workbook", named=("table.xlsx",)),
    Bad("an old workbook by a new name", "table.xlsx", lambda: old("Root Entry", "Workbook"), unusable="other_format", named=("table.xlsx",)),
    Bad("a password", "table.xlsx", lambda: old("Root Entry", "EncryptionInfo", "EncryptedPackage"), unusable="encrypted", named=("table.xlsx",)),
    Bad("a picture and nothing else", "table.xlsx", only_a_picture, unusable="only_pictures", named=("table.xlsx",)),
    Bad("a picture by another name", "table.xlsx", picture, unusable="picture", named=("table.xlsx",)),
    Bad("a scan by another name", "table.csv", lambda: picture("PDF"), unusable="picture", named=("table.csv",)),
    Bad("UTF-16", "table.csv", lambda: csv(RIGHT, "utf-16"), reads={"D4": "17"}),
    Bad("a mark of the encoding", "table.csv", lambda: csv(RIGHT, "utf-8-sig"), reads={"D4": "17"}),
    Bad("semicolons and decimal commas", "table.csv", lambda: csv((HEAD, ("Women", "3,5", "4", "7,5"), MEN, ("Total", "3,5", "14", "17,5")), mark=";"), reads={"B2": "3.5", "D4": "17.5"}),
    Bad("semicolons in UTF-16 with Khmer", "table.csv", lambda: csv((("ភេទ", "ចំនួន"), ("ស្រី", "៣"), ("ប្រុស", "៤"), ("សរុប", "៧")), "utf-16", ";"), reads={"B4": "7"}),
]  # fmt: skip
