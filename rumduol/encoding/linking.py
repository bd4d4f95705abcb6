"""Two or more encoded lists -> who is on both, with the chance of each pair. Sees no names and no secret."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from rumduol.encoding.assigning import one_to_one
from rumduol.encoding.candidates import MOST_PAIRS, Buckets, Index, Pairs, TooMany, notable
from rumduol.encoding.deciding import EVEN, Model, crowding, enough, features, learn, least_notable
from rumduol.encoding.filters import Encoded
from rumduol.encoding.room import cores

LEARN_FROM = 5_000  # people of a list whose likeness to the rest of it is looked at
MOST_LEARNED = 60_000  # pairs the model is fitted on
FEWEST_LEFT = 0.05  # share of a list that is taken to be still without a partner, at least
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


def link(
    one: Encoded,
    other: Encoded,
    threshold: float | None = None,
    look: "Notable | None" = None,
) -> Linked:
    """`threshold`: least chance of a pair; None chooses it for these lists (`deciding.enough`). `look`: who looks for pairs
    (here by keys, unless `encoding.every_pair` or `encoding.spark` does). CannotLink, TooMany."""
    check_same(one, other)
    look = look or look_here
    between = look(one, other, np.arange(len(one)))
    missing = one.missing[between.a] | other.missing[between.b]
    strangers = _strangers(one, other, look)
    model = _learned(one, other, between, strangers)
    chance = model.chance(between.likeness, missing)
    least = EVEN if threshold is None else threshold
    kept = one_to_one(between.a, between.b, chance, least)
    left = [max(1 - len(kept) / max(len(part), 1), FEWEST_LEFT) for part in (one, other)]
    share = left[0] * left[1]
    chance = among_those_left(chance, share)
    kept = one_to_one(between.a, between.b, chance, least)
    if threshold is None:
        near = [
            among_those_left(model.chance(pairs.likeness, part.missing[pairs.a] | part.missing[pairs.b]), share)
            for part, pairs in strangers.within
        ]
        least = enough(chance[kept], np.concatenate(near), strangers.ratio * share)
        kept = kept[chance[kept] >= least]
    missed = _missed(between, chance, kept, len(one))
    return Linked(between.a[kept], between.b[kept], chance[kept], least, len(between), model, missed)


def doubles(part: Encoded, model: Model, least: float) -> tuple[Index, Index, npt.NDArray[np.float64]]:
    """Lines of one list that may be one person: (first, second, chance), first < second, the likeliest first.

    `model`: of a pair of lists with this one in it. It was learned with the pairs within the list as strangers, so that
    a list full of people in two spellings hides some of them; lines that are equal to the letter it leaves out.
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


def among_those_left(chance: npt.NDArray[np.float64], share: float) -> npt.NDArray[np.float64]:
    """The chances again, now that it is known that only this share of all pairs of strangers is between lines that have
    no clear partner: a line has one partner at most, so the others are no rivals."""
    return chance / (chance + (1 - chance) * share)


def _notable(one: Encoded, other: Encoded, some: npt.NDArray[np.int64], *, within: bool = False) -> Pairs:
    """Notable pairs of `some` lines of the first list with all of the second, among those that share keys."""
    if not len(some) or not len(other):
        return Pairs.of([])
    buckets, keys = Buckets(other.keys), one.keys[some]
    least = least_notable(len(other))

    def found_in(piece: slice) -> Pairs:
        a, b = buckets.meet(keys[piece])
        return notable(one, other, some[piece][a], b, least, within=within)

    found: list[Pairs] = []
    with ThreadPoolExecutor(cores()) as threads:  # NumPy sorts and counts without holding the others up
        for pairs in threads.map(found_in, buckets.pieces(keys)):
            found.append(pairs)
            if sum(map(len, found)) > MOST_PAIRS:
                threads.shutdown(cancel_futures=True)
                raise TooMany
    return Pairs.of(found)


look_here = _notable  # the kernel, for those who run it elsewhere (encoding.spark)


@dataclass(frozen=True, slots=True)
class Strangers:
    """Two lines of one list are two people: the notable pairs within each list, of some of its lines with all of it.

    Lines entered twice are there once (`once`, of each list): as pairs within a list they would say that strangers are
    alike to the letter, and few of them made the model give up a third of all right pairs of lists of 300. `possible`:
    how many pairs were looked at; `ratio`: pairs possible between the lists over these.
    """

    within: list[tuple[Encoded, Pairs]]
    once: tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]
    possible: float
    ratio: float


def _strangers(one: Encoded, other: Encoded, look: "Notable") -> Strangers:
    rng = np.random.default_rng(SEED)
    once = first_of_equals(one), first_of_equals(other)
    within, possible = [], 0.0
    for part, first in ((one, once[0]), (other, once[1])):
        some = np.sort(rng.permutation(np.flatnonzero(first))[:LEARN_FROM])
        within.append((part, _among(look(part, part, some, within=True), first, first)))
        possible += len(some) * (first.sum() - 1)
    return Strangers(within, once, possible, once[0].sum() * once[1].sum() / max(possible, 1.0))


def _learned(one: Encoded, other: Encoded, between: Pairs, strangers: Strangers) -> Model:
    rng = np.random.default_rng(SEED)
    between_rows, share = _sampled([(one, other, _among(between, *strangers.once))], rng)
    within_rows, share_within = _sampled([(part, part, pairs) for part, pairs in strangers.within], rng)
    sizes = [max(int(first.sum()), 1) for first in strangers.once]
    crowded = crowding(sum(len(pairs) for _part, pairs in strangers.within), strangers.possible)
    ratio = max(strangers.ratio * share / share_within, 1e-9)
    return learn(between_rows, within_rows, ratio, float(np.sqrt(sizes[0] * sizes[1])), crowded)


def first_of_equals(part: Encoded) -> npt.NDArray[np.bool_]:
    """(lines): False for a line whose bits are those of an earlier one. Equal lines have equal bits; no others do but by chance."""
    multipliers = np.random.default_rng(SEED).integers(0, 2**64, part.bits.shape[1], np.uint64) | np.uint64(1)
    first = np.zeros(len(part), np.bool_)
    first[np.unique(part.bits @ multipliers, return_index=True)[1]] = True
    return first


def _among(pairs: Pairs, one: npt.NDArray[np.bool_], other: npt.NDArray[np.bool_]) -> Pairs:
    if one.all() and other.all():
        return pairs
    kept = one[pairs.a] & other[pairs.b]
    return Pairs(pairs.a[kept], pairs.b[kept], pairs.likeness[kept])


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
