"""Declared tables: numbers that an agency counted itself. Rows are added and never changed; only codes and numbers."""

from django.db import models
from django.db.models import Q

from rumduol.declared.enums import DeclarationStatus, RefusalReason
from rumduol.shared.models import Record


class Declaration(Record):
    """One table of one office, for one indicator and period.

    `breakdowns` are names of the indicator's breakdowns; `cells` is a list of [value or "total" per breakdown, printed],
    where printed is a number, a range ("<5", "5-10") or a code of NoNumber. `sums` and `mismatches` say how many sums of
    the source were checked and how many did not hold; `sha256` which file it was. `status` follows from the decision
    on it: a trigger sets it, the application can't.
    """

    status = models.CharField(max_length=12, default=DeclarationStatus.WAITING)
    agency_id = models.UUIDField()
    office_id = models.UUIDField(db_index=True)
    indicator = models.CharField(max_length=60)
    period = models.CharField(max_length=20)
    breakdowns = models.JSONField()
    cells = models.JSONField()
    sums = models.PositiveIntegerField()
    mismatches = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    declared_by = models.UUIDField()

    class Privacy:
        sealed: set[str] = set()
        coded = {
            "id", "created_at", "revision", "status", "agency_id", "office_id", "indicator", "period", "breakdowns", "cells",
            "sums", "mismatches", "sha256", "declared_by",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        indexes = [models.Index(fields=["indicator", "period", "status"], name="declared_by_figure")]
        constraints = [
            models.CheckConstraint(name="declared_status_known", condition=Q(status__in=DeclarationStatus.values)),
            models.CheckConstraint(name="declared_code_of_figure", condition=Q(indicator__regex=r"^[a-z0-9_.]{1,60}$")),
            models.CheckConstraint(name="declared_period_written", condition=Q(period__regex=r"^[0-9Q.-]{4,20}$")),
            models.CheckConstraint(name="declared_hash_of_file", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(name="declared_mismatch_is_a_sum", condition=Q(mismatches=0) | Q(sums__gt=0)),
        ]


class Decision(Record):
    """What the second person said of a declaration. One each."""

    declaration = models.OneToOneField(Declaration, on_delete=models.PROTECT, related_name="decision")
    status = models.CharField(max_length=12)
    reason = models.CharField(max_length=20, blank=True, default="")
    decided_by = models.UUIDField()

    class Privacy:
        sealed: set[str] = set()
        coded = {"id", "created_at", "revision", "declaration", "status", "reason", "decided_by"}
        free: set[str] = set()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="declared_decision_with_reason",
                condition=Q(status=DeclarationStatus.CONFIRMED, reason="")
                | Q(status=DeclarationStatus.REFUSED, reason__in=RefusalReason.values),
            ),
        ]
