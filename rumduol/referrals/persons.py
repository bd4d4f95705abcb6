"""What a referral takes from a case, or from a screening before there is a case: the coded minimum, and where the parts
that may be shared are sealed.

A presumption opens services at once (casework.md), so that a screening officer refers from the screening itself. The
referral's `case_id` is then the screening's id.
"""

from dataclasses import dataclass
from uuid import UUID

from rumduol.access.enums import Permission
from rumduol.access.policies import may
from rumduol.access.types import Actor
from rumduol.cases import actions as case_actions
from rumduol.cases import queries as cases
from rumduol.cases.enums import Source
from rumduol.screening import queries as screenings
from rumduol.shared.errors import NotThere
from rumduol.terms import queries as terms
from rumduol.vault import queries as vault
from rumduol.vault.enums import Section
from rumduol.vault.types import RecordRef

HOME = "KH"
UNSAID = {"", "unknown"}


@dataclass(frozen=True, slots=True)
class PersonInCase:
    """The coded person, as far as known. `kind`: "case" or "screening"; `screening_id`: the interview a case came from."""

    case_id: UUID
    number: str
    office_id: UUID
    sex: str = ""
    age_from: int | None = None
    age_to: int | None = None
    language: str = ""
    citizen: bool | None = None
    form: str = ""
    place: str = ""
    screening_id: UUID | None = None
    kind: str = "case"


def parts(person: PersonInCase, section: Section) -> list[RecordRef]:
    """The records in which a section of a case is sealed; the interview stays with the screening it was held in."""
    if section == Section.INTERVIEW and person.screening_id is not None:
        return [RecordRef("screening", person.screening_id, office_id=person.office_id)]
    return [RecordRef(person.kind, person.case_id, office_id=person.office_id)]


def shared_refs(person: PersonInCase, section: Section, share_id: UUID | None) -> list[RecordRef]:
    """The same as the receiver finds them: it does not see where a case came from, only what was wrapped for it."""
    wrapped = vault.refs_of_share(share_id, section) if share_id is not None else []
    return wrapped or [RecordRef("case", person.case_id, office_id=person.office_id)]


def person_of(by: Actor, case_id: UUID) -> PersonInCase:
    """A case, or else a screening, of the reader's own office (or below); NotThere otherwise."""
    if not may(by, Permission.CASE_READ):
        return _screened(by, case_id)
    try:
        case = cases.own_case_for(by, case_id)
    except NotThere:
        return _screened(by, case_id)
    return PersonInCase(
        case_id=case.id,
        number=case.number,
        office_id=case.office_id,
        sex="" if case.sex in UNSAID else case.sex,
        age_from=case.age_from,
        age_to=case.age_to,
        language="" if case.language in UNSAID else case.language,
        citizen=None if case.nationality in {"", "ZZ"} else case.nationality == HOME,
        form=terms.root("form", case.forms[0]) if case.forms else "",
        place=case.found_in[:4] if case.found_in[:1].isdigit() else "",
        screening_id=case.source_id if case.source_kind == Source.SCREENING else None,
    )


def _screened(by: Actor, screening_id: UUID) -> PersonInCase:
    if not may(by, Permission.SCREENING_READ):
        raise NotThere()
    row = screenings.screening_for(by, screening_id)
    if row.office_id not in by.reach:
        raise NotThere()
    low, high = ages_of(row.age_band)
    return PersonInCase(
        case_id=row.id,
        number=row.number,
        office_id=row.office_id,
        sex="" if row.sex in UNSAID else row.sex,
        age_from=low,
        age_to=high,
        citizen=None if row.nationality in {*UNSAID, "ZZ"} else row.nationality == HOME,
        form=terms.root("form", row.forms[0]) if row.forms else "",
        place=row.place[:4] if row.place[:1].isdigit() else "",
        screening_id=row.id,
        kind="screening",
    )


def ages_of(band: str) -> tuple[int | None, int | None]:
    """The ages of a counted band: "9-17" -> (9, 17), "48+" -> (48, 120), "child" -> (0, 17), unknown -> (None, None)."""
    known = {"child": (0, 17), "adult": (18, 120)}
    if band in known:
        return known[band]
    low, _dash, high = band.partition("-")
    if low.isdigit() and high.isdigit():
        return int(low), int(high)
    if band.endswith("+") and band[:-1].isdigit():
        return int(band[:-1]), 120
    return None, None


def hand_over(*, case_id: UUID, to_office_id: UUID, by: Actor) -> None:
    """Give the case with all its sealed parts to another office."""
    case_actions.hand_over(case_id=case_id, to_office_id=to_office_id, by=by)
