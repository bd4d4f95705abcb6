"""Whether letters gather around an office, a place or a month more than chance explains. Pure: counts in, words out.

Few letters make loud ratios: an office with two people and two letters has "eight times the average". So three things are
said of every row, and nothing where there is too little to say:

* Is it more than chance? Given all letters, each falls on a unit with the probability of its share of the exposure; the
  exact upper tail of that binomial (Przyborowski and Wilenski 1940, Biometrika 31:313) needs no large numbers. All rows are
  looked at together, so their p-values are adjusted to a false discovery rate of 5 % (Benjamini and Hochberg 1995, JRSS B
  57:289).
* How much more? The ratio to what was expected, drawn towards 1 the more the less is known: the empirical-Bayes estimate
  of Marshall (1991, Applied Statistics 40:283), after Clayton and Kaldor (1987, Biometrics 43:671).
* How sure is that? The exact Poisson interval of the bare ratio (Garwood 1936, Biometrika 28:437), 95 %.

Below `FEWEST` letters in all, or `FEWEST_OF_ONE` of a unit where more would be expected to show it, the answer is "not
enough to tell". It is a question to ask, never a finding: who complains, and about whom, is no random sample.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rumduol.integrity.enums import Enough

FEWEST = 10  # letters in all, before anything is said of any of them
FEWEST_OF_ONE = 3  # letters of one unit, before it can stand out
RATE = 0.05  # of what is called "more", so much may be chance
TAIL = 0.025  # on each side of the interval

Key = TypeVar("Key")


@dataclass(frozen=True)
class Unit(Generic[Key]):
    """Something letters can be about: how many were, and its exposure in any unit (people of an office, days)."""

    key: Key
    count: int
    exposure: float


@dataclass(frozen=True)
class Row(Generic[Key]):
    """What can be said of a unit. `ratio` is shrunk, `low` and `high` bound the bare one; 1 is "as many as expected"."""

    key: Key
    count: int
    expected: float
    ratio: float
    low: float
    high: float
    p: float
    adjusted: float
    enough: Enough


def rows(units: Iterable[Unit[Key]]) -> list[Row[Key]]:
    """One row for each unit with letters, those that stand out first. Units without exposure are left out."""
    known = [unit for unit in units if unit.exposure > 0]
    total = sum(unit.count for unit in known)
    exposure = sum(unit.exposure for unit in known)
    if not total:
        return []
    expected = [total * unit.exposure / exposure for unit in known]
    tails = [upper_tail(unit.count, total, unit.exposure / exposure) for unit in known]
    adjusted = adjust(tails)
    shrunk = shrink([unit.count for unit in known], expected)
    found = [
        Row(
            key=unit.key, count=unit.count, expected=e, ratio=ratio, low=interval(unit.count)[0] / e,
            high=interval(unit.count)[1] / e, p=p, adjusted=q, enough=_enough(unit.count, e, q, total),
        )
        for unit, e, ratio, p, q in zip(known, expected, shrunk, tails, adjusted, strict=True)
        if unit.count
    ]  # fmt: skip
    return sorted(found, key=lambda row: (row.enough != Enough.MORE, -row.ratio, str(row.key)))


def _enough(count: int, expected: float, adjusted: float, total: int) -> Enough:
    if total < FEWEST:
        return Enough.NOT_ENOUGH
    if count >= FEWEST_OF_ONE and adjusted <= RATE:
        return Enough.MORE
    return Enough.LIKE_OTHERS if expected >= FEWEST_OF_ONE else Enough.NOT_ENOUGH


def upper_tail(count: int, total: int, share: float) -> float:
    """P(X >= count) for X binomial(total, share), exactly.

    >>> round(upper_tail(2, 3, 0.5), 6)
    0.5
    """
    if share >= 1:
        return 1.0
    terms = (
        math.comb(total, k) * math.exp(k * math.log(share) + (total - k) * math.log1p(-share))
        for k in range(count, total + 1)
    )
    return min(1.0, math.fsum(terms))


def adjust(p_values: Sequence[float]) -> list[float]:
    """Benjamini-Hochberg adjusted p-values, in the order given.

    >>> adjust([0.01, 0.04, 0.03])
    [0.03, 0.04, 0.04]
    """
    order = sorted(range(len(p_values)), key=lambda n: p_values[n], reverse=True)
    adjusted, least = [0.0] * len(p_values), 1.0
    for place, n in enumerate(order):
        least = min(least, p_values[n] * len(p_values) / (len(p_values) - place))
        adjusted[n] = least
    return adjusted


def shrink(counts: Sequence[int], expected: Sequence[float]) -> list[float]:
    """Marshall's global empirical-Bayes ratios: between 1 and count / expected, nearer to 1 where little was expected."""
    total = math.fsum(expected)
    mean = sum(counts) / total
    bare = [k / e for k, e in zip(counts, expected, strict=True)]
    spread = math.fsum(e * (r - mean) ** 2 for r, e in zip(bare, expected, strict=True)) / total
    between = max(0.0, spread - mean * len(counts) / total)
    return [mean + (r - mean) * between / (between + mean / e) for r, e in zip(bare, expected, strict=True)]


def interval(count: int) -> tuple[float, float]:
    """Garwood's exact 95 % limits of a Poisson mean of which `count` was seen.

    >>> [round(limit, 3) for limit in interval(3)]
    [0.619, 8.767]
    """
    low = _solve(lambda mean: 1 - _poisson(count - 1, mean) - TAIL, 0.0, count + 1.0) if count else 0.0
    high = _solve(lambda mean: TAIL - _poisson(count, mean), float(count), count + 10 * math.sqrt(count + 1) + 10)
    return low, high


def _poisson(count: int, mean: float) -> float:
    """P(X <= count) for X Poisson(mean)."""
    if mean <= 0:
        return 1.0
    return math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count + 1))


def _solve(rising: Callable[[float], float], low: float, high: float) -> float:
    """Where a rising function passes 0, by halving."""
    for _n in range(80):
        middle = (low + high) / 2
        if rising(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2
