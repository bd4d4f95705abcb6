"""Adding up columns of numbers by what other columns say. Pure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]
AT_MOST = 2**24  # so many possible groups are counted in a row of boxes; of more, those that occur are looked for


@dataclass(frozen=True)
class Axis:
    """What each of many things says: `words[places[i]]`. No word stands twice."""

    words: tuple[str, ...]
    places: Places

    def of(self, rows: NDArray[Any]) -> "Axis":
        """Of some of the things: chosen by yes and no, or by their numbers."""
        return Axis(self.words, self.places[rows])

    def said(self, words: Callable[[str], bool]) -> NDArray[np.bool_]:
        """Which things say a word that is wanted."""
        return np.array([words(word) for word in self.words], bool)[self.places]


def in_words(said: Sequence[str]) -> Axis:
    """The axis of things of which each says one of these words, in their order."""
    at = {word: place for place, word in enumerate(dict.fromkeys(said))}
    return Axis(tuple(at), np.array([at[word] for word in said], np.int64))


def together(axes: Sequence[Axis], word: Callable[..., str]) -> Axis:
    """One axis of several: each combination of words that occurs is put into one word, once."""
    if len(axes) == 1:
        words, group = [word(one) for one in axes[0].words], axes[0].places
    else:
        known, group = _combinations(axes, len(axes[0].places))
        words = [word(*(one.words[place] for one, place in zip(axes, row, strict=True))) for row in known.tolist()]
    return in_words(words).of(group)


Way = tuple[int, Callable[..., str]]  # so many columns make one axis, and what its word is by theirs


def joined(axes: Sequence[Axis], ways: Sequence[Way]) -> list[Axis]:
    """The axes one after another, some of them together. What stands behind the last way is left out."""
    found, at = [], 0
    for columns, word in ways:
        found.append(together(axes[at : at + columns], word))
        at += columns
    return found


@dataclass(frozen=True)
class Sums:
    """Sums by what the axes say: `numbers[i]` of the place `axes[k].words[axes[k].places[i]]` for each k; none is zero."""

    axes: tuple[Axis, ...]
    numbers: Places

    @classmethod
    def of_rows(cls, rows: Sequence[tuple[Any, ...]]) -> "Sums":
        """Of (word ..., sum), each combination of words once."""
        kept = [row for row in rows if row[-1]]
        axes = []
        for column in zip(*(row[:-1] for row in kept), strict=True):
            axes.append(in_words(column))
        return cls(tuple(axes), np.array([int(row[-1]) for row in kept], np.int64))

    def rows(self) -> Iterator[tuple[tuple[str, ...], int]]:
        """(words, sum), in the order of the words."""
        return self._told(self._order())

    def cells(self) -> dict[tuple[str, ...], int]:
        """{words: sum}, in no order."""
        return dict(self._told(slice(None)))

    def _told(self, which: Any) -> Iterator[tuple[tuple[str, ...], int]]:
        numbers = self.numbers[which].tolist()
        columns = [np.array(axis.words, object)[axis.places[which]].tolist() for axis in self.axes]
        places: Iterator[tuple[str, ...]] = zip(*columns, strict=True) if columns else iter([()] * len(numbers))
        return zip(places, numbers, strict=True)

    def _order(self) -> NDArray[np.intp]:
        if not self.axes:
            return np.arange(len(self.numbers))
        ranks = []
        for axis in self.axes:
            rank = np.empty(len(axis.words), np.int64)
            rank[sorted(range(len(axis.words)), key=axis.words.__getitem__)] = np.arange(len(axis.words))
            ranks.append(rank[axis.places])
        return np.lexsort(ranks[::-1])


def axis(column: NDArray[Any], word: Callable[[int], str]) -> Axis:
    """What a column of whole numbers says, each number put into words; several numbers may have one word."""
    if not len(column):
        return Axis((), column.astype(np.int64))
    least = int(column.min())
    if int(column.max()) - least < AT_MOST:
        shifted = column - least if least else column
        numbers = np.flatnonzero(np.bincount(shifted))
        told = in_words([word(int(number) + least) for number in numbers])
        table = np.zeros(int(numbers[-1]) + 1, np.int64)
        table[numbers] = told.places
        return Axis(told.words, table[shifted])
    numbers, places = np.unique(column, return_inverse=True)
    return in_words([word(int(number)) for number in numbers]).of(places)


def _combinations(axes: Sequence[Axis], size: int) -> tuple[Places, Places]:
    """The combinations of places that occur, one a row, and for each thing which of them it says."""
    group, known = np.zeros(size, np.int64), np.zeros((min(size, 1), 0), np.int64)
    for one in axes:
        words = max(len(one.words), 1)
        key = group * words + one.places
        if len(known) * words <= AT_MOST:
            occurs = np.zeros(len(known) * words, bool)
            occurs[key] = True
            found = np.flatnonzero(occurs)
            table = np.empty(len(occurs), np.int32)
            table[found] = np.arange(len(found))
            group = table[key].astype(np.int64)
        else:
            found, group = np.unique(key, return_inverse=True)
        known = np.column_stack((known[found // words], found % words))
    return known, group


def add_up(axes: Sequence[Axis], numbers: NDArray[Any]) -> Sums:
    """Exact sums of whole numbers by what the axes say of each."""
    known, group = _combinations(axes, len(numbers))
    total = np.zeros(len(known), np.int64)
    np.add.at(total, group, numbers.astype(np.int64))
    kept = np.flatnonzero(total)
    return Sums(tuple(Axis(one.words, known[kept, at]) for at, one in enumerate(axes)), total[kept])
