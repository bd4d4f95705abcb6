"""Tokens -> bits, under a secret: what leaves an office instead of names.

Each person becomes three segments of bits and a few short keys. A segment ties two facets together: name with birth,
name with place, birth with place. Its bit i is one bit of a hash of (smallest name token, smallest birth token), both
smallest in an order that only the secret knows and that is another one for each i. Two people agree on the bit for
sure when both smallest tokens are the same, which happens as often as the product of their likenesses (Broder 1997; Li
and König 2010, one-bit minwise hashing; Smith 2017 for names), and else in half of the cases. So

* each facet salts the other, and no bit speaks of a name alone: a frequent name is spread over as many patterns as there
  are birth dates and places, and a wrong date spoils the first and the third segment only;
* half of the bits are set, whatever was written and however long;
* what is missing gives bits that look as any others and agree with nothing.

Then 6 % of the bits are drawn anew (BLIP, Alaggan and others 2012: `noise` = 3 % turned over), by a keyed
draw from the person's own text: the same line always gives the same bits, and nobody can average the noise away by
asking twice. A short key is the same hash with 16 bits instead of one: few people share several, which is how pairs are
found without comparing all. Keys are drawn anew at the same rate.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt

from rumduol.encoding.tokens import Person, Tokens, tokens_of

Words = npt.NDArray[np.uint64]
SEGMENTS = ((0, 1), (0, 2), (1, 2))  # facets tied together: name and birth, name and place, birth and place
BATCH = 400  # people at a time: their rows stay in the cache
ROWS_KEPT = 16_000  # tokens whose hashes are remembered, and as many used before those; about 130 MB together
SHORTEST_SECRET = 16  # bytes


class BadSecret(ValueError):
    """The secret is too short to be one."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What both sides must agree on. Bits are multiples of 64."""

    bits: tuple[int, int, int] = (1024, 1024, 1024)
    keys: tuple[int, int, int] = (16, 14, 10)
    noise: float = 0.03
    version: int = 1

    @property
    def words(self) -> tuple[int, ...]:
        """64-bit words of each segment."""
        return tuple(bits // 64 for bits in self.bits)

    def orders(self, facet: int) -> int:
        """How many orders a facet's tokens are ranked in."""
        return sum(self.bits[s] + self.keys[s] for s, pair in enumerate(SEGMENTS) if facet in pair)


@dataclass(slots=True)
class Encoded:
    """A list without names. `bits`: (people, words) uint64; `keys`: (people, keys) uint16; `missing`: (people,) uint8,
    a bit for each facet that says nothing (1 name, 2 birth, 4 place); `ids`: the office's own, kept by the office."""

    ids: list[str]
    bits: Words
    keys: npt.NDArray[np.uint16]
    missing: npt.NDArray[np.uint8]
    shape: Shape
    check: str

    def __len__(self) -> int:
        return len(self.ids)


def key_check(secret: bytes, shape: Shape) -> str:
    """Eight hexadecimal digits that differ for another secret or shape: enough to notice, too little to guess by."""
    about = repr(sorted(asdict(shape).items())).encode()
    slow = hashlib.scrypt(secret, salt=b"rumduol encoding check" + about, n=2**14, r=8, p=1, dklen=4)
    return slow.hex()


class Encoder:
    """Encodes people under one secret. Not for several threads."""

    def __init__(self, secret: bytes, shape: Shape = Shape()) -> None:
        if len(secret) < SHORTEST_SECRET:
            msg = f"The secret has {len(secret)} bytes; it needs at least {SHORTEST_SECRET}."
            raise BadSecret(msg)
        self.shape = shape
        self.check = key_check(secret, shape)
        self._secrets = [hmac.digest(secret, b"facet %d" % facet, "sha256") for facet in range(3)]
        self._noise = hmac.digest(secret, b"noise", "sha256")
        self._mixes = [int.from_bytes(hmac.digest(secret, b"mix %d" % s, "sha256")[:8], "big") for s in range(3)]
        self._rows: dict[tuple[int, str, int], npt.NDArray[np.uint16]] = {}
        self._older: dict[tuple[int, str, int], npt.NDArray[np.uint16]] = {}

    def encode(self, people: Iterable[Person]) -> Encoded:
        """All of them, in their order."""
        parts = list(self.batches(people))
        words, keys = sum(self.shape.words), sum(self.shape.keys)
        return Encoded(
            [one for part in parts for one in part.ids],
            np.concatenate([part.bits for part in parts]) if parts else np.empty((0, words), np.uint64),
            np.concatenate([part.keys for part in parts]) if parts else np.empty((0, keys), np.uint16),
            np.concatenate([part.missing for part in parts]) if parts else np.empty(0, np.uint8),
            self.shape,
            self.check,
        )

    def batches(self, people: Iterable[Person]) -> Iterator[Encoded]:
        """The same in small pieces, for lists that do not fit at once."""
        people = iter(people)
        while some := list(islice(people, BATCH)):
            yield self._some(some)

    def _row(self, facet: int, token: str, weight: int) -> npt.NDArray[np.uint16]:
        """The token's rank in each order: the smallest of `weight` draws, so that weight 2 wins twice as often."""
        asked = (facet, token, weight)
        found = self._rows.get(asked)
        if found is None:
            found = self._older.get(asked)
            if found is None:
                found = self._drawn(facet, token, weight)
            if len(self._rows) >= ROWS_KEPT:  # what was not asked for since the last time is forgotten
                self._older, self._rows = self._rows, {}
            self._rows[asked] = found
        return found

    def _drawn(self, facet: int, token: str, weight: int) -> npt.NDArray[np.uint16]:
        seed = hmac.digest(self._secrets[facet], token.encode(), "sha256")
        orders = self.shape.orders(facet)
        drawn = np.frombuffer(hashlib.shake_128(seed).digest(2 * orders * weight), "<u2").reshape(weight, orders)
        least: npt.NDArray[np.uint16] = drawn.min(axis=0)
        return least

    def _smallest(self, facet: int, sets: Sequence[Tokens]) -> npt.NDArray[np.uint16]:
        """(people, orders): the rank of the smallest token of each person in each order."""
        out = np.full((len(sets), self.shape.orders(facet)), 0xFFFF, np.uint16)
        for i, tokens in enumerate(sets):
            row = out[i]
            for token, weight in tokens.items():
                np.minimum(row, self._row(facet, token, weight), out=row)
        return out

    def _some(self, people: list[Person]) -> Encoded:
        facets = list(zip(*(tokens_of(person) for person in people), strict=True))
        ranks = [self._smallest(facet, facets[facet]) for facet in range(3)]
        empty = np.array([[not tokens for tokens in facets[facet]] for facet in range(3)])
        used = [0, 0, 0]
        mixed = []
        for s, (one, other) in enumerate(SEGMENTS):
            bits, keys = self.shape.bits[s], self.shape.keys[s]
            size = bits + keys
            here = ranks[one][:, used[one] : used[one] + size]
            there = ranks[other][:, used[other] : used[other] + size]
            mixed.append(mix(here, there, self._mixes[s]))
            used[one] += size
            used[other] += size
        for i, person in enumerate(people):
            self._blur([part[i] for part in mixed], person, empty[:, i])
        all_bits = [part[:, :bits] & 1 for part, bits in zip(mixed, self.shape.bits, strict=True)]
        all_keys = [part[:, bits:] & 0xFFFF for part, bits in zip(mixed, self.shape.bits, strict=True)]
        packed = np.packbits(np.concatenate(all_bits, axis=1).astype(np.uint8), axis=1, bitorder="little")
        return Encoded(
            [person.id for person in people],
            np.ascontiguousarray(packed).view("<u8").astype(np.uint64),
            np.concatenate(all_keys, axis=1).astype(np.uint16),
            (empty * np.array([[1], [2], [4]])).sum(axis=0).astype(np.uint8),
            self.shape,
            self.check,
        )

    def _blur(self, segments: list[npt.NDArray[np.uint32]], person: Person, empty: npt.NDArray[np.bool_]) -> None:
        """Draws the noise, and all of a segment that lacks a facet, anew: from the line's own text, without its id."""
        text = "\x1f".join((person.given_name, person.surname, person.date_of_birth, person.sex, person.place))
        if not any((person.given_name, person.surname, person.date_of_birth, person.place)):
            text = person.id  # lines that say nothing must not be alike
        for s, (one, other) in enumerate(SEGMENTS):
            seed = hmac.digest(self._noise, b"%d" % s + text.encode("utf-8", "surrogatepass"), "sha256")
            size = len(segments[s])
            if empty[one] or empty[other]:
                segments[s][:] = np.frombuffer(hashlib.shake_128(seed).digest(4 * size), "<u4")
            elif self.shape.noise:
                times = round(2 * self.shape.noise * size)
                where, what = np.frombuffer(hashlib.shake_128(seed).digest(8 * times), "<u4").reshape(2, times)
                segments[s][where % size] = what


def mix(one: npt.NDArray[np.uint16], other: npt.NDArray[np.uint16], secret: int) -> npt.NDArray[np.uint32]:
    """One secret hash of two ranks (the finaliser of Steele, Lea and Flood 2014). The ranks are themselves secret."""
    x = (one.astype(np.uint64) << np.uint64(16)) | other
    x ^= np.uint64(secret)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((x ^ (x >> np.uint64(31))) >> np.uint64(20)).astype(np.uint32)
