"""Values of this room."""

import re
from dataclasses import dataclass

# More people than any country counts in a year: such a value was a date before a spreadsheet got hold of it.
TOO_MANY = 1_000_000


@dataclass(frozen=True)
class Row:
    """One printed value. `line` is where it stands in the file (the header is line 1)."""

    line: int
    country: str
    year: int
    figure: str
    text: str
    number: int | None = None
    dimension: str = ""
    category: str = ""
    sex: str = ""
    age: str = ""


@dataclass(frozen=True)
class Suggested:
    """One printed sentence of what should be done. `area`: the heading it stands under, as a code of the file."""

    line: int
    country: str
    year: int
    area: str
    text: str


def number_of(text: str) -> int | None:
    """The count that a text prints; None for "<5", "Unknown", "N/A", money, and what cannot be a count."""
    if not re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})*|[0-9]+", text):
        return None
    number = int(text.replace(",", ""))
    return number if number < TOO_MANY else None
