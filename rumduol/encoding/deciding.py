"""How likely a compared pair is one person: learned in each round from the lists themselves, without any truth.

Two lines of one list are two people. So the pairs *within* the lists show how alike strangers are, at just this size,
with just these names and villages; the pairs *between* the lists are the same mixture plus the matches. If g(x) is the
log-odds that a pair of likeness x between the lists is a match, then such pairs are (1 + exp g) times as frequent
between as within, after allowing for how many pairs were possible. g is fitted by maximum likelihood on that ratio
(learning from positive and unlabelled data; Elkan & Noto 2008; with strangers as the labelled kind). It starts from, and is held to, a
model made on invented people, which alone decides where lists are too short to learn from; strangers grow with the
length of the lists and matches do not, so its constant falls by log(size), and in a list of one village, where strangers
look alike more often, by the log of how much more. One threshold for all sizes does not exist.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Likeness = npt.NDArray[np.float32]
EVEN = 0.5  # more likely the same person than not
LEAST = 0.08  # pairs whose segments together reach less than this are strangers and are not modelled
MODEL_SIZE = 5_000  # people in the lists that the first model was made on
HOLD = 0.01  # how strongly the fit is held to the first model
FEW = 6_000  # pairs; fewer are held more strongly: two lists of 30 people fitted freely find matches in their own accidents
USUAL_CROWD = 0.0055  # notable pairs of strangers of all possible ones in the lists that the first model was made on
MORE_HELD = 25.0  # how strongly it is held that strangers are as often alike between the lists as within
CROWD_HELD = 10  # pairs as which that share counts, where there are few
STEPS = 40
BLOCK = 50_000  # pairs whose features are held at once

# Log-odds of a match for the columns of `features`: a logistic regression on three pairs of invented lists of 2,500 people
# (tests/load/invented_lists.py) with little, usual and much drift.
FIRST_MODEL = (-13.0, 9.96, 8.67, 1.96, 15.13, 2.73, -1.52, 0.28, 0.59, -0.85, 7.11, 2.89, 2.78, 0.21, 0.0, 1.0, 2.06, 2.42, 4.8, 0.0)  # fmt: skip


def features(likeness: Likeness, missing: npt.NDArray[np.uint8]) -> Floats:
    """(pairs, 20): what g is linear in. `missing`: of each pair, bits of the facets that one of the two does not have."""
    x = np.clip(likeness.astype(np.float64), -0.2, 1.1)
    root = np.sqrt(np.maximum(x, 0) + 0.01)
    lacks = [((missing >> facet) & 1).astype(np.float64) for facet in range(3)]
    columns = [np.ones(len(x)), *x.T, *root.T]
    columns += [x[:, i] * x[:, j] for i in range(3) for j in range(i, 3)]
    columns.append(x[:, 0] * x[:, 1] * x[:, 2])
    columns += [*lacks, lacks[2] * root[:, 0], lacks[1] * root[:, 1], lacks[0] * root[:, 2]]
    return np.stack(columns, axis=1)


def least_notable(size: int) -> float:
    """How much the segments of a pair must reach together to be worth a thought, in a list of that size: the longer, the
    more strangers come near by chance."""
    return LEAST + 0.04 * max(0.0, float(np.log2(max(size, 1) / MODEL_SIZE)))


@dataclass(frozen=True, slots=True)
class Model:
    """Log-odds of a match, linear in `features`."""

    weights: Floats
    learned_from: int  # pairs between the lists that it was fitted on; 0: the first model alone

    def chance(self, likeness: Likeness, missing: npt.NDArray[np.uint8]) -> Floats:
        """Of each pair, that it is one person."""
        out = np.empty(len(likeness))
        for start in range(0, len(out), BLOCK):
            part = slice(start, start + BLOCK)
            out[part] = _logistic(features(likeness[part], missing[part]) @ self.weights)
        return out


def enough(found: Floats, strangers: Floats, weight: float) -> float:
    """The least chance, at EVEN or above, from which right pairs exceed wrong ones by most: counted, not believed.

    Strangers within the lists whom the model gives that chance are as many, times `weight`, as wrong pairs between the
    lists to whom it gives it (as decoys tell false finds in proteomics; Elias & Gygi 2007). People written twice within a
    list are among these at every chance alike and so change nothing. `found`: chances of the pairs between the lists.
    """
    found, strangers = np.sort(found), np.sort(strangers)
    tried = np.unique(np.append(found, EVEN))
    right_and_wrong = len(found) - np.searchsorted(found, tried)
    wrong = weight * (len(strangers) - np.searchsorted(strangers, tried))
    return float(tried[np.argmax(right_and_wrong - 2 * wrong)])


def _logistic(x: Floats) -> Floats:
    return 1 / (1 + np.exp(-np.clip(x, -35, 35)))


def crowding(notable: int, possible: float) -> float:
    """How many times as often as usual two strangers of these lists look alike, 1 at least: more where all are of one
    village. `notable` of `possible` pairs within the lists were worth a thought."""
    return max(1.0, (notable + CROWD_HELD) / (possible + CROWD_HELD / USUAL_CROWD) / USUAL_CROWD)


def first_model(size: float, crowded: float = 1.0) -> Model:
    """The model before anything is learned, for lists of about `size` people; `crowded` as of `crowding`."""
    weights = np.array(FIRST_MODEL)
    weights[0] -= np.log(max(size, 50) / MODEL_SIZE) + np.log(crowded)
    return Model(weights, 0)


def learn(between: Floats, within: Floats, ratio: float, size: float, crowded: float = 1.0) -> Model:
    """The model of this round. `between`, `within`: features of notable pairs between and within the lists; `ratio`:
    pairs possible between over pairs possible within; `crowded` as of `crowding`.

    Strangers between two offices may be alike a little more or less often than within one (other villages, other ages): by
    how much is fitted too, or it would be taken for matches among those who are hardly alike.
    """
    start = first_model(size, crowded)
    if not len(between):
        return start
    rows = np.concatenate([between, within])
    label = np.concatenate([np.ones(len(between)), np.zeros(len(within))])
    held = np.append(np.full(len(start.weights), HOLD * (1 + FEW / len(rows))), MORE_HELD)
    fitted = np.append(start.weights, 0.0)
    first = fitted.copy()

    def fit(trial: Floats) -> float:
        log_odds = np.log(ratio) + trial[-1] + np.logaddexp(0, np.clip(rows @ trial[:-1], -35, 35))
        likelihood = label @ log_odds - np.logaddexp(0, log_odds).sum()
        return float(likelihood - 0.5 * held @ (trial - first) ** 2)

    best = fit(fitted)
    for _step in range(STEPS):
        g = rows @ fitted[:-1]
        match = _logistic(g)
        seen = _logistic(np.log(ratio) + fitted[-1] + np.logaddexp(0, np.clip(g, -35, 35)))
        pull = np.column_stack([rows * match[:, None], np.ones(len(rows))])
        slope = pull.T @ (label - seen) - held * (fitted - first)
        curve = (pull * (seen * (1 - seen))[:, None]).T @ pull + np.diag(held)
        move = np.linalg.solve(curve, slope)
        size_of_step = 1.0
        while size_of_step > 1e-3:
            trial = fitted + size_of_step * move
            value = fit(trial)
            if value > best:
                break
            size_of_step /= 2
        else:
            break
        gained, best, fitted = value - best, value, trial
        if gained < 1e-6 * (1 + abs(best)):
            break
    return Model(fitted[:-1], len(between))
