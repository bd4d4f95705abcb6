"""Encoding and matching that take longer than anybody waits for a page: in a process of its own, in the member's own session.

The request hands the child what it holds itself, through a pipe: the session's secret and the bytes of the list. Neither is in
an argument, the environment, a queue or a file, and both end with the child. It enters the session anew for each step, as a
request does, so that a member who signs out or loses the role ends the work. It keeps nothing until all is encoded; what it
writes on the way is how far it is. Run by `start`; not a command for people.
"""

import json
import os
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

ENCODE, MATCH = "encode", "match"


@dataclass(frozen=True)
class Task:
    """What to do, for whom. `secret`: of the session, in hexadecimal digits; `brought`: bytes of a list follow."""

    what: str
    round_id: str
    secret: str
    language: str
    brought: bool

    def __repr__(self) -> str:
        return f"<Task {self.what} of {self.round_id}>"


def start(*, what: str, round_id: UUID, secret: bytes, language: str, content: bytes | None) -> None:
    """Begin; answers at once. Call when the transaction has committed: the child reads what it wrote."""
    from django.conf import settings

    task = Task(what, str(round_id), secret.hex(), language, content is not None)
    child = subprocess.Popen(
        [sys.executable, "-m", "rumduol.linkage.behind"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,  # a message could hold a line of the list
        env={**os.environ, "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE},
        cwd=settings.BASE_DIR,
        start_new_session=True,  # a web process that is renewed does not take it along
    )

    def feed() -> None:
        try:
            with child.stdin as pipe:  # type: ignore[union-attr]
                pipe.write(json.dumps(asdict(task)).encode() + b"\n")
                pipe.write(content or b"")
        except BrokenPipeError:
            pass  # it has ended
        if child.wait() != 0:
            _tell_of_death(task)

    threading.Thread(target=feed, daemon=True).start()


def _tell_of_death(task: Task) -> None:
    """In the thread that waited; the member sees it with the next look and can begin again."""
    from django.db import connection

    from rumduol.linkage import working

    try:
        working.tell_of_death(task)
    finally:
        connection.close()


def main() -> int:
    """The child: reads its task before anything else, so that whoever writes does not wait."""
    given: dict[str, Any] = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # no dump of its memory, whatever happens
    except (ImportError, OSError, ValueError):
        pass
    os.nice(5)  # pages come first
    import django

    django.setup()
    from rumduol.linkage.working import work

    task = Task(**given)
    work(task, content if task.brought else None)
    return 0  # however it ended, it said so; anything else is death without a word


if __name__ == "__main__":
    sys.exit(main())
