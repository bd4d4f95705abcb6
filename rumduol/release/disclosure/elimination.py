"""Which hidden cells do the published ones give away? Gaussian elimination, after Langsrud (2024), "Secondary Cell
Suppression by Gaussian Elimination", Privacy in Statistical Databases, and Cox (1980).

Kept here is the other side of the elimination: not the published sums but a basis of the *moves*, the changes of the
unknown cells that leave everything published as it is. A cell that no move changes is computable; two cells whose
changes always stand in one proportion are computable from each other. Publishing a cell removes one move.

All numbers are modulo a prime, so that they stay small and exact. The sums have coefficients of one: what follows here
follows in whole numbers, up to an accident of about one in 10^9, which can only hide too much, or be found by `audit`,
which shares nothing with this.
"""

import numpy as np
from numpy.typing import NDArray

from rumduol.release.disclosure.relations import Compact

PRIME = (1 << 31) - 1
SHADOWS = 3  # random moves; three are enough to see a proportion after one more cell is fixed

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Moves:
    """All changes of the open cells of a system that no reader can see."""

    def __init__(self, system: Compact, seed: int = 1) -> None:
        self.basis = _start(system)
        random = np.random.default_rng(seed)
        shadows = [
            (random.integers(1, PRIME, len(self.basis))[:, None] * self.basis % PRIME).sum(axis=0) % PRIME
            for _ in range(SHADOWS)
        ]
        self.shadows: Numbers = np.stack(shadows)
        self.insiders = np.zeros(system.size, bool)
        self.guarded: Numbers = np.zeros(0, np.int64)

    def guard(self, cells: Numbers, insiders: Mask | None = None) -> None:
        """From now on `reveals` asks for these cells; those of them in `insiders` are known to somebody who must not
        compute another of them. Cells that are computable already, or from each other, cannot be guarded: see `known`.
        """
        self.guarded = cells
        if insiders is None:
            return
        self.insiders = insiders.copy()
        _, group, count = np.unique(self._ratio(self.shadows[:, cells]), return_inverse=True, return_counts=True)
        self.insiders[cells[count[group] > 1]] = False

    def known(self, cells: Numbers) -> Numbers:
        """Those of the cells that are computable now."""
        return cells[~self.shadows[:, cells].any(axis=0)]

    def reveals(self, cell: int) -> bool:
        """Whether publishing this cell would make a guarded one computable, to everybody or to an insider."""
        step = self.shadows[:, cell]
        if not step.any() or not len(self.guarded):
            return False
        seen = self.shadows[:, self.guarded]
        together = (seen[0] * step[1] - seen[1] * step[0]) % PRIME == 0
        together &= (seen[0] * step[2] - seen[2] * step[0]) % PRIME == 0
        if together.any():
            return True
        inside = self.insiders[self.guarded]
        if not inside.any():
            return False
        row, cells = self._pivot(cell)
        change = np.zeros(self.basis.shape[1], np.int64)
        change[cells] = self.basis[row, cells] * pow(int(self.basis[row, cell]), -1, PRIME) % PRIME
        left = (seen - step[:, None] * change[self.guarded][None, :]) % PRIME
        _, group, count = np.unique(self._ratio(left), return_inverse=True, return_counts=True)
        return bool((count[group[inside]] > 1).any())

    def publish(self, cell: int) -> None:
        """Fix the cell: one move fewer, and no other touches it."""
        if not self.shadows[:, cell].any():
            return
        row, cells = self._pivot(cell)
        normal = self.basis[row, cells] * pow(int(self.basis[row, cell]), -1, PRIME) % PRIME
        rows = np.flatnonzero(self.basis[:, cell])
        self.basis[np.ix_(rows, cells)] = (
            self.basis[np.ix_(rows, cells)] - self.basis[rows, cell][:, None] * normal[None, :]
        ) % PRIME
        self.shadows[:, cells] = (self.shadows[:, cells] - self.shadows[:, cell][:, None] * normal[None, :]) % PRIME

    def whole_moves(self, most: int = 64) -> Numbers:
        """The basis as moves of whole numbers, those with entries up to `most`: (moves, cells)."""
        rows = self.basis[self.basis.any(axis=1)]
        signed = np.where(rows > PRIME // 2, rows - PRIME, rows)
        return signed[(np.abs(signed) <= most).all(axis=1)]

    def _pivot(self, cell: int) -> tuple[int, Numbers]:
        """The move with the fewest cells that changes this one, and its cells."""
        rows = np.flatnonzero(self.basis[:, cell])
        row = int(rows[np.argmin((self.basis[rows] != 0).sum(axis=1))])
        return row, np.flatnonzero(self.basis[row])

    @staticmethod
    def _ratio(shadows: Numbers) -> Numbers:
        """The same number for cells whose changes stand in one proportion, and for no others (but by accident)."""
        return shadows[0] * _inverse(shadows[2]) % PRIME


def _start(system: Compact) -> Numbers:
    """A basis of the moves of a system: what is no total is free, and each total follows; further sums bind."""
    totals = {whole for whole, _ in system.lines}
    expressed = np.array([cell not in totals for cell in range(system.size)], bool)
    free = np.flatnonzero(expressed)
    basis = np.zeros((len(free), system.size), np.int64)
    basis[np.arange(len(free)), free] = 1
    bound: list[tuple[int, tuple[int, ...]]] = []
    waiting = list(system.lines)
    while waiting:
        later: list[tuple[int, tuple[int, ...]]] = []
        for whole, parts in waiting:
            if not expressed[list(parts)].all():
                later.append((whole, parts))
            elif whole < 0 or expressed[whole]:
                bound.append((whole, parts))
            else:
                basis[:, whole] = basis[:, list(parts)].sum(axis=1)
                expressed[whole] = True
        if len(later) == len(waiting):  # sums that go round in a circle: begin somewhere, and let the rest bind
            start = next(part for _, parts in later for part in parts if not expressed[part])
            basis = np.vstack([basis, np.eye(1, system.size, start, dtype=np.int64)])
            expressed[start] = True
        waiting = later
    for whole, parts in bound:
        change = basis[:, list(parts)].sum(axis=1) - (basis[:, whole] if whole >= 0 else 0)
        _bind(basis, change % PRIME)
    return np.ascontiguousarray(basis[basis.any(axis=1)] % PRIME)


def _bind(basis: Numbers, change: Numbers) -> None:
    """Combine the moves so that what `change` sums up stays as it is."""
    rows = np.flatnonzero(change)
    if not len(rows):
        return
    row = int(rows[np.argmin((basis[rows] != 0).sum(axis=1))])
    cells = np.flatnonzero(basis[row])
    normal = basis[row, cells] * pow(int(change[row]), -1, PRIME) % PRIME
    basis[np.ix_(rows, cells)] = (basis[np.ix_(rows, cells)] - change[rows][:, None] * normal[None, :]) % PRIME


def _inverse(numbers: Numbers) -> Numbers:
    """Modulo PRIME, by Fermat's little theorem; 0 stays 0."""
    found, power, left = np.ones_like(numbers), numbers.copy(), PRIME - 2
    while left:
        if left & 1:
            found = found * power % PRIME
        power = power * power % PRIME
        left >>= 1
    return found
