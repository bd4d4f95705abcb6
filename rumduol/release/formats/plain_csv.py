"""CSV for people: one line per cell, codes and words side by side, and a status that says what kind of cell it is."""

import csv
import io

from rumduol.indicators.types import TOTAL
from rumduol.release.formats.dataset import Axis, Dataset
from rumduol.release.formats.guard import plain


def plain_csv(data: Dataset) -> str:
    """RFC 4180. Columns: release, indicator, period, (code, words) per breakdown, number, status, status in words.

    A breakdown with levels has a third column, `..._part_of`: a reader who adds up takes one level only.

    Different people beside the sum follow the table: `victims.figure.unique` in the column of the indicator, no
    breakdowns, and words in the last column.

    A cell without a number has its mark in the number column (s, u, .., –); 0 is a counted zero. The last line holds
    the SHA-256 of the release.
    """
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\r\n")
    heads = [text for axis in data.axes for text in (axis.code, axis.label, *_level_head(axis))]
    writer.writerow(map(plain, ["release", "indicator", "period", *heads, "number", "status", data.heads["status"]]))
    for codes, words, seen in data.lines():
        pairs = [
            text
            for axis, code, said in zip(data.axes, codes, words, strict=True)
            for text in (code, said, *([part_of(axis, code)] if axis.part_of else ()))
        ]
        told = [data.number, data.indicator, data.period, *pairs]
        writer.writerow([*map(plain, told), seen.text, seen.kind.code, plain(data.legend[seen.kind])])
    for name, said, seen in data.people.lines() if data.people else ():
        told = [data.number, f"{data.indicator}.{name}", data.period, *([""] * len(heads))]
        writer.writerow([*map(plain, told), seen.text, seen.kind.code, plain(said)])
    writer.writerow(["", "", "", *([""] * len(heads)), "", "", f"sha256 {data.sha256}"])
    return sink.getvalue()


def _level_head(axis: Axis) -> tuple[str, ...]:
    return (f"{axis.code}_part_of",) if axis.part_of else ()


def part_of(axis: Axis, code: str) -> str:
    """The code that this one is part of; "total" for the uppermost, nothing for the total itself."""
    return "" if code == TOTAL else axis.part_of.get(code, TOTAL)
