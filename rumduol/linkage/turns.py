"""Whose turn it is: as many long pieces of work at once as this machine has cores, the others in the order they came.

Each piece of work holds a file locked as long as its process lives, named by the time it came. The lock goes with the process,
however that ends, so nobody waits for the dead and no place is lost. The files are empty: their names are times and numbers of
processes. They lie in a folder that only the system's own user can read.
"""

import fcntl
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rumduol.encoding.room import cores

LOOK_AGAIN = 1.0  # seconds


@contextmanager
def turn(
    waiting: Callable[[int], None], *, at_once: int | None = None, folder: Path | None = None, look: float = LOOK_AGAIN
) -> Iterator[None]:
    """Waits until fewer than `at_once` (None: the cores of this machine) that came before are still there. Meanwhile
    `waiting` is told again and again how many they are; what it raises ends the waiting."""
    at_once, folder = at_once or cores(), folder or _folder()
    ticket, held = _take(folder)
    try:
        waited = False
        while (before := _before(ticket)) >= at_once:
            waited = True
            waiting(before)
            time.sleep(look)
        if waited:
            waiting(0)
        yield
    finally:
        ticket.unlink(missing_ok=True)
        os.close(held)


def _folder() -> Path:
    """OSError when somebody else made it."""
    folder = Path(tempfile.gettempdir()) / f"rumduol-turns-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if (seen := folder.lstat()).st_uid != os.getuid() or seen.st_mode & 0o077:
        msg = f"{folder} is not this user's alone"
        raise PermissionError(msg)
    return folder


def _take(folder: Path) -> tuple[Path, int]:
    """A locked file: named as a ticket only when the lock is held, so that nobody takes it for one of the dead."""
    name = f"{time.time_ns():020d}-{os.getpid()}"
    made, ticket = folder / f".{name}", folder / name
    held = os.open(made, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    fcntl.flock(held, fcntl.LOCK_EX)
    made.rename(ticket)
    return ticket, held


def _before(ticket: Path) -> int:
    """How many came before this one and live. Tickets of the dead are taken away."""
    alive = 0
    for other in sorted(ticket.parent.glob("[0-9]*")):
        if other.name >= ticket.name:
            break
        try:
            held = os.open(other, os.O_RDWR)
        except FileNotFoundError:
            continue
        try:
            fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            alive += 1
        else:
            other.unlink(missing_ok=True)
        finally:
            os.close(held)
    return alive
