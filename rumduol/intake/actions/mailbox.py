"""The reporter's side of the thread: open it with the code, read, add, correct, withdraw."""

from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.intake import codes, locks, mailboxes
from rumduol.intake.enums import CAN_WITHDRAW, FROM_REPORTER, MessageKind, ReportStatus
from rumduol.intake.events import ReportEvent
from rumduol.intake.models import Mailbox, Message, Report
from rumduol.intake.times import coarse
from rumduol.intake.types import Ticket
from rumduol.shared.errors import InvalidInput, NotThere, RumduolError, WrongState
from rumduol.vault import actions as vault
from rumduol.vault.enums import Section
from rumduol.vault.types import RecordRef

MOST_MISSES = 20  # wrong codes per locator and hour: 10^20 secrets can't be tried anyway, this keeps the load away
MESSAGE_LENGTH = 4000


class TooManyTries(RumduolError):
    """This locator was missed too often in this hour, by whomever: no address is kept that could tell."""

    status = 429
    default = _("Too many wrong codes were entered. Please wait until the next full hour and try again.")


def open_mailbox(code: codes.Code) -> Ticket:
    """What a right code opens. Raises NotThere for a wrong one, in the same time and words for locator and secret.

    Raises TooManyTries after 20 misses of a locator in an hour, codes.Busy in a crowd.
    """
    blurred = codes.blurred(code.locator)
    if not locks.may_try(blurred, MOST_MISSES):
        raise TooManyTries()
    fake = codes.fake_salt(code.locator)
    keys = codes.stretch(code.secret, locks.salt_of(code.locator) or fake)
    with transaction.atomic(), locks.shown(code.locator, keys.verify) as mailbox_id:
        found = Mailbox.objects.filter(id=mailbox_id or uuid4()).exists()  # a code of something else opens nothing here
        if not found:
            locks.missed(blurred)
    if not found:
        raise NotThere()
    return Ticket(code.locator, keys.verify, keys.mailbox)


def show_ticket(ticket: Ticket) -> Mailbox:
    """Show a ticket's key to the database for this transaction. Raises NotThere when the mailbox is gone."""
    mailbox_id = locks.show(ticket.locator, ticket.verify)
    mailbox = Mailbox.objects.filter(id=mailbox_id).first() if mailbox_id else None
    if mailbox is None:
        raise NotThere()
    return mailbox


def write_message(*, ticket: Ticket, kind: str, text: str, said: str = "") -> None:
    """The reporter adds or corrects something. It is sealed to every office that has a part of the report, and to the
    mailbox itself, so that the reporter can read it again.

    `said`: a random name given to the form, so that sending it twice is one message. Raises InvalidInput, WrongState.
    """
    kind = MessageKind(kind)
    if kind not in FROM_REPORTER:
        raise InvalidInput()
    with transaction.atomic():
        mailbox = show_ticket(ticket)
        if mailbox.withdrawn:
            raise WrongState(_("You have withdrawn this report. If there is something new, please send a new report."))
        if said and Message.objects.filter(mailbox=mailbox, said=said).exists():
            return
        _write(mailbox, kind, text, said)
        locks.reporter_wrote()


def withdraw_report(*, ticket: Ticket, text: str = "") -> None:
    """The reporter takes the report back.

    How to reach them is destroyed at once. Parts to which nobody has gone stop; an officer looks whether somebody was
    forced to withdraw, then destroys the rest. Doing it twice is harmless.
    """
    with transaction.atomic():
        mailbox = show_ticket(ticket)
        if mailbox.withdrawn:
            return
        _write(mailbox, MessageKind.WITHDRAWAL, text, "")
        locks.reporter_wrote()
        locks.withdraw([status.value for status in CAN_WITHDRAW])
        for report in Report.objects.filter(mailbox=mailbox):
            audit.record(ReportEvent.WITHDRAWN, by=None, subject=Subject("report", report.id))


def _write(mailbox: Mailbox, kind: MessageKind, text: str, said: str) -> None:
    when = coarse(timezone.now())
    position = locks.next_position(mailbox.id)
    name = said or uuid4()
    parts = Report.objects.filter(mailbox=mailbox).exclude(status=ReportStatus.JOINED).order_by("parent_id", "number")
    sealed: bytes | None = mailboxes.seal_to(bytes(mailbox.public_key), text)
    for report in parts:
        message = Message.objects.create(
            created_at=when.began,
            report=report,
            mailbox=mailbox,
            office_id=report.office_id,
            kind=kind,
            said=name,
            said_on=when.on,
            said_part=when.part,
            position=position,
            for_reporter=sealed,
        )
        sealed = None  # the reporter reads it once
        ref = RecordRef("message", message.id, office_id=report.office_id, parent=report.id)
        vault.seal(record=ref, section=Section.NARRATIVE, fields={"text": text}, by=None)
