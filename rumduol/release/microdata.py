"""Invented people who resemble the counted ones, for teaching and for trying a method out, with a report on how far the
file can be trusted. Totals are never taken from it: they stand in releases.

Made from the standing facts of one year by sex, age, form and province. Two ways: k-anonymous (every combination of up to
three values is shared by at least k real people; the rest is blank) and private (drawn from noisy counts; see
`disclosure.synthetic`). `invented` makes a release of it.
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
CROWD = 10  # real people behind each combination
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


def make(year: int, *, k: int = CROWD, epsilon: Decimal | None = None, people: int = 0) -> Made:
    """`epsilon` makes the private way, without it the k-anonymous one. `people`: how many rows, a public number (needed for
    the private way); without it the k-anonymous file has a row for each real person.

    Raises TooFewPeople.
    """
    real, values = _real(year)
    if len(real) < FEWEST:
        raise TooFewPeople(len(real))
    seed = secrets.randbits(64)  # told to nobody: who knew it could undo the shuffling
    if epsilon is None:
        made = _as_many(k_anonymous(real, k, seed=seed), people or len(real), seed)
    else:
        made = private(real, [len(one) for one in values], epsilon, people=people, seed=seed)
    found: Utility = utility_of(real, made, k=k)
    way = "k-anonymous" if epsilon is None else f"differentially private, epsilon {epsilon}"
    return Made(_written(made, values), {"figure": FIGURE, "year": year, "way": way, **asdict(found)})


def _as_many(made: Rows, people: int, seed: int) -> Rows:
    """So many rows: the number of rows must say no more than the released total. What is missing is drawn again."""
    missing = max(0, people - len(made))
    again = np.random.default_rng(seed).integers(0, len(made), missing)
    return np.concatenate([made[:people], made[again]])


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
    writer.writerow(("person", *COLUMNS))
    for number, row in enumerate(made.tolist(), 1):
        told = ("" if at == BLANK else one[at] for at, one in zip(row, values, strict=True))
        writer.writerow((f"invented-{number}", *told))
    return sink.getvalue()
