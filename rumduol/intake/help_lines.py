"""Telephone numbers for somebody in danger now: data, because they change and differ from country to country."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data" / "help_lines.toml"


@dataclass(frozen=True)
class Line:
    """A number to call, and whose it is."""

    number: str
    name: str


def lines(lang: str) -> list[Line]:
    """The help lines in the order to be tried, named in the reader's language."""
    return [Line(entry["number"], entry["name"].get(lang) or entry["name"]["en"]) for entry in _read()]


@lru_cache(maxsize=1)
def _read() -> list[dict[str, Any]]:
    return tomllib.loads(DATA.read_text("utf-8"))["line"]  # type: ignore[no-any-return]
