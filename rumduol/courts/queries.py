"""Hearings and supervisions within sight: of the own court, or those that the own office was told of or signs for."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from rumduol.access import queries as access
from rumduol.access.enums import Permission, permissions_of
from rumduol.access.types import Actor
from rumduol.courts.enums import DayStatus, SupervisionStatus, WarrantStatus
from rumduol.courts.models import Hearing, ReportingDay, Supervision, Warrant, Witness
from rumduol.shared.dates import today
from rumduol.shared.errors import NotThere

MOST = 200


def hearings(by: Actor) -> QuerySet[Hearing]:
    """What the wall shows, for a role that reads the calendar at all."""
    return Hearing.objects.all() if Permission.HEARING_READ in permissions_of(by.role) else Hearing.objects.none()


def hearing_for(by: Actor, hearing_id: UUID) -> Hearing:
    """One hearing. Raises NotThere."""
    row = hearings(by).filter(id=hearing_id).first()
    if row is None or access.conflicts_among(by, [row.id, row.criminal_case_id]):
        raise NotThere()
    return row


def lock_hearing(by: Actor, hearing_id: UUID) -> Hearing:
    hearing_for(by, hearing_id)
    row = Hearing.objects.select_for_update().filter(id=hearing_id).first()
    if row is None:
        raise NotThere()
    return row


def calendar(by: Actor, since: datetime, until: datetime) -> list[Hearing]:
    """Hearings that begin in a time, in order."""
    rows = list(hearings(by).filter(starts_at__gte=since, starts_at__lt=until).order_by("starts_at")[:MOST])
    kept_out = access.conflicts_among(by, [row.criminal_case_id for row in rows])
    return [row for row in rows if row.criminal_case_id not in kept_out]


def hearings_of_case(by: Actor, criminal_case_id: UUID) -> list[Hearing]:
    return list(hearings(by).filter(criminal_case_id=criminal_case_id).order_by("starts_at"))


def witnesses_of(hearing: Hearing) -> list[Witness]:
    return list(Witness.objects.filter(hearing=hearing).order_by("created_at"))


def clashes(
    *, hearing_id: UUID | None, office_id: UUID, starts_at: datetime, ends_at: datetime, room: str, judge: str,
    accused: list[UUID], victims: list[UUID],
) -> set[str]:  # fmt: skip
    """`room`, `judge`, `accused`, `witness`: who or what is busy at that time elsewhere; the database refuses the same."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select courts_clashes(%s, %s, %s, %s, %s, %s, %s::uuid[], %s::uuid[])",
            [hearing_id, office_id, starts_at, ends_at, room, judge, [str(one) for one in accused], [str(one) for one in victims]],
        )  # fmt: skip
        return set(cursor.fetchone()[0])


def supervisions(by: Actor) -> QuerySet[Supervision]:
    if Permission.SUPERVISION_READ not in permissions_of(by.role):
        return Supervision.objects.none()
    return Supervision.objects.all()


def supervision_for(by: Actor, supervision_id: UUID) -> Supervision:
    """One supervision. Raises NotThere."""
    row = supervisions(by).filter(id=supervision_id).first()
    if row is None or access.conflicts_among(by, [row.id, row.criminal_case_id]):
        raise NotThere()
    return row


def lock_supervision(by: Actor, supervision_id: UUID) -> Supervision:
    supervision_for(by, supervision_id)
    row = Supervision.objects.select_for_update().filter(id=supervision_id).first()
    if row is None:
        raise NotThere()
    return row


def supervisions_of_case(by: Actor, criminal_case_id: UUID) -> list[Supervision]:
    return list(supervisions(by).filter(criminal_case_id=criminal_case_id).order_by("started_on"))


def days_of(supervision: Supervision) -> list[ReportingDay]:
    return list(ReportingDay.objects.filter(supervision=supervision).order_by("due_on"))


def warrants_of(supervision: Supervision) -> list[Warrant]:
    return list(Warrant.objects.filter(supervision=supervision).order_by("created_at"))


def days_at_large(supervision: Supervision, on: date | None = None) -> int:
    """All days at large so far, the present time included; from the first missed day of each time."""
    now = 0
    if supervision.at_large_since is not None and supervision.status != SupervisionStatus.ENDED:
        now = max(0, ((on or today()) - supervision.at_large_since).days)
    return supervision.days_at_large + now


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list: the next day, missed days, an open warrant request."""

    supervision: Supervision
    next_on: date | None
    missed: int
    warrant: str
    at_large: int


def listing(by: Actor, *, ended: bool = False) -> list[Row]:
    """Those under way (or the ended ones), the worst first."""
    found = (
        supervisions(by).filter(status=SupervisionStatus.ENDED)
        if ended
        else supervisions(by).exclude(status=SupervisionStatus.ENDED)
    )
    rows = list(found.order_by("-started_on")[:MOST])
    kept_out = access.conflicts_among(by, [row.criminal_case_id for row in rows])
    rows = [row for row in rows if row.criminal_case_id not in kept_out]
    ids = [row.id for row in rows]
    coming: dict[UUID, date] = {}
    missed: dict[UUID, int] = {}
    for sid, due_on, status in (
        ReportingDay.objects.filter(supervision_id__in=ids, status__in=[DayStatus.DUE, DayStatus.MISSED])
        .order_by("due_on")
        .values_list("supervision_id", "due_on", "status")
    ):
        if status == DayStatus.MISSED:
            missed[sid] = missed.get(sid, 0) + 1
        elif due_on >= today():
            coming.setdefault(sid, due_on)
    open_ones = dict(
        Warrant.objects.filter(
            supervision_id__in=ids, status__in=[WarrantStatus.DRAFT, WarrantStatus.SIGNED]
        ).values_list("supervision_id", "status")
    )
    shown = [
        Row(row, coming.get(row.id), missed.get(row.id, 0), open_ones.get(row.id, ""), days_at_large(row))
        for row in rows
    ]
    return sorted(shown, key=lambda row: (row.warrant != WarrantStatus.DRAFT, -row.missed, row.next_on or date.max))
