"""Were operations known before more often when somebody knew of them? Pure: outcomes in, sentences with their limits out.

For each person or office that knew of operations before they began, the share of operations with a sign of a leak is
compared with the share among the operations that they did not know of.

* Share with its exact interval: Clopper and Pearson (Biometrika 26, 1934), 95 %; it never promises too much for few.
* Difference: Fisher's exact test, one-sided (The Design of Experiments, 1935): how often chance alone, dealing the same
  number of signs over the same operations, would give this person as many or more.
* Many people are compared at once, so that one of them looks bad by chance alone: Holm's step-down correction
  (Scandinavian Journal of Statistics 6, 1979).
* Below LEAST_KNOWN operations known, LEAST_OTHERS not known or LEAST_SIGNS signs altogether, nothing is said.

It is never proof. Whoever leads operations knows of all of them; whoever knows of the hard ones meets more empty rooms.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, comb, floor

LEAST_KNOWN, LEAST_OTHERS, LEAST_SIGNS = 5, 5, 3
LEVEL = 0.05
# Hours between knowing and the operation: how long somebody had to tell.
WINDOWS = ((0.0, 6.0), (6.0, 24.0), (24.0, float("inf")))


@dataclass(frozen=True)
class Outcome:
    """One operation that is over. `knew`: who knew before it began -> how many hours before."""

    operation: str
    sign: bool
    knew: Mapping[str, float]


class Reading(StrEnum):
    NOT_ENOUGH = "not_enough"
    NO_DIFFERENCE = "no_difference"
    MORE_OFTEN = "more_often"


@dataclass(frozen=True)
class Line:
    """What can be said of one who knew. `low`, `high`: exact 95 % interval of their share. `chance`: corrected p-value."""

    who: str
    known: int
    signs: int
    others: int
    other_signs: int
    low: float
    high: float
    chance: float | None
    reading: Reading
    hours: float

    @property
    def per_hundred(self) -> tuple[int, int]:
        """The interval in whole signs per hundred operations, rounded outwards."""
        return outwards(self.low, self.high)


@dataclass(frozen=True)
class Window:
    """Operations by the longest time that anybody but their planner knew of them (hours, from and to)."""

    first: float
    last: float
    number: int
    signs: int
    low: float
    high: float
    enough: bool

    @property
    def per_hundred(self) -> tuple[int, int]:
        """The interval in whole signs per hundred operations, rounded outwards."""
        return outwards(self.low, self.high)


def analyse(outcomes: Sequence[Outcome]) -> list[Line]:
    """One line for each who knew of at least one operation; those with something to say first.

    >>> few = [Outcome(str(n), n < 2, {"a": 10.0}) for n in range(4)]
    >>> analyse(few)[0].reading
    <Reading.NOT_ENOUGH: 'not_enough'>
    """
    total, signs = len(outcomes), sum(one.sign for one in outcomes)
    found: dict[str, tuple[int, int, list[float]]] = {}
    for who in sorted({who for one in outcomes for who in one.knew}):
        of_them = [one for one in outcomes if who in one.knew]
        found[who] = (len(of_them), sum(one.sign for one in of_them), [one.knew[who] for one in of_them])
    raw = {
        who: fisher(k, n, signs, total)
        for who, (n, k, _hours) in found.items()
        if enough(n, total - n, signs)
    }  # fmt: skip
    corrected = holm(raw)
    lines = []
    for who, (n, k, hours) in found.items():
        low, high = interval(k, n)
        chance = corrected.get(who)
        if chance is None:
            reading = Reading.NOT_ENOUGH
        else:
            reading = Reading.MORE_OFTEN if chance < LEVEL else Reading.NO_DIFFERENCE
        lines.append(Line(who, n, k, total - n, signs - k, low, high, chance, reading, median(hours)))
    order = {Reading.MORE_OFTEN: 0, Reading.NO_DIFFERENCE: 1, Reading.NOT_ENOUGH: 2}
    return sorted(lines, key=lambda line: (order[line.reading], line.chance or 0.0, -line.known, line.who))


def by_time(outcomes: Sequence[Outcome], *, planners: Mapping[str, str]) -> list[Window]:
    """Signs by how long somebody other than the planner had known (`planners`: operation -> who planned it)."""
    windows = []
    for first, last in WINDOWS:
        inside = [one for one in outcomes if first <= _longest(one, planners.get(one.operation, "")) < last]
        signs = sum(one.sign for one in inside)
        low, high = interval(signs, len(inside))
        windows.append(Window(first, last, len(inside), signs, low, high, len(inside) >= LEAST_KNOWN))
    return windows


def enough(known: int, others: int, signs: int) -> bool:
    """Whether anything may be said: enough operations on both sides, and enough signs altogether."""
    return known >= LEAST_KNOWN and others >= LEAST_OTHERS and signs >= LEAST_SIGNS


def fisher(signs: int, known: int, all_signs: int, total: int) -> float:
    """Chance of `signs` or more among the `known`, when `all_signs` signs are dealt over `total` operations.

    >>> round(fisher(4, 4, 4, 8), 6)  # all four of four: one deal in 70
    0.014286
    """
    ways = sum(
        comb(all_signs, k) * comb(total - all_signs, known - k)
        for k in range(signs, min(known, all_signs) + 1)
        if known - k <= total - all_signs
    )
    return ways / comb(total, known)


def holm(chances: Mapping[str, float]) -> dict[str, float]:
    """Corrected for asking about many: each is multiplied by how many are left, and never falls below one before it."""
    corrected: dict[str, float] = {}
    worst = 0.0
    for place, (who, chance) in enumerate(sorted(chances.items(), key=lambda pair: (pair[1], pair[0]))):
        worst = max(worst, min(1.0, chance * (len(chances) - place)))
        corrected[who] = worst
    return corrected


def interval(signs: int, number: int, level: float = LEVEL) -> tuple[float, float]:
    """Exact interval of a share (Clopper and Pearson). Nothing known: from 0 to 1."""
    if number == 0:
        return 0.0, 1.0
    low = 0.0 if signs == 0 else _solve(lambda p: 1 - _at_most(signs - 1, number, p), level / 2)
    high = 1.0 if signs == number else 1 - _solve(lambda q: _at_most_of_rest(signs, number, q), level / 2)
    return low, high


def outwards(low: float, high: float) -> tuple[int, int]:
    """Per hundred, never narrower than it is.

    >>> outwards(0.0521, 0.801)
    (5, 81)
    """
    return floor(low * 100), ceil(high * 100)


def median(values: Iterable[float]) -> float:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _at_most(k: int, n: int, p: float) -> float:
    return sum(comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k + 1))


def _at_most_of_rest(k: int, n: int, q: float) -> float:
    """P(at most k signs) with share 1 - q: grows with q, as the solver wants it."""
    return _at_most(k, n, 1 - q)


def _solve(growing: Callable[[float], float], target: float) -> float:
    """Where a function that grows from 0 to 1 on [0, 1] takes a value, by halving."""
    low, high = 0.0, 1.0
    for _n in range(60):
        middle = (low + high) / 2
        if growing(middle) < target:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _longest(one: Outcome, planner: str) -> float:
    return max((hours for who, hours in one.knew.items() if who != planner), default=-1.0)
