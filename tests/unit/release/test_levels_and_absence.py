"""Levels of a breakdown are protected together, also over releases that share no word; and what is no number is no zero."""

import pytest

from rumduol.indicators import levels
from rumduol.indicators.breakdowns import BREAKDOWNS
from rumduol.indicators.types import NOT_COLLECTED, TOTAL, UNKNOWN, Dimension, Table
from rumduol.release.documents import sha256_of, table_of, to_content
from rumduol.release.suppression import protect
from rumduol.release.types import SUPPRESSED, Earlier, NoNumber

AGE = Dimension("age", ("child", "adult", "unknown"))
BANDS = BREAKDOWNS["age_band"].dimension
DETAIL = BREAKDOWNS["age_detail"].dimension
FORMS = BREAKDOWNS["form_detail"].dimension
SEX = Dimension("sex", ("female", "male", "unknown"))


def table(dimensions, cells):
    return Table("victims", "2026", "national", tuple(dimensions), cells)


def test_the_finest_values_are_counted_and_groups_are_their_sums():
    one = table([DETAIL], {("0-8",): 6, ("9-17",): 7, ("child-unknown",): 8, ("48+",): 9, ("unknown",): 5})
    numbers = one.with_margins()
    assert (numbers["child",], numbers["adult",], numbers[TOTAL,]) == (21, 9, 35)
    for whole, parts in one.lines():
        assert numbers[whole] == sum(numbers[part] for part in parts)
    assert [whole for whole, _parts in DETAIL.families] == [TOTAL, "child", "adult"]
    with pytest.raises(ValueError, match="no place"):
        table([DETAIL], {("child",): 3})
    with pytest.raises(ValueError, match="before it"):
        Dimension("age", ("0-8", "child"), ("child", TOTAL))


def test_raw_codes_count_in_the_finest_value_they_are_known_to():
    found = {
        raw: BREAKDOWNS["form_detail"].category(raw) for raw in ("labour", "labour_bricks", "begging", "unknown", "x")
    }
    assert found == {
        "labour": "labour-unknown", "labour_bricks": "labour_bricks", "begging": "begging", "unknown": UNKNOWN,
        "x": UNKNOWN,
    }  # fmt: skip
    ages = BREAKDOWNS["age_detail"].category
    assert [ages(raw) for raw in ("9-17", "child", "adult", "unknown", "")] == [
        "9-17", "child-unknown", "adult-unknown", UNKNOWN, UNKNOWN,
    ]  # fmt: skip
    assert {FORMS.part_of["labour_bricks"], FORMS.part_of["labour-unknown"]} == {"labour"}


def test_a_group_hides_its_only_small_part_and_one_more():
    done = protect(table([DETAIL], {("0-8",): 3, ("9-17",): 7, ("18-20",): 6, ("21-23",): 50}), 5).released.cells
    assert done["0-8",] is SUPPRESSED
    assert SUPPRESSED in {done["9-17",], done["child",]}
    assert done["21-23",] == 50


@pytest.mark.parametrize("finer", [BANDS, DETAIL])
def test_a_release_by_bands_cannot_be_subtracted_from_one_by_child_and_adult(finer):
    """The first shows 10 children. If the second hid the 3 and showed the 7, everybody would know the 3."""
    first = table([AGE], {("child",): 10, ("adult",): 56})
    public = Earlier(first, protect(first, 5).released)
    assert public.released.cells["child",] == 10
    second = table([finer], {("0-8",): 3, ("9-17",): 7, ("18-20",): 6, ("21-23",): 50})
    shown = protect(second, 5, earlier=[public]).released.cells
    assert (shown["0-8",], shown["9-17",]) == (SUPPRESSED, SUPPRESSED)
    assert protect(table([BANDS], second.cells), 5).released.cells["9-17",] == 7  # alone, the cheapest other is hidden


def test_related_breakdowns_have_the_same_word_for_the_same_people():
    assert levels.node("citizenship", "own") == levels.node("nationality", "KH") == "KH"
    assert levels.node("age_band", "child") == levels.node("age_detail", "child-unknown")
    assert levels.node("age", "child") == levels.node("age_detail", "child")
    first = Table(
        "v", "2026", "national", (Dimension("citizenship", ("own", "foreign")),), {("own",): 90, ("foreign",): 12}
    )
    second = Table(
        "v", "2026", "national", (Dimension("nationality", ("KH", "VN", "TH", "CN", "LA", "other")),),
        {("KH",): 90, ("VN",): 3, ("TH",): 9},
    )  # fmt: skip
    shown = protect(second, 5, earlier=[Earlier(first, protect(first, 5).released)]).released.cells
    assert (shown["VN",], shown["TH",], shown["KH",]) == (SUPPRESSED, SUPPRESSED, 90)


def test_a_row_of_which_nobody_was_asked_has_no_zeros():
    asked = Dimension("disability", ("yes", "no", UNKNOWN, NOT_COLLECTED))
    cells = protect(
        table(
            [Dimension("form", ("labour", "sexual", "begging")), asked],
            {
                ("labour", "yes"): 12, ("labour", "no"): 30, ("sexual", NOT_COLLECTED): 40,
                ("begging", UNKNOWN): 20, ("begging", NOT_COLLECTED): 9,
            },
        ),
        5,
    ).released.cells  # fmt: skip
    assert cells["labour", UNKNOWN] == 0
    assert (cells["sexual", "yes"], cells["sexual", "no"]) == (NoNumber.NOT_COLLECTED,) * 2
    assert (cells["sexual", UNKNOWN], cells["sexual", NOT_COLLECTED]) == (0, 40)
    assert (cells["begging", "yes"], cells["begging", "no"]) == (NoNumber.UNKNOWN,) * 2
    assert (cells[TOTAL, "yes"], cells[TOTAL, TOTAL]) == (12, 111)


def test_what_cannot_be_is_no_zero_but_a_count_that_stands_there_is_shown():
    palermo = Dimension("palermo", ("trafficking", "child_trafficking", UNKNOWN))
    cells = {("child", "child_trafficking"): 9, ("adult", "trafficking"): 20}
    done = protect(table([AGE, palermo], cells), 5).released.cells
    assert done["adult", "child_trafficking"] is NoNumber.NOT_APPLICABLE
    assert done["child", "trafficking"] == 0
    wrong = protect(table([AGE, palermo], cells | {("adult", "child_trafficking"): 6}), 5).released.cells
    assert wrong["adult", "child_trafficking"] == 6


def test_a_stored_document_keeps_levels_and_all_kinds_of_cells():
    released = protect(
        table([DETAIL, SEX], {("0-8", "female"): 2, ("9-17", "male"): 8, ("48+", UNKNOWN): 30, ("unknown", "male"): 7}),
        5,
    ).released
    content = to_content(released, rate_per=0, population={}, population_source="", revises="", reason="")
    assert table_of(content) == released
    assert {cell for *_place, cell in content["cells"] if isinstance(cell, str)} == {"s", "u"}
    assert sha256_of(content) == sha256_of(
        to_content(table_of(content), rate_per=0, population={}, population_source="", revises="", reason="")
    )
    old = content | {"version": 1, "dimensions": [{k: d[k] for k in ("name", "values")} for d in content["dimensions"]]}
    assert table_of(old).dimensions[0].parents == ()
