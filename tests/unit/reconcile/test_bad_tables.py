"""Every kind of bad table through `./run reconcile`: read as expected, or refused with sheet, cell and reason."""

import json
import re

import pytest

from rumduol.indicators.checked import checked
from rumduol.reconcile.__main__ import main
from rumduol.reconcile.numerals import Kind, Reading
from rumduol.reconcile.whole import check_folder
from rumduol.reconcile.words import catalogue
from tests.bad_tables import TABLES, Bad

KHMER = re.compile("[\u1780-\u17b3]")


def said(reading: Reading) -> str:
    if reading.kind in {Kind.UNKNOWN, Kind.REFUSED}:
        return reading.kind.value
    if reading.kind is Kind.RANGE:
        return f"{reading.least}-{reading.most}"
    return f"{reading.value:f}" + ("%" if reading.kind is Kind.PERCENT else "")


@pytest.mark.parametrize("bad", TABLES, ids=lambda bad: bad.name)
def test_a_bad_table_is_read_as_expected_or_refused_with_its_place_and_reason(bad: Bad, tmp_path, capsys):
    (tmp_path / bad.file).write_bytes(bad.make())
    assert main([str(tmp_path), "--json"]) == bad.exit_code
    found = json.loads(capsys.readouterr().out)
    assert [one["code"] for one in found["unusable"]] == ([bad.unusable] if bad.unusable else [])
    assert {one["cell"]: one["reason"]["code"] for one in found["refused"]} == bad.refused
    assert {one["rule"] for one in found["mismatches"]} == bad.rules
    assert {note["code"] for table in found["tables"] for note in table["notes"]} == bad.notes
    for cell in found["refused"]:
        assert cell["sheet"] == ("Sheet" if bad.file.endswith(".xlsx") else "")
    reasons = [
        *found["unusable"],
        *(one["reason"] for one in found["refused"]),
        *(one["said"] for one in found["mismatches"]),
    ]
    for reason in reasons:
        assert KHMER.search(reason["km"])
        assert not KHMER.search(reason["en"])
    for language in ("km", "en"):
        main([str(tmp_path), "--lang", language])
        spoken = "".join(capsys.readouterr())
        for reason in reasons:
            assert reason[language] in spoken
        for address, code in bad.refused.items():
            assert f"{address} (" in spoken, code
            assert "[Sheet]" in spoken or bad.file.endswith(".csv")


@pytest.mark.parametrize("bad", [bad for bad in TABLES if bad.reads], ids=lambda bad: bad.name)
def test_what_is_read_is_what_was_meant(bad: Bad, tmp_path):
    (tmp_path / bad.file).write_bytes(bad.make())
    table = next(one for one in check_folder(tmp_path).tables if one.sheet in {"", "Sheet"})
    cells = {spot.address: said(reading) for spot, reading in table.cells.items()}
    assert {address: cells.get(address) for address in bad.reads} == bad.reads


@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize("bad", [bad for bad in TABLES if bad.refused or bad.unusable], ids=lambda bad: bad.name)
def test_the_page_says_the_same_as_the_command(bad: Bad, language):
    shown = checked(bad.file, bad.make(), language)
    if bad.unusable:
        (fault,) = shown["faults"]
        assert bad.file in fault
        assert bool(KHMER.search(fault)) == (language == "km")
        return
    assert not shown["holds"]
    assert {one["where"].split(" (")[0]: one["why"] for one in shown["refused"]} == {
        address: catalogue()[code][language] for address, code in bad.refused.items()
    }
    assert {one["table"] for one in shown["refused"]} == {"table [Sheet]" if bad.file.endswith(".xlsx") else "table"}


def test_a_sheet_that_is_hidden_is_read_and_said_to_be(tmp_path):
    bad = next(bad for bad in TABLES if bad.name == "a hidden sheet")
    (tmp_path / bad.file).write_bytes(bad.make())
    assert [table.name for table in check_folder(tmp_path).tables] == ["Sheet", "Names"]
