"""What may be read of reports. Row security decides; what is hidden and what is missing look the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from rumduol.access import queries as access
from rumduol.access.enums import Permission
from rumduol.access.policies import check_may
from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.agencies.enums import AgencyKind
from rumduol.intake.enums import LIVE, Channel, NoteKind, ReportStatus, Urgency
from rumduol.intake.models import Message, Note, Report, ReportPerson, Transfer
from rumduol.intake.types import COUNTED, Counts, PersonSaid
from rumduol.shared import rows
from rumduol.shared.errors import NotThere
from rumduol.vault import actions as vault
from rumduol.vault.enums import Purpose, Section
from rumduol.vault.types import RecordRef

# Who goes and looks, in this order; the social affairs office comes next where police has none.
VERIFIERS = (AgencyKind.POLICE.value, AgencyKind.GENDARMERIE.value, AgencyKind.SOCIAL_AFFAIRS.value)
PAGE = 25  # a telephone shows five; more is one tap away
NEAR_DAYS = 30
UNDECIDED = [ReportStatus.RECEIVED.value, ReportStatus.TRANSFERRED.value]
# What the queue shows by itself; the words are those of the index `report_open`, which holds nothing else.
OPEN = "(not (t.status in ('closed', 'joined')) or t.reporter_waits)"
SENT_ON = "where t.origin_office_id = any(%(reach)s) and not (t.office_id = any(%(reach)s))"
MOST_URGENT_FIRST = (
    "order by t.status <> all(%(undecided)s), case t.urgency when %(danger)s then 0 when %(child)s then 1 else 2 end,"
    " t.due_at, t.number"
)


def report_for(actor: Actor, report_id: UUID) -> Report:
    """A report this actor may see. Raises NotThere."""
    report = Report.objects.select_related("mailbox", "parent", "duplicate_of").filter(id=report_id).first()
    if report is None or access.has_conflict(actor, report_id):
        raise NotThere()
    return report


def lock_report(actor: Actor, report_id: UUID) -> Report:
    """The same, locked for a change of this transaction. A row that can be seen and not changed is locked by nobody."""
    report = Report.objects.select_for_update().filter(id=report_id).first()
    if report is None:
        return report_for(actor, report_id)  # visible but not ours: the policy says so
    if access.has_conflict(actor, report_id):
        raise NotThere()
    return report


def ref(report: Report) -> RecordRef:
    return RecordRef("report", report.id, office_id=report.office_id)


def is_anonymous(report: Report) -> bool:
    return report.channel == Channel.WEB


@dataclass(frozen=True)
class QueueFilter:
    """What of the queue is shown. `mine`: taken by me; `state`: a status, "live" or "all"."""

    state: str = "live"
    mine: bool = False
    waits: bool = False
    sent_on: bool = False


def queue(actor: Actor, wanted: QueueFilter | None = None, *, page: int = 1) -> tuple[list[Report], bool]:
    """One page of the reports of the actor's reach, most urgent first; and whether there are more."""
    wanted = wanted or QueueFilter()
    such = SENT_ON if wanted.sent_on else "where t.office_id = any(%(reach)s)"
    if wanted.state == "live":
        such += f" and {OPEN}"
    elif wanted.state in ReportStatus.values:
        such += " and t.status = %(state)s"
    if wanted.mine:
        such += " and t.taken_by_id = %(person)s"
    if wanted.waits:
        such += " and t.reporter_waits"
    asked = {
        "reach": list(actor.reach), "state": wanted.state, "person": actor.person_id, "undecided": UNDECIDED,
        "danger": Urgency.DANGER.value, "child": Urgency.CHILD.value, "most": PAGE + 1, "after": (max(page, 1) - 1) * PAGE,
    }  # fmt: skip
    found = rows.rows(Report, f"{such} {MOST_URGENT_FIRST} limit %(most)s offset %(after)s", asked)
    return found[:PAGE], len(found) > PAGE


def waiting_count(actor: Actor) -> int:
    """How many reports of the own office wait for a first decision or for being accepted."""
    ((count,),) = rows.values(
        "select count(*) from intake_report where office_id = %(office)s and status = any(%(undecided)s)",
        {"office": actor.office_id, "undecided": UNDECIDED},
    )
    return int(count)


def due_for(actor: Actor, limit: int = 10) -> list[Report]:
    """What of the own office is due first: undecided reports, and those the actor has taken."""
    return rows.rows(
        Report,
        "where t.office_id = %(office)s and t.status = any(%(live)s)"
        " and (t.status = any(%(undecided)s) or t.taken_by_id = %(person)s) order by t.due_at limit %(limit)s",
        {"office": actor.office_id, "live": [status.value for status in LIVE], "undecided": UNDECIDED,
         "person": actor.person_id, "limit": limit},
    )  # fmt: skip


def reports_by_id(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, Report]:
    """Visible reports among these ids, for a search."""
    found = {row.id: row for row in Report.objects.filter(id__in=list(ids))}
    kept_from = access.conflicts_among(actor, found) if found else set()
    return {key: row for key, row in found.items() if key not in kept_from}


def report_by_number(actor: Actor, number: str) -> Report | None:
    """A visible report by its number."""
    return Report.objects.filter(number=number).first()


def persons_of(report: Report) -> list[ReportPerson]:
    return list(report.persons.order_by("position"))


def person_name(actor: Actor, person: ReportPerson, purpose: Purpose | None = None) -> str:
    """The name of one person of a report, opened and logged; empty when none was said. Raises NoKey, PurposeNeeded."""
    record = RecordRef("report_person", person.id, office_id=person.office_id, parent=person.report_id)
    opened = vault.open_section(record=record, section=Section.IDENTITY, by=actor, purpose=purpose)
    return str(opened.get("name", ""))


def people_within(actor: Actor, first: date, last: date) -> list[ReportPerson]:
    """People with a row of their own in the office's reports received on these days, for a count of them."""
    check_may(actor, Permission.REPORT_READ)
    rows = ReportPerson.objects.filter(office_id=actor.office_id).exclude(report__status=ReportStatus.JOINED)
    found = rows.select_related("report").order_by("created_at", "id")
    return [row for row in found if first <= row.report.received_on <= last]


def names_of(report: Report, actor: Actor, purpose: Purpose) -> dict[UUID, str]:
    """The names said in a report, by person; one entry in the log."""
    refs = [
        RecordRef("report_person", p.id, office_id=p.office_id, parent=report.id)
        for p in report.persons.filter(named=True)
    ]
    opened = vault.open_many(records=refs, section=Section.IDENTITY, by=actor, purpose=purpose)
    return {person: str(fields.get("name", "")) for person, fields in opened.items()}


@dataclass(frozen=True)
class Line:
    """One entry of the thread or of the notes, opened; `text` None when this office can't read it."""

    kind: str
    said_on: object
    said_part: str
    text: str | None
    by_id: UUID | None = None
    unread: bool = False


def thread_of(report: Report, actor: Actor, purpose: Purpose) -> list[Line]:
    """What reporter and office told each other about this report."""
    rows = list(Message.objects.filter(report=report).order_by("position", "created_at"))
    refs = [RecordRef("message", m.id, office_id=m.office_id, parent=report.id) for m in rows]
    opened = vault.open_many(records=refs, section=Section.NARRATIVE, by=actor, purpose=purpose)
    return [
        Line(
            m.kind,
            m.said_on,
            m.said_part,
            opened[m.id].get("text") if m.id in opened else None,
            None,
            not m.read_by_office,
        )
        for m in rows
    ]


def notes_of(report: Report, actor: Actor, purpose: Purpose) -> list[Line]:
    """Notes this office may read: its own, and those that came with a transfer."""
    rows = list(Note.objects.filter(report=report).order_by("created_at"))
    refs = [RecordRef("report_note", n.id, office_id=n.office_id, parent=report.id) for n in rows]
    opened = vault.open_many(records=refs, section=Section.NOTES, by=actor, purpose=purpose)
    return [
        Line(
            str(NoteKind(n.kind).label), n.created_at, "", opened[n.id].get("text") if n.id in opened else None, n.by_id
        )
        for n in rows
    ]


def transfers_of(report: Report) -> list[Transfer]:
    """Where it came from and what part of it went elsewhere, oldest first."""
    return list(Transfer.objects.filter(Q(report=report) | Q(part=report)).order_by("created_at"))


def last_transfer_to(report: Report, office_id: UUID) -> Transfer | None:
    """The transfer that brought the report to an office."""
    came = Transfer.objects.filter(Q(report=report, part=None) | Q(part=report), to_office_id=office_id)
    return came.order_by("-created_at").first()


def parts_of(report: Report) -> list[Report]:
    """Parts of this report that went elsewhere and are in sight (coded)."""
    return list(Report.objects.filter(parent=report).order_by("number"))


def proposed_offices(place: str) -> list[agencies.Office]:
    """Offices competent for a place, the first one proposed. Empty when the place is not known or abroad."""
    return agencies.offices_for_place(place, VERIFIERS) if place[:1].isdigit() else []


def like(report: Report, actor: Actor) -> list[Report]:
    """Reports of this office that may be about the same people: same district, within thirty days.

    Names are not compared here; the search over sealed names does that.
    """
    if not report.place:
        return []
    near = Report.objects.filter(
        office_id=actor.office_id,
        place__startswith=report.place[:4],
        received_on__range=(
            report.received_on - timedelta(days=NEAR_DAYS),
            report.received_on + timedelta(days=NEAR_DAYS),
        ),
    )
    near = near.exclude(id=report.id).exclude(status__in=[ReportStatus.JOINED, ReportStatus.WITHDRAWN])
    if report.parent_id:
        near = near.exclude(id=report.parent_id)
    return list(near.exclude(parent_id=report.id).order_by("-received_on", "number")[:10])


def counts_of(report: Report) -> Counts:
    return Counts(**{name: getattr(report, name) for name in COUNTED})


def as_fields(counts: Counts) -> dict[str, int]:
    return {name: getattr(counts, name) for name in COUNTED}


def persons_said(report: Report) -> list[PersonSaid]:
    """The rows of a report without names."""
    return [PersonSaid(sex=p.sex, minor=p.minor) for p in report.persons.all()]
