"""What is planted for the demo's round is the same each time, and the matching finds it."""

import random

import pytest

from demo.matching import LISTS, PLANTED, plant
from rumduol.encoding.filters import Encoder
from rumduol.encoding.tokens import Person
from rumduol.linkage.matching import match


def test_the_planted_people_are_found_again_under_other_spellings():
    written, truth = plant(random.Random("matching"))
    again, _truth = plant(random.Random("matching"))
    assert written == again
    assert truth.listed < PLANTED
    encoder = Encoder(b"invented secret of a round, 32 b")
    lists = [
        encoder.encode(
            Person(f"{at}-{n}", row.name, "", row.born, row.sex, row.place) for n, row in enumerate(written[part])
        )
        for at, part in enumerate(LISTS)
    ]
    found = match(lists)
    assert sum(found.people.values()) == pytest.approx(truth.listed, rel=0.05)
    twice, planted = (
        sum(number for bits, number in one.items() if bits.bit_count() > 1) for one in (found.people, truth.lists)
    )
    assert twice == pytest.approx(planted, rel=0.1)
