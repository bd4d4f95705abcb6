"""What is said in a report, before it is sealed. None of this is stored as it stands."""

from dataclasses import dataclass, field
from uuid import UUID

from rumduol.intake.codes import Code
from rumduol.intake.enums import Answering, Relation, Said


@dataclass(frozen=True)
class PersonSaid:
    """Somebody in a report, as far as the reporter knows: codes of the terms room (ZZ is a country not known)."""

    sex: str = "unknown"
    minor: str = Said.UNKNOWN
    age_band: str = "unknown"
    nationality: str = "ZZ"
    name: str = field(default="", repr=False)


@dataclass(frozen=True)
class Counts:
    """How many people a report is about."""

    women: int = 0
    men: int = 0
    girls: int = 0
    boys: int = 0
    unknown: int = 0

    def at_least(self, persons: "list[PersonSaid]") -> "Counts":
        """The counts, raised to the rows: three girls named and "one girl" counted are three girls."""
        rows = [category(p) for p in persons]
        return Counts(**{name: max(getattr(self, name), rows.count(name)) for name in COUNTED})

    @property
    def people(self) -> int:
        return sum(getattr(self, name) for name in COUNTED)

    @property
    def children(self) -> int:
        return self.girls + self.boys


COUNTED = ("women", "men", "girls", "boys", "unknown")
_CATEGORIES = {
    ("female", Said.YES): "girls",
    ("male", Said.YES): "boys",
    ("female", Said.NO): "women",
    ("male", Said.NO): "men",
}


def category(person: PersonSaid) -> str:
    """Under which count a row falls. Somebody whose sex or age is not known is counted as unknown, never guessed."""
    return _CATEGORIES.get((person.sex, Said(person.minor)), "unknown")


@dataclass(frozen=True)
class ReportSaid:
    """A whole report as it was told."""

    language: str
    danger_now: str = Said.UNKNOWN
    place: str = ""
    place_text: str = field(default="", repr=False)
    situations: list[str] = field(default_factory=list)
    story: str = field(default="", repr=False)
    counts: Counts = Counts()
    persons: list[PersonSaid] = field(default_factory=list)
    relation: str = Relation.UNKNOWN
    answering: str = Answering.CODE
    contact: str = field(default="", repr=False)
    contact_when: str = field(default="", repr=False)


@dataclass(frozen=True)
class Received:
    """The answer to somebody who sent a report: the code, shown once. `again`: the same report had already arrived."""

    code: Code
    again: bool


@dataclass(frozen=True)
class Ticket:
    """An opened mailbox for a quarter of an hour, carried sealed in the page instead of the code."""

    locator: str
    verify: bytes = field(repr=False)
    mailbox: bytes = field(repr=False)


@dataclass(frozen=True)
class ThreadMessage:
    """One entry of a reporter's thread, opened."""

    id: UUID
    kind: str
    said_on: object
    said_part: str
    text: str = field(repr=False)
