"""SDMX-CSV 2.0 (SDMX 3.0, field guide of the Technical Working Group): one flat file, codes only.

STRUCTURE, STRUCTURE_ID and ACTION, one column per dimension, the observation, its attributes. An observation that is
not shown has no value and a status from CL_OBS_STATUS: Q suppressed, O missing (unknown), L not collected, M not
applicable. A zero is 0 with the status A. Different people beside the sum are indicators of their own
(VICTIMS_FIGURE_UNIQUE) at the total of every breakdown.
"""

import csv
import io

from rumduol.indicators.types import TOTAL
from rumduol.release.formats.dataset import Dataset
from rumduol.release.formats.guard import plain

AGENCY = "KH_NCCT"
VERSION = "1.0.0"
ALL = "_T"
FIXED = ("STRUCTURE", "STRUCTURE_ID", "ACTION")
AFTER = ("OBS_VALUE", "OBS_STATUS", "CONF_STATUS", "UNIT_MULT", "RELEASE")


def dimension_id(code: str) -> str:
    """`age_band` -> `AGE_BAND`: an id of SDMX starts with a letter and has no spaces."""
    return code.upper().replace("-", "_")


def flow_id(data: Dataset) -> str:
    """`KH_NCCT:VICTIMS_SEX_AGE(1.0.0)`: the dataflow of an indicator with its breakdowns."""
    return (
        f"{AGENCY}:{'_'.join(dimension_id(part) for part in (data.indicator, *(a.code for a in data.axes)))}({VERSION})"
    )


def frequency(period: str) -> str:
    """A, Q, M or, for any other span of months, _O (other)."""
    if "-Q" in period:
        return "Q"
    if ".." in period:
        return "_O"
    return "M" if "-" in period else "A"


def time_period(period: str) -> str:
    """Our period as SDMX writes it: 2026, 2026-Q1, 2026-03, or 2026-01-01/P6M."""
    if ".." not in period:
        return period
    first, last = period.split("..")
    months = (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:]) + 1
    return f"{first}-01/P{months}M"


def sdmx_csv(data: Dataset) -> str:
    """The whole file. CONF_STATUS is C (not for publication) on hidden cells and F (free) on the others."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\r\n")
    axes = [dimension_id(axis.code) for axis in data.axes]
    writer.writerow([*FIXED, "FREQ", "REF_AREA", "INDICATOR", *axes, "TIME_PERIOD", *AFTER])
    start = ["dataflow", flow_id(data), "I", frequency(data.period), "KH", dimension_id(data.indicator)]
    for codes, _words, seen in data.lines():
        placed = [ALL if code == TOTAL else code for code in codes]
        status = seen.kind.observation_status
        shown = "" if seen.number is None else str(seen.number)
        writer.writerow(
            [
                *map(plain, [*start, *placed]),
                time_period(data.period),
                shown,
                status,
                "C" if status == "Q" else "F",
                "0",
                data.number,
            ]
        )
    for name, _said, seen in data.people.lines() if data.people else ():
        status, named = seen.kind.observation_status, dimension_id(f"{data.indicator}_{name.replace('.', '_')}")
        shown = "" if seen.number is None else str(seen.number)
        placed = [*start[:-1], named, *([ALL] * len(axes))]
        free = "C" if status == "Q" else "F"
        writer.writerow([*map(plain, placed), time_period(data.period), shown, status, free, "0", data.number])
    return sink.getvalue()
