"""What others published, to be shown beside our own figures and never added to them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rumduol.elsewhere.enums import Publisher
from rumduol.elsewhere.models import Figure

DATA = Path(__file__).parent / "data" / "beside.toml"
COUNTRY = "KHM"


@dataclass(frozen=True)
class Published:
    """One printed value of a year; of several files of a publisher, the one taken in last."""

    publisher: Publisher
    year: int
    text: str


@cache
def _beside() -> Mapping[str, list[dict[str, Any]]]:
    return tomllib.loads(DATA.read_text("utf-8"))


def beside(indicator: str) -> list[Published]:
    """What others published for the same question as this indicator, by publisher and year."""
    found: dict[tuple[str, int], Published] = {}
    for asked in _beside().get(indicator, []):
        publisher = Publisher(asked["publisher"])
        figures = Figure.objects.filter(
            country=COUNTRY,
            file__publisher=publisher,
            figure=asked["figure"],
            category=asked.get("category", "Total" if publisher is Publisher.GLOTIP else ""),
            sex="Total" if publisher is Publisher.GLOTIP else "",
            age="Total" if publisher is Publisher.GLOTIP else "",
        ).order_by("year", "file__imported_at")
        for one in figures:
            found[publisher, one.year] = Published(publisher, one.year, one.text)
    return sorted(found.values(), key=lambda one: (one.publisher, one.year))
