"""A letter about an official arrives from the public page, whoever sends it: nobody in particular, or a colleague who is signed in.

The sender's session is put aside for as long as the letter is taken in. The database then sees somebody without an
account: no row, no event and no key says who was at the keyboard, and nothing of it stays in the sender's own office.
"""

from datetime import datetime, time
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from rumduol.access import database
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.intake import codes, locks, mailboxes
from rumduol.intake.types import Received
from rumduol.integrity import lot
from rumduol.integrity.checking import check_said
from rumduol.integrity.events import IntegrityEvent
from rumduol.integrity.models import Complaint, Source
from rumduol.integrity.sealed import Part, complaint_ref, filled, line_ref, source_ref
from rumduol.integrity.types import ComplaintSaid
from rumduol.shared.dates import PHNOM_PENH, today
from rumduol.shared.errors import NotThere, RumduolError
from rumduol.shared.identifiers import new_number
from rumduol.vault import actions as vault
from rumduol.vault.enums import Section

MOST_ATTEMPTS = 20
LETTER = "I"


class NobodyReads(RumduolError):
    """No desk outside the agency complained of can take a letter: a fault of the installation, not of the writer."""

    status = 503


def receive_complaint(*, said: ComplaintSaid, seed: bytes) -> Received:
    """Take a letter in. The same `seed` sent twice is one letter with one code. Only the day is kept.

    Raises NobodyReads, InvalidInput, and codes.Busy when too many arrive at once.
    """
    check_said(said)
    for attempt in range(MOST_ATTEMPTS):
        code, salt = codes.code_from(seed, attempt), codes.salt_from(seed, attempt)
        keys = codes.stretch(code.secret, salt)
        with database.session(None), transaction.atomic(), locks.shown(code.locator, keys.verify) as already:
            if already is not None:
                return Received(code, again=True)
            desk = lot.desk_for(said.about)
            if desk is None:
                raise NobodyReads()
            mailbox_id = uuid4()
            if not locks.place(mailbox_id, code.locator, salt, codes.verify_hash(keys)):
                if locks.show(code.locator, keys.verify) is not None:  # sent twice at the same moment
                    return Received(code, again=True)
                continue  # another mailbox has this locator: the next code of the same seed
            locks.show(code.locator, keys.verify)
            _write(said, desk, mailbox_id, keys)
            return Received(code, again=False)
    raise RuntimeError("no free locator in twenty attempts")


def _write(said: ComplaintSaid, desk: UUID, mailbox_id: UUID, keys: codes.Keys) -> None:
    public, locked = mailboxes.new_key_pair(keys)
    day = today()
    midnight = datetime.combine(day, time(), tzinfo=PHNOM_PENH)
    row = _insert(
        Complaint(
            created_at=midnight, office_id=desk, mailbox_id=mailbox_id, public_key=public, locked_key=locked,
            language=said.language, received_on=day,
        )
    )  # fmt: skip
    source = Source.objects.create(created_at=midnight, complaint=row, office_id=desk)
    told = {"official": said.official, "story": said.story, "record": said.record, "knowing": said.knowing}
    parts: list[Part] = [
        (complaint_ref(row), Section.COMPLAINT, filled(told)),
        (line_ref(row), Section.ABOUT, filled(said.about.sealed())),
        (source_ref(source), Section.SOURCE, filled({"contact": said.contact, "fear": said.fear})),
    ]
    try:
        vault.seal_new(parts)
    except NotThere as error:
        raise NobodyReads() from error
    lot.draw(row.id, said.about)
    audit.record(IntegrityEvent.RECEIVED, by=None, subject=Subject("complaint", row.id), chain=lot.chain())


def _insert(row: Complaint) -> Complaint:
    """Insert under a free number. It is registered nowhere else: no search and no broken glass begins from it."""
    for _attempt in range(MOST_ATTEMPTS):
        row.number = new_number(LETTER, timezone.localdate())
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            if "number" not in str(error):
                raise
            continue
        return row
    raise RuntimeError("no free number in twenty attempts")
