"""tables.toml: what a folder's tables say of each other, and what the text around them says."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from rumduol.reconcile import labels
from rumduol.reconcile.addresses import NotFound, lines_named, spots_of
from rumduol.reconcile.grids import Unusable
from rumduol.reconcile.numerals import Kind, Reading, read
from rumduol.reconcile.relations import HALF, Relation, Rule
from rumduol.reconcile.tables import Options, Spot, Table
from rumduol.reconcile.words import Message

FILE = "tables.toml"
_SPLIT = re.compile(r"\s*(<=|≤|>=|≥|==|=)\s*")
_PART_KEYS = {"part_of", "parts_of", "part", "relations", "relation"}
_EQUAL_KEYS = {"equal", "equals", "equality", "equalities", "same"}
_TABLE_KEYS = {"table", "tables"}


@dataclass
class Statements:
    """What was said. `cells`: the figures written into the statements themselves, each with a place of its own."""

    options: dict[str, Options] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    cells: dict[Spot, Reading] = field(default_factory=dict)
    places: dict[Spot, str] = field(default_factory=dict)


def read_statements(folder: Path) -> dict[str, Any]:
    """tables.toml of the folder as TOML; {} where there is none. Raises Unusable."""
    try:
        return tomllib.loads((folder / FILE).read_text("utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Unusable(Message("bad_toml", {"file": FILE, "reason": str(error)})) from error


def options_in(said: Mapping[str, Any]) -> dict[str, Options]:
    """table name -> its options. Raises Unusable for an option that does not exist."""
    found: dict[str, Options] = {}
    known = {one.name: one for one in fields(Options)}
    for key in _TABLE_KEYS & said.keys():
        if not isinstance(said[key], dict):
            raise Unusable(Message("bad_statement", {"what": f"[{key}]", "reason": _why("not_a_section")}))
        for name, options in said[key].items():
            if not isinstance(options, dict) or not options.keys() <= known.keys():
                wanted = ", ".join(sorted(known))
                raise Unusable(Message("bad_option", {"table": name, "known": wanted}))
            values: dict[str, Any] = {}
            for option, value in options.items():
                is_list = option in {"keys", "of_which"}
                if not (isinstance(value, list) and all(isinstance(v, str) for v in value)) if is_list else (
                    not isinstance(value, bool)
                ):  # fmt: skip
                    raise Unusable(Message("bad_option", {"table": name, "known": option}))
                values[option] = tuple(value) if is_list else value
            found[name] = Options(**values)
    return found


def statements_of(said: Mapping[str, Any], tables: Sequence[Table]) -> Statements:
    """Every relation that tables.toml names, over the cells of these tables. Raises Unusable, naming the statement."""
    return _Reader(tables).read(said)


def _why(code: str, **places: object) -> Message:
    return Message(code, places)


class _Reader:
    def __init__(self, tables: Sequence[Table]) -> None:
        self.tables = tables
        self.found = Statements()

    def read(self, said: Mapping[str, Any]) -> Statements:
        for key, value in said.items():
            plain = key.lower().replace("-", "_")
            entries = value if isinstance(value, list) else [value]
            if plain in _TABLE_KEYS:
                continue
            if plain in {"sum", "sums", "share", "shares"} and all(isinstance(one, dict) for one in entries):
                for number, one in enumerate(entries, 1):
                    name = str(one.get("name") or f"{plain} {number}")
                    self._guarded(name, self._sum if plain.startswith("sum") else self._share, name, one)
            elif plain in _PART_KEYS | _EQUAL_KEYS or all(
                isinstance(one, str) and _SPLIT.search(one) for one in entries
            ):
                for number, one in enumerate(entries, 1):
                    name = one if isinstance(one, str) else f"{key} {number}"
                    self._guarded(name, self._comparison, one, is_part=plain in _PART_KEYS)
            else:
                raise Unusable(Message("unknown_statement", {"key": key}))
        return self.found

    def _guarded(self, name: str, do: Any, *given: Any, **named: Any) -> None:
        try:
            do(*given, **named)
        except NotFound as error:
            raise Unusable(Message("bad_statement", {"what": name, "reason": error.message})) from error

    # ---- the four kinds ------------------------------------------------------------------------------------------

    def _sum(self, name: str, said: Mapping[str, Any]) -> None:
        parts = said.get("parts")
        if not isinstance(parts, list) or not parts or "total" not in said:
            raise NotFound(_why("needs", keys="parts, total"))
        for total, *others in self._instances(name, [("total", said["total"]), *(("part", one) for one in parts)]):
            spots = tuple(spot for group in others for spot in group)
            self.found.relations.append(Relation(Rule.SUM, self._one(total), spots, name))

    def _share(self, name: str, said: Mapping[str, Any]) -> None:
        if not {"part", "whole", "percent"} <= said.keys():
            raise NotFound(_why("needs", keys="part, whole, percent"))
        decimals = said.get("decimals")
        if decimals is not None and (
            not isinstance(decimals, int) or isinstance(decimals, bool) or not 0 <= decimals < 10
        ):
            raise NotFound(_why("bad_decimals"))
        given = [("percent", said["percent"]), ("part", said["part"]), ("whole", said["whole"])]
        for percent, part, whole in self._instances(name, given):
            target = self._one(percent)
            places = decimals if decimals is not None else self._reading(target).decimals
            # Half up or half even: both lie within half a unit of the last place.
            slack = HALF.scaleb(-places)
            self.found.relations.append(Relation(Rule.SHARE, target, (self._one(part), self._one(whole)), name, slack))
            self.found.relations.append(Relation(Rule.PART, self._one(part), (self._one(whole),), name))

    def _comparison(self, said: Any, *, is_part: bool) -> None:
        if isinstance(said, dict):
            name = str(said.get("name") or "")
            if {"part", "whole"} <= said.keys():
                sides, signs = [said["part"], said["whole"]], ["<="]
            else:
                cells = said.get("cells") or said.get("figures") or [
                    said[key] for key in ("left", "right", "a", "b", "this", "that") if key in said
                ]  # fmt: skip
                sides, signs = list(cells), ["="] * (len(cells) - 1)
            name = name or " = ".join(map(str, sides))
        elif isinstance(said, list):
            sides, signs, name = list(said), ["<=" if is_part else "="] * (len(said) - 1), " = ".join(map(str, said))
        elif isinstance(said, str):
            pieces = _SPLIT.split(said.strip())
            sides, signs, name = pieces[::2], pieces[1::2], said
        else:
            raise NotFound(_why("not_a_relation"))
        if len(sides) < 2 or not all(str(side).strip() for side in sides):
            raise NotFound(_why("not_a_relation"))
        for (left, right), sign in zip(pairwise(sides), signs, strict=True):
            first, second = (right, left) if sign in {">=", "≥"} else (left, right)
            rule = Rule.EQUAL if sign in {"=", "=="} else Rule.PART
            for one, other in self._instances(name, [("figure", first), ("figure", second)]):
                self.found.relations.append(Relation(rule, self._one(one), (self._one(other),), name))

    # ---- figures -------------------------------------------------------------------------------------------------

    def _reading(self, spot: Spot) -> Reading:
        if spot in self.found.cells:
            return self.found.cells[spot]
        return next(table for table in self.tables if table.name == spot.table).cells[spot]

    @staticmethod
    def _one(spots: Sequence[Spot]) -> Spot:
        if len(spots) != 1:
            raise NotFound(_why("several_cells", count=len(spots)))
        return spots[0]

    def _instances(self, name: str, said: Sequence[tuple[str, Any]]) -> Iterator[list[tuple[Spot, ...]]]:
        """One list of cells for each time the statement applies: once for cells, for every row where columns are named."""
        fixed: dict[int, tuple[Spot, ...]] = {}
        names: dict[int, str] = {}
        for place, (role, one) in enumerate(said):
            if (reading := _literal(one)) is not None:
                fixed[place] = (self._written(name, role, place, reading),)
            elif not isinstance(one, str):
                raise NotFound(_why("not_a_figure", text=one))
            else:
                spots = spots_of(one, self.tables)
                if spots is None:
                    names[place] = one
                else:
                    fixed[place] = spots
        if not names:
            yield [fixed[place] for place in range(len(said))]
            return
        applied = False
        for spots_at in lines_named(list(names.values()), self.tables):
            applied = True
            cells = dict(zip(names, ((spot,) for spot in spots_at), strict=True)) | fixed
            yield [cells[place] for place in range(len(said))]
        if not applied:
            raise NotFound(_why("no_such_lines", names=", ".join(names.values())))

    def _written(self, name: str, role: str, place: int, reading: Reading) -> Spot:
        """A place for a figure that stands in tables.toml itself: a sentence can be wrong, too."""
        spot = Spot(f"{FILE}: {name}", -1, place)
        self.found.cells[spot] = reading
        self.found.places[spot] = role
        return spot


def _literal(said: Any) -> Reading | None:
    """The figure, where one is written instead of a name: 113, "1,824", "<5", "12.5 %"."""
    if isinstance(said, bool):
        return None
    if isinstance(said, int | float):
        value = Decimal(str(said))
        return read(f"{value:f}")
    if isinstance(said, str):
        reading = read(said)
        if reading.kind in {Kind.NUMBER, Kind.PERCENT, Kind.RANGE}:
            return reading
        if reading.kind is Kind.UNKNOWN and labels.plain(said) != "":
            return Reading(Kind.UNKNOWN, said, Decimal(0))
    return None
