"""A document as one HTML file that needs nothing else: readable in any browser, printable, accessible."""

from collections.abc import Iterator
from html import escape
from itertools import pairwise
from pathlib import Path

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

SHORT = 12  # rows: a table of no more is not cut in two on paper
STYLE = (Path(__file__).parent / "data" / "page.css").read_text("utf-8")


def html(document: Document) -> str:
    """The whole file; its style is in it, because it is made to be sent."""
    body = "\n".join(part for above, block in pairwise([None, *document.blocks]) for part in _block(block, above))
    title = escape(f"{document.title} · {document.subtitle}")
    return (
        f'<!doctype html>\n<html lang="{escape(document.lang)}">\n<head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
        f"<style>{STYLE}</style></head>\n<body><main>\n<p class=author>{escape(document.author)}</p>\n"
        f"<h1>{escape(document.title)}</h1>\n<p class=years>{escape(document.subtitle)}</p>\n{body}\n</main></body></html>\n"
    )


def _block(block: Block | None, above: Block | None) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield f"<h{level + 1}>{escape(text)}</h{level + 1}>"
        case Paragraph(text, quiet):
            yield f"<p{' class=quiet' if quiet else ''}>{escape(text)}</p>"
        case KeyFigures(figures):
            items = "".join(f"<div><dt>{escape(words)}</dt><dd>{escape(one.text)}</dd></div>" for one, words in figures)
            yield f"<dl class=key>{items}</dl>"
        case Grid():
            yield _grid(block, under=above.text if isinstance(above, Heading) else "")
        case Bars(_caption, rows, alt):
            yield f'<figure role="img" aria-label="{escape(alt)}">{_bars(rows)}</figure>'
        case Tiles(_caption, tiles, alt):
            yield (
                f'<figure role="img" tabindex=0 aria-label="{escape(alt)}"><div class=tiles>'
                + "".join(
                    f'<div class="tile r{tile.row} c{tile.column} {_class(tile.shown, tile.step)}">'
                    f"<span>{escape(tile.name)}</span><b>{escape(tile.shown.text)}</b></div>"
                    for tile in tiles
                )
                + "</div></figure>"
            )
        case Pairs(_caption, pairs):
            yield "<dl>" + "".join(f"<dt>{escape(a)}</dt><dd>{escape(b)}</dd>" for a, b in pairs) + "</dl>"


def _class(one: Shown, step: int | None) -> str:
    return "hidden" if one.told == "suppressed" else f"s{step}" if step is not None else ""


def _bars(rows: tuple[tuple[str, Shown], ...]) -> str:
    """Bars are meter elements: their length needs no style of their own."""
    most = max((one.number or 0 for _words, one in rows), default=0) or 1
    return "".join(
        f"<div class=bar><span>{escape(words)}</span>"
        f'<progress max="{most:g}" value="{one.number or 0:g}"></progress><b>{escape(one.text)}</b></div>'
        for words, one in rows
    )


def _grid(grid: Grid, *, under: str) -> str:
    """`under`: the heading right above, whose words name the table; its caption is then for readers who hear the page."""
    heads = "".join(
        f"<th scope=col{'' if at < grid.head_columns else ' class=n'}>{escape(words)}</th>"
        for at, words in enumerate(grid.heads)
    )
    rows = "".join(_row(row) for row in grid.rows)
    note = f"<p class=note>{escape(grid.note)}</p>" if grid.note else ""
    short = " short" if len(grid.rows) <= SHORT else ""
    return (
        f'<div class="wide{short}" tabindex=0 role=region aria-label="{escape(under or grid.caption)}"><table>'
        f"<caption{' class=unseen' if under else ''}>{escape(grid.caption)}</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>{note}"
    )


def _row(row: GridRow) -> str:
    heads = "".join(f"<th scope=row>{escape(words)}</th>" for words in row.heads)
    cells = "".join(f'<td class="n {one.told.value}">{escape(one.text)}</td>' for one in row.cells)
    return f"<tr{' class=total' if row.total else ''}>{heads}{cells}</tr>"
