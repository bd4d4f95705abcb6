"""Every file says the same six things, read back by programs that know nothing of how it was written."""

import csv
import io
import json
import zipfile
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from rumduol.release.datasets import FORMATS
from rumduol.release.disclosure.kinds import Kind
from rumduol.release.formats.dataset import Axis, Dataset, Observation
from rumduol.release.formats.guard import FORMULA_STARTS
from rumduol.release.formats.htcds_csv import htcds_csv
from rumduol.release.formats.jsonstat import jsonstat
from rumduol.release.formats.plain_csv import plain_csv
from rumduol.release.formats.sdmx_csv import frequency, sdmx_csv, time_period
from rumduol.release.formats.xlsx import xlsx

SEX = Axis(
    "sex",
    "ភេទ",
    (("female", "ស្រី"), ("male", "ប្រុស"), ("unknown", "មិនដឹង")),
    {"female": {"prs_Gender": "Feminine"}, "male": {"prs_Gender": "Masculine"}},
)
PROVINCE = Axis("province", "ខេត្ត", (("12", "ភ្នំពេញ"), ("18", "ព្រះសីហនុ")))
STATUS = {"number": "A", "zero": "A", "suppressed": "Q", "unknown": "O", "not_collected": "L", "not_applicable": "M"}
CELLS = dict(
    zip(
        product(("female", "male", "unknown", "total"), ("12", "18", "total")),
        [
            Observation.of(12), Observation(Kind.SUPPRESSED), Observation.of(1_234),
            Observation.of(0), Observation(Kind.UNKNOWN), Observation(Kind.NOT_COLLECTED),
            Observation(Kind.NOT_APPLICABLE), Observation.of(7), Observation(Kind.SUPPRESSED),
            Observation.of(5), Observation.of(6), Observation.of(77),
        ],
        strict=True,
    )
)  # fmt: skip


def data_with(**other):
    given_ = {
        "number": "R-2026-01", "sha256": "ab" * 32, "lang": "km", "title": "ជនរងគ្រោះ ២០២៦", "indicator": "victims",
        "indicator_label": "ជនរងគ្រោះ", "unit": "មនុស្ស", "period": "2026", "period_label": "២០២៦",
        "source": "Rumduol", "published_on": date(2026, 11, 2), "address": "https://example.org/km/figures/R-2026-01/",
        "axes": (SEX, PROVINCE), "cells": CELLS, "notes": (("អ្វីត្រូវរាប់", "មនុស្ស"),),
        "legend": {kind: kind.code for kind in Kind},
        "heads": {name: name for name in ("number", "status", "total", "period", "table", "cells", "notes", "release")},
    }  # fmt: skip
    return Dataset(**(given_ | other))


DATA = data_with()
EXPECTED = {place: (seen.kind.code, seen.number) for place, seen in CELLS.items()}
CODE_OF = {status: code for code, status in STATUS.items() if code not in {"number", "zero"}}


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def read_status(number, status):
    """What a program makes of a value and its SDMX status."""
    if status == "A":
        return ("zero" if int(number) == 0 else "number", int(number))
    assert number in ("", None)
    return CODE_OF[status], None


def test_the_kinds_are_six():
    assert {kind for kind, _number in EXPECTED.values()} == set(STATUS)


def test_plain_csv():
    *rows, last = rows_of(plain_csv(DATA))
    seen = {(row["sex"], row["province"]): (row["status"], row["number"]) for row in rows}
    marks = {"suppressed": "s", "unknown": "u", "not_collected": "..", "not_applicable": "–"}
    assert seen == {at: (kind, marks.get(kind, str(number))) for at, (kind, number) in EXPECTED.items()}
    assert rows[0]["ភេទ"] == "ស្រី"
    assert last["status"] == f"sha256 {'ab' * 32}" or f"sha256 {'ab' * 32}" in last.values()


def test_sdmx_csv():
    rows = rows_of(sdmx_csv(DATA))
    total = {"_T": "total"}
    seen = {
        (total.get(r["SEX"], r["SEX"]), total.get(r["PROVINCE"], r["PROVINCE"])): read_status(
            r["OBS_VALUE"], r["OBS_STATUS"]
        )
        for r in rows
    }
    assert seen == EXPECTED
    assert {(r["STRUCTURE"], r["STRUCTURE_ID"], r["ACTION"]) for r in rows} == {
        ("dataflow", "KH_NCCT:VICTIMS_SEX_PROVINCE(1.0.0)", "I")
    }
    assert {(r["OBS_STATUS"] == "Q", r["CONF_STATUS"]) for r in rows} == {(True, "C"), (False, "F")}
    assert {(r["FREQ"], r["TIME_PERIOD"], r["REF_AREA"]) for r in rows} == {("A", "2026", "KH")}


@pytest.mark.parametrize(
    ("period", "freq", "time"),
    [
        ("2026", "A", "2026"), ("2026-Q3", "Q", "2026-Q3"), ("2026-03", "M", "2026-03"),
        ("2025-11..2026-04", "_O", "2025-11-01/P6M"),
    ],
)  # fmt: skip
def test_periods_as_sdmx_writes_them(period, freq, time):
    assert (frequency(period), time_period(period)) == (freq, time)


def test_jsonstat():
    cube = json.loads(jsonstat(DATA))
    assert (cube["version"], cube["class"]) == ("2.0", "dataset")
    index = [cube["dimension"][name]["category"]["index"] for name in cube["id"]]
    assert [len(values) for values in index] == cube["size"]
    assert len(cube["value"]) == 12
    seen = {}
    for at, place in enumerate(product(*index)):  # row-major, as the standard says
        seen[place[:2]] = read_status(cube["value"][at], cube["status"].get(str(at), "A"))
    assert seen == EXPECTED
    assert set(cube["status"].values()) <= {"A", *cube["extension"]["status"]}
    assert cube["role"] == {"time": ["period"], "geo": ["province"]}
    assert cube["dimension"]["sex"]["category"]["label"]["female"] == "ស្រី"


def test_htcds_csv():
    rows = rows_of(htcds_csv(DATA))
    seen = {(r["rumduol_code_sex"], r["rumduol_code_province"]): read_status(r["count"], r["obs_status"]) for r in rows}
    assert seen == EXPECTED
    assert {r["rumduol_code_sex"]: r["prs_Gender"] for r in rows} == {
        "female": "Feminine", "male": "Masculine", "unknown": "NonSpecifiedUnknown", "total": "_T",
    }  # fmt: skip
    assert rows[0]["rumduol_province"] == "12"


MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheets_of(stored):
    """Sheets as lists of rows of (type, text), by reading the parts of the file."""
    with zipfile.ZipFile(io.BytesIO(stored)) as parts:
        names = parts.namelist()
        strings = []
        if "xl/sharedStrings.xml" in names:
            tree = etree.fromstring(parts.read("xl/sharedStrings.xml"))
            strings = ["".join(item.itertext(f"{MAIN}t")) for item in tree.iter(f"{MAIN}si")]
        sheets = []
        for name in sorted(n for n in names if n.startswith("xl/worksheets/sheet")):
            tree = etree.fromstring(parts.read(name))
            assert not list(tree.iter(f"{MAIN}f")), "a formula"
            sheets.append([[_cell(cell, strings) for cell in row.iter(f"{MAIN}c")] for row in tree.iter(f"{MAIN}row")])
    return sheets


def _cell(cell, strings):
    value, kind = cell.findtext(f"{MAIN}v"), cell.get("t", "n")
    if kind == "s":
        return "text", strings[int(value)]
    return ("text", "".join(cell.itertext())) if kind == "inlineStr" else (kind, value)


def test_xlsx():
    table, cells, notes = sheets_of(xlsx(DATA))
    head, *rows = cells
    assert [text for _kind, text in head][:4] == ["sex", "ភេទ", "province", "ខេត្ត"]
    seen = {}
    for row in rows:
        texts = [text for _kind, text in row]
        number = int(texts[4]) if row[4][0] == "n" else None
        seen[texts[0], texts[2]] = (texts[5], number)
        assert texts[6] == STATUS[texts[5]]
    assert seen == EXPECTED
    assert [text for _kind, text in table[3]] == ["ស្រី", "12", "s", "1234"]
    assert ("text", "s") in [row[0] for row in notes]
    assert ("text", "ab" * 32) in [row[1] for row in notes]


@given(st.sampled_from(FORMULA_STARTS), st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12))
@settings(max_examples=25, deadline=None)
def test_no_text_of_any_file_runs_as_a_formula(start, words):
    wild = start + words
    axes = (Axis("sex", wild, tuple((code, wild) for code, _w in SEX.values)), PROVINCE)
    data = data_with(axes=axes, title=wild, notes=((wild, wild),))
    for encode in (plain_csv, htcds_csv, sdmx_csv):
        for row in csv.reader(io.StringIO(encode(data), newline="")):
            assert not [cell for cell in row if cell.startswith(FORMULA_STARTS)]
    sheets_of(xlsx(data))  # raises for a formula, whatever the text


def test_an_observation_cannot_carry_a_hidden_number():
    for kind in (Kind.SUPPRESSED, Kind.UNKNOWN, Kind.NOT_COLLECTED, Kind.NOT_APPLICABLE):
        with pytest.raises(ValueError, match="with the number"):
            Observation(kind, 3)
    with pytest.raises(ValueError, match="with the number"):
        Observation(Kind.ZERO, 3)


def test_every_format_is_bytes_and_the_same_twice_but_for_the_spreadsheet_clock():
    for name, (_ending, _media, encode) in FORMATS.items():
        first, second = encode(DATA), encode(DATA)
        assert isinstance(first, bytes)
        assert first == second or name == "xlsx"
