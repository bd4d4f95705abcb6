"""How far work goes that nobody waits for: begun once at a time, told in counts, seen to have stopped when it falls silent.

What the web process that started it sees end without a word is told at once (`behind.start`); silence tells when that has ended, too.
"""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.linkage import behind, policies, queries
from rumduol.linkage.actions import encoding, matching
from rumduol.linkage.enums import Ending
from rumduol.linkage.models import Progress
from rumduol.shared.errors import WrongState

AT_ONCE_TOGETHER = 8_000  # lines of all lists, matched while the page waits
SILENT = timedelta(minutes=3)  # without a word: it has ended without one


class Running(WrongState):
    default = _("This is being done already. The page shows how far it is.")


def of(round_id: UUID, by: Actor) -> Progress | None:
    """The reader's own office's work in the round, running or ended."""
    return Progress.objects.filter(round_id=round_id, office_id=by.office_id).first()


def running(found: Progress | None) -> bool:
    return found is not None and not found.ended and timezone.now() - found.beat_at < SILENT


def ending_of(found: Progress) -> Ending | None:
    """How it ended, "it stopped" for work that fell silent; None while it runs."""
    if found.ended:
        return Ending(found.ended)
    return None if running(found) else Ending.BROKEN


def begin_encoding(*, round_id: UUID, content: bytes | None, secret: bytes, by: Actor) -> Progress | None:
    """Encode behind the page when the list is long. None: it is short, so encode it now. Raises what `prepare` raises early."""
    lines = encoding.lines_waiting(round_id=round_id, content=content, by=by)
    if lines <= settings.LINKAGE_AT_ONCE:
        return None
    return _begin(behind.ENCODE, round_id, secret, content=content, total=lines, by=by)


def begin_matching(*, round_id: UUID, secret: bytes, by: Actor) -> Progress | None:
    """Match behind the page when the lists are long. None: they are short, so match them now."""
    one = queries.lock_round(by, round_id)
    parts = queries.parts_of(one)
    policies.check_can_match(one, parts, by)
    lines = matching.lines_to_match(parts)
    return None if lines <= AT_ONCE_TOGETHER else _begin(behind.MATCH, round_id, secret, by=by)


def _begin(
    what: str, round_id: UUID, secret: bytes, *, content: bytes | None = None, total: int = 0, by: Actor
) -> Progress:
    with transaction.atomic():
        queries.lock_round(by, round_id)
        if running(of(round_id, by)):
            raise Running()
        now = timezone.now()
        Progress.objects.filter(round_id=round_id, office_id=by.office_id).delete()
        made = Progress.objects.create(
            round_id=round_id, office_id=by.office_id, started_at=now, beat_at=now, total=total
        )
        transaction.on_commit(_starter(what, round_id, content, secret, by.language))
    return made


def _starter(what: str, round_id: UUID, content: bytes | None, secret: bytes, language: str) -> Callable[[], None]:
    return lambda: behind.start(what=what, round_id=round_id, secret=secret, language=language, content=content)


def beat(round_id: UUID, done: int, total: int, *, by: Actor) -> None:
    Progress.objects.filter(round_id=round_id, office_id=by.office_id).update(
        done=done, total=total, before=0, beat_at=timezone.now()
    )


def wait(round_id: UUID, before: int, *, by: Actor) -> None:
    """It lives and waits for its turn; so many come first."""
    Progress.objects.filter(round_id=round_id, office_id=by.office_id).update(before=before, beat_at=timezone.now())


def end(round_id: UUID, ending: Ending, *, by: Actor) -> None:
    """The first word of how it ended stands."""
    Progress.objects.filter(round_id=round_id, office_id=by.office_id, ended="").update(
        ended=ending, beat_at=timezone.now()
    )
