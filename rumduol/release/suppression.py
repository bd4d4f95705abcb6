"""Hiding small numbers so that they stay hidden. Pure: a table in, a table out.

1. Primary: a cell that counts 1 to threshold - 1 is hidden, margins too. A zero is shown: it counts nobody, and zeros
   are mostly structural (the handbook on statistical disclosure control of the European statistical system, 2010,
   chapter 5 on frequency tables). So an outsider knows that a hidden cell is at least 1, and the proof allows for it.
2. Complementary: further cells are hidden until (a) no hidden cell follows from the sums (elimination), and (b) two
   whole tables are at hand for each hidden cell that fit everything published and differ in it (intervals).
3. Over time: what an earlier release of the table hid stays hidden; a number is not shown where subtracting the earlier
   one gives 1 to threshold - 1; and the sums of all releases are solved together.
"""

from collections.abc import Iterable, Sequence

from rumduol.indicators.types import TOTAL, Coordinate, Dimension, Table
from rumduol.release.cubes import Box, boxes
from rumduol.release.elimination import components, determined
from rumduol.release.intervals import ranges
from rumduol.release.types import SUPPRESSED, Earlier, Range, ReleasedTable, Suppression, Why

Key = frozenset[tuple[str, str]]  # a cell by what it counts: the same in every table that has it

SMALL_GROUP = 120  # hidden cells that hang together; up to here exact pivoting is quick enough
LEAST = 1  # what an outsider knows of a hidden cell, since zeros are shown


class CannotProtect(Exception):
    """Earlier releases already give these cells away, whatever is hidden now. `cells` are their coordinates."""

    def __init__(self, cells: Sequence[Coordinate]) -> None:
        self.cells = tuple(cells)
        super().__init__(f"{len(self.cells)} cells follow from what is already public")


def suppress(table: Table, threshold: int, earlier: Iterable[Earlier] = ()) -> ReleasedTable:
    """The table as the public may see it: see `protect`."""
    return protect(table, threshold, earlier=earlier).released


def protect(table: Table, threshold: int, *, width: int | None = None, earlier: Iterable[Earlier] = ()) -> Suppression:
    """Hide what must be hidden, with reasons and proof.

    `threshold`: the smallest count (other than 0) that is shown. `width`: how far a small number must be able to move
    (default threshold - 1). `earlier`: the releases of the same indicator and period that are public.
    Raises CannotProtect when earlier releases leave no way.
    """
    if threshold < 2:
        raise ValueError("A threshold under 2 protects nobody")
    search = _Search(table, threshold, threshold - 1 if width is None else width, list(earlier))
    search.run()
    return search.result()


def key_of(dimensions: Sequence[Dimension], coordinate: Coordinate) -> Key:
    """What a cell counts, whatever else its table breaks down."""
    return frozenset(
        (dimension.name, value)
        for dimension, value in zip(dimensions, coordinate, strict=True)
        if value != TOTAL and len(dimension.values) > 1
    )


class _Search:
    def __init__(self, table: Table, threshold: int, width: int, earlier: list[Earlier]) -> None:
        self.table, self.threshold, self.width = table, threshold, width
        self.numbers = table.with_margins()
        self.key_at = {coordinate: key_of(table.dimensions, coordinate) for coordinate in self.numbers}
        self.own = {self.key_at[coordinate]: number for coordinate, number in self.numbers.items()}
        self.truth: dict[Key, int] = dict(self.own)
        self.lines: list[tuple[Key, ...]] = _lines(table)
        self.why: dict[Key, Why] = {key: Why.SMALL for key, number in self.own.items() if LEAST <= number < threshold}
        self.seen: dict[int, Range] = {}  # the proof for each hidden cell
        self.more_sums = False  # whether earlier releases add sums of their own
        self.public: set[Key] = set()  # known from earlier releases: hiding it again keeps nothing secret
        self.changes: list[tuple[dict[Key, int], list[tuple[Key, ...]], set[Key]]] = []
        hidden_elsewhere: set[Key] = set()
        for release in earlier:
            hidden_elsewhere |= self._remember(release)
        self._number()
        self.unknown = {self.number[key] for key in (*self.why, *hidden_elsewhere) if key not in self.public}

    def _remember(self, release: Earlier) -> set[Key]:
        """Take an earlier release into account; answers the cells that it hid and this table does not have."""
        was = {key_of(release.exact.dimensions, c): n for c, n in release.exact.with_margins().items()}
        hidden = {key_of(release.exact.dimensions, c) for c in release.released.hidden}
        shared = was.keys() & self.own.keys()
        for key in shared:
            if key in hidden:
                if self.own[key]:
                    self.why.setdefault(key, Why.EARLIER)
            elif was[key] == self.own[key]:
                self.public.add(key)
            elif abs(self.own[key] - was[key]) < self.threshold and self.own[key]:
                self.why.setdefault(key, Why.CHANGE)
        if all(was[key] == self.own[key] for key in shared):
            self.truth = was | self.truth
            self.lines += _lines(release.exact)
            self.more_sums = True
            self.public |= was.keys() - hidden
            return hidden - self.own.keys()
        difference = {key: self.own[key] - was[key] for key in shared}
        self.changes.append((difference, [line for line in self.lines if shared.issuperset(line)], hidden))
        return set()

    def _number(self) -> None:
        """Number the cells by what they count, so that the order of rows and columns changes nothing."""
        self.keys = sorted(self.truth, key=lambda key: (-len(key), sorted(key)))
        self.number = {key: place for place, key in enumerate(self.keys)}
        self.counts = [self.truth[key] for key in self.keys]
        self.own_cell = {self.number[key]: c for c, key in self.key_at.items()}
        lines = {tuple(sorted(self.number[key] for key in line)): line for line in self.lines}
        self.sums: list[dict[int, int]] = [
            {self.number[key]: -1 if place == 0 else 1 for place, key in enumerate(line)}
            for _, line in sorted(lines.items())
        ]
        self.sums_of: list[list[int]] = [[] for _ in self.keys]
        for place, line in enumerate(self.sums):
            for cell in line:
                self.sums_of[cell].append(place)

    # ---- the search -------------------------------------------------------------------------------------------

    def run(self) -> None:
        self._fill_lonely(range(len(self.sums)))
        self._close()
        while narrow := self._without_proof():
            for cell in narrow:
                if cell not in self.seen and not self._prove_by_box(cell):
                    self._build_box(cell)
            self._close()

    def _close(self) -> None:
        """Hide more until no sum gives a hidden cell away."""
        while exposed := self._exposed():
            for cell in exposed:
                self._cover(cell)

    def _without_proof(self) -> list[int]:
        """Hidden cells for which no two tables are at hand yet; of a small group only the first, as helping it helps others."""
        waiting = sorted(cell for cell in self.unknown if cell not in self.seen)
        left = {cell for cell in waiting if not self._prove_by_box(cell)}
        equations = self._equations()
        in_sums = {cell for equation in equations for cell in equation}
        self.seen |= {cell: Range(LEAST, None) for cell in left - in_sums}  # in no sum at all
        narrow: list[int] = []
        for group in components(equations):
            if group.isdisjoint(left):
                continue
            boxless = [cell for cell in sorted(group & left) if cell not in self.own_cell]
            if len(group) > SMALL_GROUP and not boxless:
                narrow += sorted(group & left)
                continue
            inside = [equation for equation in equations if not group.isdisjoint(equation)]
            need = {cell: self._need(cell) for cell in group}
            found = ranges(inside, {cell: self.counts[cell] for cell in group}, least=LEAST, width=need)
            self.seen |= {cell: range_ for cell, range_ in found.items() if self._wide(cell, range_)}
            narrow += sorted(cell for cell in group & left if cell not in self.seen)[:1]
        return narrow

    def _prove_by_box(self, cell: int) -> bool:
        if (corner := self.own_cell.get(cell)) is None:
            return False
        for box in boxes(self.table.dimensions, corner, lambda c: self.number[self.key_at[c]] in self.unknown):
            if self._fits(box) and self._wide(cell, box.range_of(corner, self.numbers, LEAST)):
                self._note(box)
                return True
        return False

    def _build_box(self, cell: int) -> None:
        """Hide the corners of the box that costs least, of those in which the cell can move far enough."""
        if (corner := self.own_cell.get(cell)) is None:
            self._cover(cell)
            return
        found = [
            box
            for box in boxes(self.table.dimensions, corner, self._can_be_corner, self._corner_cost)
            if self._fits(box) and self._wide(cell, box.range_of(corner, self.numbers, LEAST))
        ]
        if not found:
            self._cover(cell, room=True)
            return
        best = min(found, key=self._box_cost)
        for place in sorted(self.number[self.key_at[c]] for c in best.signs):
            if place not in self.unknown:
                self._hide(place)
        self._note(best)

    def _note(self, box: Box) -> None:
        """Every corner moves with the box; keep it as proof where it is wide enough."""
        for c in box.signs:
            place, range_ = self.number[self.key_at[c]], box.range_of(c, self.numbers, LEAST)
            if place not in self.seen and self._wide(place, range_):
                self.seen[place] = range_

    def _can_be_corner(self, c: Coordinate) -> bool:
        place = self.number[self.key_at[c]]
        return place in self.unknown or self._can_hide(place)

    def _corner_cost(self, c: Coordinate) -> tuple[int, ...]:
        place = self.number[self.key_at[c]]
        return (0, 0, 0, place) if place in self.unknown else (1, -len(self.keys[place]), self.counts[place], place)

    def _box_cost(self, box: Box) -> tuple[int, int, list[int]]:
        new = sorted({self.number[self.key_at[c]] for c in box.signs} - self.unknown)
        top = len(self.table.dimensions)
        return (
            sum((1 + top - len(self.keys[place])) ** 2 for place in new),
            sum(self.counts[place] for place in new),
            sorted(self.number[self.key_at[c]] for c in box.signs),
        )

    def _fits(self, box: Box) -> bool:
        """Whether the sums of other releases stay as they were, too."""
        if not self.more_sums:
            return True
        change = {self.number[self.key_at[c]]: sign for c, sign in box.signs.items()}
        touched = {place for cell in change for place in self.sums_of[cell]}
        return all(sum(c * change.get(cell, 0) for cell, c in self.sums[place].items()) == 0 for place in touched)

    def _equations(self) -> list[dict[int, int]]:
        found = ({cell: c for cell, c in line.items() if cell in self.unknown} for line in self.sums)
        return [equation for equation in found if equation]

    def _exposed(self) -> list[int]:
        """One cell of each group that the sums give away."""
        equations = self._equations()
        given = determined(equations) | self._given_by_changes()
        if not given:
            return []
        first: list[int] = []
        for group in components(equations):
            if found := group & given:
                first.append(min(found, key=lambda cell: (self.counts[cell], cell)))
        return first or [min(given)]

    def _given_by_changes(self) -> set[int]:
        """Small differences to an earlier release that subtraction would give away."""
        given: set[int] = set()
        for difference, lines, hidden_then in self.changes:
            unknown = {key for key in difference if key in self.why or key in hidden_then}
            number = {key: self.number[key] for key in unknown}
            equations = [
                {number[key]: -1 if place == 0 else 1 for place, key in enumerate(line) if key in unknown}
                for line in lines
            ]
            for cell in determined(equations):
                if 0 < abs(difference[self.keys[cell]]) < self.threshold:
                    given.add(cell)
        return given

    def _need(self, cell: int) -> int:
        return max(1, self.width) if self.counts[cell] < self.threshold else 1

    def _wide(self, cell: int, range_: Range) -> bool:
        return range_.width is None or range_.width >= self._need(cell)

    def _fill_lonely(self, places: Iterable[int]) -> None:
        """Where one hidden cell stands alone in a sum, hide another; and so on where that one stands alone."""
        waiting = sorted(places)
        while waiting:
            line = self.sums[waiting.pop(0)]
            alone = [cell for cell in line if cell in self.unknown]
            if len(alone) == 1 and (other := self._best([line], room=False)) is not None:
                waiting += self._hide(other)

    def _cover(self, cell: int, *, room: bool = False) -> None:
        """Hide one more cell near this one; if its own sums have none left, near what is hidden with it."""
        near, looked = [cell], {cell}
        while near:
            lines = [self.sums[place] for one in near for place in self.sums_of[one]]
            if (other := self._best(lines, room=room)) is not None:
                self._fill_lonely(self._hide(other))
                return
            near = sorted({c for line in lines for c in line if c in self.unknown} - looked)
            looked |= set(near)
        raise CannotProtect([c for c, key in self.key_at.items() if self.number[key] in looked])

    def _best(self, lines: Iterable[dict[int, int]], *, room: bool) -> int | None:
        """The cell whose hiding costs least: few new lonely ones, inner before margins, small before large."""
        open_cells = {cell for line in lines for cell in line if self._can_hide(cell)}
        return min(open_cells, key=lambda cell: self._cost(cell, room=room), default=None)

    def _can_hide(self, cell: int) -> bool:
        key = self.keys[cell]
        return key in self.own and key not in self.why and key not in self.public and self.counts[cell] >= LEAST

    def _cost(self, cell: int, *, room: bool) -> tuple[int, int, int, int]:
        lonely = sum(not any(other in self.unknown for other in self.sums[place]) for place in self.sums_of[cell])
        short = int(room and self.counts[cell] <= self.width)
        return lonely + short, -len(self.keys[cell]), self.counts[cell], cell

    def _hide(self, cell: int) -> list[int]:
        self.why[self.keys[cell]] = Why.PROTECTS
        self.unknown.add(cell)
        return self.sums_of[cell]

    # ---- the answer -------------------------------------------------------------------------------------------

    def result(self) -> Suppression:
        table = self.table
        released = ReleasedTable(
            indicator=table.indicator,
            period=table.period,
            source=table.source,
            dimensions=table.dimensions,
            threshold=self.threshold,
            cells={c: SUPPRESSED if key in self.why else self.own[key] for c, key in self.key_at.items()},
        )
        hidden = released.hidden
        return Suppression(
            released=released,
            why={c: self.why[self.key_at[c]] for c in hidden},
            ranges={
                c: self.seen[self.number[self.key_at[c]]] for c in hidden if self.number[self.key_at[c]] in self.seen
            },
        )


def _lines(table: Table) -> list[tuple[Key, ...]]:
    """Every sum of a table as (total, parts...). A sum of one part says nothing: total and part are the same cell."""
    return [
        (key_of(table.dimensions, total), *(key_of(table.dimensions, part) for part in parts))
        for total, parts in table.lines()
        if len(parts) > 1
    ]
