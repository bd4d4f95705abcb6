"""Reading UNODC's published country statistics (2025 layout, 13 columns). Pure. "<5" stays "<5"."""

import csv
import re
from collections.abc import Iterable, Iterator

from rumduol.elsewhere.types import BadRow, NotThisFile, Row, number_of

COLUMNS = ("Iso3_code", "Indicator", "Dimension", "Category", "Sex", "Age", "Year", "Unit of measurement", "txtVALUE")
LONGEST = {"Indicator": 60, "Dimension": 60, "Category": 80, "Sex": 20, "Age": 20, "txtVALUE": 40}


def read(lines: Iterable[str]) -> Iterator[Row | BadRow]:
    """Each row in the order of the file, good or bad. Raises NotThisFile for a wrong header."""
    reader = csv.reader(lines)
    header = [name.strip().removeprefix("\ufeff") for name in next(reader, [])]
    if missing := [name for name in COLUMNS if name not in header]:
        raise NotThisFile(f"These columns are missing: {', '.join(missing)}.")
    places = {name: header.index(name) for name in COLUMNS}
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield BadRow(reader.line_num, f"cannot be read: {error}")
            continue
        if len(row) != len(header):
            yield BadRow(reader.line_num, f"{len(row)} columns instead of {len(header)}")
            continue
        yield _row(reader.line_num, {name: row[place].strip() for name, place in places.items()})


def _row(line: int, cell: dict[str, str]) -> Row | BadRow:
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
