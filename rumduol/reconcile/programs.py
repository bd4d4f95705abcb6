"""Linear and mixed-integer programs over cells, solved by HiGHS (Huangfu and Hall 2018).

Known cells are constants unless they are allowed to be wrong; the others are variables within what is printed of them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from time import monotonic
from typing import Any

from rumduol.reconcile.relations import Cells
from rumduol.reconcile.tables import Spot

Bound = Decimal | None
_FINE = (
    1e-9  # HiGHS's smallest sensible tolerance; a change of half a unit must stand clear of it times the largest change
)


@dataclass(frozen=True)
class Constraint:
    """`low` <= sum of factor x cell <= `high` (None: no bound), unless the cell `unless` is wrong."""

    weights: Mapping[Spot, Decimal]
    low: Bound
    high: Bound
    unless: Spot | None = None

    def rest(self, spot: Spot, cells: Cells) -> tuple[Bound, Bound]:
        """Least and most of the sum without `spot`."""
        low: Bound = Decimal(0)
        high: Bound = Decimal(0)
        for other, factor in self.weights.items():
            if other == spot or not factor:
                continue
            ends = (cells[other].least, cells[other].most)
            least, most = ends if factor > 0 else (ends[1], ends[0])
            low = None if low is None or least is None else low + factor * least
            high = None if high is None or most is None else high + factor * most
        return low, high


@dataclass(frozen=True)
class Fewest:
    """`size`: how few cells must be wrong (None: not found). Each of `sets`: cell -> a value that lets all hold (None
    for a percentage: its counts say it). `complete`: there are no other sets of this size."""

    size: int | None
    sets: tuple[dict[Spot, Bound], ...]
    complete: bool


@dataclass
class _Program:
    """Columns and rows for HiGHS, in its units."""

    cost: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[dict[int, float], float, float]] = field(default_factory=list)

    def column(self, lower: float, upper: float, cost: float = 0.0, *, whole: bool = False) -> int:
        self.cost.append(cost)
        self.lower.append(lower)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.cost) - 1

    def solve(self, seconds: float) -> tuple[bool | None, list[float]]:
        """Whether there is a solution (None: not known in time) and its values."""
        import highspy
        import numpy as np

        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self.cost), len(self.rows)
        model.col_cost_, model.col_lower_, model.col_upper_ = map(np.array, (self.cost, self.lower, self.upper))
        model.row_lower_ = np.array([row[1] for row in self.rows])
        model.row_upper_ = np.array([row[2] for row in self.rows])
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.cumsum([0] + [len(row[0]) for row in self.rows])
        model.a_matrix_.index_ = np.array([place for row in self.rows for place in row[0]], dtype=np.int32)
        model.a_matrix_.value_ = np.array([value for row in self.rows for value in row[0].values()])
        if any(self.whole):
            kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
            model.integrality_ = [kinds[whole] for whole in self.whole]
        solver: Any = highspy.Highs()
        options = {"output_flag": False, "time_limit": max(seconds, 0.1), "threads": 1, "random_seed": 1}
        options |= {"mip_feasibility_tolerance": _FINE, "primal_feasibility_tolerance": _FINE, "mip_rel_gap": 0.0}
        for name, value in options.items():
            solver.setOptionValue(name, value)
        solver.passModel(model)
        solver.run()
        status = solver.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            return True, list(solver.getSolution().col_value)
        if status in {highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible}:
            return False, []
        return None, []


def feasible(constraints: Sequence[Constraint], cells: Cells, *, free: Collection[Spot] = ()) -> bool:
    """Whether all can hold when the cells in `free` may be anything from 0 (below 0 where they are printed so)."""
    program, columns = _Program(), {}
    unit = _unit(cells, constraints)
    for spot in _spots(constraints):
        reading = cells[spot]
        if spot in free:
            columns[spot] = program.column(_floor(reading.value), _INF)
        elif reading.value is None:
            columns[spot] = program.column(_lower(reading.least, unit), _upper(reading.most, unit))
    for constraint in constraints:
        if constraint.unless in free:
            continue
        weights, shift = _split(constraint, cells, columns, unit)
        low, high = _lower(constraint.low, unit) - shift, _upper(constraint.high, unit) - shift
        if weights:
            program.rows.append((weights, low, high))
        elif not low - _SMALL <= 0 <= high + _SMALL:
            return False
    if not program.rows:
        return True
    return program.solve(60)[0] is not False


def contradiction(groups: Sequence[Sequence[Constraint]], cells: Cells) -> list[int]:
    """Which groups of constraints contradict each other: none of them can be left out (a deletion filter)."""
    kept = list(range(len(groups)))
    step = max(len(kept) // 2, 1)
    while True:
        start = 0
        while start < len(kept):
            without = kept[:start] + kept[start + step :]
            if without and not feasible([one for i in without for one in groups[i]], cells):
                kept = without
            else:
                start += step
        if step == 1:
            return kept
        step = max(step // 2, 1)


def fewest(constraints: Sequence[Constraint], cells: Cells, *, most: int, seconds: float) -> Fewest:
    """The smallest sets of known cells that must be wrong, up to `most` of them."""
    until = monotonic() + seconds
    unit = _unit(cells, constraints)
    program, columns = _Program(), {}
    wrong: dict[Spot, int] = {}
    limit = _largest_change(constraints, cells, unit)
    for spot in _spots(constraints):
        reading = cells[spot]
        if reading.value is None:
            columns[spot] = program.column(_lower(reading.least, unit), _upper(reading.most, unit))
            continue
        value = float(reading.value * unit)
        wrong[spot] = program.column(0, 1, 1.0, whole=True)
        columns[spot] = program.column(max(-limit, -value) if value >= 0 else -limit, limit)
        program.rows.append(({columns[spot]: 1.0, wrong[spot]: -limit}, -_INF, 0.0))
        program.rows.append(({columns[spot]: 1.0, wrong[spot]: limit}, 0.0, _INF))
    for constraint in constraints:
        weights, shift = _split(constraint, cells, columns, unit, keep=wrong)
        low, high = _lower(constraint.low, unit) - shift, _upper(constraint.high, unit) - shift
        if constraint.unless is None:
            program.rows.append((weights, low, high))
            continue
        switch = wrong.setdefault(constraint.unless, -1)
        if switch < 0:
            switch = wrong[constraint.unless] = program.column(0, 1, 1.0, whole=True)
        largest = limit * 200
        if high < _INF:
            program.rows.append((weights | {switch: -largest}, -_INF, high))
        if low > -_INF:
            program.rows.append((weights | {switch: largest}, low, _INF))
    return _all_smallest(program, wrong, columns, cells, unit, most=most, until=until)


def _all_smallest(
    program: _Program,
    wrong: Mapping[Spot, int],
    columns: Mapping[Spot, int],
    cells: Cells,
    unit: Decimal,
    *,
    most: int,
    until: float,
) -> Fewest:
    """Solve, forbid the set that was found, solve again, as long as no more cells are needed."""
    size: int | None = None
    sets: list[dict[Spot, Bound]] = []
    while len(sets) < most:
        if size is not None and monotonic() > until:
            return Fewest(size, tuple(sets), complete=False)
        solved, values = program.solve(until - monotonic())
        if not solved:
            return Fewest(size, tuple(sets), complete=solved is False and size is not None)
        chosen = [spot for spot, place in wrong.items() if values[place] > 0.5]
        if size is not None and len(chosen) > size:
            return Fewest(size, tuple(sets), complete=True)
        size = len(chosen)
        sets.append(
            {
                spot: None if spot not in columns else _meant(cells[spot].value, values[columns[spot]], unit)
                for spot in sorted(chosen)
            }
        )
        program.rows.append(({wrong[spot]: 1.0 for spot in chosen}, -_INF, size - 1.0))
    return Fewest(size, tuple(sets), complete=False)


_INF = float("inf")
_SMALL = 1e-6


def _spots(constraints: Sequence[Constraint]) -> list[Spot]:
    return sorted({spot for constraint in constraints for spot in constraint.weights})


def _unit(cells: Cells, constraints: Sequence[Constraint]) -> Decimal:
    """What makes all the cells whole numbers: 1 for counts, 100 for riel and cents."""
    places = max((cells[spot].decimals for spot in _spots(constraints)), default=0)
    return Decimal(10) ** min(places, 6)


def _lower(bound: Bound, unit: Decimal) -> float:
    return -_INF if bound is None else float(bound * unit)


def _upper(bound: Bound, unit: Decimal) -> float:
    return _INF if bound is None else float(bound * unit)


def _floor(value: Bound) -> float:
    return 0.0 if value is not None and value >= 0 else -_INF


def _split(
    constraint: Constraint,
    cells: Cells,
    columns: Mapping[Spot, int],
    unit: Decimal,
    keep: Mapping[Spot, int] | None = None,
) -> tuple[dict[int, float], float]:
    """The constraint's variables, and what its constants add. With `keep`, the variable of a known cell is its change."""
    weights: dict[int, float] = {}
    shift = Decimal(0)
    for spot, factor in constraint.weights.items():
        if not factor:
            continue
        value = cells[spot].value
        if spot in columns:
            weights[columns[spot]] = float(factor)
        if value is not None and (spot not in columns or (keep is not None and spot in keep)):
            shift += factor * value * unit
    return weights, float(shift)


def _largest_change(constraints: Sequence[Constraint], cells: Cells, unit: Decimal) -> float:
    """No minimal repair changes a cell by more than all that is amiss together; unknown cells may add their room."""
    amiss = Decimal(1)
    unknown = False
    for constraint in constraints:
        value = Decimal(0)
        room = Decimal(0)
        for spot, factor in constraint.weights.items():
            reading = cells[spot]
            if reading.value is not None:
                value += factor * reading.value
            else:
                unknown = True
                room += abs(factor) * (reading.most or reading.least or Decimal(0))
        low, high = constraint.low, constraint.high
        if low is not None and value < low:
            amiss += low - value
        if high is not None and value > high:
            amiss += value - high
        amiss += room
    if unknown:
        amiss += max((abs(cells[spot].value or Decimal(0)) for spot in _spots(constraints)), default=Decimal(0))
    return float(amiss * unit)


def _meant(printed: Bound, change: float, unit: Decimal) -> Bound:
    return None if printed is None else printed + Decimal(round(change)) / unit
