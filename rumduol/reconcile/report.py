"""What was found, as text for people and as JSON for programs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rumduol.reconcile.checking import Bound, Mismatch
from rumduol.reconcile.grids import Unusable
from rumduol.reconcile.locating import TOO_MANY, Change, Explanation, Group
from rumduol.reconcile.numerals import Reading
from rumduol.reconcile.relations import Relation
from rumduol.reconcile.tables import Refusal, Spot, Table
from rumduol.reconcile.words import Message

CELLS_TOLD = 12


@dataclass(frozen=True)
class Findings:
    """Everything about a set of tables. `places`: what a figure in a sentence of tables.toml is called."""

    tables: tuple[Table, ...]
    relations: tuple[Relation, ...]
    mismatches: tuple[Mismatch, ...]
    explanation: Explanation
    unusable: tuple[Unusable, ...]
    cells: Mapping[Spot, Reading]
    places: Mapping[Spot, str]

    @property
    def refused(self) -> list[Refusal]:
        return [one for table in self.tables for one in table.refused]

    @property
    def exit_code(self) -> int:
        """0: everything holds; 1: something does not, or a cell was refused; 2: something could not be used at all."""
        if self.unusable:
            return 2
        return 1 if self.mismatches or self.refused else 0

    def where(self, spot: Spot) -> str:
        """`B4 (Kep, female)`."""
        row, column = self.labels(spot)
        named = ", ".join(part for part in (row, column) if part)
        return f"{spot.address} ({named})" if spot.row >= 0 else f"{self.places.get(spot, '')} {self.cells[spot].text}"

    def home(self, spot: Spot) -> str:
        """Its table, with the sheet where that has another name."""
        return next((table.place for table in self.tables if table.name == spot.table), spot.table)

    def labels(self, spot: Spot) -> tuple[str, str]:
        for table in self.tables:
            if table.name == spot.table and spot in table.cells:
                return table.label(spot)
        return "", self.places.get(spot, "")


def number(value: Bound) -> str:
    """1824 -> `1,824`; a share to four places at most."""
    if value is None:
        return ""
    value = round(value, 4)
    return f"{value.to_integral_value() if value == value.to_integral_value() else value.normalize():,f}"


def interval(least: Bound, most: Bound) -> Message | str:
    if least is not None and least == most:
        return number(least)
    places = {"least": number(least), "most": number(most)}
    if least is None:
        return Message("any" if most is None else "at_most", places)
    return Message("at_least" if most is None else "between", places)


# ---- for people ------------------------------------------------------------------------------------------------------


def as_text(found: Findings, language: str = "en") -> str:
    return "\n".join(_lines(found, language)) + "\n"


def _lines(found: Findings, language: str) -> Iterator[str]:
    def say(code: str, **places: object) -> str:
        return Message(code, places).text(language)

    for table in found.tables:
        own = sum(relation.target.table == table.name for relation in found.relations)
        counts = say("checked", rows=len(table.rows), columns=len(table.columns), relations=own)
        yield f"{table.place}: {counts if own else say('no_relations')}"
        for note in table.notes:
            yield f"  {note.text(language)}"
        if table.unread:
            yield f"  {say('unread', names=', '.join(table.unread))}"
        for refusal in table.refused:
            what = say("refused", text=repr(refusal.text), why=refusal.why.text(language))
            yield f"  {found.where(refusal.spot)} {what}"
    for group in found.explanation.groups:
        yield ""
        for mismatch in group.mismatches:
            yield from _mismatch_lines(found, mismatch, language)
        yield from (f"  {line}" for line in explanation_lines(found, group, language))
    yield ""
    for fault in found.unusable:
        yield f"{say('unusable')} {fault.message.text(language)}"
    code = "found" if found.mismatches or found.refused else "all_hold"
    if found.tables and found.relations and not (found.unusable and code == "all_hold"):
        yield say(
            code,
            mismatches=len(found.mismatches),
            refused=len(found.refused),
            relations=len(found.relations),
            tables=len(found.tables),
        )


def others_text(found: Findings, mismatch: Mismatch) -> str:
    """The cells that the judged one is judged by, the first dozen of them; "" where there are none."""
    others = mismatch.spots[1:]
    home = mismatch.relation.target.table
    told = [("" if one.table == home else one.table + "!") + found.where(one) for one in others[:CELLS_TOLD]]
    return "; ".join(told) + (f" +{len(others) - CELLS_TOLD}" if len(others) > CELLS_TOLD else "")


def _mismatch_lines(found: Findings, mismatch: Mismatch, language: str) -> Iterator[str]:
    relation = mismatch.relation
    rule = "together" if mismatch.relations else relation.rule.value
    name = f" [{relation.name}]" if relation.name else ""
    yield f"{found.home(relation.target)}: {found.where(relation.target)}: {Message(rule).text(language)}{name}"
    if not mismatch.relations:
        yield "  " + printed_and_computed(mismatch).text(language)
    if others := others_text(found, mismatch):
        yield "  " + Message("of_cells", {"cells": others}).text(language)


def printed_and_computed(mismatch: Mismatch) -> Message:
    """`printed 417, computed 407, difference +10`."""
    difference = mismatch.difference
    signed = number(difference) if difference is None or difference < 0 else f"+{number(difference)}"
    computed = interval(mismatch.least, mismatch.most)
    return Message("printed", {"printed": mismatch.printed, "computed": computed, "difference": signed})


def explanation_lines(found: Findings, group: Group, language: str) -> Iterator[str]:
    if group.smallest is None:
        yield Message("not_located" if len(group.mismatches) > TOO_MANY else "not_in_time").text(language)
        return
    if group.smallest == 1:
        yield Message("only_one" if len(group.sets) == 1 else "one_of").text(language)
        for change in group.one_of:
            yield "  " + change_text(found, change, language)
        return
    yield Message("several_all" if group.complete else "several", {"count": group.smallest}).text(language)
    for chosen in group.sets:
        yield "  - " + "; ".join(change_text(found, change, language) for change in chosen)


def change_text(found: Findings, change: Change, language: str) -> str:
    meant = interval(change.least, change.most)
    text = Message("would_be", {"printed": change.printed, "meant": meant}).text(language)
    slip = f" ({Message(change.slip).text(language)})" if change.slip else ""
    table = f"{change.spot.table}: " if len({one.name for one in found.tables}) > 1 else ""
    return f"{table}{found.where(change.spot)}: {text}{slip}"


# ---- for programs ----------------------------------------------------------------------------------------------------


def as_json(found: Findings) -> dict[str, Any]:
    """The whole of it; docs/reconcile.md describes every key."""
    return {
        "exit": found.exit_code,
        "holds": found.exit_code == 0,
        "tables": [
            {
                "table": table.name,
                "file": table.file,
                "sheet": table.sheet,
                "rows": len(table.rows),
                "columns": len(table.columns),
                "keys": list(table.keys),
                "relations": sum(relation.target.table == table.name for relation in found.relations),
                "not_read": list(table.unread),
                "notes": [_said(note) for note in table.notes],
            }
            for table in found.tables
        ],
        "mismatches": [_mismatch(found, one) for one in found.mismatches],
        "explanations": [_group(found, group) for group in found.explanation.groups],
        "refused": [_cell(found, one.spot) | {"text": one.text, "reason": _said(one.why)} for one in found.refused],
        "unusable": [_said(fault.message) for fault in found.unusable],
    }


def _said(message: Message) -> dict[str, str]:
    return {"code": message.code, "en": message.text("en"), "km": message.text("km")}


def _cell(found: Findings, spot: Spot) -> dict[str, Any]:
    row, column = found.labels(spot)
    return {
        "table": spot.table,
        "sheet": next((table.sheet for table in found.tables if table.name == spot.table), ""),
        "cell": spot.address if spot.row >= 0 else None,
        "row": row,
        "column": column,
        "printed": found.cells[spot].text,
    }


def _plain(value: Bound) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _computed(least: Bound, most: Bound) -> Any:
    return _plain(least) if least == most else {"least": _plain(least), "most": _plain(most)}


def _mismatch(found: Findings, one: Mismatch) -> dict[str, Any]:
    target = found.cells[one.relation.target]
    value: Decimal | None = target.value
    return {
        "table": one.relation.target.table,
        "rule": "together" if one.relations else one.relation.rule.value,
        "name": one.relation.name,
        "cells": [_cell(found, spot) for spot in one.spots],
        "printed": _plain(value) if value is not None else target.text,
        "computed": _computed(one.least, one.most),
        "difference": _plain(one.difference),
        "said": _said(Message("together" if one.relations else one.relation.rule.value)),
    }


def _group(found: Findings, group: Group) -> dict[str, Any]:
    return {
        "tables": sorted({spot.table for one in group.mismatches for spot in one.spots}),
        "mismatches": [found.mismatches.index(one) for one in group.mismatches],
        "smallest": group.smallest,
        "one_of": [_change(found, change) for change in group.one_of],
        "sets": [[_change(found, change) for change in chosen] for chosen in group.sets] if group.smallest != 1 else [],
        "complete": group.complete,
    }


def _change(found: Findings, change: Change) -> dict[str, Any]:
    return _cell(found, change.spot) | {
        "would_be": _computed(change.least, change.most),
        "slip": change.slip or None,
    }
