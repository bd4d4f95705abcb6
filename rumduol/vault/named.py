"""Sections that named people open, each with their own key, and no office: the plan of an operation.

* The author writes; every other reader is named by one person and confirmed by another, neither of them the reader.
* A reader reads until a date. There is no office key, no duty key and no custodian behind it: what its readers lose is lost.
* The text is given out by `vault.look` alone, which writes down who, when and how in the same statement; before that
  the log of the agency gets its event. No log, no view; and each copy has a number that can be printed on it.

What two people do not prevent: the key is sealed to the reader when they are named and lies still until the second
person confirms. Whoever holds the database and that reader's password together would not have to wait.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import OWN_KEY, Actor
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.shared import rows
from rumduol.shared.errors import InvalidInput, NotAllowed, NotThere, Stale, WrongState
from rumduol.vault import crypto, keys
from rumduol.vault.enums import LookWay, Section, VaultEvent
from rumduol.vault.models import NamedLook, NamedReader, NamedSection
from rumduol.vault.types import NoKey, RecordRef

LONGEST = timedelta(days=90)  # the database says the same
OF_ITS_AUTHOR = timedelta(days=365)


class SecondPersonNeeded(NotAllowed):
    default = _("This needs somebody else: not the reader, and not whoever named the reader.")


@dataclass(frozen=True, slots=True)
class Look:
    """A named section as given out once. `number` and `at` are the mark of this copy."""

    fields: dict[str, Any]
    number: int
    version: int
    at: datetime


def seal(*, record: RecordRef, section: Section, fields: Mapping[str, Any], by: Actor, after: int | None = None) -> int:
    """Write or replace a named section under a fresh data key, for those who may read it today. Answers the version.

    `after` is the version that was read before; Stale when somebody wrote meanwhile. Raises NotThere for a section one
    may not read.
    """
    with transaction.atomic():
        row = NamedSection.objects.filter(record_id=record.id, section=section).first()
        if row is None:
            row = _begin(record, section, by)
        version = row.version if after is None else after
        data_key = os.urandom(32)
        binding = crypto.binding(row.kind, row.record_id, row.section, version + 1)
        packed = json.dumps(dict(fields), ensure_ascii=False, sort_keys=True).encode()
        nonce, ciphertext = crypto.encrypt(packed, data_key, binding)
        with connection.cursor() as cursor:
            cursor.execute("select vault.keep_named(%s, %s, %s, %s)", [row.id, version, nonce, ciphertext])
            if cursor.fetchone()[0] is None:
                raise Stale() if _may_open(row) else NotThere()
        _hand_out(row, data_key, by)
        audit.record(
            VaultEvent.SEALED, by=by, subject=Subject(record.kind, record.id),
            detail={"section": section, "version": version + 1, "named": True},
        )  # fmt: skip
    return version + 1


def look(*, record: RecordRef, section: Section, by: Actor, way: LookWay = LookWay.SCREEN) -> Look:
    """Open a named section. The event is logged first, then the text is given out with the number of this look.

    Raises NotThere for somebody who was not named (or no longer is), NoKey when the reader's own key was made anew since.
    """
    row = NamedSection.objects.filter(record_id=record.id, section=section).first()
    if row is None or not _may_open(row):
        raise NotThere()
    audit.record(
        VaultEvent.LOOKED, by=by, subject=Subject(record.kind, record.id), detail={"section": section, "way": str(way)}
    )
    with connection.cursor() as cursor:
        cursor.execute("select number, version, nonce, ciphertext, key_sealed from vault.look(%s, %s)", [row.id, way])
        found = cursor.fetchone()
    if found is None:
        raise NotThere()
    number, version, nonce, ciphertext, key_sealed = found
    plain = crypto.decrypt(
        bytes(nonce), bytes(ciphertext), _own(bytes(key_sealed), by),
        crypto.binding(row.kind, row.record_id, row.section, version),
    )  # fmt: skip
    return Look(json.loads(plain), number, version, timezone.now())


def name_reader(
    *, record: RecordRef, section: Section, person_id: UUID, second_id: UUID, until: datetime, by: Actor
) -> NamedReader:
    """The first of two signatures: this person shall read until then, when `second_id` has confirmed it.

    Raises SecondPersonNeeded when two of the three are one person, InvalidInput for a reader without a key of their own
    or a date too far away.
    """
    if len({person_id, second_id, by.person_id}) < 3:
        raise SecondPersonNeeded()
    if not timezone.now() < until <= timezone.now() + LONGEST:
        raise InvalidInput(errors={"until": [_("Choose a time from now to 90 days from now.")]})
    with transaction.atomic():
        row = NamedSection.objects.filter(record_id=record.id, section=section).first()
        mine = NamedReader.objects.filter(section=row, person_id=by.person_id, ended_at__isnull=True).first()
        if row is None or mine is None or not _may_open(row):
            raise NotThere()
        public = keys.public_halves([person_id]).get(person_id)
        if public is None:
            raise InvalidInput(
                errors={"person": [_("This person has not set a password yet, and cannot open anything.")]}
            )
        sealed = crypto.wrap(_own(bytes(mine.sealed_key), by), public)
        NamedReader.objects.filter(
            section=row, person_id=person_id, ended_at__isnull=True, until__lte=timezone.now()
        ).update(ended_at=timezone.now(), ended_by_id=by.person_id)
        reader = NamedReader(
            id=uuid4(), section=row, person_id=person_id, named_by_id=by.person_id, second_id=second_id,
            named_at=timezone.now(), until=until, sealed_key=sealed,
        )  # fmt: skip
        try:
            with transaction.atomic():
                NamedReader.objects.bulk_create([reader])
        except IntegrityError as error:
            raise WrongState(_("This person is named already.")) from error
        _log(VaultEvent.NAMED, record, reader, by)
    return reader


def confirm_reader(*, reader_id: UUID, by: Actor) -> NamedReader:
    """The second signature. Raises NotThere unless it is this person's to give, WrongState once it is given or over."""
    with transaction.atomic():
        reader = _locked(reader_id)
        if reader.second_id != by.person_id:
            raise NotThere()
        if reader.confirmed_at is not None or reader.ended_at is not None or reader.until <= timezone.now():
            raise WrongState()
        reader.confirmed_at = timezone.now()
        reader.save(update_fields=["confirmed_at"])
        _log(VaultEvent.NAMED_CONFIRMED, _ref(reader.section), reader, by)
    return reader


def end_reader(*, reader_id: UUID, by: Actor) -> None:
    """From now on this person does not read it. What they have seen they have seen; the next text has a new key."""
    with transaction.atomic():
        reader = _locked(reader_id)
        if reader.author:
            raise NotAllowed(_("Whoever wrote it stays a reader."))
        if reader.ended_at is not None:
            return
        reader.ended_at, reader.ended_by_id = timezone.now(), by.person_id
        record = _ref(reader.section)
        NamedReader.objects.filter(id=reader.id).update(ended_at=reader.ended_at, ended_by_id=by.person_id)
        _log(VaultEvent.NAMED_ENDED, record, reader, by)


def readers_of(record_id: UUID, section: Section) -> list[NamedReader]:
    """All who were named, oldest first, for somebody who may read; for a second person the rows that wait for them."""
    named = NamedReader.objects.select_related("section")
    return list(named.filter(section__record_id=record_id, section__section=section).order_by("named_at", "id"))


def waiting_for(by: Actor) -> list[NamedReader]:
    """Readers whose second signature is asked of this person now."""
    waiting = (
        "select 1 from vault_namedreader where second_id = %(person)s and confirmed_at is null and ended_at is null"
        " and until > now() limit 1"
    )
    if not rows.values(waiting, {"person": by.person_id}):  # asked by every home page, and hardly ever true
        return []
    return list(
        NamedReader.objects.select_related("section")
        .filter(second_id=by.person_id, confirmed_at__isnull=True, ended_at__isnull=True, until__gt=timezone.now())
        .order_by("named_at")
    )


def looks_of(record_id: UUID, section: Section) -> list[NamedLook]:
    """Who looked, newest first; for readers."""
    looks = NamedLook.objects.filter(section__record_id=record_id, section__section=section)
    return list(looks.order_by("-number"))


def seal_to_office(fields: Mapping[str, Any], office_id: UUID) -> bytes:
    """A message that only people of an office open, in a box that does not say which office. Raises NotThere without a key."""
    packed = json.dumps(dict(fields), ensure_ascii=False, sort_keys=True).encode()
    return crypto.wrap(packed, bytes(keys.live_key(office_id).public))


def open_to_office(sealed: bytes, *, record: RecordRef, by: Actor) -> dict[str, Any]:
    """The message, with the office keys of the reader. The log is written first. Raises NoKey."""
    audit.record(VaultEvent.OPENED, by=by, subject=Subject(record.kind, record.id), detail={"section": "told"})
    for again in (False, True):
        for key_id in [key_id for key_id in by.keyring if key_id != OWN_KEY]:
            try:
                fields: dict[str, Any] = json.loads(crypto.unwrap(sealed, by.keyring[key_id]))
                return fields
            except crypto.CannotOpen:
                continue
        if again or not keys.learn(by):
            break
    raise NoKey()


# ---- steps of the above -------------------------------------------------------------------------------------------


def _begin(record: RecordRef, section: Section, by: Actor) -> NamedSection:
    if by.person_id not in keys.public_halves([by.person_id]):
        raise NoKey()
    row = NamedSection(
        id=uuid4(), kind=record.kind, record_id=record.id, section=section, office_id=by.office_id,
        author_id=by.person_id,
    )  # fmt: skip
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "select vault.begin_named(%s, %s, %s, %s, %s, %s)",
                [row.id, row.kind, row.record_id, str(section), timezone.now() + OF_ITS_AUTHOR, b""],
            )
            if not cursor.fetchone()[0]:
                raise NotAllowed()
    except IntegrityError as error:  # there is one that this person may not see
        raise NotThere() from error
    return row


def _may_open(row: NamedSection) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select %s = any (vault.named_to_me())", [row.id])
        return bool(cursor.fetchone()[0])


def _hand_out(row: NamedSection, data_key: bytes, by: Actor) -> None:
    """The new key for all who are named and whose time is not over; a reader without a key of their own reads no more."""
    readers = list(NamedReader.objects.filter(section=row, ended_at__isnull=True, until__gt=timezone.now()))
    public = keys.public_halves([reader.person_id for reader in readers])
    for reader in readers:
        if reader.person_id in public:
            NamedReader.objects.filter(id=reader.id).update(sealed_key=crypto.wrap(data_key, public[reader.person_id]))
        else:
            NamedReader.objects.filter(id=reader.id).update(ended_at=timezone.now(), ended_by_id=by.person_id)


def _own(sealed: bytes, by: Actor) -> bytes:
    private = by.keyring.get(OWN_KEY)
    if private is None:
        raise NoKey()
    try:
        return crypto.unwrap(sealed, private)
    except crypto.CannotOpen as error:
        raise NoKey() from error


def _locked(reader_id: UUID) -> NamedReader:
    row = NamedReader.objects.select_for_update(of=("self",)).select_related("section").filter(id=reader_id).first()
    if row is None:
        raise NotThere()
    return row


def _ref(section: NamedSection) -> RecordRef:
    return RecordRef(section.kind, section.record_id, office_id=section.office_id)


def _log(event: VaultEvent, record: RecordRef, reader: NamedReader, by: Actor) -> None:
    audit.record(event, by=by, subject=Subject(record.kind, record.id), detail={"reader": reader.person_id})
