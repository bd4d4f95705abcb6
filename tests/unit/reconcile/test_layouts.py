"""Where headings, labels and totals are, in the shapes that reports use."""

import pytest

from rumduol.reconcile.checking import check_table
from rumduol.reconcile.grids import Unusable, grid_of
from rumduol.reconcile.relations import Rule, relations_of
from rumduol.reconcile.tables import Options, table_of


def made(text, **options):
    return table_of(grid_of("t", [line.split("|") for line in text.strip().splitlines()]), Options(**options))


def sums(table):
    """target -> parts, by address."""
    return {
        relation.target.address: " ".join(spot.address for spot in relation.others)
        for relation in relations_of(table)
        if relation.rule in {Rule.ROWS, Rule.COLUMNS}
    }


def test_a_total_row_and_a_total_column():
    assert sums(made("p|m|f|total\nA|1|2|3\nB|4|5|9\nTotal|5|7|12"))["D4"] == "B4 C4"
    assert sums(made("p|m|f\nA|1|2\nB|4|5\nសរុប|5|7")) == {"B4": "B2 B3", "C4": "C2 C3"}


def test_a_total_column_may_come_first():
    assert sums(made("p|Total|m|f\nA|3|1|2\nB|9|4|5")) == {"B2": "C2 D2", "B3": "C3 D3"}


def test_subtotals_sum_their_own_rows_and_the_grand_total_all():
    found = sums(made("p|n\nA|1\nB|2\nSubtotal|3\nC|4\nD|5\nSubtotal|9\nGrand total|12"))
    assert found == {"B4": "B2 B3", "B7": "B5 B6", "B8": "B2 B3 B5 B6"}


def test_subtotals_above_their_rows_are_seen_from_the_numbers():
    found = sums(made("p|n|m\nTotal|12|24\nSubtotal|3|6\nA|1|2\nB|2|4\nSubtotal|9|18\nC|4|8\nD|5|10"))
    assert found["B3"] == "B4 B5"
    assert found["B2"] == "B4 B5 B7 B8"


def test_a_total_named_after_its_group_is_one_when_the_numbers_say_so():
    found = sums(made("p|n|m\nA1|1|2\nA2|2|3\nTotal Kep|3|5\nB1|4|1\nB2|5|1\nTotal Takeo|9|2\nTotal|12|7"))
    assert found["B4"] == "B2 B3"
    assert found["B8"] == "B2 B3 B5 B6"
    assert sums(made("figure|n\nkilns_visited|62\nkilns_total|486\nsessions|3")) == {}


def test_a_total_row_twice_is_compared_with_itself():
    table = made("p|n|m\nTotal|3|7\nA|1|3\nB|2|4\nTotal|3|8")
    assert {(one.relation.rule, one.relation.target.address) for one in check_table(table)} == {
        (Rule.ROWS, "C5"),
        (Rule.TWICE, "C5"),
    }


def test_sections_have_their_own_totals():
    text = "what|n|m\nBy sex||\nmen|5|1\nwomen|7|2\nTotal|12|3\nBy age||\nchildren|3|1\nadults|9|2\nTotal|12|3"
    assert sums(made(text))["B5"] == "B3 B4"
    assert sums(made(text))["B9"] == "B7 B8"


def test_women_alone_are_part_of_the_total_and_not_all_of_it():
    table = made("ខេត្ត|សរុប|ស្រី\nកែប|10|4\nប៉ៃលិន|12|13\nសរុប|22|17")
    (wrong,) = [one for one in check_table(table) if one.relation.rule is Rule.PART]
    assert (wrong.relation.target.address, wrong.difference) == ("C3", 1)
    assert [one for one in check_table(table) if one.relation.rule is Rule.COLUMNS] == []


def test_two_divisions_of_one_total_side_by_side():
    found = relations_of(made("p|Total|men|women|children|adults\nA|10|4|6|3|7\nB|20|9|11|8|12\nC|30|1|29|2|28"))
    assert {" ".join(s.address for s in one.others) for one in found if one.target.address == "B2"} == {
        "C2 D2",
        "E2 F2",
    }


def test_two_rows_of_headings():
    table = made("p|male||female||total\n|child|adult|child|adult|\nA|1|2|3|4|10")
    assert sums(table) == {"F3": "B3 C3 D3 E3"}
    table = made(
        "p|male|||female|||total|||\n|c|a|Total|c|a|Total|c|a|Total\nA|1|2|3|3|4|7|4|6|10".replace(
            "|total|||", "|Total||"
        )
    )
    assert sums(table)["J3"] in {"D3 G3", "H3 I3"}
    assert sums(table)["H3"] == "B3 E3"


def test_a_long_table_with_total_among_the_values():
    table = made(
        "sex|age|n\nf|child|1\nf|adult|2\nf|Total|3\nm|child|4\nm|adult|5\nm|Total|9\nTotal|child|5\nTotal|adult|7\nTotal|Total|12"
    )
    found = {(r.target.address, " ".join(s.address for s in r.others)) for r in relations_of(table)}
    assert found == {
        ("C4", "C2 C3"),
        ("C7", "C5 C6"),
        ("C8", "C2 C5"),
        ("C9", "C3 C6"),
        ("C10", "C4 C7"),
        ("C10", "C8 C9"),
    }


def test_a_nested_long_table_with_districts_in_provinces():
    table = made("province|district|n\nKep|a|1\nKep|b|2\nKep|Total|3\nTakeo|c|4\nTakeo|Total|4\nTotal||7")
    assert sums(table)["C7"] == "C4 C6"
    assert sums(table)["C4"] == "C2 C3"


def test_years_codes_and_running_numbers_are_no_quantities():
    table = made("year|province|n\n2019|A|1\n2019|B|2\n2019|Total|3\n2020|A|4\n2020|B|5\n2020|Total|9")
    assert table.keys == ("year", "province")
    assert sums(table) == {"C4": "C2 C3", "C7": "C5 C6"}
    table = made("ល.រ|p|n\n1|A|1\n2|B|2\n3|C|3\n|សរុប|6")
    assert [line.label for line in table.rows] == ["A", "B", "C", "សរុប"]
    assert sums(table) == {"C5": "C2 C3 C4"}


def test_percentages_are_not_added_to_counts_and_add_up_to_a_hundred_only_roughly():
    table = made("p|n|%\nA|1|33.3%\nB|1|33.3%\nC|1|33.3%\nTotal|3|100%")
    assert check_table(table) == []
    (wrong,) = check_table(made("p|n|%\nA|1|33.3%\nB|1|33.3%\nC|1|36.3%\nTotal|3|100%"))
    assert wrong.relation.target.address == "C5"
    assert check_table(made("p|cases|rate\nA|1|5.5\nB|2|7.5\nTotal|3|6.0")) == []


def test_a_column_of_words_is_left_out_and_a_word_among_numbers_is_refused():
    table = made("p|n|remarks\nA|1|none\nB|two|late\nTotal|3|x")
    assert table.unread == ("remarks (C2)",)
    assert [(one.spot.address, one.why.code) for one in table.refused] == [("B3", "not_a_number")]
    assert check_table(table) == []


def test_answers_among_numbers_are_no_fault():
    table = made(
        "indicator|2020|2021\ninspectors|602|602\nfunding|Unknown|Unknown (15,65)\nrefresher|Yes|No\npenalties|4|N/A"
    )
    assert table.refused == ()
    assert check_table(table) == []


def test_a_count_below_zero_is_named_unless_changes_are_meant():
    text = "p|n\nA|-1\nB|3\nTotal|2"
    (wrong,) = check_table(made(text))
    assert (wrong.relation.rule, wrong.relation.target.address, wrong.difference) == (Rule.NEGATIVE, "B2", -1)
    assert check_table(made(text, negative=True)) == []


def test_what_tables_toml_can_say_of_a_table():
    rounded = "p|n\nA|1.2\nB|1.2\nTotal|2.5"
    assert len(check_table(made(rounded))) == 1
    assert check_table(made(rounded, rounded=True)) == []
    disabled = "p|men|women|disabled|Total\nA|1|2|1|3\nB|2|2|1|4"
    assert len(check_table(made(disabled))) == 2
    assert check_table(made(disabled, of_which=("Disabled",))) == []
    assert relations_of(made(disabled, totals=False)) == []
    with pytest.raises(Unusable, match="nowhere"):
        made(disabled, keys=("nowhere",))


def test_a_title_above_and_a_source_below_are_no_lines():
    table = made("Victims 2026||\nprovince|n|m\nA|1|2\nTotal|1|2\nSource: police||")
    assert [line.label for line in table.rows] == ["A", "Total"]


def test_a_number_not_filled_in_is_unknown_and_no_heading():
    assert check_table(made("p|n\nA|\nB|2\nC|3\nTotal|9")) == []
    assert len(check_table(made("p|n\nA|\nB|2\nC|3\nTotal|4"))) == 1


def test_sums_that_hold_one_by_one_and_not_together():
    # The total of all is not printed: by its rows it is 12, by its columns 15.
    table = made("p|m|f|Total\nA|4|<5|5\nB|6|<5|7\nTotal|10|5|-")
    (wrong,) = check_table(table)
    assert {one.target.address for one in wrong.relations} == {"D4"}
    assert [one.rule for one in wrong.relations] == [Rule.ROWS, Rule.COLUMNS]


def test_a_column_of_which_nothing_is_known_is_a_part_like_the_others():
    table = made("p|men|women|Total\nA|1|-|3\nB|2|n/a|9\nTotal|3||12")
    assert sums(table)["D2"] == "B2 C2"
    assert check_table(table) == []
    assert sums(made("p|men|women|Total\nA|-|1|3\nB||2|9")) == {"D2": "B2 C2", "D3": "B3 C3"}


def test_one_line_that_happens_to_fit_does_not_decide_what_the_only_total_is_of():
    (wrong,) = check_table(made("p|n\nA|20\nTotal|3\nB|3\nC|1"))
    assert {spot.address for spot in wrong.spots} == {"B3", "B2", "B4", "B5"}


def test_a_row_that_the_total_forgot_is_not_passed_over():
    wrong = check_table(made("p|m|f|Total\nKep|101|102|203\nPailin|104|108|212\nTakeo|10|3|13\nTotal|205|210|415"))
    assert [(one.relation.target.address, one.difference) for one in wrong] == [("B5", -10), ("C5", -3), ("D5", -13)]


def test_a_grand_total_that_forgot_a_block_is_not_read_as_the_total_of_the_other():
    text = "p|m|f\nA|1|2\nB|2|3\nSubtotal|3|5\nC|4|1\nD|5|1\nSubtotal|9|2\nGrand total|9|2"
    assert {one.relation.target.address: one.difference for one in check_table(made(text))} == {"B8": -3, "C8": -5}
