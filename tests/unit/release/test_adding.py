"""A table with a number that is not the sum of its parts is not published, whatever is hidden around it."""

from dataclasses import replace
from random import Random

import pytest

from rumduol.indicators.types import TOTAL, Dimension, Table
from rumduol.indicators.words import value_label
from rumduol.release.adding import DoesNotAddUp, check_adds_up
from rumduol.release.suppression import suppress
from rumduol.release.types import SUPPRESSED

SEXES = Dimension("sex", ("female", "male", "unknown"))
AGES = Dimension("age", ("child", "adult", "unknown"))
FORMS = Dimension("form", ("labour", "sexual", "begging", "unknown"))


def made(dimensions, seed, most=40):
    random = Random(seed)
    table = Table("victims", "2025", "national", dimensions)
    cells = {place: random.randint(0, most) for place in table.coordinates() if TOTAL not in place}
    return suppress(replace(table, cells=cells), 5)


@pytest.mark.parametrize("dimensions", [(SEXES,), (SEXES, AGES), (SEXES, AGES, FORMS)], ids=len)
@pytest.mark.parametrize("seed", range(5))
def test_what_is_protected_adds_up(dimensions, seed):
    check_adds_up(made(dimensions, seed))


@pytest.mark.parametrize("dimensions", [(SEXES,), (SEXES, AGES), (SEXES, AGES, FORMS)], ids=len)
@pytest.mark.parametrize("total", [True, False])
def test_one_wrong_number_is_refused_and_its_sums_named(dimensions, total):
    right = made(dimensions, 3, most=4000)
    assert not right.hidden
    wrong = next(place for place in right.cells if (TOTAL in place) == total)
    with pytest.raises(DoesNotAddUp) as error:
        check_adds_up(replace(right, cells={**right.cells, wrong: right.cells[wrong] + 1}))
    assert error.value.cells
    assert all(TOTAL in cell for cell in error.value.cells)
    if total and len(dimensions) == 1:
        assert error.value.cells == (wrong,)
    assert value_label("sex", error.value.cells[0][0]) in str(error.value.message)


def test_a_hidden_cell_may_be_any_number_but_not_less_than_none():
    right = made((SEXES,), 3, most=4000)
    hidden = {**right.cells, ("female",): SUPPRESSED}
    check_adds_up(replace(right, cells=hidden))
    shown = right.cells[("male",)] + right.cells[("unknown",)]
    with pytest.raises(DoesNotAddUp):
        check_adds_up(replace(right, cells={**hidden, (TOTAL,): shown - 1}))
