"""Under which categories of the catalogue the rows and columns of a table are filed. Pure but for words of codes.

A label is filed under one value of one breakdown, under "all of them", or left out. What the person decided is followed
to the letter: nothing is summed, split or guessed here.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from rumduol.declared.printed import Cell, cell_of
from rumduol.declared.types import OUT, TOTALS
from rumduol.indicators.breakdowns import breakdown
from rumduol.indicators.catalogue import Indicator, Measure
from rumduol.indicators.levels import COARSER
from rumduol.indicators.showing import labels_of as words_of
from rumduol.indicators.types import TOTAL, Coordinate
from rumduol.indicators.words import dimension_label
from rumduol.reconcile import labels
from rumduol.reconcile.labels import Total
from rumduol.reconcile.numerals import Kind, Reading
from rumduol.reconcile.tables import Line, Spot, Table
from rumduol.reconcile.words import LANGUAGES, Message
from rumduol.shared.errors import InvalidInput

DATA = Path(__file__).parent / "data" / "words.toml"
MOST_LABELS = 200
MOST_CELLS = 5_000
MOST_BREAKDOWNS = 4
EVERYBODY = 20_000_000  # more than live in the country: a day written as 20260115 is no count of people
_NO_COUNT = {Kind.PERCENT: "percentage", Kind.ANSWER: "answer", Kind.WORDS: "not_a_number"}
_AROUND = re.compile(r"^(?:province of|the|khaet|ខេត្ត|រាជធានី|ក្រុង)\s*|\s+(?:province|capital|city|municipality)$")

Choice = str  # "sex=female", TOTALS or OUT


@dataclass(frozen=True, slots=True, order=True)
class Label:
    """A label of rows or columns at one level. `heading`: what stands above a column of labels."""

    of_rows: bool
    level: int
    text: str
    heading: str = ""


def can_be_declared(subject: Indicator) -> bool:
    """Whether its numbers are counts or amounts: a share or a median is of no use without what it is of."""
    return subject.measure in {Measure.COUNT, Measure.RATE, Measure.AMOUNT, Measure.DECLARED}


def ways(subject: Indicator) -> tuple[str, ...]:
    """The breakdowns that a line can be filed under; none for a figure that no room has facts of. Of a breakdown with
    levels its two levels are offered, each by itself: a printed table may give one and not the other."""
    return tuple(name for name in subject.breakdowns if name not in COARSER) if subject.kind is not None else ()


class NotFiled(InvalidInput):
    """The lines cannot be filed as chosen. `errors` has one list under "lines"."""

    def __init__(self, said: Sequence[str]) -> None:
        super().__init__(errors={"lines": list(said)})


def labels_of(table: Table) -> tuple[Label, ...]:
    """Every label once: those of the rows by level, then those of the columns."""
    found: dict[Label, None] = {}
    for of_rows, lines in ((True, table.rows), (False, table.columns)):
        depth = max((len(line.path) for line in lines), default=0)
        for level in range(depth):
            heading = table.keys[level] if of_rows and level < len(table.keys) else ""
            for line in lines:
                if line.path[level]:
                    found.setdefault(Label(of_rows, level, line.path[level], heading))
    return tuple(found)


def choices(subject: Indicator) -> Iterator[tuple[str, tuple[tuple[Choice, str], ...]]]:
    """(words of the breakdown, its values with their words), in the reader's language."""
    label = words_of(subject)
    for name in ways(subject):
        values = breakdown(subject, name).values()
        yield dimension_label(name), tuple((f"{name}={value}", label(name, value)) for value in values)


def suggest(table: Table, subject: Indicator) -> dict[Label, Choice]:
    """What each label seems to mean; a label that matches nothing is missing and must be chosen."""
    found: dict[Label, Choice] = {}
    open_labels: dict[tuple[bool, int], list[tuple[Label, set[Choice]]]] = {}
    percent = {
        (of_rows, text)
        for of_rows, lines in ((True, table.rows), (False, table.columns))
        for line in lines
        if line.percent
        for text in line.path
    }
    everything = labels_of(table)
    for label in everything:
        alone = sum(one.of_rows == label.of_rows and one.level == label.level for one in everything) == 1
        if (label.of_rows, label.text) in percent and labels.is_percent(label.text):
            found[label] = OUT
        elif labels.total(label.text) > Total.NO:
            found[label] = TOTALS
        elif meant := {choice for choice, words in _words(subject).items() if _bare(label.text) in words}:
            open_labels.setdefault((label.of_rows, label.level), []).append((label, meant))
        elif alone and not label.of_rows:
            found[label] = TOTALS  # one column of numbers, whatever it is called
    for matched in open_labels.values():
        often = Counter(choice.partition("=")[0] for _, meant in matched for choice in meant)
        for label, meant in matched:
            best = max(often[choice.partition("=")[0]] for choice in meant)
            likely = sorted(choice for choice in meant if often[choice.partition("=")[0]] == best)
            if len(likely) == 1:
                found[label] = likely[0]
    return found


@cache
def _listed() -> Mapping[str, Sequence[str]]:
    return tomllib.loads(DATA.read_text("utf-8"))["means"]


def _bare(text: str) -> str:
    return _AROUND.sub("", labels.plain(text)).strip()


def _words(subject: Indicator) -> dict[Choice, set[str]]:
    words: dict[Choice, set[str]] = {}
    label = words_of(subject)
    for name in ways(subject):
        for value in breakdown(subject, name).values():
            choice = f"{name}={value}"
            words[choice] = {_bare(value), *(_bare(one) for one in _listed().get(choice, ()))}
            for lang in ("km", "en"):
                with override(lang):
                    words[choice].add(_bare(label(name, value)))
    return words


# ---- from what was chosen to cells --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Filed:
    """Breakdowns in the order of the catalogue, and the cells as printed."""

    breakdowns: tuple[str, ...]
    cells: Mapping[Coordinate, Cell]


def filed(table: Table, subject: Indicator, meaning: Mapping[Label, Choice]) -> Filed:
    """The cells of a table under the chosen categories. Raises NotFiled, naming the cells that stand in the way."""
    known = {choice for _words, values in choices(subject) for choice, _label in values} | {TOTALS, OUT}
    missing = [label.text for label in labels_of(table) if meaning.get(label) not in known]
    if missing:
        raise NotFiled(
            [_("Say what this line means, or leave it out: %(label)s") % {"label": text} for text in missing]
        )
    rows, columns = (
        _taken(table.rows, table, meaning, of_rows=True),
        _taken(table.columns, table, meaning, of_rows=False),
    )
    used = {name for _line, places in (*rows, *columns) for name, _value in places}
    names = tuple(name for name in subject.breakdowns if name in used)
    if len(names) > MOST_BREAKDOWNS:
        raise NotFiled([_("A table has at most four breakdowns. Leave a row or column out.")])
    cells: dict[Coordinate, Cell] = {}
    came_from: dict[Coordinate, Spot] = {}
    said: list[str] = []
    for row, down in rows:
        for column, across in columns:
            spot = Spot(table.name, row.place, column.place)
            where = _where(table, spot)
            meant = _together(down, across)
            if meant is None:
                said.append(_("%(cell)s stands under two values of the same kind.") % {"cell": where})
                continue
            if (cell := cell_of(table.cells[spot])) is None:
                told = {"cell": where, "text": table.cells[spot].text, "why": _why_not(table.cells[spot])}
                said.append(
                    _(
                        "%(cell)s cannot be declared: “%(text)s”, %(why)s. Correct your file, or leave its row or column out."
                    )
                    % told
                )
                continue
            if subject.measure in {Measure.COUNT, Measure.RATE} and cell.number is not None and cell.number > EVERYBODY:
                said.append(
                    _("%(cell)s: “%(text)s” is more than all people in the country. Was it a date or a code?")
                    % {"cell": where, "text": table.cells[spot].text}
                )
                continue
            place = tuple(meant.get(name, TOTAL) for name in names)
            if place in cells and cells[place] != cell:
                said.append(
                    _("%(one)s and %(other)s are filed under the same heading and say different things.")
                    % {"one": _where(table, came_from[place]), "other": where}
                )
                continue
            cells[place], came_from[place] = cell, spot
    if said:
        raise NotFiled(list(dict.fromkeys(said))[:20])
    if not any(cell.no_number is None for cell in cells.values()):
        raise NotFiled([_("Nothing is left of this table that could be declared.")])
    return Filed(names, cells)


def _taken(
    lines: Sequence[Line], table: Table, meaning: Mapping[Label, Choice], *, of_rows: bool
) -> list[tuple[Line, tuple[tuple[str, str], ...]]]:
    """Lines that are not left out, each with the (breakdown, value) pairs of its labels."""
    by_place = {(label.level, label.text): choice for label, choice in meaning.items() if label.of_rows == of_rows}
    taken = []
    for line in lines:
        chosen = [by_place[level, text] for level, text in enumerate(line.path) if text]
        if OUT not in chosen:
            pairs = tuple(choice.split("=", 1) for choice in chosen if choice != TOTALS)
            taken.append((line, tuple((name, value) for name, value in pairs)))
    return taken


def _together(*sides: Sequence[tuple[str, str]]) -> dict[str, str] | None:
    found: dict[str, str] = {}
    for name, value in (pair for side in sides for pair in side):
        if found.setdefault(name, value) != value:
            return None
    return found


def _where(table: Table, spot: Spot) -> str:
    """`Sheet1!B4 (Kep, female)`."""
    named = ", ".join(part for part in table.label(spot) if part)
    place = f"{table.sheet}!{spot.address}" if table.sheet else spot.address
    return f"{place} ({named})" if named else place


def _why_not(reading: Reading) -> str:
    """Why a cell cannot be declared as a number, in the reader's language."""
    lang = get_language() if get_language() in LANGUAGES else "en"
    code = reading.why or _NO_COUNT.get(reading.kind, "negative" if (reading.least or 0) < 0 else "not_a_number")
    return Message(code).text(lang or "en")
