"""A referral and the person's decision about what may be shared for it. Coded only: every sentence is sealed.

Sealed, each by the office that wrote it: ("referral", id) NOTES = a message to the other side; ("consent", id) WISHES =
the decision in the person's words; ("referral_report", id) NARRATIVE = the report of the receiving office.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from rumduol.referrals.enums import (
    DeclineReason,
    EndReason,
    Giver,
    Manner,
    ReferralKind,
    ReferralStatus,
    SharingPurpose,
    Urgency,
)
from rumduol.shared.models import Record


def codes(length: int = 40) -> ArrayField:
    return ArrayField(models.CharField(max_length=length), default=list, blank=True)


class Consent(Record):
    """One decision of one person about one provider: which parts, for what, until when. Refusing is a decision too."""

    office_id = models.UUIDField(db_index=True)
    case_id = models.UUIDField(db_index=True)
    provider_id = models.UUIDField()
    to_office_id = models.UUIDField(null=True, blank=True)
    accepts_provider = models.BooleanField(help_text="False: the person does not want this provider.")
    sections = codes(20)  # vault.enums.Section; may be empty: help never depends on sharing
    withdrawn_sections = codes(20)
    purpose = models.CharField(max_length=20, choices=SharingPurpose.choices)
    until = models.DateTimeField()
    giver = models.CharField(max_length=20, choices=Giver.choices)
    manner = models.CharField(max_length=10, choices=Manner.choices)
    language = models.CharField(max_length=10)
    recorded_by_id = models.UUIDField()
    second_worker_id = models.UUIDField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by_id = models.UUIDField(null=True, blank=True)

    class Privacy:
        sealed = {"wishes.words", "wishes.withdrawn_words"}
        coded = {
            "id", "created_at", "revision", "office_id", "case_id", "provider_id", "to_office_id", "accepts_provider",
            "sections", "withdrawn_sections", "purpose", "until", "giver", "manner", "language", "recorded_by_id",
            "second_worker_id", "withdrawn_at", "withdrawn_by_id",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consent_withdrawn_at_and_by_together",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by_id__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by_id__isnull=False),
            ),
            models.CheckConstraint(
                name="best_interest_takes_two_workers",
                condition=~Q(giver=Giver.BEST_INTEREST)
                | Q(second_worker_id__isnull=False) & ~Q(second_worker_id=F("recorded_by_id")),
            ),
            models.CheckConstraint(
                name="refused_provider_gets_nothing", condition=Q(accepts_provider=True) | Q(sections=[])
            ),
        ]


class Referral(Record):
    """A person is brought to a service, or a case to an office. The columns are all that is seen before acceptance."""

    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=10, choices=ReferralKind.choices)
    status = models.CharField(max_length=12, choices=ReferralStatus.choices, default=ReferralStatus.DRAFT)
    office_id = models.UUIDField(db_index=True)
    case_id = models.UUIDField(db_index=True)
    provider_id = models.UUIDField(null=True, blank=True)
    to_office_id = models.UUIDField(null=True, blank=True, db_index=True)
    consent = models.ForeignKey(Consent, null=True, blank=True, on_delete=models.PROTECT, related_name="referrals")
    share_id = models.UUIDField(null=True, blank=True)
    urgency = models.CharField(max_length=10, choices=Urgency.choices)

    services = codes()
    sex = models.CharField(max_length=20, blank=True)
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)
    language = models.CharField(max_length=10, blank=True)
    medical = codes(20)
    disability = codes(20)
    form = models.CharField(max_length=40, blank=True)
    citizen = models.BooleanField(null=True, blank=True)
    tonight = models.BooleanField(default=False)
    place = models.CharField(max_length=4, blank=True)
    people = models.PositiveSmallIntegerField(default=1)

    created_by_id = models.UUIDField()
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by_id = models.UUIDField(null=True, blank=True)
    answer_due_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_id = models.UUIDField(null=True, blank=True)
    decline_reason = models.CharField(max_length=20, choices=DeclineReason.choices, blank=True)
    admitted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=20, choices=EndReason.choices, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by_id = models.UUIDField(null=True, blank=True)

    class Privacy:
        sealed = {"notes.message", "narrative.report"}
        coded = {
            "id", "created_at", "revision", "number", "kind", "status", "office_id", "case_id", "provider_id",
            "to_office_id", "consent", "share_id", "urgency", "services", "sex", "age_from", "age_to", "language",
            "medical", "disability", "form", "citizen", "tonight", "place", "people", "created_by_id", "sent_at",
            "sent_by_id", "answer_due_at", "answered_at", "answered_by_id", "decline_reason", "admitted_at", "ended_at",
            "end_reason", "closed_at", "closed_by_id",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        indexes = [
            models.Index(fields=["to_office_id", "status", "answer_due_at"], name="referral_incoming"),
            models.Index(fields=["office_id", "status", "answer_due_at"], name="referral_outgoing"),
        ]
        constraints = [
            models.CheckConstraint(
                name="referral_sent_whole",
                condition=Q(sent_at__isnull=True, sent_by_id__isnull=True, answer_due_at__isnull=True)
                | Q(
                    sent_at__isnull=False,
                    sent_by_id__isnull=False,
                    answer_due_at__isnull=False,
                    provider_id__isnull=False,
                    consent__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="referral_answered_at_and_by_together",
                condition=Q(answered_at__isnull=True, answered_by_id__isnull=True)
                | Q(answered_at__isnull=False, answered_by_id__isnull=False),
            ),
            models.CheckConstraint(
                name="declined_with_a_reason",
                condition=~Q(status=ReferralStatus.DECLINED) | ~Q(decline_reason=""),
            ),
            models.CheckConstraint(
                name="ended_with_a_reason",
                condition=~Q(status__in=[ReferralStatus.COMPLETED, ReferralStatus.HANDED_BACK])
                | Q(ended_at__isnull=False) & ~Q(end_reason=""),
            ),
            models.CheckConstraint(
                name="referral_closed_at_and_by_together",
                condition=Q(closed_at__isnull=True, closed_by_id__isnull=True)
                | Q(closed_at__isnull=False, closed_by_id__isnull=False),
            ),
            models.CheckConstraint(
                name="referral_goes_to_another_office",
                condition=Q(to_office_id__isnull=True) | ~Q(to_office_id=F("office_id")),
            ),
        ]

    @property
    def by_hand(self) -> bool:
        """The provider has no account here: the sender telephones and writes the outcome down."""
        return self.provider_id is not None and self.to_office_id is None
