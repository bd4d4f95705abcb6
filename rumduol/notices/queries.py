"""What the reader was told."""

from datetime import datetime

from rumduol.access.types import Actor
from rumduol.notices.models import Notice


def unread_count(by: Actor) -> int:
    """How many notices the reader has not opened."""
    return Notice.objects.filter(person_id=by.person_id, read_at__isnull=True).count()


def unread(by: Actor, limit: int = 10) -> list[Notice]:
    """The newest unread notices."""
    return list(Notice.objects.filter(person_id=by.person_id, read_at__isnull=True).order_by("-made_at")[:limit])


def latest(by: Actor, *, before: datetime | None = None, limit: int = 50) -> list[Notice]:
    """Notices read or not, newest first, older than `before`."""
    rows = Notice.objects.filter(person_id=by.person_id)
    if before is not None:
        rows = rows.filter(made_at__lt=before)
    return list(rows.order_by("-made_at")[:limit])
