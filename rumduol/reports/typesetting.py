"""A document as an accessible PDF (PDF/UA-1) or as pictures of its pages, set by Typst.

Every word of the document is a string literal in Typst's code, never markup, so that no text of a release can run as a
program. Fonts come from this room only: what a page looks like does not depend on the machine.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timezone
from functools import cache
from itertools import pairwise
from pathlib import Path

import typst

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
    Tiles,
)
from rumduol.reports.shelf import Told

DATA = Path(__file__).parent / "data"
INK_OF_STEP = ("f4f6f5", "e3ecea", "bcd5cf", "8fbab0", "44796d", "2c7568")
WHITE_FROM = 4  # steps on which white letters are read better


def pdf(document: Document) -> bytes:
    """Tagged, with title, language, bookmarks and alternative texts. The same document gives the same bytes."""
    moment = int(datetime(document.day.year, document.day.month, document.day.day, tzinfo=timezone.utc).timestamp())  # noqa: UP017
    return _compile(document, format="pdf", pdf_standards=["ua-1"], timestamp=moment)[0]


def pages(document: Document, *, ppi: float = 80) -> list[bytes]:
    """Each page as PNG: for looking at."""
    return _compile(document, format="png", ppi=ppi)


def _compile(document: Document, **options: object) -> list[bytes]:
    made = typst.compile(source(document).encode(), font_paths=_fonts(), **options)  # type: ignore[call-overload]
    return made if isinstance(made, list) else [made]


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(DATA / "fonts")])


def source(document: Document) -> str:
    """The whole Typst source."""
    parts = [(DATA / "page.typ").read_text("utf-8")]
    parts.append(
        f"#show: sheet.with(title: {_text(document.title)}, subtitle: {_text(document.subtitle)}, "
        f"author: {_text(document.author)}, lang: {_text(document.lang)}, day: {_day(document.day)})"
    )
    for above, block in pairwise([None, *document.blocks]):
        parts += ["#" + one for one in _block(block, above)]
    return "\n".join(parts) + "\n"


def _day(day: date) -> str:
    return f"datetime(year: {day.year}, month: {day.month}, day: {day.day})"


def _text(text: str) -> str:
    """A string literal. JSON's escapes are Typst's, but for \\u0000 and the like, which no text needs."""
    kept = "".join(char for char in text if char >= " " or char == "\n")
    return json.dumps(kept, ensure_ascii=False)


def _array(items: Iterable[str]) -> str:
    """`("a", "b",)`: the last comma makes one item an array, too."""
    joined = ", ".join(items)
    return f"({joined},)" if joined else "()"


def _shown(one: Shown) -> str:
    return f"shown({_text(one.text)}, {_text(one.told.value)})"


def _block(block: Block | None, above: Block | None) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield f"heading(level: {level}, {_text(text)})"
        case Paragraph(text, quiet):
            yield f"said({_text(text)}, quiet: {_bool(quiet)})"
        case KeyFigures(figures):
            yield f"key-figures({_array(f'({_text(one.text)}, {_text(words)})' for one, words in figures)})"
        case Grid():
            yield _grid(block, named=isinstance(above, Bars | Tiles))
        case Bars(caption, rows, alt):
            most = max((one.number or 0 for _words, one in rows), default=0) or 1
            drawn = _array(f"({_text(words)}, {(one.number or 0) / most:.4f}, {_shown(one)})" for words, one in rows)
            yield f"bars({_text(caption)}, {drawn}, alt: {_text(alt)})"
        case Tiles(caption, tiles, alt):
            drawn = _array(
                f"({tile.row}, {tile.column}, {_text(tile.name)}, {_text(tile.shown.text)}, "
                f"{_text(_fill(tile.shown, tile.step))}, {_bool((tile.step or 0) >= WHITE_FROM)})"
                for tile in tiles
            )
            yield f"tile-map({_text(caption)}, {drawn}, alt: {_text(alt)})"
        case Pairs(_caption, pairs):
            yield f"pairs({_array(f'({_text(term)}, {_text(meaning)})' for term, meaning in pairs)})"


def _fill(one: Shown, step: int | None) -> str:
    return "hidden" if one.told is Told.SUPPRESSED else INK_OF_STEP[step] if step is not None else "none"


def _grid(grid: Grid, *, named: bool) -> str:
    """Headings that repeat from the row above are paler, and not left out: a page can begin with any row."""
    heads = _array(map(_text, grid.heads))
    rows = _array(_row(row, above) for above, row in pairwise([None, *grid.rows]))
    return f"figures-table({_text(grid.caption)}, {heads}, {rows}, head-columns: {grid.head_columns}, note: {_text(grid.note)}, named: {_bool(named)})"


def _row(row: GridRow | None, above: GridRow | None) -> str:
    if row is None:  # the pair before the first row has none; kept for the type
        return "()"
    last = len(row.heads) - 1
    heads = [
        (text, bool(above and at < last and not row.total and above.heads[: at + 1] == row.heads[: at + 1]))
        for at, text in enumerate(row.heads)
    ]
    names = _array(f"({_text(text)}, {_bool(again)})" for text, again in heads)
    return f"({names}, {_array(map(_shown, row.cells))}, {_bool(row.total)})"


def _bool(value: bool) -> str:
    return "true" if value else "false"
