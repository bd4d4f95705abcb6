"""What leaves an office for matching tells nobody's name, even to an attacker who has the very list in plain text.

Each attack is first proved on a control that must be broken: the Bloom filters of the textbook, one for each field or
one for all, neither salted nor hardened. Then it is tried on ours, where at most one in a hundred may be found.
"""

import hashlib
import hmac
import random
from collections import Counter

import numpy as np
import pytest

from rumduol.encoding.filters import Encoder
from tests.load.invented_lists import Inventor
from tests.security import encoding_attacks as attacks

PEOPLE = 1_000
MOST = 0.01
SECRET = b"a secret of the agencies, not of the attacker"


def grams(text):
    padded = f"_{text.lower()}_"
    return [padded[i : i + 2] for i in range(len(padded) - 1)]


def textbook(tokens, *, size=1000, hashes=10):
    """A plain Bloom filter, as in Schnell, Bachteler and Reiher 2009."""
    bits = np.zeros(size, np.uint8)
    for token in tokens:
        digest = hmac.digest(SECRET, token.encode(), "sha512")
        one, two = int.from_bytes(digest[:8], "big"), int.from_bytes(digest[8:16], "big")
        bits[[(one + i * two) % size for i in range(hashes)]] = 1
    return bits


@pytest.fixture(scope="module")
def people():
    return list(Inventor(21).people(PEOPLE))


@pytest.fixture(scope="module")
def encoded(people):
    return Encoder(SECRET).encode(people)


@pytest.fixture(scope="module")
def bits(encoded):
    return np.unpackbits(encoded.bits.astype("<u8").view(np.uint8), axis=1, bitorder="little")


def text_of(person):
    return [*grams(person.surname), *grams(person.given_name)]


def right(guesses):
    return float((guesses == np.arange(len(guesses))).mean())


def test_frequencies_break_one_filter_for_each_name(people):
    surname = [textbook(grams(p.surname)).tobytes() for p in people]
    assert attacks.by_frequency([surname], [[p.surname for p in people]]) >= 0.3


def test_frequencies_of_keys_and_words_find_nobody(people, encoded):
    plain = [[p.surname for p in people], [p.given_name for p in people]]
    columns = [encoded.keys[:, i].tolist() for i in range(encoded.keys.shape[1])]
    columns += [encoded.bits[:, i].tolist() for i in range(encoded.bits.shape[1])]
    columns += [(encoded.bits[:, i] & np.uint64(0xFF)).tolist() for i in range(0, encoded.bits.shape[1], 4)]
    found = [attacks.by_frequency([column, column], plain) for column in columns]
    assert max(found) <= MOST


def test_no_value_of_a_key_is_as_frequent_as_a_frequent_surname(people, encoded):
    surname = max(Counter(p.surname for p in people).values())
    assert max(np.bincount(encoded.keys[:, i]).max() for i in range(encoded.keys.shape[1])) < surname


def test_patterns_break_the_filter_of_the_textbook(people):
    control = np.array([textbook(text_of(p)) for p in people])
    assert len(attacks.patterns(control)) >= 10
    assert right(attacks.by_patterns(control, [text_of(p) for p in people])) >= 5 * MOST


def test_patterns_are_not_there_to_mine(people, bits):
    assert attacks.patterns(bits) == []
    for alike in (0.3, 0.2):
        assert attacks.patterns(bits, alike=alike) == []
    assert right(attacks.by_patterns(bits, [text_of(p) for p in people])) <= MOST


def test_the_graph_of_likeness_breaks_the_textbook(people):
    control = np.array([textbook(text_of(p)) for p in people], np.float32)
    both = control @ control.T
    total = control.sum(axis=1)
    plain = np.zeros((len(people), 40 * 40 * 2), np.float32)
    for row, person in enumerate(people):
        for token in text_of(person):
            plain[
                row, int.from_bytes(hashlib.blake2b(token.encode(), digest_size=4).digest(), "big") % plain.shape[1]
            ] = 1
    shared, count = plain @ plain.T, plain.sum(axis=1)
    guesses = attacks.by_graph(
        [2 * both / (total[:, None] + total[None, :])], [2 * shared / (count[:, None] + count[None, :])]
    )
    assert right(guesses) >= 0.1


def test_the_graph_of_likeness_finds_nobody(people, bits):
    signs = 1 - 2 * bits.astype(np.float32)
    ours = [signs[:, s : s + 1024] @ signs[:, s : s + 1024].T / 1024 for s in (0, 1024, 2048)]
    shuffled = list(range(PEOPLE))
    random.Random(1).shuffle(shuffled)  # equal descriptions must not be matched by their place in the list
    plain = attacks.plain_likeness([people[i] for i in shuffled])
    guesses = attacks.by_graph(ours, plain)
    found = float(np.mean([shuffled[g] == i for i, g in enumerate(guesses) if g >= 0]))
    print(f"\ngraph: {found:.2%}")
    assert found <= MOST
