"""A long list encoded by several processes at once: most of the time of a round goes into it, and Python reckons on one core."""

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice

import numpy as np

from rumduol.encoding.filters import Encoded, Encoder
from rumduol.encoding.room import cores
from rumduol.encoding.tokens import Person

FROM = 15_000  # people; shorter lists are encoded sooner than processes start
PIECE = 2_000  # people sent at a time

_encoder: Encoder | None = None  # of a process that encodes


def encode(people: Iterable[Person], secret: bytes, at_most: int, processes: int | None = None) -> Encoded:
    """As `Encoder(secret).encode(people)`. `at_most`: no fewer than there are people; `processes`: None takes one for each
    core where the list is long. Called from a program whose main module may be imported again (`spawn`)."""
    encoder = Encoder(secret)
    processes = processes or (cores() if at_most >= FROM else 1)
    if processes == 1:
        return encoder.encode(people)
    shape = encoder.shape
    ids: list[str] = []
    bits = np.empty((at_most, sum(shape.words)), np.uint64)  # filled as they come: never twice in memory
    keys = np.empty((at_most, sum(shape.keys)), np.uint16)
    missing = np.empty(at_most, np.uint8)
    for part in _parts(iter(people), secret, processes):
        here = slice(len(ids), len(ids) + len(part))
        bits[here], keys[here], missing[here] = part.bits, part.keys, part.missing
        ids += part.ids
    return Encoded(ids, bits[: len(ids)], keys[: len(ids)], missing[: len(ids)], shape, encoder.check)


def _parts(people: Iterator[Person], secret: bytes, processes: int) -> Iterator[Encoded]:
    """Encoded pieces in their order; only a few are on the way at a time."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, spawn, _start, (secret,)) as pool:
        waiting: deque[Future[Encoded]] = deque()
        while piece := list(islice(people, PIECE)):
            waiting.append(pool.submit(_encoded, piece))
            if len(waiting) > 3 * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _start(secret: bytes) -> None:
    global _encoder  # noqa: PLW0603 (one for each process, made when it starts)
    _encoder = Encoder(secret)


def _encoded(piece: list[Person]) -> Encoded:
    if _encoder is None:
        msg = "this process was not started by encode"
        raise RuntimeError(msg)
    return _encoder.encode(piece)
