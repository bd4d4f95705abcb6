"""Which files of an office may be one person, and why: by keyed hashes first, then in the open, by somebody who may.

The comparison needs the names, so it happens in the office that has the key, in a session of a person of that office. Hashes say
which few files are worth opening; opening them is one event of the log that names them all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from rumduol.access.enums import Permission
from rumduol.access.policies import check_may
from rumduol.access.types import Actor
from rumduol.alike.comparing import MAY_BE, Known, Likeness, compare
from rumduol.cases import sealed
from rumduol.cases.enums import CaseStatus, Verdict
from rumduol.cases.models import Case, Sameness
from rumduol.cases.policies import Obstacle
from rumduol.cases.queries import reading
from rumduol.cases.types import PersonCoded
from rumduol.shared.dates import today
from rumduol.vault import actions as vault
from rumduol.vault import search
from rumduol.vault.enums import Purpose, Section
from rumduol.vault.types import NoKey

MOST_OPENED = 30  # files that one typed name opens
MOST_PAIRS = 60  # pairs that one look at the queue opens
MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Alike:
    """A file that may be the same person as another, and what speaks for and against it. `case` is the one asked about, if any."""

    other: Case
    likeness: Likeness
    case: Case | None = None
    names: tuple[str, str] = ("", "")


def alike_to(by: Actor, *, person: PersonCoded, identity: Mapping[str, Any], contact: Mapping[str, Any]) -> list[Alike]:
    """Files of the acting office that may be about somebody who is being written down, the likeliest first."""
    found = _found(by, identity, contact)
    rows = {row.id: row for row in Case.objects.filter(id__in=found, office_id=by.office_id)}
    typed = _known(person, identity, contact, seen=today().year)
    return _compared(by, None, typed, [rows[i] for i in found if i in rows])


def alike_case(by: Actor, case: Case, *, purpose: Purpose) -> list[Alike]:
    """Files of the acting office that may be the same person as this one; those judged to be two people are left out."""
    opened = _open(by, [case], purpose)
    if case.id not in opened:
        return []
    identity, contact = opened[case.id]
    different = judged_different(by)
    found = [i for i in _found(by, identity, contact) if i != case.id and frozenset({i, case.id}) not in different]
    rows = {row.id: row for row in Case.objects.filter(id__in=found, office_id=by.office_id)}
    known = _known(case, identity, contact, seen=case.opened_on.year)
    name = str(identity.get("name", ""))
    return _compared(by, case, known, [rows[i] for i in found if i in rows], purpose=purpose, name=name)


def pairs_to_review(by: Actor, *, purpose: Purpose) -> list[Alike]:
    """Pairs of the acting office's files that nobody has judged yet and that may be one person, the likeliest first."""
    check_may(by, Permission.CASE_WORK)
    different = judged_different(by)
    near = [pair for pair in search.near_each_other(kind="case", by=by) if frozenset(pair) not in different]
    rows = {
        row.id: row
        for row in Case.objects.filter(id__in={i for pair in near for i in pair}, office_id=by.office_id).exclude(
            status=CaseStatus.JOINED
        )
    }
    pairs = [
        (rows[one], rows[other])
        for one, other in near
        if one in rows and other in rows and _may_be_one(rows[one], rows[other])
    ][:MOST_PAIRS]
    opened = _open(by, {case.id: case for pair in pairs for case in pair}.values(), purpose)
    others = Case.objects.filter(office_id=by.office_id).count()
    shown = []
    for pair in pairs:
        if not all(case.id in opened for case in pair):
            continue
        case, other = sorted(pair, key=lambda c: (c.status != CaseStatus.OPEN, c.opened_on, c.created_at))
        known = [_known(c, *opened[c.id], seen=c.opened_on.year) for c in (case, other)]
        likeness = compare(known[0], known[1], others=others)
        if likeness.chance >= MAY_BE:
            names = (str(opened[case.id][0].get("name", "")), str(opened[other.id][0].get("name", "")))
            shown.append(Alike(other, likeness, case, names))
    return sorted(shown, key=lambda found: -found.likeness.chance)[:MOST_SHOWN]


def joined_to(case_id: UUID) -> list[Sameness]:
    """Files that are joined to this one now."""
    return list(Sameness.objects.filter(case_id=case_id, verdict=Verdict.JOINED, undone_at__isnull=True))


def joined_into(case_id: UUID) -> Sameness | None:
    """To which file this one is joined now."""
    return Sameness.objects.filter(other_case_id=case_id, verdict=Verdict.JOINED, undone_at__isnull=True).first()


def judged_different(by: Actor) -> set[frozenset[UUID]]:
    """Pairs of the acting office that somebody found to be two people."""
    rows = Sameness.objects.filter(office_id=by.office_id, verdict=Verdict.DIFFERENT, undone_at__isnull=True)
    return {frozenset(pair) for pair in rows.values_list("case_id", "other_case_id")}


def open_matters(case: Case, other: Case, by: Actor) -> list[Obstacle]:
    """What stands against letting `other` rest. A danger that the file which goes on names too is not lost."""
    against = reading.obstacles(other, by)
    return [one for one in against if not (one.code == "danger" and case.risk == other.risk)]


def _found(by: Actor, identity: Mapping[str, Any], contact: Mapping[str, Any]) -> list[UUID]:
    check_may(by, Permission.CASE_READ)
    found: dict[UUID, None] = {}
    try:
        for text in (identity.get("name"), identity.get("other_names")):
            if text:
                found |= dict.fromkeys(search.search_names(str(text), by=by, kind="case"))
        for value in (contact.get("phone"), identity.get("documents")):
            if value:
                found |= dict.fromkeys(search.search_exact(str(value), by=by, kind="case"))
    except NoKey:  # the office key was not handed on to this person yet: nothing can be compared
        return []
    return list(found)[:MOST_OPENED]


def _compared(
    by: Actor, case: Case | None, known: Known, rows: list[Case], *, purpose: Purpose = Purpose.OWN_WORK, name: str = ""
) -> list[Alike]:
    rows = [row for row in rows if row.status != CaseStatus.JOINED and (case is None or _may_be_one(case, row))]
    opened = _open(by, rows, purpose)
    others = Case.objects.filter(office_id=by.office_id).count()
    found = [
        Alike(
            row, compare(known, _known(row, *opened[row.id], seen=row.opened_on.year), others=others), case,
            (name, str(opened[row.id][0].get("name", ""))),
        )
        for row in rows
        if row.id in opened
    ]  # fmt: skip
    found = [one for one in found if one.likeness.chance >= MAY_BE]
    return sorted(found, key=lambda one: -one.likeness.chance)[:MOST_SHOWN]


def _may_be_one(case: Case, other: Case) -> bool:
    """Codes alone rule out most pairs: then nothing is opened."""
    known = {"unknown", ""}
    if case.sex != other.sex and not {case.sex, other.sex} & known:
        return False
    return case.nationality == other.nationality or not (case.nationality and other.nationality)


def _open(by: Actor, rows: Iterable[Case], purpose: Purpose) -> dict[UUID, tuple[dict[str, Any], dict[str, Any]]]:
    """Identity and contact of many files; what this person cannot open is left out."""
    refs = [sealed.ref(row) for row in rows]
    identity = vault.open_many(records=refs, section=Section.IDENTITY, by=by, purpose=purpose)
    contact = vault.open_many(records=refs, section=Section.CONTACT, by=by, purpose=purpose)
    return {case_id: (fields, contact.get(case_id, {})) for case_id, fields in identity.items()}


def _known(person: PersonCoded | Case, identity: Mapping[str, Any], contact: Mapping[str, Any], *, seen: int) -> Known:
    """`seen`: the year in which the age was said."""
    years = None
    if person.age_from is not None:
        years = (seen - (person.age_to if person.age_to is not None else person.age_from) - 1, seen - person.age_from)
    # Not where the person was found: those who were found together are many people in one place.
    where = [str(contact.get("address") or ""), str(identity.get("birthplace") or "")]
    names = (str(identity.get("name") or ""), *str(identity.get("other_names") or "").replace(";", ",").split(","))
    return Known(
        names=tuple(name.strip() for name in names if name.strip()),
        born=str(identity.get("born") or ""),
        born_years=years,
        sex="" if person.sex == "unknown" else person.sex,
        phone=str(contact.get("phone") or ""),
        papers=str(identity.get("documents") or ""),
        place=" ".join(part for part in where if part),
        nationality=person.nationality,
    )
