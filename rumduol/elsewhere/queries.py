"""What others published, to be shown beside our own figures and never added to them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rumduol.elsewhere.enums import Publisher
from rumduol.elsewhere.models import Figure, Suggestion
from rumduol.elsewhere.types import Suggested

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


def suggested(year: int) -> list[Suggested]:
    """What the newest report up to that year asks for, in its order; of several files of a year the one taken in last."""
    found = Suggestion.objects.filter(country=COUNTRY, year__lte=year)
    newest = found.order_by("-year", "-file__imported_at", "file_id").first()
    if newest is None:
        return []
    rows = found.filter(file_id=newest.file_id, year=newest.year).order_by("line")
    return [Suggested(one.line, one.country, one.year, one.area, one.text) for one in rows]
