"""Somebody went there: what was found for each person, what it turned out to be, and what the reporter is told."""

from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.intake import facts, locks, mailboxes, policies, queries
from rumduol.intake.actions.notes import add_note
from rumduol.intake.checking import person_is_coded
from rumduol.intake.enums import Finding, MessageKind, NoteKind, ReportStatus, Result
from rumduol.intake.events import ReportEvent
from rumduol.intake.indexing import index_report
from rumduol.intake.models import Message, Report, ReportPerson, Verification
from rumduol.intake.times import coarse
from rumduol.shared.dates import today
from rumduol.shared.errors import InvalidInput, NotThere
from rumduol.vault import actions as vault
from rumduol.vault.enums import Section
from rumduol.vault.types import RecordRef

# What was found out about a person only when they were found, or were at home.
MET = {Result.FOUND, Result.ALREADY_HOME, Result.DECLINED}


def verify_person(
    *,
    report_id: UUID,
    person_id: UUID,
    result: str,
    by: Actor,
    finding: str = "",
    on: date | None = None,
    note: str = "",
) -> Verification:
    """Record what was found for one person. The first one starts the verification. Raises WrongState, InvalidInput."""
    if result not in Result.values:
        raise InvalidInput(errors={"result": [_("Choose what was found.")]})
    if finding and finding not in Finding.values:
        raise InvalidInput(errors={"finding": [_("Choose what it turned out to be.")]})
    if finding and result not in MET:
        raise InvalidInput(errors={"finding": [_("Nobody met this person: leave the finding open.")]})
    with transaction.atomic():
        report = queries.lock_report(by, report_id)
        policies.check_can_verify(report, by)
        when = on or today()
        if when > today() or when < report.received_on:
            raise InvalidInput(errors={"on": [_("The day lies before the report or has not come yet.")]})
        person = report.persons.select_for_update().filter(id=person_id).first()
        if person is None:
            raise NotThere()
        _begin(report, by)
        person.result, person.finding, person.result_on = result, finding, when
        person.revision += 1
        person.save(update_fields=["result", "finding", "result_on", "revision"])
        made = Verification.objects.create(
            person=person,
            report=report,
            office_id=by.office_id,
            result=result,
            finding=finding,
            on=when,
            by_id=by.person_id,
        )
        if note:
            add_note(report=report, kind=NoteKind.VERIFICATION, text=note, by=by)
        audit.record(
            ReportEvent.VERIFIED_PERSON,
            by=by,
            subject=Subject("report", report.id),
            detail={"person": person.id, "result": result, "finding": finding},
        )
        facts.person_verified(report, person)
    return made


def add_person(
    *, report_id: UUID, sex: str, minor: str, nationality: str, by: Actor, name: str = "", age_band: str = "unknown"
) -> ReportPerson:
    """Somebody the reporter did not know of, or had only counted, gets a row."""
    if not person_is_coded(sex=sex, minor=minor, age_band=age_band, nationality=nationality):
        raise InvalidInput(errors={"sex": [_("This is not on the list.")]})
    with transaction.atomic():
        report = queries.lock_report(by, report_id)
        policies.check_can_verify(report, by)
        _begin(report, by)
        last = report.persons.order_by("-position").values_list("position", flat=True).first() or 0
        person = ReportPerson.objects.create(
            report=report,
            office_id=by.office_id,
            position=last + 1,
            sex=sex,
            minor=minor,
            age_band=age_band,
            nationality=nationality,
            named=bool(name),
        )
        if name:
            ref = RecordRef("report_person", person.id, office_id=by.office_id, parent=report.id)
            vault.seal(record=ref, section=Section.IDENTITY, fields={"name": name}, by=by)
        raised = queries.counts_of(report).at_least(queries.persons_said(report))
        for field, number in queries.as_fields(raised).items():
            setattr(report, field, number)
        report.save(update_fields=list(queries.as_fields(raised)))
        index_report(report, by)
        audit.record(
            ReportEvent.VERIFIED_PERSON, by=by, subject=Subject("report", report.id), detail={"person": person.id}
        )
        facts.people_counted(report)
    return person


def conclude(*, report_id: UUID, finding: str, by: Actor, note: str = "") -> Report:
    """What it turned out to be, once there is a result for every person of the report."""
    if finding not in Finding.values:
        raise InvalidInput(errors={"finding": [_("Choose what it turned out to be.")]})
    with transaction.atomic():
        report = queries.lock_report(by, report_id)
        policies.check_can_conclude(report, by)
        open_ones = report.persons.filter(result="").count()
        if open_ones:
            raise InvalidInput(errors={"finding": [_("There is no result yet for everybody. Record it first.")]})
        report.status, report.finding = ReportStatus.VERIFIED, finding
        report.revision += 1
        report.save(update_fields=["status", "finding", "revision"])
        if note:
            add_note(report=report, kind=NoteKind.VERIFICATION, text=note, by=by)
        audit.record(ReportEvent.VERIFIED, by=by, subject=Subject("report", report.id), detail={"finding": finding})
        facts.concluded(report)
    return report


def reopen(*, report_id: UUID, by: Actor) -> Report:
    """Something new was said: go and look again."""
    with transaction.atomic():
        report = queries.lock_report(by, report_id)
        policies.check_can_verify(report, by)
        _begin(report, by)
        audit.record(ReportEvent.REOPENED, by=by, subject=Subject("report", report.id))
    return report


def answer(*, report_id: UUID, text: str, by: Actor) -> Message:
    """Tell the reporter something. It is sealed to the mailbox (only the code opens it) and, as a copy, to this office.

    A verified report becomes an answered one. Raises WrongState, InvalidInput.
    """
    if not text.strip():
        raise InvalidInput(errors={"text": [_("Write the answer first.")]})
    with transaction.atomic():
        report = queries.lock_report(by, report_id)
        policies.check_can_answer(report, by)
        when = coarse(timezone.now())
        mailbox = report.mailbox
        message = Message.objects.create(
            report=report,
            mailbox=mailbox,
            office_id=by.office_id,
            kind=MessageKind.ANSWER,
            said=uuid4(),
            said_on=when.on,
            said_part=when.part,
            position=locks.next_position(mailbox.id) if mailbox else report.messages.count() + 1,
            for_reporter=mailboxes.seal_to(bytes(mailbox.public_key), text) if mailbox else None,
            read_by_office=True,
        )
        ref = RecordRef("message", message.id, office_id=by.office_id, parent=report.id)
        vault.seal(record=ref, section=Section.NARRATIVE, fields={"text": text}, by=by)
        if report.status == ReportStatus.VERIFIED:
            report.status = ReportStatus.ANSWERED
        report.reporter_waits = False
        report.revision += 1
        report.save(update_fields=["status", "reporter_waits", "revision"])
        audit.record(ReportEvent.ANSWERED, by=by, subject=Subject("report", report.id))
    return message


def mark_read(*, report_id: UUID, by: Actor) -> None:
    """What the reporter wrote has been read by the office that owns the report."""
    with transaction.atomic():
        report = queries.lock_report(by, report_id)
        policies.check_can_note(report, by)
        unread = Message.objects.filter(report=report, office_id=by.office_id, read_by_office=False)
        if unread.update(read_by_office=True) or report.reporter_waits:
            report.reporter_waits = False
            report.save(update_fields=["reporter_waits"])
            audit.record(ReportEvent.READ_MESSAGE, by=by, subject=Subject("report", report.id))


def _begin(report: Report, by: Actor) -> None:
    if report.status == ReportStatus.VERIFYING:
        return
    report.status, report.taken_by_id = ReportStatus.VERIFYING, by.person_id
    report.closing_reason, report.closed_by_id = "", None
    report.revision += 1
    report.save(update_fields=["status", "taken_by_id", "closing_reason", "closed_by_id", "revision"])
