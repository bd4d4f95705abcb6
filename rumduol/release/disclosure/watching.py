"""Looking on while cells are shown one by one: whether a closed sum keeps room, and whether a change over time shows."""

import numpy as np
from numpy.typing import NDArray

from rumduol.release.disclosure.elimination import Moves
from rumduol.release.disclosure.problem import Change
from rumduol.release.disclosure.relations import Compact, compact

Numbers = NDArray[np.int64]


class Lines:
    """A quick look at each closed sum: what is hidden in it must leave its small cells room to grow."""

    def __init__(self, system: Compact, numbers: Numbers, least: int, width: Numbers) -> None:
        self.number = numbers - least
        self.total = [whole for whole, _ in system.lines]
        self.room = [int(self.number[list(parts)].sum()) for _, parts in system.lines]
        self.width = [int(width[list(parts)].max(initial=0)) for _, parts in system.lines]
        self.part_of: list[list[int]] = [[] for _ in range(system.size)]
        self.total_of: list[list[int]] = [[] for _ in range(system.size)]
        for line, (whole, parts) in enumerate(system.lines):
            if whole >= 0:
                self.total_of[whole].append(line)
            for part in parts:
                self.part_of[part].append(line)
        self.open = [whole >= 0 for whole in self.total]

    def need(self, cell: int) -> bool:
        """Whether a sum would be left with too little room if this cell were shown."""
        closing = any(self.room[line] < self.width[line] for line in self.total_of[cell])
        return closing or any(
            not self.open[line] and self.room[line] - int(self.number[cell]) < self.width[line]
            for line in self.part_of[cell]
        )

    def publish(self, cell: int) -> None:
        for line in self.total_of[cell]:
            self.open[line] = False
        for line in self.part_of[cell]:
            self.room[line] -= int(self.number[cell])


class Difference:
    """A change over time, eliminated beside the release itself."""

    def __init__(self, change: Change, main: Compact) -> None:
        system = compact(change.sums, change.differences, ~change.open)
        self.moves = Moves(system)
        self.place, self.small = system.place, change.small & change.open
        places = np.unique(system.place[self.small & (system.place >= 0)])
        self.guarded = places
        self.moves.guard(places)
        self.inside: list[set[int]] = [set() for _ in range(main.size)]
        for cell in np.flatnonzero((main.place >= 0) & (system.place >= 0) & ~change.then).tolist():
            self.inside[main.place[cell]].add(int(system.place[cell]))

    def given(self) -> list[int]:
        known = set(self.moves.known(self.guarded).tolist())
        return [int(cell) for cell in np.flatnonzero(self.small) if int(self.place[cell]) in known]

    def reveals(self, cell: int) -> bool:
        return any(place in self.guarded or self.moves.reveals(place) for place in self.inside[cell])

    def publish(self, cell: int) -> None:
        for place in self.inside[cell]:
            self.moves.publish(place)
