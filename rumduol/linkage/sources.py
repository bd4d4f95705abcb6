"""An office's own list with the names in plain: read by a member who holds the office's key, while encoding and only then.

What is written in each room differs, so every list is brought to the same three facets: a name; a date of birth, or
the year that an age or a narrow band of ages points to; the district where the person was found.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.cases import queries as cases
from rumduol.encoding.people import BadTable, people_of
from rumduol.encoding.tokens import Person, date_parts, tokens_of
from rumduol.facts.enums import Kind
from rumduol.facts.types import Period
from rumduol.intake import queries as reports
from rumduol.linkage.enums import ListKind
from rumduol.linkage.types import Line, Seen
from rumduol.names.keys import name_words
from rumduol.places import queries as places
from rumduol.screening import queries as screenings
from rumduol.shared.errors import InvalidInput
from rumduol.vault import actions as vault
from rumduol.vault.enums import Purpose, Section
from rumduol.vault.types import RecordRef

AT_ONCE = 200  # names opened with one line in the log
NARROW = 3  # years; a wider band of ages says too little of a year of birth

BAD_TABLE: dict[str, Any] = {
    "columns": _(
        "The first line has to name the columns: name (or given_name and surname), date_of_birth, sex, place (or "
        "address), id."
    ),
    "column_twice": _("Two columns of the file mean the same. Take one of them out."),
    "id_twice": _("A number stands twice in the column id. Every line needs a number of its own."),
    "not_utf8": _("This file is no UTF-8 text. Save it again as CSV UTF-8."),
    "not_csv": _("This file cannot be read as a table. Save it again as CSV UTF-8."),
}


def lines_of(kind: ListKind, period: Period, by: Actor) -> list[Line]:
    """The office's own records of the period. Raises NoKey where the office key was not handed on to this member."""
    first, last = days_of(period)
    if kind == ListKind.CASES:
        return _of_cases(by, first, last)
    if kind == ListKind.SCREENED:
        return _of_screenings(by, first, last)
    return _of_reports(by, first, last)


def length_of(kind: ListKind, period: Period, by: Actor) -> int:
    """How many records of the period there are; opens none."""
    first, last = days_of(period)
    if kind == ListKind.CASES:
        return len(cases.opened_within(by, first, last))
    if kind == ListKind.SCREENED:
        return len(screenings.presumed_within(by, first, last))
    return len(reports.people_within(by, first, last))


def lines_of_table(content: bytes) -> list[Line]:
    """A table of the office's own: nothing of it is kept. InvalidInput in the reader's language."""
    try:
        text = io.StringIO(content.decode("utf-8-sig"), newline="")
        people = list(people_of(text, "table"))
    except UnicodeDecodeError as error:
        raise InvalidInput(errors={"file": [BAD_TABLE["not_utf8"]]}) from error
    except csv.Error as error:
        raise InvalidInput(errors={"file": [BAD_TABLE["not_csv"]]}) from error
    except BadTable as error:
        raise InvalidInput(errors={"file": [BAD_TABLE.get(error.code, BAD_TABLE["not_csv"])]}) from error
    return [Line(person, ("", person.id)) for person in people]


def days_of(period: Period) -> tuple[date, date]:
    """First and last day."""
    year, month = int(period.last[:4]), int(period.last[5:])
    after = date(year + month // 12, month % 12 + 1, 1)
    return date(int(period.first[:4]), int(period.first[5:]), 1), date.fromordinal(after.toordinal() - 1)


def seen_in(lines: Sequence[Line]) -> Seen:
    """What there is to match by."""
    seen = Seen(people=len(lines))
    for line in lines:
        name, birth, place = tokens_of(line.person)
        words = name_words(f"{line.person.given_name} {line.person.surname}")
        seen.no_name += not name
        seen.short_name += bool(words) and all(len(word) < 2 for word in words)
        seen.no_birth += not birth or line.person.estimated
        seen.no_place += not place
        seen.first_of_january += date_parts(line.person.date_of_birth)[1:] == ("01", "01")
    return seen


def names_by_record(records: Iterable[tuple[str, str]], by: Actor) -> dict[str, str]:
    """Record id -> name, for the office's own look at its pairs; opened and logged."""
    found: dict[str, str] = {}
    for kind, known in records:
        if kind:
            ref = RecordRef(kind, UUID(known), office_id=by.office_id)
            opened = vault.open_many(records=[ref], section=Section.IDENTITY, by=by, purpose=Purpose.LAW)
            found |= {str(key): str(fields.get("name", "")) for key, fields in opened.items()}
    return found


# ---- the rooms ----------------------------------------------------------------------------------------------------


def _of_cases(by: Actor, first: date, last: date) -> list[Line]:
    rows = cases.opened_within(by, first, last)
    names = _opened([RecordRef("case", row.id, row.office_id) for row in rows], by)
    lines = []
    for row in rows:
        identity = names.get(row.id, {})
        born = str(identity.get("born") or ""), False
        if not born[0]:
            born = _year_of(row.age_from, row.age_to, row.opened_on.year)
        units: list[tuple[Kind, tuple[str, Any]]] = [(Kind.CASE, ("case", row.id))]
        if (unit := cases.victim_unit(row)) is not None:
            units.append((Kind.VICTIM, unit))
        person = _person(row.id, identity.get("name"), born, row.sex, row.found_in)
        lines.append(Line(person, ("case", str(row.id)), tuple(units)))
    return lines


def _of_screenings(by: Actor, first: date, last: date) -> list[Line]:
    rows = screenings.presumed_within(by, first, last)
    names = _opened([screenings.ref(row) for row in rows if row.named], by)
    lines = []
    for row in rows:
        low, high = _ends(row.age_band)
        when = row.presumed_at.year if row.presumed_at else first.year
        born = _year_of(low, high, when)
        person = _person(row.id, names.get(row.id, {}).get("name"), born, row.sex, row.place)
        unit = ("screening", row.id)
        lines.append(Line(person, ("screening", str(row.id)), ((Kind.VICTIM, unit), (Kind.SCREENING, unit))))
    return lines


def _of_reports(by: Actor, first: date, last: date) -> list[Line]:
    rows = reports.people_within(by, first, last)
    names = _opened(
        [RecordRef("report_person", row.id, row.office_id, parent=row.report_id) for row in rows if row.named], by
    )
    lines = []
    for row in rows:
        low, high = _ends(row.age_band)
        born = _year_of(low, high, row.report.received_on.year)
        person = _person(row.id, names.get(row.id, {}).get("name"), born, row.sex, row.report.place)
        unit = ("report_person", row.id)
        lines.append(Line(person, ("report_person", str(row.id)), ((Kind.PERSON_IN_REQUEST, unit),)))
    return lines


def _opened(refs: list[RecordRef], by: Actor) -> dict[Any, dict[str, Any]]:
    found: dict[Any, dict[str, Any]] = {}
    rest: Iterator[RecordRef] = iter(refs)
    while some := list(islice(rest, AT_ONCE)):
        found |= vault.open_many(records=some, section=Section.IDENTITY, by=by, purpose=Purpose.LAW)
    return found


def _person(known_as: Any, name: Any, born: tuple[str, bool], sex: str, place: str) -> Person:
    return Person(str(known_as), str(name or ""), "", born[0], sex, _district(place), born[1])


def _district(code: str) -> str:
    """The names of district and province, as a table of an office would write them; a country's code as it is."""
    if not code[:1].isdigit():
        return code
    code = code[:4]
    known = [one for one in (code, code[:2]) if places.exists(one)]
    return ", ".join(places.label(one, "en") for one in dict.fromkeys(known))


def _ends(band: str) -> tuple[int | None, int | None]:
    low, dash, high = band.partition("-")
    return (int(low), int(high)) if dash and low.isdigit() and high.isdigit() else (None, None)


def _year_of(low: int | None, high: int | None, on: int) -> tuple[str, bool]:
    """(year of birth, estimated) that an age or a narrow band points to."""
    if low is None and high is None:
        return "", False
    low, high = (low if low is not None else high or 0), (high if high is not None else low or 0)
    return (str(on - (low + high) // 2), True) if high - low < NARROW else ("", False)
