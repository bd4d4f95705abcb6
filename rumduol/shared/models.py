"""Bases of the rooms' models. No logic here: actions act, the database refuses."""

import uuid

from django.db import models
from django.utils import timezone

from rumduol.shared.errors import Stale


class Record(models.Model):
    """A row with an unguessable key. `revision` counts changes, so that two people editing notice each other."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True


def check_revision(record: Record, revision: int, differences: dict[str, tuple[object, object]] | None = None) -> None:
    """Raise Stale when the reader typed on an older revision than the one stored."""
    if record.revision != revision:
        raise Stale(differences=differences)
