"""Names that sound alike: the same suspect under two spellings, and a suspect who may be a victim.

Both ask the blind index of the reader's own office: no plain name stands in the database, and nobody learns of a name
that another office keeps.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from rumduol.access.types import Actor
from rumduol.cases.enums import VICTIMS
from rumduol.justice.models import CriminalCase, Suspect
from rumduol.justice.sealed import SUSPECT
from rumduol.justice.types import Alike
from rumduol.screening import queries as screenings
from rumduol.vault import search
from rumduol.vault.types import NoKey

MOST_SHOWN = 5


def alike(by: Actor, case: CriminalCase | None, names: Iterable[str], *, besides: UUID | None = None) -> Alike:
    """Suspects of the reader's office whose name sounds like one of these, in this case and in others.

    A database function does the search; what it finds is read through the wall. Empty when the office has no index yet.
    """
    found: set[UUID] = set()
    try:
        for name in names:
            if name:
                found.update(search.search_names(name, by=by, kind=SUSPECT))
    except NoKey:
        return Alike()
    found.discard(besides or UUID(int=0))
    rows = list(Suspect.objects.filter(id__in=found).select_related("case")) if found else []
    here = [row for row in rows if case is not None and row.case_id == case.id]
    numbers = {row.case_id: row.case.number for row in rows if case is None or row.case_id != case.id}
    return Alike(tuple(here), tuple(sorted(numbers.items(), key=lambda pair: pair[1]))[:MOST_SHOWN])


@dataclass(frozen=True, slots=True)
class Possible:
    """A victim, presumed or identified at a screening of the office, who has the name of a suspect."""

    screening_id: UUID
    outcome: str


def victim_signs(by: Actor, names: Iterable[str]) -> list[Possible]:
    """Victims among the office's own screenings whose name sounds like one of these."""
    found: set[UUID] = set()
    try:
        for name in names:
            if name:
                found.update(search.search_names(name, by=by, kind="screening"))
    except NoKey:
        return []
    rows = screenings.screenings_by_id(by, found) if found else {}
    return [Possible(key, row.outcome) for key, row in rows.items() if row.outcome in VICTIMS]
