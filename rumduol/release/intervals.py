"""How far can a hidden number move? Other tables of whole numbers that fit everything published, found by exact pivoting.

For each hidden cell two witnesses are sought: whole tables that agree with all that is published and differ in that cell.
Two such tables prove that no outsider, with whatever method, can compute the cell. What has no witnesses counts as
unsafe, even where it might be safe: the error is on the side of the person.
"""

from collections.abc import Collection, Mapping
from fractions import Fraction

from rumduol.release.elimination import Equation
from rumduol.release.types import Range

Number = int | Fraction
FAR = 10**6  # a step along a direction without limit


def ranges(
    equations: Collection[Equation], truth: Mapping[int, int], *, least: int, width: Mapping[int, int]
) -> dict[int, Range]:
    """The range each unknown was seen to move in, among whole tables that solve the equations with every unknown >= `least`.

    `truth` is one such table (the real one). Looking stops for an unknown when it has moved by its `width`; a smaller
    range is what there is, or all that could be shown. Equations need coefficients only: `truth` gives the right sides.
    """
    walk = _Walk(equations, truth, least)
    walk.look_around(width)
    walk.settle()
    for unknown in sorted(truth):
        if not walk.moved(unknown, width[unknown]):
            walk.push(unknown, width[unknown], up=True)
        if not walk.moved(unknown, width[unknown]):
            walk.push(unknown, width[unknown], up=False)
    return {
        unknown: Range(walk.low[unknown], None if unknown in walk.endless else walk.high[unknown]) for unknown in truth
    }


class _Walk:
    """A walk over the tables that fit. Basic unknowns are written through the free ones: basic = ... - sum(c * free)."""

    def __init__(self, equations: Collection[Equation], truth: Mapping[int, int], least: int) -> None:
        self.least = least
        self.value: dict[int, Number] = dict(truth)
        self.low = dict(truth)
        self.high = dict(truth)
        self.endless: set[int] = set()
        self.rows: dict[int, dict[int, Number]] = {}
        self.columns: dict[int, set[int]] = {unknown: set() for unknown in truth}
        for equation in sorted(equations, key=len):
            self._add(equation)

    def moved(self, unknown: int, width: int) -> bool:
        return unknown in self.endless or self.high[unknown] - self.low[unknown] >= width

    def look_around(self, width: Mapping[int, int]) -> None:
        """From the real table, try each free unknown a whole step up and down, without staying there."""
        for free in [unknown for unknown in self.value if unknown not in self.rows]:
            direction = self._direction(free)
            if any(isinstance(c, Fraction) for c in direction.values()):
                continue
            if all(self.moved(unknown, width[unknown]) for unknown in direction):
                continue
            for sign in (1, -1):
                step, _ = self._limit(direction, sign)
                if step is None:
                    self._see_endless(direction, sign)
                elif whole := int(step):
                    self._see({unknown: self.value[unknown] + sign * whole * c for unknown, c in direction.items()})

    def settle(self) -> None:
        """Go to a corner: every free unknown at its least."""
        for free in [unknown for unknown in self.value if unknown not in self.rows]:
            direction = self._direction(free)
            step, blocker = self._limit(direction, -1)
            if step is None or blocker is None:
                continue
            self._go(direction, -step)
            if blocker != free:
                self._swap(blocker, free)

    def push(self, unknown: int, width: int, *, up: bool) -> None:
        """Move one unknown as far as needed (simplex method; the smallest number first, so that it ends: Bland's rule)."""
        sign = 1 if up else -1
        while not self.moved(unknown, width):
            if unknown in self.rows:
                row = self.rows[unknown]
                better = [free for free, c in row.items() if free != unknown and -c * sign > 0]
                if not better:
                    return
                entering = min(better)
            else:
                if not up:
                    return  # a free unknown rests at its least already
                entering = unknown
            direction = self._direction(entering)
            step, blocker = self._limit(direction, 1)
            if step is None or blocker is None:
                self._see_endless(direction, 1)
                if not self.moved(unknown, width):
                    return
                continue
            self._go(direction, step)
            self._swap(blocker, entering)

    def _add(self, equation: Equation) -> None:
        row: dict[int, Number] = dict(equation)
        for unknown in [u for u in row if u in self.rows]:
            _subtract(row, self.rows[unknown], row[unknown])
        if not row:
            return
        pivot = min(row, key=lambda u: (len(self.columns[u]), u))
        divisor = row[pivot]
        self._place(pivot, {unknown: _divided(c, divisor) for unknown, c in row.items()})

    def _place(self, pivot: int, row: dict[int, Number]) -> None:
        for other in list(self.columns[pivot]):
            changed = self.rows[other]
            times = changed[pivot]
            _subtract(changed, row, times)
            for unknown in row:
                if unknown in changed:
                    self.columns[unknown].add(other)
                else:
                    self.columns[unknown].discard(other)
        self.rows[pivot] = row
        for unknown in row:
            self.columns[unknown].add(pivot)
        self.columns[pivot] = {pivot}

    def _swap(self, leaving: int, entering: int) -> None:
        if leaving == entering:
            return
        row = self.rows.pop(leaving)
        for unknown in row:
            self.columns[unknown].discard(leaving)
        divisor = row[entering]
        self._place(entering, {unknown: _divided(c, divisor) for unknown, c in row.items()})

    def _direction(self, free: int) -> dict[int, Number]:
        """How every unknown changes when a free one grows by one."""
        direction: dict[int, Number] = {free: 1}
        for basic in self.columns[free]:
            direction[basic] = -self.rows[basic][free]
        return direction

    def _limit(self, direction: Mapping[int, Number], sign: int) -> tuple[Number | None, int | None]:
        """How far one can go, and who stops it (the smallest number among equals)."""
        best: tuple[Number, int] | None = None
        for unknown, c in direction.items():
            if c * sign < 0:
                room = (_divided(self.value[unknown] - self.least, -c * sign), unknown)
                if best is None or room < best:
                    best = room
        return (None, None) if best is None else best

    def _go(self, direction: Mapping[int, Number], step: Number) -> None:
        if step == 0:
            return
        for unknown, c in direction.items():
            self.value[unknown] = _simplest(self.value[unknown] + c * step)
        if not any(isinstance(value, Fraction) for value in self.value.values()):
            self._see(self.value)

    def _see(self, table: Mapping[int, Number]) -> None:
        for unknown, value in table.items():
            whole = int(value)
            self.low[unknown] = min(self.low[unknown], whole)
            self.high[unknown] = max(self.high[unknown], whole)

    def _see_endless(self, direction: Mapping[int, Number], sign: int) -> None:
        """Nothing stops this direction: whole multiples of it fit as well as the table one stands on, if that is whole."""
        if any(isinstance(value, Fraction) for value in self.value.values()):
            return
        scale = 1
        for c in direction.values():
            scale *= c.denominator
        for unknown, c in direction.items():
            if c * sign > 0:
                self.endless.add(unknown)
                self.high[unknown] = max(self.high[unknown], int(self.value[unknown] + FAR * scale))


def _subtract(row: dict[int, Number], other: Mapping[int, Number], times: Number) -> None:
    for unknown, c in other.items():
        value = _simplest(row.get(unknown, 0) - times * c)
        if value:
            row[unknown] = value
        else:
            row.pop(unknown, None)


def _divided(number: Number, by: Number) -> Number:
    return _simplest(Fraction(number) / by) if number % by else int(number // by)


def _simplest(number: Number) -> Number:
    return int(number) if number.denominator == 1 else number
