"""Capture tables of populations whose size is known, because they were made here."""

import numpy as np

from rumduol.estimation.capture import CaptureTable, pairs
from rumduol.estimation.loglinear import design

NAMES = ("police", "social", "ngo", "labour", "mission")


def drawn(
    rng: np.random.Generator, size: int, reach: tuple[float, ...], together: dict[tuple[int, int], float]
) -> CaptureTable:
    """One table of a population of `size`. Cells have log-linear chances: `reach` is the share of the population on each
    list where no lists depend on each other, `together` the term of each pair that does (log of the odds ratio)."""
    k = len(reach)
    beta = np.zeros(design(k).shape[1])
    beta[1 : 1 + k] = np.log(np.array(reach) / (1 - np.array(reach)))
    for pair, value in together.items():
        beta[1 + k + pairs(k).index(pair)] = value
    chance = np.exp(design(k) @ beta)
    counts = rng.multinomial(size, chance / chance.sum())
    counts[0] = 0
    return CaptureTable(NAMES[:k], counts)
