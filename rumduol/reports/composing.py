"""From what is asked and what is released to a document, in Khmer or English."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, product

from django.utils.translation import gettext as _
from django.utils.translation import override

from rumduol.elsewhere.types import Suggested
from rumduol.indicators.layout import lay_out
from rumduol.indicators.types import TOTAL
from rumduol.indicators.words import dimension_label
from rumduol.places import queries as places
from rumduol.places.tiles import tiles
from rumduol.release.formats.dataset import Axis, Dataset, Estimated, Observation
from rumduol.reports.asked import Asked, Line, LineKind
from rumduol.reports.document import (
    Bars,
    Block,
    Document,
    Grid,
    GridRow,
    Heading,
    KeyFigures,
    Pairs,
    Paragraph,
    Shown,
    Tile,
    Tiles,
)
from rumduol.reports.shelf import Answer, Shelf, Told
from rumduol.reports.words import legend, shown, shown_answer, shown_observation, year_words

MOST_BARS = 12


@dataclass(frozen=True)
class Request:
    """Which report, of which year, in which language; `province` for the page of a provincial committee."""

    asked: Asked
    year: int
    lang: str
    province: str = ""

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(range(self.year - self.asked.years + 1, self.year + 1))


def compose(request: Request, shelf: Shelf, suggested: Sequence[Suggested] = ()) -> Document:
    """A shelf of its own for each document: what was read from it becomes the list of sources. `suggested`: sentences
    that an outside report printed, for the report that asks for them."""
    with override(request.lang):
        title = request.asked.titles[request.lang]
        if request.province:
            title = _("Provincial committee: %(province)s") % {"province": places.get(request.province).full_name()}
        span = [year_words(request.years[0]), year_words(request.years[-1])]
        return Document(
            code=request.asked.code,
            lang=request.lang,
            title=title,
            subtitle=span[1]
            if span[0] == span[1]
            else _("%(first)s to %(last)s") % {"first": span[0], "last": span[1]},
            author=_("National Committee for Counter Trafficking"),
            blocks=(
                *_blocks(request, shelf),
                *_suggested(request, suggested),
            ),  # first: the day is that of the releases read for it
            day=max((data.published_on for data in shelf.read), default=date(request.year, 12, 31)),
        )


def _blocks(request: Request, shelf: Shelf) -> Iterator[Block]:
    yield Paragraph(
        _("Every number here stands in a public release. What was not released is called so; nothing is estimated.")
    )
    if request.asked.code == "annual":
        yield from _key_figures(request, shelf)
    for section in request.asked.sections:
        if section.titles[request.lang]:
            yield Heading(section.titles[request.lang])
        # A PDF reader meets level 1 first: without a title of its own, a section lends its level to its tables.
        yield from _section(request, shelf, section.lines, level=2 if section.titles[request.lang] else 1)
    yield Heading(_("How to read this"))
    yield Pairs("", legend())
    yield from _sources(shelf.read)


def _suggested(request: Request, found: Sequence[Suggested]) -> Iterator[Block]:
    """Table 11 is of sentences: what the newest report of the Department asks for, under its own headings, as printed."""
    if not request.asked.texts:
        return
    yield Heading(_("Actions suggested, as printed"))
    if not found:
        yield Paragraph(_("No report has been taken in. The administrator does it with: ./run import dol FILE"))
        return
    yield Paragraph(
        _(
            "From the report of %(year)s, in its own words and language. What was done about each stands in the figures above."
        )
        % {"year": year_words(found[0].year)}
    )
    for area, group in groupby(found, key=lambda one: one.area):
        yield Heading(area.replace("_", " "), 2)
        yield Pairs(area, tuple((str(number), one.text) for number, one in enumerate(group, 1)))


def _key_figures(request: Request, shelf: Shelf) -> Iterator[Block]:
    """The totals of the first lines that are released: four at most."""
    found: list[tuple[Shown, str]] = []
    seen: set[str] = set()
    for line in request.asked.lines:
        if line.indicator in seen or line.kind is not LineKind.NUMBER:
            continue
        answer = shelf.answer(_at(request, replace(line, by=())), request.year)
        if answer.number is not None:
            seen.add(line.indicator)
            found.append((shown_answer(answer, line.kind), line.words[request.lang]))
    if found:
        yield KeyFigures(tuple(found[:4]))


def _at(request: Request, line: Line) -> Line:
    """The line for the province of the request."""
    if not request.province:
        return line
    cell = {**line.cell, "province": request.province}
    return replace(line, cell=cell, by=tuple(name for name in line.by if name != "province"))


def _section(request: Request, shelf: Shelf, lines: Sequence[Line], *, level: int) -> Iterator[Block]:
    """Single numbers in one table, in the order of the report; whole tables after them, each with its picture."""
    whole = [line for line in lines if line.by and not request.province]
    found = [line for line in whole if any(shelf.table(line, year) for year in request.years)]
    single = [line for line in lines if line not in found]
    if single:
        rows: list[GridRow] = []
        for line in single:
            one = replace(_at(request, line), by=())
            nothing = [Answer(Told.NOT_RELEASED)] * len(request.years)
            answers = nothing if line in whole else [shelf.answer(one, year) for year in request.years]
            row = GridRow((_name(line, request),), tuple(shown_answer(answer, line.kind) for answer in answers))
            if row not in rows:  # two tables of a figure come down to one number for a province
                rows.append(row)
        heads = (_("Figure"), *(year_words(year) for year in request.years))
        yield Grid(_("Figures"), heads, 1, tuple(rows))
    for line in found:
        yield from _table(request, shelf, line, level)
    if not request.province:
        yield from _people(request, shelf, lines, level)


def _people(request: Request, shelf: Shelf, lines: Sequence[Line], level: int) -> Iterator[Block]:
    """Different people beside the sum, of each figure of the section that was released with a round of matching."""
    for code in dict.fromkeys(line.indicator for line in lines):
        data = shelf.with_people(code, request.year)
        if data is None or data.people is None:
            continue
        people, heads = data.people, data.people.heads
        yield Heading(f"{heads['title']}: {data.indicator_label}", level)
        rows = tuple(
            GridRow((row.words,), tuple(shown_observation(seen) for _head, seen in row.cells)) for row in people.rows
        )
        columns = (heads["what"], heads["records"], heads["unique"], heads["again"])
        yield Grid(heads["title"], columns, 1, rows, _source(data))
        yield from (Paragraph(said, quiet=True) for said in people.said)
        if people.estimates:
            yield Paragraph(heads["never_one"])
            yield Grid(
                heads["estimates"],
                _estimate_heads(heads),
                1,
                tuple(map(_estimate_row, people.estimates)),
                _source(data),
            )


def _estimate_heads(heads: Mapping[str, str]) -> tuple[str, ...]:
    return heads["method"], heads["all"], heads["low"], heads["high"]


def _estimate_row(one: Estimated) -> GridRow:
    """A bound that does not exist is not applicable, and no nought."""
    ends = (
        shown(Answer(Told.NOT_APPLICABLE)) if number is None else shown_observation(Observation.of(number))
        for number in (one.number, one.low, one.high)
    )
    return GridRow((f"{one.words}. {one.assumes}",), tuple(ends))


def _name(line: Line, request: Request) -> str:
    """The line's words; for a whole table with its breakdowns, so that two tables of one figure are told apart."""
    words = line.words[request.lang]
    if not line.by or request.province:
        return words
    return f"{words} ({', '.join(dimension_label(name) for name in line.by)})"


def _table(request: Request, shelf: Shelf, line: Line, level: int) -> Iterator[Block]:
    found = {year: shelf.table(line, year) for year in request.years}
    words = _name(line, request)
    newest = found[request.year]
    yield Heading(words, level)
    if len(request.years) > 1:
        yield _years_grid(request, line, found)
    elif newest is not None:
        yield from _pictures(newest, words)
        yield _grid(newest, words)


@dataclass(frozen=True, eq=False)
class _Laid:
    """A cell for the layout, which leaves out rows and columns of nothing but zeros."""

    seen: Observation

    def __eq__(self, other: object) -> bool:
        return other == 0 and not self.seen.counts

    __hash__ = None  # type: ignore[assignment]


def _grid(data: Dataset, caption: str) -> Grid:
    """One release as a page shows it: rows and columns of nothing but noughts are left out."""
    if len(data.axes) == 1:
        axis = data.axes[0]
        kept = [(code, words) for code, words in _valued(axis, data) if data.cells[(code,)].counts or code == TOTAL]
        rows = tuple(
            GridRow((words,), (shown_observation(data.cells[(code,)]),), code == TOTAL) for code, words in kept
        )
        return Grid(caption, (axis.label, data.unit), 1, rows, _source(data))
    labels = {(axis.code, code): words for axis in data.axes for code, words in _valued(axis, data)}
    names = {axis.code: axis.label for axis in data.axes}
    layout = lay_out(
        [axis.dimension for axis in data.axes],
        {place: _Laid(seen) for place, seen in data.cells.items()},
        lambda name, code: labels[name, code] if name else names[code],
    )
    lines: list[GridRow] = []
    above = [""] * len(layout.row_names)
    for row in layout.rows:
        above = [words or above[at] for at, (words, _span) in enumerate(row.heads)]
        cells = tuple(shown_observation(cell.seen) for cell in row.cells)
        lines.append(GridRow(tuple(above), cells, row.is_total))
    heads = (*layout.row_names, *(words for words, _total in layout.columns))
    return Grid(caption, heads, len(layout.row_names), tuple(lines), _source(data))


def _years_grid(request: Request, line: Line, found: Mapping[int, Dataset | None]) -> Grid:
    """Every combination of the breakdowns down, years across; combinations that are nought in every year are left out."""
    first = next(data for data in reversed(list(found.values())) if data is not None)
    rows = []
    for place in product(*(_valued(axis, first) for axis in first.axes)):
        codes = tuple(code for code, _words in place)
        seen = [data.cells.get(codes) if data else None for data in found.values()]
        whole = all(code == TOTAL for code in codes)
        if whole or any(one is not None and one.counts for one in seen):
            cells = tuple(shown_observation(one) if one else shown(Answer(Told.NOT_RELEASED)) for one in seen)
            rows.append(GridRow(tuple(words for _code, words in place), cells, whole))
    heads = (*(axis.label for axis in first.axes), *(year_words(year) for year in request.years))
    used = ", ".join(data.number for data in found.values() if data)
    note = _("Releases %(numbers)s") % {"numbers": used}
    return Grid(line.words[request.lang], heads, len(first.axes), tuple(rows), note)


def _valued(axis: Axis, data: Dataset) -> list[tuple[str, str]]:
    return [*axis.values, (TOTAL, data.heads["total"])]


def _source(data: Dataset) -> str:
    return _("Release %(number)s") % {"number": data.number}


def _pictures(data: Dataset, caption: str) -> Iterator[Block]:
    axis = data.axes[0]
    rest = (TOTAL,) * (len(data.axes) - 1)
    margins = {code: data.cells[(code, *rest)] for code, _words in axis.values}
    if axis.code == "province":
        yield _map(margins, caption)
        return
    rows = [(words, shown_observation(margins[code])) for code, words in axis.values if margins[code].number != 0]
    if 1 < len(rows) <= MOST_BARS:
        told = "; ".join(f"{words}: {one.text}" for words, one in rows)
        yield Bars(axis.label, tuple(rows), f"{caption}. {told}")


def _map(margins: Mapping[str, Observation], caption: str) -> Tiles:
    values: dict[str, float | None] = {code: seen.number for code, seen in margins.items()}
    hidden = frozenset(code for code, seen in margins.items() if seen.kind.code == "suppressed")
    drawn = tuple(
        Tile(
            tile.row,
            tile.column,
            tile.place.name(),
            shown_observation(margins[tile.place.code])
            if tile.place.code in margins
            else shown(Answer(Told.NOT_RELEASED)),
            tile.step,
        )
        for tile in tiles(values, hidden=hidden)
    )
    told = "; ".join(f"{tile.name}: {tile.shown.text}" for tile in drawn)
    return Tiles(_("By province"), drawn, f"{caption}. {told}")


def _sources(used: Sequence[Dataset]) -> Iterator[Block]:
    yield Heading(_("Sources"))
    if not used:
        yield Paragraph(_("No figure of these years has been released yet."), quiet=True)
        return
    pairs = tuple(
        (data.number, f"{data.title} · {data.published_on.isoformat()} · SHA-256 {data.sha256[:16]}…") for data in used
    )
    yield Pairs("", pairs)
