"""Bayesian averaging over decomposable graphs of dependence between lists. Pure.

Madigan & York, "Bayesian methods for estimation of the size of a closed population", Biometrika 84 (1997). Hyper-
Dirichlet prior with 2^-k on each of the 2^k cells, every graph as likely, and the size of the population with
probability proportional to 1/N.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from rumduol.estimation.capture import CaptureTable, pairs
from rumduol.estimation.gamma import log_gamma
from rumduol.estimation.loglinear import Floats, named
from rumduol.estimation.results import Estimate, Interval
from rumduol.estimation.windows import window

WIDTH, MOST = 12.0, 20_000
LARGEST = 2000  # times the people observed: beyond that the answer is "not from these lists"


def average(table: CaptureTable) -> Estimate:
    """The posterior median and 95 % credible interval of the size of the population."""
    k, all_pairs = len(table.lists), pairs(len(table.lists))
    unseen, width = grid(table.observed)
    marginal = marginals(table, unseen)
    base = _of_the_size(table, unseen) + np.log(width)
    posterior: dict[int, Floats] = {}

    def score(graphs: Sequence[int]) -> list[float]:
        scores = []
        for graph in graphs:
            parts = junction(k, graph)
            if parts is None:
                scores.append(-np.inf)
                continue
            logs = base.copy()
            for lists, sign in parts:
                logs += sign * marginal[lists]
            top = logs.max()
            posterior[graph] = logs
            scores.append(float(top + np.log(np.exp(logs - top).sum())))
        return scores

    scores = window(len(all_pairs), score, width=WIDTH, most=MOST)
    top = max(scores.values())
    likely = {graph: value for graph, value in scores.items() if value > top - 20}
    mass = np.zeros(len(unseen))
    for graph in likely:
        mass += np.exp(posterior[graph] - top)
    mass /= mass.sum()
    rises = np.cumsum(mass)
    low, middle, high = (table.observed + float(np.interp(at, rises, unseen)) for at in (0.025, 0.5, 0.975))
    best = max(likely, key=lambda graph: likely[graph])
    return Estimate(
        "decomposable",
        middle,
        (Interval(low, high, "posterior"),),
        named(k, [bool(best >> pair & 1) for pair in range(len(all_pairs))], table.lists),
        more={
            "models": len(likely),
            "weight_of_best": float(np.exp(likely[best] - top) / sum(np.exp(v - top) for v in likely.values())),
        },
    )


def grid(observed: int) -> tuple[Floats, Floats]:
    """Numbers of unseen people at which the posterior is taken, and how many whole numbers each stands for."""
    whole = np.arange(0, 200)
    far = np.geomspace(200, max(observed, 100) * LARGEST, 1800)
    points = np.unique(np.concatenate([whole, np.round(far)]))
    edges = np.concatenate([[-0.5], (points[1:] + points[:-1]) / 2, [points[-1] + 0.5]])
    return points, np.diff(edges)


def marginals(table: CaptureTable, unseen: Floats) -> Floats:
    """(2^k, points): the log marginal likelihood of the table of each subset of lists, for each number unseen."""
    k = len(table.lists)
    out = np.zeros((1 << k, len(unseen)))
    cells = np.arange(1 << k)
    size = table.observed + unseen
    for lists in range(1, 1 << k):
        prior = 2.0 ** -lists.bit_count()
        sums = np.bincount(cells & lists, weights=table.counts, minlength=1 << k)
        known = [float(sums[cell]) for cell in range(1, 1 << k) if cell & ~lists == 0]
        out[lists] = (
            -log_gamma(1 + size) + log_gamma(prior + sums[0] + unseen) + log_gamma(prior + np.array(known)).sum()
        )
        out[lists] -= 2.0 ** lists.bit_count() * float(log_gamma(np.array([prior]))[0])
    return out


def _of_the_size(table: CaptureTable, unseen: Floats) -> Floats:
    """log N! / n0! and the prior 1/N."""
    size = table.observed + unseen
    return log_gamma(size + 1) - log_gamma(unseen + 1) - np.log(size)


@lru_cache(maxsize=65536)
def junction(k: int, graph: int) -> tuple[tuple[int, int], ...] | None:
    """Cliques (+1) and separators (-1) of a graph as bit sets of lists, or None if it is not decomposable.

    Lists are taken out one by one whose neighbours are all neighbours of each other; a graph is decomposable when
    that takes out all of them.
    """
    beside = [0] * k
    for pair, (i, j) in enumerate(pairs(k)):
        if graph >> pair & 1:
            beside[i] |= 1 << j
            beside[j] |= 1 << i
    left, parts = (1 << k) - 1, []
    while left:
        for one in range(k):
            around = beside[one] & left
            if left >> one & 1 and all(not around >> o & 1 or around & ~beside[o] & ~(1 << o) == 0 for o in range(k)):
                break
        else:
            return None
        parts.append((around | 1 << one, 1))
        if around:
            parts.append((around, -1))  # a clique inside another cancels against its own separator
        left &= ~(1 << one)
    return tuple(parts)
