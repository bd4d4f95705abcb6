"""The Collaborative's file, taken in: equal to a direct count, once only, all or nothing."""

import collections
import csv
import gzip
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from rumduol.facts import queries
from rumduol.facts.ctdc import COLUMNS
from rumduol.facts.enums import Kind, Source
from rumduol.facts.models import CtdcPerson, Fact

pytestmark = pytest.mark.django_db
FILE = Path("shared") / "data" / "real" / "ctdc_synthetic_2021.csv.gz"


def small(path, *rows):
    text = ",".join(COLUMNS) + "\n" + "".join(",".join(r.get(name, "") for name in COLUMNS) + "\n" for r in rows)
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


def test_every_cambodian_cell_equals_a_direct_count_of_the_file():
    real = next((above / FILE for above in Path(__file__).resolve().parents if (above / FILE).exists()), None)
    if real is None:
        pytest.skip("the Collaborative's file is not next to the checkout (../shared/data/real)")
    call_command("import_ctdc", str(real))
    names = {"isForcedLabour": "labour", "isSexualExploit": "sexual", "isOtherExploit": "other"}
    for column, asked in (("citizenship", "citizenship"), ("CountryOfExploitation", "exploited_in")):
        direct = collections.Counter()
        with gzip.open(real, "rt", encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                if row[column] == "KHM":
                    form = "+".join(name for flag, name in names.items() if row[flag] == "1") or "not_stated"
                    direct[(form, row["gender"] or "not_stated", row["ageBroad"] or "not_stated")] += 1
        counted = queries.count_by(source=Source.CTDC, by=["form", "sex", "age_band"], where={asked: ["KHM"]})
        assert {group.values: group.number for group in counted} == dict(direct)
        assert sum(direct.values()) == {"citizenship": 3760, "CountryOfExploitation": 1430}[column]


def test_the_same_file_is_taken_in_once_and_bad_rows_are_listed(tmp_path, capsys):
    file = small(tmp_path / "a.csv.gz", {"gender": "Male"}, {"gender": "Mal"}, {"citizenship": "KHM"})
    call_command("import_ctdc", str(file), bad=tmp_path / "bad.csv")
    said = capsys.readouterr()
    assert "2 rows taken in, 1 left out" in said.out
    assert "line 3: gender: 'Mal'" in said.err
    assert "3,gender" in (tmp_path / "bad.csv").read_text()
    call_command("import_ctdc", str(file))
    assert "taken in before" in capsys.readouterr().out
    assert list(CtdcPerson.objects.order_by("row_number").values_list("row_number", flat=True)) == [1, 3]


def test_national_figures_do_not_see_it(tmp_path):
    call_command("import_ctdc", str(small(tmp_path / "a.csv", {"gender": "Male"})))
    assert queries.count_by(source=Source.NATIONAL, kinds=list(Kind), by=["sex"]) == []
    assert Fact.objects.count() == 0


def test_a_damaged_file_leaves_nothing_behind(tmp_path):
    whole = small(tmp_path / "a.csv.gz", *({"gender": "Male"} for _ in range(5000))).read_bytes()
    broken = tmp_path / "b.csv.gz"
    broken.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CommandError, match="damaged"):
        call_command("import_ctdc", str(broken))
    assert CtdcPerson.objects.count() == 0


def test_another_file_and_no_file(tmp_path):
    other = tmp_path / "other.csv"
    other.write_text("name,phone\n")
    with pytest.raises(CommandError, match="columns are missing"):
        call_command("import_ctdc", str(other))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_ctdc", str(tmp_path / "none.csv"))
