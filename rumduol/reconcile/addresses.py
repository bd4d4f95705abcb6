"""Which cell a name means: `table.column.row`, `table!B4`, `table.column` (all its detail), or a line in any table."""

import re
from collections.abc import Iterator, Sequence

from rumduol.reconcile import labels
from rumduol.reconcile.labels import Total
from rumduol.reconcile.sums import marked
from rumduol.reconcile.tables import ALL, Line, Spot, Table
from rumduol.reconcile.words import Message

_PIECE = re.compile(r'"([^"]*)"|([^."]+)|(\.)')
_ADDRESS = re.compile(r"(?P<table>.+)!\$?(?P<column>[A-Za-z]{1,3})\$?(?P<row>[0-9]{1,7})")


class NotFound(Exception):
    """A name that leads to no cell, or to several."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(message.text("en"))


def spots_of(name: str, tables: Sequence[Table]) -> tuple[Spot, ...] | None:
    """The cells that a full name means; None where it is the name of a line only. Raises NotFound."""
    if found := _ADDRESS.fullmatch(name.strip()):
        return (_by_address(name, found, tables),)
    pieces = _pieces(name)
    hits: list[tuple[Spot, ...]] = []
    is_full = False
    for table, rest in _table_and_rest(pieces, tables):
        is_full = is_full or len(rest) > 1
        for cut in range(1, len(rest)):
            column, row = ".".join(rest[:cut]), ".".join(rest[cut:])
            hits += _crossing(table, column, row) or _crossing(table, row, column)
    hits = list(dict.fromkeys(hits))
    if len(hits) == 1:
        return hits[0]
    if len(hits) > 1:
        where = ", ".join(f"{spots[0].table}!{spots[0].address}" for spots in hits[:4])
        raise NotFound(Message("several_meant", {"name": name, "where": where}))
    if is_full and not any(_lines(table, name) for table in tables):
        raise NotFound(Message("no_such_cell", {"name": name}))
    return None


def lines_named(names: Sequence[str], tables: Sequence[Table]) -> Iterator[tuple[Spot, ...]]:
    """For every table that has all these lines, their cells line by line: columns for each row, or rows for each column."""
    for table in tables:
        wanted = []
        for name in names:
            pieces = _pieces(name)
            own = [rest for found, rest in _table_and_rest(pieces, tables) if found is table]
            elsewhere = any(rest for found, rest in _table_and_rest(pieces, tables) if found is not table)
            if own:
                wanted.append(labels.plain(".".join(own[0])))
            elif not elsewhere:
                wanted.append(labels.plain(name))
        if len(wanted) < len(names):
            continue
        for lines in _alongside(table.columns, wanted):
            for row in table.rows:
                yield tuple(Spot(table.name, row.place, line.place) for line in lines)
        for lines in _alongside(table.rows, wanted):
            for column in table.columns:
                yield tuple(Spot(table.name, line.place, column.place) for line in lines)


def _alongside(lines: Sequence[Line], wanted: Sequence[str]) -> Iterator[tuple[Line, ...]]:
    """Lines with these names whose other labels are the same: girls and all persons of one province."""
    depth = len(lines[0].path) if lines else 0
    for level in range(depth):
        groups: dict[tuple[str, ...], dict[str, Line]] = {}
        for line in lines:
            path = marked(line.path)
            rest = (*path[:level], *path[level + 1 :])
            named = groups.setdefault(rest, {})
            named.setdefault(labels.plain(line.path[level]), line)
            if path[level] == ALL:
                named.setdefault("total", line)
        for named in groups.values():
            if all(name in named for name in wanted):
                yield tuple(named[name] for name in wanted)


def _pieces(name: str) -> list[str]:
    return [quoted or plain.strip() for quoted, plain, dot in _PIECE.findall(name) if not dot]


def _table_and_rest(pieces: Sequence[str], tables: Sequence[Table]) -> Iterator[tuple[Table, list[str]]]:
    """Every way to read the first pieces as the name of a table. A folder of one table needs no name."""
    for table in tables:
        for cut in range(1, len(pieces)):
            if labels.plain(".".join(pieces[:cut])) == labels.plain(table.name):
                yield table, list(pieces[cut:])
    if len(tables) == 1 and len(pieces) > 1 and labels.plain(pieces[0]) != labels.plain(tables[0].name):
        yield tables[0], list(pieces)


def _by_address(name: str, found: re.Match[str], tables: Sequence[Table]) -> Spot:
    column = 0
    for letter in found["column"].upper():
        column = column * 26 + ord(letter) - 64
    for table in tables:
        spot = Spot(table.name, int(found["row"]) - 1, column - 1)
        if labels.plain(table.name) == labels.plain(found["table"].strip(' "')) and spot in table.cells:
            return spot
    raise NotFound(Message("no_such_cell", {"name": name}))


def _matches(line: Line, name: str) -> int:
    """How well a line answers to a name: 3 whole, 2 innermost label, 1 any label, 0 not."""
    parts = [labels.plain(part) for part in line.path]
    said = "/".join(labels.plain(part) for part in name.split("/"))
    if "/".join(part for part in parts if part) == said or "/".join(parts) == said:
        return 3
    if parts and parts[-1] == said:
        return 2
    return 1 if said in parts else 0


def _best(lines: Sequence[Line], name: str) -> list[Line]:
    ranked = [(rank, line) for line in lines if (rank := _matches(line, name))]
    top = max((rank for rank, _ in ranked), default=0)
    return [line for rank, line in ranked if rank == top]


def _lines(table: Table, name: str) -> list[Line]:
    return [*_best(table.columns, name), *_best(table.rows, name)]


def _crossing(table: Table, column: str, row: str) -> list[tuple[Spot, ...]]:
    columns = _best(table.columns, column)
    if row == "*":
        detail = [line for line in table.rows if not any(labels.total(part) > Total.MAYBE for part in line.path)]
        return [tuple(Spot(table.name, line.place, one.place) for line in detail) for one in columns]
    rows = _best(table.rows, row)
    return [(Spot(table.name, r.place, c.place),) for r in rows for c in columns]
