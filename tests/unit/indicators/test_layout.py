"""A table laid flat: fewest values across, empty rows and columns left out, headings spanning."""

import pytest

from rumduol.indicators.layout import lay_out
from rumduol.indicators.types import TOTAL, Dimension, Table


def label(name, value):
    return f"{name}:{value}"


def test_three_dimensions():
    dimensions = (Dimension("sex", ("f", "m")), Dimension("form", ("x", "y", "z")), Dimension("age", ("c", "a", "u")))
    table = Table("t", "2026", "national", dimensions, {("f", "x", "c"): 2, ("m", "x", "a"): 3, ("m", "z", "a"): 4})
    layout = lay_out(dimensions, table.with_margins(), label)
    assert layout.row_names == (":form", ":age")
    assert layout.columns == (("sex:f", False), ("sex:m", False), ("sex:total", True))
    drawn = [([words for words, span in row.heads if span], row.cells) for row in layout.rows]
    assert drawn == [
        (["form:x", "age:c"], (2, 0, 2)),
        (["age:a"], (0, 3, 3)),
        (["age:total"], (2, 3, 5)),
        (["form:z", "age:a"], (0, 4, 4)),
        (["age:total"], (0, 4, 4)),
        (["form:total", "age:c"], (2, 0, 2)),
        (["age:a"], (0, 7, 7)),
        (["age:total"], (2, 7, 9)),
    ]
    assert layout.rows[0].heads[0] == ("form:x", 3)
    assert layout.left_out


def test_nothing_counted_leaves_the_total():
    dimensions = (Dimension("sex", ("f", "m")),)
    layout = lay_out(dimensions, Table("t", "2026", "national", dimensions).with_margins(), label)
    assert layout.columns == (("sex:total", True),)
    assert [row.cells for row in layout.rows] == [(0,)]
    assert lay_out(dimensions, {("f",): 1, ("m",): 0, (TOTAL,): 1}, label).columns[0] == ("sex:f", False)


def test_a_table_without_breakdowns_is_its_total():
    assert Table("t", "2026", "national", (), {(): 5}).with_margins() == {(): 5}
    assert Table("t", "2026", "national", ()).with_margins() == {(): 0}


@pytest.mark.parametrize("cells", [{("f", "x"): 1}, {("g",): 1}, {("f",): -1}, {("f",): 1, ("total",): 1}, {(): 1}])
def test_a_cell_without_a_place_is_refused(cells):
    with pytest.raises(ValueError, match="no place"):
        Table("t", "2026", "national", (Dimension("sex", ("f", "m")),), cells)
