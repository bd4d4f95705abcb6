"""What a claim asks of the criminal case it stands in."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from rumduol.access import queries as access
from rumduol.shared.errors import InvalidInput, NotThere
from rumduol.shared.identifiers import normalise_number

KIND = "criminal_case"


@dataclass(frozen=True, slots=True)
class Found:
    """A criminal case by its number: its id and the office that has it. Nothing else is told."""

    id: UUID
    number: str
    office_id: UUID


def by_number(number: str) -> Found:
    """A lawyer is told the number by the court or the police. Raises InvalidInput at the field `criminal_number`."""
    written = normalise_number(number)
    try:
        if written is None:
            raise NotThere()
        record_id, office_id, _agency = access.find_number(kind=KIND, number=written)
    except NotThere as error:
        raise InvalidInput(
            errors={"criminal_number": [_("There is no criminal case with this number. Ask the court or the police.")]}
        ) from error
    return Found(record_id, written, office_id)


def owner_of(number: str) -> UUID:
    """The office that has the case now."""
    return by_number(number).office_id
