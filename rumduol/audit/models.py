"""What happened, for ever. Rows are inserted and never changed; the chain is made by the database at commit."""

import uuid

from django.db import models


class AuditEvent(models.Model):
    """One event. `body` is the canonical JSON that the chain's hash covers; the other columns repeat it for searching."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    chain = models.UUIDField(help_text="The agency whose chain holds the event; zero for people without an account.")
    at = models.DateTimeField(help_text="For anonymous people only the day.")
    event = models.CharField(max_length=60)
    person_id = models.UUIDField(null=True)
    office_id = models.UUIDField(null=True)
    subject_kind = models.CharField(max_length=30, blank=True)
    subject_id = models.UUIDField(null=True)
    body = models.TextField()

    class Privacy:
        sealed: set[str] = set()
        coded = {"id", "chain", "at", "event", "person_id", "office_id", "subject_kind", "subject_id", "body"}
        free: set[str] = set()

    class Meta:
        indexes = [
            models.Index(fields=["chain", "-at"]),
            models.Index(fields=["subject_id", "-at"]),
            models.Index(fields=["person_id", "-at"]),
        ]


class AuditLink(models.Model):
    """The chain: hash = sha256(previous hash | sequence | event id | sha256(body))."""

    event_id = models.UUIDField(primary_key=True)
    chain = models.UUIDField()
    sequence = models.BigIntegerField()
    hash = models.BinaryField()

    class Privacy:
        sealed: set[str] = set()
        coded = {"event_id", "chain", "sequence", "hash"}
        free: set[str] = set()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "sequence"], name="one_link_per_sequence")]


class AuditHead(models.Model):
    """Where each chain stands: locked for the length of a commit, so that a chain never forks."""

    chain = models.UUIDField(primary_key=True)
    sequence = models.BigIntegerField(default=0)
    hash = models.BinaryField()

    class Privacy:
        sealed: set[str] = set()
        coded = {"chain", "sequence", "hash"}
        free: set[str] = set()
