"""The catalogue is whole: every entry says all it must, in Khmer and English, and names only what exists."""

import csv
from pathlib import Path

import pytest
from django.utils.translation import override

from rumduol.facts.schema import schema, schemas, values
from rumduol.indicators.breakdowns import EACH, EXTRA, breakdown
from rumduol.indicators.catalogue import WORDS, Disclosure, Measure, catalogue, subjects
from rumduol.indicators.measures import median_of
from rumduol.indicators.reports import report, reports
from rumduol.indicators.words import code_words, dimension_label, subject_label, value_label

ALL = list(catalogue().values())


@pytest.mark.parametrize("subject", ALL, ids=lambda one: one.code)
def test_every_entry_is_whole(subject):
    for lang in ("km", "en"):
        for what in WORDS:
            text = subject.word(what, lang)
            assert text.strip(), what
            assert (lang == "km") == any("\u1780" <= letter <= "\u17ff" for letter in text) or what == "source", what
    assert subject.sources
    assert set(subject.usual) <= set(subject.breakdowns)
    assert subject.kind or subject.measure == Measure.DECLARED or subject.provision
    assert bool(subject.met) == (subject.measure == Measure.SHARE) == ("met" in subject.breakdowns)
    assert subject.measure != Measure.AMOUNT or subject.disclosure in {Disclosure.DOMINANCE, Disclosure.OPEN}
    assert len(subject.code) <= 40  # the release keeps it in so many letters


@pytest.mark.parametrize("subject", [one for one in ALL if one.kind], ids=lambda one: one.code)
def test_every_entry_asks_for_what_its_facts_carry(subject):
    shape = schema(subject.kind)
    assert not shape.outcomes or set(subject.outcomes) <= set(shape.outcomes)
    for column, codes in [*subject.where.items(), *subject.met.items()]:
        if column.startswith("extra."):
            assert column[6:] in shape.extra, column
            allowed = values(subject.kind, column[6:])
            assert not allowed or set(codes) <= set(allowed), column
        elif column == "outcome" and shape.outcomes:
            assert set(codes) <= set(shape.outcomes)
    for name in subject.breakdowns:
        if name in EXTRA:
            assert EXTRA[name] in shape.extra, name
        if name in EACH:
            assert subject.each == EACH[name]
    assert not subject.provision or subject.provision in values("provision", "what")


def test_names_are_different():
    for lang in ("km", "en"):
        names = [one.word("name", lang) for one in ALL]
        assert len(set(names)) == len(names)


def test_every_subject_and_code_has_words():
    with override("km"):
        for code in subjects():
            assert subject_label(code) != code
        for one in ALL:
            for name in one.breakdowns:
                assert dimension_label(name) != name, name
        for shape in schemas().values():
            for code in shape.outcomes:
                assert value_label("outcome", code, str(shape.kind)) != code, (shape.kind, code)
        for one in ALL:
            for name in set(one.breakdowns) & set(EXTRA):
                for code in values(one.kind, EXTRA[name]):
                    assert (
                        value_label(name, code, str(one.kind)) != code
                        or code in {"facebook", "ecpat"}
                        or name == "platform"
                    ), (name, code)


def test_one_code_may_mean_two_things():
    with override("en"):
        assert value_label("outcome", "declined", "referral_answer") == code_words()["declined"]["en"]
        assert value_label("outcome", "declined", "feedback") == "Offered, not wanted"
        assert value_label("outcome", "declined", "verification") == "Found, did not want help"


# The lines of the published tables, in their order, and what kind of value stands in them.
PRINTED = {
    "dol_table6": [
        "labour_inspectorate_funding",
        "number_of_labour_inspectors",
        "mechanism_to_assess_civil_penalties",
        "initial_training_for_new_labour_inspectors",
        "training_on_new_laws_related_to_child_labour",
        "refresher_courses_provided",
        "labour_inspections_conducted",
        "conducted_at_worksite",
        "child_labour_violations_found",
        "child_labour_violations_with_penalties_imposed",
        "child_labour_penalties_collected",
        "routine_inspections_conducted",
        "routine_inspections_targeted",
        "unannounced_inspections_permitted",
        "unannounced_inspections_conducted",
        "complaint_mechanism_exists",
        "reciprocal_referral_labour_social",
    ],
    "dol_table7": [
        "initial_training_for_new_criminal_investigators",
        "training_on_new_laws",
        "refresher_courses_provided",
        "investigations",
        "violations_found",
        "prosecutions_initiated",
        "convictions",
        "penalties_imposed",
        "reciprocal_referral_criminal_social",
    ],
}


@pytest.mark.parametrize("code", PRINTED)
def test_the_lines_of_the_published_tables(code):
    assert [line.code for line in report(code).lines] == PRINTED[code]


PUBLISHED = Path(__file__).resolve().parents[4] / "shared" / "data" / "published"


@pytest.mark.parametrize(
    ("code", "name"),
    [("dol_table6", "dol_table6_labour_enforcement"), ("dol_table7", "dol_table7_criminal_enforcement")],
)
def test_the_value_kinds_of_the_published_tables(code, name):
    """A number is printed where ours is a number or an amount, and yes or no where ours is yes or no."""
    file = PUBLISHED / f"{name}.csv"
    if not file.is_file():
        pytest.skip("the published tables are not part of the repository")
    rows = list(csv.DictReader(file.open()))
    lines = report(code).lines
    assert [row["indicator"] for row in rows] == [line.code for line in lines]
    for row, line in zip(rows, lines, strict=True):
        for printed in (row["2020"], row["2021"]):
            yes_no = line.subject.measure == Measure.YES_NO
            assert printed in {"Unknown", "N/A"} or (printed in {"Yes", "No"}) == yes_no, (line.code, printed)


def test_every_line_of_every_report_has_an_indicator_and_a_cell():
    for one in reports().values():
        codes = [line.code for line in one.lines]
        assert len(set(codes)) == len(codes), one.code
        for line in one.lines:
            for name, code in line.cell.items():
                assert code in breakdown(line.subject, name).values() if name not in {"province"} else code
            assert set(line.breakdowns) <= set(line.subject.breakdowns) or not line.subject.countable


def test_a_median_of_counted_values():
    from collections import Counter

    assert median_of(Counter({3: 1})) == 3
    assert median_of(Counter({1: 1, 4: 1})) == 2.5
    assert median_of(Counter({1: 5, 9: 2, 100: 2})) == 1
    assert median_of(Counter({0: 2, 10: 2})) == 5
