"""The list of what runs again on the oldest PostgreSQL is whole, and every line of it is a test."""

import re

import pytest

from launch.home import ROOT
from tests.on_postgresql_15 import TWICE

SQL = re.compile(r"\bRunSQL\(|\bwall\(|create (or replace )?(function|trigger|constraint trigger|view)", re.I)
# Rooms without a folder of tests of their own for it: whose tests run their SQL.
IN = {"web": "tests/integration/web/test_home_and_search.py"}
ROOMS = sorted(
    {file.parent.parent.name for file in ROOT.glob("rumduol/*/migrations/0*.py") if SQL.search(file.read_text("utf-8"))}
)


@pytest.mark.parametrize("line", TWICE)
def test_every_line_is_there(line: str) -> None:
    path, _colons, name = line.partition("::")
    assert (ROOT / path).exists()
    assert not name or f"def {name}(" in (ROOT / path).read_text("utf-8")


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_with_sql_of_its_own_is_in_it(room: str) -> None:
    folder = f"tests/integration/{room}"
    assert IN.get(room, "") in TWICE or any(line == folder or line.startswith(f"{folder}/") for line in TWICE)


def test_the_rooms_with_sql_were_found() -> None:
    assert {"access", "facts", "vault"} <= set(ROOMS)
    assert len(ROOMS) > 15
