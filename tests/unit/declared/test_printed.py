"""What a cell says is kept as it was printed: a number, a range, or one of five ways to have none."""

import pytest

from rumduol.declared.enums import NoNumber
from rumduol.declared.printed import PATTERN, Cell, cell_of
from rumduol.reconcile.numerals import read


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("1,824", "1824"), ("០", "0"), ("១៨២៤", "1824"), ("1,824(2)", "1824"), ("12.5", "12.5"), ("100", "100"),
        ("<5", "<5"), ("< ៥", "<5"), ("≤5", "<=5"), ("fewer than 10", "<10"), ("តិចជាង 5", "<5"), (">10", ">10"), ("at least 3", ">=3"),
        ("5-10", "5-10"), ("5 to 10", "5-10"),
        ("", "blank"), ("-", "blank"), ("n/a", "blank"), ("Unknown (15,65)", "unknown"), ("មិនដឹង", "unknown"),
        ("not collected", "not_collected"), ("មិនបានប្រមូល", "not_collected"), ("not applicable", "not_applicable"),
        ("s", "hidden"), ("*", "hidden"), ("លាក់", "hidden"),
    ],
)  # fmt: skip
def test_it_is_kept_as_printed(printed, kept):
    cell = cell_of(read(printed))
    assert cell is not None
    assert cell.code == kept
    assert PATTERN.fullmatch(kept) or kept in NoNumber.values


@pytest.mark.parametrize("printed", ["-5", "12%", "yes", "Kep", "(5)", "1,82,4", "#REF!"])
def test_what_is_no_count_is_no_cell(printed):
    assert cell_of(read(printed)) is None


def test_a_range_is_no_number_and_blank_is_not_zero():
    assert Cell("<5").number is None
    assert Cell("5-10").number is None
    assert Cell("blank") != 0
    assert Cell("0") == 0
    assert Cell("7") != Cell("<7")
    assert Cell("hidden").no_number is NoNumber.HIDDEN
