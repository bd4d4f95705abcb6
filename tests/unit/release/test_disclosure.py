"""The kernel on arrays: hierarchies, insiders, amounts, links over time; checked by an auditor who shares no code with it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rumduol.release.disclosure.audit import NothingFits, audit, audit_insiders
from rumduol.release.disclosure.elimination import Moves
from rumduol.release.disclosure.primary import AmountRule, Amounts, sensitive
from rumduol.release.disclosure.relations import compact
from rumduol.release.disclosure.releases import CannotHide, Public, protect_amounts, protect_counts
from rumduol.release.disclosure.tables import Axis, CannotBeAsked, CountTable
from rumduol.release.types import Why

PLACES = Axis.nested("place", {"08": ("0801", "0802"), "18": ("1801", "1802", "1803"), "24": ()})
SEX = Axis.flat("sex", ("female", "male"))
FORM = Axis.nested("form", {"labour": ("labour_bricks", "labour_fishing"), "sexual": ()})
BAND = Axis.flat("age", ("child", "adult", "unknown"))


@st.composite
def counts(draw, shapes=((PLACES, SEX), (PLACES, FORM), (SEX, BAND, FORM), (SEX, BAND), (PLACES,))):
    axes = draw(st.sampled_from(shapes))
    shape = tuple(len(axis.leaves) for axis in axes)
    number = st.one_of(st.integers(0, 9), st.integers(0, 60), st.just(0), st.just(1))
    size = int(np.prod(shape))
    return CountTable(axes, np.array(draw(st.lists(number, min_size=size, max_size=size)), np.int64).reshape(shape))


def published(table, hidden):
    return np.where(hidden, np.nan, table.numbers.astype(float)).ravel()


@settings(max_examples=40, deadline=None)
@given(counts())
def test_nobody_outside_and_nobody_inside_computes_a_small_number(table):
    done = protect_counts(table, threshold=5)
    numbers = table.numbers.ravel()
    small = (numbers > 0) & (numbers < 5)
    assert done.hidden.ravel()[small].all()
    assert not done.hidden.ravel()[numbers == 0].any()
    seen = audit(published(table, done.hidden), table.sums)
    assert not len(seen.computable)
    assert not len(seen.short_of(np.where(small, 4, 1)))
    assert (seen.low <= numbers[seen.hidden]).all()
    assert (numbers[seen.hidden] <= seen.high).all()
    inside = {"truth": numbers, "insiders": numbers == 1, "guarded": small}
    assert audit_insiders(published(table, done.hidden), table.sums, **inside) == []


def test_half_a_person_is_no_doubt():
    """The girl alone in her cell knew another cell: all that she could not rule out was one and a half people there."""
    finest = np.array([[[5, 1, 0], [1, 7, 1], [0, 2, 2]], [[0, 6, 6], [0, 1, 0], [2, 5, 8]]], np.int64)
    table = CountTable((SEX, BAND, FORM), finest)
    done = protect_counts(table, threshold=5)
    numbers = table.numbers.ravel()
    inside = {"truth": numbers, "insiders": numbers == 1, "guarded": (numbers > 0) & (numbers < 5)}
    assert audit_insiders(published(table, done.hidden), table.sums, **inside) == []


@settings(max_examples=25, deadline=None)
@given(counts(shapes=((SEX, BAND), (PLACES, SEX))), st.data())
def test_a_revision_cannot_be_subtracted(table, data):
    size = table.finest.size
    step = data.draw(st.lists(st.integers(-3, 3), min_size=size, max_size=size))
    later = CountTable(table.axes, np.maximum(0, table.finest + np.array(step).reshape(table.finest.shape)))
    first = protect_counts(table, threshold=5)
    try:
        second = protect_counts(later, threshold=5, earlier=[Public(table, first.hidden)])
    except CannotHide:
        return  # said before anything is drafted; nothing is shown
    difference = (later.numbers - table.numbers).ravel()
    either = (first.hidden | second.hidden).ravel()
    system = compact(table.sums, difference, ~either)
    guarded = np.flatnonzero((difference != 0) & (np.abs(difference) < 5))
    for cell in guarded.tolist():
        assert either[cell]
        assert Moves(system).shadows[:, system.place[cell]].any()
    assert not len(audit(published(later, second.hidden), later.sums).computable)


@settings(max_examples=25, deadline=None)
@given(counts(shapes=((SEX, BAND, FORM),)))
def test_two_tables_of_the_same_people_are_solved_together(table):
    """sex x age x form after sex x age: no cell of either follows from both together."""
    coarse = CountTable(table.axes[:2], np.ascontiguousarray(table.finest.sum(axis=2)))
    first = protect_counts(coarse, threshold=5)
    try:
        second = protect_counts(table, threshold=5, earlier=[Public(coarse, first.hidden)])
    except CannotHide:
        return  # a public 5 that the finer table splits into 4 and 1 leaves neither enough room: refused, not shown
    both = second.hidden.copy()
    assert both[:, :, -1][first.hidden].all()  # hidden once, hidden for ever
    both[:, :, -1] &= first.hidden  # what either shows, an outsider has
    assert not len(audit(published(table, both), table.sums).computable)


def test_a_sole_person_cannot_work_out_the_others():
    """1 and 3 hidden with 50 and 60: the one would compute the 3, so a third row is hidden with them."""
    numbers = np.array([[1, 50, 70], [3, 60, 80], [40, 90, 95]], np.int64)
    table = CountTable((Axis.flat("p", ("a", "b", "c")), Axis.flat("q", ("x", "y", "z"))), numbers)
    careless = protect_counts(table, threshold=5, insiders=False, width=1)
    careful = protect_counts(table, threshold=5)
    told = {"truth": table.numbers.ravel(), "insiders": (table.numbers == 1).ravel()}
    told["guarded"] = (table.numbers < 5).ravel()
    assert audit_insiders(published(table, careless.hidden), table.sums, **told)
    assert not audit_insiders(published(table, careful.hidden), table.sums, **told)


def test_the_auditor_finds_what_is_careless():
    numbers = np.array([[3, 20], [30, 40]], np.int64)
    table = CountTable((Axis.flat("p", ("a", "b")), SEX), numbers)
    alone = np.zeros(table.shape, bool)
    alone[0, 0] = True
    assert audit(published(table, alone), table.sums).computable.tolist() == [0]
    four = np.zeros(table.shape, bool)
    four[:2, :2] = True
    seen = audit(published(table, four), table.sums)
    assert (seen.low.tolist(), seen.high.tolist()) == ([1, 1, 11, 38], [22, 22, 32, 59])
    wrong = published(table, alone)
    wrong[-1] += 1
    with pytest.raises(NothingFits):
        audit(wrong, table.sums)


def test_margins_of_a_hierarchy():
    table = CountTable((PLACES,), np.array([1, 2, 3, 4, 5, 6], np.int64))
    named = dict(zip((c[0] for c in table.coordinates()), table.numbers.tolist(), strict=True))
    assert (named["08"], named["18"], named["24"], named["total"]) == (3, 12, 6, 21)
    assert table.sums.hold(table.numbers.ravel())
    assert not table.sums.hold(table.numbers.ravel() + 1)


def test_a_province_of_one_district_is_hidden_with_it():
    places = Axis.nested("place", {"08": ("0801",), "18": ("1801", "1802")})
    done = protect_counts(CountTable((places,), np.array([3, 20, 30], np.int64)), threshold=5)
    hidden = {places.label(int(at)) for at in np.flatnonzero(done.hidden)}
    assert {"08", "0801"} <= hidden
    assert len(hidden & {"18", "total"}) >= 1


def test_five_dimensions_are_refused_with_what_is_possible():
    axes = tuple(Axis.flat(f"d{n}", ("a", "b")) for n in range(6))
    with pytest.raises(CannotBeAsked, match="at most 4 dimensions") as refused:
        CountTable(axes, np.zeros((2,) * 6, np.int64))
    assert (refused.value.axes, refused.value.most_axes) == (6, 4)


def test_a_sum_of_money_that_gives_somebody_away():
    axes = (Axis.flat("province", ("08", "18", "24")), SEX)
    people = [(p, s) for p in range(3) for s in range(2) for _ in range(8)]
    amounts = np.array([1_000_000 + 40_000 * n for n in range(len(people))], np.int64)
    amounts[0] = 90_000_000  # one person has nearly all of the first cell
    table = Amounts.of_people(axes, np.array(people), amounts)
    assert table.table.numbers[-1, -1] == amounts.sum()
    found, room = sensitive(table, AmountRule(fewest=5, p=15, dominance=(1, 75)))
    assert found[0, 0]
    assert not found[1:3, :2].any()
    done = protect_amounts(table, AmountRule())
    assert done.why[0, 0] is Why.SMALL
    assert done.hidden.sum() >= 4
    numbers = table.table.numbers
    assert (done.high >= numbers + room)[found].all()
    seen = audit(published(table.table, done.hidden), table.table.sums, least=0)
    assert not len(seen.computable)
