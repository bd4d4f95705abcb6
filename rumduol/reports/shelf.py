"""The public releases of some years, asked for cells. A report knows nothing else: no fact, no draft, no exact number."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from rumduol.indicators.types import TOTAL
from rumduol.release.formats.dataset import Axis, Dataset, Observation
from rumduol.reports.asked import Line, LineKind


class Told(StrEnum):
    """What stands in a cell of a report. Only the first two are numbers; none of the others is nought."""

    NUMBER = "number"
    ZERO = "zero"
    YES = "yes"
    NO = "no"
    SUPPRESSED = "suppressed"
    UNKNOWN = "unknown"
    NOT_COLLECTED = "not_collected"
    NOT_APPLICABLE = "not_applicable"
    NOT_RELEASED = "not_released"


@dataclass(frozen=True)
class Answer:
    """`release`: the number of the release it was read from; "" where there is none."""

    told: Told
    number: Decimal | None = None
    release: str = ""


class Shelf:
    """Standing releases. Pure: give it the datasets. `read` are those that answered so far: the sources of a report."""

    def __init__(self, datasets: Iterable[Dataset]) -> None:
        self._by_figure: dict[tuple[str, str], list[Dataset]] = {}
        self._numbers: dict[str, Dataset] = {}
        self._read: set[str] = set()
        for data in sorted(datasets, key=lambda one: (len(one.cells), one.number)):
            self._by_figure.setdefault((data.indicator, data.period), []).append(data)
            self._numbers[data.number] = data

    @property
    def read(self) -> tuple[Dataset, ...]:
        return tuple(self._numbers[number] for number in sorted(self._read))

    def table(self, line: Line, year: int) -> Dataset | None:
        """The smallest release that has all breakdowns of the line; others in it are taken at their total."""
        for data in self._by_figure.get((line.indicator, str(year)), []):
            if set(line.by) <= {axis.code for axis in data.axes}:
                self._read.add(data.number)
                return narrowed(data, line.by)
        return None

    def with_people(self, indicator: str, year: int) -> Dataset | None:
        """The smallest release of a figure that says how many different people there are."""
        for data in self._by_figure.get((indicator, str(year)), []):
            if data.people is not None:
                self._read.add(data.number)
                return data
        return None

    def answer(self, line: Line, year: int) -> Answer:
        """The line's cell. Where one release hides it and another shows it, the one that shows it is read."""
        if not line.collected:
            return Answer(Told.NOT_COLLECTED)
        found = [
            _answer(line, data, seen)
            for data in self._by_figure.get((line.indicator, str(year)), [])
            if (seen := _cell(data, line)) is not None
        ]
        shown = [one for one in found if one.told != Told.SUPPRESSED]
        answer = next(iter(shown or found), Answer(Told.NOT_RELEASED))
        self._read |= {answer.release} - {""}
        return answer


def narrowed(data: Dataset, by: tuple[str, ...]) -> Dataset:
    """The same release with the breakdowns `by`, in that order, all others at their total."""
    at = [next(place for place, axis in enumerate(data.axes) if axis.code == name) for name in by]
    rest = [place for place in range(len(data.axes)) if place not in at]
    cells = {
        tuple(coordinate[place] for place in at): seen
        for coordinate, seen in data.cells.items()
        if all(coordinate[place] == TOTAL for place in rest)
    }
    axes: tuple[Axis, ...] = tuple(data.axes[place] for place in at)
    return replace(data, axes=axes, cells=cells)


def _cell(data: Dataset, line: Line) -> Observation | None:
    names = [axis.code for axis in data.axes]
    if line.kind is LineKind.PER_CENT and "met" not in names:
        return None
    if not set(line.cell) <= set(names):
        return None
    return data.cells.get(tuple(line.cell.get(name, TOTAL) for name in names))


def _answer(line: Line, data: Dataset, seen: Observation) -> Answer:
    if line.kind is LineKind.YES_NO and seen.kind.code in {"number", "zero", "suppressed"}:
        if data.rounded_to and not seen.number:
            return Answer(Told.SUPPRESSED, release=data.number)  # a rounded nought may be somebody
        # Zeros are shown, so a hidden count says that there was at least one: that much, and no more, is public.
        return Answer(Told.NO if seen.number == 0 else Told.YES, release=data.number)
    if seen.number is None:
        return Answer(Told(seen.kind.code), release=data.number)
    if line.kind is LineKind.RATE:
        return _rate(line, data, seen.number)
    if line.kind is LineKind.PER_CENT:
        return _share(line, data, seen.number)
    return Answer(Told(seen.kind.code), Decimal(seen.number), data.number)


def _rate(line: Line, data: Dataset, number: int) -> Answer:
    people = data.population.get(line.cell.get("sex", TOTAL), 0)
    if not people or set(line.cell) - {"sex"}:
        return Answer(Told.NOT_COLLECTED, release=data.number)
    rate = (Decimal(number) * data.rate_per / people).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return Answer(Told.NUMBER if rate else Told.ZERO, rate, data.number)


def _share(line: Line, data: Dataset, whole: int) -> Answer:
    names = [axis.code for axis in data.axes]
    part = data.cells.get(tuple({**line.cell, "met": "yes"}.get(name, TOTAL) for name in names))
    if part is None or part.number is None:
        return Answer(Told.SUPPRESSED if part else Told.NOT_RELEASED, release=data.number)
    if not whole:
        return Answer(Told.NOT_APPLICABLE, release=data.number)
    percent = (Decimal(100 * part.number) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return Answer(Told.NUMBER if percent else Told.ZERO, percent, data.number)
