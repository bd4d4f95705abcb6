"""Bases of the rooms' models. No logic here: actions act, the database refuses."""

import functools
import uuid
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.encoding import force_str
from django.utils.translation import get_language

from rumduol.shared.errors import Stale


class Record(models.Model):
    """A row with an unguessable key. `revision` counts changes, so that two people editing notice each other."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: "models.Field[Any, Any]") -> Any:  # noqa: N802  (Django's name)
        """What `get_..._display()` gives, from words looked up once.

        Django makes the dictionary anew, and translates every label for it, for each field of each row: a sixteenth
        of what a page of fifty rows cost.
        """
        value = getattr(self, field.attname)
        words = _words_of(field, get_language() or "").get(value)
        return force_str(value, strings_only=True) if words is None else words


@functools.cache
def _words_of(field: "models.Field[Any, Any]", language: str) -> dict[Any, str]:
    """Value -> label in the language that is active now, which is `language`."""
    return {value: str(label) for value, label in field.flatchoices}


def check_revision(record: Record, revision: int, differences: dict[str, tuple[object, object]] | None = None) -> None:
    """Raise Stale when the reader typed on an older revision than the one stored."""
    if record.revision != revision:
        raise Stale(differences=differences)
