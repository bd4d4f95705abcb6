"""The outsider: given what is published and nothing else, how far apart can each hidden number be? (Fischetti and
Salazar 2001, the attacker's problem; integers are relaxed, which an attacker cannot do better than in reasonable time.)

Shares no code with what hides: two linear programmes a cell over the sums as they stand, solved by HiGHS. One solution
is a whole table, so it counts for every cell in it, and most cells need no programme of their own.
"""

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from rumduol.release.disclosure.relations import Sums

Numbers = NDArray[np.float64]
Mask = NDArray[np.bool_]
NEAR = 1e-6
FAR = 1e7  # a number without limit, unless larger ones are shown


@dataclass(frozen=True)
class Audit:
    """`hidden`: places of the hidden cells; `low`, `high`: the range of each, over all tables that fit (whole numbers
    inside it); where `enough` was given, as much of it as was looked at. `programmes`: how many were solved."""

    hidden: NDArray[np.int64]
    low: Numbers
    high: Numbers
    programmes: int

    @property
    def computable(self) -> NDArray[np.int64]:
        """Hidden cells that can be one number only."""
        return self.hidden[self.high - self.low < 1 - NEAR]

    def short_of(self, width: NDArray[np.int64]) -> NDArray[np.int64]:
        """Hidden cells whose range is narrower than `width` (over all cells of the table)."""
        return self.hidden[self.high - self.low < width[self.hidden] - NEAR]


class NothingFits(ValueError):
    """What is published does not add up: no table fits it."""


def audit(
    published: Numbers,
    sums: Sums,
    *,
    least: float = 1.0,
    enough: NDArray[np.int64] | None = None,
    ends: tuple[NDArray[np.int64], NDArray[np.int64]] | None = None,
) -> Audit:
    """The range of every hidden cell. `published`: over all cells, NaN where hidden. `least`: what a reader knows of a
    hidden cell (1 where zeros are shown). `enough`: over all cells; a cell is not followed beyond this width. `ends`: over
    all cells, low and high; an end is not followed beyond them.

    Raises NothingFits.
    """
    attack = _Attack(published, sums, least)
    width = np.full(len(attack.hidden), np.inf) if enough is None else enough[attack.hidden].astype(float)
    attack.glance(width)
    attack.follow(width, None if ends is None else (ends[0][attack.hidden], ends[1][attack.hidden]))
    low, high = np.ceil(attack.low - NEAR), np.floor(attack.high + NEAR)
    return Audit(attack.hidden, low, high, attack.programmes)


def audit_insiders(
    published: Numbers,
    sums: Sums,
    *,
    truth: NDArray[np.int64],
    insiders: Mask,
    guarded: Mask,
    least: float = 1.0,
) -> list[tuple[int, int]]:
    """(insider, cell): a contributor who knows the first hidden number computes the second. Exact within the relaxation.

    `insiders`, `guarded`: over all cells. Cells that count the same people (a total with one part that is not zero) are
    no news to each other and are left out.
    """
    attack = _Attack(published, sums, least)
    same = _same_people(published, sums)
    attack.glance(np.full(len(attack.hidden), np.inf))
    found: list[tuple[int, int]] = []
    number = {int(cell): column for column, cell in enumerate(attack.hidden)}
    wanted = [int(cell) for cell in attack.hidden if guarded[cell]]
    for insider in (int(cell) for cell in attack.hidden if insiders[cell]):
        column = number[insider]
        attack.fix(column, float(truth[insider]))
        left = [cell for cell in wanted if cell != insider and same[cell] != same[insider]]
        fits = [table for table in attack.tables if abs(table[column] - truth[insider]) < NEAR]
        # Half a person more is no other number: only a table a whole one apart shows that the cell is not computed.
        left = [c for c in left if all(abs(table[number[c]] - truth[c]) < 1 - NEAR for table in fits)]
        for cell in left:
            if all(
                abs(attack.extreme(number[cell], up=up)[number[cell]] - truth[cell]) < 1 - NEAR for up in (True, False)
            ):
                found.append((insider, cell))
        attack.fix(column, None)
    return found


def _same_people(published: Numbers, sums: Sums) -> list[int]:
    """A number for each cell; equal for a total and its only part that is not a shown zero."""
    group = list(range(len(published)))
    moved = True
    while moved:
        moved = False
        for total, *parts in sums.lines:
            left = [part for part in parts if published[part] != 0]
            if len(left) == 1 and group[left[0]] != group[total]:
                group[left[0]] = group[total] = min(group[left[0]], group[total])
                moved = True
    return group


class _Attack:
    """The hidden cells as unknowns of one linear programme that is asked again and again."""

    def __init__(self, published: Numbers, sums: Sums, least: float) -> None:
        self.least = least
        unknown = np.isnan(published)
        self.far = max(FAR, 10 * float(np.nanmax(np.append(published, 0.0))))
        self.hidden = np.flatnonzero(unknown)
        column = np.cumsum(unknown) - 1
        line = np.repeat(np.arange(len(sums)), np.diff(sums.starts))
        sign = np.ones(len(sums.cells))
        sign[sums.starts[:-1]] = -1.0
        shown = ~unknown[sums.cells]
        right = -np.bincount(line[shown], (sign * np.nan_to_num(published[sums.cells]))[shown], len(sums))
        kept, row = np.unique(line[~shown], return_inverse=True)
        if np.abs(np.delete(right, kept)).max(initial=0) > NEAR:
            raise NothingFits("What is shown does not add up")
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self.hidden), len(kept)
        model.col_cost_ = np.zeros(len(self.hidden))
        model.col_lower_ = np.full(len(self.hidden), float(least))
        model.col_upper_ = np.full(len(self.hidden), self.far)
        model.row_lower_ = model.row_upper_ = right[kept].astype(np.float64)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=len(kept)))])
        model.a_matrix_.index_ = column[sums.cells[~shown]]
        model.a_matrix_.value_ = sign[~shown]
        self.solver = highspy.Highs()
        options: dict[str, bool | int | str] = {
            "output_flag": False,
            "threads": 1,
            "presolve": "off",
            "simplex_strategy": 4,
            "random_seed": 1,
        }
        for option, value in options.items():
            self.solver.setOptionValue(option, value)
        self.solver.passModel(model)
        self.tables: list[Numbers] = []
        self.programmes = 0
        self.low = np.full(len(self.hidden), np.inf)
        self.high = np.full(len(self.hidden), -np.inf)

    def glance(self, width: Numbers) -> None:
        """A few tables far apart in all directions at once."""
        if not len(self.hidden):
            return
        random = np.random.default_rng(1)
        columns = np.arange(len(self.hidden), dtype=np.int32)
        for _ in range(6):
            costs = random.choice([-1.0, 1.0], len(columns)) * (self.high - self.low < width)
            for way in (costs, -costs):
                self.solver.changeColsCost(len(columns), columns, way)
                self._solve()
        self.solver.changeColsCost(len(columns), columns, np.zeros(len(columns)))

    def follow(self, width: Numbers, ends: tuple[NDArray[np.int64], NDArray[np.int64]] | None) -> None:
        """Each cell that was not seen wide enough, to both ends. From 3.5 to 4.5 there is one whole number only."""
        for column in range(len(self.hidden)):
            for up in (True, False):
                seen = np.floor(self.high[column] + NEAR) - np.ceil(self.low[column] - NEAR)
                if seen < width[column] - NEAR and not self._reached(column, ends, up=up):
                    self.extreme(column, up=up)

    def _reached(self, column: int, ends: tuple[NDArray[np.int64], NDArray[np.int64]] | None, *, up: bool) -> bool:
        if ends is None:
            return False
        return bool(self.high[column] >= ends[1][column] - NEAR if up else self.low[column] <= ends[0][column] + NEAR)

    def extreme(self, column: int, *, up: bool) -> Numbers:
        self.solver.changeColCost(column, -1.0 if up else 1.0)
        table = self._solve()
        self.solver.changeColCost(column, 0.0)
        return table

    def fix(self, column: int, number: float | None) -> None:
        """Tell the attacker one number; None takes it back."""
        self.solver.changeColBounds(
            column, self.least if number is None else number, self.far if number is None else number
        )

    def _solve(self) -> Numbers:
        self.solver.run()
        self.programmes += 1
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise NothingFits("No table fits what is published")
        table = np.array(self.solver.getSolution().col_value)
        self.tables.append(table)
        self.low = np.minimum(self.low, table)
        self.high = np.maximum(self.high, table)
        return table
