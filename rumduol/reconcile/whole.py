"""A whole set of tables with what is said of them, checked together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rumduol.reconcile.checking import mismatches
from rumduol.reconcile.grids import Grid, Unusable
from rumduol.reconcile.labels import plain
from rumduol.reconcile.locating import SECONDS, clashes, explain_relations
from rumduol.reconcile.numerals import Reading
from rumduol.reconcile.reading import read_folder
from rumduol.reconcile.relations import Relation, relations_of
from rumduol.reconcile.report import Findings
from rumduol.reconcile.statements import Statements, options_in, read_statements, statements_of
from rumduol.reconcile.tables import Spot, Table, table_of
from rumduol.reconcile.words import Message


def check_folder(folder: Path) -> Findings:
    """Everything in a folder. Raises Unusable where nothing at all can be checked."""
    grids, faults = read_folder(folder)
    said = read_statements(folder)
    return check_grids(grids, said, faults)


def check_grids(
    grids: Iterable[Grid],
    said: Mapping[str, Any] | None = None,
    faults: Sequence[Unusable] = (),
    *,
    seconds: float = SECONDS,
) -> Findings:
    """Tables as they lie in their files, with the statements of tables.toml (as TOML reads them).

    `seconds`: the longest search for wrong cells in each group of cells that hang together.
    """
    said = said or {}
    faults = list(faults)
    try:
        options = options_in(said)
    except Unusable as fault:
        faults.append(fault)
        options = {}
    options = {plain(name): one for name, one in options.items()}
    tables: list[Table] = []
    for grid in grids:
        try:
            tables.append(table_of(grid, options.pop(plain(grid.name), None)))
        except Unusable as fault:
            faults.append(fault)
    faults += [Unusable(Message("no_such_table", {"table": name})) for name in options]
    statements = Statements()
    try:
        statements = statements_of(said, tables)
    except Unusable as fault:
        faults.append(fault)
    return check_tables(tables, statements, faults, seconds=seconds)


def check_tables(
    tables: Sequence[Table],
    statements: Statements | None = None,
    faults: Sequence[Unusable] = (),
    *,
    seconds: float = SECONDS,
) -> Findings:
    """Read tables, with relations between them."""
    statements = statements or Statements()
    cells: dict[Spot, Reading] = dict(statements.cells)
    relations: list[Relation] = []
    for table in tables:
        cells.update(table.cells)
        relations += relations_of(table)
    # What tables.toml says may repeat what a table says of itself: once is enough, with its name.
    once = {replace(one, name=""): one for one in [*relations, *statements.relations]}
    relations = list(once.values())
    failing = (*mismatches(relations, cells), *clashes(relations, cells))
    explanation = explain_relations(relations, cells, seconds=seconds)
    return Findings(tuple(tables), tuple(relations), failing, explanation, tuple(faults), cells, statements.places)
