"""Which relations do not hold: printed against computed. Nothing is put right here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rumduol.reconcile.numerals import Kind
from rumduol.reconcile.relations import HUNDRED, ZERO, Cells, Relation, Rule, relations_of
from rumduol.reconcile.tables import Spot, Table

Bound = Decimal | None
_NUMBERS = {Kind.NUMBER, Kind.PERCENT}


@dataclass(frozen=True)
class Mismatch:
    """`least` and `most` bound what the other cells make of the target (None: no bound); both are the same number where
    all of them are known. `difference` is printed less computed, to the nearer bound. `relations` has several members
    only where each holds by itself and all together cannot."""

    relation: Relation
    printed: str
    least: Bound
    most: Bound
    difference: Bound
    relations: tuple[Relation, ...] = ()

    @property
    def computed(self) -> Bound:
        return self.least if self.least == self.most else None

    @property
    def spots(self) -> tuple[Spot, ...]:
        """Every cell that has a share in it, the judged one first."""
        return tuple(dict.fromkeys(spot for one in self.relations or (self.relation,) for spot in one.spots))


def check_table(table: Table) -> list[Mismatch]:
    """What does not add up in one table, by its own totals. Empty: all of them hold, as far as they are known."""
    from rumduol.reconcile.locating import clashes

    relations = relations_of(table)
    return [*mismatches(relations, table.cells), *clashes(relations, table.cells)]


def mismatches(relations: Iterable[Relation], cells: Cells) -> list[Mismatch]:
    """The relations that fail by themselves, in their order."""
    return [found for relation in relations if (found := judge(relation, cells)) is not None]


def judge(relation: Relation, cells: Cells) -> Mismatch | None:
    """The mismatch of one relation, if what is printed in it excludes that it holds."""
    target = cells[relation.target]
    least, most = computed(relation, cells)
    low, high = target.least, target.most
    if relation.rule is Rule.PART:
        least = None
    if relation.rule is Rule.SHARE and target.kind not in _NUMBERS:
        return None
    if most is not None and low is not None and low > most + relation.slack:
        return Mismatch(relation, target.text, least, most, low - most)
    if least is not None and high is not None and high < least - relation.slack:
        return Mismatch(relation, target.text, least, most, high - least)
    return None


def computed(relation: Relation, cells: Cells) -> tuple[Bound, Bound]:
    """What the other cells say the target is: from, to."""
    found = [(cells[spot].least, cells[spot].most) for spot in relation.others]
    if relation.rule is Rule.NEGATIVE:
        return ZERO, None
    if relation.rule is Rule.SHARE:
        return _share(*found)
    return _total([low for low, _ in found]), _total([high for _, high in found])


def _total(values: Sequence[Bound]) -> Bound:
    return None if None in values else sum((value for value in values if value is not None), ZERO)


def _share(part: tuple[Bound, Bound], whole: tuple[Bound, Bound]) -> tuple[Bound, Bound]:
    low = None if part[0] is None or whole[1] is None or not whole[1] else HUNDRED * part[0] / whole[1]
    high = None if part[1] is None or whole[0] is None or not whole[0] else HUNDRED * part[1] / whole[0]
    if part == whole == (ZERO, ZERO):
        return ZERO, ZERO  # nothing of nothing: printed as 0 or not at all
    return (low if low is not None else ZERO), high
