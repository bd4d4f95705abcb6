"""JSON-stat 2.0 (json-stat.org/format): the whole table as one cube, with the status of each cell beside its value."""

import json
from itertools import product
from typing import Any

from rumduol.indicators.types import TOTAL
from rumduol.release.formats.dataset import Axis, Dataset, Together
from rumduol.release.formats.sdmx_csv import time_period

GEOGRAPHY = {"province", "district"}


def jsonstat(data: Dataset) -> str:
    """Version 2.0, class dataset. `value` is null where there is no number; `status` holds the SDMX code of every cell
    that is no plain number, `extension.status` says what the codes mean. Order: row-major over `id`."""
    ids = [*(axis.code for axis in data.axes), "period"]
    order = list(product(*((*(code for code, _words in axis.values), TOTAL) for axis in data.axes)))
    cells = [data.cells[place] for place in order]
    dimensions: dict[str, Any] = {axis.code: _dimension(axis, data.heads["total"]) for axis in data.axes}
    dimensions["period"] = {
        "label": data.heads["period"],
        "category": {"index": [data.period], "label": {data.period: data.period_label}},
    }
    cube: dict[str, Any] = {
        "version": "2.0",
        "class": "dataset",
        "href": data.address,
        "label": data.title,
        "source": data.source,
        "updated": data.published_on.isoformat(),
        "id": ids,
        "size": [*(len(axis.values) + 1 for axis in data.axes), 1],
        "role": _roles(data),
        "dimension": dimensions,
        "value": [seen.number for seen in cells],
        "status": {str(at): seen.kind.observation_status for at, seen in enumerate(cells) if not seen.number},
        "note": [f"{heading}: {text}" for heading, text in data.notes],
        "extension": {
            "release": data.number,
            "sha256": data.sha256,
            "lang": data.lang,
            "indicator": data.indicator,
            "unit": data.unit,
            "time_period": time_period(data.period),
            "status": {kind.observation_status: words for kind, words in data.legend.items() if not kind.has_number},
            "kinds": {str(at): seen.kind.code for at, seen in enumerate(cells) if not seen.number},
        },
    }
    if data.people:
        cube["extension"]["people"] = people(data.people)
    return json.dumps(cube, ensure_ascii=False, indent=1)


def people(found: Together) -> dict[str, Any]:
    """Different people beside the sum, with estimates of those whom nobody found."""
    return {
        "round": found.round,
        "counts": [
            {"code": code, "label": words, "number": seen.number, "kind": seen.kind.code}
            for code, words, seen in found.lines()
        ],
        "said": list(found.said),
        "estimates": [
            {"method": one.code, "label": one.words, "number": one.number, "low": one.low, "high": one.high}
            for one in found.estimates
        ],
    }


def _dimension(axis: Axis, total: str) -> dict[str, Any]:
    labels = {**dict(axis.values), TOTAL: total}
    return {
        "label": axis.label,
        "category": {
            "index": list(labels),
            "label": labels,
            "child": {whole: list(parts) for whole, parts in axis.dimension.families},
        },
    }


def _roles(data: Dataset) -> dict[str, list[str]]:
    geography = [axis.code for axis in data.axes if axis.code in GEOGRAPHY]
    return {"time": ["period"]} | ({"geo": geography} if geography else {})
