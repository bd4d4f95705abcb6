"""Where a table that does not add up must be wrong: the fewest cells that, changed, let everything hold.

The minimum-change problem of error localisation (Fellegi and Holt 1976; de Waal, Pannekoek and Scholtus 2011), here
over linear relations: a binary for each known cell says that it may differ, the number of binaries is minimised. Cells
that are not known ("<5", blank, suppressed) are variables within their range and never errors. One wrong cell is
found by exact arithmetic; more by HiGHS.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import cached_property

from rumduol.reconcile import programs
from rumduol.reconcile.checking import Bound, Mismatch, computed, mismatches
from rumduol.reconcile.numerals import Kind
from rumduol.reconcile.programs import Constraint
from rumduol.reconcile.relations import ZERO, Cells, Relation, Rule, relations_of
from rumduol.reconcile.tables import Spot, Table

MOST_SETS = 12  # told at most, when more than one cell must be wrong
TOO_MANY = 40  # failing relations in one group: the reading of the totals is wrong rather than the cells
SECONDS = 10.0
LARGE = 2000  # cells; beyond, errors that lie apart are found without a program


@dataclass(frozen=True)
class Change:
    """A cell that would have to be something else: `printed`, and from `least` to `most` (None: no bound, or not one
    number) for all to hold. `slip`: how one becomes the other, where a slip of the hand would do it."""

    spot: Spot
    printed: str
    least: Bound = None
    most: Bound = None
    slip: str = ""


@dataclass(frozen=True)
class Group:
    """Cells that hang together through relations. `smallest`: how few cells can be wrong (None: not found in time).

    `sets`: each a way to let everything hold with `smallest` cells; `complete` when these are all such ways.
    """

    mismatches: tuple[Mismatch, ...]
    smallest: int | None
    sets: tuple[tuple[Change, ...], ...]
    complete: bool

    @property
    def one_of(self) -> tuple[Change, ...]:
        """If only one cell is wrong, it is one of these. Empty where one cell cannot explain it."""
        return tuple(chosen[0] for chosen in self.sets) if self.smallest == 1 else ()


@dataclass(frozen=True)
class Explanation:
    groups: tuple[Group, ...]

    @property
    def holds(self) -> bool:
        return not self.groups


def explain(table: Table) -> Explanation:
    """The fewest cells of one table that can be wrong, for each group of cells that hang together."""
    return explain_relations(relations_of(table), table.cells)


def explain_relations(relations: Sequence[Relation], cells: Cells, *, seconds: float = SECONDS) -> Explanation:
    """The same for any relations, across tables too. `seconds`: the longest search in each group."""
    found = []
    for part in components(relations):
        failing = mismatches(part, cells) or _clash(part, cells)
        if failing:
            found.append(_Part(part, cells, failing, seconds).group())
    return Explanation(tuple(found))


def clashes(relations: Sequence[Relation], cells: Cells) -> list[Mismatch]:
    """Relations that hold one by one and cannot all hold, whatever the unknown cells are."""
    found: list[Mismatch] = []
    for part in components(relations):
        if not mismatches(part, cells):
            found += _clash(part, cells)
    return found


def components(relations: Iterable[Relation]) -> list[list[Relation]]:
    """Relations grouped by the cells they have in common, directly or through others."""
    parent: dict[Spot, Spot] = {}

    def root(spot: Spot) -> Spot:
        parent.setdefault(spot, spot)
        while parent[spot] != spot:
            parent[spot] = spot = parent[parent[spot]]
        return spot

    relations = list(relations)
    for relation in relations:
        for other in relation.others:
            parent[root(other)] = root(relation.target)
    groups: dict[Spot, list[Relation]] = {}
    for relation in relations:
        groups.setdefault(root(relation.target), []).append(relation)
    return list(groups.values())


def _is_known(spot: Spot, cells: Cells) -> bool:
    return cells[spot].value is not None


def _clash(part: Sequence[Relation], cells: Cells) -> list[Mismatch]:
    """A smallest contradiction among relations that share unknown cells, as one mismatch; [] if there is none."""
    uses: dict[Spot, int] = {}
    for relation in part:
        for spot in set(relation.spots):
            if not _is_known(spot, cells):
                uses[spot] = uses.get(spot, 0) + 1
    if max(uses.values(), default=0) < 2 or programs.feasible(constraints_of(part, cells), cells):
        return []
    needed = programs.contradiction([constraints_of([relation], cells) for relation in part], cells)
    relations = tuple(part[i] for i in needed)
    target = relations[0]
    return [Mismatch(target, cells[target.target].text, None, None, None, relations)]


def constraints_of(relations: Iterable[Relation], cells: Cells) -> list[Constraint]:
    """Relations as linear constraints. That of a share holds unless its percentage is one of the wrong cells."""
    found: list[Constraint] = []
    for relation in relations:
        if relation.rule is not Rule.SHARE:
            found.append(Constraint(relation.weights(cells), *relation.bounds()))
        elif (percent := cells[relation.target].value) is not None:
            part, whole = relation.others
            hundred = Decimal(100)
            low, high = percent - relation.slack, percent + relation.slack
            found.append(Constraint({whole: low, part: -hundred}, None, ZERO, relation.target))
            found.append(Constraint({whole: high, part: -hundred}, ZERO, None, relation.target))
    return found


class _Part:
    def __init__(
        self, relations: Sequence[Relation], cells: Cells, failing: Sequence[Mismatch], seconds: float
    ) -> None:
        self.relations, self.cells, self.failing, self.seconds = relations, cells, tuple(failing), seconds
        self.constraints = constraints_of(relations, cells)
        self.at: dict[Spot, list[Constraint]] = {}
        for constraint in self.constraints:
            for spot in {*constraint.weights, *((constraint.unless,) if constraint.unless else ())}:
                self.at.setdefault(spot, []).append(constraint)

    @cached_property
    def has_unknown(self) -> bool:
        return any(not _is_known(spot, self.cells) for spot in self.at)

    def group(self) -> Group:
        if ones := self._ones():
            return Group(self.failing, 1, tuple((one,) for one in ones), complete=True)
        if len(self.failing) > TOO_MANY:
            return Group(self.failing, None, (), complete=False)
        if len(self.at) > LARGE and (apart := self._apart()):
            return Group(self.failing, len(apart[0]), tuple(apart), complete=False)
        found = programs.fewest(self.constraints, self.cells, most=MOST_SETS, seconds=self.seconds)
        sets = tuple(tuple(self._change(spot, value) for spot, value in chosen.items()) for chosen in found.sets)
        return Group(self.failing, found.size, sets, found.complete)

    def _ones(self) -> list[Change]:
        """Every single cell whose change lets all relations hold: it must be in each that fails."""
        common = set(self.failing[0].spots)
        for one in self.failing[1:]:
            common &= set(one.spots)
        found = []
        for spot in sorted(common):
            if not _is_known(spot, self.cells):
                continue
            interval = self._percentage(spot) or self._room(spot)
            if interval is None or (self.has_unknown and not self._confirmed(spot)):
                continue
            found.append(self._change_to(spot, *interval))
        return sorted(found, key=lambda one: (not one.slip, one.spot))

    def _apart(self) -> list[tuple[Change, ...]]:
        """Sets of cells that each mend all the sums they are in and none twice; [] unless fewer cannot do.

        As many cells are needed as there are failing relations without a cell in common.
        """
        if self.has_unknown or any(one.relation.rule is Rule.SHARE for one in self.failing):
            return []
        failing = {one.relation: place for place, one in enumerate(self.failing)}
        of_spot: dict[Spot, list[Relation]] = {}
        for relation in self.relations:
            for spot in relation.spots:
                of_spot.setdefault(spot, []).append(relation)
        mending: dict[Spot, frozenset[int]] = {}
        for spot in {spot for one in self.failing for spot in one.spots}:
            if all(relation in failing for relation in of_spot[spot]) and self._room(spot) is not None:
                mending[spot] = frozenset(failing[relation] for relation in of_spot[spot])
        least = 0
        taken: set[Spot] = set()
        for one in self.failing:
            if taken.isdisjoint(one.spots):
                taken |= set(one.spots)
                least += 1
        found: list[tuple[Change, ...]] = []

        def choose(left: frozenset[int], chosen: tuple[Spot, ...]) -> None:
            if len(found) >= MOST_SETS or len(chosen) > least or (left and len(chosen) == least):
                return
            if not left:
                rooms = [(spot, self._room(spot)) for spot in chosen]
                found.append(tuple(self._change_to(spot, *room) for spot, room in rooms if room is not None))
                return
            first = min(left)
            for spot, mended in sorted(mending.items()):
                if first in mended and mended <= left:
                    choose(left - mended, (*chosen, spot))

        choose(frozenset(range(len(self.failing))), ())
        return found

    def _confirmed(self, spot: Spot) -> bool:
        return programs.feasible(self.constraints, self.cells, free=(spot,))

    def _room(self, spot: Spot) -> tuple[Bound, Bound] | None:
        """From where to where the cell can be, given its neighbours; None if nowhere."""
        value = self.cells[spot].value
        least: Bound = ZERO if value is not None and (value >= 0 or self._counts(spot)) else None
        most: Bound = None
        for constraint in self.at.get(spot, ()):
            if constraint.unless == spot:
                continue  # a wrong percentage: the two counts say what it is, below
            factor = constraint.weights[spot]
            low, high = constraint.rest(spot, self.cells)
            if not factor:
                if (constraint.low is not None and high is not None and high < constraint.low) or (
                    constraint.high is not None and low is not None and low > constraint.high
                ):
                    return None
                continue
            ends = [
                None if end is None or other is None else (end - other) / factor
                for end, other in ((constraint.low, high), (constraint.high, low))
            ]
            lower, upper = ends if factor > 0 else reversed(ends)
            least = lower if least is None else (least if lower is None else max(least, lower))
            most = upper if most is None else (most if upper is None else min(most, upper))
        if least is not None and most is not None and least > most:
            return None
        return self._whole(spot, least, most)

    def _percentage(self, spot: Spot) -> tuple[Bound, Bound] | None:
        """What a percentage would be by its two counts, rounded as it is printed; None for other cells."""
        for relation in self.relations:
            if relation.rule is Rule.SHARE and relation.target == spot and len(self.at[spot]) == 2:
                unit = Decimal(1).scaleb(-self.cells[spot].decimals)
                low, high = (
                    None if end is None else end.quantize(unit, rounding=ROUND_HALF_UP)
                    for end in computed(relation, self.cells)
                )
                return low, high
        return None

    def _counts(self, spot: Spot) -> bool:
        return any(one.relation.rule is Rule.NEGATIVE and one.relation.target == spot for one in self.failing)

    def _whole(self, spot: Spot, least: Bound, most: Bound) -> tuple[Bound, Bound] | None:
        """Counts are whole numbers: a cell of a table of counts cannot be 12.5. Decimals as the cell has them."""
        shares = {relation.target for relation in self.relations if relation.rule is Rule.SHARE}
        if self.cells[spot].kind is Kind.PERCENT or spot in shares:
            return least, most
        places = max((self.cells[one].decimals for one in self.at if one not in shares), default=0)
        unit = Decimal(1).scaleb(-places)
        least = None if least is None else least.quantize(unit, rounding=ROUND_CEILING)
        most = None if most is None else most.quantize(unit, rounding=ROUND_FLOOR)
        return None if least is not None and most is not None and least > most else (least, most)

    def _change(self, spot: Spot, value: Bound) -> Change:
        return self._change_to(spot, value, value)

    def _change_to(self, spot: Spot, least: Bound, most: Bound) -> Change:
        reading = self.cells[spot]
        slip = slip_of(reading.value, least) if least == most and least is not None else ""
        return Change(spot, reading.text, least, most, slip)


def slip_of(printed: Bound, meant: Bound) -> str:
    """How a hand could have written `printed` for `meant`: "swapped" or one wrong, "missing" or "extra" digit; else ""."""
    if printed is None or meant is None:
        return ""
    wrong, right = f"{abs(printed.normalize()):f}", f"{abs(meant.normalize()):f}"
    if len(wrong) == len(right):
        at = [i for i, (a, b) in enumerate(zip(wrong, right, strict=True)) if a != b]
        if len(at) == 1 and len(wrong) > 1:
            return "digit"
        swapped = len(at) == 2 and wrong[at[0]] == right[at[1]] and wrong[at[1]] == right[at[0]]
        return "swapped" if swapped else ""
    if len(right) == len(wrong) + 1:
        return "missing" if any(right[:i] + right[i + 1 :] == wrong for i in range(len(right))) else ""
    if len(wrong) == len(right) + 1:
        return "extra" if any(wrong[:i] + wrong[i + 1 :] == right for i in range(len(wrong))) else ""
    return ""
