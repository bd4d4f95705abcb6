"""Every pair is compared: against the plainest way of doing the same."""

import importlib.util

import numpy as np
import pytest

from rumduol.encoding import side_by_side
from rumduol.encoding.candidates import likeness
from rumduol.encoding.deciding import least_notable
from rumduol.encoding.every_pair import EveryPair
from rumduol.encoding.filters import Encoder, Shape
from rumduol.encoding.linking import link
from tests.load.invented_lists import two_lists

SECRET = b"0123456789abcdef0123456789abcdef"
WITH_NUMBA = pytest.mark.skipif(
    importlib.util.find_spec("numba") is None, reason="numba is not installed; it is optional (docs/linkage.md)"
)
KINDS = [pytest.param(False, id="numpy"), pytest.param(True, id="numba", marks=WITH_NUMBA)]


@pytest.fixture(scope="module")
def people():
    return two_lists(1_150, seed=37)  # more than one tile and one piece


@pytest.fixture(scope="module")
def lists(people):
    encoder = Encoder(SECRET)
    return encoder.encode(people[0]), encoder.encode(people[1])


def plainly(one, other, some, *, within=False):
    """Codes of all pairs of these lines that reach the least, and what they reach."""
    a, b = np.repeat(some, len(other)), np.tile(np.arange(len(other)), len(some))
    missing = one.missing[a] | other.missing[b]
    told = np.array([bits.bit_count() <= 1 for bits in range(8)])[missing] & ~(within & (a == b))
    reached = np.maximum(likeness(one.bits, other.bits, a, b, one.shape), 0).sum(axis=1)
    notable = told & (reached >= least_notable(len(other)))
    return (a * len(other) + b)[notable], reached[notable]


@pytest.mark.parametrize("compiled", KINDS)
def test_no_pair_that_counts_is_overlooked(lists, compiled):
    one, other = lists
    look = EveryPair(compiled=compiled).look
    for first, second, some, within in (
        (one, other, np.arange(0, 1_150, 2), False),
        (one, one, np.arange(900, 1_100), True),
    ):
        pairs = look(first, second, some, within=within)
        found = pairs.a * len(second) + pairs.b
        assert (np.diff(found) > 0).all()  # each once, in order
        true, reached = plainly(first, second, some, within=within)
        assert np.isin(found, true).all()
        if not within:
            assert (reached >= 0.6).sum() > 250
            assert np.isin(true[reached >= 0.6], found).mean() >= 0.999
    some = np.array([3, 77, 1_149])
    part = look(one, other, some)
    whole = look(one, other, np.arange(len(one)))
    assert set(part.a.tolist()) <= set(some.tolist())
    assert len(part) == np.isin(whole.a, some).sum()


@WITH_NUMBA
@pytest.mark.parametrize("looked_up", [True, False])
def test_however_the_processor_counts_the_pairs_are_the_same(lists, looked_up, monkeypatch):
    from rumduol.encoding import counting

    if looked_up and not counting.LOOKED_UP:
        pytest.skip("this processor has no shuffle of 32 bytes")
    monkeypatch.setattr(counting, "LOOKED_UP", looked_up)
    one, other = lists
    some = np.arange(3, 1_150, 3)
    plain, found = (EveryPair(compiled=compiled).look(one, other, some) for compiled in (False, True))
    assert found.a.tolist() == plain.a.tolist()
    assert found.b.tolist() == plain.b.tolist()
    assert (found.likeness == plain.likeness).all()


@pytest.mark.parametrize("compiled", KINDS)
def test_the_same_people_are_found(people, lists, compiled):
    one, other = lists
    by_keys, by_pairs = link(one, other), link(one, other, look=EveryPair(compiled=compiled).look)
    truth = people[2]
    right = [
        {one.ids[a] for a, b in zip(found.a, found.b, strict=True) if truth.get(one.ids[a]) == other.ids[b]}
        for found in (by_keys, by_pairs)
    ]
    assert len(right[1]) >= 0.97 * len(truth)
    assert len(right[1] - right[0]) <= 0.005 * len(truth)  # what keys lose


@pytest.mark.parametrize("compiled", KINDS)
def test_segments_of_other_lengths(people, compiled):
    encoder = Encoder(SECRET, Shape(bits=(512, 128, 64), keys=(8, 6, 4)))
    one, other = encoder.encode(people[0][:90]), encoder.encode(people[0][:90])
    pairs = EveryPair(compiled=compiled).look(one, other, np.arange(90))
    whole = [i for i in range(90) if not one.missing[i]]
    assert set(whole) <= {a for a, b in zip(pairs.a.tolist(), pairs.b.tolist(), strict=True) if a == b}


@pytest.mark.parametrize("compiled", KINDS)
def test_nobody_on_a_list(lists, compiled):
    one, _other = lists
    nobody = Encoder(SECRET).encode([])
    look = EveryPair(compiled=compiled).look
    assert (
        len(link(nobody, one, look=look))
        == len(link(one, nobody, look=look))
        == len(link(nobody, nobody, look=look))
        == 0
    )


def test_processes_side_by_side_encode_the_same(people):
    one = Encoder(SECRET).encode(people[0])
    other = side_by_side.encode(iter(people[0]), SECRET, len(people[0]) + 9, processes=2)
    assert other.ids == one.ids
    assert (other.bits == one.bits).all()
    assert (other.keys == one.keys).all()
    assert (other.missing == one.missing).all()
    assert other.check == one.check
