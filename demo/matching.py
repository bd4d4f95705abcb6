"""A round of matching without names over four offices' lists, with people planted on them whose whole number is known.

150 people are invented; each list finds some of them by chance and writes them down in its own way: in Khmer or in Latin
letters, family name last, another spelling, only the year of birth, nothing but 1 January. Who is who is kept here and
nowhere in the database, so that what the round says can be held against what was planted.
"""

import csv
import io
import random
from dataclasses import dataclass, field

from demo import truth as planted_truth
from demo.cast import Cast, Part
from demo.people import BOY, FAMILY, GIRL
from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.agencies.enums import Role
from rumduol.cases import actions as cases
from rumduol.cases.types import PersonCoded
from rumduol.facts.types import Period
from rumduol.linkage import actions, queries
from rumduol.linkage.enums import Basis, ListKind, RoundPurpose
from rumduol.linkage.measuring import Planted as OfRound
from rumduol.linkage.models import Round
from rumduol.linkage.reviewing import pairs_of
from rumduol.places import queries as places
from rumduol.shared.dates import today

PLANTED = 150
TWICE = 3  # people of whom the social workers opened two files: the round says so, and their queue shows them
MATCHER, APPROVER = ("ncct", Role.NATIONAL_COORDINATOR), ("nis", Role.RELEASE_APPROVER)
POLICE, SOCIAL, NGO, MISSION = (
    ("police-18", Role.SUPERVISOR), ("mosvy", Role.SUPERVISOR), ("lotus-house", Role.SUPERVISOR),
    ("embassy-bangkok", Role.CONSULAR_OFFICER),
)  # fmt: skip
# Kind of list, how likely it finds somebody, whether it writes Khmer.
LISTS: dict[Part, tuple[ListKind, float, bool]] = {
    POLICE: (ListKind.TABLE, 0.45, True), SOCIAL: (ListKind.CASES, 0.4, True), NGO: (ListKind.CASES, 0.35, False),
    MISSION: (ListKind.TABLE, 0.3, False),
}  # fmt: skip
DISTRICTS = ("1801", "1802", "1803", "1204", "0802", "0102")
DRIFT = (("ph", "p"), ("th", "t"), ("kh", "k"), ("y", "i"), ("ou", "u"), ("ea", "ear"), ("ey", "ei"), ("v", "w"))


@dataclass(frozen=True)
class Planted:
    """Somebody invented: (Khmer, Latin) names, a whole date of birth, where they were found."""

    family: tuple[str, str]
    given: tuple[str, str]
    sex: str
    born: str
    place: str


@dataclass
class Truth:
    """What was planted: how many there are, and how many are on exactly which lists (bits, in the order of LISTS)."""

    people: int
    lists: dict[int, int] = field(default_factory=dict)

    @property
    def listed(self) -> int:
        return sum(self.lists.values())


@dataclass(frozen=True)
class Written:
    """A line as an office wrote it."""

    name: str
    born: str
    sex: str
    place: str


def plant(rng: random.Random) -> tuple[dict[Part, list[Written]], Truth]:
    """Lists as they were written, and the truth about them; the same for the same `rng`."""
    written: dict[Part, list[Written]] = {part: [] for part in LISTS}
    truth = Truth(PLANTED)
    for _one in range(PLANTED):
        one = _somebody(rng)
        on = [part for part, (_kind, chance, _khmer) in LISTS.items() if rng.random() < chance]
        for part in on:
            written[part].append(_as_written(one, rng, khmer=LISTS[part][2]))
        if on:
            bits = sum(1 << list(LISTS).index(part) for part in on)
            truth.lists[bits] = truth.lists.get(bits, 0) + 1
    for rows in written.values():
        rng.shuffle(rows)
    return written, truth


def _somebody(rng: random.Random) -> Planted:
    sex = rng.choice(["female", "female", "male"])
    first, second = rng.sample(GIRL if sex == "female" else BOY, 2)
    year = today().year - rng.randint(9, 48)
    return Planted(
        rng.choice(FAMILY), (first[0] + second[0], first[1] + second[1].lower()), sex,
        f"{year}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}", rng.choice(DISTRICTS),
    )  # fmt: skip


def _as_written(one: Planted, rng: random.Random, *, khmer: bool) -> Written:
    names = [one.family[0], one.given[0]] if khmer else [one.family[1], one.given[1]]
    if not khmer and rng.random() < 0.35:
        old, new = rng.choice(DRIFT)
        names = [name.lower().replace(old, new, 1).title() for name in names]
    if rng.random() < 0.08:
        names.reverse()
    born, roll = one.born, rng.random()
    if roll < 0.1:
        born = f"{born[:4]}-01-01"
    elif roll < 0.2:
        born = born[:4]
    return Written(" ".join(names), born, one.sex, one.place)


def tell_round(cast: Cast) -> list[str]:
    """Plant, open, agree, encode, match, approve, estimate. Answers lines to print; none when there is a round already."""
    with cast.acting(*MATCHER) as coordinator:
        if queries.rounds(coordinator):
            return []
    written, truth = plant(random.Random("matching"))
    same: set[frozenset[str]] = set()  # records of one person in one office
    for part in (SOCIAL, NGO):
        with cast.acting(part[0], Role.CASE_WORKER) as worker:
            opened = [_open(line, worker) for line in written[part]]
            if part == SOCIAL:
                whole = [at for at, line in enumerate(written[part]) if len(line.born) == len("2000-01-01")][:TWICE]
                same = {frozenset({opened[at], _open(_again(written[part][at]), worker)}) for at in whole}
    one = _round(cast, written, same)
    with cast.acting(*MATCHER) as coordinator:
        planted_truth.keep(one.number, OfRound(truth.people, truth.lists))
        found = queries.overlaps_of(one)
        answer = actions.estimate(round_id=one.id, by=coordinator).answer
    said = [f"{e['method']} {e['estimate']:.0f}" for e in answer["estimates"] if e["estimate"] is not None]
    return [
        f"{truth.people} people planted, {truth.listed} of them on {sum(map(len, written.values()))} lines of four lists",
        f"the round found {sum(found.values())} different people; on more than one list"
        f" {_often(found)}, planted {_often(truth.lists)}",
        "in all, found or not: " + ", ".join(said),
    ]


def _open(line: Written, worker: Actor) -> str:
    """A file for the person; answers its id."""
    case = cases.open_case(
        source=("walk_in", None), standing="presumed", by=worker,
        person=PersonCoded(sex=line.sex, found_in=line.place, nationality="KH", forms=("labour",)),
        identity={"name": line.name, "born": line.born},
    )  # fmt: skip
    return str(case.id)


def _again(line: Written) -> Written:
    """The same person, written down by a colleague: the names the other way round."""
    return Written(" ".join(reversed(line.name.split(" "))), line.born, line.sex, line.place)


def _often(lists: dict[int, int]) -> int:
    return sum(number for bits, number in lists.items() if bits.bit_count() > 1)


def _round(cast: Cast, written: dict[Part, list[Written]], same: set[frozenset[str]]) -> Round:
    offices = agencies.offices_by_code([office for office, _role in LISTS])
    with cast.acting(*MATCHER) as coordinator:
        one = actions.draft_round(
            purpose=RoundPurpose.HIDDEN, period=Period.year(today().year), basis=Basis.AGREEMENT, dry_run=False,
            lists=[(offices[office].id, kind) for (office, _role), (kind, _chance, _khmer) in LISTS.items()],
            by=coordinator,
        )  # fmt: skip
    for part in LISTS:
        with cast.acting(*part) as by:
            actions.agree(round_id=one.id, by=by)
    for part, (kind, _chance, _khmer) in LISTS.items():
        with cast.acting(*part) as by:
            if kind == ListKind.TABLE:
                actions.encode_table(round_id=one.id, content=table_of(written[part]), by=by)
            else:
                actions.encode_list(round_id=one.id, by=by)
    with cast.acting(*MATCHER) as coordinator:
        actions.match_lists(round_id=one.id, by=coordinator)
    for part in LISTS:
        with cast.acting(*part) as by:
            own = queries.own_part(by, queries.parts_of(one))
            twins = queries.twins_of(own) if own else []
            if twins:
                looked = pairs_of(own, twins, by) if own else []
                verdicts = {
                    pair.twin.id: "same" if frozenset(side.known_as for side in pair.sides) in same else "different"
                    for pair in looked
                }
                actions.judge(round_id=one.id, verdicts=verdicts, by=by)
                actions.end_own_review(round_id=one.id, by=by)
    with cast.acting(*MATCHER) as coordinator:
        actions.end_review(round_id=one.id, by=coordinator)
    with cast.acting(*APPROVER) as second:
        return actions.approve(round_id=one.id, by=second)


def table_of(rows: list[Written]) -> bytes:
    """A spreadsheet of the office's own."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["id", "name", "date_of_birth", "sex", "place"])
    for number, row in enumerate(rows, start=1):
        where = f"{places.label(row.place, 'en')}, {places.label(row.place[:2], 'en')}"
        table.writerow([number, row.name, row.born, row.sex, where])
    return out.getvalue().encode()
