"""CSV files whose columns are known beforehand: each row as its cells by name, or what is wrong with it. Pure."""

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass


class NotThisFile(ValueError):
    """The file is not of this layout; the message says what is missing."""


@dataclass(frozen=True)
class Cells:
    """A row of the right length. `number` counts from 1 at the first row under the header; `line` is the line of the file
    that it ends on. `named`: the asked columns, without spaces around."""

    number: int
    line: int
    named: Mapping[str, str]


@dataclass(frozen=True)
class BadRow:
    """A row that was left out. `line` is the line in the file (the header is line 1)."""

    line: int
    reason: str


def rows_of(lines: Iterable[str], columns: Collection[str]) -> Iterator[Cells | BadRow]:
    """Every row in the order of the file; columns may stand in any order, with others between. Raises NotThisFile."""
    reader = csv.reader(lines)
    try:
        header = [name.strip().removeprefix("\ufeff") for name in next(reader)]
    except StopIteration:
        raise NotThisFile("The file is empty.") from None
    except csv.Error as error:
        raise NotThisFile(f"The first line cannot be read: {error}.") from error
    if missing := [name for name in columns if name not in header]:
        raise NotThisFile(f"These columns are missing: {', '.join(missing)}.")
    if len(set(header)) != len(header):
        raise NotThisFile("A column name stands in the first line twice.")
    places = {name: header.index(name) for name in columns}
    number = 0
    while True:
        number += 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield BadRow(reader.line_num, f"cannot be read: {error}")
            continue
        if len(row) == len(header):
            yield Cells(number, reader.line_num, {name: row[place].strip() for name, place in places.items()})
        else:
            yield BadRow(reader.line_num, f"{len(row)} columns instead of {len(header)}")
