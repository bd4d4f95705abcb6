"""Counting a figure for a release, and protecting it: what the desk shows before anything is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from django.utils.translation import gettext_lazy as _

from rumduol.facts.types import Period
from rumduol.indicators import queries as indicators
from rumduol.indicators.catalogue import Indicator, Measure
from rumduol.indicators.levels import COARSER, family
from rumduol.indicators.types import Table
from rumduol.release import queries
from rumduol.release.amounts import contributions, protect_money
from rumduol.release.disclosure.coarser import suggest_coarser
from rumduol.release.models import Release
from rumduol.release.people import Beside, beside
from rumduol.release.rounded import BASES, CannotRound, round_table
from rumduol.release.rules import rules
from rumduol.release.suppression import CannotProtect, counts_of, protect, public_of, wholes_of
from rumduol.release.types import SUPPRESSED, Earlier, Suppression
from rumduol.shared.errors import InvalidInput


@dataclass(frozen=True)
class Counted:
    """A counted table and what is hidden of it; `people`: the different people behind it, where a round was chosen."""

    table: Table
    suppression: Suppression
    people: Beside | None = None

    @property
    def percent_shown(self) -> int:
        """How much of what is not nought is shown: under a half, a coarser table serves the reader better."""
        cells = [
            cell
            for cell in self.suppression.released.cells.values()
            if cell is SUPPRESSED or (isinstance(cell, int) and cell)
        ]
        return 100 - round(100 * sum(cell is SUPPRESSED for cell in cells) / len(cells)) if cells else 100


@dataclass(frozen=True)
class Better:
    """A coarser table that tells more: its breakdowns, how many of its numbers would be shown, in per cent and in all."""

    breakdowns: tuple[str, ...]
    percent_shown: int
    numbers: int


class TooLittleLeft(InvalidInput):
    """Most of the table would be hidden. `percent_shown`; `better`: coarser tables that tell more, the best first."""

    default = _("Most of this table would be hidden. A coarser table tells the reader more.")

    def __init__(self, percent_shown: int, better: Sequence[Better]) -> None:
        super().__init__()
        self.percent_shown, self.better = percent_shown, tuple(better)


class PeriodIsCut(InvalidInput):
    """A public release covers part of the period."""


class NothingProtects(InvalidInput):
    default = _(
        "Earlier releases already give away some of these cells. Choose fewer breakdowns, or the same as before."
    )


class OneWayOnly(InvalidInput):
    """A public release of the figure and period is protected the other way."""


def counted(
    *,
    indicator: str,
    period: Period,
    breakdowns: Sequence[str],
    round_to: int = 0,
    matched_by: str = "",
    release: Release | None = None,
) -> Counted:
    """Count, and hide what must be hidden, without storing anything: what the desk shows before a draft is kept.

    `matched_by`: the number of an approved round of matching, whose different people stand beside the table.

    Raises InvalidInput (too many breakdowns or cells, an overlapping period, nothing protects) and NotThere.
    """
    subject = indicators.indicator(indicator)
    if not subject.releasable:
        raise InvalidInput(errors={"indicator": [_("This figure makes no table that can be public.")]})
    if len(breakdowns) > rules().most_breakdowns or not breakdowns:
        raise InvalidInput(errors={"breakdowns": [_("Choose one, two or three breakdowns.")]})
    if len({family(name) for name in breakdowns}) < len(breakdowns):
        raise InvalidInput(
            errors={
                "breakdowns": [
                    _(
                        "Two of these are the same breakdown, finer and coarser. Choose one; those with levels show both."
                    )
                ]
            }
        )
    if (other := queries.cut_by(indicator, period)) is not None:
        raise PeriodIsCut(
            errors={
                "period": [
                    _(
                        "Release %(number)s covers part of this period. Subtracting one from the other would show the rest."
                    )
                    % {"number": other.number}
                ]
            }
        )
    table = indicators.table(subject, period, breakdowns)
    if prod(len(dimension.values) + 1 for dimension in table.dimensions) > rules().most_cells:
        raise InvalidInput(
            errors={"breakdowns": [_("This table has too many cells to be read. Choose fewer breakdowns.")]}
        )
    earlier = queries.earlier_than(release, indicator, str(period))
    if any(one.released.rounded_to != round_to for one in earlier):
        raise OneWayOnly(
            errors={
                "round_to": [
                    _(
                        "A public release of this figure and period is protected the other way. Two ways would undo each other."
                    )
                ]
            }
        )
    if subject.measure == Measure.AMOUNT:
        done = _money(subject, period, table, round_to=round_to, earlier=earlier)
    else:
        done = protected(table, rules().threshold, round_to, earlier)
    if not matched_by:
        return Counted(table, done)
    found = beside(
        number=matched_by,
        subject=subject,
        period=period,
        table=table,
        released=done.released,
        earlier=earlier,
        earlier_lists=queries.lists_before(release, period),
    )
    return Counted(table, done, found)


def _money(
    subject: Indicator, period: Period, table: Table, *, round_to: int, earlier: Sequence[Earlier]
) -> Suppression:
    """Sums of money. Raises InvalidInput for rounding and for a second table of the figure and period."""
    if round_to:
        raise InvalidInput(errors={"round_to": [_("Sums of money are hidden where they must be, not rounded.")]})
    if earlier:
        raise InvalidInput(
            errors={
                "breakdowns": [
                    _(
                        "These sums are public for this period already. A second table could be subtracted from the first."
                    )
                ]
            }
        )
    try:
        return protect_money(table, contributions(subject, period, table.names))
    except CannotProtect as error:
        raise NothingProtects() from error


def protected(table: Table, threshold: int, round_to: int, earlier: Sequence[Earlier]) -> Suppression:
    """Hide small numbers, or round all. Raises NothingProtects."""
    try:
        if base := next((one for one in BASES if one == round_to), None):
            return round_table(table, base, threshold=threshold, earlier=earlier)
        return protect(table, threshold, earlier=earlier)
    except (CannotProtect, CannotRound) as error:
        raise NothingProtects() from error


def better_tables(table: Table) -> list[Better]:
    """Coarser tables of the same figure of which at least a half could be shown."""
    earlier = queries.earlier_than(None, table.indicator, table.period)
    counts = counts_of(table)
    found = suggest_coarser(
        counts,
        threshold=rules().threshold,
        earlier=[public_of(one) for one in earlier],
        wholes=wholes_of(counts),
    )
    named = {family(name): name for name in table.names}
    return [
        Better(
            tuple(COARSER[name] if at in one.folded else name for at, name in named.items() if at not in one.dropped),
            round(100 * one.shown),
            one.cells,
        )
        for one in found
    ]
