"""Every pair of two lists compared, none left out because it shares no key: `./run link --every-pair`.

A pair is first looked at by 192 bits of each segment. Each bit of a segment is as good as any other, so these agree as
the whole does, but for chance (a standard deviation of .08 of likeness). Where the segments together stay below `HOPE`, a pair that is
likely one person would have to be far off: all but one in two hundred such pairs reach .6 together (20,000 x 20,000
invented people: of 9,688 pairs that the model takes for one person the first look lost 3). What passes, three in a thousand, is
compared on all of its bits and goes the way of the others.

With numba this takes about a tenth of the time that NumPy alone needs; the pairs are the same (tests/unit/encoding/test_every_pair.py).
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec

import numpy as np
import numpy.typing as npt

from rumduol.encoding.candidates import MOST_PAIRS, Index, Pairs, TooMany, notable
from rumduol.encoding.deciding import MODEL_SIZE
from rumduol.encoding.filters import Encoded, Shape, Words
from rumduol.encoding.room import cores

HOPE, HOPE_A_DOUBLING, MOST_HOPE = 0.15, 0.055, 0.45  # in lists of MODEL_SIZE; for each doubling; at most
NOTABLE = 0.18  # what the segments reach together, below which strangers without a key in common are too many
LOOK = 3  # words of each segment
LINES = 512  # of the first list at a time
AT_ONCE = 16, 4_096  # lines of each list that NumPy takes together: its calls cost more than the cache spares
ROOM = 65_536  # pairs of a piece; where there are more, it is compared again
SLACK = 1e-4  # numba's sums and NumPy's differ in the last digits; NumPy decides

Found = tuple[Index, Index]  # line of the first list, line of the second


class EveryPair:
    """Compares every pair: `link(one, other, look=EveryPair().look)`. `compiled`: numba or NumPy alone; None takes numba
    where it is installed. `threads`: None takes one for each core."""

    def __init__(self, *, compiled: bool | None = None, threads: int | None = None) -> None:
        self.compiled = find_spec("numba") is not None if compiled is None else compiled
        self._threads = threads or cores()

    def look(self, one: Encoded, other: Encoded, some: Index, *, within: bool = False) -> Pairs:
        """Notable pairs of `some` lines of the first list with all of the second. TooMany."""
        if not len(some) or not len(other):
            return Pairs.of([])
        least = NOTABLE + 0.02 * max(0.0, float(np.log2(len(other) / MODEL_SIZE)))
        hopeful = (_compiled if self.compiled else _with_numpy)(one, other, least)
        pieces = [some[start : start + LINES] for start in range(0, len(some), LINES)]

        def notable_of(piece: Index) -> Pairs:  # at once, by the same thread: hopeful pairs are a hundred times as many
            line, b = hopeful(piece)
            order = np.lexsort((b, line))
            return notable(one, other, piece[line[order]], b[order], least, within=within)

        found: list[Pairs] = []
        with ThreadPoolExecutor(self._threads) as threads:
            for pairs in threads.map(notable_of, pieces):
                found.append(pairs)
                if sum(map(len, found)) > MOST_PAIRS:
                    threads.shutdown(cancel_futures=True)
                    raise TooMany
        return Pairs.of(found)


def _compiled(one: Encoded, other: Encoded, least: float) -> Callable[[Index], Found]:
    from rumduol.encoding import counting

    shape = one.shape
    half = 32 * _words_looked_at(shape)
    halves = counting.LOOKED_UP
    table, kernel = counting.table(halves=halves), counting.kernel(halves=halves)

    def pieces_of(bits: Words) -> npt.NDArray[np.uint8]:
        return counting.pieces_of(_first_look(bits, shape).view(np.uint8), halves=halves)

    tiles = counting.tiles(pieces_of(other.bits))
    ends = np.cumsum(shape.words, dtype=np.uint64)
    scale = 2 / np.array(shape.bits, np.float64)
    hope, short = _hope(shape, len(other)), (least - SLACK) * _clear(shape)

    def hopeful(some: Index) -> Found:
        rows = np.ascontiguousarray(one.bits[some])
        pieces = counting.even(pieces_of(rows))
        out = np.empty((ROOM, 2), np.int32)
        given = (
            table,
            pieces,
            tiles,
            len(other),
            pieces.shape[1] // 3,
            hope,
            half,
            rows,
            other.bits,
            ends,
            scale,
            short,
        )
        while (many := kernel(*given, out)) > len(out):
            out = np.empty((many, 2), np.int32)
        return out[:many, 0].astype(np.int64), out[:many, 1].astype(np.int64)

    hopeful(np.empty(0, np.int64))  # compiled once, before the threads start
    return hopeful


def _with_numpy(one: Encoded, other: Encoded, least: float) -> Callable[[Index], Found]:
    shape = one.shape
    looked, half = _words_looked_at(shape), 32 * _words_looked_at(shape)
    columns = np.ascontiguousarray(_first_look(other.bits, shape).T)
    hope = _hope(shape, len(other))

    def hopeful(some: Index) -> Found:
        lines = np.ascontiguousarray(_first_look(one.bits[some], shape).T)
        found = []
        for start in range(0, len(other), AT_ONCE[1]):
            there = columns[:, start : start + AT_ONCE[1]]
            for at in range(0, len(some), AT_ONCE[0]):
                a, b = np.nonzero(_agreement(lines[:, at : at + AT_ONCE[0]], there, looked, half) >= hope)
                found.append((a + at, b + start))
        nobody = np.empty(0, np.int64)
        return (
            np.concatenate([a for a, _b in found]) if found else nobody,
            np.concatenate([b for _a, b in found]) if found else nobody,
        )

    return hopeful


def _agreement(lines: Words, there: Words, looked: int, half: int) -> npt.NDArray[np.uint8]:
    """(lines, columns): by how many bits more than half each segment agrees, summed; a segment adds 84 at most."""
    total = np.zeros((lines.shape[1], there.shape[1]), np.uint8)
    differ = np.empty(total.shape, np.uint64)
    counted = np.empty(total.shape, np.uint8)
    for segment in range(3):
        bits = np.zeros(total.shape, np.uint8)
        for word in range(segment * looked, (segment + 1) * looked):
            np.bitwise_xor(lines[word][:, None], there[word], out=differ)
            bits += np.bitwise_count(differ, out=counted)
        np.clip(bits, max(half - 84, 0), half, out=bits)
        total += np.subtract(half, bits, out=bits)
    return total


def _words_looked_at(shape: Shape) -> int:
    return min(LOOK, *shape.words)


def _first_look(bits: Words, shape: Shape) -> Words:
    """(lines, 3 * words): the words of each segment that are looked at first."""
    starts = np.cumsum([0, *shape.words[:-1]])
    looked = _words_looked_at(shape)
    return np.ascontiguousarray(np.concatenate([bits[:, start : start + looked] for start in starts], axis=1))


def _clear(shape: Shape) -> float:
    return (1 - 2 * shape.noise) ** 2


def _hope(shape: Shape, size: int) -> int:
    """Bits beyond half that the segments' first looks must agree in together. In a longer list more strangers come near
    by chance, and a pair must be the more alike to be likely one person."""
    hope = min(HOPE + HOPE_A_DOUBLING * np.log2(max(size, 1) / MODEL_SIZE), MOST_HOPE)
    return int(np.ceil(max(hope, 0) * 32 * _words_looked_at(shape) * _clear(shape)))
