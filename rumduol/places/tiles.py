"""The map of 25 tiles: every province one square, about where it lies. Pure apart from the names of provinces."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass

from rumduol.places import queries
from rumduol.places.queries import PlaceInfo

STEPS = 5


@dataclass(frozen=True, slots=True)
class Tile:
    """One province. `step` is 0 (nothing) to 5 (most); None without a figure. `hidden`: a small number, or one that would give
    a small one away."""

    place: PlaceInfo
    row: int
    column: int
    value: float | None
    step: int | None
    hidden: bool = False


def tiles(values: Mapping[str, float | None], *, hidden: frozenset[str] = frozenset()) -> list[Tile]:
    """All provinces with their figures, north to south and west to east, as they are read aloud.

    values  figure by province code; provinces left out, or None, have no figure
    hidden  codes whose figure is withheld: shown as such, never as 0, and never used to choose the steps
    """
    shown = sorted({v for code, v in values.items() if v is not None and v > 0 and code not in hidden})
    result = []
    for place in queries.provinces():
        if place.tile is None:
            continue
        is_hidden = place.code in hidden
        value = None if is_hidden else values.get(place.code)
        result.append(Tile(place, *place.tile, value=value, step=_step(value, shown), hidden=is_hidden))
    return sorted(result, key=lambda tile: (tile.row, tile.column))


def _step(value: float | None, shown: list[float]) -> int | None:
    """The fifth of the distinct figures in which this one lies, so that one large city does not wash out the rest."""
    if value is None:
        return None
    if value <= 0:
        return 0
    return 1 + bisect_left(shown, value) * STEPS // len(shown)
