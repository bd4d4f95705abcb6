"""How a release looks: hidden cells as marks, everything else as numbers and words."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rumduol.facts.types import Period
from rumduol.indicators.catalogue import indicator
from rumduol.indicators.layout import Layout, lay_out
from rumduol.indicators.levels import family
from rumduol.indicators.queries import rate
from rumduol.indicators.showing import labels_of
from rumduol.indicators.types import TOTAL, Coordinate
from rumduol.indicators.words import dimension_label, period_label, value_label
from rumduol.release import asking, queries
from rumduol.release.disclosure.kinds import Kind
from rumduol.release.documents import table_of
from rumduol.release.enums import InventedWay
from rumduol.release.microdata import COLUMNS
from rumduol.release.models import Invented, OpenAnswer, Release
from rumduol.release.rules import rules
from rumduol.release.types import SUPPRESSED, Cell, NoNumber, ReleasedTable, Suppression, Why

FIRST_ROWS = 12  # of a file of invented people
MOST_CHANGED = 60  # cells of a revision told one by one


@dataclass(frozen=True)
class Shown:
    """A cell on a page: a number, or why there is none. `why` it is hidden is said on the desk only."""

    number: int | None
    instead: NoNumber | None = None
    why: str = ""

    @classmethod
    def of(cls, cell: Cell, why: str = "") -> "Shown":
        return cls(None, cell, why) if isinstance(cell, NoNumber) else cls(cell)

    @property
    def hidden(self) -> bool:
        return self.instead is SUPPRESSED

    @property
    def mark(self) -> str:
        return self.instead.value if self.instead else ""

    @property
    def words(self) -> str:
        """What the mark means."""
        return kind_words()[self.instead.kind] if self.instead else ""

    def __eq__(self, other: object) -> bool:
        """Equal to the number it shows, so that a layout can leave out rows in which nobody was counted: there, what was
        not asked, is not known or cannot be is as good as a zero. A hidden cell equals no number."""
        return (0 if self.instead and not self.hidden else self.number) == other

    __hash__ = None  # type: ignore[assignment]


def kind_words() -> dict[Kind, str]:
    """What each kind of cell means, in the reader's language."""
    return {
        Kind.NUMBER: _("counted"),
        Kind.ZERO: _("counted: there was nobody"),
        Kind.SUPPRESSED: _("counted, and hidden to protect people"),
        Kind.UNKNOWN: _("asked, and not known"),
        Kind.NOT_COLLECTED: _("never asked"),
        Kind.NOT_APPLICABLE: _("cannot be"),
    }


def rounded_words() -> dict[Kind, str]:
    """What numbers mean where all are rounded."""
    return {Kind.NUMBER: _("counted and rounded"), Kind.ZERO: _("rounded: nobody, or a few people")}


def marks_of(table: ReleasedTable) -> list[tuple[str, str]]:
    """(mark, words) of what stands in this table instead of a number, but for hidden cells."""
    found = {cell for cell in table.cells.values() if isinstance(cell, NoNumber)} - {SUPPRESSED}
    return [(one.value, kind_words()[one.kind]) for one in NoNumber if one in found]


def label(name: str, value: str) -> str:
    """Words of a value; of a breakdown itself where `name` is empty."""
    return value_label(name, value) if name else dimension_label(value)


def title_of(content: Mapping[str, Any]) -> str:
    """`Victims of trafficking found, 2026: sex, form of exploitation`."""
    return title_words(content["indicator"], content["period"], [one["name"] for one in content["dimensions"]])


def title_words(code: str, period: str, breakdowns: Iterable[str]) -> str:
    """The same without the table: for lists of many releases."""
    return _("%(figure)s, %(period)s: %(names)s") % {
        "figure": indicator(code).word("name", get_language() or "km"),
        "period": period_label(period),
        "names": ", ".join(map(dimension_label, breakdowns)),
    }


def total_of(table: ReleasedTable) -> Shown:
    whole = table.cells[(TOTAL,) * len(table.dimensions)]
    return Shown.of(whole)


def map_of(table: ReleasedTable) -> dict[str, Any] | None:
    """{province: number} and the provinces whose number is hidden, for `{% tilemap %}`; None without provinces."""
    names = [dimension.name for dimension in table.dimensions]
    at = next((place for place, name in enumerate(names) if family(name) == "place"), None)
    if at is None:
        return None
    margins = {
        value: table.cells[tuple(value if place == at else TOTAL for place in range(len(names)))]
        for value in table.dimensions[at].top
        if value.isdigit()
    }
    return {
        "values": {code: cell for code, cell in margins.items() if isinstance(cell, int)},
        "hidden": [code for code, cell in margins.items() if cell is SUPPRESSED],
    }


def trend_of(tables: Iterable[ReleasedTable]) -> dict[str, Any]:
    """Rows for `parts/bars.html`: the total of each whole year that was released, hidden ones as such."""
    years: dict[str, Shown] = {}
    for table in tables:
        shown = total_of(table)
        if Period.parse(table.period).whole_years and (table.period not in years or years[table.period].hidden):
            years[table.period] = shown
    rows = [
        {"label": period_label(period), "value": one.number, "hidden": one.hidden}
        for period, one in sorted(years.items())
    ]
    return {"rows": rows if len(rows) > 1 else [], "most": max((one.number or 0 for one in years.values()), default=0)}


def public_table(table: ReleasedTable) -> Layout:
    cells = {place: Shown.of(cell) for place, cell in table.cells.items()}
    return lay_out(table.dimensions, cells, labels_of(indicator(table.indicator)))


def desk_table(done: Suppression) -> Layout:
    """With the reason beside each hidden cell. The hidden number itself stays off the page: nobody needs it here."""
    cells = {
        place: Shown.of(cell, why_words(done.why[place]) if cell is SUPPRESSED else "")
        for place, cell in done.released.cells.items()
    }
    return lay_out(done.released.dimensions, cells, labels_of(indicator(done.released.indicator)))


def why_words(why: Why) -> str:
    return {
        Why.SMALL: _("small"),
        Why.PROTECTS: _("protects another"),
        Why.EARLIER: _("was hidden before"),
        Why.CHANGE: _("small change"),
    }[why]


def outsider(done: Suppression) -> dict[str, Any]:
    """What somebody could work out who has this and all earlier releases: for each hidden cell two tables that fit."""
    counted = Counter(done.why.values())
    cells = [cell for cell in done.released.cells.values() if cell is SUPPRESSED or (isinstance(cell, int) and cell)]
    ranges = [
        {
            "place": " · ".join(
                value_label(dimension.name, value)
                for dimension, value in zip(done.released.dimensions, place, strict=True)
                if value != TOTAL
            )
            or value_label("", TOTAL),
            "below": seen.below,
            "above": seen.above,
        }
        for place, seen in sorted(done.ranges.items(), key=lambda item: item[0])
    ]
    return {
        "known": [ends for ends in ranges if ends["below"] == ends["above"]],
        "ranges": ranges,
        "reasons": [(why_words(why), counted[why]) for why in Why if counted[why]],
        "hidden_percent": round(100 * len(done.released.hidden) / len(cells)) if cells else 0,
        "threshold": done.released.threshold,
    }


def bars_of(table: ReleasedTable) -> dict[str, Any]:
    """The margins of the first breakdown that are not zero, for `parts/bars.html`."""
    first, words = table.dimensions[0], labels_of(indicator(table.indicator))
    margins = [(value, table.cells[_margin(table, value)]) for value in first.top]
    rows = [
        {
            "label": words(first.name, value),
            "value": cell if isinstance(cell, int) else None,
            "hidden": cell is SUPPRESSED,
        }
        for value, cell in margins
        if cell is SUPPRESSED or (isinstance(cell, int) and cell)
    ]
    most = max((cell for _value, cell in margins if isinstance(cell, int)), default=0)
    return {"title": dimension_label(first.name), "rows": rows, "most": most}


def _margin(table: ReleasedTable, value: str) -> Coordinate:
    return (value, *([TOTAL] * (len(table.dimensions) - 1)))


def rates_of(content: Mapping[str, Any]) -> dict[str, Any] | None:
    """Per 100,000 by sex where the release says the population: from shown cells only."""
    if not content["rate"] or not Period.parse(content["period"]).whole_years:
        return None
    table, given = table_of(content), content["rate"]
    names = [dimension.name for dimension in table.dimensions]
    rows = []
    for sex, people in sorted(given["population"].items(), key=lambda item: item[0] != TOTAL):
        if sex != TOTAL and "sex" not in names:
            continue
        place = tuple(sex if name == "sex" and sex != TOTAL else TOTAL for name in names)
        cell = table.cells[place]
        value = rate(cell, people, given["per"]) if isinstance(cell, int) else None
        rows.append({"label": value_label("sex", sex), "value": value, "cell": Shown.of(cell)})
    return {"rows": rows, "people": given["population"][TOTAL], "source": given["source"]}


def changed_cells(release: Release) -> list[dict[str, Any]]:
    """What a revision changed, cell by cell, as shown then and now: {place, cells}; at most MOST_CHANGED."""
    table = table_of(release.content)
    words = labels_of(indicator(release.indicator))
    return [
        {
            "place": " · ".join(
                words(dimension.name, value)
                for dimension, value in zip(table.dimensions, place, strict=True)
                if value != TOTAL
            )
            or value_label("", TOTAL),
            "cells": (Shown.of(before), Shown.of(now)),
        }
        for place, before, now in queries.changes(release)[:MOST_CHANGED]
    ]


def asked_rows() -> dict[str, Any]:
    """What was answered with noise, and what is left of each year: for the desk and for everybody."""
    given = asking.answers()
    years = sorted({one.year for one in given}, reverse=True)
    return {
        "answers": [
            {"answer": one, "title": title_words(one.indicator, str(one.year), one.breakdowns)} for one in given
        ],
        "budget": rules().noise_budget,
        "cost": rules().noise_cost,
        "most": int(rules().noise_budget / rules().noise_cost),
        "years": [{"year": year, "left": asking.answers_left(year)} for year in years],
    }


def answer_table(given: OpenAnswer) -> list[tuple[list[str], int]]:
    """(words, number) of each cell of an answer that is not nought, in the order of the breakdowns."""
    words = labels_of(indicator(given.indicator))
    return [
        ([words(name, value) for name, value in zip(given.breakdowns, place, strict=True)], number)
        for *place, number in given.answer
        if number
    ]


def invented_title(year: int) -> str:
    """The name of a file of invented people."""
    return _("Invented people who resemble the victims of %(year)s") % {"year": period_label(str(year))}


def nobody_exists() -> str:
    """What must stand beside every file of invented people."""
    return _(
        "Files of made-up people who resemble those who were counted, for teaching and for trying a method out. Nobody in them exists, and no total is to be taken from them."
    )


def told_of(found: Invented) -> dict[str, Any]:
    """What a page says of a file of invented people: how alike it is, and beside each value the released, true sum.

    `by`: per breakdown a title and rows of (words, rows of the file, `Shown` of the release or None).
    """
    content = found.content
    words = labels_of(indicator(content["report"]["figure"]))
    rows = list(csv.DictReader(io.StringIO(content["table"])))
    by = []
    for name, truth in content["totals"]["by"].items():
        counted = Counter(row[name] for row in rows)
        lines = [(words(name, value), counted[value], _true(cell)) for value, cell in truth.items()]
        lines = [line for line in lines if line[1] or line[2] != 0]
        by.append({"title": dimension_label(name), "rows": lines, "blank": counted[""]})
    report = content["report"]
    return {
        "way": InventedWay(content["way"]).label,
        "rows": report["rows"],
        "k": report["k"],
        "rare": report["rare"],
        "crowd": content["way"] == InventedWay.CROWD,
        "epsilon": found.epsilon,
        "report": [
            (_("Values left blank, in 100"), _tenth(report["blank"])),
            (_("Distance of single values from the real ones, 0 to 100"), _tenth(report["single"])),
            (_("Distance of pairs of values from the real ones, 0 to 100"), _tenth(report["pairs"])),
        ],
        "totals": content["totals"],
        "by": by,
        "columns": [dimension_label(name) for name in COLUMNS],
        "first": [[words(name, row[name]) if row[name] else "" for name in COLUMNS] for row in rows[:FIRST_ROWS]],
    }


def _true(cell: int | str) -> Shown:
    return Shown.of(NoNumber(cell) if isinstance(cell, str) else cell)


def _tenth(share: float) -> str:
    return f"{100 * share:.1f}"
