"""Kinds of people whom lists find differently, nobody knows how many: a latent-class model. Pure.

Manrique-Vallier, "Bayesian population size estimation using Dirichlet process mixtures", Biometrics 72 (2016): a
Dirichlet process cut off at ten classes; within a class lists are independent; 1/N for the size. To the Gibbs sampler
of the paper a second move is added, with the unseen people summed out: a class becomes larger and its members harder
to find, so that as many of them are expected to be seen as before. Along that ridge plain Gibbs sampling creeps.
(Hamiltonian Monte Carlo on the summed-out model was tried: its chains stay in the mode they fall into.)

Chains that disagree go on to twice their length; those that still disagree then are called so.
"""

from dataclasses import dataclass

import numpy as np

from rumduol.estimation.capture import CaptureTable
from rumduol.estimation.loglinear import Floats, Ints
from rumduol.estimation.results import Estimate, Interval

CLASSES, CHAINS, SWEEPS, MOVES = 10, 6, 6000, 5
WIDTHS = (0.2, 1.0, 3.0)  # of the shift of log odds
SHAPE = 0.25  # and rate of the gamma prior of the concentration, as in the paper
LONGEST = 2  # times as long as asked for, where chains disagree
AGREE = 1.1  # R above which the chains tell different stories
LEAST = 1e-12


@dataclass(frozen=True)
class Chains:
    """Sizes of the population drawn, (chains, kept)."""

    sizes: Floats

    def apart(self) -> float:
        """Gelman & Rubin's R of log N, each chain in two halves; near 1 where the chains agree."""
        half = self.sizes.shape[1] // 2
        logs = np.log(np.concatenate([self.sizes[:, :half], self.sizes[:, half : 2 * half]]))
        within = logs.var(axis=1, ddof=1).mean()
        between = logs.mean(axis=1).var(ddof=1)
        return float(np.sqrt(1 + between / within)) if within > 0 else 1.0


def estimate(table: CaptureTable, rng: np.random.Generator, sweeps: int = SWEEPS) -> Estimate:
    """The posterior median and 95 % credible interval; `more["r_hat"]` says how far the chains agree, after `more["sweeps"]`:
    as many as asked for, or up to `LONGEST` times as many until they do."""
    walk = Walk(table, rng)
    chains = walk.on(sweeps)
    while (apart := chains.apart()) >= AGREE and 2 * walk.sweeps <= LONGEST * sweeps:
        chains = walk.on(walk.sweeps)
    low, middle, high = (float(value) for value in np.quantile(chains.sizes, [0.025, 0.5, 0.975]))
    agree = {"r_hat": apart, "chains_agree": apart < AGREE, "sweeps": walk.sweeps}
    return Estimate("latent_class", middle, (Interval(low, high, "posterior"),), more=agree)


@dataclass
class _State:
    """`share` (chains, classes), `rate` of being found (chains, classes, lists), concentration `alpha` (chains,)."""

    share: Floats
    rate: Floats
    alpha: Floats


@dataclass(frozen=True)
class _Seen:
    """The cells that hold anybody: how many, and on which lists, (cells,) and (cells, lists); then the cell on none."""

    counts: Floats
    on: Floats

    def chances(self, state: _State) -> Floats:
        """(chains, cells + 1, classes): chance of being of that class and in that cell."""
        log_off = np.log1p(-state.rate)
        odds = np.log(state.rate) - log_off
        return np.exp(self.on @ odds.transpose(0, 2, 1) + (log_off.sum(axis=2) + np.log(state.share))[:, None, :])

    def likelihood(self, state: _State) -> Floats:
        """Log-likelihood of the cells given being seen, (chains,): what is left when N is summed out under 1/N."""
        cell = np.maximum(self.chances(state).sum(axis=2), 1e-300)
        return np.log(cell[:, :-1]) @ self.counts - self.counts.sum() * np.log(np.maximum(1 - cell[:, -1], 1e-300))


class Walk:
    """Chains that start far apart, and can go on."""

    def __init__(self, table: CaptureTable, rng: np.random.Generator, chains: int = CHAINS) -> None:
        k, cells = len(table.lists), np.flatnonzero(table.counts)
        self._rng, self._observed, self._counts = rng, table.observed, table.counts[cells]
        self._on = (np.append(cells, 0)[:, None] >> np.arange(k)) & 1
        self._seen = _Seen(self._counts.astype(float), self._on.astype(float))
        self._state = _State(
            rng.dirichlet(np.ones(CLASSES), size=chains).clip(LEAST),
            rng.beta(1, np.geomspace(1, 20, chains)[:, None, None], size=(chains, CLASSES, k)).clip(LEAST, 1 - LEAST),
            np.ones(chains),
        )
        self._unseen: list[Ints] = []

    @property
    def sweeps(self) -> int:
        """How many there were."""
        return len(self._unseen)

    def on(self, sweeps: int) -> Chains:
        """So many more. The first quarter of all there were is not kept."""
        for _sweep_number in range(sweeps):
            self._state = _along_the_ridge(self._rng, self._seen, self._state)
            self._unseen.append(_sweep(self._rng, self._seen, self._counts, self._on, self._state))
        return Chains(self._observed + np.stack(self._unseen[self.sweeps // 4 :], axis=1).astype(float))


def _sweep(rng: np.random.Generator, seen: _Seen, counts: Ints, on: Ints, state: _State) -> Ints:
    """Gibbs: the unseen, whose members everybody is, rates, shares, concentration; in place. Answers the unseen."""
    chances = seen.chances(state)
    whole = chances.sum(axis=2)
    unseen: Ints = rng.negative_binomial(int(counts.sum()), 1 - np.clip(whole[:, -1], LEAST, 1 - LEAST))
    people = np.concatenate([np.repeat(counts[None], len(unseen), axis=0), unseen[:, None]], axis=1)
    members = rng.multinomial(people, chances / whole[:, :, None]).transpose(0, 2, 1)
    found, size = members @ on, members.sum(axis=2)
    state.rate = rng.beta(1 + found, 1 + size[:, :, None] - found).clip(LEAST, 1 - LEAST)
    later = size[:, ::-1].cumsum(axis=1)[:, ::-1] - size
    stick = rng.beta(1 + size, state.alpha[:, None] + later).clip(LEAST, 1 - LEAST)
    stick[:, -1] = 1.0
    rest = np.log1p(-stick[:, :-1]).cumsum(axis=1)
    state.share = np.maximum(stick * np.exp(np.concatenate([np.zeros((len(stick), 1)), rest], axis=1)), 1e-300)
    state.alpha = np.maximum(rng.gamma(SHAPE + CLASSES - 1, 1 / (SHAPE - rest[:, -1])), LEAST)
    return unseen


def _along_the_ridge(rng: np.random.Generator, seen: _Seen, state: _State) -> _State:
    """Metropolis steps: shift the log odds of being found of one class, and resize it to match."""
    chain, many = np.arange(len(state.share)), len(state.share)
    now = seen.likelihood(state) + _breaking(state)
    for _move in range(MOVES):
        one = rng.integers(CLASSES, size=many)
        old = state.rate[chain, one]
        shift = rng.normal(0, rng.choice(WIDTHS, size=many))[:, None]
        new = (1 / (1 + (1 / old - 1) * np.exp(-shift))).clip(LEAST, 1 - LEAST)
        scale = (1 - (1 - old).prod(axis=1)) / (1 - (1 - new).prod(axis=1))
        whole = 1 - state.share[chain, one] + state.share[chain, one] * scale
        tried = _State(state.share.copy(), state.rate.copy(), state.alpha)
        tried.share[chain, one] *= scale
        tried.share = np.maximum(tried.share / whole[:, None], 1e-300)
        tried.rate[chain, one] = new
        value = seen.likelihood(tried) + _breaking(tried)
        volume = np.log(scale) - CLASSES * np.log(whole)  # of the shares, which add up to one
        volume += (np.log(new) + np.log1p(-new) - np.log(old) - np.log1p(-old)).sum(axis=1)
        taken = np.log(rng.random(many)) < value - now + volume
        state = _State(
            np.where(taken[:, None], tried.share, state.share),
            np.where(taken[:, None, None], tried.rate, state.rate),
            state.alpha,
        )
        now = np.where(taken, value, now)
    return state


def _breaking(state: _State) -> Floats:
    """Log density of the shares under stick breaking, as a density of the shares themselves."""
    left = np.maximum(1 - np.cumsum(state.share[:, :-1], axis=1), 1e-300)  # after each stick; before the first, 1
    log_left = np.log(left)
    return (state.alpha - 1) * log_left[:, -1] - log_left[:, :-1].sum(axis=1)
