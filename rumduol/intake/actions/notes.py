"""What staff write for staff."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.intake import policies, queries
from rumduol.intake.enums import NoteKind
from rumduol.intake.events import ReportEvent
from rumduol.intake.models import Note, Report
from rumduol.shared.errors import InvalidInput
from rumduol.vault import actions as vault
from rumduol.vault.enums import Section
from rumduol.vault.types import RecordRef


def note(*, report_id: UUID, text: str, by: Actor) -> Note:
    """A note of this office. It does not go along when the report goes elsewhere."""
    if not text.strip():
        raise InvalidInput(errors={"text": [_("Write the note first.")]})
    with transaction.atomic():
        report = queries.lock_report(by, report_id)
        policies.check_can_note(report, by)
        written = add_note(report=report, kind=NoteKind.INTERNAL, text=text, by=by)
        audit.record(ReportEvent.NOTED, by=by, subject=Subject("report", report.id))
    return written


def add_note(*, report: Report, kind: NoteKind, text: str, by: Actor) -> Note:
    """Seal a note to the acting office. For actions that have locked the report and checked the policy."""
    written = Note.objects.create(report=report, office_id=by.office_id, kind=kind, by_id=by.person_id)
    ref = RecordRef("report_note", written.id, office_id=by.office_id, parent=report.id)
    vault.seal(record=ref, section=Section.NOTES, fields={"text": text}, by=by)
    return written
