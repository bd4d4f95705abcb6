"""What a referral takes from a case: the coded minimum, and which sealed records hold the parts that may be shared."""

from dataclasses import dataclass
from uuid import UUID

from rumduol.access.types import Actor
from rumduol.vault.enums import Section
from rumduol.vault.types import RecordRef


@dataclass(frozen=True, slots=True)
class PersonInCase:
    """The coded person of a case, as far as known."""

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


def parts(person: PersonInCase, section: Section) -> list[RecordRef]:
    """The records in which a section of a case is sealed."""
    return [RecordRef("case", person.case_id, office_id=person.office_id)]


def person_of(by: Actor, case_id: UUID) -> PersonInCase:
    """The case, if the reader may see it; NotThere otherwise."""
    raise NotImplementedError


def hand_over(*, case_id: UUID, to_office_id: UUID, by: Actor) -> None:
    """Give the case with all its sealed parts to another office."""
    raise NotImplementedError
