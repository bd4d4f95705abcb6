"""The public document: one hash, no hidden number in it."""

import json

from rumduol.indicators.types import Dimension, Table
from rumduol.release.documents import sha256_of, table_of, to_content, unknowns
from rumduol.release.suppression import suppress

DIMENSIONS = (Dimension("sex", ("female", "male", "unknown")), Dimension("age", ("child", "adult")))


def content_of(table):
    return to_content(table, rate_per=0, population={}, population_source="", revises="", reason="")


def released(numbers):
    return suppress(Table("victims", "2026", "national", DIMENSIONS, numbers), 5)


def test_stored_and_read_again_it_is_the_same_and_so_is_its_hash():
    table = released({("female", "child"): 3, ("female", "adult"): 50, ("male", "child"): 60, ("male", "adult"): 70})
    content = content_of(table)
    again = json.loads(json.dumps(content))
    assert table_of(again) == table
    assert sha256_of(again) == sha256_of(content)
    assert sha256_of(content | {"threshold": 6}) != sha256_of(content)


def test_no_hidden_number_is_in_the_document():
    table = released(
        {("female", "child"): 3, ("female", "adult"): 5077, ("male", "child"): 6077, ("male", "adult"): 7077}
    )
    text = json.dumps(content_of(table)["cells"])
    assert not any(number in text for number in (" 3]", "5077]", "6077]", "7077]"))
    assert "5080" in text  # the row's total


def test_a_hidden_unknown_is_not_told_by_its_share():
    few = released({("female", "child"): 50, ("male", "adult"): 60, ("unknown", "adult"): 2})
    assert [(one.name, one.percent) for one in unknowns(few)] == [("sex", None)]
    many = released({("female", "child"): 50, ("male", "adult"): 30, ("unknown", "adult"): 20})
    assert [(one.name, one.percent) for one in unknowns(many)] == [("sex", 20)]
