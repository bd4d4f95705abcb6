"""What the reader was told."""

from datetime import datetime

from rumduol.access.types import Actor
from rumduol.notices.models import Notice
from rumduol.shared import rows


def unread_count(by: Actor) -> int:
    """How many notices the reader has not opened."""
    ((count,),) = rows.values(
        "select count(*) from notices_notice where person_id = %(person)s and read_at is null", {"person": by.person_id}
    )
    return int(count)


def unread(by: Actor, limit: int = 10) -> list[Notice]:
    """The newest unread notices."""
    return rows.rows(
        Notice, "where t.person_id = %(person)s and t.read_at is null order by t.made_at desc limit %(limit)s",
        {"person": by.person_id, "limit": limit},
    )  # fmt: skip


def latest(by: Actor, *, before: datetime | None = None, limit: int = 50) -> list[Notice]:
    """Notices read or not, newest first, older than `before`."""
    told = Notice.objects.filter(person_id=by.person_id)
    if before is not None:
        told = told.filter(made_at__lt=before)
    return list(told.order_by("-made_at")[:limit])
