"""CSV for people: one line per cell, codes and words side by side, and a status that says what kind of cell it is."""

import csv
import io

from rumduol.release.formats.dataset import Dataset
from rumduol.release.formats.guard import plain


def plain_csv(data: Dataset) -> str:
    """RFC 4180. Columns: release, indicator, period, (code, words) per breakdown, number, status, status in words.

    A cell without a number has its mark in the number column (s, u, .., –); 0 is a counted zero. The last line holds
    the SHA-256 of the release.
    """
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\r\n")
    heads = [text for axis in data.axes for text in (axis.code, axis.label)]
    writer.writerow(map(plain, ["release", "indicator", "period", *heads, "number", "status", data.heads["status"]]))
    for codes, words, seen in data.lines():
        pairs = [text for pair in zip(codes, words, strict=True) for text in pair]
        told = [data.number, data.indicator, data.period, *pairs]
        writer.writerow([*map(plain, told), seen.text, seen.kind.code, plain(data.legend[seen.kind])])
    writer.writerow(["", "", "", *([""] * len(heads)), "", "", f"sha256 {data.sha256}"])
    return sink.getvalue()
