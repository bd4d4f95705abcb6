"""Pairs worth comparing: those that share a key; and how much each agrees, by counting bits.

A key is shared by chance in one of 65,536 pairs, and by the same person with the likeness of two facets. Pairs that share
two of the 40 keys are compared: one shared key brings ten times as many strangers together and not one more pair that
is found in the end (20,000 x 20,000: no right link had fewer than three). What shares less is never looked at. A bucket that holds very many (a key of a list in which
everybody was born on 1 January in one village) is left out for that key: the other keys tell its people apart.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rumduol.encoding.filters import Encoded, Shape, Words

Index = npt.NDArray[np.int64]
FULLEST = 64  # people of one bucket beyond which it is left out, and as many more as meet there by chance
MOST_AT_ONCE = 4_000_000  # meetings of a stretch of lines
BLOCK = 4_096  # pairs compared at a time: their words stay in the nearest cache
SHORT = 4_000  # people of a list in which strangers are few enough to compare all who share one key
MOST_PAIRS = 60_000_000  # notable pairs held


WITH_A_SEGMENT = np.array([bits.bit_count() <= 1 for bits in range(8)])  # by what is missing in one of the two


class TooMany(MemoryError):
    """The lists have too many notable pairs to hold: they are too long or too alike for this machine."""

    def __init__(self) -> None:
        super().__init__(
            f"More than {MOST_PAIRS:,} pairs of these lists look alike: they are too long or too alike for this machine."
        )


@dataclass(slots=True)
class Pairs:
    """`a[i]` of the first list and `b[i]` of the second were compared; `likeness[i]` is (name and birth, name and place,
    birth and place), about 0 for strangers and 1 for the same words."""

    a: Index
    b: Index
    likeness: npt.NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.a)

    @classmethod
    def of(cls, parts: "Sequence[Pairs]") -> "Pairs":
        """The parts one after another."""
        if not parts:
            return cls(np.empty(0, np.int64), np.empty(0, np.int64), np.empty((0, 3), np.float32))
        return cls(*(np.concatenate([getattr(part, field) for part in parts]) for field in ("a", "b", "likeness")))


class Buckets:
    """The people of a list by each of their keys."""

    def __init__(self, keys: npt.NDArray[np.uint16]) -> None:
        self.people, columns = keys.shape
        self.short = self.people <= SHORT
        self.order = np.empty((columns, self.people), np.int32)
        self.sizes = np.empty((columns, 2**16), np.int32)
        for column in range(columns):
            self.order[column] = np.argsort(keys[:, column], kind="stable")
            self.sizes[column] = np.bincount(keys[:, column], minlength=2**16)
        self.ends = np.cumsum(self.sizes, axis=1)
        self.used = np.where(self.sizes <= FULLEST + 6 * self.people / 2**16, self.sizes, 0)

    def pieces(self, keys: npt.NDArray[np.uint16]) -> Iterator[slice]:
        """Stretches of the other list's lines that meet few enough people to be held at once."""
        meetings = np.zeros(len(keys), np.int64)
        for column in range(keys.shape[1]):
            meetings += self.used[column][keys[:, column]]
        until = np.cumsum(meetings)
        start = 0
        while start < len(keys):
            limit = (until[start - 1] if start else 0) + MOST_AT_ONCE
            end = max(start + 1, int(np.searchsorted(until, limit, side="right")))
            yield slice(start, end)
            start = end

    def meet(self, keys: npt.NDArray[np.uint16]) -> tuple[Index, Index]:
        """(line of `keys`, line of this list) of every pair that shares keys in two columns or more (of short lists in one),
        each once, in order."""
        found = []
        for column in range(keys.shape[1]):
            mine = keys[:, column]
            partners = self.used[column][mine]
            a = np.repeat(np.arange(len(mine)), partners)
            first = (self.ends[column] - self.sizes[column])[mine] - (np.cumsum(partners) - partners)
            b = self.order[column][np.repeat(first, partners) + np.arange(len(a))]
            found.append(a * self.people + b)
        codes = np.concatenate(found)
        codes.sort()
        if not self.short:
            codes = codes[1:][codes[1:] == codes[:-1]]  # met twice or more
        codes = codes[np.flatnonzero(np.diff(codes, prepend=-1))]
        a, b = np.divmod(codes, max(self.people, 1))
        return a, b


def likeness(one: Words, other: Words, a: Index, b: Index, shape: Shape) -> npt.NDArray[np.float32]:
    """(pairs, 3): of each segment how much more than half of the bits agree, cleared of the noise."""
    out = np.empty((len(a), len(shape.bits)), np.float32)
    segments = np.repeat(np.eye(len(shape.words), dtype=np.float32), shape.words, axis=0)
    for start in range(0, len(a), BLOCK):
        part = slice(start, start + BLOCK)
        differ = np.bitwise_count(one[a[part]] ^ other[b[part]])
        out[part] = differ.astype(np.float32) @ segments
    clear = (1 - 2 * shape.noise) ** 2
    return ((1 - 2 * out / np.array(shape.bits, np.float32)) / np.float32(clear)).astype(np.float32)


def notable(one: Encoded, other: Encoded, a: Index, b: Index, least: float, *, within: bool = False) -> Pairs:
    """Of these pairs those that are worth a thought: with a segment that both lists tell, and alike enough. `within`: both
    lists are one, in which a line is no partner of itself."""
    tell = WITH_A_SEGMENT[one.missing[a] | other.missing[b]]
    if within:
        tell &= a != b
    a, b = a[tell], b[tell]
    like = likeness(one.bits, other.bits, a, b, one.shape)
    keep = np.maximum(like, 0).sum(axis=1) >= least
    return Pairs(a[keep], b[keep], like[keep])
