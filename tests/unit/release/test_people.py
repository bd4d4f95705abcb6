"""Different people beside a table: what is small is hidden, and does not follow from the sum, an earlier or a later release."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rumduol.indicators.types import TOTAL, Dimension, Table
from rumduol.release.people import AGAIN, FIGURE, FIRST, LISTS, CannotBeBeside, Part, protected, rough, rough_estimate
from rumduol.release.rounded import round_table
from rumduol.release.suppression import protect
from rumduol.release.types import SUPPRESSED, Earlier

LIMIT = 5


def table(women: int, men: int) -> Table:
    numbers = {("female",): women, ("male",): men}
    return Table(
        "victims", "2026", "national", (Dimension("sex", ("female", "male")),), {k: n for k, n in numbers.items() if n}
    )


def shown(parts, exact, earlier=(), earlier_lists=()):
    released = protect(exact, LIMIT, earlier=earlier).released
    return [one.cells for one in protected(parts, exact, released, list(earlier), list(earlier_lists))]


def figure(first: int, again: int, repeated: int | None = None) -> Part:
    return Part(FIGURE, first, again, again if repeated is None else repeated)


def lists(first: int, again: int, repeated: int | None = None) -> Part:
    return Part(LISTS, first, again, again if repeated is None else repeated)


def test_a_large_overlap_is_shown_beside_the_sum():
    (cells,) = shown([figure(90, 10)], table(60, 40))
    assert cells == {(FIRST,): 90, (AGAIN,): 10, (TOTAL,): 100}


def test_nobody_twice_is_a_zero_and_no_secret():
    (cells,) = shown([figure(100, 0)], table(60, 40))
    assert cells == {(FIRST,): 100, (AGAIN,): 0, (TOTAL,): 100}


@pytest.mark.parametrize("again", [1, 2, 3, 4])
def test_a_small_overlap_takes_the_different_people_with_it(again):
    (cells,) = shown([figure(100 - again, again)], table(60, 40))
    assert cells == {(FIRST,): SUPPRESSED, (AGAIN,): SUPPRESSED, (TOTAL,): 100}


def test_one_person_with_many_records_is_hidden():
    (cells,) = shown([figure(92, 8, repeated=1)], table(60, 40))
    assert cells[(AGAIN,)] is cells[(FIRST,)] is SUPPRESSED


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 30), st.integers(0, 30), st.data())
def test_what_is_hidden_never_follows(women, men, data):
    """By brute force: at least two whole tables fit everything shown."""
    exact = table(women, men)
    again = data.draw(st.integers(0, max(0, exact.total - 1)))
    (cells,) = shown([figure(exact.total - again, again)], exact)
    unknown = [place for place in ((FIRST,), (AGAIN,), (TOTAL,)) if cells[place] is SUPPRESSED]
    fits = []
    for guess in product(range(1, 70), repeat=len(unknown)):
        numbers = {place: cell if isinstance(cell, int) else 0 for place, cell in cells.items()}
        numbers |= dict(zip(unknown, guess, strict=True))
        if numbers[(FIRST,)] + numbers[(AGAIN,)] == numbers[(TOTAL,)]:
            fits.append(numbers)
        if len(fits) > 300:
            break
    for place in unknown:
        assert len({one[place] for one in fits}) > 1
    for place, number in {(AGAIN,): again, (FIRST,): exact.total - again}.items():
        assert cells[place] is SUPPRESSED or cells[place] == number
        assert cells[place] is SUPPRESSED or not 0 < number < LIMIT


def test_a_revision_that_differs_by_few_shows_no_difference():
    exact, was = table(60, 40), figure(90, 10)
    first = protect(exact, LIMIT).released
    (before,) = protected([was], exact, first, [], [])
    earlier = [Earlier(exact, first), Earlier(was.table, before)]
    (cells,) = shown([figure(88, 12)], exact, earlier)
    assert cells[(FIRST,)] is cells[(AGAIN,)] is SUPPRESSED, "two more would show"
    (cells,) = shown([figure(80, 20)], exact, earlier)
    assert cells == {(FIRST,): 80, (AGAIN,): 20, (TOTAL,): 100}


def test_a_later_table_is_protected_beside_the_people_that_are_public():
    """A count of people that shows sum and parts makes the total public for every table to come."""
    exact, was = table(97, 3), figure(85, 15)
    first = protect(exact, LIMIT).released
    (people,) = protected([was], exact, first, [], [])
    done = protect(table(97, 3), LIMIT, earlier=[Earlier(was.table, people)])
    assert done.released.cells[(TOTAL,)] == 100
    assert done.released.cells[("female",)] is done.released.cells[("male",)] is SUPPRESSED


def test_what_the_other_lists_add_is_hidden_when_it_is_little():
    few = shown([figure(90, 10), lists(200, 13)], table(60, 40))[1]
    assert few == {(FIRST,): SUPPRESSED, (AGAIN,): SUPPRESSED, (TOTAL,): 213}
    many = shown([figure(90, 10), lists(200, 30)], table(60, 40))[1]
    assert many == {(FIRST,): 200, (AGAIN,): 30, (TOTAL,): 230}


def test_rounded_tables_have_rounded_people():
    exact = table(61, 42)
    released = round_table(exact, 5, threshold=LIMIT).released
    cells = protected([figure(92, 11), lists(301, 41)], exact, released, [], [])
    for one in cells:
        assert all(number % 5 == 0 for number in one.cells.values())
        assert one.cells[(FIRST,)] + one.cells[(AGAIN,)] == one.cells[(TOTAL,)]
    assert cells[0].cells[(TOTAL,)] == released.cells[(TOTAL,)]
    was = lists(301, 41)
    with pytest.raises(CannotBeBeside):
        shown([was], exact, (), [Earlier(was.table, cells[1])])


@pytest.mark.parametrize(
    ("people", "said"),
    [(None, None), (4.2, 0), (37.4, 40), (145.2, 150), (1449.0, 1400), (98_765, 99_000), (1e12, None)],
)
def test_estimates_are_told_in_two_digits(people, said):
    assert rough(people) == said


def test_an_estimate_keeps_its_interval_and_loses_its_model():
    told = rough_estimate({"method": "stepwise", "estimate": 412.3, "low": 301.0, "high": None, "model": ["A*B"]})
    assert told == {"method": "stepwise", "estimate": 410, "low": 300, "high": None}
