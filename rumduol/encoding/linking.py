"""Two or more encoded lists -> who is on both, with the chance of each pair. Sees no names and no secret."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Protocol

import numpy as np
import numpy.typing as npt

from rumduol.encoding.assigning import Link, clusters, one_to_one
from rumduol.encoding.candidates import MOST_PAIRS, Buckets, Index, Pairs, TooMany, likeness
from rumduol.encoding.deciding import EVEN, Model, features, learn, least_notable
from rumduol.encoding.filters import Encoded

LEARN_FROM = 5_000  # people of a list whose likeness to the rest of it is looked at
MOST_LEARNED = 60_000  # pairs the model is fitted on
FEWEST_LEFT = 0.05  # share of a list that is taken to be still without a partner, at least
WITH_A_SEGMENT = np.array([bits.bit_count() <= 1 for bits in range(8)])  # by what is missing in one of the two
SEED = 5  # of the sample of people: the same lists always give the same answer


class Notable(Protocol):
    """Looks for the pairs of some lines of one list with another that are worth a thought."""

    def __call__(self, one: Encoded, other: Encoded, some: npt.NDArray[np.int64], *, within: bool = False) -> Pairs: ...


class CannotLink(ValueError):
    """The lists are not for each other. `code` names the reason."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Linked:
    """Pairs found: positions in the first and second list and the chance that each is one person.

    `missed`: how many pairs of lines without a partner are one person all the same, as the model believes: those that
    were compared and not likely enough. What no key brought together is not in it.
    """

    a: npt.NDArray[np.int64]
    b: npt.NDArray[np.int64]
    chance: npt.NDArray[np.float64]
    threshold: float
    candidates: int
    model: Model
    missed: float = 0.0

    def __len__(self) -> int:
        return len(self.a)

    @property
    def expected_precision(self) -> float:
        """As the model believes: the mean chance of the pairs."""
        return float(self.chance.mean()) if len(self) else 1.0

    @property
    def expected_recall(self) -> float:
        """As the model believes: the right pairs found, of all right pairs that were compared."""
        right = float(self.chance.sum())
        return right / (right + self.missed) if right + self.missed else 1.0


def check_same(one: Encoded, other: Encoded) -> None:
    """CannotLink when the lists were encoded in different ways or under different secrets."""
    if one.shape != other.shape:
        raise CannotLink("shape", "The lists were encoded with different settings. Encode both with the same version.")
    if one.check != other.check:
        raise CannotLink(
            "secret",
            "The lists were encoded under different secrets: no pair could be found. "
            "Ask both offices to compare their secret file and to encode again.",
        )


def link(one: Encoded, other: Encoded, threshold: float | None = None, look: "Notable | None" = None) -> Linked:
    """`threshold`: least chance of a pair; None chooses what is more likely than not. `look`: who looks for pairs
    (here, unless `encoding.spark` does). CannotLink, TooMany."""
    check_same(one, other)
    look = look or look_here
    between = look(one, other, np.arange(len(one)))
    missing = one.missing[between.a] | other.missing[between.b]
    model = _learned(one, other, between, look)
    chance = model.chance(between.likeness, missing)
    least = EVEN if threshold is None else threshold
    kept = one_to_one(between.a, between.b, chance, least)
    left = [max(1 - len(kept) / max(len(part), 1), FEWEST_LEFT) for part in (one, other)]
    chance = among_those_left(chance, left[0] * left[1])
    kept = one_to_one(between.a, between.b, chance, least)
    missed = _missed(between, chance, kept, len(one))
    return Linked(between.a[kept], between.b[kept], chance[kept], least, len(between), model, missed)


def doubles(part: Encoded, model: Model, least: float) -> tuple[Index, Index, npt.NDArray[np.float64]]:
    """Lines of one list that may be one person: (first, second, chance), first < second, the likeliest first.

    `model`: of a pair of lists with this one in it. It was learned with the pairs within the list as strangers, so that
    a list full of doubles hides some of them.
    """
    pairs = _notable(part, part, np.arange(len(part)), within=True)
    once = pairs.a < pairs.b
    a, b, like = pairs.a[once], pairs.b[once], pairs.likeness[once]
    chance = model.chance(like, part.missing[a] | part.missing[b])
    order = np.flatnonzero(chance >= least)
    order = order[np.argsort(-chance[order], kind="stable")]
    return a[order], b[order], chance[order]


def _missed(between: Pairs, chance: npt.NDArray[np.float64], kept: npt.NDArray[np.int64], size: int) -> float:
    """The best chance of each line of the first list that has no partner, with lines that have none either."""
    free = ~np.isin(between.a, between.a[kept]) & ~np.isin(between.b, between.b[kept])
    best = np.zeros(size)
    np.maximum.at(best, between.a[free], chance[free])
    return float(best.sum())


def link_all(lists: Sequence[Encoded], threshold: float | None = None) -> list[npt.NDArray[np.int64]]:
    """Cluster numbers of each line of each list, over all pairs of lists."""
    links = []
    for one, other in combinations(range(len(lists)), 2):
        found = link(lists[one], lists[other], threshold)
        links += [
            Link(one, a, other, b, chance)
            for a, b, chance in zip(found.a.tolist(), found.b.tolist(), found.chance.tolist(), strict=True)
        ]
    return clusters([len(part) for part in lists], links)


def among_those_left(chance: npt.NDArray[np.float64], share: float) -> npt.NDArray[np.float64]:
    """The chances again, now that it is known that only this share of all pairs of strangers is between lines that have
    no clear partner: a line has one partner at most, so the others are no rivals."""
    return chance / (chance + (1 - chance) * share)


def _notable(one: Encoded, other: Encoded, some: npt.NDArray[np.int64], *, within: bool = False) -> Pairs:
    """Notable pairs of `some` lines of the first list with all of the second."""
    if not len(some) or not len(other):
        empty = np.empty(0, np.int64)
        return Pairs(empty, empty, np.empty((0, 3), np.float32))
    buckets, keys = Buckets(other.keys), one.keys[some]
    least = least_notable(len(other))
    found = []
    for piece in buckets.pieces(keys):
        a, b = buckets.meet(keys[piece])
        a = some[piece][a]
        tell = WITH_A_SEGMENT[one.missing[a] | other.missing[b]]
        if within:
            tell &= a != b
        a, b = a[tell], b[tell]
        like = likeness(one.bits, other.bits, a, b, one.shape)
        keep = np.maximum(like, 0).sum(axis=1) >= least
        found.append(Pairs(a[keep], b[keep], like[keep]))
        if sum(map(len, found)) > MOST_PAIRS:
            msg = f"More than {MOST_PAIRS:,} pairs of these lists look alike: they are too long or too alike for this machine."
            raise TooMany(msg)
    return Pairs(*(np.concatenate([getattr(part, field) for part in found]) for field in ("a", "b", "likeness")))


look_here = _notable  # the kernel, for those who run it elsewhere (encoding.spark)


def _learned(one: Encoded, other: Encoded, between: Pairs, look: "Notable") -> Model:
    rng = np.random.default_rng(SEED)
    strangers, possible = [], 0.0
    for part in (one, other):
        some = np.sort(rng.permutation(len(part))[:LEARN_FROM])
        strangers.append((part, part, look(part, part, some, within=True)))
        possible += len(some) * (len(part) - 1)
    ratio = len(one) * len(other) / max(possible, 1.0)
    between_rows, share = _sampled([(one, other, between)], rng)
    within_rows, share_within = _sampled(strangers, rng)
    size = float(np.sqrt(max(len(one), 1) * max(len(other), 1)))
    return learn(between_rows, within_rows, max(ratio * share / share_within, 1e-9), size)


def _sampled(
    groups: list[tuple[Encoded, Encoded, Pairs]], rng: np.random.Generator
) -> tuple[npt.NDArray[np.float64], float]:
    """Features of the pairs, or of as many as the model is fitted on, and which share of all these are."""
    share = min(1.0, MOST_LEARNED / max(sum(len(pairs) for _one, _other, pairs in groups), 1))
    rows = []
    for one, other, pairs in groups:
        kept = slice(None) if share == 1 else np.flatnonzero(rng.random(len(pairs)) < share)
        a, b = pairs.a[kept], pairs.b[kept]
        rows.append(features(pairs.likeness[kept], one.missing[a] | other.missing[b]))
    return np.concatenate(rows), share
