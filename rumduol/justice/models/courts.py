"""Charges, verdicts, and requests between countries."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from rumduol.justice import enums
from rumduol.justice.models.case import PART, CriminalCase, Part
from rumduol.justice.models.suspects import Suspect
from rumduol.shared.dates import PartialDateField


class Charge(Part):
    """An article that somebody is charged with; the facts against its elements are sealed in the case's JUSTICE section."""

    case = models.ForeignKey(CriminalCase, on_delete=models.CASCADE, related_name="charges")
    suspect = models.ForeignKey(Suspect, on_delete=models.CASCADE, related_name="charges")
    article = models.CharField(max_length=32)
    on = PartialDateField()
    child = models.CharField(max_length=8, choices=enums.YesNo, default=enums.YesNo.UNKNOWN)
    under_15 = models.CharField(max_length=8, choices=enums.YesNo, default=enums.YesNo.UNKNOWN)
    aggravated = models.BooleanField(default=False)
    attempt = models.BooleanField(default=False)
    elements = ArrayField(models.CharField(max_length=40), default=list, blank=True, help_text="Those with facts.")
    status = models.CharField(max_length=8, choices=enums.ChargeStatus, default=enums.ChargeStatus.STANDING)
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    reduced = models.BooleanField(default=False, help_text="Replaces a charge with a higher penalty.")
    ended_on = PartialDateField(null=True, blank=True)
    ended_because = models.CharField(max_length=14, choices=enums.WhyChanged, blank=True)
    by_id = models.UUIDField()

    class Privacy:
        sealed: set[str] = set()
        coded = PART | {
            "suspect", "article", "on", "child", "under_15", "aggravated", "attempt", "elements", "status", "replaces",
            "reduced", "ended_on", "ended_because", "by_id",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="charge_ended_says_when_and_why",
                condition=Q(status="standing", ended_on__isnull=True, ended_because="")
                | (~Q(status="standing") & Q(ended_on__isnull=False) & ~Q(ended_because="")),
            ),
            models.UniqueConstraint(
                fields=["suspect", "article"], condition=Q(status="standing"), name="each_article_once_per_suspect"
            ),
        ]


class Verdict(Part):
    """What a court decided about one accused. A later one replaces it; the earlier stays for the history."""

    case = models.ForeignKey(CriminalCase, on_delete=models.CASCADE, related_name="verdicts")
    suspect = models.ForeignKey(Suspect, on_delete=models.CASCADE, related_name="verdicts")
    court = models.CharField(max_length=8, choices=enums.Court, default=enums.Court.FIRST)
    on = PartialDateField()
    outcome = models.CharField(max_length=10, choices=enums.Outcome)
    articles = ArrayField(models.CharField(max_length=32), default=list, blank=True)
    penalty = models.CharField(max_length=10, choices=enums.Penalty, default=enums.Penalty.NONE)
    life = models.BooleanField(default=False)
    months = models.PositiveSmallIntegerField(default=0, help_text="Of imprisonment, the suspended part included.")
    suspended_months = models.PositiveSmallIntegerField(default=0)
    fine_riel = models.PositiveBigIntegerField(default=0)
    in_absentia = models.BooleanField(default=False)
    outside_range = models.BooleanField(
        default=False, help_text="Outside the range of the article; a reason is sealed."
    )
    replaced_on = PartialDateField(null=True, blank=True)
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    by_id = models.UUIDField()

    class Privacy:
        sealed: set[str] = set()
        coded = PART | {
            "suspect", "court", "on", "outcome", "articles", "penalty", "life", "months", "suspended_months", "fine_riel",
            "in_absentia", "outside_range", "replaced_on", "replaces", "by_id",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["suspect"], condition=Q(replaced_on__isnull=True), name="one_verdict_stands_per_accused"
            ),
            models.CheckConstraint(
                name="verdict_no_longer_than_the_law", condition=Q(months__lte=enums.LONGEST_MONTHS)
            ),
            models.CheckConstraint(
                name="verdict_suspended_within_the_term", condition=Q(suspended_months__lte=models.F("months"))
            ),
            models.CheckConstraint(
                name="verdict_penalty_only_when_convicted",
                condition=Q(outcome="convicted") | Q(penalty="none", months=0, life=False, fine_riel=0),
            ),
            models.CheckConstraint(
                name="verdict_penalty_fits_its_kind",
                condition=(Q(penalty="prison") & (Q(life=True, months=0) | Q(life=False, months__gt=0)))
                | (Q(penalty="suspended", life=False, months__gt=0, suspended_months__gt=0))
                | (Q(penalty="fine", life=False, months=0, fine_riel__gt=0))
                | (Q(penalty="none", life=False, months=0, fine_riel=0)),
            ),
        ]


class Cooperation(Part):
    """A request to or from another country: extradition, mutual legal assistance. What is asked is sealed."""

    case = models.ForeignKey(CriminalCase, on_delete=models.CASCADE, related_name="cooperations")
    suspect = models.ForeignKey(Suspect, null=True, blank=True, on_delete=models.CASCADE, related_name="cooperations")
    kind = models.CharField(max_length=18, choices=enums.CooperationKind)
    direction = models.CharField(max_length=8, choices=enums.Direction)
    country = models.CharField(max_length=2)
    asked_on = PartialDateField()
    status = models.CharField(max_length=10, choices=enums.CooperationStatus, default=enums.CooperationStatus.ASKED)
    answered_on = PartialDateField(null=True, blank=True)
    by_id = models.UUIDField()

    class Privacy:
        sealed: set[str] = set()
        coded = PART | {"suspect", "kind", "direction", "country", "asked_on", "status", "answered_on", "by_id"}
        free: set[str] = set()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cooperation_answer_has_a_day",
                condition=Q(status="asked", answered_on__isnull=True)
                | (~Q(status="asked") & Q(answered_on__isnull=False)),
            ),
        ]
