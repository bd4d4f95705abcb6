"""A report knows releases only: what they hide stays hidden, what is not there is called so."""

from decimal import Decimal

import pytest

from rumduol.indicators.reports import reports
from rumduol.reports.asked import Line, LineKind, asked
from rumduol.reports.shelf import Shelf, Told
from tests.unit.reports.reports_shelf import released, shelf_datasets

WORDS = {"km": "", "en": ""}


def line(indicator, kind="number", **more):
    return Line("x", indicator, LineKind(kind), WORDS, **more)


def told(shelf, one, year=2026):
    answer = shelf.answer(one, year)
    return answer.told, answer.number


def test_a_cell_a_margin_a_hidden_cell_and_nothing():
    shelf = Shelf(shelf_datasets())
    assert told(shelf, line("victims")) == (Told.NUMBER, 31 + 120 + 4 + 88)
    assert told(shelf, line("victims", cell={"sex": "male"})) == (Told.NUMBER, 4 + 88)
    assert told(shelf, line("victims", cell={"sex": "male", "age": "child"})) == (Told.SUPPRESSED, None)
    assert told(shelf, line("victims", cell={"province": "03"})) == (Told.SUPPRESSED, None)
    assert told(shelf, line("violations_child_labour"), 2025) == (Told.ZERO, 0)
    assert told(shelf, line("victims"), 2024) == (Told.NOT_RELEASED, None)
    assert told(shelf, line("victims", cell={"nationality": "KH"})) == (Told.NOT_RELEASED, None)
    assert told(shelf, line("child_labour_rate", collected=False)) == (Told.NOT_COLLECTED, None)
    assert {data.number for data in shelf.read} == {"R-2027-01", "R-2027-02", "R-2027-07"}


def test_what_one_release_hides_and_another_shows_is_read_from_the_other():
    shelf = Shelf(
        [
            released("R-1", "victims", "2026", ("sex",), counts={("male",): 30}, hidden={("male",), ("female",)}),
            released("R-2", "victims", "2026", ("sex", "age"), counts={("male", "adult"): 30}),
        ]
    )
    answer = shelf.answer(line("victims", cell={"sex": "male"}), 2026)
    assert (answer.number, answer.release) == (30, "R-2")


@pytest.mark.parametrize(("year", "said"), [(2025, Told.NO), (2026, Told.YES), (2024, Told.NOT_RELEASED)])
def test_yes_and_no(year, said):
    assert Shelf(shelf_datasets()).answer(line("unannounced_conducted", "yes_no"), year).told == said


def test_a_hidden_count_is_at_least_one_so_the_answer_is_yes_and_no_more():
    answer = Shelf(shelf_datasets()).answer(line("violations_child_labour", "yes_no"), 2026)
    assert (answer.told, answer.number) == (Told.YES, None)


def test_rates_come_from_shown_cells_and_the_population_of_the_release():
    shelf = Shelf(shelf_datasets())
    assert told(shelf, line("victims", "rate")) == (Told.NUMBER, Decimal("1.43"))
    assert told(shelf, line("victims", "rate", cell={"sex": "female"})) == (Told.NUMBER, Decimal("1.74"))
    assert told(shelf, line("victims", "rate"), 2025) == (Told.NOT_COLLECTED, None)  # no population was published


def test_every_report_is_read_and_says_each_line_in_both_languages():
    assert set(asked()) == {"annual", "dol6", "dol7", "dol11", "glotip", "sdg", "tip"}
    for report in asked().values():
        for one in report.lines:
            assert one.words["km"], one.code
            assert one.words["en"], one.code
            assert not (one.by and one.cell), one.code


NAMES = {"annual": "ncct", "dol6": "dol_table6", "dol7": "dol_table7", "dol11": "dol_table11"}


def test_documents_ask_what_the_catalogue_says_each_report_asks():
    for code, report in asked().items():
        lines = reports()[NAMES.get(code, code)].lines
        assert [one.code for one in report.lines] == [one.code for one in lines], code
        for ours, theirs in zip(report.lines, lines, strict=True):
            assert ours.indicator == theirs.indicator, ours.code
            assert dict(ours.cell) == dict(theirs.cell), ours.code
            assert ours.by == (theirs.breakdowns if theirs.whole else ()), ours.code
