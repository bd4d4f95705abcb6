"""Who may take which step, and in which state."""

from django.db import connection
from django.utils.translation import gettext_lazy as _

from rumduol.access.enums import Permission
from rumduol.access.policies import answers, check_may
from rumduol.access.types import Actor
from rumduol.release.enums import TRANSITIONS, ReleaseStatus
from rumduol.release.models import Publication
from rumduol.shared.errors import NotAllowed
from rumduol.shared.states import check_transition


class SecondPersonNeeded(NotAllowed):
    default = _("You drafted this release. Another person must check and publish it.")


def one_at_a_time() -> None:
    """Publishing goes one after the other until the transaction ends: numbers have no gaps."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('release.publish'))")


def _step(release: Publication, to: ReleaseStatus) -> None:
    check_transition(TRANSITIONS, ReleaseStatus(release.status), to)


def check_can_draft(by: Actor) -> None:
    check_may(by, Permission.RELEASE_DRAFT)


def check_can_send(release: Publication, by: Actor) -> None:
    check_can_draft(by)
    _step(release, ReleaseStatus.CHECK)


def check_can_drop(release: Publication, by: Actor) -> None:
    check_can_draft(by)
    _step(release, ReleaseStatus.DROPPED)


def check_can_recount(release: Publication, by: Actor) -> None:
    check_can_draft(by)
    if release.status != ReleaseStatus.DRAFT:
        _step(release, ReleaseStatus.DRAFT)


def check_can_publish(release: Publication, by: Actor) -> None:
    check_may(by, Permission.RELEASE_APPROVE)
    _step(release, ReleaseStatus.PUBLISHED)
    if release.drafted_by == by.person_id:
        raise SecondPersonNeeded()


def check_can_return(release: Publication, by: Actor) -> None:
    check_may(by, Permission.RELEASE_APPROVE)
    _step(release, ReleaseStatus.RETURNED)


can_draft = answers(check_can_draft)
can_send = answers(check_can_send)
can_drop = answers(check_can_drop)
can_recount = answers(check_can_recount)
can_publish = answers(check_can_publish)
can_return = answers(check_can_return)
