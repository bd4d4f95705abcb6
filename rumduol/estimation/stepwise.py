"""Forward choice of dependent pairs, and its uncertainty with the choice made again each time. Pure.

Chan, Silverman & Vincent, "Multiple systems estimation for sparse capture data: inferential challenges when there are
nonoverlapping lists", JASA 116 (2021): start from lists that do not depend on each other; add the pair whose term
lowers the deviance most significantly; stop at p = 0.02. Bias-corrected accelerated bootstrap: Efron & Tibshirani,
"An introduction to the bootstrap" (1993), chapter 14.
"""

from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from rumduol.estimation.capture import Counts, pairs
from rumduol.estimation.loglinear import Bools, Fits, Floats, fit, promised

THRESHOLD = 0.02
_NORMAL = NormalDist()


def limit_of(threshold: float) -> float:
    """The difference of deviances (chi-square with one degree of freedom) that a p-value of `threshold` asks for."""
    return _NORMAL.inv_cdf(1 - threshold / 2) ** 2


def choose(k: int, counts: Floats, threshold: float = THRESHOLD) -> tuple[Bools, Fits]:
    """The model of each of B tables. `counts` (B, 2^k); answers (B, pairs) and the fits of the chosen models.

    A table for which not even independence has an estimate is not `good`. A pair without an estimate is no candidate.
    """
    many, all_pairs = len(counts), len(pairs(k))
    chosen = np.zeros((many, all_pairs), dtype=bool)
    now = fit(k, counts, chosen)
    best = {name: getattr(now, name).copy() for name in vars(now)}
    going = np.flatnonzero(now.good)
    needed = limit_of(threshold) / 2  # of the log-likelihood
    while going.size:
        row, pair = np.nonzero(~chosen[going])
        table = going[row]
        tried = chosen[table]
        tried[np.arange(len(pair)), pair] = True
        reached = np.full((len(going), all_pairs), -np.inf)
        floor = best["loglik"][going] + needed
        reached[row, pair] = promised(k, counts[table], tried, start=best["beta"][table], hopeless=floor[row])
        going = going[_take_the_best(k, counts, chosen, best, going=going, reached=reached, floor=floor)]
    return chosen, Fits(**best)


def _take_the_best(
    k: int,
    counts: Floats,
    chosen: Bools,
    best: dict[str, Floats],
    *,
    going: npt.NDArray[np.int64],
    reached: Floats,
    floor: Floats,
) -> Bools:
    """Add to each table that goes on its most significant pair that has an estimate; answer which tables grew."""
    grew = np.zeros(len(going), dtype=bool)
    asking = np.flatnonzero(reached.max(axis=1) > floor)
    while asking.size:
        pair = reached[asking].argmax(axis=1)
        table = going[asking]
        tried = chosen[table]
        tried[np.arange(len(pair)), pair] = True
        fitted = fit(k, counts[table], tried, start=best["beta"][table])
        fits = fitted.good & (fitted.loglik > floor[asking])
        won = table[fits]
        chosen[won, pair[fits]] = True
        for name, values in best.items():
            values[won] = getattr(fitted, name)[fits]
        grew[asking[fits]] = True
        reached[asking, pair] = -np.inf
        asking = asking[~fits]
        asking = asking[reached[asking].max(axis=1) > floor[asking]]
    return grew


def people(fits: Fits, counts: Floats) -> Floats:
    """People in all, by table: those counted and those expected on no list. NaN where there is no estimate."""
    return np.where(fits.good, counts[:, 1:].sum(axis=1) + np.exp(np.minimum(fits.log_dark, 40)), np.nan)


def resample(counts: Counts, draws: int, rng: np.random.Generator) -> Floats:
    """(draws, 2^k): as many people again, drawn from those observed."""
    total = int(counts.sum())
    return rng.multinomial(total, counts / total, size=draws).astype(float)


def leave_one_out(counts: Counts) -> tuple[Floats, Floats]:
    """The tables with one person fewer, one per occupied cell, and how many people each stands for."""
    occupied = np.flatnonzero(counts)
    tables = np.repeat(counts[None].astype(float), len(occupied), axis=0)
    tables[np.arange(len(occupied)), occupied] -= 1
    return tables, counts[occupied].astype(float)


def bca(estimate: float, drawn: Floats, left_out: Floats, weights: Floats, level: float = 0.95) -> tuple[float, float]:
    """The bias-corrected accelerated interval. `drawn` are bootstrap estimates, `left_out` those with one person fewer.

    Estimates that could not be made (NaN) are left out of both; too few of either is for the caller to see.
    """
    drawn = np.sort(drawn[np.isfinite(drawn)])
    known = np.isfinite(left_out)
    left_out, weights = left_out[known], weights[known]
    share = (np.count_nonzero(drawn < estimate) + np.count_nonzero(drawn == estimate) / 2) / len(drawn)
    bias = _NORMAL.inv_cdf(min(max(share, 0.5 / len(drawn)), 1 - 0.5 / len(drawn)))
    away = np.average(left_out, weights=weights) - left_out
    square = float((weights * away**2).sum())
    bend = float((weights * away**3).sum()) / (6 * square**1.5) if square > 0 else 0.0
    ends = []
    for tail in ((1 - level) / 2, (1 + level) / 2):
        z = bias + _NORMAL.inv_cdf(tail)
        ends.append(float(np.quantile(drawn, _NORMAL.cdf(bias + z / (1 - bend * z)))))
    return ends[0], ends[1]


def analytic(log_dark: float, spread: float, observed: int, level: float = 0.95) -> tuple[float, float]:
    """The interval of a fixed model: normal for the log of those unseen."""
    z = _NORMAL.inv_cdf((1 + level) / 2)
    return observed + float(np.exp(log_dark - z * spread)), observed + float(np.exp(min(log_dark + z * spread, 40.0)))
