"""What a printed cell says, one by one."""

from decimal import Decimal

import pytest

from rumduol.reconcile.numerals import Kind, marks_of, read, tidy


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1824", "1824"),
        ("1,824", "1824"),
        ("1,824(2)", "1824"),
        ("1,824 (15,65)", "1824"),
        ("1 824", "1824"),
        ("1\u00a0824", "1824"),
        ("1\u202f824", "1824"),
        ("1'824", "1824"),
        ("1.824", "1824"),
        ("12.824.000", "12824000"),
        ("1.824,5", "1824.5"),
        ("1,824.5", "1824.5"),
        ("12,5", "12.5"),
        ("0.824", "0.824"),
        ("១,៨២៤", "1824"),
        ("១៨២៤ នាក់", "1824"),
        ("០", "0"),
        ("602‡", "602"),
        ("12²", "12"),
        ("45 (12.5%)", "45"),
        ("-5", "-5"),
        ("−5", "-5"),
        ("+5", "5"),
        ("\u200b7\u200b", "7"),
    ],
)
def test_a_number_is_read_as_one(text, number):
    reading = read(text)
    assert (reading.kind, reading.value) == (Kind.NUMBER, Decimal(number))


@pytest.mark.parametrize(
    ("text", "number", "decimals"), [("12%", "12", 0), ("12.5 %", "12.5", 1), ("១២,៥០%", "12.5", 2)]
)
def test_a_percentage_keeps_its_decimals(text, number, decimals):
    reading = read(text)
    assert (reading.kind, reading.value, reading.decimals) == (Kind.PERCENT, Decimal(number), decimals)


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("<5", 0, 4),
        ("< 5", 0, 4),
        ("≤5", 0, 5),
        (">10", 11, None),
        ("fewer than 5", 0, 4),
        ("តិចជាង ៥", 0, 4),
        ("5-10", 5, 10),
    ],
)
def test_a_range_is_no_number_and_bounds_one(text, least, most):
    reading = read(text)
    assert (reading.kind, reading.value) == (Kind.RANGE, None)
    assert (reading.least, reading.most) == (least, most)


@pytest.mark.parametrize(
    "text", ["", "-", "–", "n/a", "N/A", "Unknown", "Unknown (15,65)", "Unknown†", "s", "*", "មិនដឹង", "…"]
)
def test_nothing_known_is_not_zero(text):
    reading = read(text)
    assert (reading.kind, reading.least, reading.most) == (Kind.UNKNOWN, 0, None)


@pytest.mark.parametrize(
    ("text", "why"),
    [("(5)", "brackets_alone"), ("#REF!", "error_value"), ("1,2,3", "broken_groups"), ("18 24", "broken_groups")],
)
def test_what_cannot_be_one_number_is_refused_with_its_reason(text, why):
    reading = read(text)
    assert (reading.kind, reading.why) == (Kind.REFUSED, why)


def test_an_answer_is_neither_a_number_nor_a_fault():
    assert [read(text).kind for text in ("Yes", "No† (2)", "ទេ")] == [Kind.ANSWER] * 3


def test_the_whole_table_decides_what_a_point_means():
    assert read("1.824", marks_of(["1.824", "12.000"])).value == 1824
    assert read("1.824", marks_of(["1.824", "0.5"])).value == Decimal("1.824")
    assert read("1.824", marks_of(["1.824", "7,5"])).value == 1824
    assert read("1,824", marks_of(["1,824", "7,5"])).value == Decimal("1.824")


def test_where_a_mark_is_used_for_both_the_unclear_cell_is_refused():
    marks = marks_of(["12,5", "1,824,000", "1,824"])
    assert read("1,824", marks).why == "mark_unclear"
    assert read("1,824,000", marks).value == 1824000
    assert read("12,5", marks).value == Decimal("12.5")


def test_invisible_marks_go_and_digits_of_any_script_become_ours():
    assert tidy("\ufeff ១២\u200b\u00a0៣ ") == "12 3"
