"""Rounds of matching without names, and what little of them is kept.

Filters lie in `Encoding` from the moment an office encodes until the lists are matched; the database empties it, and
the shares of the secret, in the statement that says "matched". No table holds how alike two lines are.
"""

import uuid

from django.db import models
from django.db.models import F, Q

from rumduol.linkage.enums import (
    Basis,
    CancelReason,
    DeclineReason,
    Ending,
    ListKind,
    RoundPurpose,
    RoundStatus,
    Verdict,
)
from rumduol.shared.models import Record

RECORD = {"id", "created_at", "revision"}


class Round(Record):
    """One matching of some offices' lists. `office_id` matches and holds no share of the secret."""

    number = models.CharField(max_length=12, unique=True)
    office_id = models.UUIDField(db_index=True)
    purpose = models.CharField(max_length=10, choices=RoundPurpose.choices)
    period = models.CharField(max_length=20)
    basis = models.CharField(max_length=10, choices=Basis.choices)
    dry_run = models.BooleanField(default=False, help_text="Nothing goes to the figures, whatever is found.")
    status = models.CharField(max_length=10, choices=RoundStatus.choices, default=RoundStatus.DRAFTED)
    opened_by = models.UUIDField()
    matched_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.UUIDField(null=True)
    approved_office = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True, help_text="Closed or cancelled.")
    ended_by = models.UUIDField(null=True)
    cancel_reason = models.CharField(max_length=12, choices=CancelReason.choices, blank=True, default="")
    links_id = models.UUIDField(null=True, help_text="The round of links that the figures know it by.")
    cautions = models.JSONField(default=list, help_text="[code, position of a list, position of another] each.")

    class Privacy:
        sealed: set[str] = set()
        coded = RECORD | {
            "number", "office_id", "purpose", "period", "basis", "dry_run", "status", "opened_by", "matched_at",
            "approved_at", "approved_by", "approved_office", "ended_at", "ended_by", "cancel_reason", "links_id",
            "cautions",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        constraints = [
            models.CheckConstraint(name="linkage_status_known", condition=Q(status__in=RoundStatus.values)),
            models.CheckConstraint(name="linkage_period_written", condition=Q(period__regex=r"^[0-9Q.-]{4,20}$")),
            models.CheckConstraint(
                name="linkage_approved_by_a_second_person_elsewhere",
                condition=Q(approved_at__isnull=True, approved_by__isnull=True, approved_office__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False, approved_office__isnull=False)
                & ~Q(approved_by=F("opened_by"))
                & ~Q(approved_office=F("office_id")),
            ),
            models.CheckConstraint(
                name="linkage_approved_when_it_says_so",
                condition=~Q(status__in=["approved", "closed"]) | Q(approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="linkage_ended_whole",
                condition=Q(status__in=["closed", "cancelled"], ended_at__isnull=False, ended_by__isnull=False)
                | ~Q(status__in=["closed", "cancelled"]) & Q(ended_at__isnull=True, ended_by__isnull=True),
            ),
            models.CheckConstraint(
                name="linkage_cancelled_with_a_reason",
                condition=Q(status="cancelled", cancel_reason__gt="") | ~Q(status="cancelled") & Q(cancel_reason=""),
            ),
            models.CheckConstraint(
                name="linkage_dry_run_reaches_no_figure", condition=Q(dry_run=False) | Q(links_id__isnull=True)
            ),
        ]


class Part(Record):
    """An office's list in a round: how it agreed, and counts of what it encoded. `check_value` tells secrets apart."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="parts")
    office_id = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=10, choices=ListKind.choices)
    position = models.PositiveSmallIntegerField()
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.UUIDField(null=True)
    commitment = models.BinaryField(null=True, max_length=32)
    declined_at = models.DateTimeField(null=True)
    declined_by = models.UUIDField(null=True)
    decline_reason = models.CharField(max_length=12, choices=DeclineReason.choices, blank=True, default="")
    encoded_at = models.DateTimeField(null=True)
    encoded_by = models.UUIDField(null=True)
    check_value = models.CharField(max_length=8, blank=True, default="")
    people = models.PositiveIntegerField(default=0)
    no_name = models.PositiveIntegerField(default=0)
    short_name = models.PositiveIntegerField(default=0)
    no_birth = models.PositiveIntegerField(default=0, help_text="No date of birth, or an estimated one.")
    first_of_january = models.PositiveIntegerField(default=0)
    no_place = models.PositiveIntegerField(default=0)
    doubles = models.PositiveIntegerField(default=0, help_text="Pairs of its own lines that may be one person.")
    expected_same = models.PositiveIntegerField(
        null=True, help_text="How many of the sampled pairs the matching expects to be one person, all together."
    )
    said_same = models.PositiveSmallIntegerField(default=0, help_text="Sampled pairs: its office says one person.")
    said_different = models.PositiveSmallIntegerField(default=0)
    said_unsure = models.PositiveSmallIntegerField(default=0)
    called_right = models.PositiveSmallIntegerField(
        default=0, help_text="Of those that the matching takes for one person: its office says so too."
    )
    called_wrong = models.PositiveSmallIntegerField(default=0)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.UUIDField(null=True)

    class Privacy:
        sealed = {"notes.rows"}
        coded = RECORD | {
            "round", "office_id", "kind", "position", "agreed_at", "agreed_by", "commitment", "encoded_at",
            "encoded_by", "check_value", "people", "no_name", "short_name", "no_birth", "first_of_january", "no_place",
            "doubles", "expected_same", "reviewed_at", "reviewed_by", "declined_at", "declined_by", "decline_reason",
            "said_same", "said_different", "said_unsure", "called_right", "called_wrong",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["round", "office_id"], name="linkage_one_list_of_an_office"),
            models.UniqueConstraint(fields=["round", "position"], name="linkage_one_place_per_list"),
            models.CheckConstraint(
                name="linkage_agreed_whole",
                condition=Q(agreed_at__isnull=True, agreed_by__isnull=True, commitment__isnull=True)
                | Q(agreed_at__isnull=False, agreed_by__isnull=False, commitment__isnull=False),
            ),
            models.CheckConstraint(
                name="linkage_declined_whole",
                condition=Q(declined_at__isnull=True, declined_by__isnull=True, decline_reason="")
                | Q(
                    declined_at__isnull=False, declined_by__isnull=False, decline_reason__gt="", agreed_at__isnull=True
                ),
            ),
            models.CheckConstraint(
                name="linkage_encoded_whole",
                condition=Q(encoded_at__isnull=True, encoded_by__isnull=True, check_value="")
                | Q(encoded_at__isnull=False, encoded_by__isnull=False, check_value__regex=r"^[0-9a-f]{8}$"),
            ),
            models.CheckConstraint(
                name="linkage_reviewed_whole",
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True)
                | Q(reviewed_at__isnull=False, reviewed_by__isnull=False),
            ),
        ]


class Share(Record):
    """What one office adds to the secret, sealed to another office that takes part. Gone once the lists are matched."""

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="shares")
    to_office_id = models.UUIDField()
    key_id = models.UUIDField()
    sealed_share = models.BinaryField()

    class Privacy:
        sealed: set[str] = set()
        coded = RECORD | {"part", "to_office_id", "key_id", "sealed_share"}
        free: set[str] = set()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["part", "to_office_id"], name="linkage_one_share_per_office"),
        ]


class Encoding(Record):
    """The filters of a list as bytes: read by the office that matches, by nobody through a page, gone once matched."""

    part = models.OneToOneField(Part, on_delete=models.CASCADE, related_name="encoding")
    matcher_id = models.UUIDField()
    shape = models.JSONField()
    tokens = models.BinaryField(help_text="16 random bytes a line.")
    filters = models.BinaryField()
    missing = models.BinaryField(help_text="A byte a line: which facets say nothing.")

    class Privacy:
        sealed: set[str] = set()
        coded = RECORD | {"part", "matcher_id", "shape", "tokens", "filters", "missing"}
        free: set[str] = set()


class Home(models.Model):
    """Which facts a line of an office's own list stands for. The office alone reads it; gone when the round is over."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="+")
    office_id = models.UUIDField()
    token = models.BinaryField(max_length=16)
    kind = models.CharField(max_length=40)
    unit_key = models.BinaryField(max_length=32)

    class Privacy:
        sealed: set[str] = set()
        coded = {"id", "part", "office_id", "token", "kind", "unit_key"}
        free: set[str] = set()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["part", "kind", "unit_key"], name="linkage_unit_once_per_list"),
        ]


class Cluster(models.Model):
    """Which lines are one person, as 16 random bytes. No role reads it; the database joins it with `Home` on approval."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="+")
    token = models.BinaryField(max_length=16)
    cluster = models.BinaryField(max_length=16)

    class Privacy:
        sealed: set[str] = set()
        coded = {"id", "part", "token", "cluster"}
        free: set[str] = set()


class Overlap(models.Model):
    """So many people are on exactly the lists whose bits are set (bit = position)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="overlaps")
    lists = models.PositiveSmallIntegerField()
    people = models.PositiveIntegerField()

    class Privacy:
        sealed: set[str] = set()
        coded = {"id", "round", "lists", "people"}
        free: set[str] = set()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "lists"], name="linkage_overlap_once")]


class Quality(models.Model):
    """Of two lists: how many were found on both, and what the matching itself believes of that, in whole per cent.

    `known` lines stand for the same record on both lists (a case that was opened from a screening of the other office):
    of these `known_found` were found, which is the one thing that is measured and not believed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="qualities")
    one = models.PositiveSmallIntegerField()
    other = models.PositiveSmallIntegerField()
    both = models.PositiveIntegerField()
    precision = models.PositiveSmallIntegerField(null=True)
    recall = models.PositiveSmallIntegerField(null=True)
    known = models.PositiveIntegerField(default=0)
    known_found = models.PositiveIntegerField(default=0)

    class Privacy:
        sealed: set[str] = set()
        coded = {"id", "round", "one", "other", "both", "precision", "recall", "known", "known_found"}
        free: set[str] = set()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "one", "other"], name="linkage_quality_once")]


class Twin(Record):
    """Two lines of one list that may be one person: a sample for the office that owns them, and what it said."""

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="twins")
    office_id = models.UUIDField()
    first = models.BinaryField(max_length=16)
    second = models.BinaryField(max_length=16)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True, default="")
    said_by = models.UUIDField(null=True)

    class Privacy:
        sealed: set[str] = set()
        coded = RECORD | {"part", "office_id", "first", "second", "verdict", "said_by"}
        free: set[str] = set()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="linkage_verdict_of_somebody",
                condition=Q(verdict="", said_by__isnull=True) | Q(verdict__gt="", said_by__isnull=False),
            ),
        ]


class Progress(models.Model):
    """How far an encoding or a matching has come that goes on while nobody waits: counts only. One of an office and round."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    office_id = models.UUIDField()
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField(help_text="When it last said that it lives.")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    before = models.PositiveIntegerField(default=0, help_text="Others whose turn comes first; 0 once it has begun.")
    ended = models.CharField(max_length=10, choices=Ending.choices, blank=True, default="")

    class Privacy:
        sealed: set[str] = set()
        coded = {"id", "round", "office_id", "started_at", "beat_at", "done", "total", "before", "ended"}
        free: set[str] = set()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "office_id"], name="linkage_one_work_of_an_office")]


class Called(models.Model):
    """Sampled pairs that the matching takes for one person. No role reads it, so that no office learns how alike two of its
    lines are; the database counts how many the office calls so, too, and empties it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="+")
    twin_id = models.UUIDField(unique=True)

    class Privacy:
        sealed: set[str] = set()
        coded = {"id", "part", "twin_id"}
        free: set[str] = set()


class Estimated(Record):
    """What the methods said of the round's overlaps: numbers and codes, each with its interval. Made once for its counts."""

    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="estimated")
    answer = models.JSONField()
    made_by = models.UUIDField()

    class Privacy:
        sealed: set[str] = set()
        coded = RECORD | {"round", "answer", "made_by"}
        free: set[str] = set()
