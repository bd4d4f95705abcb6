"""The sheet and the ledger, drawn as sums."""

from datetime import date

import pytest

from rumduol.remedy.ledger import owed
from rumduol.remedy.sheet import Line, LineError, reckon, reckon_all

D = date


def test_a_sheet_is_a_sum_that_anybody_can_reckon_again():
    lines = [
        Line("wages", 600_000, "contract", months=10, paid=1_000_000),  # 600,000 x 10 - 1,000,000
        Line("fees", 2_000_000, "receipt", months=18, permille=120),  # 2,000,000 + 12% x 1.5 years
        Line("medical", 12_050, "bill", currency="usd"),  # 120.50 dollars at 4,100
        Line("moral", 3_000_000, "what she says"),
    ]
    sheet = reckon_all(lines, 4_100)
    assert [one.riel for one in sheet.lines] == [5_000_000, 2_000_000 + 360_000, 494_050, 3_000_000]
    assert sheet.total == 5_000_000 + 2_360_000 + 494_050 + 3_000_000
    assert [Line.of(one.stored()) for one in lines] == lines


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (Line("wages", 600_000, ""), "months"),
        (Line("gold", 600_000, ""), "kind"),
        (Line("moral", 0, ""), "amount"),
        (Line("moral", -5, ""), "amount"),
        (Line("moral", 5, "", currency="eur"), "currency"),
        (Line("medical", 5, "", currency="usd"), "currency"),  # no rate
        (Line("fees", 5, "", permille=1001, months=1), "permille"),
        (Line("wages", 10**11, "", months=1200), "amount"),
    ],
)
def test_what_cannot_be_reckoned_names_its_field(line, field):
    with pytest.raises(LineError) as refused:
        reckon(line, None)
    assert set(refused.value.errors) == {field}


def test_more_paid_than_earned_is_nothing_not_less():
    assert reckon(Line("wages", 100, "", months=2, paid=900), None).riel == 0


@pytest.mark.parametrize(
    ("since", "permille", "payments", "on", "left"),
    [
        (None, 0, [], D(2026, 1, 1), 10_000_000),
        (None, 0, [(D(2025, 5, 1), 4_000_000)], D(2026, 1, 1), 6_000_000),
        (D(2025, 1, 1), 50, [], D(2026, 1, 1), 10_000_000 + 500_000),  # a whole year at 5%
        # half paid after 100 days: 10m x 100 + 5m x 265 days
        (D(2025, 1, 1), 50, [(D(2025, 4, 11), 5_000_000)], D(2026, 1, 1),
         10_000_000 + (10_000_000 * 100 + 5_000_000 * 265) * 50 // 365_000 - 5_000_000),
        (D(2025, 1, 1), 50, [(D(2024, 12, 1), 10_000_000)], D(2026, 1, 1), 0),  # paid before interest runs
        (D(2025, 1, 1), 50, [(D(2026, 1, 1), 10_500_000)], D(2025, 2, 1), 0),  # a later payment counts, with its interest
        (D(2027, 1, 1), 50, [], D(2026, 1, 1), 10_000_000),
    ],
)  # fmt: skip
def test_what_is_owed(since, permille, payments, on, left):
    assert owed(ordered=10_000_000, permille=permille, since=since, payments=payments, on=on).left == left
