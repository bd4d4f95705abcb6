"""Poisson log-linear models of a capture table, fitted many at a time. Pure.

A model is an intercept, one term per list and some pairs of lists that depend on each other. exp(intercept) is the
expected number of people on no list.

Sparse tables: a pair whose lists share nobody has its term at minus infinity; the cells that hold both lists are then
expected to be empty and leave the fit, and the term with them. Whether the remaining maximum-likelihood estimate
exists is a question about the sufficient statistics (Fienberg & Rinaldo, "Maximum likelihood estimation in log-linear
models", Annals of Statistics 40, 2012; for hidden populations: Chan, Silverman & Vincent, "Multiple systems estimation
for sparse capture data", JASA 116, 2021). A converged fit with positive expectations is itself the proof that it
exists; only where Newton's method does not settle is the linear programme asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import highspy
import numpy as np
import numpy.typing as npt

from rumduol.estimation.capture import holding, pairs

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

STEPS = 60  # of Newton's method; five or ten times what a well-posed table needs
SETTLED = 1e-8  # of the gradient, as a share of the people counted
SMALLEST = 1e-6  # an expectation below this may be on its way to zero
STEEPEST = 60.0  # of the logarithm of an expectation


@dataclass(frozen=True)
class Fits:
    """B fitted models, one per row. Where `good` is False the other values mean nothing."""

    good: Bools  # (B,) the estimate exists and is the only one
    log_dark: Floats  # (B,) log of the expected number on no list
    spread: Floats  # (B,) standard error of log_dark
    loglik: Floats  # (B,) sum of n log mu - mu over the cells that stay
    beta: Floats  # (B, terms): terms that are not in the model, or at minus infinity, are 0


@lru_cache(maxsize=16)
def terms(k: int) -> tuple[int, ...]:
    """The bit set of lists of each term: none (the intercept), each list, each pair."""
    return (0, *(1 << j for j in range(k)), *(1 << i | 1 << j for i, j in pairs(k)))


@lru_cache(maxsize=16)
def design(k: int) -> Floats:
    """(2^k, terms): 1 where the cell holds all lists of the term. Row 0 is the cell on no list."""
    return np.array([holding(k, term) for term in terms(k)], dtype=float).T


@lru_cache(maxsize=16)
def _unions(k: int) -> tuple[Ints, Floats]:
    """For two terms, the column in which the cells holding both are summed; (terms, terms) and (2^k, columns).

    The information matrix of these models is nothing but such sums, so one product with a constant matrix makes all
    of them for all models.
    """
    both = np.array([[a | b for b in terms(k)] for a in terms(k)])
    sets, where = np.unique(both, return_inverse=True)
    return where.reshape(both.shape), np.array([holding(k, int(one)) for one in sets], dtype=float).T


@dataclass
class _Task:
    """B models made ready: which cells stay, which terms are estimated (in `order`, padded where not `used`)."""

    k: int
    n: Floats  # (B, 2^k) without the cells that left
    stays: Bools  # (B, 2^k)
    order: Ints  # (B, width)
    used: Bools  # (B, width)
    beta: Floats  # (B, terms)

    def rows(self, at: "Ints | Bools") -> "_Task":
        return _Task(self.k, self.n[at], self.stays[at], self.order[at], self.used[at], self.beta[at])


def _task(k: int, counts: Floats, chosen: Bools, start: Floats | None) -> _Task:
    held = design(k)[:, 1 + k :]
    n = counts.copy()
    n[:, 0] = 0
    infinite = chosen & (n @ held == 0)
    stays = infinite.astype(float) @ held.T == 0
    stays[:, 0] = False  # nobody could be counted there
    columns = np.concatenate([np.ones((len(chosen), 1 + k), dtype=bool), chosen & ~infinite], axis=1)
    width = int(columns.sum(axis=1).max())
    order = np.argsort(~columns, axis=1, kind="stable")[:, :width]
    if start is None:
        start = np.zeros((len(chosen), len(terms(k))))
        start[:, 0] = np.log(np.maximum(n.sum(axis=1), 1.0) / np.maximum(stays.sum(axis=1), 1))
    used = np.take_along_axis(columns, order, axis=1)
    return _Task(k, n * stays, stays, order, used, np.where(columns, start, 0.0))


def _information(task: _Task, mu: Floats) -> Floats:
    """(B, width, width)."""
    where, sums = _unions(task.k)
    together = mu @ sums
    columns = where[task.order[:, :, None], task.order[:, None, :]]
    both = task.used[:, :, None] & task.used[:, None, :]
    matrix = np.where(both, np.take_along_axis(together, columns.reshape(len(mu), -1), axis=1).reshape(both.shape), 0.0)
    diagonal = np.arange(both.shape[1])
    matrix[:, diagonal, diagonal] += ~task.used + 1e-12 * (1 + together[:, :1])
    return matrix


def _expected(task: _Task, beta: Floats) -> tuple[Floats, Floats]:
    """Expectations (B, 2^k) and log-likelihoods (B,)."""
    eta = np.clip(beta @ design(task.k).T, -STEEPEST, STEEPEST)
    mu = np.exp(eta) * task.stays
    return mu, (task.n * eta).sum(axis=1) - mu.sum(axis=1)


def _step(task: _Task, mu: Floats, gradient: Floats) -> Floats:
    """Newton's step (B, terms), no longer than four on the log scale of any cell."""
    short = np.linalg.solve(_information(task, mu), gradient[:, :, None])[:, :, 0]
    step = np.zeros_like(task.beta)
    np.put_along_axis(step, task.order, np.where(task.used, short, 0.0), axis=1)
    farthest = np.abs((step @ design(task.k).T) * task.stays).max(axis=1)
    return step * np.minimum(1.0, 4.0 / np.maximum(farthest, 1e-300))[:, None]


def _gradient(task: _Task, mu: Floats) -> Floats:
    slope = np.take_along_axis((task.n - mu) @ design(task.k), task.order, axis=1)
    return np.where(task.used, slope, 0.0)


def _advance(task: _Task, mu: Floats, loglik: Floats, step: Floats) -> tuple[Floats, Floats, Floats]:
    """Go the step, or half of it, or half of that, until the likelihood is not lower."""
    beta = task.beta + step
    new_mu, new = _expected(task, beta)
    for _half in range(12):
        worse = np.flatnonzero(~(new >= loglik - 1e-9 * np.abs(loglik)))
        if not worse.size:
            break
        step[worse] /= 2
        beta[worse] = task.beta[worse] + step[worse]
        new_mu[worse], new[worse] = _expected(task.rows(worse), beta[worse])
    return beta, new_mu, new


def _climb(task: _Task, steps: int, hopeless: Floats | None = None) -> tuple[Floats, Floats, Floats, Bools]:
    """Beta, expectations, log-likelihoods and which have settled. Those that have settled leave the work, and so do
    those that cannot come above `hopeless` any more (ten times what Newton's step still promises is not enough).
    """
    mu, loglik = _expected(task, task.beta)
    settled = np.zeros(len(mu), dtype=bool)
    limit = SETTLED * np.maximum(task.n.sum(axis=1), 1.0)
    at = np.arange(len(mu))
    for _number in range(steps):
        now = task.rows(at)
        gradient = _gradient(now, mu[at])
        done = np.abs(gradient).max(axis=1) < limit[at]
        settled[at[done]] = True
        at, gradient = at[~done], gradient[~done]
        if not at.size:
            break
        now = task.rows(at)
        step = _step(now, mu[at], gradient)
        if hopeless is not None:
            promise = (np.take_along_axis(step, now.order, axis=1) * gradient).sum(axis=1)
            worth = loglik[at] + np.maximum(10 * promise, 0.01) > hopeless[at]
            at, step = at[worth], step[worth]
            if not at.size:
                break
            now = task.rows(at)
        task.beta[at], mu[at], loglik[at] = _advance(now, mu[at], loglik[at], step)
    return task.beta, mu, loglik, settled


def fit(k: int, counts: Floats, chosen: Bools, start: Floats | None = None, chunk: int = 8192) -> Fits:
    """Fit B models. `counts` (B, 2^k), cell 0 ignored; `chosen` (B, pairs); `start` (B, terms) where known."""
    parts = [
        _fit(k, counts[at : at + chunk], chosen[at : at + chunk], None if start is None else start[at : at + chunk])
        for at in range(0, max(len(chosen), 1), chunk)
    ]
    return Fits(*(np.concatenate(values) for values in zip(*(vars(part).values() for part in parts), strict=True)))


def _fit(k: int, counts: Floats, chosen: Bools, start: Floats | None) -> Fits:
    if not len(chosen):
        none = np.zeros(0)
        return Fits(none.astype(bool), none, none, none, np.zeros((0, len(terms(k)))))
    task = _task(k, counts, chosen, start)
    beta, mu, loglik, settled = _climb(task, STEPS)
    good = settled.copy()
    doubtful = ~settled | (np.where(task.stays, mu, 1.0).min(axis=1) < SMALLEST)
    for row in range(len(good)):
        stays, columns = task.stays[row], task.order[row][task.used[row]]
        good[row] = (
            settled[row]
            and identified(k, stays.tobytes(), columns.tobytes())
            and (not doubtful[row] or exists(design(k)[stays][:, columns], task.n[row][stays]))
        )
    spread = np.full(len(good), np.nan)
    if good.any():
        covariance = np.linalg.inv(_information(task.rows(good), mu[good]))
        spread[good] = np.sqrt(np.maximum(covariance[:, 0, 0], 0.0))
    return Fits(good, np.where(good, beta[:, 0], np.nan), spread, np.where(good, loglik, -np.inf), beta)


def promised(k: int, counts: Floats, chosen: Bools, *, start: Floats, hopeless: Floats, chunk: int = 8192) -> Floats:
    """Log-likelihoods (B,) of models that are not known to have an estimate; quick, for choosing which to fit.

    Exact to 0.01 for those that may come above `hopeless` (B,); a lower bound for the others.
    """
    parts = []
    for at in range(0, len(chosen), chunk):
        here = slice(at, at + chunk)
        parts.append(_climb(_task(k, counts[here], chosen[here], start[here]), STEPS, hopeless[here])[2])
    return np.concatenate(parts) if parts else np.zeros(0)


@lru_cache(maxsize=4096)
def identified(k: int, stays: bytes, columns: bytes) -> bool:
    """Do the cells that stay tell the terms apart?"""
    x = design(k)[np.frombuffer(stays, dtype=bool)][:, np.frombuffer(columns, dtype=np.int64)]
    return bool(np.linalg.matrix_rank(x) == x.shape[1])


def exists(x: Floats, n: Floats) -> bool:
    """Is there an expectation, positive in every cell, with the same sufficient statistics? (linear programme)

    `x` (cells, terms), `n` (cells,). Maximises the smallest expectation, held at 1 so that the programme is bounded.
    """
    cells, terms = x.shape
    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    infinity = highspy.kHighsInf
    programme = highspy.HighsLp()
    programme.num_col_, programme.num_row_ = cells + 1, terms
    programme.col_cost_ = np.array([0.0] * cells + [-1.0])
    programme.col_lower_ = np.zeros(cells + 1)
    programme.col_upper_ = np.array([infinity] * cells + [1.0])
    # mu = v + s with v >= 0: x' v + (x' 1) s = x' n
    statistics = x.T @ n
    programme.row_lower_ = programme.row_upper_ = statistics
    rows = np.concatenate([x.T, x.sum(axis=0)[:, None]], axis=1)
    filled = [np.flatnonzero(row) for row in rows]
    programme.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    programme.a_matrix_.start_ = np.concatenate([[0], np.cumsum([len(one) for one in filled])])
    programme.a_matrix_.index_ = np.concatenate(filled)
    programme.a_matrix_.value_ = np.concatenate([row[one] for row, one in zip(rows, filled, strict=True)])
    model.passModel(programme)
    model.run()
    return (
        model.getModelStatus() == highspy.HighsModelStatus.kOptimal and -model.getInfo().objective_function_value > 1e-9
    )


def named(k: int, chosen: Sequence[bool] | Bools, lists: Sequence[str]) -> tuple[str, ...]:
    """The pairs of a model in words: `NG:PF`."""
    return tuple(f"{lists[i]}:{lists[j]}" for (i, j), yes in zip(pairs(k), chosen, strict=True) if yes)
