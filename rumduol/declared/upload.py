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
from rumduol.reconcile.grids import Grid, Printed, Unusable
from rumduol.reconcile.reading import read_bytes
from rumduol.reconcile.tables import Table, table_of
from rumduol.reconcile.words import LANGUAGES
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
            sheets = ", ".join(grid.sheet for grid in grids[:10])
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
            _("Row %(row)s has words where numbers belong (%(text)s). Correct it in your file, or take the row out.")
            % {"row": passed_over[0] + 1, "text": passed_over[1]}
        )
    cells = len(upload.grid.rows) * len(upload.grid.rows[0])
    if cells > MOST_CELLS or len(labels_of(table)) > MOST_LABELS:
        raise NotOneTable(_("This table is too large to be declared line by line. Declare a part of it."))
    return upload


def _passed_over(grid: Grid, table: Table) -> tuple[int, str] | None:
    """A row among the others that was read as a heading although something stands under its numbers."""
    first = min((line.place for line in table.rows), default=len(grid.rows))
    for number, row in enumerate(grid.rows):
        if number > first and number not in table.row_at:
            said = [
                row[line.place].text for line in table.columns if row[line.place].text and not row[line.place].joined
            ]
            if said:
                return number, said[0]
    return None


def seal(upload: Upload, person_id: UUID) -> str:
    """The table as text that only we can have written, for this person's next request."""
    rows = [
        [[one.text, None if one.number is None else str(one.number), one.decimals, one.percent, one.joined, one.why] for one in row]
        for row in upload.grid.rows
    ]  # fmt: skip
    said = {"i": upload.indicator, "p": str(upload.period), "n": upload.grid.name, "h": upload.sha256, "r": rows}
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
    return Upload(said["i"], Period.parse(said["p"]), Grid(said["n"], rows), said["h"])
