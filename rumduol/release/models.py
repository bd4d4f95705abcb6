"""Releases: what the public may see in one table, the exact numbers behind it in another that only its makers read."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from rumduol.release.enums import ReleaseEvent, ReleaseStatus
from rumduol.shared.models import Record

LIFE = {
    "id",
    "created_at",
    "revision",
    "number",
    "status",
    "content",
    "sha256",
    "drafted_by",
    "approved_by",
    "published_on",
    "return_reason",
}


class Publication(Record):
    """What one person drafts and another publishes, under a number and for ever: a table, or a file of invented people.

    Its steps are in `life`. `letter` begins the number, `subject` and `events` are how the log calls it and its steps.
    """

    number = models.CharField(max_length=12, blank=True, default="")  # R-2026-01
    status = models.CharField(max_length=12, default=ReleaseStatus.DRAFT)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    drafted_by = models.UUIDField()
    approved_by = models.UUIDField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    return_reason = models.CharField(max_length=20, blank=True, default="")

    letter: ClassVar[str]
    subject: ClassVar[str]
    events: ClassVar[dict[ReleaseStatus, ReleaseEvent]]

    class Meta:
        abstract = True

    @property
    def about(self) -> dict[str, str]:
        """What the log says of it at every step."""
        raise NotImplementedError


class Release(Publication):
    """One table on its way to the public, and there for ever.

    `content` is the whole public document (see `documents`), `sha256` the hash of its canonical form. Both are frozen
    by a trigger when the second person has the release, and everything is when it is published.
    """

    letter = "R"
    subject = "release"
    events: ClassVar[dict[ReleaseStatus, ReleaseEvent]] = {
        ReleaseStatus.CHECK: ReleaseEvent.SENT,
        ReleaseStatus.RETURNED: ReleaseEvent.RETURNED,
        ReleaseStatus.DROPPED: ReleaseEvent.DROPPED,
        ReleaseStatus.PUBLISHED: ReleaseEvent.PUBLISHED,
        ReleaseStatus.REVISED: ReleaseEvent.REVISED,
    }

    indicator = models.CharField(max_length=40)
    period = models.CharField(max_length=20)
    source = models.CharField(max_length=20)
    breakdowns = models.JSONField()
    revises = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="revised_by")
    revision_reason = models.CharField(max_length=20, blank=True, default="")

    class Privacy:
        sealed: set[str] = set()
        coded = LIFE | {"indicator", "period", "source", "breakdowns", "revises", "revision_reason"}
        free: set[str] = set()

    class Meta:
        constraints = [
            models.CheckConstraint(name="release_status_known", condition=Q(status__in=ReleaseStatus.values)),
            models.CheckConstraint(
                name="release_two_people", condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("drafted_by"))
            ),
            models.CheckConstraint(
                name="release_public_is_numbered_dated_and_approved",
                condition=(
                    Q(status__in=["published", "revised"], approved_by__isnull=False, published_on__isnull=False)
                    & Q(number__regex=r"^R-[0-9]{4}-[0-9]{2,4}$")
                )
                | (~Q(status__in=["published", "revised"]) & Q(number="", published_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="release_revision_has_a_reason",
                condition=Q(revises__isnull=True, revision_reason="")
                | (Q(revises__isnull=False) & ~Q(revision_reason="")),
            ),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="release_number_once"),
            models.UniqueConstraint(
                fields=["indicator", "period", "source", "breakdowns"],
                condition=Q(status="published"),
                name="release_one_standing_per_table",
            ),
        ]

    @property
    def about(self) -> dict[str, str]:
        return {"indicator": self.indicator, "period": self.period}


class Working(models.Model):
    """The exact numbers and the reasons: read by those who draft and approve, by nobody else, and never published.

    Kept after publishing, because a later release must be checked against what was true then.
    """

    release = models.OneToOneField(Release, primary_key=True, on_delete=models.CASCADE, related_name="working")
    exact = models.JSONField()
    why = models.JSONField()
    ranges = models.JSONField()
    people = models.JSONField(
        null=True, help_text="The people behind the records, where a round of matching is beside."
    )

    class Privacy:
        sealed: set[str] = set()
        coded = {"release", "exact", "why", "ranges", "people"}
        free: set[str] = set()


class OpenAnswer(models.Model):
    """An answer with noise to a question about one year, and what it cost of that year's budget: one line of the ledger.

    Written once and never changed; the database refuses a line that would bring a year over its budget.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asked_on = models.DateField()
    year = models.PositiveSmallIntegerField()
    indicator = models.CharField(max_length=40)
    breakdowns = models.JSONField()
    question = models.CharField(max_length=200)
    epsilon = models.DecimalField(max_digits=5, decimal_places=3)
    error = models.PositiveIntegerField()
    answer = models.JSONField()
    answered_by = models.UUIDField()

    class Privacy:
        sealed: set[str] = set()
        coded = {
            "id",
            "asked_on",
            "year",
            "indicator",
            "breakdowns",
            "question",
            "epsilon",
            "error",
            "answer",
            "answered_by",
        }
        free: set[str] = set()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "question"], name="release_question_answered_once"),
            models.CheckConstraint(name="release_answer_costs", condition=Q(epsilon__gt=0)),
        ]


class Invented(Publication):
    """A file of invented people on its way to the public: drafted by one, published by another, one a year for ever.

    `content` has the file, the report on how alike it is, and the released totals beside it (see `invented`). Two files
    of one year could be compared, so there is no revision; `epsilon` of a private one is spent of the year's budget.
    """

    letter = "M"
    subject = "invented"
    events: ClassVar[dict[ReleaseStatus, ReleaseEvent]] = {
        ReleaseStatus.CHECK: ReleaseEvent.INVENTED_SENT,
        ReleaseStatus.RETURNED: ReleaseEvent.INVENTED_RETURNED,
        ReleaseStatus.DROPPED: ReleaseEvent.INVENTED_DROPPED,
        ReleaseStatus.PUBLISHED: ReleaseEvent.INVENTED_PUBLISHED,
    }

    year = models.PositiveSmallIntegerField()
    epsilon = models.DecimalField(max_digits=5, decimal_places=3, null=True, blank=True)

    class Privacy:
        sealed: set[str] = set()
        coded = LIFE | {"year", "epsilon"}
        free: set[str] = set()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="invented_status_known",
                condition=Q(status__in=[one for one in ReleaseStatus.values if one != ReleaseStatus.REVISED]),
            ),
            models.CheckConstraint(
                name="invented_two_people", condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("drafted_by"))
            ),
            models.CheckConstraint(
                name="invented_public_is_numbered_dated_and_approved",
                condition=(
                    Q(status="published", approved_by__isnull=False, published_on__isnull=False)
                    & Q(number__regex=r"^M-[0-9]{4}-[0-9]{2,4}$")
                )
                | (~Q(status="published") & Q(number="", published_on__isnull=True)),
            ),
            models.CheckConstraint(name="invented_costs", condition=Q(epsilon__isnull=True) | Q(epsilon__gt=0)),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="invented_number_once"),
            models.UniqueConstraint(fields=["year"], condition=Q(status="published"), name="invented_one_a_year"),
        ]

    @property
    def about(self) -> dict[str, str]:
        return {"year": str(self.year), "way": self.content["way"]}
