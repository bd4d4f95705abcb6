"""What each outside report asks, line by line: which indicator, broken down how, which cell. Pure, but for `answers`."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from rumduol.facts.types import Period
from rumduol.indicators.catalogue import DATA, Indicator, indicator
from rumduol.indicators.measures import Value, value
from rumduol.shared.errors import NotThere


@dataclass(frozen=True)
class Line:
    """One line of a report. `code` is the line's name there.

    A published release of `indicator`, the period and `breakdowns` answers it at the coordinate `cell` ({breakdown:
    value}, the total for breakdowns that are not named); with `whole` the whole table is the answer.
    """

    code: str
    indicator: str
    breakdowns: tuple[str, ...]
    cell: Mapping[str, str]
    whole: bool

    @property
    def subject(self) -> Indicator:
        return indicator(self.indicator)

    @property
    def plain(self) -> str:
        """The name of the line with spaces, which a narrow screen can break."""
        return self.code.replace("_", " ")


@dataclass(frozen=True)
class Report:
    code: str
    titles: Mapping[str, str]
    lines: tuple[Line, ...]


@cache
def reports() -> Mapping[str, Report]:
    """All reports by code: dol_table6, dol_table7, dol_table11, tip, glotip, sdg, ncct."""
    data = tomllib.loads((DATA / "reports.toml").read_text("utf-8"))
    return MappingProxyType(
        {
            code: Report(code, {"en": entry["en"], "km": entry["km"]}, tuple(_lines(entry["lines"])))
            for code, entry in data.items()
        }
    )


def report(code: str) -> Report:
    """Raises NotThere."""
    if code not in reports():
        raise NotThere()
    return reports()[code]


def _lines(entries: list[list[object]]) -> Iterator[Line]:
    for entry in entries:
        code, name, *rest = entry
        asked = rest[0] if rest else {}
        whole = isinstance(asked, list)
        cell = {} if whole else dict(asked)  # type: ignore[call-overload]
        subject = indicator(str(name))
        by = tuple(asked) if whole else tuple(cell) or subject.usual[:1]  # type: ignore[arg-type]
        yield Line(str(code), str(name), by, MappingProxyType(cell), whole)


def answers(code: str, period: Period, *, as_of: date | None = None) -> Iterator[tuple[Line, Value]]:
    """The lines of a report with exact values: for the desk. What goes outside is read from releases."""
    for line in report(code).lines:
        yield line, value(line.subject, period, line.cell, as_of=as_of)
