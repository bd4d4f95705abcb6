"""Speaking with the schema `intake`, where the locks of the mailboxes are: keys are shown, never read."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import connection

SETTING = "rumduol.mailbox"


def show(locator: str, verify_key: bytes) -> UUID | None:
    """Show a key for the rest of this transaction (be in one). The mailbox it opens, or None."""
    _ask("select set_config(%s, %s, true)", [SETTING, f"{locator}:{verify_key.hex()}"])
    opened: UUID | None = _ask("select intake.mailbox_id()", [])
    return opened


def hide() -> None:
    """Take the key back before the transaction ends."""
    _ask("select set_config(%s, '', true)", [SETTING])


@contextmanager
def shown(locator: str, verify_key: bytes) -> Iterator[UUID | None]:
    """Show a key for the length of a block: the mailbox it opens, or None."""
    yield show(locator, verify_key)
    hide()  # after an error the rollback takes the key back


def salt_of(locator: str) -> bytes | None:
    """The salt of a mailbox, None when there is none."""
    salt = _ask("select intake.mailbox_salt(%s)", [locator])
    return None if salt is None else bytes(salt)


def place(mailbox_id: UUID, locator: str, salt: bytes, verify_hash: bytes) -> bool:
    """Lock a new mailbox; False when another one has this locator."""
    return bool(_ask("select intake.place_lock(%s, %s, %s, %s)", [mailbox_id, locator, salt, verify_hash]))


def may_try(blurred: bytes, most: int) -> bool:
    """Whether this locator was missed fewer than `most` times in this hour."""
    return bool(_ask("select intake.may_try(%s, %s)", [blurred, most]))


def missed(blurred: bytes) -> None:
    """Count a wrong code."""
    _ask("select intake.missed(%s)", [blurred])


def next_position(mailbox_id: UUID) -> int:
    """Where the next message of a thread stands."""
    return int(_ask("select intake.next_position(%s)", [mailbox_id]))


def reporter_wrote() -> None:
    """Tell the offices of the shown mailbox that the reporter wrote something."""
    _ask("select intake.reporter_wrote()", [])


def withdraw(stoppable: list[str]) -> int:
    """Withdraw the reports of the shown mailbox that are in one of these states; how many they were."""
    return int(_ask("select intake.withdraw(%s)", [stoppable]))


def hand_over(report_id: UUID, office_id: UUID) -> bool:
    """Give a report of the acting office, with its people and messages, to another office."""
    return bool(_ask("select intake.hand_over(%s, %s)", [report_id, office_id]))


def _ask(sql: str, values: list[Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row = cursor.fetchone()
    return row[0] if row else None
