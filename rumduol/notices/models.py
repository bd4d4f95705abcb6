"""One row per colleague and thing to know."""

from django.db import models
from django.utils import timezone

from rumduol.notices.enums import NoticeKind
from rumduol.shared.models import Record


class Notice(Record):
    """Row security shows it to its reader only. Rows are written by the database function `notices_tell` alone."""

    person_id = models.UUIDField()
    office_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=30, choices=NoticeKind.choices)
    record_kind = models.CharField(max_length=20)
    record_id = models.UUIDField()
    number = models.CharField(max_length=30, blank=True)
    due_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    class Privacy:
        sealed: set[str] = set()
        coded = {
            "id", "created_at", "revision", "person_id", "office_id", "kind", "record_kind", "record_id", "number",
            "due_at", "made_at", "read_at",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        indexes = [models.Index(fields=["person_id", "-made_at"], name="notices_of_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "kind", "record_id"],
                condition=models.Q(read_at__isnull=True),
                name="notices_one_unread_of_a_thing",
            ),
            models.CheckConstraint(condition=models.Q(kind__in=NoticeKind.values), name="notices_known_kind"),
        ]
