"""Controlled rounding: every number becomes a multiple of 3 or 5, and the table still adds up (Cox 1987; Salazar 2005)."""

from collections.abc import Mapping
from typing import Literal

import highspy
import numpy as np
from numpy.typing import NDArray

from rumduol.release.disclosure.tables import CountTable

BRANCHES = 2_000  # looked at; a limit of time would give another table on another machine


class CannotRound(Exception):
    """No table of such multiples adds up within the allowed distance, or none was found."""


def controlled_rounding(
    table: CountTable, base: Literal[3, 5], *, reach: int = 2, fixed: Mapping[int, int] | None = None
) -> NDArray[np.int64]:
    """Every cell of the table, margins included, as a multiple of `base`; the sums hold.

    A cell goes to a neighbouring multiple (zero-restricted rounding: a multiple stays as it is, nothing becomes negative)
    and as near as can be in all; where three and four dimensions leave no such table, cells may go up to `reach` times
    the base away. `fixed`: {place in `numbers.ravel()`: the multiple that was published for it before}. Answers int64 of
    the table's shape. Raises CannotRound.
    """
    if base not in {3, 5}:
        raise ValueError("The base is 3 or 5")
    numbers = table.numbers.ravel()
    for far in range(1, reach + 1):
        if (steps := _solved(table, numbers, base, far, fixed or {})) is not None:
            rounded = steps * base
            if table.sums.hold(rounded):
                return rounded.reshape(table.shape)
    raise CannotRound(f"No table of multiples of {base} adds up within {reach * base} of the numbers")


def _solved(
    table: CountTable, numbers: NDArray[np.int64], base: int, far: int, fixed: Mapping[int, int]
) -> NDArray[np.int64] | None:
    below, rest = np.divmod(numbers, base)
    low = np.maximum(0, below - (far - 1))
    high = below + (rest > 0) + (far - 1)
    for cell, published in fixed.items():
        if not low[cell] <= published // base <= high[cell]:
            return None
        low[cell] = high[cell] = published // base
    size = len(numbers)
    # steps = below + up - down; the price of each step is how much further it is than staying below
    lines = [[(cell, -1.0 if at == 0 else 1.0) for at, cell in enumerate(line)] for line in table.sums.lines]
    over = np.where(rest > 0, base - 2 * rest, base).astype(float)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = 3 * size, len(lines) + size
    model.col_cost_ = np.concatenate([np.zeros(size), np.full(size, 2.0 * base), np.full(size, 2.0 * base)])
    model.col_cost_[:size] = over
    model.col_lower_ = np.concatenate([low, np.zeros(2 * size)]).astype(float)
    model.col_upper_ = np.concatenate([high, np.full(2 * size, float(far))]).astype(float)
    entries = [*lines]
    for cell in range(size):  # beyond the neighbours: dearer
        entries.append([(cell, 1.0), (size + cell, -1.0), (2 * size + cell, 1.0)])
    model.row_lower_ = np.concatenate([np.zeros(len(lines)), below]).astype(float)
    model.row_upper_ = np.concatenate([np.zeros(len(lines)), below + (rest > 0)]).astype(float)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *(len(row) for row in entries)])
    model.a_matrix_.index_ = np.array([cell for row in entries for cell, _ in row])
    model.a_matrix_.value_ = np.array([sign for row in entries for _, sign in row])
    model.integrality_ = [highspy.HighsVarType.kInteger] * size + [highspy.HighsVarType.kContinuous] * (2 * size)
    solver = highspy.Highs()
    options: dict[str, bool | int | float | str] = {
        "output_flag": False, "threads": 1, "random_seed": 1, "mip_max_nodes": BRANCHES, "mip_rel_gap": 0.01,
    }  # fmt: skip
    for option, value in options.items():
        solver.setOptionValue(option, value)
    solver.passModel(model)
    solver.run()
    solution = solver.getSolution()
    if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible or not solution.value_valid:
        return None
    return np.rint(np.array(solution.col_value)[:size]).astype(np.int64)
