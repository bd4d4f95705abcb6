"""tables.toml: relations that the tables do not say themselves."""

import tomllib

import pytest

from rumduol.reconcile.grids import grid_of
from rumduol.reconcile.locating import slip_of
from rumduol.reconcile.whole import check_grids

POLICE = "province|persons|females|% female\nKep|40|25|62.5\nTakeo|10|11|110.0\nKampot|8|1|12.5"
COURT = "province|accused\nKep|41\nTakeo|10"


def found(said, **tables):
    grids = [grid_of(name, [line.split("|") for line in text.splitlines()]) for name, text in tables.items()]
    return check_grids(grids, tomllib.loads(said))


def told(findings):
    return [(one.relation.rule.value, one.relation.target.address, one.difference) for one in findings.mismatches]


def test_a_part_of_relation_holds_for_every_row():
    findings = found('part_of = ["females <= persons"]', police=POLICE)
    assert told(findings) == [("part", "C3", 1)]
    assert findings.exit_code == 1


def test_rows_can_be_parts_of_rows():
    text = "indicator|2020|2021\nlabour_inspections_conducted|1,824|176\nconducted_at_worksite|1309|451"
    said = 'part_of = ["conducted_at_worksite <= labour_inspections_conducted"]'
    assert told(found(said, dol=text)) == [("part", "C3", 275)]
    assert told(found(said, dol=text.replace("451", "45"))) == []


def test_values_of_a_long_table_are_compared_within_their_province():
    text = "province|sex|n\nKep|female|3\nKep|all persons|2\nTakeo|female|1\nTakeo|all persons|9"
    assert told(found('part_of = ["female <= all persons"]', t=text)) == [("part", "C2", 1)]


def test_a_sum_in_a_sentence_names_the_sentence_and_its_figures():
    said = '[[sum]]\nname = "returned"\nparts = [113, "54", "<5"]\ntotal = 175'
    findings = found(said, police=POLICE)
    (wrong,) = findings.mismatches
    assert (wrong.relation.name, wrong.least, wrong.most, wrong.difference) == ("returned", 167, 171, 4)
    (group,) = findings.explanation.groups
    assert [(one.printed, one.least, one.most) for one in group.one_of] == [
        ("175", 167, 171),
        ("113", 117, 121),
        ("54", 58, 62),
    ]


def test_a_sum_can_be_of_cells_and_of_a_whole_column():
    said = '[[sum]]\nname="all"\nparts=["police.persons.*"]\ntotal=58'
    assert told(found(said, police=POLICE, court=COURT)) == []
    assert len(told(found(said.replace("58", "59"), police=POLICE, court=COURT))) == 1
    said = '[[sum]]\nname="two"\nparts=["police.persons.Kep", "police!B3"]\ntotal="court!B2"'
    assert [one.difference for one in found(said, police=POLICE, court=COURT).mismatches] == [-9]


@pytest.mark.parametrize(
    ("percent", "holds"), [("66.7", True), ("66.6", False), ("67", True), ("66", False), ("66.67%", True)]
)
def test_a_share_is_that_of_its_counts_to_the_printed_decimals(percent, holds):
    said = f'[[share]]\nname="girls"\npart=2\nwhole=3\npercent="{percent}"'
    assert (found(said, police=POLICE).mismatches == ()) is holds


def test_both_ways_of_rounding_a_half_are_right():
    said = '[[share]]\nname="s"\npart=1\nwhole=8\npercent={}\ndecimals=0'
    assert [found(said.format(percent), police=POLICE).mismatches == () for percent in (12, 13, 12.5, 11, 14)] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_a_share_of_columns_holds_for_every_row_and_a_part_cannot_be_more_than_its_whole():
    said = '[[share]]\nname="s"\npart="females"\nwhole="persons"\npercent="% female"\ndecimals=1'
    assert told(found(said, police=POLICE)) == [("part", "C3", 1)]
    findings = found(said, police=POLICE.replace("62.5", "26.5"))
    assert told(findings)[0] == ("share", "D2", -36)
    group = findings.explanation.groups[0]
    assert ("D2", "swapped") in {(one.spot.address, one.slip) for one in group.one_of}


def test_one_figure_in_two_tables_is_one_figure():
    said = 'equal = ["police.persons.Kep = court.accused.Kep", "police.persons.Takeo = court.accused.Takeo"]'
    assert told(found(said, police=POLICE, court=COURT)) == [("equal", "B2", -1)]


def test_an_error_seen_from_another_table_is_located_across_both():
    police = "p|m|f|Total\nKep|1|2|3\nTakeo|4|5|9\nTotal|5|7|21"
    court = "p|accused\nKep|3\nTakeo|9\nTotal|12"
    findings = found('equal = ["police.Total.Total = court.accused.Total"]', police=police, court=court)
    (group,) = findings.explanation.groups
    assert [(one.spot.table, one.spot.address, one.least, one.slip) for one in group.one_of] == [
        ("police", "D4", 12, "swapped")
    ]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ('part_of = ["girls <= persons"]', "girls"),
        ('part_of = ["girls"]', "part <= whole"),
        ('equal = ["police.persons.Nowhere = 3"]', "Nowhere"),
        ("[[sum]]\nname='x'\ntotal=3", "parts, total"),
        ("[[sum]]\nname='x'\nparts=[true]\ntotal=3", "neither a number"),
        ("[[share]]\nname='x'\npart=1\nwhole=2\npercent=50\ndecimals=-1", "decimals"),
        ("[[share]]\nname='x'\npart=1", "percent"),
        ("colour = 'red'", "colour"),
        ("[table.police]\ncolour = true", "police"),
        ("[table.police]\nkeys = true", "keys"),
        ("[table.polise]\nrounded = true", "polise"),
        ('equal = ["police!Z99 = 3"]', "Z99"),
    ],
)
def test_a_statement_that_means_nothing_is_named_and_not_passed_over(said, words):
    findings = found(said, police=POLICE)
    assert findings.exit_code == 2
    assert words in findings.unusable[0].message.text("en")


def test_a_name_for_two_cells_asks_for_an_address():
    text = "what|n\nTotal|3\nA|3\nTotal|3"
    findings = found('equal = ["t.n.Total = 3"]', t=text)
    assert findings.exit_code == 2
    assert "t!B2, t!B4" in findings.unusable[0].message.text("en")


@pytest.mark.parametrize(
    ("printed", "meant", "slip"),
    [(62, 26, "swapped"), (125, 115, "digit"), (12, 120, "missing"), (1200, 120, "extra"), (5, 7, ""), (17, 99, "")],
)
def test_slips_of_the_hand(printed, meant, slip):
    from decimal import Decimal

    assert slip_of(Decimal(printed), Decimal(meant)) == slip
