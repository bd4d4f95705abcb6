"""Complaints about officials. Whom one is about, what was told and by whom is sealed: these rows do not know it.

A copy of these tables shows that letters came to a desk, on which days, and how far they have come. It does not show the
office complained of, and being named as a reader says nothing either: readers are drawn by lot (`integrity.draw`).
"""

import uuid

from django.db import models
from django.db.models import Q

from rumduol.intake.enums import MessageKind
from rumduol.integrity.enums import ComplaintStatus, MeasureKind, Naming, ReferredTo
from rumduol.shared.models import Record

RECORD = {"id", "created_at", "revision"}


class Complaint(Record):
    """One letter, of one desk. Seen by its named readers and by the holder of its return code; by nobody else."""

    number = models.CharField(max_length=16, unique=True)
    office_id = models.UUIDField(help_text="The desk.")
    mailbox_id = models.UUIDField(unique=True, help_text="What the return code opens (schema intake).")
    line_id = models.UUIDField(
        unique=True, default=uuid.uuid4, help_text="Under which the coded particulars are sealed, for the patterns."
    )
    public_key = models.BinaryField(max_length=32)
    locked_key = models.BinaryField(max_length=128)
    language = models.CharField(max_length=10)
    received_on = models.DateField()
    status = models.CharField(max_length=12, choices=ComplaintStatus.choices, default=ComplaintStatus.RECEIVED)
    referred_to = models.CharField(max_length=16, choices=ReferredTo.choices, blank=True, default="")
    source_waits = models.BooleanField(default=False, help_text="The source wrote something nobody has read yet.")
    withdrawn = models.BooleanField(default=False)
    counted_as = models.CharField(
        max_length=12, blank=True, default="", help_text="The status that the figures know; empty before they know any."
    )

    class Privacy:
        sealed = {
            "complaint.official", "complaint.story", "complaint.record", "complaint.knowing", "about.service",
            "about.agency", "about.office", "about.place", "about.month", "about.conducts",
        }  # fmt: skip
        coded = RECORD | {
            "number", "office_id", "mailbox_id", "line_id", "public_key", "locked_key", "language", "received_on", "status",
            "referred_to", "source_waits", "withdrawn", "counted_as",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        indexes = [models.Index(fields=["office_id", "status"], name="complaint_of_desk")]
        constraints = [
            models.CheckConstraint(
                name="complaint_referred_to_somebody",
                condition=~Q(status=ComplaintStatus.REFERRED) | Q(referred_to__gt=""),
            ),
            models.CheckConstraint(name="complaint_known_status", condition=Q(status__in=ComplaintStatus.values)),
        ]


class Source(Record):
    """Who told, sealed apart from what was told: its own record, so that its purpose is asked for by itself.

    Every complaint has one, whether or not anything was said, so that nobody can count who gave a name.
    """

    complaint = models.OneToOneField(Complaint, on_delete=models.PROTECT, related_name="source")
    office_id = models.UUIDField()

    class Privacy:
        sealed = {"source.contact", "source.fear"}
        coded = RECORD | {"complaint", "office_id"}
        free: set[str] = set()


class Reader(Record):
    """An officer of the desk who may read one complaint."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="readers")
    office_id = models.UUIDField()
    person_id = models.UUIDField()
    naming = models.CharField(max_length=10, choices=Naming.choices)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        sealed: set[str] = set()
        coded = RECORD | {"complaint", "office_id", "person_id", "naming", "ended_at"}
        free: set[str] = set()

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["person_id"], name="integrity_reader_of")]
        constraints = [
            # Whoever stepped back once is not named again: a row for ever.
            models.UniqueConstraint(fields=["complaint", "person_id"], name="integrity_reader_once"),
        ]


class Message(Record):
    """One thing said between the source and the desk: sealed to the desk and to the mailbox (`for_source`)."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="messages")
    mailbox_id = models.UUIDField()
    office_id = models.UUIDField()
    kind = models.CharField(max_length=12, choices=MessageKind.choices)
    said = models.UUIDField()
    said_on = models.DateField()
    position = models.PositiveIntegerField()
    for_source = models.BinaryField(help_text="Sealed box to the mailbox's public key.")
    read_by_office = models.BooleanField(default=False)

    class Privacy:
        sealed = {"complaint.text"}
        coded = RECORD | {
            "complaint", "mailbox_id", "office_id", "kind", "said", "said_on", "position", "for_source", "read_by_office",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["complaint", "said"], name="integrity_said_once"),
            models.UniqueConstraint(fields=["complaint", "position"], name="integrity_one_at_a_position"),
        ]


class Step(Record):
    """One step of a complaint, for ever, with a sealed note of why."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="steps")
    office_id = models.UUIDField()
    from_status = models.CharField(max_length=12, choices=ComplaintStatus.choices)
    to_status = models.CharField(max_length=12, choices=ComplaintStatus.choices)
    referred_to = models.CharField(max_length=16, choices=ReferredTo.choices, blank=True, default="")
    on = models.DateField()
    by_id = models.UUIDField()

    class Privacy:
        sealed = {"complaint.text"}
        coded = RECORD | {"complaint", "office_id", "from_status", "to_status", "referred_to", "on", "by_id"}
        free: set[str] = set()

    class Meta:
        ordering = ["created_at", "id"]


class Measure(Record):
    """Protection of the source: planned by somebody, used or not."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="measures")
    office_id = models.UUIDField()
    kind = models.CharField(max_length=16, choices=MeasureKind.choices)
    planned_on = models.DateField()
    planned_by_id = models.UUIDField()
    used_on = models.DateField(null=True, blank=True)

    class Privacy:
        sealed: set[str] = set()
        coded = RECORD | {"complaint", "office_id", "kind", "planned_on", "planned_by_id", "used_on"}
        free: set[str] = set()

    class Meta:
        ordering = ["planned_on", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["complaint", "kind"], name="integrity_measure_once"),
            models.CheckConstraint(
                name="integrity_measure_used_after_planning",
                condition=Q(used_on__isnull=True) | Q(used_on__gte=models.F("planned_on")),
            ),
        ]


class Tie(Record):
    """An officer of a desk declares: in this office I have relatives, friends or money. Complaints about it pass me by."""

    person_id = models.UUIDField()
    about_office_id = models.UUIDField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        sealed: set[str] = set()
        coded = RECORD | {"person_id", "about_office_id", "ended_at"}
        free: set[str] = set()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "about_office_id"], condition=Q(ended_at__isnull=True), name="integrity_tie_once"
            ),
        ]
