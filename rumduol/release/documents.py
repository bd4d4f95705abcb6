"""The public document of a release: made of what is shown and nothing else, hashed in one canonical form. Pure."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rumduol.indicators.types import NOT_COLLECTED, TOTAL, UNKNOWN, Coordinate, Dimension
from rumduol.release.types import Cell, NoNumber, Range, ReleasedTable, Why


def to_content(
    table: ReleasedTable,
    *,
    rate_per: int,
    population: Mapping[str, int],
    population_source: str,
    revises: str,
    reason: str,
    people: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """What is stored, hashed and shown. `people`: different people beside the sum (see `people`). `population` is {sex or "total": people}; empty where no rate is given.

    Unknown values and rates are derived from shown cells only, so that neither gives a hidden one away.
    """
    return {
        "version": 2,
        "indicator": table.indicator,
        "period": table.period,
        "source": table.source,
        "threshold": table.threshold,
        "dimensions": [_dimension(one) for one in table.dimensions],
        "cells": [[*place, cell.value if isinstance(cell, NoNumber) else cell] for place, cell in table.cells.items()],
        "rate": {"per": rate_per, "population": dict(population), "source": population_source} if population else None,
        "revises": revises,
        "reason": reason,
    } | {name: more for name, more in {"rounded_to": table.rounded_to, "people": people}.items() if more}


def table_of(content: Mapping[str, Any]) -> ReleasedTable:
    """The table of a stored document. Raises KeyError or ValueError when it is none."""
    return ReleasedTable(
        indicator=content["indicator"],
        period=content["period"],
        source=content["source"],
        dimensions=dimensions_of(content),
        threshold=content["threshold"],
        cells={
            tuple(place): NoNumber(cell) if isinstance(cell, str) else int(cell) for *place, cell in content["cells"]
        },
        rounded_to=content.get("rounded_to", 0),
    )


def _dimension(one: Dimension) -> dict[str, Any]:
    """`parents` only where there are levels: what each value is part of, "total" for the uppermost."""
    return {"name": one.name, "values": list(one.values)} | ({"parents": list(one.parents)} if one.parents else {})


def dimensions_of(content: Mapping[str, Any]) -> tuple[Dimension, ...]:
    """The breakdowns of a stored document, with their levels."""
    return tuple(Dimension(d["name"], tuple(d["values"]), tuple(d.get("parents", ()))) for d in content["dimensions"])


def sha256_of(content: Mapping[str, Any]) -> str:
    """The hash of the canonical form: sorted keys, no spaces, UTF-8."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def packed(cells: Mapping[Coordinate, Any]) -> list[list[Any]]:
    """Cells by coordinate as a list that JSON can hold."""
    return [[*place, _plain(value)] for place, value in sorted(cells.items())]


def unpacked(rows: list[list[Any]]) -> dict[Coordinate, Any]:
    return {tuple(place): value for *place, value in rows}


def _plain(value: Any) -> Any:
    if isinstance(value, Why):
        return value.value
    if isinstance(value, Range):
        return [value.below, value.above]
    return value


@dataclass(frozen=True)
class Unknown:
    """How much of a breakdown has no value, in per cent of the total; None where that is hidden."""

    name: str
    percent: int | None


def unknowns(table: ReleasedTable) -> list[Unknown]:
    """Per breakdown that has such a value: the share of unknown and not collected, from shown margins only."""
    whole = table.cells[(TOTAL,) * len(table.dimensions)]
    found = []
    for place, dimension in enumerate(table.dimensions):
        margins = [
            table.cells[tuple(value if at == place else TOTAL for at in range(len(table.dimensions)))]
            for value in (UNKNOWN, NOT_COLLECTED)
            if value in dimension.values
        ]
        if margins:
            found.append(Unknown(dimension.name, _percent(margins, whole)))
    return found


def _percent(parts: list[Cell], whole: Cell) -> int | None:
    shown = [part for part in parts if isinstance(part, int)]
    if not isinstance(whole, int) or len(shown) < len(parts):
        return None
    return round(100 * sum(shown) / whole) if whole else 0
