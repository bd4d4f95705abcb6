"""Pairs worth comparing: those that share a key; and how much each agrees, by counting bits.

A key is shared by chance in one of 65,536 pairs, and by the same person with the likeness of two facets: of the 40 keys
one is enough. What is in no shared bucket is never looked at. A bucket that holds very many (a key of a list in which
everybody was born on 1 January in one village) is left out for that key: the other keys tell its people apart.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from rumduol.encoding.filters import Shape, Words

Index = npt.NDArray[np.int64]
FULLEST = 4_000  # pairs of one bucket beyond which it is left out, unless the lists are so long that this is usual
BLOCK = 4_096  # pairs compared at a time: their words stay in the nearest cache
MOST_PAIRS = 60_000_000  # candidate pairs held at once (8 bytes each, and as many while they are sorted)


class TooMany(MemoryError):
    """The lists have too many pairs in common buckets to hold: they are too long or too alike for this machine."""


@dataclass(slots=True)
class Pairs:
    """`a[i]` of the first list and `b[i]` of the second were compared; `likeness[i]` is (name and birth, name and place,
    birth and place), about 0 for strangers and 1 for the same words."""

    a: Index
    b: Index
    likeness: npt.NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.a)


def shared_keys(one: npt.NDArray[np.uint16], other: npt.NDArray[np.uint16]) -> Index:
    """`a * len(other) + b` of every pair that shares a key in some column, sorted. TooMany."""
    n = len(other)
    fullest = max(FULLEST, int(16 * (len(one) / 2**16 + 1) * (n / 2**16 + 1)))
    found = np.empty(0, np.int64)
    waiting: list[Index] = []
    held = 0
    for column in range(one.shape[1]):
        codes = _bucket_pairs(one[:, column], other[:, column], n, fullest)
        waiting.append(codes)
        held += len(codes)
        if held > max(len(found), 4_000_000):
            found = np.unique(np.concatenate([found, *waiting]))
            waiting, held = [], 0
        if len(found) + held > MOST_PAIRS:
            msg = f"More than {MOST_PAIRS:,} pairs of these lists look alike."
            raise TooMany(msg)
    return np.unique(np.concatenate([found, *waiting]))


def _bucket_pairs(one: npt.NDArray[np.uint16], other: npt.NDArray[np.uint16], n: int, fullest: int) -> Index:
    order = np.argsort(other, kind="stable")
    ends = np.cumsum(np.bincount(other, minlength=2**16))
    sizes = np.bincount(other, minlength=2**16)
    here = np.bincount(one, minlength=2**16)
    partners = np.where(here * sizes <= fullest, sizes, 0)[one]
    a = np.repeat(np.arange(len(one)), partners)
    starts = np.repeat((ends - sizes)[one] - (np.cumsum(partners) - partners), partners)
    b = order[starts + np.arange(len(a))]
    return a * n + b


def likeness(one: Words, other: Words, a: Index, b: Index, shape: Shape) -> npt.NDArray[np.float32]:
    """(pairs, 3): of each segment how much more than half of the bits agree, cleared of the noise."""
    out = np.empty((len(a), len(shape.bits)), np.float32)
    edges = np.cumsum((0, *shape.words))
    for start in range(0, len(a), BLOCK):
        part = slice(start, start + BLOCK)
        differ = np.bitwise_count(one[a[part]] ^ other[b[part]])
        for s, (left, right) in enumerate(pairwise(edges)):
            out[part, s] = differ[:, left:right].sum(axis=1, dtype=np.uint16)
    clear = (1 - 2 * shape.noise) ** 2
    return ((1 - 2 * out / np.array(shape.bits, np.float32)) / np.float32(clear)).astype(np.float32)
