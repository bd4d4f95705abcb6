"""Reading UNODC's published country statistics (2025 layout, 13 columns). Pure. "<5" stays "<5"."""

import re
from collections.abc import Iterable, Iterator

from rumduol.elsewhere.types import Row, number_of
from rumduol.shared.layouts import BadRow, Cells, rows_of

COLUMNS = ("Iso3_code", "Indicator", "Dimension", "Category", "Sex", "Age", "Year", "Unit of measurement", "txtVALUE")
LONGEST = {"Indicator": 60, "Dimension": 60, "Category": 80, "Sex": 20, "Age": 20, "txtVALUE": 40}


def read(lines: Iterable[str]) -> Iterator[Row | BadRow]:
    """Each row in the order of the file, good or bad. Raises NotThisFile for a wrong header."""
    return (row if isinstance(row, BadRow) else _row(row) for row in rows_of(lines, COLUMNS))


def _row(row: Cells) -> Row | BadRow:
    cell, line = row.named, row.line
    if not re.fullmatch(r"[A-Z]{3}", cell["Iso3_code"]):
        return BadRow(line, f"Iso3_code: {cell['Iso3_code']!r} is not a country code of three letters")
    if not re.fullmatch(r"(19|20)[0-9]{2}", cell["Year"]):
        return BadRow(line, f"Year: {cell['Year']!r} is not a year")
    if cell["Unit of measurement"] != "Counts":
        return BadRow(line, f"Unit of measurement: {cell['Unit of measurement']!r} is not Counts")
    if not cell["txtVALUE"]:
        return BadRow(line, "txtVALUE is empty")
    for name, longest in LONGEST.items():
        if len(cell[name]) > longest or "\x00" in cell[name]:
            return BadRow(line, f"{name}: longer than {longest} characters, or not a text")
    return Row(
        line=line,
        country=cell["Iso3_code"],
        year=int(cell["Year"]),
        figure=cell["Indicator"],
        dimension=cell["Dimension"],
        category=cell["Category"],
        sex=cell["Sex"],
        age=cell["Age"],
        text=cell["txtVALUE"],
        number=number_of(cell["txtVALUE"]),
    )
