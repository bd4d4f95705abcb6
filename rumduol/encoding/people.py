"""People from a CSV as offices keep them: any order of columns, any case of headers, more columns than needed."""

import csv
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rumduol.encoding.tokens import Person

_ONE = {
    "id": "id|rec_id|record_id|person_id|case_id|number|no|លេខ",
    "given_name": "given_name|given_names|first_name|firstname|forename|givenname|នាម|នាមខ្លួន",
    "surname": "surname|family_name|last_name|lastname|familyname|នាមត្រកូល|គោត្តនាម",
    "date_of_birth": "date_of_birth|dob|birth_date|birthdate|birthday|born|year_of_birth|ថ្ងៃខែឆ្នាំកំណើត",
    "sex": "sex|gender|ភេទ",
    "estimated": "date_of_birth_estimated|dob_estimated|birth_estimated|estimated",
}
_NAME = frozenset(["name", "full_name", "fullname", "ឈ្មោះ", "គោត្តនាមនិងនាម"])
_PLACE = frozenset(
    [
        "street",
        "street_number",
        "road",
        "house",
        "house_number",
        "unit",
        "suburb",
        "city",
        "town",
        "postcode",
        "postal_code",
        "zip",
        "state",
        "village",
        "commune",
        "district",
        "province",
        "location",
        "residence",
        "អាសយដ្ឋាន",
        "ភូមិ",
        "ឃុំ",
        "សង្កាត់",
        "ស្រុក",
        "ខណ្ឌ",
        "ខេត្ត",
    ]
)
_MEANING = {spelling: column for column, spellings in _ONE.items() for spelling in spellings.split("|")}
_YES = frozenset({"1", "y", "yes", "true", "t", "estimated"})
LONGEST = 2_000  # characters of one cell that are read


class BadTable(ValueError):
    """Why the file cannot be read as people; `code` names the reason."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(slots=True)
class Columns:
    """Which column of a file means what."""

    one: dict[str, int] = field(default_factory=dict)
    name: int | None = None
    place: list[int] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def columns_of(header: list[str]) -> Columns:
    """BadTable where there is nothing to tell people apart by, or two columns mean the same."""
    found = Columns()
    for i, title in enumerate(header):
        word = "_".join(title.replace("\ufeff", "").strip().casefold().replace("-", " ").split())
        meaning = _MEANING.get(word)
        if meaning in found.one:
            raise BadTable("column_twice", f"Two columns mean {meaning}: {header[found.one[meaning]]!r} and {title!r}.")
        if meaning:
            found.one[meaning] = i
        elif word in _NAME:
            found.name = i
        elif word in _PLACE or word.startswith(("address", "place")):
            found.place.append(i)
        else:
            found.ignored.append(title)
    named = found.name is not None or found.one.keys() & {"given_name", "surname"}
    if not named or not (found.place or "date_of_birth" in found.one):
        raise BadTable(
            "columns",
            "The first line has to name the columns: given_name, surname, date_of_birth, sex, address (or place), id. "
            f"Read: {', '.join(title.strip() or '(empty)' for title in header[:12]) or 'nothing'}.",
        )
    return found


def people_in(path: Path) -> Iterator[Person]:
    """One person a line; a line without an id is called by its number (`line 7`). BadTable, OSError."""
    with path.open(encoding="utf-8-sig", newline="", errors="strict") as file:
        try:
            yield from _people(file, str(path))
        except UnicodeDecodeError as error:
            raise BadTable("not_utf8", f"{path} is not UTF-8 text. Save it again as CSV UTF-8.") from error
        except csv.Error as error:
            raise BadTable("not_csv", f"{path} cannot be read as CSV: {error}.") from error


def people_of(lines: Iterator[str], called: str) -> Iterator[Person]:
    """The same of lines that lie in no file; `called` is how messages name them. BadTable, csv.Error."""
    return _people(lines, called)


def _people(file: Iterator[str], path: str) -> Iterator[Person]:
    first = next(file, "")
    if "\0" in first:
        raise BadTable("not_csv", f"{path} is no text. Save it as CSV UTF-8.")
    delimiter = max(",;\t", key=first.count)
    columns = columns_of(next(csv.reader([first], delimiter=delimiter), []))
    at = columns.one
    seen: set[str] = set()
    for cells in csv.reader(itertools.chain(file), delimiter=delimiter):
        if not any(cell.strip() for cell in cells):
            continue
        row = {meaning: cells[i].strip()[:LONGEST] if i < len(cells) else "" for meaning, i in at.items()}
        given, surname = row.get("given_name", ""), row.get("surname", "")
        if columns.name is not None and columns.name < len(cells) and not (given or surname):
            given = cells[columns.name].strip()[:LONGEST]
        known_as = row.get("id", "") or f"line {len(seen) + 2}"
        if known_as in seen:
            raise BadTable("id_twice", f"{path} has the id {known_as!r} twice; ids must differ within a list.")
        seen.add(known_as)
        yield Person(
            known_as,
            given,
            surname,
            row.get("date_of_birth", ""),
            row.get("sex", ""),
            " ".join(cells[i].strip()[:LONGEST] for i in columns.place if i < len(cells)),
            row.get("estimated", "").casefold() in _YES,
        )


def truth_in(path: Path) -> list[tuple[str, str]]:
    """Pairs of ids (of the first list, of the second) from a CSV of two columns, with or without a header."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        first = file.readline()
        delimiter = max(",;\t", key=first.count)
        rows = [cells for cells in csv.reader(itertools.chain([first], file), delimiter=delimiter) if cells]
    if any(len(cells) < 2 for cells in rows):
        raise BadTable("truth", f"{path} needs two columns: an id of the first list and an id of the second.")
    return [(cells[0].strip(), cells[1].strip()) for cells in rows]
