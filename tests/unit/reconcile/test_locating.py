"""The fewest cells that can be wrong, against trying all of them."""

import random
from decimal import Decimal
from itertools import combinations

import pytest

from rumduol.reconcile import programs
from rumduol.reconcile.grids import grid_of
from rumduol.reconcile.locating import explain
from rumduol.reconcile.numerals import Kind, Reading
from rumduol.reconcile.relations import relations_of
from rumduol.reconcile.tables import Spot, table_of


def made(text):
    return table_of(grid_of("t", [line.split("|") for line in text.strip().splitlines()]))


def rank(rows):
    """Rank of a list of rows over the field of 1,000,003 elements: other arithmetic than that under test."""
    prime, rows, found = 1_000_003, [list(row) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((i for i in range(found, len(rows)) if rows[i][column] % prime), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        inverse = pow(rows[found][column], -1, prime)
        for i in range(len(rows)):
            if i != found and rows[i][column] % prime:
                factor = rows[i][column] * inverse % prime
                rows[i] = [(a - factor * b) % prime for a, b in zip(rows[i], rows[found], strict=True)]
        found += 1
    return found


def by_trying(table, size):
    """All sets of `size` cells whose change could let every sum hold, by linear algebra (signs not considered)."""
    relations = relations_of(table)
    spots = sorted(table.cells)
    rows, amiss = [], []
    for relation in relations:
        weights = relation.weights(table.cells)
        rows.append([int(weights.get(spot, 0)) for spot in spots])
        amiss.append(-int(sum(factor * table.cells[spot].value for spot, factor in weights.items())))
    found = set()
    for chosen in combinations(range(len(spots)), size):
        part = [[row[i] for i in chosen] for row in rows]
        if rank(part) == rank([[*row, fault] for row, fault in zip(part, amiss, strict=True)]):
            found.add(frozenset(spots[i] for i in chosen))
    return found


def random_square(seed, errors):
    source = random.Random(seed)
    size = source.randint(2, 4)
    inner = [[source.randint(20, 90) for _ in range(size)] for _ in range(size)]
    rows = [[*row, sum(row)] for row in inner]
    rows.append([sum(column) for column in zip(*rows, strict=True)])
    for _ in range(errors):
        row, column = source.randrange(size + 1), source.randrange(size + 1)
        rows[row][column] += source.randint(1, 9)
    names = [f"r{i}" for i in range(size)] + ["Total"]
    head = "|".join(["x", *(f"c{i}" for i in range(size)), "Total"])
    return made("\n".join([head, *("|".join([name, *map(str, row)]) for name, row in zip(names, rows, strict=True))]))


@pytest.mark.parametrize("seed", range(25))
def test_one_wrong_cell_is_found_and_nothing_else_is_named(seed):
    table = random_square(seed, 1)
    (group,) = explain(table).groups
    assert {frozenset((one.spot,)) for one in group.one_of} == by_trying(table, 1)
    assert group.smallest == 1


@pytest.mark.parametrize("seed", range(25))
def test_two_wrong_cells_are_found_as_the_smallest_set(seed):
    table = random_square(1000 + seed, 2)
    groups = explain(table).groups
    if not groups:
        assert by_trying(table, 0)
        return
    (group,) = groups
    smallest = next(size for size in range(1, 4) if by_trying(table, size))
    assert group.smallest == smallest
    assert group.complete
    assert {frozenset(change.spot for change in chosen) for chosen in group.sets} == by_trying(table, smallest)


def test_what_the_cell_would_have_to_be_lets_everything_hold():
    (group,) = explain(made("p|m|f|Total\nA|21|40|71\nB|5|7|12\nTotal|36|47|83")).groups
    assert [(one.spot.address, one.printed, one.least, one.most, one.slip) for one in group.one_of] == [
        ("B2", "21", 31, 31, "digit")
    ]


def test_a_cell_that_would_be_below_zero_is_no_explanation():
    (group,) = explain(made("p|n\nA|3\nB|20\nTotal|10")).groups
    assert [(one.spot.address, one.least) for one in group.one_of] == [("B3", 7), ("B4", 23)]


def test_a_hidden_cell_is_never_the_error_and_bounds_the_others():
    (group,) = explain(made("p|n\nA|<5\nB|20\nTotal|30")).groups
    assert [(one.spot.address, one.least, one.most) for one in group.one_of] == [("B3", 26, 30), ("B4", 20, 24)]


def test_far_apart_errors_are_two_groups():
    explanation = explain(made("p|m|n\nA|1|1\nB|2|2\nTotal|4|5"))
    assert [group.smallest for group in explanation.groups] == [1, 1]


def test_a_total_that_is_no_sum_at_all_is_said_and_not_searched():
    lines = [f"r{i}|{i}|{2 * i + 1}|{i * 7 + 3}" for i in range(60)]
    (group,) = explain(
        made("\n".join(["p|a|b|Total", *lines, f"Total|{sum(range(60))}|{sum(2 * i + 1 for i in range(60))}|9"]))
    ).groups
    assert (group.smallest, group.sets) == (None, ())


def test_errors_far_apart_in_a_large_table_are_found_without_a_search():
    source = random.Random(7)
    rows = [[f"r{i}", *(source.randint(0, 900) for _ in range(3))] for i in range(700)]
    lines = [[*row, sum(row[1:])] for row in rows]
    total = ["Total", *(sum(line[place] for line in lines) for place in range(1, 5))]
    lines[17][1] += 90
    lines[300][3] += 7
    table = table_of(grid_of("t", [["p", "a", "b", "c", "Total"], *lines, total]))
    (group,) = explain(table).groups
    assert (group.smallest, [{change.spot.address for change in chosen} for chosen in group.sets]) == (
        2,
        [{"B19", "D302"}],
    )


def test_a_contradiction_is_cut_down_to_what_is_needed():
    spots = [Spot("t", row, 0) for row in range(5)]
    a, b, c, d, e = spots
    one = Decimal(1)
    unknown = Reading(Kind.UNKNOWN, "", Decimal(0))
    groups = [
        [programs.Constraint({d: one}, one, one)],  # of no matter
        [programs.Constraint({a: one, b: one}, Decimal(3), Decimal(3))],
        [programs.Constraint({e: one, d: -one}, Decimal(0), None)],  # of no matter
        [programs.Constraint({b: one, c: one}, Decimal(9), None)],
        [programs.Constraint({c: one}, None, Decimal(5))],
    ]
    cells = dict.fromkeys(spots, unknown)
    assert programs.contradiction(groups, cells) == [1, 3, 4]
    groups[4] = [programs.Constraint({c: one}, None, Decimal(6))]
    assert programs.feasible([found for group in groups for found in group], cells)


def test_spots_sort_and_speak_as_in_a_spreadsheet():
    assert Spot("t", 1, 27).address == "AB2"
