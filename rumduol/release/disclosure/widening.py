"""Room to move: the cheapest further cells to hide so that a hidden number could as well be another (after Cox 1995 and
Fischetti and Salazar 2001: one linear programme a move, with a price on what is not hidden yet).

A move is found as what goes up and what goes down, and nothing falls under the least that a reader knows of it.
"""

from collections.abc import Mapping

import highspy
import numpy as np
from numpy.typing import NDArray

from rumduol.release.disclosure.relations import Compact

FAR = 1e7  # no number needs to move further
WHOLE_FAR = 16  # steps; in whole numbers
FREE = 1e-4  # the price of moving what is hidden already: short moves before long ones
BRANCHES = 50  # looked at for one move in whole numbers; a limit of time would give another table on another machine

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Widener:
    """Finds moves over the cells `usable`; `hidden` ones cost nothing."""

    def __init__(
        self, system: Compact, *, numbers: Numbers, price: NDArray[np.float64], least: int, hidden: Mask, usable: Mask
    ) -> None:
        self.size = system.size
        self.fall = (numbers - least).astype(float)
        rows = [
            [(cell, -1.0 if place == 0 else 1.0) for place, cell in enumerate((whole, *parts)) if cell >= 0]
            for whole, parts in system.lines
        ]
        entries = [[(cell, sign) for cell, sign in row if usable[cell]] for row in rows]
        entries = [row for row in entries if row]
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = 2 * self.size, len(entries)
        prices = np.where(hidden, FREE, price)
        model.col_cost_ = np.concatenate([prices, prices])
        model.col_lower_ = np.zeros(2 * self.size)
        model.col_upper_ = np.concatenate([np.where(usable, FAR, 0.0), np.where(usable, self.fall, 0.0)])
        model.row_lower_ = model.row_upper_ = np.zeros(len(entries))
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.cumsum([0, *(2 * len(row) for row in entries)])
        model.a_matrix_.index_ = np.array([c for row in entries for cell, _ in row for c in (cell, self.size + cell)])
        model.a_matrix_.value_ = np.array([s for row in entries for _, sign in row for s in (sign, -sign)])
        self.usable, self.far = usable, FAR
        self.solver = highspy.Highs()
        options: dict[str, bool | int | str] = {"output_flag": False, "threads": 1, "presolve": "off", "random_seed": 1}
        for option, value in options.items():
            self.solver.setOptionValue(option, value)
        self.solver.passModel(model)

    def hide(self, cell: int) -> None:
        for column in (cell, self.size + cell):
            self.solver.changeColCost(int(column), FREE)

    def close(self, cell: int) -> None:
        """From now on this cell stays as it is, until it is opened."""
        self.usable[cell] = False
        self._reset({cell: 0})

    def open(self, cell: int) -> None:
        self.usable[cell] = True
        self._reset({cell: 0})

    def whole(self, step: int) -> None:
        """From now on look for moves of whole numbers only, for steps of up to `step`.

        No cell moves further than a few times that: under bounds so near a search takes a hundredth of the time.
        """
        self.far = float(WHOLE_FAR * max(1, step))
        self.fall = np.minimum(self.fall, self.far)
        columns = np.arange(2 * self.size, dtype=np.int32)
        ends = np.concatenate([np.full(self.size, self.far), self.fall])
        self.solver.changeColsBounds(
            len(columns), columns, np.zeros(len(columns)), np.where(np.tile(self.usable, 2), ends, 0.0)
        )
        self.solver.changeColsIntegrality(
            len(columns), columns, np.full(len(columns), int(highspy.HighsVarType.kInteger), np.uint8)
        )
        self.solver.setOptionValue("presolve", "choose")
        self.solver.setOptionValue("mip_max_nodes", BRANCHES)
        self.solver.setOptionValue("mip_rel_gap", 0.3)

    def move(self, steps: Mapping[int, int]) -> NDArray[np.float64] | None:
        """A move in which each of these cells changes by at least its step (up or down); None where there is none."""
        if any(step == 0 or -step > self.fall[cell] for cell, step in steps.items()):
            return None
        for cell, step in steps.items():
            with_it, against = self._columns(cell, step)
            self.solver.changeColBounds(with_it, float(abs(step)), self.far if step > 0 else self.fall[cell])
            self.solver.changeColBounds(against, 0.0, 0.0)
        found = self._solved()
        self._reset(steps)
        return found

    def reach(self, steps: Mapping[int, int]) -> NDArray[np.float64] | None:
        """A move in which these cells go as far towards their steps as they can together. For cells that are hidden."""
        for cell, step in steps.items():
            with_it, against = self._columns(cell, step)
            self.solver.changeColBounds(with_it, 0.0, min(float(abs(step)), self.far if step > 0 else self.fall[cell]))
            self.solver.changeColBounds(against, 0.0, 0.0)
            self.solver.changeColCost(with_it, -1.0)
        found = self._solved()
        for cell in steps:
            self.hide(cell)
        self._reset(steps)
        return found

    def _columns(self, cell: int, step: int) -> tuple[int, int]:
        """The column that goes with the step, and the one against it."""
        up, down = int(cell), int(self.size + cell)
        return (up, down) if step > 0 else (down, up)

    def _solved(self) -> NDArray[np.float64] | None:
        # From the start, where nothing moves and no price is negative, a short move is a few steps away; from the move
        # before, ten times as many.
        self.solver.clearSolver()
        self.solver.run()
        status = self.solver.getModelStatus()
        solution = self.solver.getSolution()
        if status != highspy.HighsModelStatus.kOptimal and not (
            status == highspy.HighsModelStatus.kSolutionLimit and solution.value_valid
        ):
            return None
        found = np.array(solution.col_value)
        return found[: self.size] - found[self.size :]

    def _reset(self, steps: Mapping[int, int]) -> None:
        for cell in steps:
            self.solver.changeColBounds(int(cell), 0.0, self.far if self.usable[cell] else 0.0)
            self.solver.changeColBounds(int(self.size + cell), 0.0, self.fall[cell] if self.usable[cell] else 0.0)


def whole_number_moves(move: NDArray[np.float64], fall: NDArray[np.float64], system: Compact) -> list[Numbers]:
    """The parts of a move that hang together through no sum are moves of their own; those that are whole, or are so as
    the shortest multiple under which nothing falls too far."""
    touched = np.abs(move) > 1e-7
    group = _hanging_together(touched, system)
    found: list[Numbers] = []
    for one in np.unique(group[touched]):
        part = np.where(group == one, move, 0.0)
        for times in (1, 2, 3, 4):
            near = np.rint(part * times)
            if np.abs(part * times - near).max() < 1e-6:
                if (near >= -fall).all():
                    found.append(near.astype(np.int64))
                break
    return found


def _hanging_together(touched: Mask, system: Compact) -> Numbers:
    same = list(range(system.size))

    def root(cell: int) -> int:
        while same[cell] != cell:
            same[cell] = same[same[cell]]
            cell = same[cell]
        return cell

    for whole, parts in system.lines:
        line = [cell for cell in (whole, *parts) if cell >= 0 and touched[cell]]
        for cell in line[1:]:
            same[root(cell)] = root(line[0])
    return np.array([root(cell) if touched[cell] else -1 for cell in range(system.size)], np.int64)
