"""A table as it lies in its file: rows of printed cells, before anybody knows which are labels and which are numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from rumduol.reconcile.words import Message


class Unusable(Exception):
    """An input that cannot be read at all. `message` says which, why, and what to do."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(message.text("en"))


@dataclass(frozen=True, slots=True)
class Printed:
    """One cell. `number`: stored as a number (spreadsheets); `decimals`: those its format shows; `percent`: shown with %.

    `joined`: part of a merged area that holds one thing (the text is repeated in each cell of it).
    `why`: a code of words.toml when the cell cannot be used, whatever it holds.
    """

    text: str = ""
    number: Decimal | None = None
    decimals: int | None = None
    percent: bool = False
    joined: bool = False
    why: str = ""


@dataclass(frozen=True)
class Grid:
    """`rows` are of one length. `name` addresses the table; `file` and `sheet` say where it lies; `notes` how it was read."""

    name: str
    rows: tuple[tuple[Printed, ...], ...]
    file: str = ""
    sheet: str = ""
    notes: tuple[Message, ...] = field(default=())


def address(row: int, column: int) -> str:
    """Row and column from 0 -> `B4`, as spreadsheets say it."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def grid_of(name: str, rows: Sequence[Sequence[object]]) -> Grid:
    """A grid from rows of texts, numbers or None, as another room has them."""
    width = max((len(row) for row in rows), default=0)
    return Grid(
        name, tuple(tuple(_printed(row[c]) if c < len(row) else Printed() for c in range(width)) for row in rows)
    )


def _printed(value: object) -> Printed:
    if value is None:
        return Printed()
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        try:
            return Printed(str(value), Decimal(str(value)))
        except InvalidOperation:
            return Printed(str(value), why="error_value")
    return Printed(str(value))
