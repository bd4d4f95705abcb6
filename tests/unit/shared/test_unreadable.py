"""A file that is not there, or is no text, is said in a sentence, on the screen and in JSON."""

import json
from pathlib import Path

import pytest

from rumduol.alike.__main__ import main as duplicates
from rumduol.encoding.__main__ import main as encoding
from rumduol.estimation.__main__ import main as estimate


@pytest.mark.parametrize(
    "asked",
    [
        lambda file: encoding(["link", file, file, "--json"]),
        lambda file: duplicates([file, "--json"]),
        lambda file: estimate([file, "--json"]),
    ],
)
def test_a_file_that_is_not_there_is_named(asked, capsys):
    assert asked("/nowhere/list.csv") == 2
    said = capsys.readouterr()
    assert said.err.startswith("/nowhere/list.csv can't be read: ")
    assert json.loads(said.out)["why"] == said.err.strip()


def test_bytes_that_are_no_text_are_not_shown(tmp_path: Path, capsys):
    file = tmp_path / "table.csv"
    file.write_bytes(b"A,B,C,count\n1,0,0,\xff\xfe")
    assert estimate([str(file)]) == 2
    said = capsys.readouterr().err
    assert "UTF-8" in said
    assert "codec" not in said
