"""The first decision on a report, and what can be decided instead: join it, take up a withdrawn one, close it."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.intake import facts, policies, queries
from rumduol.intake.actions.notes import add_note
from rumduol.intake.checking import check_triage
from rumduol.intake.enums import ClosingReason, NoteKind, ReportStatus, Urgency
from rumduol.intake.events import ReportEvent
from rumduol.intake.indexing import index_report, unindex_report
from rumduol.intake.models import Report, Triage
from rumduol.intake.times import due_at
from rumduol.shared.errors import InvalidInput
from rumduol.vault import actions as vault
from rumduol.vault.enums import Section
from rumduol.vault.types import RecordRef


def take(*, report_id: UUID, by: Actor) -> Report:
    """Put one's name to a report, so that two people don't begin. Taking over from a colleague is logged."""
    with transaction.atomic():
        report = queries.lock_report(by, report_id)
        policies.check_can_take(report, by)
        report.taken_by_id = by.person_id
        _save(report, "taken_by_id")
        audit.record(ReportEvent.TAKEN, by=by, subject=Subject("report", report.id))
    return report


def triage(
    *,
    report_id: UUID,
    urgency: str,
    forms: list[str],
    place: str,
    by: Actor,
    chosen_office_id: UUID | None = None,
    note: str = "",
) -> Report:
    """Say how urgent it is, what it looks like and where; from here on the request is counted.

    Only the decision: sending it on is `keep` or `transfer`. Raises WrongState, InvalidInput.
    """
    if urgency not in Urgency.values:
        raise InvalidInput(errors={"urgency": [_("Choose how urgent it is.")]})
    check_triage(forms, place)
    with transaction.atomic():
        report = queries.lock_report(by, report_id)
        policies.check_can_triage(report, by)
        proposed = queries.proposed_offices(place)
        if urgency != report.urgency:
            report.due_at = due_at(Urgency(urgency), timezone.now(), anonymous=queries.is_anonymous(report))
        report.urgency, report.forms, report.place = urgency, forms, place
        report.status = ReportStatus.TRIAGED
        report.taken_by_id = report.taken_by_id or by.person_id
        _save(report, "urgency", "forms", "place", "due_at", "status", "taken_by_id")
        Triage.objects.create(
            report=report,
            office_id=by.office_id,
            urgency=urgency,
            forms=forms,
            place=place,
            proposed_office_id=proposed[0].id if proposed else None,
            chosen_office_id=chosen_office_id,
            by_id=by.person_id,
        )
        if note:
            add_note(report=report, kind=NoteKind.TRIAGE, text=note, by=by)
        index_report(report, by)
        audit.record(
            ReportEvent.TRIAGED,
            by=by,
            subject=Subject("report", report.id),
            detail={"urgency": urgency, "forms": forms, "place": place[:4]},
        )
        facts.request_triaged(report)
    return report


def keep(*, report_id: UUID, by: Actor) -> Report:
    """This office goes there itself; or it accepts what another office sent."""
    with transaction.atomic():
        report = queries.lock_report(by, report_id)
        policies.check_can_keep(report, by)
        accepted = report.status == ReportStatus.TRANSFERRED
        report.status = ReportStatus.ASSIGNED
        report.taken_by_id = by.person_id
        _save(report, "status", "taken_by_id")
        if accepted:
            transfer = queries.last_transfer_to(report, by.office_id)
            if transfer is not None:
                transfer.accepted_by_id = by.person_id
                transfer.revision += 1
                transfer.save(update_fields=["accepted_by_id", "revision"])
            index_report(report, by)
        audit.record(ReportEvent.ACCEPTED, by=by, subject=Subject("report", report.id))
    return report


def join(*, report_id: UUID, to_report_id: UUID, by: Actor) -> Report:
    """This report is about the same people as another of this office. Its reporter keeps a thread of their own."""
    with transaction.atomic():
        first, second = sorted([report_id, to_report_id])
        rows = {row.id: row for row in (queries.lock_report(by, first), queries.lock_report(by, second))}
        report, other = rows[report_id], rows[to_report_id]
        policies.check_can_join(report, by)
        policies.check_own_office(by, other.office_id)
        if report.id == other.id or other.status == ReportStatus.JOINED:
            raise InvalidInput(errors={"to": [_("Choose another report that still stands by itself.")]})
        report.status, report.duplicate_of = ReportStatus.JOINED, other
        _save(report, "status", "duplicate_of")
        audit.record(ReportEvent.JOINED, by=by, subject=Subject("report", report.id), detail={"to": other.id})
        facts.joined(report)
    return report


def separate(*, report_id: UUID, by: Actor) -> Report:
    """The joining was a mistake: it stands by itself again and is counted again."""
    with transaction.atomic():
        report = queries.lock_report(by, report_id)
        policies.check_can_separate(report, by)
        report.status, report.duplicate_of = ReportStatus.TRIAGED, None
        _save(report, "status", "duplicate_of")
        audit.record(ReportEvent.SEPARATED, by=by, subject=Subject("report", report.id))
        facts.request_triaged(report)
    return report


def resume(*, report_id: UUID, by: Actor) -> Report:
    """Somebody may have been made to withdraw, or is still in danger: the report goes on without its reporter."""
    with transaction.atomic():
        report = queries.lock_report(by, report_id)
        policies.check_can_resume(report, by)
        report.status = ReportStatus.TRIAGED
        _save(report, "status")
        audit.record(ReportEvent.RESUMED, by=by, subject=Subject("report", report.id))
        facts.request_triaged(report)
    return report


def close(*, report_id: UUID, reason: str, by: Actor, note: str = "") -> Report:
    """Nothing more will be done. A withdrawn report loses its story and names at this moment."""
    if reason not in ClosingReason.values:
        raise InvalidInput(errors={"reason": [_("Choose why it is closed.")]})
    with transaction.atomic():
        report = queries.lock_report(by, report_id)
        policies.check_can_close(report, by)
        withdrawn = report.status == ReportStatus.WITHDRAWN
        if withdrawn != (reason == ClosingReason.WITHDRAWN):
            raise InvalidInput(errors={"reason": [_("“Withdrawn” is for reports that the reporter took back.")]})
        if note:
            add_note(report=report, kind=NoteKind.INTERNAL, text=note, by=by)
        report.status, report.closing_reason, report.closed_by_id = ReportStatus.CLOSED, reason, by.person_id
        report.reporter_waits = False
        _save(report, "status", "closing_reason", "closed_by_id", "reporter_waits")
        audit.record(ReportEvent.CLOSED, by=by, subject=Subject("report", report.id), detail={"reason": reason})
        if withdrawn:
            _forget(report, by)
    return report


def _forget(report: Report, by: Actor) -> None:
    """Overwrite what was told, under keys that nobody ever held: what the reporter was promised."""
    ref = RecordRef("report", report.id, office_id=report.office_id)
    vault.seal(record=ref, section=Section.NARRATIVE, fields={}, by=by)
    for person in report.persons.filter(named=True):
        vault.seal(
            record=RecordRef("report_person", person.id, office_id=report.office_id, parent=report.id),
            section=Section.IDENTITY,
            fields={},
            by=by,
        )
        person.named = False
        person.save(update_fields=["named"])
    unindex_report(report, by)


def _save(report: Report, *fields: str) -> None:
    report.revision += 1
    report.save(update_fields=[*fields, "revision"])
