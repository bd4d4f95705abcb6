"""What the law reference is made of. Everything is frozen; words are {language: text}."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from rumduol.shared.dates import PartialDate

Words = Mapping[str, str]


def said(words: Words, language: str) -> str:
    """The words in `language`, else in English; "" when there are none."""
    return words.get(language) or words.get("en", "")


class Kind(TextChoices):
    OFFENCE = "offence", _("Offence")
    DEFINITION = "definition", _("Definition")
    RULE = "rule", _("Rule")
    PROCEDURE = "procedure", _("Procedure and general part")


class Victim(TextChoices):
    """For whom a range of penalty is stated."""

    ANY = "any", _("whoever the victim is")
    ADULT = "adult", _("adult victim")
    CHILD = "child", _("child victim")
    CHILD_15_17 = "child_15_17", _("child of 15 to 17")
    CHILD_UNDER_15 = "child_under_15", _("child under 15")
    AGGRAVATED = "aggravated", _("aggravated")


class InForce(StrEnum):
    YES = "yes"
    NO = "no"
    UNSURE = "unsure"  # a date is known to the year only


@dataclass(frozen=True, slots=True)
class Instrument:
    """A law, code, sub-decree or prakas, and from when it holds."""

    code: str
    titles: Words
    since: PartialDate

    def title(self, language: str) -> str:
        return said(self.titles, language)


@dataclass(frozen=True, slots=True)
class Element:
    """One thing that must be shown. `also_for_a_child`: a means that this article asks for even when it is a child."""

    code: str
    texts: Words
    also_for_a_child: bool = False

    def text(self, language: str) -> str:
        return said(self.texts, language)


@dataclass(frozen=True, slots=True)
class Penalty:
    """Prison in months and fine in riel, least and most; None where the sources state none.

    `victims` says for whom, `conduct` for what was done ("" when that makes no difference).
    """

    months_min: int | None
    months_max: int | None
    fine_min: int | None = None
    fine_max: int | None = None
    victims: frozenset[Victim] = frozenset({Victim.ANY})
    conduct: str = ""
    conduct_words: Words | None = None

    def conduct_text(self, language: str) -> str:
        return said(self.conduct_words or {}, language)

    @property
    def victim_words(self) -> list[str]:
        """For whom, in the reader's language; empty when it is for everybody."""
        return [str(v.label) for v in Victim if v in self.victims and v is not Victim.ANY]


@dataclass(frozen=True, slots=True)
class Article:
    """One article of national law. `penalties` holds every range stated; `penalty_for` finds the one that applies."""

    code: str
    instrument: Instrument
    number: str
    kind: Kind
    titles: Words
    since: PartialDate
    until: PartialDate | None = None
    elements: tuple[Element, ...] = ()
    penalties: tuple[Penalty, ...] = ()
    superseded_by: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    domestic: str = ""
    law_words: Words | None = None
    notes: Words | None = None

    def title(self, language: str) -> str:
        return said(self.titles, language)

    def law_says(self, language: str) -> str:
        """The law's own words where they differ from ours; else ""."""
        return said(self.law_words or {}, language)

    def note(self, language: str) -> str:
        return said(self.notes or {}, language)

    def named(self, language: str) -> str:
        """`Penal Code 298`."""
        return f"{self.instrument.title(language)} {self.number}".strip()

    @property
    def chargeable(self) -> bool:
        """Only an offence can be charged; a definition or a rule can't."""
        return self.kind is Kind.OFFENCE

    def in_force(self, on: PartialDate | date) -> InForce:
        """Whether the article held on a day; UNSURE when a date known to the month or year leaves it open."""
        day = on if isinstance(on, PartialDate) else PartialDate.of(on)
        if day.last < self.since.first or (self.until and day.first > self.until.last):
            return InForce.NO
        if day.first < self.since.first or (self.until and day.last > self.until.last):
            return InForce.UNSURE
        if day.first < self.since.last or (self.until and day.last > self.until.first):
            return InForce.UNSURE
        return InForce.YES

    def penalty_for(
        self, child: bool | None, under_15: bool | None = None, aggravated: bool = False, conduct: str = ""
    ) -> Penalty | None:
        """The range for this victim and these circumstances; None when our sources state none.

        What is not known (None) widens the range: from the least of the lowest to the most of the highest that fits.
        """
        wanted = _situation(child, under_15, aggravated)
        rows = [row for row in self.penalties if row.victims & wanted and (not conduct or row.conduct in {"", conduct})]
        return _widest(rows)


def _situation(child: bool | None, under_15: bool | None, aggravated: bool) -> set[Victim]:
    found = {Victim.ANY}
    if aggravated:
        found.add(Victim.AGGRAVATED)
    if under_15:
        child = True
    if child is not True and not aggravated:
        found.add(Victim.ADULT)
    if child is not False:
        found.add(Victim.CHILD)
        if under_15 is not False:
            found.add(Victim.CHILD_UNDER_15)
        if under_15 is not True:
            found.add(Victim.CHILD_15_17)
    return found


def _widest(rows: list[Penalty]) -> Penalty | None:
    if len(rows) < 2:
        return rows[0] if rows else None
    least = [row.months_min for row in rows if row.months_min is not None]
    most = [row.months_max for row in rows if row.months_max is not None]
    low = [row.fine_min for row in rows if row.fine_min is not None]
    high = [row.fine_max for row in rows if row.fine_max is not None]
    return Penalty(
        months_min=min(least, default=None),
        months_max=max(most, default=None),
        fine_min=min(low, default=None),
        fine_max=max(high, default=None),
        victims=frozenset().union(*(row.victims for row in rows)),
    )


@dataclass(frozen=True, slots=True)
class Treaty:
    """`years` in which Cambodia became a party: more than one where sources disagree, none when not ratified."""

    code: str
    titles: Words
    years: tuple[int, ...]

    def title(self, language: str) -> str:
        return said(self.titles, language)


@dataclass(frozen=True, slots=True)
class Gap:
    """What national law does not cover, the treaties that ask for it, and what would close it."""

    code: str
    titles: Words
    closed_by: Words
    standards: tuple[Treaty, ...]

    def title(self, language: str) -> str:
        return said(self.titles, language)

    def closing(self, language: str) -> str:
        return said(self.closed_by, language)


@dataclass(frozen=True, slots=True)
class Limits:
    """Above these a number was mistyped. Limits of the form, not of the law."""

    longest_months: int
    highest_riel: int


@dataclass(frozen=True, slots=True)
class Law:
    """The whole reference."""

    instruments: tuple[Instrument, ...]
    articles: tuple[Article, ...]
    treaties: tuple[Treaty, ...]
    gaps: tuple[Gap, ...]
    limits: Limits
