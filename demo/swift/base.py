"""Django's PostgreSQL connection, except that savepoints stay in Python.

A savepoint lets an action fail and be gone while the transaction goes on. In a story nothing fails on purpose, except
questions that end in NotThere before anything is written; so no savepoint is sent, and if one ever has to be rolled
back after something was written, the whole story is given up.
"""

from collections.abc import Callable
from typing import Any

from django.db.backends.postgresql import base

READS = ("SELECT ", "select set_config", "select pg_advisory_xact_lock", "select exists", "BEGIN", "COMMIT")


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection; `written` counts the statements that may have changed something."""

    written = 0
    marks: dict[str, int]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.marks = {}
        self.execute_wrappers.append(self._count)

    def _count(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        if not (isinstance(sql, str) and sql.startswith(READS)):
            self.written += 1
        return execute(sql, params, many, context)

    def _savepoint(self, sid: str) -> None:
        self.marks[sid] = self.written

    def _savepoint_commit(self, sid: str) -> None:
        self.marks.pop(sid, None)

    def _savepoint_rollback(self, sid: str) -> None:
        if self.marks.get(sid) != self.written:
            self.needs_rollback = True  # whoever swallows the failure learns it at the next query
