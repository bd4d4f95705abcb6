"""Tell the database who is asking, for the length of one transaction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

_token: ContextVar[str] = ContextVar("token", default="")


def remember(token: bytes | None) -> str:
    """Note for this process whose session stands in the transaction; the same as the database is told."""
    value = token.hex() if token else ""
    _token.set(value)
    return value


def set_token(token: bytes | None) -> None:
    """Set the session token of the current transaction (it ends with it). Call inside `transaction.atomic()`."""
    value = remember(token)
    with connection.cursor() as cursor:
        cursor.execute("select set_config('rumduol.token', %s, true)", [value])


@contextmanager
def session(token: bytes | None, *, tell: Callable[[bytes | None], None] = set_token) -> Iterator[None]:
    """One transaction on behalf of the holder of `token`; whatever stood before is put back.

    `tell` is how the database learns it: a request asks who it is in the same statement.
    """
    before = _token.get()
    with transaction.atomic():
        tell(token)
        try:
            yield
        finally:
            if connection.in_atomic_block and not connection.needs_rollback and len(connection.savepoint_ids) > 0:
                set_token(bytes.fromhex(before) if before else None)
            else:
                _token.set(before)
