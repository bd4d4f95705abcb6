"""How figures look: bars, map, years, definition and quality, as rows that templates draw."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language

from rumduol.agencies.enums import AgencyKind
from rumduol.facts.types import Period
from rumduol.indicators import queries
from rumduol.indicators.breakdowns import ABROAD
from rumduol.indicators.catalogue import Indicator
from rumduol.indicators.layout import Label
from rumduol.indicators.measures import Value
from rumduol.indicators.quality import Quality
from rumduol.indicators.types import TOTAL, UNKNOWN, Coordinate, Table
from rumduol.indicators.words import ctdc_label, dimension_label, value_label


def labels_of(subject: Indicator) -> Label:
    """Words of this indicator's values; of a breakdown itself where the name is empty."""
    if subject.apart:
        return lambda name, code: ctdc_label(name, code) if name else dimension_label(code)
    kind = str(subject.kind or "")

    def label(name: str, code: str) -> str:
        return value_label(name, code, kind) if name else dimension_label(code)

    return label


def definition(subject: Indicator) -> dict[str, str]:
    """The words of `indicators/definition.html`."""
    words = ("unit", "numerator", "denominator", "period", "place", "source")
    return {what: subject.word(what, get_language() or "km") for what in words}


def bars(table: Table, numbers: Mapping[Coordinate, int], label: Label) -> dict[str, Any]:
    """Rows for `parts/bars.html`: the values of the first breakdown that are not zero."""
    first, rest = table.dimensions[0], (TOTAL,) * (len(table.dimensions) - 1)
    counted = [(code, numbers[(code, *rest)]) for code in first.top]
    shown = [{"label": label(first.name, code), "value": number} for code, number in counted if number]
    return {
        "title": label("", first.name),
        "rows": shown,
        "most": max((number for _code, number in counted), default=0),
    }


def trend(years: Mapping[int, int]) -> dict[str, Any]:
    """Rows for `parts/bars.html`: what was counted year by year, gaps shown as nothing."""
    if not years:
        return {"rows": [], "most": 0}
    span = range(min(years), max(years) + 1)
    return {"rows": [{"label": str(year), "value": years.get(year, 0)} for year in span], "most": max(years.values())}


def map_values(subject: Indicator, period: Period, as_of: date | None) -> dict[str, int]:
    """{province: number} for the map of tiles; empty where the indicator knows no province or nothing was counted."""
    if "province" not in subject.breakdowns:
        return {}
    table = queries.table(subject, period, ["province"], as_of=as_of)
    if not table.total:
        return {}
    numbers = table.with_margins()
    return {code: numbers[(code,)] for code in table.dimensions[0].values if code not in {ABROAD, UNKNOWN}}


def median_rows(subject: Indicator, found: Mapping[Coordinate, Value]) -> list[dict[str, Any]]:
    """One row per value of the first breakdown, the total last."""
    label = labels_of(subject)
    name = subject.usual[0] if subject.usual else ""
    rows = sorted(found.items(), key=lambda item: item[0] == (TOTAL,))
    return [{"label": label(name, place[0]), "value": one} for place, one in rows]


def quality_rows(found: Quality) -> dict[str, Any]:
    """What `indicators/quality.html` shows."""
    silent = [
        {"agency": str(AgencyKind(kind).label), "provinces": [value_label("province", code) for code in provinces]}
        for kind, provinces in found.silent.items()
        if kind in AgencyKind.values
    ]
    return {"found": found, "silent": silent}
