"""Seal, open, share, hand over, erase. Whatever a human types about a person passes through here and nowhere else."""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils import timezone

from rumduol.access import actions as access
from rumduol.access import queries as access_queries
from rumduol.access.enums import Permission
from rumduol.access.policies import check_may
from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.shared.errors import NotThere
from rumduol.vault import crypto, keys
from rumduol.vault.enums import Purpose, Section, VaultEvent
from rumduol.vault.models import BlindIndex, Erasure, SealedFile, SealedSection, SectionWrap
from rumduol.vault.types import NOT_YET, NoKey, PurposeNeeded, RecordRef

# Broken glass never opens these by itself: whereabouts need a second person, files their own section. What was told about
# officials it never opens at all: the desk's key is the only one.
NOT_ON_DUTY = {Section.WHEREABOUTS, Section.COMPLAINT, Section.ABOUT, Section.SOURCE}


@dataclass(frozen=True, slots=True)
class _Reader:
    """Somebody a section is wrapped to. `office_id` None is the owner agency's duty key."""

    key_id: UUID
    public: bytes
    office_id: UUID | None
    until: datetime | None = None
    share_id: UUID | None = None


def seal(*, record: RecordRef, section: Section, fields: Mapping[str, Any], by: Actor | None) -> None:
    """Write or replace one section of a record under a fresh data key, readable by those who could read it before.

    `fields` must be JSON (dates as ISO text). Without `by` (an anonymous reporter) a section can be made, never replaced.
    Raises NotThere when the owning office has no key or the record belongs to another office.
    """
    with transaction.atomic():
        row = (
            SealedSection.objects.select_for_update().filter(record_id=record.id, section=section).first()
            if by
            else None
        )
        if row is None:
            row = _new_section(record, section)
            readers = _owner_readers(record.office_id, section)
            _write(row, _pack(fields), readers, new=True)
        else:
            row.parent_id = record.parent or row.parent_id
            _write(row, _pack(fields), _present_readers(row), new=False)
        if by:
            audit.record(
                VaultEvent.SEALED, by=by, subject=Subject(record.kind, record.id),
                detail={"section": section, "version": row.version},
            )  # fmt: skip


def seal_new(parts: Sequence[tuple[RecordRef, Section, Mapping[str, Any]]]) -> None:
    """Seal the first sections of an anonymous report: all of one office, in two statements however many they are.

    The same as `seal(..., by=None)` for each, which asks for the office's keys again every time.
    """
    sections: list[SealedSection] = []
    wraps: list[SectionWrap] = []
    readers_of: dict[tuple[UUID, bool], list[_Reader]] = {}
    for record, section, fields in parts:
        shared_with_duty = section not in NOT_ON_DUTY
        wanted = (record.office_id, shared_with_duty)
        if wanted not in readers_of:
            readers_of[wanted] = _owner_readers(record.office_id, section)
        row = _new_section(record, section)
        sections.append(row)
        wraps += _seal_in_place(row, _pack(fields), readers_of[wanted])
    with transaction.atomic(savepoint=False):
        SealedSection.objects.bulk_create(sections)
        SectionWrap.objects.bulk_create(wraps)


def open_section(*, record: RecordRef, section: Section, by: Actor, purpose: Purpose | None = None) -> dict[str, Any]:
    """The fields of one section; the log is written first: no log, no view. An empty dict when nothing was sealed yet.

    Raises PurposeNeeded (none given today for this file), NoKey (not shared, or no key handed on yet).
    """
    _settle_purpose(record, by, purpose)
    row = SealedSection.objects.filter(record_id=record.id, section=section).first()
    if row is None:
        about = {record.id, record.parent or record.id}
        if record.office_id != by.office_id or any(access_queries.has_conflict(by, one) for one in about):
            raise NoKey()
        return {}
    wraps = _wraps_for([row], by)
    if row.id not in wraps:
        raise NoKey()
    audit.record(
        VaultEvent.OPENED, by=by, subject=Subject(record.kind, record.id),
        detail={"section": section, "purpose": purpose or access_queries.purpose_today(by, record.id)},
    )  # fmt: skip
    return _open(row, wraps[row.id], by)


def open_many(
    *, records: Iterable[RecordRef], section: Section, by: Actor, purpose: Purpose
) -> dict[UUID, dict[str, Any]]:
    """The same section of many records, for a list. One event names them all; what can't be opened is left out."""
    refs = {record.id: record for record in records}
    if not refs:
        return {}
    rows = list(SealedSection.objects.filter(record_id__in=list(refs), section=section))
    wraps = _wraps_for(rows, by)
    opened = [row for row in rows if row.id in wraps]
    if opened:
        audit.record(
            VaultEvent.OPENED_MANY, by=by, subject=Subject(opened[0].kind, opened[0].record_id),
            detail={"section": section, "purpose": purpose, "records": sorted(str(row.record_id) for row in opened)},
        )  # fmt: skip
    return {row.record_id: _open(row, wraps[row.id], by) for row in opened}


def share_section(
    *, record: RecordRef, section: Section, to_office_id: UUID, share_id: UUID, until: datetime | None, by: Actor
) -> bool:
    """Wrap a section's data key once more. False when the section was never written. Raises NoKey when the sharer can't open it."""
    with transaction.atomic():
        row = SealedSection.objects.filter(record_id=record.id, section=section, office_id=by.office_id).first()
        if row is None:
            return False
        key = keys.live_key(to_office_id)
        data_key = _data_key(row, by)
        SectionWrap.objects.filter(section=row, office_id=to_office_id).delete()
        SectionWrap.objects.bulk_create(
            [
                SectionWrap(
                    section=row, owner_office_id=by.office_id, office_id=to_office_id, key=key,
                    sealed_key=crypto.wrap(data_key, bytes(key.public)), until=until, share_id=share_id,
                )
            ]
        )  # fmt: skip
        audit.record(
            VaultEvent.SHARED, by=by, subject=Subject(record.kind, record.id),
            detail={"section": section, "to": to_office_id, "share": share_id},
        )  # fmt: skip
    return True


def unshare_section(*, record: RecordRef, section: Section, office_id: UUID, by: Actor) -> bool:
    """Take a section back: the wrap is deleted and the section re-keyed, so that a kept data key opens nothing new."""
    with transaction.atomic():
        row = (
            SealedSection.objects.select_for_update()
            .filter(record_id=record.id, section=section, office_id=by.office_id)
            .first()
        )
        if row is None:
            return False
        plain = _plain(row, _data_key(row, by))
        SectionWrap.objects.filter(section=row, office_id=office_id).delete()
        _write(row, plain, _present_readers(row), new=False)
        audit.record(
            VaultEvent.UNSHARED,
            by=by,
            subject=Subject(record.kind, record.id),
            detail={"section": section, "from": office_id},
        )
    return True


def hand_over(*, record: RecordRef, to_office_id: UUID, by: Actor) -> int:
    """All sections (and files) of a record become the other office's: re-keyed to it alone. Returns how many sections.

    The caller moves its own rows; every other office that could read them no longer can.
    """
    with transaction.atomic():
        ids = [
            record.id,
            *SealedFile.objects.filter(record_id=record.id, office_id=by.office_id).values_list("id", flat=True),
        ]
        moved = 0
        for row in SealedSection.objects.select_for_update().filter(record_id__in=ids, office_id=by.office_id):
            plain = _plain(row, _data_key(row, by))
            if row.record_id == record.id:
                row.parent_id = record.parent or row.parent_id  # a person may have moved to another report
            _write(row, plain, _owner_readers(to_office_id, Section(row.section)), new=False)
        for record_id in ids:
            with connection.cursor() as cursor:
                cursor.execute("select vault.hand_over(%s, %s)", [record_id, to_office_id])
                moved += cursor.fetchone()[0]
        audit.record(
            VaultEvent.HANDED_OVER,
            by=by,
            subject=Subject(record.kind, record.id),
            detail={"to": to_office_id, "sections": moved},
        )
    return moved


def erase(*, record: RecordRef, by: Actor) -> None:
    """Destroy all wraps and ciphertexts of a record and its files. What remains is coded and names nobody."""
    check_may(by, Permission.ERASE)
    with transaction.atomic():
        files = list(
            SealedFile.objects.filter(record_id=record.id, office_id=by.office_id).values_list("id", flat=True)
        )
        SealedSection.objects.filter(record_id__in=[record.id, *files], office_id=by.office_id).delete()
        SealedFile.objects.filter(id__in=files).delete()
        BlindIndex.objects.filter(record_id=record.id).delete()
        Erasure.objects.bulk_create(
            [
                Erasure(
                    record_id=record.id,
                    kind=record.kind,
                    office_id=by.office_id,
                    by_id=by.person_id,
                    on=timezone.localdate(),
                )
            ],
            ignore_conflicts=True,
        )
        audit.record(VaultEvent.ERASED, by=by, subject=Subject(record.kind, record.id))


def _settle_purpose(record: RecordRef, by: Actor, purpose: Purpose | None) -> None:
    if purpose:
        access.give_purpose(kind=record.kind, record_id=record.id, purpose=purpose, by=by)
    elif not access_queries.purpose_today(by, record.id):
        raise PurposeNeeded(record)


def _pack(fields: Mapping[str, Any]) -> bytes:
    return json.dumps(dict(fields), ensure_ascii=False, sort_keys=True).encode()


def _owner_readers(office_id: UUID, section: Section) -> list[_Reader]:
    own = keys.live_key(office_id)
    readers = [_Reader(own.id, bytes(own.public), office_id)]
    if section not in NOT_ON_DUTY:
        agency_id = agencies.agency_of(office_id)
        duty = keys.live_duty_key(agency_id)
        if duty:
            readers.append(_Reader(duty.id, bytes(duty.public), None))
    return readers


def _present_readers(row: SealedSection) -> list[_Reader]:
    """Owner and duty, and the offices it is shared with, all with their present keys.

    A share whose time has passed gets nothing of what is written now; one that waits for acceptance does.
    """
    now = timezone.now()
    shared = []
    for wrap in SectionWrap.objects.filter(section=row).exclude(office_id=row.office_id):
        if wrap.office_id is not None and (wrap.until is None or wrap.until > now or wrap.until == NOT_YET):
            key = keys.live_key(wrap.office_id)
            shared.append(_Reader(key.id, bytes(key.public), wrap.office_id, wrap.until, wrap.share_id))
    return _owner_readers(row.office_id, Section(row.section)) + shared


def _new_section(record: RecordRef, section: Section) -> SealedSection:
    return SealedSection(
        id=uuid4(), kind=record.kind, record_id=record.id, parent_id=record.parent, office_id=record.office_id,
        section=section, version=0,
    )  # fmt: skip


def _seal_in_place(row: SealedSection, plain: bytes, readers: list[_Reader]) -> list[SectionWrap]:
    """The next version of a section under a fresh data key, and its wraps; nothing is stored yet."""
    data_key = os.urandom(32)
    row.version += 1
    row.nonce, row.ciphertext = crypto.encrypt(
        plain, data_key, crypto.binding(row.kind, row.record_id, row.section, row.version)
    )
    return [
        SectionWrap(
            section=row, owner_office_id=row.office_id, office_id=reader.office_id, key_id=reader.key_id,
            sealed_key=crypto.wrap(data_key, reader.public), until=reader.until, share_id=reader.share_id,
        )
        for reader in readers
    ]  # fmt: skip


def _write(row: SealedSection, plain: bytes, readers: list[_Reader], *, new: bool) -> None:
    wraps = _seal_in_place(row, plain, readers)
    if new:
        SealedSection.objects.bulk_create([row])
    else:
        row.save(update_fields=["version", "nonce", "ciphertext", "parent_id"])
        SectionWrap.objects.filter(section=row).delete()
    SectionWrap.objects.bulk_create(wraps)


def _wraps_for(rows: list[SealedSection], by: Actor) -> dict[UUID, SectionWrap]:
    """For each section the wrap this person's keyring can open: the office's own, or the duty key's behind broken glass."""
    found = _openable(rows, by)
    return _openable(rows, by) if len(found) < len(rows) and keys.learn(by) else found


def _openable(rows: list[SealedSection], by: Actor) -> dict[UUID, SectionWrap]:
    now = timezone.now()
    found: dict[UUID, SectionWrap] = {}
    for wrap in SectionWrap.objects.filter(section__in=rows, key_id__in=list(by.keyring)):
        if wrap.until is not None and wrap.until <= now:
            continue
        if wrap.office_id == by.office_id or wrap.section_id not in found:
            found[wrap.section_id] = wrap
    return found


def _data_key(row: SealedSection, by: Actor) -> bytes:
    wraps = _wraps_for([row], by)
    if row.id not in wraps:
        raise NoKey()
    return crypto.unwrap(bytes(wraps[row.id].sealed_key), by.keyring[wraps[row.id].key_id])


def _plain(row: SealedSection, data_key: bytes) -> bytes:
    return crypto.decrypt(
        bytes(row.nonce),
        bytes(row.ciphertext),
        data_key,
        crypto.binding(row.kind, row.record_id, row.section, row.version),
    )


def _open(row: SealedSection, wrap: SectionWrap, by: Actor) -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(_plain(row, crypto.unwrap(bytes(wrap.sealed_key), by.keyring[wrap.key_id])))
    return fields


def index_key(by: Actor) -> bytes:
    """The blind-index key of the acting office. Raises NoKey when it was not handed on."""
    held = _held_index_key(by)
    if held is None and keys.learn(by):
        held = _held_index_key(by)
    if held is None:
        raise NoKey()
    key_id, sealed = held
    return crypto.unwrap(sealed, by.keyring[key_id])


def _held_index_key(by: Actor) -> tuple[UUID, bytes] | None:
    """(office key, index key sealed to it): the newest that the keyring opens. Every search asks, so two columns only."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, sealed_index_key from vault_key where office_id = %s and id = any(%s)"
            " and sealed_index_key is not null order by version desc limit 1",
            [by.office_id, list(by.keyring)],
        )
        row = cursor.fetchone()
    return (row[0], bytes(row[1])) if row else None


def confirm_whereabouts(*, glass_id: UUID, by: Actor) -> None:
    """The second person of the owning office wraps the whereabouts for the asking office until the glass closes."""
    glass = access.confirm_glass(glass_id=glass_id, by=by)
    row = SealedSection.objects.filter(
        record_id=glass.record_id, section=Section.WHEREABOUTS, office_id=by.office_id
    ).first()
    if row is None:
        raise NotThere()
    share_section(
        record=RecordRef(glass.kind, glass.record_id, by.office_id), section=Section.WHEREABOUTS,
        to_office_id=glass.office_id, share_id=glass.id, until=glass.until, by=by,
    )  # fmt: skip
