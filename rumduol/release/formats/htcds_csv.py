"""CSV coded in the Human Trafficking Case Data Standard 2.0, for those who join it with tables of other countries.

The standard is one of cases; a table of counts uses its fields as columns. Breakdowns and values that it does not know
(province, legal classification) stand under our own codes, with the prefix `rumduol_`.
"""

import csv
import io

from rumduol.indicators.types import NOT_COLLECTED, TOTAL, UNKNOWN
from rumduol.release.formats.dataset import Axis, Dataset
from rumduol.release.formats.guard import plain

OURS = "rumduol_"
ALL = "_T"  # SDMX's code for a total: the standard has none
NO_VALUE = {UNKNOWN: "NonSpecifiedUnknown", NOT_COLLECTED: ""}


def fields_of(axis: Axis) -> tuple[str, ...]:
    """The standard's fields that a breakdown fills, in order of first use; our own name where there is none."""
    fields = dict.fromkeys(name for values in axis.standard.values() for name in values)
    return tuple(fields) or (OURS + axis.code,)


def _values(axis: Axis, fields: tuple[str, ...], code: str) -> list[str]:
    if code == TOTAL:
        return [ALL] * len(fields)
    known = axis.standard.get(code, {})
    if known:
        return [known.get(name, "") for name in fields]
    # A category that the standard does not know keeps our code, so that two of them never fall together.
    return [NO_VALUE.get(code, OURS + code if axis.standard else code)] * len(fields)


def htcds_csv(data: Dataset) -> str:
    """Columns: release, indicator, period, the standard's fields, our own code per breakdown, count, status (SDMX)."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\r\n")
    fields = [(axis, fields_of(axis)) for axis in data.axes]
    standard = [name for _axis, names in fields for name in names]
    ours = [f"{OURS}code_{axis.code}" for axis in data.axes]
    writer.writerow(["release", "indicator", "period", *standard, *ours, "count", "obs_status"])
    for codes, _words, seen in data.lines():
        filled = [
            text for (axis, names), code in zip(fields, codes, strict=True) for text in _values(axis, names, code)
        ]
        told = [data.number, data.indicator, data.period, *filled, *codes]
        # No mark in the count: the standard's tables are read by programs, and the status tells the five kinds apart.
        number = "" if seen.number is None else seen.number
        writer.writerow([*map(plain, told), number, seen.kind.observation_status])
    for code, _said, seen in data.people.lines() if data.people else ():
        told = [data.number, f"{data.indicator}.{code}", data.period, *([""] * len(standard)), *([""] * len(ours))]
        writer.writerow([*map(plain, told), "" if seen.number is None else seen.number, seen.kind.observation_status])
    return sink.getvalue()
