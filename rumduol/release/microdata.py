"""Invented people who resemble the counted ones, as a file for teaching and for trying a method out, with a report on how
far it can be trusted. Totals are never taken from it: they stand in releases.

Made from the standing facts of one year by sex, age, form and province. Two ways: k-anonymous (every combination of up to
three values is shared by at least k real people; the rest is blank) and private (drawn from noisy counts; see
`disclosure.synthetic`). A file is made once and handed to the two people who publish; nothing publishes it by itself.
"""

import csv
import io
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from itertools import repeat

import numpy as np

from rumduol.facts.types import Period
from rumduol.indicators import queries as indicators
from rumduol.release.disclosure.synthetic import BLANK, Rows, Utility, k_anonymous, private, utility_of

COLUMNS = ("sex", "age_band", "form", "province")
FIGURE = "victims"
FEWEST = 1_000  # real people: of fewer, so little is left that nothing can be learnt


class TooFewPeople(ValueError):
    """The year has fewer than FEWEST people. `people`: how many, for the one who asks; it is not published."""

    def __init__(self, people: int) -> None:
        self.people = people
        super().__init__(f"At least {FEWEST:,} people are needed")


@dataclass(frozen=True)
class Made:
    """`table`: CSV, one invented person a row, an empty cell where nothing is told. `report`: how alike it is, by name."""

    table: str
    report: dict[str, float | int | str]


def make(year: int, *, k: int = 10, epsilon: Decimal | None = None, people: int = 0) -> Made:
    """`epsilon` makes the private way, with `people` rows (a public number); without it the k-anonymous one.

    Raises TooFewPeople.
    """
    real, values = _real(year)
    if len(real) < FEWEST:
        raise TooFewPeople(len(real))
    seed = secrets.randbits(64)  # told to nobody: who knew it could undo the shuffling
    if epsilon is None:
        made = k_anonymous(real, k, seed=seed)
    else:
        made = private(real, [len(one) for one in values], epsilon, people=people, seed=seed)
    found: Utility = utility_of(real, made, k=k)
    way = "k-anonymous" if epsilon is None else f"differentially private, epsilon {epsilon}"
    return Made(_written(made, values), {"figure": FIGURE, "year": year, "way": way, **asdict(found)})


def _real(year: int) -> tuple[Rows, Sequence[tuple[str, ...]]]:
    table = indicators.table(indicators.indicator(FIGURE), Period.year(year), list(COLUMNS))
    values = [dimension.values for dimension in table.dimensions]
    place = [{value: at for at, value in enumerate(one)} for one in values]
    rows = [
        row
        for coordinate, number in sorted(table.cells.items())
        for row in repeat([known[value] for known, value in zip(place, coordinate, strict=True)], number)
    ]
    return np.array(rows, np.int64).reshape(len(rows), len(COLUMNS)), values


def _written(made: Rows, values: Sequence[tuple[str, ...]]) -> str:
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in made.tolist():
        writer.writerow("" if at == BLANK else one[at] for at, one in zip(row, values, strict=True))
    return sink.getvalue()
