"""Averaging over log-linear models, each weighted by its Bayesian information criterion. Pure.

Weights exp(-BIC / 2): Raftery, "Bayesian model selection in social research", Sociological Methodology 25 (1995).
Only models whose estimate exists take part.
"""

from collections.abc import Sequence
from statistics import NormalDist

import numpy as np

from rumduol.estimation.capture import CaptureTable, pairs
from rumduol.estimation.loglinear import Floats, fit, named
from rumduol.estimation.results import Estimate, Interval
from rumduol.estimation.windows import window

WIDTH = 12.0  # of the window, in BIC: a model further away weighs less than 1 in 400
MOST = 6000
_NORMAL = NormalDist()


def average(table: CaptureTable) -> Estimate:
    """The weighted mean of log expectations of those unseen, with the interval of the mixture of the models."""
    k, many = len(table.lists), len(pairs(len(table.lists)))
    counts, observed = table.counts[None].astype(float), table.observed
    found: dict[int, tuple[float, float]] = {}

    def score(models: Sequence[int]) -> list[float]:
        chosen = np.array([[bool(one >> pair & 1) for pair in range(many)] for one in models])
        fits = fit(k, np.repeat(counts, len(chosen), axis=0), chosen)
        bic = np.where(fits.good, -2 * fits.loglik + np.log(observed) * (1 + k + chosen.sum(axis=1)), np.inf)
        for one, good, dark, spread in zip(models, fits.good, fits.log_dark, fits.spread, strict=True):
            if good:
                found[one] = float(dark), float(spread)
        return [float(value) for value in -bic]

    scores = window(many, score, width=WIDTH, most=MOST)
    models = [one for one in scores if one in found]
    if not models:
        return Estimate("bic_average", None, failed="no_model_exists")
    points = np.array([scores[one] for one in models])
    weights = np.exp((points - points.max()) / 2)
    weights /= weights.sum()
    dark = np.array([found[one][0] for one in models])
    spread = np.array([found[one][1] for one in models])
    low, middle, high = (observed + float(np.exp(mixed(dark, spread, weights, at))) for at in (0.025, 0.5, 0.975))
    best = models[int(weights.argmax())]
    return Estimate(
        "bic_average",
        middle,
        (Interval(low, high, "mixture"),),
        named(k, [bool(best >> pair & 1) for pair in range(many)], table.lists),
        more={"models": len(models), "weight_of_best": float(weights.max())},
    )


def mixed(means: Floats, spreads: Floats, weights: Floats, probability: float) -> float:
    """The quantile of a mixture of normal distributions, by halving."""
    z = _NORMAL.inv_cdf(probability)
    each = means + z * spreads
    low, high = float(each.min()), float(each.max())
    for _half in range(80):
        middle = (low + high) / 2
        below = sum(
            w * (_NORMAL.cdf((middle - m) / s) if s > 0 else float(middle >= m))
            for m, s, w in zip(means, spreads, weights, strict=True)
        )
        low, high = (middle, high) if below < probability else (low, middle)
    return (low + high) / 2
