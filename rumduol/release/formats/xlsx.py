"""XLSX: the table as it is read, the cells as a list that can be pivoted, and a sheet that says what it means."""

import io
from itertools import product

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from rumduol.indicators.types import TOTAL
from rumduol.release.disclosure.kinds import Kind
from rumduol.release.formats.dataset import Dataset, Observation, Together
from rumduol.release.formats.plain_csv import part_of

BOLD, HEAD = Font(bold=True), Font(bold=True, size=14)
HIDDEN = PatternFill("lightUp", fgColor="9AA5A0")
NUMBERS = "#,##0"
WIDEST = 60
XML_FORBIDS = dict.fromkeys((*range(0x20), 0xFFFE, 0xFFFF), None) | {0x09: " ", 0x0A: "\n"}


def xlsx(data: Dataset) -> bytes:
    """Three sheets, or four: table, cells (one row per cell, with codes and status), different people, notes. No formula in any of them."""
    book = Workbook()
    table = book.active if isinstance(book.active, Worksheet) else book.create_sheet()
    table.title = sheet_name(data.heads["table"])
    _table(table, data)
    _cells(book.create_sheet(sheet_name(data.heads["cells"])), data)
    if data.people:
        _people(book.create_sheet(sheet_name(data.heads["people"])), data.people)
    _notes(book.create_sheet(sheet_name(data.heads["notes"])), data)
    book.properties.title = data.title.translate(XML_FORBIDS)
    book.properties.language = data.lang
    book.properties.identifier = data.number
    book.properties.creator = data.source
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def write_text(cell: Cell, text: str) -> None:
    """Put a text into a cell as a text, whatever it starts with: a spreadsheet never runs it."""
    cell.value = text.translate(XML_FORBIDS)
    cell.data_type = "s"
    if text.startswith(("=", "+", "-", "@")):
        cell.quotePrefix = True  # type: ignore[attr-defined]  # the mark that spreadsheets keep when the cell is edited


def write_observation(cell: Cell, seen: Observation) -> None:
    """A number as a number; every other kind as its mark, hatched where it is hidden."""
    cell.alignment = Alignment(horizontal="right")
    if seen.number is not None:
        cell.value, cell.number_format = seen.number, NUMBERS
        return
    write_text(cell, seen.kind.mark)
    if seen.kind is Kind.SUPPRESSED:
        cell.fill = HIDDEN


def _table(sheet: Worksheet, data: Dataset) -> None:
    """Breakdowns run down, but for the one with the fewest values, which runs across."""
    write_text(sheet["A1"], data.title)
    sheet["A1"].font = HEAD
    write_text(sheet["A2"], f"{data.number} · {data.published_on.isoformat()} · {data.unit}")
    across = min(reversed(range(len(data.axes))), key=lambda at: len(data.axes[at].values))
    down = [axis for at, axis in enumerate(data.axes) if at != across]
    columns = [*data.axes[across].values, (TOTAL, data.heads["total"])]
    for column, words in enumerate([*(axis.label for axis in down), *(words for _, words in columns)], 1):
        cell = sheet.cell(4, column)
        write_text(cell, words)
        cell.font, cell.alignment = BOLD, Alignment(wrap_text=True, vertical="top")
    places = product(*((*axis.values, (TOTAL, data.heads["total"])) for axis in down))
    for row, place in enumerate(places, 5):
        for column, (axis, (code, words)) in enumerate(zip(down, place, strict=True), 1):
            write_text(sheet.cell(row, column), words)
            sheet.cell(row, column).font = BOLD
            sheet.cell(row, column).alignment = Alignment(indent=2 if code in axis.part_of else 0)
        codes = [code for code, _words in place]
        for column, (code, _words) in enumerate(columns, len(down) + 1):
            write_observation(sheet.cell(row, column), data.cells[(*codes[:across], code, *codes[across:])])
    sheet.freeze_panes = sheet.cell(5, len(down) + 1)
    _fit(sheet, first_row=4)
    sheet.print_title_rows = "4:4"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _cells(sheet: Worksheet, data: Dataset) -> None:
    heads = [
        text
        for axis in data.axes
        for text in (axis.code, axis.label, *((f"{axis.code}_part_of",) if axis.part_of else ()))
    ]
    for column, text in enumerate([*heads, "number", "status", "obs_status", data.heads["status"]], 1):
        write_text(sheet.cell(1, column), text)
        sheet.cell(1, column).font = BOLD
    for row, (codes, words, seen) in enumerate(data.lines(), 2):
        told = [
            text
            for axis, code, said in zip(data.axes, codes, words, strict=True)
            for text in (code, said, *((part_of(axis, code),) if axis.part_of else ()))
        ]
        for column, text in enumerate(told, 1):
            write_text(sheet.cell(row, column), text)
        write_observation(sheet.cell(row, len(heads) + 1), seen)
        for column, text in enumerate(
            (seen.kind.code, seen.kind.observation_status, data.legend[seen.kind]), len(heads) + 2
        ):
            write_text(sheet.cell(row, column), text)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    _fit(sheet)


def _people(sheet: Worksheet, people: Together) -> None:
    """The sum and the different people behind it; below, every method with its interval."""
    heads, row = people.heads, 1
    for column, text in enumerate((heads["what"], heads["records"], heads["unique"], heads["again"]), 1):
        write_text(sheet.cell(row, column), text)
        sheet.cell(row, column).font = BOLD
    for one in people.rows:
        row += 1
        write_text(sheet.cell(row, 1), one.words)
        for column, (_head, seen) in enumerate(one.cells, 2):
            write_observation(sheet.cell(row, column), seen)
    if people.estimates:
        row += 2
        write_text(sheet.cell(row, 1), heads["never_one"])
        row += 1
        for column, name in enumerate(("estimates", "all", "low", "high", "assumes"), 1):
            write_text(sheet.cell(row, column), heads[name])
            sheet.cell(row, column).font = BOLD
    for estimate in people.estimates:
        row += 1
        write_text(sheet.cell(row, 1), estimate.words)
        sheet.cell(row, 2, estimate.number).number_format = NUMBERS
        for column, end in ((3, estimate.low), (4, estimate.high)):
            if end is None:
                write_text(sheet.cell(row, column), heads["no_end"] if column == 4 else "–")
            else:
                sheet.cell(row, column, end).number_format = NUMBERS
        write_text(sheet.cell(row, 5), estimate.assumes)
    _fit(sheet)


def _notes(sheet: Worksheet, data: Dataset) -> None:
    lines = [(data.heads["release"], data.number), *data.notes]
    lines += [(kind.mark or ("0" if kind is Kind.ZERO else "1, 2, 3 …"), words) for kind, words in data.legend.items()]
    lines += [("SHA-256", data.sha256), ("URL", data.address)]
    for row, (heading, text) in enumerate(lines, 1):
        write_text(sheet.cell(row, 1), heading)
        write_text(sheet.cell(row, 2), text)
        sheet.cell(row, 1).font = BOLD
        for column in (1, 2):
            sheet.cell(row, column).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 100


def _fit(sheet: Worksheet, *, first_row: int = 1) -> None:
    for column in range(1, sheet.max_column + 1):
        longest = max(
            (len(str(sheet.cell(row, column).value or "")) for row in range(first_row, min(sheet.max_row, 200) + 1)),
            default=0,
        )
        sheet.column_dimensions[get_column_letter(column)].width = min(WIDEST, max(10, longest + 2))


def sheet_name(text: str) -> str:
    """At most 31 characters, none of those that a spreadsheet forbids in names."""
    return "".join(char for char in text if char not in r"[]:*?/\'")[:31] or "-"
