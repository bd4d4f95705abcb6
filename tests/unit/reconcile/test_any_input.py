"""Whatever lies in a folder: findings, or a refusal by name; never a traceback."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from rumduol.reconcile.grids import Unusable, grid_of
from rumduol.reconcile.numerals import Kind, read
from rumduol.reconcile.reading import read_bytes
from rumduol.reconcile.report import as_json, as_text
from rumduol.reconcile.whole import check_grids

WORDS = [
    *("Total", "សរុប", "Subtotal", "Grand total", "Male", "Female", "ស្រី", "Kep", "year", "ល.រ", "%", "2019", "2020"),
    *("5", "12", "៥", "1,824(2)", "Unknown (15,65)", "<5", ">3", "5-10", "-", "n/a", "", "12%", "100%", "-3", "no"),
    *("1.824", "12,5", "(5)", "#REF!", "=1+1", "twelve"),
]
ROWS = st.lists(st.lists(st.sampled_from(WORDS) | st.text(max_size=6), min_size=1, max_size=6), min_size=1, max_size=8)


@settings(max_examples=150)
@given(ROWS)
def test_any_grid_is_checked_and_told(rows):
    found = check_grids([grid_of("t", rows)])
    assert found.exit_code in {0, 1, 2}
    for language in ("en", "km"):
        assert as_text(found, language).strip()
    said = json.loads(json.dumps(as_json(found)))
    assert len(said["mismatches"]) == len(found.mismatches)
    explained = [place for group in said["explanations"] for place in group["mismatches"]]
    assert sorted(explained) == list(range(len(found.mismatches)))


@settings(max_examples=150)
@given(st.sampled_from(["a.csv", "a.tsv", "a.xlsx"]), st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_any_bytes_are_tables_or_refused(name, content):
    grids, refused = [], None
    try:
        grids = read_bytes(name, content)
    except Unusable as fault:
        refused = fault
    if refused:
        assert name in refused.message.text("km")
    else:
        found = check_grids(grids)
        assert found.tables or found.unusable


@given(st.text(max_size=20))
def test_any_text_is_read(text):
    reading = read(text)
    assert (reading.value is None) == (reading.kind not in {Kind.NUMBER, Kind.PERCENT})
    assert reading.kind is not Kind.REFUSED or reading.why
