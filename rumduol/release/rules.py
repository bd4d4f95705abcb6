"""The rules of release, read from data/rules.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Rules:
    """`threshold`: the smallest number, other than 0, that is shown."""

    threshold: int
    most_breakdowns: int
    most_cells: int


@cache
def rules() -> Rules:
    return Rules(**tomllib.loads((Path(__file__).parent / "data" / "rules.toml").read_text("utf-8")))
