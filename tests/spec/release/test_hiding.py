"""Every hiding spec: the drawn totals are right, and exactly the drawn cells are hidden."""

import pytest

from rumduol.indicators.types import TOTAL, Dimension, Table
from rumduol.release.suppression import suppress
from rumduol.release.types import SUPPRESSED
from tests.spec.drawing import number, read
from tests.spec.release.hiding import HIDING

pytestmark = pytest.mark.django_db  # names of provinces


@pytest.mark.parametrize("spec", HIDING, ids=[spec.title for spec in HIDING])
def test_hiding(spec):
    rows = {line.pop("place"): line for line in read(spec.exact)}
    places, columns = [name for name in rows if name != TOTAL], [c for c in rows[TOTAL] if c != TOTAL]
    cells = {(p, c): number(rows[p][c]) for p in places for c in columns}
    table = Table(
        "x", "2026", "national", (Dimension("place", tuple(places)), Dimension("sex", tuple(columns))),
        {place: n for place, n in cells.items() if n},
    )  # fmt: skip
    numbers = table.with_margins()
    assert {(p, c): number(cell) for p, row in rows.items() for c, cell in row.items()} == numbers
    shown = {(line["place"], c): line[c] for line in read(spec.shown) for c in (*columns, TOTAL)}
    released = suppress(table, 5)
    drawn = {place: "s" if cell is SUPPRESSED else str(cell) for place, cell in released.cells.items()}
    assert drawn == shown
