"""What a referral takes from a case: the coded minimum, and which sealed records hold the parts that may be shared."""

from dataclasses import dataclass
from uuid import UUID

from rumduol.access.types import Actor
from rumduol.cases import actions as case_actions
from rumduol.cases import queries as cases
from rumduol.cases.enums import Source
from rumduol.terms import queries as terms
from rumduol.vault import queries as vault
from rumduol.vault.enums import Section
from rumduol.vault.types import RecordRef

HOME = "KH"
UNSAID = {"", "unknown"}


@dataclass(frozen=True, slots=True)
class PersonInCase:
    """The coded person of a case, as far as known. `screening_id`: the interview the case came from."""

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


def parts(person: PersonInCase, section: Section) -> list[RecordRef]:
    """The records in which a section of a case is sealed; the interview stays with the screening it was held in."""
    if section == Section.INTERVIEW and person.screening_id is not None:
        return [RecordRef("screening", person.screening_id, office_id=person.office_id)]
    return [RecordRef("case", person.case_id, office_id=person.office_id)]


def shared_refs(person: PersonInCase, section: Section, share_id: UUID | None) -> list[RecordRef]:
    """The same as the receiver finds them: it does not see where a case came from, only what was wrapped for it."""
    if section == Section.INTERVIEW and share_id is not None:
        wrapped = vault.refs_of_share(share_id, section)
        if wrapped:
            return wrapped
    return [RecordRef("case", person.case_id, office_id=person.office_id)]


def person_of(by: Actor, case_id: UUID) -> PersonInCase:
    """A case of the reader's own office (or below); NotThere otherwise."""
    case = cases.own_case_for(by, case_id)
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


def hand_over(*, case_id: UUID, to_office_id: UUID, by: Actor) -> None:
    """Give the case with all its sealed parts to another office."""
    case_actions.hand_over(case_id=case_id, to_office_id=to_office_id, by=by)
