"""How good the matching is where somebody looked: shares with their intervals; and beside invented people, the truth. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import sqrt

Z = 1.959964  # of a 95 % interval


@dataclass(frozen=True)
class Measured:
    """`right` of `judged`, and between which whole per cents the true share lies (95 %, Wilson 1927)."""

    right: int
    judged: int
    low: int
    high: int

    @property
    def percent(self) -> int:
        return round(100 * self.right / self.judged)


def measured(right: int, judged: int) -> Measured | None:
    """None where nothing was judged. Wilson, "Probable inference", JASA 22 (1927): sound for few and for all right."""
    if judged < 1:
        return None
    share, square = right / judged, Z * Z
    middle = (share + square / (2 * judged)) / (1 + square / judged)
    half = Z * sqrt(share * (1 - share) / judged + square / (4 * judged * judged)) / (1 + square / judged)
    return Measured(right, judged, round(100 * max(0.0, middle - half)), round(100 * min(1.0, middle + half)))


@dataclass(frozen=True)
class Planted:
    """The truth of a round over invented people: how many there are, and how many are on exactly which lists (bits)."""

    people: int
    lists: Mapping[int, int]

    @property
    def listed(self) -> int:
        return sum(self.lists.values())


Source = Callable[[str], Planted | None]  # the number of a round -> what was planted in it
_sources: list[Source] = []


def planted_by(source: Source) -> None:
    """Called by whoever invents people for trying the system out; there is nobody who does where people are real."""
    _sources[:] = [source]


def planted(number: str) -> Planted | None:
    return next((found for source in _sources if (found := source(number)) is not None), None)


def often(lists: Mapping[int, int]) -> int:
    """People on more than one list."""
    return sum(people for bits, people in lists.items() if bits.bit_count() > 1)


def on_both(lists: Mapping[int, int], one: int, other: int) -> int:
    return sum(people for bits, people in lists.items() if bits >> one & 1 and bits >> other & 1)
