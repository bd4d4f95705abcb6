"""Speaking with the schema `integrity`: who may read a letter is decided there, and by lot."""

from typing import Any
from uuid import UUID

from django.db import connection

from rumduol.integrity.types import About


def desks() -> list[UUID]:
    """Offices that answer these letters, the first one first."""
    return list(_ask("select integrity.desks()", []))


def desk_for(about: About, *, passed: UUID | None = None) -> UUID | None:
    """The desk for a letter: outside the agency complained of. `passed` had it before. None when there is none."""
    found: UUID | None = _ask("select integrity.desk_for(%s, %s, %s, %s)", [*_told(about), passed])
    return found


def draw(complaint_id: UUID, about: About) -> int:
    """Name readers by lot among those of the letter's desk who are not too near; how many were named."""
    return int(_ask("select integrity.draw(%s, %s, %s, %s)", [complaint_id, *_told(about)]))


def am_tied(about: About) -> bool:
    """Whether the acting officer is too near to the office a letter is about."""
    return bool(_ask("select integrity.am_tied(%s, %s, %s)", _told(about)))


def colleague_tied(person_id: UUID, about: About) -> bool:
    """The same for somebody of the desk. True for anybody who is no officer of it."""
    return bool(_ask("select integrity.colleague_tied(%s, %s, %s, %s)", [person_id, *_told(about)]))


def hand_over(complaint_id: UUID, desk_id: UUID, about: About) -> bool:
    """Give a letter to another desk; its readers are drawn there."""
    return bool(_ask("select integrity.hand_over(%s, %s, %s, %s, %s)", [complaint_id, desk_id, *_told(about)]))


def adopt(number: str) -> UUID | None:
    """Take over a letter whose readers have all gone. None when there is none of this number."""
    taken: UUID | None = _ask("select integrity.adopt(%s)", [number])
    return taken


def orphans() -> list[tuple[str, Any]]:
    """(number, day) of the desk's letters that nobody is left to read."""
    return _rows("select number, received_on from integrity.orphans()", [])


def colleagues() -> list[UUID]:
    """The officers of the acting officer's desk."""
    return list(_ask("select integrity.colleagues()", []) or [])


def lines() -> list[UUID]:
    """Under which the coded particulars of all letters of the desk are sealed."""
    return [line for (line,) in _rows("select integrity.lines()", [])]


def officials_accused() -> list[tuple[Any, ...]]:
    """(suspect, office of the official or None, office that has the case, case number, its stage, verdict, since)."""
    return _rows(
        "select suspect, about_office, case_office, number, status, outcome, since from integrity.officials_accused()",
        [],
    )


def chain() -> UUID | None:
    """The agency in whose log the doings of the code's holder are written."""
    found: UUID | None = _ask("select integrity.chain()", [])
    return found


def next_position(complaint_id: UUID) -> int:
    """Where the next message of a thread stands."""
    return int(_ask("select integrity.next_position(%s)", [complaint_id]))


def source_wrote() -> None:
    """Tell the readers of the shown letter that its source wrote."""
    _ask("select integrity.source_wrote()", [])


def withdraw() -> bool:
    """Destroy who the source of the shown letter is, and mark it as taken back."""
    return bool(_ask("select integrity.withdraw()", []))


def take_counts(fewest: int) -> list[tuple[UUID, int, str]]:
    """(letter, year, status) of all that the figures do not know yet; nothing while they are fewer than `fewest`."""
    return _rows("select complaint, year, status from integrity.take_counts(%s)", [fewest])


def _told(about: About) -> list[Any]:
    kind = about.service if about.service not in {"other", "unknown"} else None
    return [about.office_id or None, about.agency_id or None, kind]


def _ask(sql: str, values: list[Any]) -> Any:
    rows = _rows(sql, values)
    return rows[0][0] if rows else None


def _rows(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
