"""Facts: what happened, with nobody in it. Rows are only ever added; a mistake is corrected by a further row."""

import uuid

from django.db import models
from django.db.models import Q


class Fact(models.Model):
    """One counted thing.

    * `unit_key` is HMAC-SHA256(FACT_KEY, record kind and id), so that a stolen database cannot join facts to records.
    * `recorded_on` is a day and no more: a finer time would match the record's own time of writing and undo the key.
      A day is all that "as it was known on" needs.
    * `place` ends at the district, and the writer cuts what is longer. A place abroad is its country code.
    * No office: a province with one shelter would name the shelter. The agency's kind and province are enough.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    unit_key = models.BinaryField(max_length=32)
    happened_on = models.CharField(max_length=10, db_collation="C")  # 2026, 2026-03 or 2026-03-14
    recorded_on = models.DateField()
    place = models.CharField(max_length=4, blank=True, default="")
    sex = models.CharField(max_length=40, default="unknown")
    age_band = models.CharField(max_length=40, default="unknown")
    nationality = models.CharField(max_length=40, blank=True, default="")
    form = models.CharField(max_length=60, blank=True, default="")
    domestic = models.CharField(max_length=60, blank=True, default="")
    palermo = models.CharField(max_length=60, blank=True, default="")
    outcome = models.CharField(max_length=60, blank=True, default="")
    agency_kind = models.CharField(max_length=40, blank=True, default="")
    agency_province = models.CharField(max_length=2, blank=True, default="")
    count = models.PositiveIntegerField(default=1)
    extra = models.JSONField(default=dict)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )

    class Privacy:
        sealed: set[str] = set()
        coded = {
            "id",
            "kind",
            "unit_key",
            "happened_on",
            "recorded_on",
            "place",
            "sex",
            "age_band",
            "nationality",
            "form",
            "domestic",
            "palermo",
            "outcome",
            "agency_kind",
            "agency_province",
            "count",
            "extra",
            "corrects",
        }
        free: set[str] = set()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "happened_on"], name="fact_kind_and_day"),
            models.Index(fields=["kind", "unit_key"], name="fact_unit"),
            models.Index(fields=["kind", "corrects"], name="fact_corrections", condition=Q(corrects__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="fact_happened_on_is_a_partial_date",
                condition=Q(happened_on__regex=r"^[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"),
            ),
            models.CheckConstraint(
                name="fact_place_ends_at_the_district",
                condition=Q(place__regex=r"^([0-9]{2}|[0-9]{4}|[A-Z]{2,3})?$"),
            ),
            models.CheckConstraint(name="fact_kind_is_a_code", condition=Q(kind__regex=r"^[a-z][a-z0-9_]+$")),
            models.CheckConstraint(name="fact_outcome_is_a_code", condition=Q(outcome__regex=r"^[a-z0-9_.-]*$")),
            models.CheckConstraint(
                name="fact_counts_unless_it_withdraws", condition=Q(count__gt=0) | Q(corrects__isnull=False)
            ),
        ]


class CtdcFile(models.Model):
    """A file of the Counter-Trafficking Data Collaborative that was taken in, known by its SHA-256."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    name = models.CharField(max_length=200)
    rows = models.PositiveIntegerField()
    bad_rows = models.PositiveIntegerField()
    imported_at = models.DateTimeField()

    class Privacy:
        sealed: set[str] = set()
        coded = {"sha256", "name", "rows", "bad_rows", "imported_at"}
        free: set[str] = set()


class CtdcPerson(models.Model):
    """One synthetic person of that file. Never a real case, and never in the table of national facts.

    A blank text and a missing flag mean "not stated, or suppressed by the Collaborative": not "no".
    `signs` holds the names of the columns whose flag is 1; the file has no zeros.
    """

    file = models.ForeignKey(CtdcFile, on_delete=models.PROTECT)
    row_number = models.PositiveIntegerField()
    year = models.CharField(max_length=4, blank=True, default="")
    sex = models.CharField(max_length=30, blank=True, default="")
    age_band = models.CharField(max_length=10, blank=True, default="")
    majority = models.CharField(max_length=10, blank=True, default="")
    months = models.CharField(max_length=30, blank=True, default="")
    citizenship = models.CharField(max_length=3, blank=True, default="")
    exploited_in = models.CharField(max_length=3, blank=True, default="")
    forced_labour = models.BooleanField(null=True)
    sexual_exploitation = models.BooleanField(null=True)
    other_exploitation = models.BooleanField(null=True)
    signs = models.JSONField(default=list)

    class Privacy:
        sealed: set[str] = set()
        coded = {
            "id",
            "file",
            "row_number",
            "year",
            "sex",
            "age_band",
            "majority",
            "months",
            "citizenship",
            "exploited_in",
            "forced_labour",
            "sexual_exploitation",
            "other_exploitation",
            "signs",
        }
        free: set[str] = set()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "row_number"], name="ctdc_row_once")]
        indexes = [
            models.Index(fields=["citizenship"], name="ctdc_citizenship"),
            models.Index(fields=["exploited_in"], name="ctdc_exploited_in"),
        ]


class LinkRound(models.Model):
    """One run of the linkage: from then on, figures can say how many people stand behind the facts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_on = models.DateField()

    class Privacy:
        sealed: set[str] = set()
        coded = {"id", "made_on"}
        free: set[str] = set()


class Link(models.Model):
    """In this round, the unit of these facts belongs to that cluster: one person, as far as the linkage can tell.

    `cluster` is random and new in every round, so that two rounds say no more together than each alone, and it leads
    back to no record.
    """

    id = models.BigAutoField(primary_key=True)
    round = models.ForeignKey(LinkRound, on_delete=models.PROTECT)
    kind = models.CharField(max_length=40)
    unit_key = models.BinaryField(max_length=32)
    cluster = models.BinaryField(max_length=16)

    class Privacy:
        sealed: set[str] = set()
        coded = {"id", "round", "kind", "unit_key", "cluster"}
        free: set[str] = set()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "kind", "unit_key"], name="link_unit_once_per_round")]
