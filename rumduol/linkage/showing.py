"""How a round looks: lists by letter, overlaps as a table of crosses, what to know before believing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.facts.types import Period
from rumduol.indicators.catalogue import Indicator
from rumduol.indicators.words import period_label
from rumduol.linkage import policies, queries
from rumduol.linkage.actions.estimating import letter_of
from rumduol.linkage.enums import Caution, ListKind
from rumduol.linkage.measuring import Measured, measured, often, on_both, planted
from rumduol.linkage.models import Part, Round

ESTIMATED = ("victims", "victims_identified", "undetected_victims")  # figures that an estimate stands beside


@dataclass(frozen=True)
class Listed:
    """A list of a round in words."""

    part: Part
    letter: str
    office: str
    kind: str


@dataclass(frozen=True)
class Combination:
    """People who are on exactly some of the lists: a cross for each."""

    on: tuple[bool, ...]
    people: int


@dataclass(frozen=True)
class PairShown:
    """Two lists: people on both, and how good the matching believes to be."""

    names: str
    both: int
    precision: int | None
    recall: int | None
    known: int
    known_found: int


@dataclass(frozen=True)
class Looked:
    """What an office said of the sampled pairs of its own list, beside what the matching expects: counts only."""

    one: Listed
    sampled: int
    said: Measured | None
    called: Measured | None


@dataclass(frozen=True)
class Truth:
    """(words, planted, found) of what was planted, where the people are invented; `people`: found or not."""

    people: int
    rows: tuple[tuple[str, int, int], ...]


@dataclass
class Counts:
    """What the lists add up to."""

    rows: int
    unique: int
    more_than_once: int
    combinations: list[Combination] = field(default_factory=list)
    pairs: list[PairShown] = field(default_factory=list)
    looked: list[Looked] = field(default_factory=list)
    called: Measured | None = None
    truth: Truth | None = None


def title_of(one: Round) -> str:
    return f"{one.number} · {period_label(one.period)}"


def listed(parts: list[Part]) -> list[Listed]:
    offices = agencies.offices({part.office_id for part in parts})
    lang = get_language() or "km"
    return [
        Listed(
            part, letter_of(part.position), agencies.office_name(offices[part.office_id], lang),
            str(ListKind(part.kind).label),
        )
        for part in parts
    ]  # fmt: skip


def cautions(one: Round, parts: list[Part], *, of: Part | None = None) -> list[str]:
    """Sentences with the lists they are about; `of`: only those of one list by itself."""
    said = []
    for code, first, second in one.cautions:
        if of is not None and (second is not None or first != of.position):
            continue
        lists = letter_of(first) if second is None else f"{letter_of(first)}, {letter_of(second)}"
        said.append(f"{lists}: {Caution(code).label}")
    return said


def counts(one: Round, parts: list[Part], by: Actor) -> Counts | None:
    """For those who may read figures, once there are any."""
    if not policies.can_see_counts(one, by):
        return None
    overlaps = queries.overlaps_of(one)
    looked = [_looked(each) for each in listed(parts)]
    people = sorted(overlaps.items(), key=lambda item: (item[0].bit_count(), item[0]))
    return Counts(
        rows=sum(part.people for part in parts),
        unique=sum(overlaps.values()),
        more_than_once=sum(n for lists, n in overlaps.items() if lists.bit_count() > 1),
        combinations=[
            Combination(tuple(bool(lists >> part.position & 1) for part in parts), number) for lists, number in people
        ],
        pairs=[
            PairShown(
                f"{letter_of(row.one)}, {letter_of(row.other)}", row.both, row.precision, row.recall, row.known,
                row.known_found,
            )
            for row in queries.qualities_of(one)
        ],
        looked=looked,
        called=measured(
            sum(part.called_right for part in parts), sum(part.called_right + part.called_wrong for part in parts)
        ),
        truth=_truth(one, parts, overlaps),
    )  # fmt: skip


def _looked(one: Listed) -> Looked:
    part = one.part
    return Looked(
        one,
        part.said_same + part.said_different + part.said_unsure,
        measured(part.said_same, part.said_same + part.said_different),
        measured(part.called_right, part.called_right + part.called_wrong),
    )


def _truth(one: Round, parts: list[Part], overlaps: Mapping[int, int]) -> Truth | None:
    """What was planted beside what was found, in the demo nation and nowhere else."""
    true = planted(one.number)
    if true is None:
        return None
    rows = [
        (_("Different people"), true.listed, sum(overlaps.values())),
        (_("On more than one list"), often(true.lists), often(overlaps)),
    ]
    for first, second in combinations(parts, 2):
        a, b = first.position, second.position
        rows.append((f"{letter_of(a)}, {letter_of(b)}", on_both(true.lists, a, b), on_both(overlaps, a, b)))
    return Truth(true.people, tuple((str(words), planted, found) for words, planted, found in rows))


def beside_figure(subject: Indicator, period: Period) -> Mapping[str, Any] | None:
    """For the page of the victims counted: from where to where the methods reach. Never one number alone."""
    if subject.code not in ESTIMATED:
        return None
    made = queries.newest_estimate(str(period))
    if made is None:
        return None
    known = [one["estimate"] for one in made.answer["estimates"] if one["estimate"] is not None]
    return {
        "round_id": made.round_id, "observed": made.answer["observed"], "least": round(min(known)),
        "most": round(max(known)),
    }  # fmt: skip


def who(person_id: Any) -> str:
    """A colleague's name for the reader."""
    person = agencies.people([person_id]).get(person_id) if person_id else None
    if person is None:
        return ""
    return person.name_km if get_language() == "km" else person.name_latin or person.name_km
