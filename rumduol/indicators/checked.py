"""What the reconciliation found in an uploaded file, in the reader's words, for the page that shows it."""

from collections.abc import Sequence
from typing import Any

from rumduol.reconcile.grids import Grid, Unusable
from rumduol.reconcile.locating import Group
from rumduol.reconcile.reading import read_bytes
from rumduol.reconcile.report import Findings, explanation_lines, others_text, printed_and_computed
from rumduol.reconcile.tables import Table
from rumduol.reconcile.whole import check_grids
from rumduol.reconcile.words import LANGUAGES, Message

SECONDS = 3.0  # somebody waits for the page
MOST_CELLS = 100_000


def checked(name: str, content: bytes, language: str) -> dict[str, Any]:
    """The page's context: `tables`, `groups` of mismatches with what can be wrong, `refused` cells, `faults`, `holds`.

    Nothing is stored. `language`: of the words; English where the reconciliation has none in it.
    """
    try:
        grids = read_bytes(name, content)
        if sum(len(grid.rows) * len(grid.rows[0]) for grid in grids) > MOST_CELLS:
            raise Unusable(Message("too_large", {"file": name}))
    except Unusable as fault:
        return {"checked": name, "faults": [fault.message.text(_known(language))]}
    return checked_grids(name, grids, language)


def _known(language: str) -> str:
    return language if language in LANGUAGES else "en"


def checked_grids(name: str, grids: Sequence[Grid], language: str) -> dict[str, Any]:
    """The same for tables that were read already; `name`: what the reader calls them."""
    lang = _known(language)
    found = check_grids(grids, seconds=SECONDS)
    return {
        "checked": name,
        "holds": found.exit_code == 0 and bool(found.relations),
        "mismatches": len(found.mismatches),
        "faults": [fault.message.text(lang) for fault in found.unusable],
        "tables": [_table(found, table, lang) for table in found.tables],
        "groups": [_group(found, group, lang) for group in found.explanation.groups],
        "refused": [
            {"table": found.home(one.spot), "where": found.where(one.spot), "text": one.text, "why": one.why.text(lang)}
            for one in found.refused
        ],
    }


def _table(found: Findings, table: Table, lang: str) -> dict[str, Any]:
    relations = sum(relation.target.table == table.name for relation in found.relations)
    counts = {"rows": len(table.rows), "columns": len(table.columns), "relations": relations}
    said = [Message("checked", counts) if relations else Message("no_relations"), *table.notes]
    if table.unread:
        said.append(Message("unread", {"names": ", ".join(table.unread)}))
    return {"name": table.place, "said": [one.text(lang) for one in said]}


def _group(found: Findings, group: Group, lang: str) -> dict[str, Any]:
    first, *others = explanation_lines(found, group, lang)
    return {
        "mismatches": [
            {
                "table": found.home(one.relation.target),
                "where": found.where(one.relation.target),
                "said": Message("together" if one.relations else one.relation.rule.value).text(lang),
                "numbers": "" if one.relations else printed_and_computed(one).text(lang),
                "of": Message("of_cells", {"cells": others_text(found, one)}).text(lang) if one.spots[1:] else "",
            }
            for one in group.mismatches
        ],
        "can_be": first,
        "cells": [line.strip(" -") for line in others],
    }
