"""Tell the database who is asking, for the length of one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

_token: ContextVar[str] = ContextVar("token", default="")


def set_token(token: bytes | None) -> None:
    """Set the session token of the current transaction (it ends with it). Call inside `transaction.atomic()`."""
    value = token.hex() if token else ""
    _token.set(value)
    with connection.cursor() as cursor:
        cursor.execute("select set_config('rumduol.token', %s, true)", [value])


@contextmanager
def session(token: bytes | None) -> Iterator[None]:
    """One transaction on behalf of the holder of `token`; whatever stood before is put back."""
    before = _token.get()
    with transaction.atomic():
        set_token(token)
        try:
            yield
        finally:
            if connection.in_atomic_block and not connection.needs_rollback and len(connection.savepoint_ids) > 0:
                set_token(bytes.fromhex(before) if before else None)
            else:
                _token.set(before)
