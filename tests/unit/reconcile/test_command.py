"""`./run reconcile`: exit codes, text in two languages, JSON; the words themselves."""

import json
import re
import subprocess
import sys
from string import Formatter

import pytest

from launch import commands
from launch.home import ROOT
from rumduol.reconcile.__main__ import main
from rumduol.reconcile.words import LANGUAGES, catalogue

RIGHT = "province,male,female,total\nKep,1,2,3\nPailin,4,5,9\nTotal,5,7,12\n"
WRONG = RIGHT.replace("Pailin,4", "Pailin,14")


def test_a_folder_that_adds_up(tmp_path, capsys):
    (tmp_path / "a.csv").write_text(RIGHT)
    assert main([str(tmp_path), "--lang", "en"]) == 0
    assert "Everything adds up" in capsys.readouterr().out


def test_where_nothing_was_checked_nothing_is_said_to_add_up(tmp_path, capsys):
    (tmp_path / "a.csv").write_text("figure,value\narrests,48\nvictims,95\n")
    assert main([str(tmp_path), "--lang", "en"]) == 0
    text = capsys.readouterr().out
    assert "nothing to check" in text
    assert "adds up" not in text


def test_a_folder_that_does_not_names_cell_printed_computed_and_difference(tmp_path, capsys):
    (tmp_path / "a.csv").write_text(WRONG)
    assert main([str(tmp_path), "--lang", "en"]) == 1
    text = capsys.readouterr().out
    assert "B4 (Total, male): the rows do not make the total" in text
    assert "printed 5, computed 15, difference -10" in text
    assert "B3 (Pailin, male): printed 14, would have to be 4 (a digit too many)" in text


def test_the_same_in_khmer(tmp_path, capsys):
    (tmp_path / "a.csv").write_text(WRONG)
    assert main([str(tmp_path), "--lang", "km"]) == 1
    text = capsys.readouterr().out
    assert "សរសេរ 5 គណនាបាន 15 ខុសគ្នា -10" in text


def test_json_says_the_same_to_programs(tmp_path, capsys):
    (tmp_path / "a.csv").write_text(WRONG)
    assert main([str(tmp_path), "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["exit"], said["holds"]) == (1, False)
    first = said["mismatches"][0]
    assert (first["table"], first["rule"]) == ("a", "rows")
    assert (first["printed"], first["computed"], first["difference"]) == (5, 15, -10)
    assert first["cells"][0] == {
        "table": "a",
        "sheet": "",
        "cell": "B4",
        "row": "Total",
        "column": "male",
        "printed": "5",
    }
    (group,) = said["explanations"]
    assert group["mismatches"] == [0, 1]
    assert [(one["cell"], one["would_be"], one["slip"]) for one in group["one_of"]] == [("B3", 4, "extra")]


def test_a_refused_cell_is_no_success(tmp_path, capsys):
    (tmp_path / "a.csv").write_text("p,n\nA,one\nB,2\nTotal,3\n")
    assert main([str(tmp_path), "--json"]) == 1
    (refused,) = json.loads(capsys.readouterr().out)["refused"]
    assert (refused["cell"], refused["text"], refused["reason"]["code"]) == ("B2", "one", "not_a_number")


@pytest.mark.parametrize("as_json", [[], ["--json"]])
@pytest.mark.parametrize(
    "fill",
    [
        {},
        {"a.csv": ""},
        {"a.csv": RIGHT, "tables.toml": "part_of = ["},
        {"a.csv": RIGHT, "tables.toml": "part_of = ['girls <= persons']"},
        {"a.csv": RIGHT, "old.xls": "x"},
    ],
)
def test_unusable_input_is_2_and_no_traceback(tmp_path, capsys, fill, as_json):
    for name, text in fill.items():
        (tmp_path / name).write_text(text)
    assert main([str(tmp_path), *as_json]) == 2
    said = capsys.readouterr()
    assert "Traceback" not in said.out + said.err
    if as_json:
        assert json.loads(said.out)["unusable"][0]["km"]


def test_a_folder_that_is_not_there(tmp_path):
    assert main([str(tmp_path / "nowhere")]) == 2


def test_it_runs_without_django_and_changes_nothing(tmp_path):
    (tmp_path / "a.csv").write_text(WRONG)
    before = (tmp_path / "a.csv").stat().st_mtime_ns
    program = (
        "import sys; from rumduol.reconcile.__main__ import main; code = main(sys.argv[1:]);"
        "sys.exit(9 if 'django' in sys.modules else code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    assert (tmp_path / "a.csv").stat().st_mtime_ns == before
    assert [one.name for one in tmp_path.iterdir()] == ["a.csv"]


def test_the_launcher_passes_the_exit_code_on(tmp_path, monkeypatch):
    from pathlib import Path

    monkeypatch.setattr(commands, "aside", lambda: None)  # it would hold for the whole process
    monkeypatch.setattr(commands.environment, "ensure", lambda kind: Path(sys.executable))
    (tmp_path / "a.csv").write_text(WRONG)
    assert commands.COMMANDS["reconcile"].run([str(tmp_path)]) == 1
    (tmp_path / "a.csv").write_text(RIGHT)
    assert commands.COMMANDS["reconcile"].run([str(tmp_path)]) == 0


def test_every_word_is_said_in_both_languages_with_the_same_places():
    def places(template):
        return {name for _, name, _, _ in Formatter().parse(template) if name is not None}

    for code, said in catalogue().items():
        assert set(said) == set(LANGUAGES), code
        assert places(said["en"]) == places(said["km"]), code
        assert re.search("[\u1780-\u17ff]", said["km"]), code


def test_every_code_that_is_said_has_words():
    text = "\n".join(path.read_text("utf-8") for path in (ROOT / "rumduol/reconcile").glob("*.py"))
    codes = set(re.findall(r'(?:Message|_why|say)\(\s*"([a-z_]+)"', text)) | set(re.findall(r'why="([a-z_]+)"', text))
    assert len(codes) > 30
    assert codes <= set(catalogue())
