"""The steps that every publication takes, a table as well as a file of invented people: with the second person, given back,
dropped, public. What is checked of one kind only is asked by `actions` and `invented` before they call here.

Each runs inside the transaction of its caller, or opens its own.
"""

from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.release import policies
from rumduol.release.enums import ReleaseEvent, ReleaseStatus, ReturnReason
from rumduol.release.models import Publication
from rumduol.shared.dates import today
from rumduol.shared.errors import InvalidInput, NotThere

P = TypeVar("P", bound=Publication)


def send_to_check(kind: type[P], which: UUID, *, by: Actor) -> P:
    """Give the draft to the second person; from here its content is frozen."""
    with transaction.atomic():
        found = lock(kind, which)
        policies.check_can_send(found, by)
        return move(found, ReleaseStatus.CHECK, by)


def give_back(kind: type[P], which: UUID, *, reason: ReturnReason | str, by: Actor) -> P:
    """The second person does not publish it, and says why."""
    if reason not in ReturnReason.values:
        raise InvalidInput(errors={"reason": [_("Say why it is returned.")]})
    with transaction.atomic():
        found = lock(kind, which)
        policies.check_can_return(found, by)
        found.return_reason = str(reason)
        return move(found, ReleaseStatus.RETURNED, by, reason=str(reason))


def drop(kind: type[P], which: UUID, *, by: Actor) -> P:
    """Give a draft up. It stays readable on the desk."""
    with transaction.atomic():
        found = lock(kind, which)
        policies.check_can_drop(found, by)
        return move(found, ReleaseStatus.DROPPED, by)


def to_publish(kind: type[P], which: UUID, *, by: Actor) -> P:
    """The one to be published, alone with it until the transaction ends. Raises SecondPersonNeeded for its drafter."""
    policies.one_at_a_time()
    found = lock(kind, which)
    policies.check_can_publish(found, by)
    return found


def make_public(found: P, by: Actor) -> P:
    """Public for ever, under the next number of its kind and year, without gaps: R-2026-01, M-2026-01."""
    found.approved_by, found.published_on = by.person_id, today()
    start = f"{found.letter}-{today().year}-"
    found.number = f"{start}{type(found)._default_manager.filter(number__startswith=start).count() + 1:02d}"
    return move(found, ReleaseStatus.PUBLISHED, by, number=found.number, sha256=found.sha256)


def move(found: P, to: ReleaseStatus, by: Actor, **detail: str) -> P:
    """The next state, kept and told to the log."""
    found.status = to
    save(found)
    log(found.events[to], found, by, **detail)
    return found


def lock(kind: type[P], which: UUID) -> P:
    """Raises NotThere."""
    found = kind._default_manager.select_for_update().filter(id=which).first()
    if found is None:
        raise NotThere()
    return found


def save(found: Publication) -> None:
    found.revision += 1
    found.save()


def log(event: ReleaseEvent, found: Publication, by: Actor, **detail: str) -> None:
    audit.record(event, by=by, subject=Subject(found.subject, found.id), detail={**found.about, **detail})
