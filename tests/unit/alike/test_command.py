"""`./run duplicates`: pairs with their reasons; Splink where somebody has it, and plain words where not."""

import json
import os
import sys

import pytest

from rumduol.alike.__main__ import main

LIST = """id,given_name,surname,date_of_birth,sex,address
1,Dara,Sok,1990-05-12,m,Phum Thmei Kampot
2,ដារ៉ា,សុខ,1990-05-12,m,Kampot
3,Maly,Chea,1985-01-01,f,Takeo
"""


@pytest.fixture
def people(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_pairs_with_reasons_and_against_the_truth(people, tmp_path, capsys):
    truth = tmp_path / "truth.csv"
    truth.write_text("1,2\n", encoding="utf-8")
    assert main([str(people), "--json", "--truth", str(truth)]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [(pair["a"], pair["b"]) for pair in answer["pairs"]] == [("1", "2")]
    assert {line["field"]: line["level"] for line in answer["pairs"][0]["because"]}["name"] == "sounds"
    assert answer["f1"] == 1.0
    assert main([str(people)]) == 0
    assert "name sounds" in capsys.readouterr().out


def test_without_splink_it_says_what_to_do(people, tmp_path, capsys):
    empty = tmp_path / "python"
    empty.write_text(f'#!/bin/sh\nexec "{sys.executable}" -I -S "$@"\n', encoding="utf-8")
    empty.chmod(0o755)
    assert main([str(people), "--engine", "splink", "--python", str(empty)]) == 2
    assert "splink>=5,<6" in capsys.readouterr().err
    assert main([str(people), "--engine", "splink", "--python", str(tmp_path / "none")]) == 2


SPLINK = os.environ.get("RUMDUOL_SPLINK_PYTHON", "")


@pytest.mark.skipif(not SPLINK, reason="no environment with Splink 5 is named in RUMDUOL_SPLINK_PYTHON; it is optional")
def test_splink_finds_them_too(tmp_path, capsys):
    from rumduol.alike import splink
    from rumduol.alike.listing import known_of
    from tests.load.invented_lists import two_lists

    first, second, truth = two_lists(500, common=0.3, seed=5)
    at = {person.id: i for i, person in enumerate(first)} | {p.id: 500 + i for i, p in enumerate(second)}
    found = {(a, b) for a, b, _chance in splink.duplicates([known_of(p) for p in first + second], SPLINK, least=0.5)}
    true = {(at[a], at[b]) for a, b in truth.items()}
    assert len(found & true) >= 0.85 * max(len(true), len(found))
