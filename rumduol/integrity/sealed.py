"""Under which names a letter's parts lie in the vault, and how long they look from outside.

Ciphertext is as long as its text. Parts are filled up to whole steps, so that a copy of the database does not tell a short
note from a long testimony, nor a source who gave a name from one who did not.
"""

import json
from collections.abc import Mapping
from typing import Any

from rumduol.integrity.models import Complaint, Message, Source, Step
from rumduol.vault.enums import Section
from rumduol.vault.types import RecordRef

STEP = 2048  # bytes
FILLING = "_"

Part = tuple[RecordRef, Section, dict[str, Any]]


def complaint_ref(row: Complaint) -> RecordRef:
    return RecordRef("complaint", row.id, office_id=row.office_id, parent=row.id)


def line_ref(row: Complaint) -> RecordRef:
    return RecordRef("complaint_line", row.line_id, office_id=row.office_id, parent=row.id)


def source_ref(row: Source) -> RecordRef:
    return RecordRef("complaint_source", row.id, office_id=row.office_id, parent=row.complaint_id)


def message_ref(row: Message) -> RecordRef:
    return RecordRef("complaint_message", row.id, office_id=row.office_id, parent=row.complaint_id)


def step_ref(row: Step) -> RecordRef:
    return RecordRef("complaint_step", row.id, office_id=row.office_id, parent=row.complaint_id)


def filled(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields with a filling that brings their JSON to a multiple of 2,048 bytes."""
    bare = len(json.dumps({**fields, FILLING: ""}, ensure_ascii=False, sort_keys=True).encode())
    return {**fields, FILLING: " " * (-bare % STEP)}


def bare(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields without their filling."""
    return {name: value for name, value in fields.items() if name != FILLING}
