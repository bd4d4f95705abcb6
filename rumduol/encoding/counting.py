"""The first look at every pair, compiled for this machine's processor by numba (`pip install numba`; no compiler needed).

For one line a small table says in how many bits each possible piece of another line differs from its own piece, so that
one instruction looks up a piece of 32 lines (the shuffle of bytes that André, Kermarrec and Le Scouarnec 2015 use for
neighbours under product codes). Pieces are half bytes where the processor has that instruction (`LOOKED_UP`); elsewhere they are
bytes, and the compiler finds the best way to count. A tile of the other list stays in the first cache while all
lines of a stretch pass over it. What `every_pair` does without numba gives the same pairs. Import it only where numba is there.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from llvmlite import binding, ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

MOST = 84  # what one segment can add to the sum: three fit into a byte
LANES = 32  # bytes of a vector
VECTORS = 4  # of a tile
COLUMNS = LANES * VECTORS  # lines of the other list side by side
TOGETHER = 2  # lines that pass over a tile at once, so that each piece is fetched once for both
QUEUE = 4_096  # pairs that wait until all of their bits are compared
LOOKED_UP = bool(binding.get_host_cpu_features().get("avx2"))

Bytes = npt.NDArray[np.uint8]


def pieces_of(looks: Bytes, *, halves: bool) -> Bytes:
    """(lines, pieces): bytes, or their halves."""
    if not halves:
        return np.ascontiguousarray(looks)
    return np.stack([looks & 15, looks >> 4], axis=-1).reshape(len(looks), 2 * looks.shape[1])


def table(*, halves: bool) -> Bytes:
    """(pieces there are, LANES): what `differ` is given for a piece of the line: how far each half byte is from it, or the
    piece itself in each lane."""
    if halves:
        each = np.arange(16, dtype=np.uint8)
        return np.tile(np.bitwise_count(each[:, None] ^ each), (1, LANES // 16))
    return np.repeat(np.arange(256, dtype=np.uint8)[:, None], LANES, axis=1)


def tiles(pieces: Bytes) -> Bytes:
    """(tiles, pieces, COLUMNS): lines side by side, piece under piece; the last tile is filled up with nobody."""
    many = -(-len(pieces) // COLUMNS)
    whole = np.zeros((many * COLUMNS, pieces.shape[1]), np.uint8)
    whole[: len(pieces)] = pieces
    return np.ascontiguousarray(whole.reshape(many, COLUMNS, pieces.shape[1]).transpose(0, 2, 1))


def even(lines: Bytes) -> Bytes:
    """The lines, and nobody where the last would pass alone."""
    return np.concatenate([lines, np.zeros((-len(lines) % TOGETHER, lines.shape[1]), np.uint8)])


def _passing(*, halves: bool) -> Any:
    """An intrinsic: which of the lines of a tile the first look leaves hope for.

    (address of the table, of the first line's pieces, of the next one's, of the tile, of the answers; pieces of a
    segment, half of its bits, the most that count as differing no less, least sum) -> whether there are any. The
    answers: for each line and vector 32 bits, one for each lane.
    """
    byte, word, vector = ir.IntType(8), ir.IntType(32), ir.VectorType(ir.IntType(8), LANES)

    def differ(build: Any, row: Any, pieces: Any) -> Any:
        given = (row, pieces) if halves else (build.xor(row, pieces),)
        name = "llvm.x86.avx2.pshuf.b" if halves else f"llvm.ctpop.v{LANES}i8"
        kind = ir.FunctionType(vector, [vector] * len(given))
        return build.call(cgutils.get_or_insert_function(build.module, kind, name), given)

    def all_lanes(build: Any, number: Any) -> Any:
        first = build.insert_element(ir.Constant(vector, ir.Undefined), build.trunc(number, byte), ir.IntType(32)(0))
        return build.shuffle_vector(
            first, ir.Constant(vector, ir.Undefined), ir.Constant(ir.VectorType(word, LANES), [0] * LANES)
        )

    def load(build: Any, address: Any, kind: Any) -> Any:
        return build.load(build.inttoptr(address, kind.as_pointer()), typ=kind, align=1)

    def code(_context: Any, build: Any, _signature: Any, values: Any) -> Any:
        table, first, second, tile, answers, each, half, full, least = values
        whole = each.type
        half, full, least = (all_lanes(build, number) for number in (half, full, least))
        nothing = ir.Constant(vector, None)
        sums = [cgutils.alloca_once_value(build, nothing) for _one in range(TOGETHER * VECTORS)]
        totals = [cgutils.alloca_once_value(build, nothing) for _one in range(TOGETHER * VECTORS)]
        for segment in range(3):
            for one in sums:
                build.store(nothing, one)
            with cgutils.for_range(build, each) as loop:
                at = build.add(build.mul(each, whole(segment)), loop.index)
                rows = []
                for line in (first, second):
                    piece = build.zext(load(build, build.add(line, at), byte), whole)
                    rows.append(load(build, build.add(table, build.mul(piece, whole(LANES))), vector))
                here = build.add(tile, build.mul(at, whole(COLUMNS)))
                for column in range(VECTORS):
                    pieces = load(build, build.add(here, whole(column * LANES)), vector)
                    for line, row in enumerate(rows):
                        one = sums[line * VECTORS + column]
                        build.store(build.add(build.load(one, typ=vector), differ(build, row, pieces)), one)
            for one, total in zip(sums, totals, strict=True):
                bits = build.load(one, typ=vector)
                bits = build.select(build.icmp_unsigned(">", bits, full), bits, full)
                beyond = build.select(build.icmp_unsigned("<", bits, half), build.sub(half, bits), nothing)
                build.store(build.add(build.load(total, typ=vector), beyond), total)
        some = word(0)
        for at, total in enumerate(totals):
            passed = build.bitcast(build.icmp_unsigned(">=", build.load(total, typ=vector), least), word)
            build.store(passed, build.inttoptr(build.add(answers, whole(4 * at)), word.as_pointer()), align=1)
            some = build.or_(some, passed)
        return build.icmp_unsigned("!=", some, word(0))

    @intrinsic
    def passing(  # noqa: PLR0917 (numba takes no names)
        _context: Any,
        table: Any,
        first: Any,
        second: Any,
        tile: Any,
        answers: Any,
        each: Any,
        half: Any,
        full: Any,
        least: Any,
    ) -> Any:
        return types.boolean(*[types.intp] * 9), code

    return passing


@intrinsic
def _ones(_context: Any, _word: Any) -> Any:
    def code(_context: Any, build: Any, _signature: Any, values: Any) -> Any:
        return build.ctpop(values[0])

    return types.uint64(types.uint64), code


@intrinsic
def _lowest(_context: Any, _word: Any) -> Any:
    """The place of the lowest bit that is set."""

    def code(_context: Any, build: Any, _signature: Any, values: Any) -> Any:
        return build.cttz(values[0], ir.IntType(1)(1))

    return types.uint32(types.uint32), code


@njit(nogil=True)
def _reached(one, i, other, b, ends, scale):  # type: ignore[no-untyped-def]  # noqa: PLR0917 (numba takes no names)
    """How far two lines' segments agree beyond half, summed; `ends`: the word after each segment."""
    total, word = 0.0, np.uint64(0)
    for segment in range(3):
        differ = np.uint64(0)
        while word < ends[segment]:
            differ += _ones(one[i, word] ^ other[b, word])  # type: ignore[call-arg]
            word += np.uint64(1)
        total += max(0.0, 1.0 - np.int64(differ) * scale[segment])
    return total


@cache
def kernel(*, halves: bool) -> Callable[..., int]:
    """`hopeful`, compiled for pieces of this kind."""
    passing = _passing(halves=halves)

    @njit(nogil=True)
    def hopeful(table, pieces, tiles, size, each, hope, half, one, other, ends, scale, least, out):  # type: ignore[no-untyped-def]  # noqa: PLR0917 (numba takes no names)
        """Pairs that the first look leaves hope for and the whole of the bits bears out: how many there are; (line, line
        of the other list) of the first of them in `out`.

        `pieces`: (lines, 3 * each), an even number of them; `tiles`: (tiles, 3 * each, COLUMNS), the other list's,
        `size` people; `hope`: least sum of agreement beyond `half` of a segment's bits; `one`, `other`: (lines, words)
        uint64, all of the bits; `ends`: the word after each segment, `scale`: of each; `least`: what the segments must reach together.
        """
        answers = np.zeros(TOGETHER * VECTORS, np.uint32)
        full = max(half - MOST, 0)
        found = 0
        # addresses: a view of an array is counted, which two threads would wait for
        the_table, the_lines, the_tiles, the_answers = (
            table.ctypes.data, pieces.ctypes.data, tiles.ctypes.data, answers.ctypes.data,
        )  # fmt: skip
        long = 3 * each
        waiting, lines, others = 0, np.empty(QUEUE, np.uint32), np.empty(QUEUE, np.uint32)
        for t in range(tiles.shape[0]):
            tile = the_tiles + t * long * COLUMNS
            last = t + 1 == tiles.shape[0]
            for first in range(0, pieces.shape[0], TOGETHER):
                line = the_lines + first * long
                if passing(the_table, line, line + long, tile, the_answers, each, half, full, hope):
                    for at in range(TOGETHER * VECTORS):
                        passed = answers[at]
                        while passed:
                            lines[waiting] = first + at // VECTORS
                            others[waiting] = t * COLUMNS + at % VECTORS * LANES + _lowest(passed)  # type: ignore[call-arg]
                            waiting += 1
                            passed &= passed - np.uint32(1)
                if waiting < QUEUE - TOGETHER * COLUMNS and not (last and first + TOGETHER >= pieces.shape[0]):
                    continue
                for at in range(waiting):  # many after one another: the processor fetches the next ones meanwhile
                    i, b = lines[at], others[at]
                    if i < one.shape[0] and b < size and _reached(one, i, other, b, ends, scale) >= least:
                        if found < out.shape[0]:
                            out[found, 0] = i
                            out[found, 1] = b
                        found += 1
                waiting = 0
        return found

    return hopeful  # type: ignore[no-any-return]
