"""How a declared table looks, with the counted number beside each cell where the reader may see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from rumduol.agencies import queries as agencies
from rumduol.declared import queries
from rumduol.declared.printed import Cell
from rumduol.declared.types import Declared
from rumduol.facts.types import Period
from rumduol.indicators import queries as indicators
from rumduol.indicators.breakdowns import breakdown
from rumduol.indicators.catalogue import Indicator, Measure, indicator
from rumduol.indicators.layout import Layout, lay_out
from rumduol.indicators.showing import labels_of
from rumduol.indicators.types import TOTAL, Coordinate, Dimension
from rumduol.indicators.words import period_label
from rumduol.shared.khmer import to_khmer_digits


@dataclass(frozen=True)
class Shown:
    """`text` as printed, or the words for why there is no number; `said` False where the source has no such cell."""

    text: str
    said: bool
    is_number: bool
    counted: int | None = None


def text_of(cell: Cell) -> str:
    """<5 as <5, in Khmer digits for Khmer readers; a lack of a number in words."""
    if (why := cell.no_number) is not None:
        return str(why.label)
    text = f"{cell.number:,f}" if cell.number is not None else cell.code.replace("<=", "≤").replace(">=", "≥")
    return to_khmer_digits(text) if get_language() == "km" else text


def flags(row: Declared) -> list[str]:
    """What a reader must know before using the number."""
    if not row.sums:
        return [_("Its sums could not be checked: it has no totals.")]
    if row.mismatches:
        return [
            ngettext(
                "%(n)s of its %(sums)s sums does not hold.", "%(n)s of its %(sums)s sums do not hold.", row.mismatches
            )
            % {"n": _digits(row.mismatches), "sums": _digits(row.sums)}
        ]
    return []


def _digits(number: int) -> str:
    return to_khmer_digits(str(number)) if get_language() == "km" else str(number)


def table(row: Declared, *, with_counted: bool) -> Layout | None:
    """The whole table; None where it is one number only."""
    if not row.breakdowns:
        return None
    subject = indicator(row.indicator)
    dimensions = tuple(_dimension(subject, row, place) for place in range(len(row.breakdowns)))
    counted = counted_beside(subject, row) if with_counted else None
    cells = {place: _shown(row.cells.get(place), place, counted) for place in _places(dimensions)}
    return lay_out(dimensions, cells, labels_of(subject))


def _dimension(subject: Indicator, row: Declared, place: int) -> Dimension:
    """Only the values that the source has."""
    name, said = row.breakdowns[place], {coordinate[place] for coordinate in row.cells}
    known = breakdown(subject, name).values()
    return Dimension(name, tuple(value for value in (*known, *sorted(said - {*known, TOTAL})) if value in said))


def _places(dimensions: tuple[Dimension, ...]) -> list[Coordinate]:
    places: list[Coordinate] = [()]
    for dimension in dimensions:
        places = [(*place, value) for place in places for value in (*dimension.values, TOTAL)]
    return places


def _shown(cell: Cell | None, place: Coordinate, counted: Mapping[Coordinate, int] | None) -> Shown:
    beside = None if counted is None else counted.get(place)
    if cell is None:
        return Shown("", False, False, beside)
    return Shown(text_of(cell), True, cell.no_number is None, beside)


def counted_beside(subject: Indicator, row: Declared) -> Mapping[Coordinate, int] | None:
    """Our own numbers by the same breakdowns; None where this figure is not counted here."""
    if not subject.countable or subject.measure not in {Measure.COUNT, Measure.RATE}:
        return None
    return indicators.table(subject, Period.parse(row.period), row.breakdowns).with_margins()


def agency_name(agency_id: UUID) -> str:
    agency = agencies.agency(agency_id)
    return agency.name_km if get_language() == "km" else agency.name_en


def office_name(office_id: UUID) -> str:
    return agencies.office_name(agencies.office(office_id), get_language() or "km")


def title_of(code: str, period: str) -> str:
    """`Victims of trafficking found, 2025`."""
    return f"{indicator(code).word('name', get_language() or 'km')}, {period_label(period)}"


def beside_figure(subject: Indicator, period: Period) -> Mapping[str, Any] | None:
    """For the page of the counted figure: who declares what for the same period. Never added to it."""
    found = queries.standing(subject.code, str(period))
    if not found:
        return None
    return {
        "lines": [
            {
                "id": row.id,
                "agency": agency_name(row.agency_id),
                "office": office_name(row.office_id),
                "total": text_of(row.total) if row.total is not None else "",
                "flags": flags(row),
            }
            for row in found
        ]
    }
