"""Several estimators side by side, and how far the answer hangs on one list or one pair. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np

from rumduol.estimation import averaging, decomposable, latent, stepwise
from rumduol.estimation.capture import FEWEST_LISTS, CannotEstimate, CaptureTable, check, contained, pairs
from rumduol.estimation.loglinear import Bools, Floats, fit, named
from rumduol.estimation.results import Estimate, Interval

DRAWS = 1000
FEWEST_DRAWS = 0.9  # of the draws must have an estimate, or the interval says nothing


@dataclass(frozen=True)
class Variation:
    """The stepwise estimate under one change: a list left out, a dependence added or dropped. None: no estimate."""

    change: str  # without_list, added, dropped
    what: str
    estimate: float | None


@dataclass(frozen=True)
class Answer:
    """Everything that is said of one table. Never one number alone."""

    lists: tuple[str, ...]
    observed: int
    estimates: tuple[Estimate, ...]
    sensitivity: tuple[Variation, ...]
    warnings: tuple[tuple[str, str], ...]  # code, lists

    @property
    def disagreement(self) -> float | None:
        """The largest estimate of a population over the smallest; lower bounds do not take part."""
        known = [one.estimate for one in self.estimates if one.estimate is not None and one.method != "lower_bound"]
        return max(known) / min(known) if len(known) > 1 else None


def independence(table: CaptureTable, rng: np.random.Generator, draws: int = DRAWS) -> Estimate:
    """No list depends on another."""
    k = len(table.lists)
    fitted = fit(k, table.counts[None].astype(float), np.zeros((1, len(pairs(k))), dtype=bool))
    if not fitted.good[0]:
        return Estimate("independence", None, failed="no_model_exists")
    dark, spread = float(fitted.log_dark[0]), float(fitted.spread[0])
    ends = stepwise.analytic(dark, spread, table.observed)
    return Estimate("independence", table.observed + exp(dark), (Interval(*ends, "analytic"),))


def by_steps(table: CaptureTable, rng: np.random.Generator, draws: int = DRAWS) -> Estimate:
    """The stepwise model, with the interval of the model as if it were known, and the one that chooses it again."""
    k, counts = len(table.lists), table.counts[None].astype(float)
    chosen, fitted = stepwise.choose(k, counts)
    if not fitted.good[0]:
        return Estimate("stepwise", None, failed="no_model_exists")
    estimate = float(stepwise.people(fitted, counts)[0])
    ends = stepwise.analytic(float(fitted.log_dark[0]), float(fitted.spread[0]), table.observed)
    intervals = [Interval(*ends, "analytic")]
    more: dict[str, object] = {}
    if draws:
        drawn = _again(k, stepwise.resample(table.counts, draws, rng))
        left_out, weights = stepwise.leave_one_out(table.counts)
        usable = int(np.isfinite(drawn).sum())
        more = {"draws": draws, "draws_without_estimate": draws - usable}
        if usable >= FEWEST_DRAWS * draws:
            intervals.append(Interval(*stepwise.bca(estimate, drawn, _again(k, left_out), weights), "bootstrap"))
    return Estimate("stepwise", estimate, tuple(intervals), named(k, chosen[0], table.lists), more=more)


def _again(k: int, tables: Floats) -> Floats:
    return stepwise.people(stepwise.choose(k, tables)[1], tables)


def lower_bound(table: CaptureTable, rng: np.random.Generator, draws: int = DRAWS) -> Estimate:
    """At least so many, however different people are to find, if lists find them independently.

    Chao, "Estimating the population size for capture-recapture data with unequal catchability", Biometrics 43 (1987),
    bias-corrected: people on one list (f1) against those on two (f2).
    """
    k = len(table.lists)
    times = np.array([cell.bit_count() for cell in range(1 << k)])
    once, twice = (float(table.counts[times == number].sum()) for number in (1, 2))
    share = (k - 1) / k
    unseen = share * once * (once - 1) / (2 * (twice + 1))
    ratio = once / max(twice, 1.0)
    variance = twice * (share * ratio**2 / 2 + share**2 * ratio**3 + share**2 * ratio**4 / 4)
    spread = exp(1.96 * sqrt(log(1 + variance / max(unseen, 1e-9) ** 2)))
    ends = table.observed + unseen / spread, table.observed + unseen * spread
    return Estimate("lower_bound", table.observed + unseen, (Interval(*ends, "analytic"),))


METHODS: dict[str, Callable[[CaptureTable, np.random.Generator, int], Estimate]] = {
    "stepwise": by_steps,
    "bic_average": lambda table, rng, draws: averaging.average(table),
    "decomposable": lambda table, rng, draws: decomposable.average(table),
    "latent_class": lambda table, rng, draws: latent.estimate(table, rng),
    "independence": independence,
    "lower_bound": lower_bound,
}


def estimate(table: CaptureTable, methods: Sequence[str] = (), seed: int = 1, draws: int = DRAWS) -> Answer:
    """Ask each method (all of METHODS unless named). Same table and seed, same answer.

    Raises CannotEstimate where the table cannot be asked, and KeyError for an unknown method.
    """
    check(table)
    estimates = []
    for number, name in enumerate(methods or METHODS):
        rng = np.random.default_rng([seed, number, list(METHODS).index(name)])
        estimates.append(METHODS[name](table, rng, draws))
    if all(one.estimate is None for one in estimates):
        raise CannotEstimate("no_model_exists", ", ".join(table.lists))
    return Answer(table.lists, table.observed, tuple(estimates), tuple(sensitivity(table)), tuple(_warnings(table)))


def sensitivity(table: CaptureTable) -> list[Variation]:
    """The stepwise estimate without each list, and with each pair of its model changed."""
    k, all_pairs = len(table.lists), pairs(len(table.lists))
    out = []
    if k > FEWEST_LISTS:
        for one, name in enumerate(table.lists):
            smaller = table.without(one)
            value = float(_again(k - 1, smaller.counts[None].astype(float))[0]) if _can(smaller) else float("nan")
            out.append(Variation("without_list", name, value if np.isfinite(value) else None))
    counts = table.counts[None].astype(float)
    chosen: Bools = stepwise.choose(k, counts)[0][0]
    changed = np.repeat(chosen[None], len(all_pairs), axis=0)
    changed[np.arange(len(all_pairs)), np.arange(len(all_pairs))] ^= True
    every = np.repeat(counts, len(all_pairs), axis=0)
    for pair, value in enumerate(stepwise.people(fit(k, every, changed), every)):
        (i, j), change = all_pairs[pair], "dropped" if chosen[pair] else "added"
        name = f"{table.lists[i]}:{table.lists[j]}"
        out.append(Variation(change, name, float(value) if np.isfinite(value) else None))
    return out


def _can(table: CaptureTable) -> bool:
    try:
        check(table)
    except CannotEstimate:
        return False
    return True


def _warnings(table: CaptureTable) -> list[tuple[str, str]]:
    k = len(table.lists)
    out = [("list_inside_another", f"{inner} < {outer}") for inner, outer in contained(table)]
    empty = [f"{table.lists[i]}:{table.lists[j]}" for i, j in pairs(k) if table.overlap(i, j) == 0]
    if empty:
        out.append(("no_shared_people", ", ".join(empty)))
    if sum(cell.bit_count() > 1 and number > 0 for cell, number in enumerate(table.counts)) < k:
        out.append(("few_overlaps", ""))
    return out
