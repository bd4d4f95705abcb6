"""Which further cells to hide. Three steps: publish, most useful first, whatever gives nothing away (elimination); hide
more where a number could hardly be another (widening); show again what turned out not to be needed.

What comes out carries its proof: for each hidden cell two tables, far enough apart, that fit everything a reader knows.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rumduol.release.disclosure.elimination import Moves
from rumduol.release.disclosure.problem import CannotProtect, Problem, Protection
from rumduol.release.disclosure.relations import Compact, compact
from rumduol.release.disclosure.watching import Difference, Lines
from rumduol.release.disclosure.widening import Widener, whole_number_moves

Numbers = NDArray[np.int64]
Order = Callable[[Numbers, Numbers], tuple[Numbers, ...]]
# Keys of sorting, from the number and from how many cells it shows; the last key first: of cells that show as many, the
# largest number. The first order hides least in most tables.
ORDERS: tuple[Order, ...] = (
    lambda number, spread: (-number, -spread),
    lambda number, spread: (-number * spread,),
    lambda number, spread: (-number,),
)
Mask = NDArray[np.bool_]
NOTHING = 1e-6
ENDLESS = 1_000  # how far a move without limit is followed
OTHER_PROOFS = 400  # programmes at most, to show again what one proof needs and another does not
PROOFS_OF_CELL = (
    20_000  # by open cells: a cell that more proofs than this need is left hidden, for its programmes are dear
)
SMALL_TABLE = 300  # open cells; up to here every order is tried and every proof is a table of whole numbers, above it fractions may do


def protect_cells(problem: Problem) -> Protection:
    """Hide enough. Raises CannotProtect when earlier releases leave no way.

    Small tables are tried in several orders of publishing, and the cheapest hiding is taken.
    """
    best: tuple[float, Protection] | None = None
    for order in ORDERS:
        search = _Search(problem)
        search.publish_most(order)
        search.widen()
        search.show_again()
        found = search.result()
        price = float(problem.price[found.hidden].sum())
        if best is None or price < best[0]:
            best = price, found
        if not search.exact or not (found.hidden & ~problem.must).any():  # less than what must be cannot be hidden
            break
    if best is None:
        raise ValueError("There is no order to try")
    return best[1]


class _Search:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.system = system = compact(problem.sums, problem.numbers, problem.known)
        place, size = system.place, system.size
        self.number = np.zeros(size, np.int64)
        self.number[place[place >= 0]] = problem.numbers[place >= 0]
        self.price = np.bincount(place[place >= 0], problem.price[place >= 0], size).astype(np.float64)
        self.must = self._any(problem.must)
        elsewhere = self._any(problem.open_elsewhere)
        self.hidden = self.must | elsewhere
        self.candidates = ~self.hidden
        self.needs = problem.needs.at(place, size)
        self.insiders = self._any(problem.insiders)
        self.moves = Moves(system)
        self.changes = [Difference(change, system) for change in problem.changes]
        if len(given := self.moves.known(np.flatnonzero(self.hidden))):
            raise CannotProtect(self._cells(given))
        for change in self.changes:
            if differences := change.given():
                raise CannotProtect(differences)
        self.low = np.zeros(size, np.int64)
        self.high = np.zeros(size, np.int64)
        self.pool: list[NDArray[np.float64]] = []
        self.exact = size <= SMALL_TABLE
        self.steps = {"programmes": 0}

    def _any(self, mask: Mask) -> Mask:
        found = np.zeros(self.system.size, bool)
        found[self.system.place[mask & (self.system.place >= 0)]] = True
        return found

    def _cells(self, places: Iterable[int]) -> Numbers:
        return np.flatnonzero(np.isin(self.system.place, list(places)))

    # ---- publish whatever gives nothing away ---------------------------------------------------------------------

    def publish_most(self, order: Order) -> None:
        """The largest number first: it is the most useful one, and small cells that are left hide one another."""
        self.moves.guard(np.flatnonzero(self.hidden), self.insiders)
        lines = Lines(self.system, self.number, self.problem.least, np.where(self.must, self.needs.width, 0))
        places = np.flatnonzero(self.candidates)
        spread = np.bincount(self.system.place[self.system.place >= 0], minlength=self.system.size)
        for cell in places[np.lexsort((places, *order(self.number[places], spread[places])))].tolist():
            computable = not self.moves.shadows[:, cell].any()  # then hiding it would keep nothing secret
            if (lines.need(cell) and not computable) or self._reveals(cell):
                self.hidden[cell] = True
            else:
                self._publish(cell)
                lines.publish(cell)

    def _reveals(self, cell: int) -> bool:
        return self.moves.reveals(cell) or any(change.reveals(cell) for change in self.changes)

    def _publish(self, cell: int) -> None:
        self.moves.publish(cell)
        for change in self.changes:
            change.publish(cell)

    # ---- room to move --------------------------------------------------------------------------------------------

    def widen(self) -> None:
        """Hide more until every hidden cell has two whole tables that are far enough apart."""
        self._harvest(self.moves)
        self._look_around(whole=False)
        everywhere = np.ones(self.system.size, bool)
        self._extend(self._widener(everywhere), whole=False)
        self._harvest(self._moves_of_hidden())
        if self.exact:
            self._look_around(whole=True)
        if len(self._waiting()):  # in whole numbers there is less room than in fractions
            widener = self._widener(everywhere)
            if self.exact:
                widener.whole(self._longest())
            self._extend(widener, whole=True)
        if len(left := self._waiting()):
            raise CannotProtect(self._cells(left))

    def _widener(self, usable: Mask) -> Widener:
        return Widener(
            self.system,
            numbers=self.number,
            price=self.price,
            least=self.problem.least,
            hidden=self.hidden,
            usable=usable,
        )

    def _waiting(self) -> Numbers:
        return np.flatnonzero(self.hidden & ~self.needs.met(self.low, self.high))

    def _look_around(self, *, whole: bool) -> None:
        """Find proofs with what is hidden already, for many cells in one programme."""
        if not len(self._waiting()):
            return
        widener = self._widener(self.hidden.copy())
        if whole:
            widener.whole(self._longest())
        tried: set[tuple[int, int]] = set()
        while waiting := [c for c in self._by_size(self._waiting()) if (c, self._step(c)) not in tried]:
            batch = self._apart(waiting, 24 if whole else len(waiting))
            steps = {cell: self._step(cell) for cell in batch}
            self.steps["programmes"] += 1
            found = widener.reach(steps)
            tried |= set(steps.items())
            if found is not None:
                self._prove(widener, found)

    def _extend(self, widener: Widener, *, whole: bool) -> None:
        """Hide more for the cells that have too little room, the smallest numbers first, several at a time."""
        # In a large table many cells are moved at once: a little dearer, and many times faster.
        together = 1 if whole else max(1, len(self._waiting()) // 64)
        tried: set[int] = set()
        while waiting := [cell for cell in self._by_size(self._waiting()) if cell not in tried]:
            batch = self._apart(waiting, together)
            steps = {cell: self._step(cell) for cell in batch}
            if not self._take(widener, steps):
                for cell, step in steps.items():
                    if not self._take(widener, {cell: step}) and not self._take(
                        widener, {cell: self._other_step(cell)}
                    ):
                        raise CannotProtect(self._cells([cell]))
            tried |= {cell for cell, step in steps.items() if self._step(cell) == step}

    def _by_size(self, cells: Numbers) -> list[int]:
        return [int(cell) for cell in cells[np.argsort(self.number[cells], kind="stable")]]

    def _apart(self, cells: list[int], most: int) -> list[int]:
        """Up to `most` of them, no two in one sum."""
        chosen: list[int] = []
        taken: set[int] = set()
        for cell in cells:
            if taken.isdisjoint(self._sums_of[cell]):
                chosen.append(cell)
                taken |= self._sums_of[cell]
                if len(chosen) == most:
                    break
        return chosen

    @property
    def _sums_of(self) -> list[set[int]]:
        if not hasattr(self, "_sums_of_cells"):
            found: list[set[int]] = [set() for _ in range(self.system.size)]
            for line, (whole, parts) in enumerate(self.system.lines):
                for cell in (whole, *parts):
                    if cell >= 0:
                        found[cell].add(line)
            self._sums_of_cells = found
        return self._sums_of_cells

    def _step(self, cell: int) -> int:
        """The next move that the cell lacks."""
        return self._lacking(cell, self.low, self.high)[0]

    def _longest(self) -> int:
        """The longest move that any cell may need."""
        return int(max(needed.max(initial=1) for needed in (self.needs.up, self.needs.down, self.needs.width)))

    def _other_step(self, cell: int) -> int:
        """Down instead of up."""
        return -int(self.needs.width[cell] - self.high[cell])

    def _take(self, widener: Widener, steps: dict[int, int]) -> bool:
        """Find such a move, hide what it needs, and keep what of it is whole as proof."""
        self.steps["programmes"] += 1
        found = widener.move(steps)
        if found is None:
            return False
        for cell in np.flatnonzero((np.abs(found) > NOTHING) & ~self.hidden).tolist():
            self.hidden[cell] = True
            widener.hide(cell)
        self._prove(widener, found)
        return True

    def _prove(self, widener: Widener, move: NDArray[np.float64]) -> None:
        self._keep(whole_number_moves(move, widener.fall, self.system))
        if not self.exact:
            self._keep([np.where(np.abs(move) > NOTHING, move, 0.0)])

    def _keep(self, proofs: Sequence[NDArray[Any]] | NDArray[Any]) -> None:
        """Remember a move where it goes further than those before; of fractions the whole number nearer to the truth."""
        for proof in proofs:
            reach = np.trunc(proof + np.sign(proof) * NOTHING).astype(np.int64)
            if (reach < self.low).any() or (reach > self.high).any():
                self.low = np.minimum(self.low, reach)
                self.high = np.maximum(self.high, reach)
                self.pool.append(proof.astype(np.float64))

    def _moves_of_hidden(self) -> Moves:
        shown = ~self.hidden
        lines = tuple(
            (whole if whole >= 0 and not shown[whole] else -1, tuple(part for part in parts if not shown[part]))
            for whole, parts in self.system.lines
        )
        places = np.full(self.system.size, -1, np.int64)
        places[self.hidden] = np.arange(self.hidden.sum())
        inner = Compact(
            places,
            int(self.hidden.sum()),
            tuple(
                (int(places[whole]) if whole >= 0 else -1, tuple(places[list(parts)].tolist()))
                for whole, parts in lines
                if whole >= 0 or parts
            ),
        )
        return Moves(inner)

    def _harvest(self, moves: Moves) -> None:
        """Each move of the basis, as far as it goes either way, is a proof for the cells in it."""
        found = moves.whole_moves()
        if found.shape[1] != self.system.size:
            whole = np.zeros((len(found), self.system.size), np.int64)
            whole[:, self.hidden] = found
            found = whole
        if not len(found):
            return
        fall = self.number - self.problem.least
        for way in (found, -found):
            with np.errstate(divide="ignore"):
                limit = np.where(way < 0, fall[None, :] // np.maximum(-way, 1), ENDLESS)
            self._keep(way * np.minimum(limit.min(axis=1, initial=ENDLESS), ENDLESS)[:, None])

    # ---- show again what is not needed ---------------------------------------------------------------------------

    def show_again(self) -> None:
        """A cell that no needed proof moves, and whose number gives nothing away, need not be hidden."""
        if not (self.hidden & self.candidates).any():
            return
        moves = Moves(self.system)
        for cell in np.flatnonzero(~self.hidden).tolist():
            moves.publish(cell)
        self.moves = moves
        self.changes = [Difference(change, self.system) for change in self.problem.changes]
        for change in self.changes:
            for cell in np.flatnonzero(~self.hidden).tolist():
                change.publish(cell)
        moves.guard(np.flatnonzero(~self.candidates), self.insiders)
        proofs = np.array(self.pool) if self.pool else np.zeros((0, self.system.size))
        again = np.flatnonzero(self.hidden & self.candidates)
        again = again[np.lexsort((again, -self.number[again], -self.price[again]))]
        dear: list[int] = []
        for cell in again.tolist():
            rest = proofs[proofs[:, cell] == 0]
            if (self._others(cell) & ~self.needs.met(*self._furthest(rest))).any():
                dear.append(cell)
            elif not self._reveals(cell):
                proofs = self._show(cell, rest)
        self._look_for_other_proofs(dear, proofs)

    def _look_for_other_proofs(self, cells: list[int], proofs: NDArray[np.float64]) -> None:
        """A cell that a proof needs can be shown where what is hidden besides has another proof."""
        widener = self._widener(self.hidden.copy())
        last = self.steps["programmes"] + OTHER_PROOFS
        few = max(10, PROOFS_OF_CELL // max(1, self.system.size))
        for cell in cells:
            if self.steps["programmes"] >= last:
                return
            if self._reveals(cell) or self._lost_without(cell, proofs) > few:
                continue
            widener.close(cell)
            if (found := self._proofs_without(cell, widener, proofs)) is None:
                widener.open(cell)
            else:
                proofs = self._show(cell, found)

    def _lost_without(self, cell: int, proofs: NDArray[np.float64]) -> int:
        """How many other cells lose their room if this one stays as it is."""
        left = self._furthest(proofs[proofs[:, cell] == 0])
        return int((self._others(cell) & ~self.needs.met(*left)).sum())

    def _proofs_without(self, cell: int, widener: Widener, proofs: NDArray[np.float64]) -> NDArray[np.float64] | None:
        """Proofs for everything else that do not move this cell, where a few more are enough."""
        found, others, tried = proofs[proofs[:, cell] == 0], self._others(cell), set[tuple[int, int]]()
        while True:
            low, high = self._furthest(found)
            lost = np.flatnonzero(others & ~self.needs.met(low, high))
            if not len(lost):
                return found
            one = int(lost[0])
            for step in self._lacking(one, low, high):
                if (one, step) in tried:
                    continue
                tried.add((one, step))
                self.steps["programmes"] += 1
                if (move := widener.move({one: step})) is not None:
                    more = [*whole_number_moves(move, widener.fall, self.system)]
                    found = np.array(
                        [*found, *more, *([] if self.exact else [np.where(np.abs(move) > NOTHING, move, 0)])]
                    )
                    break
            else:
                return None

    def _lacking(self, cell: int, low: Numbers, high: Numbers) -> list[int]:
        """The moves that the cell lacks, one of which must be found: the first that it needs, or to either side."""
        if high[cell] < self.needs.up[cell]:
            return [int(self.needs.up[cell])]
        if -low[cell] < self.needs.down[cell]:
            return [-int(self.needs.down[cell])]
        return [int(self.needs.width[cell] + low[cell]), -int(self.needs.width[cell] - high[cell])]

    def _others(self, cell: int) -> Mask:
        others = self.hidden.copy()
        others[cell] = False
        return others

    @staticmethod
    def _furthest(proofs: NDArray[np.float64]) -> tuple[Numbers, Numbers]:
        """As far as the proofs go down and up, in whole numbers."""
        return (
            np.ceil(proofs.min(axis=0, initial=0) - NOTHING).astype(np.int64),
            np.floor(proofs.max(axis=0, initial=0) + NOTHING).astype(np.int64),
        )

    def _show(self, cell: int, proofs: NDArray[np.float64]) -> NDArray[np.float64]:
        self.hidden[cell] = False
        self._publish(cell)
        self.low, self.high = self._furthest(proofs)
        return proofs

    def result(self) -> Protection:
        place = self.system.place
        inside = place >= 0
        hidden = np.zeros(len(place), bool)
        hidden[inside] = self.hidden[place[inside]]
        hidden &= ~self.problem.open_elsewhere
        low, high = self.problem.numbers.copy(), self.problem.numbers.copy()
        low[inside] += self.low[place[inside]]
        high[inside] += self.high[place[inside]]
        return Protection(hidden, low, high, self.steps)
