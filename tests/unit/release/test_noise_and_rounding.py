"""The other ways of protecting: rounding that adds up, noise with an account, invented rows, coarser tables."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rumduol.release.disclosure.coarser import fold, share_shown, suggest_coarser
from rumduol.release.disclosure.noise import BudgetSpent, Ledger, Spent, error_of, noisy_counts
from rumduol.release.disclosure.releases import protect_counts
from rumduol.release.disclosure.rounding import controlled_rounding
from rumduol.release.disclosure.synthetic import BLANK, k_anonymous, private, utility_of
from rumduol.release.disclosure.tables import Axis, CountTable


def flat(*sizes):
    return tuple(Axis.flat(f"d{n}", tuple(f"v{v}" for v in range(size))) for n, size in enumerate(sizes))


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from([(3, 3), (5, 2), (2, 3, 2)]).flatmap(
        lambda shape: st.tuples(
            st.just(shape),
            st.lists(st.integers(0, 40), min_size=int(np.prod(shape)), max_size=int(np.prod(shape))),
        )
    ),
    st.sampled_from([3, 5]),
)
def test_a_rounded_table_adds_up_and_stays_near(drawn, base):
    shape, numbers = drawn
    table = CountTable(flat(*shape), np.array(numbers, np.int64).reshape(shape))
    rounded = controlled_rounding(table, base)
    assert table.sums.hold(rounded.ravel())
    assert not (rounded % base).any()
    assert (rounded >= 0).all()
    near = base if len(shape) == 2 else 2 * base  # in two dimensions a neighbouring multiple is always possible
    assert (np.abs(rounded - table.numbers) < near).all()


def test_an_account_cannot_be_overdrawn():
    ledger = Ledger(Decimal("1"))
    for n in range(10):
        ledger = ledger.spend(Spent("victims 2026", "press", f"q{n}", Decimal("0.1")))
    assert ledger.left("victims 2026") == 0
    assert ledger.left("victims 2027") == 1
    with pytest.raises(BudgetSpent):
        ledger.spend(Spent("victims 2026", "somebody else", "q", Decimal("0.1")))
    assert ledger.earlier_answer("victims 2026", "q3") is not None
    with pytest.raises(ValueError, match="more than nothing"):
        ledger.spend(Spent("victims 2027", "press", "q", Decimal("-1")))


def test_noise_is_noise_and_near():
    truth = np.full(2000, 100, np.int64)
    told = noisy_counts(truth, Decimal("0.5"))
    assert len(set(told.tolist())) > 5
    assert (np.abs(told - truth) <= error_of(Decimal("0.5"), sure=0.99)).mean() > 0.97
    assert (noisy_counts(np.zeros(500, np.int64), Decimal("0.5")) >= 0).all()
    with pytest.raises(ValueError, match="more than nothing"):
        noisy_counts(truth, Decimal("0"))


@pytest.fixture(scope="module")
def rows():
    random = np.random.default_rng(7)
    sex = random.choice(2, 1500, p=[0.7, 0.3])
    form = np.where(
        sex == 0, random.choice(4, 1500, p=[0.6, 0.3, 0.09, 0.01]), random.choice(4, 1500, p=[0.1, 0.2, 0.6, 0.1])
    )
    return np.stack([sex, form, random.choice(9, 1500), random.choice(3, 1500, p=[0.8, 0.19, 0.01])], axis=1)


def test_no_made_row_shows_what_fewer_than_k_share(rows):
    made = k_anonymous(rows, 10, seed=1)
    report = utility_of(rows, made, k=10)
    assert report.rare == 0
    assert 0 < report.blank < 0.2
    assert report.single < 0.05
    assert utility_of(rows, rows, k=10).rare > 0  # the real ones would have


def test_private_rows_resemble_the_real_ones(rows):
    made = private(rows, (2, 4, 9, 3), Decimal("4"), people=1500, seed=1)
    assert made.shape == (1500, 4)
    assert made.max() < 9
    assert made.min() >= BLANK
    assert utility_of(rows, made, k=10).single < 0.1


def test_a_table_of_which_too_little_survives_has_coarser_ones():
    place = Axis.nested("place", {"a": ("a1", "a2", "a3"), "b": ("b1", "b2", "b3")})
    numbers = np.random.default_rng(0).integers(0, 6, (6, 2, 3)).astype(np.int64)
    table = CountTable((place, *flat(2, 3)), numbers)
    found = suggest_coarser(table, threshold=5)
    assert found
    for one in found:
        assert one.shown >= 0.5
        assert one.shown == share_shown(one.table, protect_counts(one.table, threshold=5))
        assert one.table.finest.sum() == numbers.sum()
    assert fold(table, 0).finest.shape == (2, 2, 3)
    many = CountTable(flat(2, 2), np.array([[50, 60], [70, 80]], np.int64))
    assert suggest_coarser(many, threshold=5) == []
