"""The rules of release, read from data/rules.toml."""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Rules:
    """`threshold`: the smallest number, other than 0, that is shown. `noise_*`: of answers with noise, see `asking`."""

    threshold: int
    most_breakdowns: int
    most_cells: int
    noise_budget: Decimal
    noise_cost: Decimal
    noise_cells: int
    noise_figures: tuple[str, ...]


@cache
def rules() -> Rules:
    read = tomllib.loads((Path(__file__).parent / "data" / "rules.toml").read_text("utf-8"))
    decimals = {name: Decimal(read[name]) for name in ("noise_budget", "noise_cost")}
    return Rules(**read | decimals | {"noise_figures": tuple(read["noise_figures"])})
