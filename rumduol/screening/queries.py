"""Screenings as the actor may see them. A hidden screening and a missing one are the same NotThere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from rumduol.access import queries as access
from rumduol.access.enums import Permission
from rumduol.access.policies import check_may
from rumduol.access.types import Actor
from rumduol.screening.enums import POSITIVE, UNDECIDED, AgeGroup, Mode, ScreeningStatus
from rumduol.screening.models import Conditions, Group, Screening, SecondLook
from rumduol.screening.questionnaire import load
from rumduol.screening.reading import Reading, read
from rumduol.shared import rows
from rumduol.shared.dates import local
from rumduol.shared.errors import NotThere
from rumduol.vault import actions as vault
from rumduol.vault.enums import Purpose, Section
from rumduol.vault.types import RecordRef

KIND = "screening"


def ref(screening: Screening) -> RecordRef:
    """The screening as the vault knows it."""
    return RecordRef(KIND, screening.id, office_id=screening.office_id)


def second_look_ref(look: SecondLook) -> RecordRef:
    return RecordRef("second_look", look.id, office_id=look.office_id, parent=look.screening_id)


def visible(by: Actor) -> QuerySet[Screening]:
    """Own office, offices below (supervisor), shared with us or broken glass now. The wall says the same."""
    return Screening.objects.filter(Q(office_id__in=by.reach) | Q(id__in=_open_to_my_office()))


def screening_for(by: Actor, screening_id: UUID) -> Screening:
    """One screening. Raises NotThere."""
    found = visible(by).select_related("group").filter(id=screening_id).first()
    if found is None or access.has_conflict(by, screening_id):
        raise NotThere()
    return found


def screenings_by_id(by: Actor, ids: Iterable[UUID]) -> dict[UUID, Screening]:
    """Those of these screenings that the actor may see, for a search."""
    found = {row.id: row for row in visible(by).filter(id__in=list(ids))}
    kept_from = access.conflicts_among(by, found) if found else set()
    return {key: row for key, row in found.items() if key not in kept_from}


def lock_screening(by: Actor, screening_id: UUID) -> Screening:
    """One screening of the own office, locked until the end of the transaction. Raises NotThere."""
    found = Screening.objects.select_for_update().filter(id=screening_id, office_id=by.office_id).first()
    if found is None:
        raise NotThere()
    return found


def group_for(by: Actor, group_id: UUID) -> Group:
    found = Group.objects.filter(id=group_id, office_id__in=by.reach).first()
    if found is None:
        raise NotThere()
    return found


def lock_group(by: Actor, group_id: UUID) -> Group:
    found = Group.objects.select_for_update().filter(id=group_id, office_id=by.office_id).first()
    if found is None:
        raise NotThere()
    return found


def groups(by: Actor) -> QuerySet[Group]:
    """Groups of the offices in reach, those still going first."""
    return Group.objects.filter(office_id__in=by.reach).order_by("ended_at", "-created_at")


TURNS = [
    status.value
    for status in (
        ScreeningStatus.FLAGGED,
        ScreeningStatus.INTERVIEWING,
        ScreeningStatus.PAUSED,
        ScreeningStatus.STOPPED,
    )
]
IN_QUEUE = "where t.office_id = %(office)s and t.status = any(%(undecided)s)"


def queue(by: Actor) -> QuerySet[Screening]:
    """What the own office still has to do: flagged first, then interviews begun, then those to prepare."""
    order = Case(
        When(status=ScreeningStatus.FLAGGED, then=Value(0)),
        When(status=ScreeningStatus.INTERVIEWING, then=Value(1)),
        When(status=ScreeningStatus.PAUSED, then=Value(2)),
        When(status=ScreeningStatus.STOPPED, then=Value(3)),
        default=Value(4),
        output_field=IntegerField(),
    )
    return (
        Screening.objects.filter(office_id=by.office_id, status__in=sorted(UNDECIDED))
        .annotate(turn=order)
        .order_by("turn", "created_at")
    )


def first_of_queue(by: Actor, most: int) -> tuple[list[Screening], int]:
    """The first of `queue` and how many there are, for the home page."""
    asked = {"office": by.office_id, "undecided": [status.value for status in UNDECIDED], "turns": TURNS, "most": most}
    found = rows.rows(Screening, f"{IN_QUEUE} order by coalesce(array_position(%(turns)s::text[], t.status::text), 9),"
                      " t.created_at limit %(most)s", asked)  # fmt: skip
    if len(found) < most:
        return found, len(found)
    ((count,),) = rows.values(f"select count(*) from screening_screening t {IN_QUEUE}", asked)  # noqa: S608
    return found, int(count)


def all_screenings(by: Actor, *, outcome: str = "") -> QuerySet[Screening]:
    """Every screening the actor may see, newest first; coded columns only."""
    found = visible(by).order_by("-created_at", "id")
    return found.filter(outcome=outcome) if outcome else found


def presumed_within(by: Actor, first: date, last: date) -> list[Screening]:
    """Whom the reader's own office identified or presumed to be victims on these days, for a count of it."""
    check_may(by, Permission.SCREENING_READ)
    found = Screening.objects.filter(
        office_id=by.office_id, presumed_at__isnull=False, outcome__in=["", *sorted(POSITIVE)]
    )
    rows = found.order_by("created_at", "id")
    return [row for row in rows if row.presumed_at and first <= local(row.presumed_at).date() <= last]


def second_looks(by: Actor) -> QuerySet[SecondLook]:
    """Second looks that wait for somebody of the own office other than the first officer: for this actor."""
    return (
        SecondLook.objects.select_related("screening")
        .filter(office_id=by.office_id, reviewed_at__isnull=True)
        .exclude(first_decided_by_id=by.person_id)
        .order_by("created_at")
    )


def open_second_look(screening: Screening) -> SecondLook | None:
    return SecondLook.objects.filter(screening=screening, reviewed_at__isnull=True).first()


def second_looks_of(screening: Screening) -> list[SecondLook]:
    return list(SecondLook.objects.filter(screening=screening))


def conditions_of(screening: Screening) -> Conditions | None:
    """The newest conditions under which this person was asked."""
    return Conditions.objects.filter(screening=screening).last()


def conditions_of_group(group: Group) -> Conditions | None:
    return Conditions.objects.filter(group=group).last()


def found_together(by: Actor, screening: Screening) -> list[Screening]:
    """The others of the same group."""
    if screening.group_id is None:
        return []
    return list(visible(by).filter(group_id=screening.group_id).exclude(id=screening.id).order_by("position"))


@dataclass(frozen=True)
class GroupProgress:
    """How far a group is: people asked of people expected, and how many of them need a full interview."""

    asked: int
    expected: int
    flagged: int

    @property
    def next_position(self) -> int:
        return self.asked + 1

    @property
    def done(self) -> bool:
        return self.asked >= self.expected


def group_progress(group: Group) -> GroupProgress:
    of_group = Screening.objects.filter(group=group)
    return GroupProgress(
        asked=of_group.count(),
        expected=group.expected,
        flagged=of_group.exclude(status=ScreeningStatus.CONCLUDED, mode=Mode.FAST).count(),
    )


def in_group(by: Actor, group: Group) -> list[Screening]:
    return list(visible(by).filter(group=group).order_by("position"))


def passed_on_to(screening: Screening) -> list[UUID]:
    """Offices that see this screening now."""
    return [share.to_office_id for share in access.live_shares_of(screening.id)]


def live_shares(screening: Screening, office_id: UUID) -> list[Any]:
    """Shares of this screening with one office that are in force (rows of the access room)."""
    return [share for share in access.live_shares_of(screening.id) if share.to_office_id == office_id]


def is_passed_on(screening: Screening, office_id: UUID) -> bool:
    return office_id in passed_on_to(screening)


def name_of(by: Actor, screening: Screening, *, purpose: Purpose | None = None) -> str:
    """The sealed name; "" when none was given. Raises NoKey or PurposeNeeded."""
    if not screening.named:
        return ""
    return str(
        vault.open_section(record=ref(screening), section=Section.IDENTITY, by=by, purpose=purpose).get("name", "")
    )


def interview_of(by: Actor, screening: Screening, *, purpose: Purpose | None = None) -> dict[str, Any]:
    """The sealed interview: {"answers": {...}, "fast": {...}, "fast_version": "..."}; empty before the first answer."""
    if screening.answered == 0:
        return {}
    return vault.open_section(record=ref(screening), section=Section.INTERVIEW, by=by, purpose=purpose)


def notes_of(by: Actor, screening: Screening) -> dict[str, Any]:
    """The sealed notes of the office: {"conditions", "presumption", "decision"}, as far as written."""
    return vault.open_section(record=ref(screening), section=Section.NOTES, by=by, purpose=Purpose.OWN_WORK)


def second_look_notes(by: Actor, look: SecondLook) -> dict[str, Any]:
    """What was typed when asking for a second look, and when giving it: {"request", "review"}."""
    return vault.open_section(record=second_look_ref(look), section=Section.NOTES, by=by, purpose=Purpose.OWN_WORK)


def reading_of(screening: Screening, interview: dict[str, Any]) -> Reading:
    """The reading of an opened interview under the version it was held with."""
    return read(load(screening.questionnaire), interview.get("answers", {}), AgeGroup(screening.age_group))


def _open_to_my_office() -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("select access.shared(%s) || access.broken_glass()", [KIND])
        row = cursor.fetchone()
    return list(row[0]) if row and row[0] else []
