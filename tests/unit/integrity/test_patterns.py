"""What may be said of few letters. Expected figures are worked out by hand or by another road."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumduol.integrity.enums import Enough
from rumduol.integrity.patterns import Unit, adjust, interval, rows, shrink, upper_tail


def words(*units: tuple[int, float]) -> list[tuple[int, Enough]]:
    """(key, what can be said) of units given as (letters, exposure)."""
    found = rows([Unit(n, count, exposure) for n, (count, exposure) in enumerate(units)])
    return sorted((row.key, row.enough) for row in found)


@pytest.mark.parametrize(
    ("count", "total", "share"), [(0, 5, 0.3), (2, 3, 0.5), (7, 12, 0.04), (40, 90, 0.25), (1, 1, 1.0)]
)
def test_the_tail_is_that_of_exact_fractions(count: int, total: int, share: float) -> None:
    p = Fraction(share)
    exact = sum(math.comb(total, k) * p**k * (1 - p) ** (total - k) for k in range(count, total + 1))
    assert upper_tail(count, total, share) == pytest.approx(float(exact), rel=1e-9)


def test_garwoods_limits_as_printed() -> None:
    """Exact 95 % limits of a Poisson mean: 0 -> 3.689, 1 -> 0.0253 to 5.572, 10 -> 4.795 to 18.390."""
    assert [round(limit, 3) for limit in interval(0)] == [0.0, 3.689]
    assert [round(limit, 4) for limit in interval(1)] == [0.0253, 5.5716]
    assert [round(limit, 3) for limit in interval(10)] == [4.795, 18.390]


def test_benjamini_and_hochberg_by_hand() -> None:
    assert adjust([0.01, 0.02, 0.03, 0.5]) == pytest.approx([0.04, 0.04, 0.04, 0.5])
    assert adjust([]) == []


def test_nothing_is_said_of_few_letters_however_loud_the_ratio() -> None:
    assert words((2, 1), (0, 99)) == [(0, Enough.NOT_ENOUGH)]
    assert words((9, 1), (0, 99)) == [(0, Enough.NOT_ENOUGH)]  # one short of ten in all
    assert dict(words((2, 0.1), *[(1, 10)] * 20))[0] == Enough.NOT_ENOUGH  # two of one are never a pattern


def test_many_letters_about_a_small_office_stand_out_and_an_even_spread_does_not() -> None:
    assert dict(words((9, 3), *[(1, 10)] * 8))[0] == Enough.MORE
    assert set(dict(words(*[(5, 10)] * 6)).values()) == {Enough.LIKE_OTHERS}


def test_one_office_among_a_hundred_is_judged_as_one_of_a_hundred() -> None:
    """Three letters where one was expected: p of about 0.08 alone, and nothing among many."""
    assert Enough.MORE not in dict(words((3, 1), *[(1, 1)] * 99)).values()


def test_shrinking_goes_to_one_when_nothing_differs_more_than_chance() -> None:
    assert shrink([1, 1, 1, 1], [1, 1, 1, 1]) == pytest.approx([1, 1, 1, 1])
    assert shrink([0, 2, 1, 1], [1, 1, 1, 1]) == pytest.approx([1, 1, 1, 1])


letters = st.lists(st.tuples(st.integers(0, 30), st.floats(0.5, 50)), min_size=1, max_size=12)


@given(letters)
def test_shrunk_ratios_lie_between_the_bare_one_and_the_mean(units: list[tuple[int, float]]) -> None:
    for row in rows([Unit(n, count, exposure) for n, (count, exposure) in enumerate(units)]):
        bare = row.count / row.expected
        assert min(bare, 1) - 1e-9 <= row.ratio <= max(bare, 1) + 1e-9
        assert row.low <= bare <= row.high
        assert row.p <= row.adjusted + 1e-12 <= 1 + 1e-9


@given(letters)
def test_what_stands_out_has_enough_letters_and_comes_first(units: list[tuple[int, float]]) -> None:
    found = rows([Unit(n, count, exposure) for n, (count, exposure) in enumerate(units)])
    said = [row.enough == Enough.MORE for row in found]
    assert said == sorted(said, reverse=True)
    assert all(row.count >= 3 and row.adjusted <= 0.05 for row in found if row.enough == Enough.MORE)
