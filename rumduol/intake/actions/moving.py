"""A report, or some of its people, goes to another office. The keys go with it: the sender can no longer read it."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rumduol.access import actions as access
from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.intake import facts, locks, policies, queries
from rumduol.intake.actions.notes import add_note
from rumduol.intake.checking import check_triage
from rumduol.intake.enums import NoteKind, ReportStatus, Result, Situation, TransferReason
from rumduol.intake.events import ReportEvent
from rumduol.intake.models import Message, Note, Report, ReportPerson, Transfer
from rumduol.intake.numbering import insert_with_number
from rumduol.intake.types import COUNTED, Counts, PersonSaid, category
from rumduol.notices.actions import notify
from rumduol.notices.enums import NoticeKind
from rumduol.shared.errors import InvalidInput, NotThere
from rumduol.vault import actions as vault
from rumduol.vault.enums import Purpose, Section
from rumduol.vault.types import RecordRef


def transfer(*, report_id: UUID, to_office_id: UUID, reason: str, by: Actor, note: str = "") -> Transfer:
    """Send the whole report to another office, which must accept it; until then its clock runs on.

    The note goes along; notes of this office stay. Raises WrongState, InvalidInput.
    """
    _check_target(to_office_id, reason, by)
    with transaction.atomic():
        report = queries.lock_report(by, report_id)
        policies.check_can_transfer(report, by)
        made = Transfer.objects.create(
            report=report,
            from_office_id=by.office_id,
            to_office_id=to_office_id,
            reason=reason,
            people=report.people,
            by_id=by.person_id,
        )
        if note:
            add_note(report=report, kind=NoteKind.TRANSFER, text=note, by=by)
        report.status, report.taken_by_id = ReportStatus.TRANSFERRED, None
        report.save(update_fields=["status", "taken_by_id"])
        audit.record(
            ReportEvent.TRANSFERRED,
            by=by,
            subject=Subject("report", report.id),
            detail={"to": to_office_id, "reason": reason},
        )
        facts.transferred(report, made)
        _tell(report, to_office_id)
        give_away(report, to_office_id, by)
    return made


def transfer_part(
    *,
    report_id: UUID,
    person_ids: list[UUID],
    to_office_id: UUID,
    reason: str,
    by: Actor,
    place: str = "",
    counts: Counts | None = None,
    note: str = "",
) -> Transfer:
    """Send some of the people to another office as a report of its own, linked to this one.

    The story goes along, the reporter's contact does not; the reporter keeps one thread for both parts.
    `counts`: people without a row who go too. Raises WrongState, InvalidInput.
    """
    _check_target(to_office_id, reason, by)
    check_triage([], place)
    with transaction.atomic():
        report = queries.lock_report(by, report_id)
        policies.check_can_split(report, by)
        going = list(report.persons.select_for_update().filter(id__in=person_ids))
        if len(going) != len(set(person_ids)):
            raise NotThere()
        leaving = _counts_leaving(report, going, counts or Counts())
        part = _part_of(report, leaving, place, by)
        _copy_story(report, part, by)
        for person in going:
            person.report = part
            if person.result == Result.OTHER_PROVINCE:  # found out here; over there the search begins anew
                person.result, person.finding, person.result_on = "", "", None
            person.save(update_fields=["report", "result", "finding", "result_on"])
        for name in COUNTED:
            setattr(report, name, getattr(report, name) - getattr(leaving, name))
        report.revision += 1
        report.save(update_fields=[*COUNTED, "revision"])
        made = Transfer.objects.create(
            report=report,
            part=part,
            from_office_id=by.office_id,
            to_office_id=to_office_id,
            reason=reason,
            people=leaving.people,
            by_id=by.person_id,
        )
        if note:
            add_note(report=part, kind=NoteKind.TRANSFER, text=note, by=by)
        audit.record(
            ReportEvent.SPLIT,
            by=by,
            subject=Subject("report", report.id),
            detail={"part": part.id, "to": to_office_id, "reason": reason, "people": leaving.people},
        )
        facts.transferred(part, made)
        facts.people_counted(report)
        facts.people_counted(part)
        _tell(part, to_office_id)
        give_away(part, to_office_id, by)
    return made


def give_away(report: Report, to_office_id: UUID, by: Actor) -> None:
    """Re-key everything of a report to its new owner. The last thing of an action: the sender sees nothing after it."""
    records = [RecordRef("report", report.id, office_id=by.office_id)]
    records += [
        RecordRef("report_person", p.id, office_id=by.office_id, parent=report.id) for p in report.persons.all()
    ]
    messages = Message.objects.filter(report=report, office_id=by.office_id)
    records += [RecordRef("message", m.id, office_id=by.office_id, parent=report.id) for m in messages]
    notes = Note.objects.filter(report=report, office_id=by.office_id, kind=NoteKind.TRANSFER)
    records += [RecordRef("report_note", n.id, office_id=by.office_id, parent=report.id) for n in notes]
    for record in records:
        vault.hand_over(record=record, to_office_id=to_office_id, by=by)
    access.move_number(record_id=report.id, to_office_id=to_office_id)
    if not locks.hand_over(report.id, to_office_id):
        raise NotThere()


def _tell(report: Report, office_id: UUID) -> None:
    notify(
        kind=NoticeKind.REPORT_HANDED_OVER,
        record_kind="report",
        record_id=report.id,
        number=report.number,
        to_office=office_id,
        due_at=report.due_at,
    )


def _check_target(to_office_id: UUID, reason: str, by: Actor) -> None:
    if reason not in TransferReason.values:
        raise InvalidInput(errors={"reason": [_("Choose why it goes there.")]})
    office = agencies.office(to_office_id)
    if office.id == by.office_id:
        raise InvalidInput(errors={"to_office": [_("This is your own office.")]})
    if office.closed_at is not None:
        raise InvalidInput(errors={"to_office": [_("This office is closed.")]})


def _counts_leaving(report: Report, going: list[ReportPerson], counts: Counts) -> Counts:
    rows = [category(PersonSaid(sex=p.sex, minor=p.minor)) for p in going]
    leaving = Counts(**{name: getattr(counts, name) + rows.count(name) for name in COUNTED})
    if leaving.people == 0:
        raise InvalidInput(errors={"persons": [_("Choose who goes there.")]})
    too_many = {
        name: [_("There are not that many.")] for name in COUNTED if getattr(leaving, name) > getattr(report, name)
    }
    if too_many:
        raise InvalidInput(errors=too_many)
    if leaving.people >= report.people:
        raise InvalidInput(errors={"persons": [_("These are all of them: transfer the whole report instead.")]})
    return leaving


def _part_of(report: Report, leaving: Counts, place: str, by: Actor) -> Report:
    return insert_with_number(
        Report(
            created_at=report.created_at,
            office_id=by.office_id,
            origin_office_id=by.office_id,
            mailbox=report.mailbox,
            parent=report,
            channel=report.channel,
            language=report.language,
            received_on=report.received_on,
            received_part=report.received_part,
            danger_now=report.danger_now,
            place=place or report.place,
            situations=[s for s in report.situations if s in Situation.values],
            forms=list(report.forms),
            relation=report.relation,
            answering=report.answering,
            status=ReportStatus.TRANSFERRED,
            urgency=report.urgency,
            due_at=report.due_at,
            **{name: getattr(leaving, name) for name in COUNTED},
        )
    )


def _copy_story(report: Report, part: Report, by: Actor) -> None:
    source = RecordRef("report", report.id, office_id=by.office_id)
    story = vault.open_section(record=source, section=Section.NARRATIVE, by=by, purpose=Purpose.REFERRAL)
    target = RecordRef("report", part.id, office_id=by.office_id)
    vault.seal(record=target, section=Section.NARRATIVE, fields=story, by=by)
