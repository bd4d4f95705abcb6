"""Different people beside the sum: what an approved round of matching adds to a release, and what of it is hidden.

Two counts at most. `figure`: the people behind the figure's own records, so that its sum is the table's total. `lists`: the
people on all lists of the round, some of which reach no figure. Each is a table of one breakdown: those who were counted
first and those counted again make the sum. So what hides cells of tables hides these too, beside the release's own table
and beside all earlier ones: an overlap that is hidden does not follow from the sum and the different people.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from rumduol.facts.types import Period
from rumduol.indicators import linkage
from rumduol.indicators.catalogue import Indicator, Measure
from rumduol.indicators.linkage import LinkedRound
from rumduol.indicators.types import TOTAL, Dimension, Table
from rumduol.release.rounded import BASES, CannotRound, round_table
from rumduol.release.suppression import CannotProtect, protect
from rumduol.release.types import SUPPRESSED, Cell, Earlier, NoNumber, ReleasedTable
from rumduol.shared.errors import InvalidInput

FIRST, AGAIN = "first", "again"
COUNTED = (Dimension("counted", (FIRST, AGAIN)),)
FIGURE, LISTS = "figure", "lists"
MOST, HALF = 95, 50  # per cent of the figure's records that the round knew
ENOUGH_KNOWN = 20  # lines that are known to be one record, before it is said how many of them were found
FIGURES_KEPT = 2  # digits of an estimate: more would be neither honest nor safe


class CannotBeBeside(InvalidInput):
    """The round cannot stand beside this table."""

    def __init__(self, message: Any) -> None:
        super().__init__(errors={"matched_by": [message]})


@dataclass(frozen=True)
class Part:
    """Exact counts. `of`: FIGURE or LISTS; `first`: different people; `again`: records beyond each one's first;
    `repeated`: people who have more than one."""

    of: str
    first: int
    again: int
    repeated: int

    @property
    def table(self) -> Table:
        numbers = {(FIRST,): self.first, (AGAIN,): self.again}
        return Table(self.of, "", "linkage", COUNTED, {place: n for place, n in numbers.items() if n})


@dataclass(frozen=True)
class Beside:
    """What stands beside a table: the exact parts, and the public document of them."""

    parts: tuple[Part, ...]
    content: dict[str, Any]


def choices(period: Period) -> list[LinkedRound]:
    """Rounds that a release of this period can take in."""
    return linkage.rounds(period)


def parts_of(found: LinkedRound, subject: Indicator, period: Period, table: Table) -> tuple[list[Part], str]:
    """The exact parts, and how much of the figure the round knew ("" where it knew nothing of it)."""
    parts, covered = [], ""
    behind = linkage.people(subject, period, links_id=found.links_id) if found.links_id else None
    if behind is not None and behind.raw == table.total:
        parts.append(Part(FIGURE, behind.unique, behind.overlap, behind.repeated))
        percent = 100 * (behind.raw - behind.unlinked) / max(behind.raw, 1)
        covered = "nearly_all" if percent >= MOST else "most" if percent >= HALF else "some"
    parts.append(Part(LISTS, found.unique, found.records - found.unique, found.repeated))
    return parts, covered


def beside(
    *,
    number: str,
    subject: Indicator,
    period: Period,
    table: Table,
    released: ReleasedTable,
    earlier: Sequence[Earlier],
    earlier_lists: Sequence[Earlier],
) -> Beside:
    """The counts of the round `number`, protected beside the table. Raises CannotBeBeside."""
    if subject.measure == Measure.AMOUNT or not linkage.counts_people(subject):
        raise CannotBeBeside(_("This figure counts no people, so nobody can be in it twice."))
    found = next((one for one in choices(period) if one.number == number), None)
    if found is None:
        raise CannotBeBeside(_("There is no approved round of this number for this period."))
    parts, covered = parts_of(found, subject, period, table)
    shown = protected(parts, table, released, earlier, earlier_lists)
    content: dict[str, Any] = {
        "round": found.number,
        "lists": found.lists,
        "approved_on": found.approved_on.isoformat(),
        "covered": covered,
        "precision": list(found.precision) if found.precision else None,
        "recall": list(found.recall) if found.recall else None,
        "known_found": round(100 * found.known_found / found.known) if found.known >= ENOUGH_KNOWN else None,
        "parts": [{"of": one.indicator, "cells": _cells(one)} for one in shown],
    }
    if found.estimates and not shown[-1].hidden:
        content["estimates"] = [rough_estimate(one) for one in found.estimates if one["estimate"] is not None]
    return Beside(tuple(parts), content)


def protected(
    parts: Iterable[Part],
    table: Table,
    released: ReleasedTable,
    earlier: Sequence[Earlier],
    earlier_lists: Sequence[Earlier],
) -> list[ReleasedTable]:
    """Each part as the public may see it. `earlier`: public tables and counts of people of the same figure and period;
    `earlier_lists`: public counts of lists whose period meets this one. Raises CannotBeBeside."""
    shown: list[ReleasedTable] = []
    figure: Part | None = None
    for part in parts:
        if part.of == FIGURE:
            figure = part
            shown.append(_protected(part, released, [*earlier, Earlier(table, released)]))
            continue
        one = _protected(part, released, earlier_lists)
        # What the lists that reach no figure add: a reader would subtract one overlap from the other.
        if figure is not None and 0 < abs(part.again - figure.again) < released.threshold and not released.rounded_to:
            one = _hidden(one)
        shown.append(one)
    return shown


def _protected(part: Part, like: ReleasedTable, earlier: Sequence[Earlier]) -> ReleasedTable:
    if any(one.released.rounded_to != like.rounded_to for one in earlier):
        raise CannotBeBeside(
            _("This round is public with numbers that are protected the other way. Two ways would undo each other.")
        )
    try:
        if base := next((one for one in BASES if one == like.rounded_to), None):
            return round_table(part.table, base, threshold=like.threshold, earlier=earlier).released
        done = protect(part.table, like.threshold, earlier=earlier).released
    except (CannotProtect, CannotRound) as error:
        raise CannotBeBeside(
            _("Earlier releases already give away how many were counted twice. Leave the round out.")
        ) from error
    return _hidden(done) if 0 < part.repeated < like.threshold else done


def _hidden(one: ReleasedTable) -> ReleasedTable:
    """A few people with many records each: their number does not show, and neither does what it follows from."""
    return replace(one, cells=dict(one.cells) | {(FIRST,): SUPPRESSED, (AGAIN,): SUPPRESSED})


# ---- the stored forms ---------------------------------------------------------------------------------------------


def _cells(one: ReleasedTable) -> dict[str, int | str]:
    return {place[0]: cell.value if isinstance(cell, NoNumber) else cell for place, cell in one.cells.items()}


def shown_parts(content: Mapping[str, Any]) -> list[ReleasedTable]:
    """The parts of a release's document, as released; none where it has none."""
    found = content.get("people") or {"parts": []}
    return [
        ReleasedTable(
            part["of"], "", "linkage", COUNTED, content["threshold"],
            {(place,): _cell(part["cells"][place]) for place in (FIRST, AGAIN, TOTAL)}, content.get("rounded_to", 0),
        )
        for part in found["parts"]
    ]  # fmt: skip


def _cell(kept: int | str) -> Cell:
    return NoNumber(kept) if isinstance(kept, str) else int(kept)


def stored(parts: Iterable[Part]) -> list[dict[str, Any]]:
    return [asdict(part) for part in parts]


def exact_parts(rows: Iterable[Mapping[str, Any]] | None) -> list[Part]:
    return [Part(**row) for row in rows or ()]


def public_parts(content: Mapping[str, Any], rows: Iterable[Mapping[str, Any]] | None, of: str) -> list[Earlier]:
    """What a public release said of the people behind the figure, or on the lists, beside the truth."""
    return [
        Earlier(part.table, one)
        for part, one in zip(exact_parts(rows), shown_parts(content), strict=True)
        if part.of == of
    ]


def rough_estimate(one: Mapping[str, Any]) -> dict[str, Any]:
    """A method's answer in two digits, so that nobody works back from it to how few are on two lists."""
    ends = {"low": rough(one["low"]), "high": rough(one["high"])}
    return {"method": one["method"], "estimate": rough(one["estimate"]), **ends}


def rough(people: float | None) -> int | None:
    """Two digits, and a multiple of ten at least; None for a bound beyond any number."""
    if people is None or people > 1e9:
        return None
    step = max(10, 10 ** (len(str(round(people))) - FIGURES_KEPT))
    return round(people / step) * step
