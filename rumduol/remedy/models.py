"""A victim's claim, the court's order, each payment, a child's money, and what happened outside the court.

Sums of orders and payments are columns, so that the database can refuse a riel too much; how a claim was calculated
(whose wages, which fees, what was suffered) is sealed. Sealed of ("claim", id), all by the office of the claim:
    WISHES     {consent, withdrawn}     the decisions in the person's words
    JUSTICE    {lines: [...]}           the sheet (remedy.sheet)
    NOTES      {releases: {release id: reason}}
and by the office that wrote it: ("settlement", id) NARRATIVE {words}, ("testimony", id) WISHES {words}.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from rumduol.remedy import enums
from rumduol.shared.dates import PartialDateField
from rumduol.shared.models import Record


def both(name: str, *fields: str) -> models.CheckConstraint:
    """All of these columns are filled, or none is."""
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{one}__isnull": True for one in fields}) | Q(**{f"{one}__isnull": False for one in fields}),
    )


class Claim(Record):
    """One person's claim in one criminal case. `office_id` is the lawyer's; the court that has the case sees it once filed."""

    number = models.CharField(max_length=12)
    office_id = models.UUIDField(db_index=True)
    lawyer_id = models.UUIDField(db_index=True)
    lawyer_since = models.DateField()
    criminal_case_id = models.UUIDField(db_index=True)
    criminal_number = models.CharField(max_length=12)
    person_case_id = models.UUIDField(null=True, blank=True)
    person_office_id = models.UUIDField(null=True, blank=True, help_text="Its case workers see how far the claim is.")
    status = models.CharField(max_length=10, choices=enums.ClaimStatus, default=enums.ClaimStatus.DRAFT)
    sex = models.CharField(max_length=10, default="unknown")
    child = models.BooleanField(default=False, help_text="Under 18 when the claim was begun.")
    majority_on = PartialDateField(null=True, blank=True, help_text="The month in which the child turns 18.")
    place = models.CharField(max_length=4, blank=True)
    form = models.CharField(max_length=40, blank=True)

    consent_on = models.DateField(null=True, blank=True)
    consent_giver = models.CharField(max_length=10, choices=enums.Giver, blank=True)
    consent_language = models.CharField(max_length=10, blank=True)
    rate_riel = models.PositiveIntegerField(null=True, blank=True, help_text="Riel for one US dollar.")
    rate_source = models.CharField(max_length=16, choices=enums.RateSource, blank=True)
    rate_on = models.DateField(null=True, blank=True)
    claimed_riel = models.PositiveBigIntegerField(null=True, blank=True, help_text="The sum of the sealed sheet.")
    filed_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True, help_text="Refused or withdrawn.")
    holder = models.CharField(max_length=10, choices=enums.Holder, blank=True)
    share_id = models.UUIDField(null=True, blank=True)
    shared_with_id = models.UUIDField(null=True, blank=True)

    class Privacy:
        sealed = {"wishes.consent", "wishes.withdrawn", "justice.lines", "notes.releases"}
        coded = {
            "id", "created_at", "revision", "number", "office_id", "lawyer_id", "lawyer_since", "criminal_case_id",
            "criminal_number", "person_case_id", "person_office_id", "status", "sex", "child", "majority_on", "place",
            "form", "consent_on", "consent_giver", "consent_language", "rate_riel", "rate_source", "rate_on",
            "claimed_riel", "filed_on", "ended_on", "holder", "share_id", "shared_with_id",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], name="claim_number_once"),
            models.CheckConstraint(
                name="claim_filed_whole",
                condition=Q(filed_on__isnull=True, status__in=["draft", "withdrawn"])
                | Q(filed_on__isnull=False, consent_on__isnull=False, claimed_riel__gt=0) & ~Q(status="draft"),
            ),
            models.CheckConstraint(
                name="claim_child_consents_with_somebody", condition=Q(child=False) | ~Q(consent_giver="self")
            ),
            models.CheckConstraint(
                name="claim_child_has_a_majority", condition=Q(child=False) | Q(majority_on__isnull=False)
            ),
            both("claim_rate_whole", "rate_riel", "rate_on"),
            models.CheckConstraint(
                name="claim_ended_has_a_day",
                condition=Q(status__in=["refused", "withdrawn"], ended_on__isnull=False)
                | ~Q(status__in=["refused", "withdrawn"]),
            ),
        ]


class Part(Record):
    """What hangs on a claim; `office_id` is the office that wrote it."""

    office_id = models.UUIDField()
    by_id = models.UUIDField()

    class Meta:
        abstract = True


PART = {"id", "created_at", "revision", "office_id", "by_id", "claim"}


class Order(Part):
    """What a court ordered. A later one (on appeal) replaces it; payments made before count for it too."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="orders")
    on = models.DateField()
    riel = models.PositiveBigIntegerField()
    article = models.CharField(max_length=32, blank=True)
    in_absentia = models.BooleanField(default=False)
    interest_basis = models.CharField(max_length=12, choices=enums.InterestBasis, default=enums.InterestBasis.NONE)
    interest_permille = models.PositiveSmallIntegerField(default=0, help_text="Simple, per year of 365 days.")
    interest_from = models.DateField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        sealed: set[str] = set()
        coded = PART | {
            "on", "riel", "article", "in_absentia", "interest_basis", "interest_permille", "interest_from", "replaced_at",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim"], condition=Q(replaced_at__isnull=True), name="one_order_stands_per_claim"
            ),
            models.CheckConstraint(name="order_is_some_money", condition=Q(riel__gt=0, riel__lte=100_000_000_000)),
            models.CheckConstraint(
                name="order_interest_whole",
                condition=Q(interest_basis="none", interest_permille=0, interest_from__isnull=True)
                | ~Q(interest_basis="none")
                & Q(interest_permille__gt=0, interest_permille__lte=1000)
                & Q(interest_from__isnull=False),
            ),
        ]


class Payment(Part):
    """One instalment. Never changed; one that was a mistake is cancelled and stays to be seen."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="payments")
    on = models.DateField()
    riel = models.PositiveBigIntegerField()
    source = models.CharField(max_length=10, choices=enums.PaySource)
    held = models.BooleanField(default=False, help_text="Kept for the child until majority.")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by_id = models.UUIDField(null=True, blank=True)

    class Privacy:
        sealed: set[str] = set()
        coded = PART | {"on", "riel", "source", "held", "cancelled_at", "cancelled_by_id"}
        free: set[str] = set()

    class Meta:
        indexes = [models.Index(fields=["claim", "on"], name="payments_in_order")]
        constraints = [
            models.CheckConstraint(name="payment_is_some_money", condition=Q(riel__gt=0)),
            both("payment_cancelled_at_and_by", "cancelled_at", "cancelled_by_id"),
        ]


class Release(Part):
    """Money of a child given out: `by_id` asks, two other people sign."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="releases")
    riel = models.PositiveBigIntegerField()
    purpose = models.CharField(max_length=10, choices=enums.ReleasePurpose)
    status = models.CharField(max_length=10, choices=enums.ReleaseStatus, default=enums.ReleaseStatus.ASKED)
    first_by_id = models.UUIDField(null=True, blank=True)
    first_at = models.DateTimeField(null=True, blank=True)
    second_by_id = models.UUIDField(null=True, blank=True)
    second_at = models.DateTimeField(null=True, blank=True)
    refused_by_id = models.UUIDField(null=True, blank=True)
    paid_on = models.DateField(null=True, blank=True)

    class Privacy:
        sealed: set[str] = set()
        coded = PART | {
            "riel", "purpose", "status", "first_by_id", "first_at", "second_by_id", "second_at", "refused_by_id", "paid_on",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        constraints = [
            models.CheckConstraint(name="release_is_some_money", condition=Q(riel__gt=0)),
            both("release_first_by_and_at", "first_by_id", "first_at"),
            both("release_second_by_and_at", "second_by_id", "second_at"),
            models.CheckConstraint(
                name="release_signed_by_two_others",
                condition=(Q(first_by_id__isnull=True) | ~Q(first_by_id=F("by_id")))
                & (Q(second_by_id__isnull=True) | ~Q(second_by_id=F("by_id")) & ~Q(second_by_id=F("first_by_id"))),
            ),
            models.CheckConstraint(
                name="release_approved_has_two_signatures",
                condition=~Q(status__in=["approved", "paid_out"])
                | Q(first_by_id__isnull=False, second_by_id__isnull=False),
            ),
            models.CheckConstraint(
                name="release_paid_out_has_a_day", condition=~Q(status="paid_out") | Q(paid_on__isnull=False)
            ),
        ]


class Settlement(Part):
    """Money offered or given outside the court, recorded as what it is. It ends nothing: the claim stays."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="settlements")
    on = PartialDateField()
    proposers = ArrayField(models.CharField(max_length=16, choices=enums.Proposer))
    riel = models.PositiveBigIntegerField(null=True, blank=True, help_text="Empty: not known.")
    answer = models.CharField(max_length=10, choices=enums.Answer)
    pressure = models.BooleanField(default=False)

    class Privacy:
        sealed = {"narrative.words"}
        coded = PART | {"on", "proposers", "riel", "answer", "pressure"}
        free: set[str] = set()


class Testimony(Part):
    """The person no longer wishes to testify, and why. Help and the claim go on."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="testimonies")
    on = models.DateField()
    reason = models.CharField(max_length=10, choices=enums.WhyWithdrawn)
    language = models.CharField(max_length=10, blank=True)

    class Privacy:
        sealed = {"wishes.words"}
        coded = PART | {"on", "reason", "language"}
        free: set[str] = set()
