"""The first look at every pair, compiled for this machine's processor by numba (`pip install numba`; no compiler needed).

Many lines of the other list lie side by side, byte under byte, so that one instruction counts bits of 32 pairs. What
`every_pair` does without numba gives the same pairs. Import it only where numba is there.
"""

from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

MOST = 84  # what one segment can add to the sum: three fit into a byte

# numba reckons with whole numbers of 64 bits where it is not told otherwise: eight times as wide as these need.


@intrinsic
def _differ(_context: Any, _one: Any, _other: Any) -> Any:
    """In how many bits two bytes differ."""

    def code(_context: Any, build: Any, _signature: Any, values: Any) -> Any:
        return build.ctpop(build.xor(*values))

    return types.uint8(types.uint8, types.uint8), code


@intrinsic
def _sum(_context: Any, _one: Any, _other: Any) -> Any:
    def code(_context: Any, build: Any, _signature: Any, values: Any) -> Any:
        return build.add(*values)

    return types.uint8(types.uint8, types.uint8), code


@intrinsic
def _less(_context: Any, _one: Any, _other: Any) -> Any:
    """The first less the second, or nothing."""

    def code(_context: Any, build: Any, _signature: Any, values: Any) -> Any:
        nothing = ir.Constant(ir.IntType(8), 0)
        return build.select(build.icmp_unsigned(">", *values), build.sub(*values), nothing)

    return types.uint8(types.uint8, types.uint8), code


@intrinsic
def _ones(_context: Any, _word: Any) -> Any:
    def code(_context: Any, build: Any, _signature: Any, values: Any) -> Any:
        return build.ctpop(values[0])

    return types.uint64(types.uint64), code


@njit(nogil=True, inline="always")
def _eight(into, line, tile, at):  # type: ignore[no-untyped-def]
    """Adds how many bits of eight bytes differ from `line`, for each column of the tile."""
    b0, b1, b2, b3 = line[at], line[at + 1], line[at + 2], line[at + 3]
    b4, b5, b6, b7 = line[at + 4], line[at + 5], line[at + 6], line[at + 7]
    for j in range(tile.shape[1]):
        low = _sum(
            _sum(_differ(b0, tile[at, j]), _differ(b1, tile[at + 1, j])),
            _sum(_differ(b2, tile[at + 2, j]), _differ(b3, tile[at + 3, j])),
        )
        high = _sum(
            _sum(_differ(b4, tile[at + 4, j]), _differ(b5, tile[at + 5, j])),
            _sum(_differ(b6, tile[at + 6, j]), _differ(b7, tile[at + 7, j])),
        )
        into[j] = _sum(into[j], _sum(low, high))


@njit(nogil=True)
def hopeful(lines, tiles, people, each, hope, one, other, words, scale, least, out):  # type: ignore[no-untyped-def]  # noqa: PLR0917 (numba takes no names)
    """Pairs that the first look leaves hope for and the whole of the bits bears out: how many there are; (line, line of
    the other list) of the first of them in `out`.

    `lines`: (lines, 3 * each) uint8, the first look; `tiles`: (tiles, 3 * each, columns), the other list's, `people`
    of them; `hope`: least sum of agreement beyond half; `one`, `other`: (lines, words) uint64, all of the bits; `words`,
    `scale`: of each segment; `least`: what the segments must reach together.
    """
    columns = tiles.shape[2]
    differing = np.empty((3, columns), np.uint8)
    passes = np.empty(columns, np.uint8)
    eights = passes.view(np.uint64)
    half, full = np.uint8(4 * each), np.uint8(max(4 * each - MOST, 0))
    found = 0
    for t in range(tiles.shape[0]):
        tile = tiles[t]
        here = min(columns, people - t * columns)
        for i in range(lines.shape[0]):
            line = lines[i]
            differing[:] = 0
            for segment in range(3):
                for at in range(segment * each, (segment + 1) * each, 8):
                    _eight(differing[segment], line, tile, at)
            for j in range(columns):
                total = np.uint8(0)
                for segment in range(3):
                    total = _sum(total, _less(half, max(differing[segment, j], full)))
                passes[j] = total >= hope
            for eight in range(columns // 8):  # nearly always none of eight
                if not eights[eight]:
                    continue
                for j in range(eight * 8, min(eight * 8 + 8, here)):
                    if not passes[j]:
                        continue
                    reached, word, b = 0.0, 0, t * columns + j
                    for segment in range(3):
                        bits = 0
                        for _word in range(words[segment]):
                            bits += _ones(one[i, word] ^ other[b, word])
                            word += 1
                        reached += max(0.0, 1.0 - bits * scale[segment])
                    if reached >= least:
                        if found < out.shape[0]:
                            out[found, 0] = i
                            out[found, 1] = b
                        found += 1
    return found
