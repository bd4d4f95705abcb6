"""What must hold between cells: sums, parts of wholes, equal figures, shares. All of one linear shape."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import partial

from rumduol.reconcile.numerals import Kind, Reading
from rumduol.reconcile.sums import LineSum, sums_of
from rumduol.reconcile.tables import Spot, Table

Cells = Mapping[Spot, Reading]
Spotter = Callable[[int], Spot]
ZERO, HALF, HUNDRED = Decimal(0), Decimal("0.5"), Decimal(100)


class Rule(Enum):
    ROWS = "rows"  # a total below or above its rows
    COLUMNS = "columns"  # a total beside its columns
    TWICE = "twice"  # a total given twice
    PART = "part"  # a part that cannot be more than its whole
    SHARE = "share"  # a percentage of two counts
    SUM = "sum"  # a sum named in tables.toml
    EQUAL = "equal"  # one figure in two places
    NEGATIVE = "negative"  # a count below zero


@dataclass(frozen=True)
class Relation:
    """`target` is judged by `others`: their sum, the whole, the same figure elsewhere, or (part, whole) of a share.

    `slack`: how far rounding may take the two apart, in units of the target. `name`: what tables.toml calls it.
    """

    rule: Rule
    target: Spot
    others: tuple[Spot, ...] = ()
    name: str = ""
    slack: Decimal = ZERO

    @property
    def spots(self) -> tuple[Spot, ...]:
        return (self.target, *self.others)

    def weights(self, cells: Cells) -> dict[Spot, Decimal]:
        """Spot -> factor of the linear form whose value `bounds` limits. For a share the percentage is a constant."""
        found: dict[Spot, Decimal] = {}
        if self.rule is Rule.SHARE:
            part, whole = self.others
            percent = cells[self.target].value or ZERO
            pairs = [(part, -HUNDRED), (whole, percent)]
        else:
            pairs = [(self.target, Decimal(1)), *((spot, Decimal(-1)) for spot in self.others)]
        for spot, factor in pairs:
            found[spot] = found.get(spot, ZERO) + factor
        return found

    def bounds(self) -> tuple[Decimal | None, Decimal | None]:
        """Least and most of the linear form (for a share: times the whole, see `locating`)."""
        if self.rule is Rule.NEGATIVE:
            return ZERO, None
        if self.rule is Rule.PART:
            return None, self.slack
        return -self.slack, self.slack


def relations_of(table: Table) -> list[Relation]:
    """What a table says of itself: its totals, and that a count is not below zero."""
    found: list[Relation] = []
    if table.options.totals:
        found += _along(table, Rule.ROWS)
        found += _along(table, Rule.COLUMNS)
    if not table.options.negative:
        found += [
            Relation(Rule.NEGATIVE, spot)
            for spot, reading in table.cells.items()
            if reading.kind in {Kind.NUMBER, Kind.PERCENT} and reading.value is not None and reading.value < 0
        ]
    return found


def _along(table: Table, rule: Rule) -> list[Relation]:
    lines, across = (table.rows, table.columns) if rule is Rule.ROWS else (table.columns, table.rows)

    def spot(line: int, cross: int) -> Spot:
        return Spot(table.name, *((line, cross) if rule is Rule.ROWS else (cross, line)))

    def evidence(total: int, parts: Sequence[int]) -> tuple[int, int]:
        """In how many lines across the sum holds, of those where all is known and something is not zero."""
        hits = known = 0
        for cross in across:
            if cross.percent:
                continue
            target = table.cells[spot(total, cross.place)].value
            values = [table.cells[spot(part, cross.place)].value for part in parts]
            if target is None or None in values or not (target or any(values)):
                continue
            known += 1
            hits += target == sum(value for value in values if value is not None)
        return hits, known

    found: list[Relation] = []
    for line_sum in sums_of(lines, evidence):
        for cross in across:
            relation = _at(table, rule, line_sum, partial(spot, cross=cross.place), percent=cross.percent)
            if relation is not None:
                found.append(relation)
    return found


def _at(table: Table, rule: Rule, found: LineSum, spot: Spotter, *, percent: bool) -> Relation | None:
    """The sum of lines at one crossing line; None where the cells there are no quantities that add up."""
    target, parts = spot(found.total), tuple(spot(part) for part in found.parts)
    readings = [table.cells[one] for one in (target, *parts)]
    if any(reading.kind is Kind.ANSWER for reading in readings):
        return None
    percents = percent or any(reading.kind is Kind.PERCENT for reading in readings)
    slack = ZERO
    if percents or table.options.rounded:
        slack = sum((HALF.scaleb(-reading.decimals) for reading in readings), ZERO)
    if found.part_of:
        return None if percents else Relation(Rule.PART, parts[0], (target,))
    if found.twice:
        return Relation(Rule.TWICE, target, parts)
    whole = readings[0].value
    if percents and (whole is None or abs(whole - HUNDRED) > slack):
        return None  # percentages add up only where they are shares of the total
    return Relation(rule, target, parts, slack=slack)
