"""What each outside report asks, read from data/asked/*.toml: sections, lines, and the cell of a release that answers."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

DATA = Path(__file__).parent / "data"


class LineKind(StrEnum):
    """What a line's value looks like when there is one."""

    NUMBER = "number"
    YES_NO = "yes_no"
    RIEL = "riel"
    PER_CENT = "per_cent"
    RATE = "rate"


@dataclass(frozen=True)
class Line:
    """`by`: the breakdowns of a whole table; `cell`: {breakdown: value} of one cell, everything where both are empty.

    `collected`: False where nobody counts it (a survey, an estimate).
    """

    code: str
    indicator: str
    kind: LineKind
    words: Mapping[str, str]
    by: tuple[str, ...] = ()
    cell: Mapping[str, str] = field(default_factory=dict)
    collected: bool = True


@dataclass(frozen=True)
class Section:
    titles: Mapping[str, str]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Asked:
    """One outside report. `years`: how many calendar years stand side by side, the asked one last. `texts`: printed sentences follow."""

    code: str
    titles: Mapping[str, str]
    years: int
    sections: tuple[Section, ...]
    texts: bool = False

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for section in self.sections for line in section.lines)


@cache
def asked() -> Mapping[str, Asked]:
    """All by code: annual, dol6, dol7, dol11, glotip, sdg, tip."""
    return MappingProxyType({path.stem: _read(path) for path in sorted((DATA / "asked").glob("*.toml"))})


def _read(path: Path) -> Asked:
    data = tomllib.loads(path.read_text("utf-8"))
    sections = tuple(Section(_words(one), tuple(map(_line, one["line"]))) for one in data["section"])
    return Asked(path.stem, _words(data), int(data.get("years", 1)), sections, bool(data.get("texts")))


def _line(entry: Mapping[str, Any]) -> Line:
    return Line(
        code=entry["code"],
        indicator=entry["indicator"],
        kind=LineKind(entry["kind"]),
        words=_words(entry),
        by=tuple(entry.get("by", ())),
        cell=dict(entry.get("cell", {})),
        collected=bool(entry.get("collected", True)),
    )


def _words(entry: Mapping[str, Any]) -> dict[str, str]:
    return {lang: str(entry[lang]) for lang in ("km", "en")}
