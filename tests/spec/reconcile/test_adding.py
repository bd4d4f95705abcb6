"""The specs hold; planted errors are found in random tables; the published tables are read. A larger run: ./run bench reconcile."""

import random
import tomllib
from inspect import cleandoc

import pytest

from launch.home import ROOT
from rumduol.reconcile.checking import check_table
from rumduol.reconcile.grids import grid_of
from rumduol.reconcile.locating import explain
from rumduol.reconcile.report import number
from rumduol.reconcile.tables import table_of
from rumduol.reconcile.whole import check_folder, check_grids
from tests.spec.reconcile import making
from tests.spec.reconcile.adding import SPECS

PUBLISHED = ROOT.parent / "shared" / "data" / "published"
WITHOUT_PUBLISHED = "the published tables are not beside this copy (../shared/data/published)"


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.title)
def test_the_specs_hold(spec):
    rows = [[cell.strip() for cell in line.split("|")] for line in cleandoc(spec.table).splitlines()]
    found = check_grids([grid_of("t", rows)], tomllib.loads(cleandoc(spec.said)))
    assert found.unusable == ()
    assert found.refused == []
    wrong = [
        f"{one.relation.target.address} {'+' if one.difference > 0 else ''}{number(one.difference)}"
        for one in found.mismatches
    ]
    named = [change.spot.address for group in found.explanation.groups for change in group.one_of]
    assert sorted(wrong) == sorted(spec.wrong)
    assert sorted(named) == sorted(spec.one_of)


@pytest.fixture(scope="module")
def tables():
    source = random.Random(20261122)
    return [making.table(source) for _ in range(60)]


def test_nothing_is_said_of_tables_that_add_up(tables):
    assert [made for made in tables if check_table(table_of(grid_of("t", made.rows)))] == []


def test_nothing_is_said_where_some_numbers_are_not_printed(tables):
    source = random.Random(1)
    hidden = [making.with_unknowns(source, made) for made in tables]
    assert [made for made in hidden if check_table(table_of(grid_of("t", made.rows)))] == []


def test_a_planted_error_is_among_the_cells_named(tables):
    source = random.Random(2)
    located = 0
    for made in tables:
        wrong, spot = making.with_error(source, made)
        groups = explain(table_of(grid_of("t", wrong.rows))).groups
        located += spot in {(one.spot.row, one.spot.column) for group in groups for one in group.one_of}
    assert located >= 0.95 * len(tables)


def test_tables_in_the_shape_of_the_published_ones_are_read(tmp_path):
    (tmp_path / "table6.csv").write_text(
        "indicator,2020,2021\nfunding,Unknown,Unknown\ninspectors,602,602\nmechanism,Yes,Yes\ntraining,N/A,No\n"
        "inspections,1824,176\nat_worksite,1309,45\npenalties,4,N/A\n"
    )
    (tmp_path / "figures.csv").write_text(
        "figure,period,value,unit,source_agency\narrests,2020,48,persons,police\nkilns_visited,2020,62,workplaces,labour\n"
        "kilns_total,2020,486,workplaces,labour\nreturned_total,2020-02/2021-02,150000,persons,all\n"
    )
    (tmp_path / "lists.csv").write_text('"LA","NG","count"\n1,0,54\n0,1,463\n1,1,15\n')
    found = check_folder(tmp_path)
    assert found.exit_code == 0
    assert {table.name: len(table.cells) for table in found.tables} == {"table6": 14, "figures": 4, "lists": 9}


@pytest.mark.skipif(not PUBLISHED.is_dir(), reason=WITHOUT_PUBLISHED)
def test_the_published_tables_are_read_whole():
    found = check_folder(PUBLISHED)
    assert found.exit_code == 0
    assert not found.refused
    assert {table.name for table in found.tables} >= {"dol_table6_labour_enforcement", "tip_2021_figures"}
