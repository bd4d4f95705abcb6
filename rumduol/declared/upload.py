"""The table between two pages: signed and carried by the reader's own form, so that nothing of the file is kept here."""

from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core import signing
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rumduol.declared.filing import MOST_CELLS, MOST_LABELS, labels_of
from rumduol.facts.types import Period
from rumduol.reconcile.grids import Grid, Printed, Unusable, address
from rumduol.reconcile.reading import read_bytes
from rumduol.reconcile.tables import Table, table_of
from rumduol.reconcile.words import LANGUAGES, Message
from rumduol.shared.errors import InvalidInput

HOURS = 8


class NotOneTable(InvalidInput):
    """The file cannot be declared as it is. `errors` has one list under "file"."""

    def __init__(self, said: Any) -> None:
        super().__init__(errors={"file": [said]})


class TooOld(InvalidInput):
    default = _("This page was open for too long. Choose the file again.")


@dataclass(frozen=True)
class Upload:
    """A table that was read, for which figure and period, and the hash of its file."""

    indicator: str
    period: Period
    grid: Grid
    sha256: str

    @property
    def table(self) -> Table:
        return table_of(self.grid)


def read(*, name: str, content: bytes, indicator: str, period: Period) -> Upload:
    """One table of a file. Raises NotOneTable with the reason in the reader's language."""
    lang = get_language() if get_language() in LANGUAGES else "en"
    try:
        grids = read_bytes(name, content)
        if len(grids) > 1:
            sheets = ", ".join(_sheet(grid) for grid in grids[:10])
            raise NotOneTable(
                _("This file has several tables (%(sheets)s). Save the one you declare as a file of its own.")
                % {"sheets": sheets}
            )
        upload = Upload(indicator, period, grids[0], sha256(content).hexdigest())
        table = upload.table
    except Unusable as fault:
        raise NotOneTable(fault.message.text(lang or "en")) from fault
    if passed_over := _passed_over(upload.grid, table):
        raise NotOneTable(
            _("%(cell)s: words where a number belongs (%(text)s). Correct it in your file, or take the row out.")
            % {"cell": passed_over[0], "text": passed_over[1]}
        )
    cells = len(upload.grid.rows) * len(upload.grid.rows[0])
    if cells > MOST_CELLS or len(labels_of(table)) > MOST_LABELS:
        raise NotOneTable(_("This table is too large to be declared line by line. Declare a part of it."))
    return upload


def _sheet(grid: Grid) -> str:
    """A sheet that is hidden is said to be: whoever looks at the file sees one table only."""
    hidden = any(note.code == "hidden_sheet" for note in grid.notes)
    return _("%(sheet)s (hidden)") % {"sheet": grid.sheet} if hidden else grid.sheet


def _passed_over(grid: Grid, table: Table) -> tuple[str, str] | None:
    """Cell and text of a row among the others that was read as a heading although something stands under its numbers."""
    first = min((line.place for line in table.rows), default=len(grid.rows))
    for number, row in enumerate(grid.rows):
        if number > first and number not in table.row_at:
            for line in table.columns:
                if row[line.place].text and not row[line.place].joined:
                    place = address(number, line.place)
                    return f"{grid.sheet}!{place}" if grid.sheet else place, row[line.place].text
    return None


def seal(upload: Upload, person_id: UUID) -> str:
    """The table as text that only we can have written, for this person's next request."""
    rows = [
        [[one.text, None if one.number is None else str(one.number), one.decimals, one.percent, one.joined, one.why] for one in row]
        for row in upload.grid.rows
    ]  # fmt: skip
    said = {
        "i": upload.indicator,
        "p": str(upload.period),
        "n": upload.grid.name,
        "h": upload.sha256,
        "r": rows,
        "s": upload.grid.sheet,
        "t": [[note.code, note.places] for note in upload.grid.notes],
    }
    return signing.dumps(said, salt=f"declared.{person_id}", compress=True)


def unseal(text: str, person_id: UUID) -> Upload:
    """Raises TooOld for anything that is not what `seal` gave this person within HOURS."""
    try:
        said = signing.loads(text, salt=f"declared.{person_id}", max_age=HOURS * 3600)
    except signing.BadSignature as error:
        raise TooOld() from error
    rows = tuple(
        tuple(
            Printed(words, None if number is None else Decimal(number), decimals, percent, joined, why)
            for words, number, decimals, percent, joined, why in row
        )
        for row in said["r"]
    )
    notes = tuple(Message(code, places) for code, places in said["t"])
    grid = Grid(said["n"], rows, sheet=said["s"], notes=notes)
    return Upload(said["i"], Period.parse(said["p"]), grid, said["h"])
