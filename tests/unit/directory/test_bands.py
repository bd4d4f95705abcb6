"""What a provider learns of an age before it accepts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumduol.directory.bands import band_of


@pytest.mark.parametrize(
    ("low", "high", "band"),
    [
        (16, 16, (15, 17)),
        (0, 0, (0, 2)),
        (12, 17, (12, 17)),
        (None, None, (None, None)),
        (17, None, (15, 17)),
        (120, 120, (60, 120)),
    ],
)
def test_an_age_becomes_a_band(low, high, band):
    assert band_of(low, high) == band


@given(st.integers(0, 120))
def test_a_band_holds_the_age_and_never_crosses_eighteen(age):
    low, high = band_of(age, age)
    assert low <= age <= high
    assert (low < 18) == (high < 18)
