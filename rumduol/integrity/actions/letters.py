"""The source's side of the thread: open it with the code, read, add, correct, take the letter back. Always as nobody."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rumduol.access import database
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.intake import codes, locks, mailboxes
from rumduol.intake.actions.mailbox import MOST_MISSES, TooManyTries
from rumduol.intake.enums import FROM_REPORTER, MessageKind
from rumduol.intake.types import Ticket
from rumduol.integrity import lot
from rumduol.integrity.events import IntegrityEvent
from rumduol.integrity.models import Complaint, Message
from rumduol.integrity.sealed import filled, message_ref
from rumduol.shared.dates import PHNOM_PENH, today
from rumduol.shared.errors import InvalidInput, NotThere, WrongState
from rumduol.vault import actions as vault
from rumduol.vault.enums import Section


def open_letter(code: codes.Code) -> Ticket:
    """What a right code opens. Raises NotThere for a wrong one and for the code of anything else, in the same time.

    Raises TooManyTries after 20 misses of a locator in an hour, codes.Busy in a crowd.
    """
    blurred = codes.blurred(code.locator)
    if not locks.may_try(blurred, MOST_MISSES):
        raise TooManyTries()
    fake = codes.fake_salt(code.locator)
    keys = codes.stretch(code.secret, locks.salt_of(code.locator) or fake)
    with database.session(None), transaction.atomic(), locks.shown(code.locator, keys.verify) as mailbox_id:
        found = Complaint.objects.filter(mailbox_id=mailbox_id or uuid4()).exists()
        if not found:
            locks.missed(blurred)
    if not found:
        raise NotThere()
    return Ticket(code.locator, keys.verify, keys.mailbox)


@contextmanager
def with_ticket(ticket: Ticket) -> Iterator[Complaint]:
    """The letter of a ticket, for the length of a block, in a database session of nobody. Raises NotThere."""
    with database.session(None), locks.shown(ticket.locator, ticket.verify) as mailbox_id:
        row = Complaint.objects.filter(mailbox_id=mailbox_id or uuid4()).first()
        if row is None:
            raise NotThere()
        yield row


def write_letter(*, ticket: Ticket, kind: str, text: str, said: str = "") -> None:
    """The source adds or corrects something. `said`: a random name given to the form, so that twice is once.

    Raises InvalidInput, WrongState after the letter was taken back.
    """
    if kind not in FROM_REPORTER:
        raise InvalidInput()
    with with_ticket(ticket) as row:
        if row.withdrawn:
            raise WrongState(_("You have taken this letter back. If there is something new, please write a new one."))
        if said and Message.objects.filter(complaint=row, said=said).exists():
            return
        _write(row, MessageKind(kind), text, said)
        lot.source_wrote()
        audit.record(IntegrityEvent.WRITTEN, by=None, subject=Subject("complaint", row.id), chain=lot.chain())


def withdraw_letter(*, ticket: Ticket) -> None:
    """The source takes the letter back. Who they are is destroyed at once; twice is harmless.

    What was told stays: an office may have been warned of it meanwhile, and other people may be in danger from it.
    """
    with with_ticket(ticket) as row:
        if row.withdrawn:
            return
        _write(row, MessageKind.WITHDRAWAL, "", "")
        lot.withdraw()
        audit.record(IntegrityEvent.WITHDRAWN, by=None, subject=Subject("complaint", row.id), chain=lot.chain())


def _write(row: Complaint, kind: MessageKind, text: str, said: str) -> None:
    day = today()
    message = Message.objects.create(
        created_at=datetime.combine(day, time(), tzinfo=PHNOM_PENH), complaint=row, mailbox_id=row.mailbox_id,
        office_id=row.office_id, kind=kind, said=said or uuid4(), said_on=day, position=lot.next_position(row.id),
        for_source=mailboxes.seal_to(bytes(row.public_key), text),
    )  # fmt: skip
    vault.seal(record=message_ref(message), section=Section.COMPLAINT, fields=filled({"text": text}), by=None)
