"""Reports, the people in them, the reporter's mailbox and what offices did. What anybody typed is sealed, not here."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from rumduol.intake.enums import (
    Answering,
    Channel,
    ClosingReason,
    Finding,
    MessageKind,
    NoteKind,
    PartOfDay,
    Relation,
    ReportStatus,
    Result,
    Said,
    Situation,
    TransferReason,
    Urgency,
)
from rumduol.shared.models import Record

RECORD = {"id", "created_at", "revision"}


class Mailbox(Record):
    """Where a reporter reads answers. Its private key is locked by the return code alone.

    The locator, the salt and the hash of the verify key are in `intake.lock`, which the application can't read.
    """

    public_key = models.BinaryField(max_length=32)
    locked_key = models.BinaryField(max_length=128)
    language = models.CharField(max_length=10)
    withdrawn = models.BooleanField(default=False)

    class Privacy:
        sealed: set[str] = set()
        coded = RECORD | {"public_key", "locked_key", "language", "withdrawn"}
        free: set[str] = set()


class Report(Record):
    """One request for help, owned by one office at a time. For a web report every time is a part of a day, no finer."""

    number = models.CharField(max_length=16, unique=True)
    office_id = models.UUIDField(help_text="The office that owns it now.")
    origin_office_id = models.UUIDField(help_text="The office that took it first; it may follow the coded row.")
    mailbox = models.ForeignKey(Mailbox, null=True, blank=True, on_delete=models.PROTECT, related_name="reports")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    duplicate_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="duplicates")

    channel = models.CharField(max_length=10, choices=Channel.choices)
    language = models.CharField(max_length=10)
    received_on = models.DateField()
    received_part = models.CharField(max_length=10, choices=PartOfDay.choices)

    danger_now = models.CharField(max_length=8, choices=Said.choices, default=Said.UNKNOWN)
    place = models.CharField(max_length=8, blank=True, default="", help_text="Gazetteer code, or a country's code.")
    situations = ArrayField(models.CharField(max_length=20, choices=Situation.choices), default=list, blank=True)
    forms = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    women = models.PositiveIntegerField(default=0)
    men = models.PositiveIntegerField(default=0)
    girls = models.PositiveIntegerField(default=0)
    boys = models.PositiveIntegerField(default=0)
    unknown = models.PositiveIntegerField(default=0)

    relation = models.CharField(max_length=10, choices=Relation.choices, default=Relation.UNKNOWN)
    answering = models.CharField(max_length=10, choices=Answering.choices, default=Answering.CODE)
    has_contact = models.BooleanField(default=False)

    status = models.CharField(max_length=12, choices=ReportStatus.choices, default=ReportStatus.RECEIVED)
    urgency = models.CharField(max_length=10, choices=Urgency.choices)
    due_at = models.DateTimeField()
    taken_by_id = models.UUIDField(null=True, blank=True)
    reporter_waits = models.BooleanField(default=False, help_text="The reporter wrote something nobody has read yet.")
    finding = models.CharField(max_length=20, choices=Finding.choices, blank=True, default="")
    closing_reason = models.CharField(max_length=12, choices=ClosingReason.choices, blank=True, default="")
    closed_by_id = models.UUIDField(null=True, blank=True)

    class Privacy:
        sealed = {"narrative.story", "narrative.place", "contact.contact", "contact.when"}
        coded = RECORD | {
            "number", "office_id", "origin_office_id", "mailbox", "parent", "duplicate_of", "channel", "language",
            "received_on", "received_part", "danger_now", "place", "situations", "forms", "women", "men", "girls",
            "boys", "unknown", "relation", "answering", "has_contact", "status", "urgency", "due_at", "taken_by_id",
            "reporter_waits", "finding", "closing_reason", "closed_by_id",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        indexes = [
            models.Index(fields=["office_id", "status", "due_at"], name="report_queue"),
            models.Index(fields=["origin_office_id", "status"], name="report_origin"),
            models.Index(fields=["place", "received_on"], name="report_place_day"),
            # The queue: what is open is little, whatever an office has closed in ten years.
            models.Index(
                fields=["office_id"],
                name="report_open",
                condition=~Q(status__in=[ReportStatus.CLOSED, ReportStatus.JOINED]) | Q(reporter_waits=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="report_closed_with_reason",
                condition=Q(status=ReportStatus.CLOSED, closing_reason__gt="", closed_by_id__isnull=False)
                | (~Q(status=ReportStatus.CLOSED) & Q(closing_reason="", closed_by_id__isnull=True)),
            ),
            models.CheckConstraint(
                name="report_joined_to_another",
                condition=Q(status=ReportStatus.JOINED, duplicate_of__isnull=False)
                | (~Q(status=ReportStatus.JOINED) & Q(duplicate_of__isnull=True)),
            ),
            models.CheckConstraint(
                name="report_due_at_a_full_hour_when_anonymous",
                condition=~Q(channel=Channel.WEB) | Q(due_at__minute=0, due_at__second=0),
            ),
            models.CheckConstraint(
                name="report_people_are_countable",
                condition=Q(women__lte=9999, men__lte=9999, girls__lte=9999, boys__lte=9999, unknown__lte=9999),
            ),
        ]

    @property
    def people(self) -> int:
        return self.women + self.men + self.girls + self.boys + self.unknown

    @property
    def children(self) -> int:
        return self.girls + self.boys


class ReportPerson(Record):
    """Somebody in a report: as much as was said, and what was found."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="persons")
    office_id = models.UUIDField()
    position = models.PositiveSmallIntegerField(help_text="1, 2, 3: how staff speak of somebody without a name.")
    sex = models.CharField(max_length=12, default="unknown")
    minor = models.CharField(max_length=8, choices=Said.choices, default=Said.UNKNOWN)
    age_band = models.CharField(max_length=12, default="unknown")
    nationality = models.CharField(max_length=2, default="ZZ")
    named = models.BooleanField(default=False)
    result = models.CharField(max_length=24, choices=Result.choices, blank=True, default="")
    finding = models.CharField(max_length=20, choices=Finding.choices, blank=True, default="")
    result_on = models.DateField(null=True, blank=True)

    class Privacy:
        sealed = {"identity.name"}
        coded = RECORD | {
            "report", "office_id", "position", "sex", "minor", "age_band", "nationality", "named", "result", "finding",
            "result_on",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                name="person_result_and_day_together",
                condition=Q(result="", result_on__isnull=True) | Q(result__gt="", result_on__isnull=False),
            ),
        ]


class Message(Record):
    """One thing said in a thread: sealed to the office (vault, section narrative) and to the mailbox (`for_reporter`).

    What a reporter writes goes to the owner of each part of the report: one row each, with the same `said`.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="messages")
    mailbox = models.ForeignKey(Mailbox, null=True, blank=True, on_delete=models.PROTECT, related_name="messages")
    office_id = models.UUIDField()
    kind = models.CharField(max_length=12, choices=MessageKind.choices)
    said = models.UUIDField()
    said_on = models.DateField()
    said_part = models.CharField(max_length=10, choices=PartOfDay.choices)
    position = models.PositiveIntegerField(help_text="Order within the thread: a day has no hours here.")
    for_reporter = models.BinaryField(null=True, help_text="Sealed box to the mailbox's public key.")
    read_by_office = models.BooleanField(default=False)

    class Privacy:
        sealed = {"narrative.text"}
        coded = RECORD | {
            "report", "mailbox", "office_id", "kind", "said", "said_on", "said_part", "position", "for_reporter",
            "read_by_office",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        ordering = ["position"]


class Note(Record):
    """What staff write for staff. It stays with the office that wrote it, except the note that goes with a transfer."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="notes")
    office_id = models.UUIDField()
    kind = models.CharField(max_length=12, choices=NoteKind.choices)
    by_id = models.UUIDField()

    class Privacy:
        sealed = {"notes.text"}
        coded = RECORD | {"report", "office_id", "kind", "by_id"}
        free: set[str] = set()

    class Meta:
        ordering = ["created_at"]


class Triage(Record):
    """The first decision: how urgent, what it looks like, who should go."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="triages")
    office_id = models.UUIDField()
    urgency = models.CharField(max_length=10, choices=Urgency.choices)
    forms = ArrayField(models.CharField(max_length=40), default=list)
    place = models.CharField(max_length=8, blank=True, default="")
    proposed_office_id = models.UUIDField(null=True)
    chosen_office_id = models.UUIDField(null=True)
    by_id = models.UUIDField()

    class Privacy:
        sealed: set[str] = set()
        coded = RECORD | {
            "report", "office_id", "urgency", "forms", "place", "proposed_office_id", "chosen_office_id", "by_id",
        }  # fmt: skip
        free: set[str] = set()


class Transfer(Record):
    """The whole of a report, or some of its people as a report of their own (`part`), went to another office."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="transfers")
    part = models.ForeignKey(Report, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    from_office_id = models.UUIDField()
    to_office_id = models.UUIDField()
    reason = models.CharField(max_length=12, choices=TransferReason.choices)
    people = models.PositiveIntegerField()
    by_id = models.UUIDField()
    accepted_by_id = models.UUIDField(null=True, blank=True)

    class Privacy:
        sealed: set[str] = set()
        coded = RECORD | {
            "report", "part", "from_office_id", "to_office_id", "reason", "people", "by_id", "accepted_by_id",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                name="transfer_goes_elsewhere", condition=~Q(from_office_id=models.F("to_office_id"))
            ),
        ]


class Verification(Record):
    """What was found for one person, each time somebody went. The newest also stands on the person."""

    person = models.ForeignKey(ReportPerson, on_delete=models.PROTECT, related_name="verifications")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="verifications")
    office_id = models.UUIDField()
    result = models.CharField(max_length=24, choices=Result.choices)
    finding = models.CharField(max_length=20, choices=Finding.choices, blank=True, default="")
    on = models.DateField()
    by_id = models.UUIDField()

    class Privacy:
        sealed: set[str] = set()
        coded = RECORD | {"person", "report", "office_id", "result", "finding", "on", "by_id"}
        free: set[str] = set()

    class Meta:
        ordering = ["created_at"]
