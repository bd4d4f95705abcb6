"""What a person needs, what a provider offers, and how well the two meet. Plain values: no database, no words."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum
from uuid import UUID


class Grade(IntEnum):
    """How much one finding weighs. The order is the order of the list on the page."""

    FIT = 0  # meets the need
    NOTE = 1  # worth knowing, changes nothing by itself
    GAP = 2  # somebody else can bridge it: bring an interpreter, a doctor, wait for a place
    BARRIER = 3  # this provider can not take this person


class Finding(StrEnum):
    """What was compared. Words for each, per grade, are in `words`."""

    SERVICE = "service"
    GROUP = "group"
    FORM = "form"
    CITIZENSHIP = "citizenship"
    NIGHT = "night"
    LANGUAGE = "language"
    MEDICAL = "medical"
    DISABILITY = "disability"
    PLACES = "places"
    PLACES_STALE = "places_stale"
    AGREEMENT = "agreement"
    STANDARDS = "standards"
    REACH = "reach"


@dataclass(frozen=True, slots=True)
class Group:
    """People a service takes: one sex, ages in full years, both ends included. None = no limit."""

    sex: str
    age_from: int | None = None
    age_to: int | None = None

    def covers(self, age_from: int, age_to: int) -> bool:
        """Every age from `age_from` to `age_to` is taken."""
        return (self.age_from or 0) <= age_from and (self.age_to is None or age_to <= self.age_to)

    def touches(self, age_from: int, age_to: int) -> bool:
        """At least one age of the span is taken."""
        return (self.age_from or 0) <= age_to and (self.age_to is None or age_from <= self.age_to)


@dataclass(frozen=True, slots=True)
class Need:
    """One person looking for help, in codes only. Unknown is None or empty, and never counts against a provider.

    `age_from`/`age_to`: the same number when the age is known, the ends of the band when it is not.
    `place`: province (2 digits) or district (4 digits) where the person is now.
    `tonight`: must be let in outside office hours. `people`: places asked for together (a mother and child: 2).
    """

    services: tuple[str, ...]
    sex: str | None = None
    age_from: int | None = None
    age_to: int | None = None
    language: str | None = None
    medical: frozenset[str] = frozenset()
    disability: frozenset[str] = frozenset()
    form: str | None = None
    citizen: bool | None = None
    tonight: bool = False
    place: str | None = None
    people: int = 1

    @property
    def province(self) -> str | None:
        return self.place[:2] if self.place else None

    @property
    def district(self) -> str | None:
        return self.place[:4] if self.place and len(self.place) >= 4 else None


@dataclass(frozen=True, slots=True)
class Offer:
    """One service of a provider. Empty `groups` or `forms` = everybody; empty `languages` = Khmer only."""

    service: str
    groups: tuple[Group, ...] = ()
    forms: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    medical: frozenset[str] = frozenset()
    disability: frozenset[str] = frozenset()
    citizens: bool = True
    foreigners: bool = True
    night: bool = False
    residential: bool = False
    free: int | None = None
    free_as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standards:
    checked_on: date
    result: str  # enums.StandardsResult


@dataclass(frozen=True, slots=True)
class Candidate:
    """A provider as the search sees it. A confidential one has no place at all, only the provinces it serves."""

    provider_id: UUID
    name: str
    confidential: bool
    offers: tuple[Offer, ...]
    province: str | None = None
    district: str | None = None
    serves: frozenset[str] = frozenset()  # provinces; empty = the whole country
    needs_agreement: bool = False
    agreement_until: date | None = None
    standards: Standards | None = None
    by_hand: bool = False  # no account: the referral is made by telephone, the outcome written down

    def __post_init__(self) -> None:
        if self.confidential and (self.province or self.district):
            raise ValueError("a confidential provider has no place in the directory")


@dataclass(frozen=True, slots=True)
class Reason:
    """One finding. `what` are the codes and figures it speaks of, for `words.say`."""

    finding: Finding
    grade: Grade
    what: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match:
    candidate: Candidate
    offers: tuple[Offer, ...]  # the offers meant, one per service asked for and offered
    reasons: tuple[Reason, ...]
    km: int | None  # about, between provincial capitals; 0 = same province; None = not known or not told

    def of(self, grade: Grade) -> tuple[Reason, ...]:
        return tuple(reason for reason in self.reasons if reason.grade == grade)

    @property
    def fits(self) -> bool:
        """Nothing stands in the way, though something may have to be bridged."""
        return not self.of(Grade.BARRIER)

    @property
    def fits_wholly(self) -> bool:
        return self.fits and not self.of(Grade.GAP)
