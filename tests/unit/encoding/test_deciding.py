"""What is taken for one person is decided by the lists themselves, short and crowded ones too."""

from dataclasses import replace

import numpy as np
import pytest

from rumduol.encoding.deciding import EVEN, crowding, enough, first_model
from rumduol.encoding.filters import Encoder
from rumduol.encoding.linking import link
from tests.load.invented_lists import two_lists


def test_the_chance_asked_for_rises_above_what_strangers_reach():
    found = np.array([0.55, 0.6, 0.62, 0.97, 0.98, 0.99])
    strangers = np.array([0.56, 0.58, 0.61, 0.61])
    assert enough(found, strangers, weight=1.0) == pytest.approx(0.62)
    assert enough(found, strangers, weight=0.01) == EVEN


def test_people_written_twice_do_not_raise_it():
    found = np.array([0.6, 0.97, 0.98])
    assert enough(found, np.full(40, 0.999), weight=1.0) == EVEN


def test_nothing_found_asks_for_what_is_more_likely_than_not():
    assert enough(np.array([]), np.array([0.9]), weight=1.0) == EVEN


def test_in_a_list_of_one_village_more_likeness_is_needed():
    usual, village = crowding(9, 1_740), crowding(400, 1_740)
    assert usual == 1.0
    assert village > 20
    assert first_model(30, village).weights[0] < first_model(30, usual).weights[0]


def test_short_lists_of_one_village_with_nobody_in_common_are_hardly_matched():
    """Eight pairs of lists of 30 people: 20 pairs were taken for one person when strangers there counted as rare as elsewhere."""
    wrong = 0
    for seed in range(8):
        encoder = Encoder(b"a secret of this test, number %03d" % seed)
        one, other, _nobody = two_lists(30, common=0, seed=100 + seed)
        lists = [encoder.encode(replace(person, place="0801") for person in people) for people in (one, other)]
        wrong += len(link(*lists))
    assert wrong <= 10
