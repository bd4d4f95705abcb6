"""The estimates as a picture that needs no script: a line for each interval on one scale of people, by factors. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, exp, floor, log, log10
from typing import Any

LEFT, RIGHT, TOP, STEP, BELOW = 24, 976, 40, 76, 54  # room for words of 40, on a telephone (staff.css)
MARKS = 3  # on the scale, at least, where there are so many whole numbers
FARTHEST = 100  # times the observed people: what is beyond leaves the picture with an arrow


@dataclass(frozen=True)
class Bar:
    """One method: its dot and the line of its interval, as coordinates."""

    method: str
    y: int
    low: float
    high: float
    at: float
    beyond: bool


@dataclass(frozen=True)
class Picture:
    """1000 wide, `height` high; `observed` is where the people on the lists stand; `ticks` are (x, people)."""

    height: int
    observed: float
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, int], ...]


def draw(observed: int, estimates: Sequence[Mapping[str, Any]]) -> Picture | None:
    """`estimates` as in the answer's JSON. None when no method has a number."""
    known = [one for one in estimates if one["estimate"] is not None and one["intervals"]]
    if not known or observed < 1:
        return None
    ends = [(_low(one, observed), _high(one)) for one in known]
    least = min(observed, *(low for low, _high in ends)) * 0.95
    most = min(max(high or 0 for _low, high in ends), observed * FARTHEST) or observed * FARTHEST
    most = max(most, *(one["estimate"] for one in known)) * 1.05

    def x(people: float) -> float:
        share = (log(min(max(people, least), most)) - log(least)) / (log(most) - log(least))
        return round(LEFT + share * (RIGHT - LEFT), 1)

    bars = tuple(
        Bar(
            one["method"], TOP + STEP * number, x(low), x(high or most), x(one["estimate"]),
            beyond=high is None or high > most,
        )
        for number, (one, (low, high)) in enumerate(zip(known, ends, strict=True))
    )  # fmt: skip
    return Picture(
        TOP + STEP * len(known) + BELOW, x(observed), bars, tuple((x(at), at) for at in _round_numbers(least, most))
    )


def _low(one: Mapping[str, Any], observed: int) -> float:
    return float(one["low"] if one["low"] is not None else observed)


def _high(one: Mapping[str, Any]) -> float | None:
    return None if one["high"] is None else float(one["high"])


def _round_numbers(least: float, most: float) -> list[int]:
    """Three to six numbers of people worth a mark, where there are so many: 1, 2 or 5 times a power of ten; within less
    than a factor of ten or so, multiples of the widest such step."""
    powers = range(floor(log10(least)), ceil(log10(most)) + 1)
    round_ones = [digit * 10**power for power in powers if power >= 0 for digit in (1, 2, 5)]
    found = [number for number in round_ones if least <= number <= most]
    if len(found) < MARKS:
        steps = [digit * 10**power for power in range(powers.stop) for digit in (1, 2, 5)]
        multiples = (list(range(step * ceil(least / step), int(most) + 1, step)) for step in reversed(steps))
        found = next((marks for marks in multiples if len(marks) >= MARKS), found)
    if not found:
        found = [round(exp((log(least) + log(most)) / 2))]
    return found[:: max(1, ceil(len(found) / 6))]
