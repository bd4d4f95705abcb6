"""What the child of `behind` does: the same steps as a request, each in a transaction of the member's session."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.utils import translation

from rumduol.access import cookie, database
from rumduol.access import queries as access
from rumduol.access.types import Actor
from rumduol.linkage import progress, turns
from rumduol.linkage.actions import encoding, matching
from rumduol.linkage.behind import ENCODE, Task
from rumduol.linkage.enums import Ending
from rumduol.linkage.memory import NoRoomToMatch, TooLong
from rumduol.shared.errors import InvalidInput, RumduolError
from rumduol.vault.types import NoKey

BETWEEN = 2.0  # seconds between two words of how far it is


def tell_of_death(task: Task) -> None:
    """The child ended without a word of how: killed, or the machine had no memory left for it."""
    _Session(task).end(Ending.BROKEN)


class SignedOut(Exception):
    """The session ended, or the person may no more."""


def work(task: Task, content: bytes | None) -> Ending:
    """Do it, and leave word of how it ended. Whatever is raised becomes a code: a message could hold a line of the list."""
    session = _Session(task)
    with translation.override(task.language):
        try:
            with turns.turn(session.wait):
                _encode(session, content) if task.what == ENCODE else _match(session)
            ending = Ending.DONE
        except (NoKey, SignedOut):
            ending = Ending.NO_KEY
        except (TooLong, NoRoomToMatch, MemoryError):
            ending = Ending.NO_ROOM
        except encoding.TooShort:
            ending = Ending.TOO_SHORT
        except encoding.NoNames:
            ending = Ending.NO_NAMES
        except (encoding.WrongSecret, matching.CannotMatch):
            ending = Ending.SECRETS
        except InvalidInput:
            ending = Ending.BAD_TABLE
        except RumduolError:
            ending = Ending.REFUSED
        except Exception:
            ending = Ending.BROKEN
        session.end(ending)
    return ending


class _Session:
    """Enters the member's session for a step, and tells how far the work is."""

    def __init__(self, task: Task) -> None:
        self.secret, self.round_id = bytes.fromhex(task.secret), UUID(task.round_id)
        self.told = 0.0

    @contextmanager
    def entered(self) -> Iterator[Actor]:
        who: list[Actor | None] = []

        def ask(_token: bytes | None) -> None:
            who.append(access.who_is_asking(self.secret)[0])

        with database.session(cookie.token_of(self.secret), tell=ask):
            if who[0] is None:
                raise SignedOut()
            yield who[0]

    def beat(self, done: int, total: int) -> None:
        """At most every two seconds. Raises SignedOut when nobody may know any more."""
        if done and time.monotonic() - self.told < BETWEEN:
            return
        self.told = time.monotonic()
        with self.entered() as by:
            progress.beat(self.round_id, done, total, by=by)

    def wait(self, before: int) -> None:
        """Raises SignedOut as `beat` does: nobody keeps a place for somebody who has gone."""
        if before and time.monotonic() - self.told < BETWEEN:
            return
        self.told = time.monotonic()
        with self.entered() as by:
            progress.wait(self.round_id, before, by=by)

    def end(self, ending: Ending) -> None:
        try:
            with self.entered() as by:
                progress.end(self.round_id, ending, by=by)
        except SignedOut:
            pass  # nobody reads it; the missing beat tells the next one


def _encode(session: _Session, content: bytes | None) -> None:
    with session.entered() as by:
        found = encoding.prepare(round_id=session.round_id, content=content, by=by)
    encoded = encoding.encode(found, session.beat)
    with session.entered() as by:
        encoding.keep(round_id=session.round_id, prepared=found, encoded=encoded, by=by)


def _match(session: _Session) -> None:
    with session.entered() as by:
        loaded = matching.load(round_id=session.round_id, by=by)
    found = matching.compare(loaded, session.beat)
    with session.entered() as by:
        matching.keep_matched(round_id=session.round_id, loaded=loaded, found=found, by=by)
