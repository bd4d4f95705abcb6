"""Raw sum, unique people and overlap, where records of several agencies have been linked without names.

The linkage room, which stands above this one, says what its approved rounds found (`fill`); figures and releases ask here
and know no more of a round than its counts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from rumduol.facts import queries as facts
from rumduol.facts.enums import Kind
from rumduol.facts.queries import People
from rumduol.facts.types import Period
from rumduol.indicators.catalogue import Indicator

PEOPLE = {
    Kind.VICTIM, Kind.PERSON_IN_REQUEST, Kind.SCREENING, Kind.CASE, Kind.REFERRAL, Kind.ADMISSION, Kind.REPATRIATION,
    Kind.SUSPECT, Kind.ACCUSED, Kind.VERDICT,
}  # fmt: skip


@dataclass(frozen=True)
class LinkedRound:
    """What an approved round of matching found: exact counts, for those who read figures before release.

    `lists`: how many; `records`: lines on all of them; `unique`: different people; `repeated`: people on more than one
    list. `precision`, `recall`: what the matching expects of itself, in whole per cent of the pairs of all lists and of
    the two lists that are worst matched; None where nobody is on two lists. `known`, `known_found`: lines of two lists
    that stand for one record, and how many of these were matched. `estimates`: of those whom nobody found, as the
    room's answer has them, or none. `links_id`: the links that figures know the round by.
    """

    number: str
    period: str
    approved_on: date
    lists: int
    records: int
    unique: int
    repeated: int
    precision: tuple[int, int] | None
    recall: tuple[int, int] | None
    known: int
    known_found: int
    estimates: Sequence[dict[str, Any]]
    links_id: UUID | None


Source = Callable[[Period | None], Sequence[LinkedRound]]
_sources: list[Source] = []


def fill(source: Source) -> None:
    """Called once by the room that matches, when it starts. `source` answers with the approved rounds of a period, or
    of all."""
    _sources[:] = [source]


def rounds(period: Period | None = None) -> list[LinkedRound]:
    """Approved rounds of exactly this period, or all, the newest first. Empty for whoever may not read figures."""
    return [one for source in _sources for one in source(period)]


def counts_people(subject: Indicator) -> bool:
    """Whether a figure counts people, so that some may be in it twice."""
    return subject.kind in PEOPLE and subject.outcome_from is None and not subject.each


def people(
    subject: Indicator, period: Period, *, as_of: date | None = None, links_id: UUID | None = None
) -> People | None:
    """Raw, unique and overlap; None where the figure counts no people or was not linked yet."""
    if subject.kind is None or not counts_people(subject):
        return None
    return facts.people(kind=subject.kind, period=period, where=subject.filters, as_of=as_of, links_id=links_id)
