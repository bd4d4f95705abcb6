"""What a named reader sees of letters. Hidden and missing are the same everywhere: NotThere.

Opening a letter asks first whether its reader has come too near meanwhile: a new post, a tie declared since the lot.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, IntegerField, Value, When

from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.integrity import lot
from rumduol.integrity.enums import QUIET, ComplaintStatus
from rumduol.integrity.models import Complaint, Measure, Message, Reader, Source, Step, Tie
from rumduol.integrity.public_choices import Knowing
from rumduol.integrity.sealed import bare, complaint_ref, line_ref, message_ref, source_ref, step_ref
from rumduol.integrity.types import About
from rumduol.shared.errors import NotThere
from rumduol.vault import actions as vault
from rumduol.vault.enums import Purpose, Section
from rumduol.vault.types import RecordRef

PAGE = 50
WAITING = (ComplaintStatus.RECEIVED, ComplaintStatus.ASSESSED)


def queue(actor: Actor, *, page: int = 1) -> tuple[list[Complaint], bool]:
    """One page of the letters the actor is named for, those that wait first; and whether there are more."""
    rows = Complaint.objects.filter(office_id=actor.office_id).annotate(
        rank=Case(
            When(source_waits=True, then=Value(0)),
            When(status=ComplaintStatus.RECEIVED, then=Value(1)),
            When(status__in=list(QUIET), then=Value(3)),
            default=Value(2),
            output_field=IntegerField(),
        )
    )
    start = (max(page, 1) - 1) * PAGE
    found: list[Any] = list(rows.order_by("rank", "received_on", "number")[start : start + PAGE + 1])
    return found[:PAGE], len(found) > PAGE


def waiting(actor: Actor, limit: int = 10) -> list[Complaint]:
    """Letters of the actor that nobody has assessed, and those whose source wrote: for the home page."""
    rows, _more = queue(actor)
    return [row for row in rows if row.source_waits or row.status == ComplaintStatus.RECEIVED][:limit]


def complaint_for(actor: Actor, complaint_id: UUID) -> Complaint:
    """A letter this actor is named for. Raises NotThere."""
    row = Complaint.objects.select_related("source").filter(id=complaint_id, office_id=actor.office_id).first()
    if row is None:
        raise NotThere()
    return row


def lock_complaint(actor: Actor, complaint_id: UUID) -> Complaint:
    """The same, locked for a change of this transaction. Raises NotThere."""
    row = Complaint.objects.select_for_update().filter(id=complaint_id, office_id=actor.office_id).first()
    if row is None:
        raise NotThere()
    return row


@dataclass(frozen=True)
class Opened:
    """A letter with its parts unsealed, as its reader sees it. Who the source is, is not among them."""

    about: About
    official: str = field(repr=False)
    story: str = field(repr=False)
    record: str = field(repr=False)
    knowing: str
    thread: list[tuple[Message, str]] = field(repr=False)
    steps: list[tuple[Step, str]] = field(repr=False)


def about_of(row: Complaint, actor: Actor) -> About:
    """Whom a letter is about: opened before anything else of it. Raises NotThere for a reader who is too near by now."""
    about = particulars(row, actor)
    if lot.am_tied(about):
        raise NotThere()
    return about


def particulars(row: Complaint, actor: Actor) -> About:
    """The coded particulars as they lie sealed; for the lot and for `about_of`, not for showing."""
    fields = vault.open_section(record=line_ref(row), section=Section.ABOUT, by=actor, purpose=Purpose.OWN_WORK)
    return About.opened(bare(fields))


def open_complaint(row: Complaint, actor: Actor, purpose: Purpose | None = None) -> Opened:
    """Everything that was told and written of a letter, except who told it. Raises PurposeNeeded, NotThere."""
    about = about_of(row, actor)
    told = bare(vault.open_section(record=complaint_ref(row), section=Section.COMPLAINT, by=actor, purpose=purpose))
    messages = list(Message.objects.filter(complaint=row))
    steps = list(Step.objects.filter(complaint=row))
    texts = _texts([message_ref(one) for one in messages] + [step_ref(one) for one in steps], actor)
    return Opened(
        about=about,
        official=str(told.get("official", "")),
        story=str(told.get("story", "")),
        record=str(told.get("record", "")),
        knowing=str(told.get("knowing", Knowing.UNKNOWN)),
        thread=[(one, texts.get(one.id, "")) for one in messages],
        steps=[(one, texts.get(one.id, "")) for one in steps],
    )


def _texts(refs: list[RecordRef], actor: Actor) -> dict[UUID, str]:
    opened = vault.open_many(records=refs, section=Section.COMPLAINT, by=actor, purpose=Purpose.OWN_WORK)
    return {record_id: str(fields.get("text", "")) for record_id, fields in opened.items()}


@dataclass(frozen=True)
class SourceSaid:
    """How to reach the source and what they fear, as they wrote it."""

    contact: str = field(repr=False)
    fear: str = field(repr=False)


def source_of(row: Complaint, actor: Actor, purpose: Purpose | None = None) -> SourceSaid:
    """Who the source is, as far as they said. Its purpose is asked for by itself. Raises PurposeNeeded, NotThere."""
    source: Source = row.source
    about_of(row, actor)
    fields = bare(vault.open_section(record=source_ref(source), section=Section.SOURCE, by=actor, purpose=purpose))
    return SourceSaid(contact=str(fields.get("contact", "")), fear=str(fields.get("fear", "")))


def readers_of(row: Complaint) -> list[Reader]:
    """Who is named for a letter now."""
    return list(Reader.objects.filter(complaint=row, ended_at__isnull=True))


def measures_of(row: Complaint) -> list[Measure]:
    return list(Measure.objects.filter(complaint=row))


def colleagues_to_name(row: Complaint, about: About) -> dict[UUID, Any]:
    """Officers of the desk who may still be named for this letter: not too near, and never a reader before. By id, as people."""
    known = set(Reader.objects.filter(complaint=row).values_list("person_id", flat=True))
    free = [person_id for person_id in lot.colleagues() if person_id not in known]
    return agencies.people([person_id for person_id in free if not lot.colleague_tied(person_id, about)])


def orphans() -> list[tuple[str, date]]:
    """(number, day) of the desk's letters that nobody is left to read."""
    return lot.orphans()


def ties_of(actor: Actor) -> list[tuple[Tie, Any]]:
    """What the actor declared to be near to, each with its office."""
    rows = list(Tie.objects.filter(person_id=actor.person_id, ended_at__isnull=True).order_by("created_at"))
    offices = agencies.offices([row.about_office_id for row in rows])
    return [(row, offices.get(row.about_office_id)) for row in rows]


def lines_of(actor: Actor) -> list[About]:
    """The coded particulars of all letters of the desk, without those about offices the actor is too near to."""
    refs = [RecordRef("complaint_line", line_id, office_id=actor.office_id) for line_id in lot.lines()]
    opened = vault.open_many(records=refs, section=Section.ABOUT, by=actor, purpose=Purpose.OWN_WORK)
    found = [About.opened(bare(fields)) for fields in opened.values()]
    near = {about: lot.am_tied(about) for about in {_whom(about) for about in found}}
    return [about for about in found if not near[_whom(about)]]


@dataclass(frozen=True)
class Flag:
    """An official among the accused of a criminal case. No name: that is the court's."""

    office_id: UUID | None
    case_office_id: UUID
    number: str
    status: str
    outcome: str
    since: str


def flags() -> list[Flag]:
    """Officials among the accused, newest first, without those of offices the actor is too near to."""
    return [Flag(*row[1:]) for row in lot.officials_accused()]


def _whom(about: About) -> About:
    return About(service=about.service, agency_id=about.agency_id, office_id=about.office_id)
