"""A document as XLSX: one sheet per table, numbers as numbers, everything else as its word, nothing as a formula."""

import io
from collections.abc import Iterator

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from rumduol.release.formats.xlsx import HIDDEN, sheet_name, write_text
from rumduol.reports.document import Document, Grid, Heading, Pairs, Paragraph
from rumduol.reports.shelf import Told

BOLD, HEAD = Font(bold=True), Font(bold=True, size=14)
WIDEST = 60
WIDE = 6  # columns: a sheet of more is printed across


def xlsx(document: Document) -> bytes:
    """The first sheet says what the workbook is, lists its tables and explains its words."""
    book = Workbook()
    first = book.active if isinstance(book.active, Worksheet) else book.create_sheet()
    tables = list(_tables(document))
    names = [f"{number} {title}" for number, (title, _grid) in enumerate(tables, 1)]
    first.title = sheet_name(document.code)
    _front(first, document, names)
    for name, (title, grid) in zip(names, tables, strict=True):
        _sheet(book.create_sheet(sheet_name(name)), title, grid)
    book.properties.title = f"{document.title} · {document.subtitle}"
    book.properties.language, book.properties.creator = document.lang, document.author
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def _tables(document: Document) -> Iterator[tuple[str, Grid]]:
    """Each table under the last heading before it."""
    title = document.title
    for block in document.blocks:
        if isinstance(block, Heading):
            title = block.text
        elif isinstance(block, Grid):
            yield title, block


def _front(sheet: Worksheet, document: Document, names: list[str]) -> None:
    lines: list[tuple[str, str]] = [(document.title, ""), (document.subtitle, ""), (document.author, "")]
    for block in document.blocks:
        if isinstance(block, Paragraph):
            lines.append((block.text, ""))
        elif isinstance(block, Pairs):
            lines += [("", ""), *block.pairs]
    lines += [("", ""), *((name, "") for name in names)]
    for row, (left, right) in enumerate(lines, 1):
        write_text(sheet.cell(row, 1), left)
        write_text(sheet.cell(row, 2), right)
        sheet.cell(row, 2).alignment = Alignment(wrap_text=True, vertical="top")
    sheet["A1"].font = HEAD
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 30, 90
    sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = sheet.PAPERSIZE_A4, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _sheet(sheet: Worksheet, title: str, grid: Grid) -> None:
    write_text(sheet["A1"], title)
    sheet["A1"].font = HEAD
    for column, words in enumerate(grid.heads, 1):
        write_text(sheet.cell(3, column), words)
        sheet.cell(3, column).font = BOLD
        over_numbers = column > grid.head_columns
        sheet.cell(3, column).alignment = Alignment(
            wrap_text=True, vertical="bottom", horizontal="right" if over_numbers else "left"
        )
    for row, line in enumerate(grid.rows, 4):
        for column, words in enumerate(line.heads, 1):
            write_text(sheet.cell(row, column), words)
            sheet.cell(row, column).font = Font(bold=line.total)
        for column, one in enumerate(line.cells, len(line.heads) + 1):
            cell = sheet.cell(row, column)
            cell.alignment = Alignment(horizontal="right")
            if one.number is None:
                write_text(cell, one.text)
            else:
                cell.value = int(one.number) if one.number == int(one.number) else one.number
                cell.number_format = "#,##0" if isinstance(cell.value, int) else "#,##0.00"
            if one.told is Told.SUPPRESSED:
                cell.fill = HIDDEN
    if grid.note:
        write_text(sheet.cell(len(grid.rows) + 5, 1), grid.note)
    sheet.freeze_panes = sheet.cell(4, grid.head_columns + 1)
    for column, words in enumerate(grid.heads, 1):
        longest = max([len(words), *(len(line.heads[column - 1]) for line in grid.rows if column <= len(line.heads))])
        sheet.column_dimensions[get_column_letter(column)].width = min(WIDEST, max(12, longest + 2))
    _paper(sheet)


def _paper(sheet: Worksheet) -> None:
    """On paper: A4 as wide as the table, its headings on every page, which is numbered."""
    sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = sheet.PAPERSIZE_A4, 0
    sheet.page_setup.orientation = "landscape" if sheet.max_column > WIDE else "portrait"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows, sheet.print_area = "3:3", sheet.dimensions
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", "&P / &N"
