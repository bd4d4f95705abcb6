"""How a release looks: hidden cells as marks, everything else as numbers and words."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rumduol.facts.types import Period
from rumduol.indicators.catalogue import indicator
from rumduol.indicators.layout import Layout, lay_out
from rumduol.indicators.queries import rate
from rumduol.indicators.showing import labels_of
from rumduol.indicators.types import TOTAL, Coordinate
from rumduol.indicators.words import dimension_label, period_label, value_label
from rumduol.release.documents import table_of
from rumduol.release.types import SUPPRESSED, ReleasedTable, Suppression, Why


@dataclass(frozen=True)
class Shown:
    """A cell on a page. `why` and `number` only on the desk."""

    number: int | None
    hidden: bool
    why: str = ""

    def __eq__(self, other: object) -> bool:
        """Equal to the number it shows, so that a layout can leave out rows of zeros; a hidden cell equals none."""
        return not self.hidden and self.number == other

    __hash__ = None  # type: ignore[assignment]


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
    return Shown(None, True) if whole is SUPPRESSED else Shown(whole, False)


def map_of(table: ReleasedTable) -> dict[str, Any] | None:
    """{province: number} and the provinces whose number is hidden, for `{% tilemap %}`; None without provinces."""
    names = [dimension.name for dimension in table.dimensions]
    if "province" not in names:
        return None
    at = names.index("province")
    margins = {
        value: table.cells[tuple(value if place == at else TOTAL for place in range(len(names)))]
        for value in table.dimensions[at].values
        if value.isdigit()
    }
    return {
        "values": {code: cell for code, cell in margins.items() if cell is not SUPPRESSED},
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
    cells = {
        place: Shown(None, True) if cell is SUPPRESSED else Shown(cell, False) for place, cell in table.cells.items()
    }
    return lay_out(table.dimensions, cells, labels_of(indicator(table.indicator)))


def desk_table(done: Suppression) -> Layout:
    """With the reason beside each hidden cell. The hidden number itself stays off the page: nobody needs it here."""
    cells = {
        place: Shown(None, True, why_words(done.why[place])) if cell is SUPPRESSED else Shown(cell, False)
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
    cells = [cell for cell in done.released.cells.values() if cell != 0]
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
    margins: list[tuple[str, Any]] = [(value, table.cells[_margin(table, value)]) for value in first.values]
    rows = [
        {
            "label": words(first.name, value),
            "value": None if cell is SUPPRESSED else cell,
            "hidden": cell is SUPPRESSED,
        }
        for value, cell in margins
        if cell != 0
    ]
    most = max((cell for _value, cell in margins if cell is not SUPPRESSED), default=0)
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
        value = None if cell is SUPPRESSED else rate(cell, people, given["per"])
        rows.append({"label": value_label("sex", sex), "value": value})
    return {"rows": rows, "people": given["population"][TOTAL], "source": given["source"]}
