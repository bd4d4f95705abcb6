"""A form that was begun and not sent."""

from django.db import models
from django.utils import timezone

from rumduol.shared.models import Record


class Draft(Record):
    """Row security shows it, and its sealed section, to its author in the office where it was written; to nobody else.

    `page` is the address of the page the form stands on, `form` the form's name there: codes and ids, nothing typed.
    """

    person_id = models.UUIDField()
    office_id = models.UUIDField()
    page = models.CharField(max_length=300)
    form = models.CharField(max_length=60)
    saved_at = models.DateTimeField(default=timezone.now)

    class Privacy:
        sealed = {"whereabouts.typed"}
        coded = {"id", "created_at", "revision", "person_id", "office_id", "page", "form", "saved_at"}
        free: set[str] = set()

    class Meta:
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "office_id", "page", "form"], name="one_draft_of_a_form_per_person"
            ),
        ]
