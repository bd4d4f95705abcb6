"""Suspects, how long each was held, and the signs that a suspect may be a victim."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from rumduol.justice import enums
from rumduol.justice.models.case import PART, CriminalCase, Part
from rumduol.shared.dates import PartialDateField


class Suspect(Part):
    """A person or a legal entity. Names, papers and where they are sought are sealed in the suspect's own sections."""

    case = models.ForeignKey(CriminalCase, on_delete=models.CASCADE, related_name="suspects")
    kind = models.CharField(max_length=8, choices=enums.SuspectKind, default=enums.SuspectKind.PERSON)
    sex = models.CharField(max_length=10, default="unknown")
    age = models.PositiveSmallIntegerField(null=True, blank=True)
    age_band = models.CharField(max_length=10, default="unknown")
    nationality = models.CharField(max_length=2, blank=True)
    role = models.CharField(max_length=20, blank=True, help_text="Of the list perpetrator_role.")
    level = models.CharField(max_length=10, choices=enums.Level, default=enums.Level.UNKNOWN)
    official = models.BooleanField(default=False)
    official_office_id = models.UUIDField(null=True, blank=True)
    means = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    language = models.CharField(max_length=10, blank=True)
    counsel = models.CharField(max_length=10, choices=enums.Counsel, default=enums.Counsel.NONE)
    counsel_on = PartialDateField(null=True, blank=True)
    contact_on = PartialDateField(help_text="When the police first had formal contact.")
    arrested_on = PartialDateField(null=True, blank=True)
    at_large = models.BooleanField(default=False)
    at_large_since = PartialDateField(null=True, blank=True)
    charged_on = PartialDateField(null=True, blank=True)
    fined_on = PartialDateField(null=True, blank=True, help_text="By whomever: the police, immigration, a court.")
    deported_on = PartialDateField(null=True, blank=True, help_text="Sent out of the country, or handed to another.")
    outcome = models.CharField(max_length=10, choices=enums.Outcome, blank=True, help_text="Of the standing verdict.")
    by_id = models.UUIDField()

    class Privacy:
        sealed = {
            "identity.name", "identity.other_names", "identity.born", "identity.documents", "identity.phone",
            "identity.registration", "whereabouts.searched",
        }  # fmt: skip
        coded = PART | {
            "kind", "sex", "age", "age_band", "nationality", "role", "level", "official", "official_office_id", "means",
            "language", "counsel", "counsel_on", "contact_on", "arrested_on", "at_large", "at_large_since", "charged_on",
            "fined_on", "deported_on", "outcome", "by_id",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        indexes = [models.Index(fields=["office_id"], condition=Q(at_large=True), name="suspects_at_large")]
        constraints = [
            models.CheckConstraint(
                name="suspect_counsel_has_a_day",
                condition=~Q(counsel__in=["own", "appointed"]) | Q(counsel_on__isnull=False),
            ),
            models.CheckConstraint(
                name="suspect_at_large_since",
                condition=Q(at_large=False) | Q(at_large_since__isnull=False),
            ),
            models.CheckConstraint(
                name="suspect_judged_was_charged", condition=Q(outcome="") | Q(charged_on__isnull=False)
            ),
            models.CheckConstraint(
                name="suspect_deported_is_a_person", condition=Q(deported_on__isnull=True) | Q(kind="person")
            ),
            models.CheckConstraint(
                name="suspect_of_an_office_is_an_official",
                condition=Q(official_office_id__isnull=True) | Q(official=True),
            ),
        ]


class Detention(Part):
    """A time in which somebody was held, and until when the law allows it."""

    case = models.ForeignKey(CriminalCase, on_delete=models.CASCADE, related_name="detentions")
    suspect = models.ForeignKey(Suspect, on_delete=models.CASCADE, related_name="detentions")
    kind = models.CharField(max_length=8, choices=enums.DetentionKind)
    held_since = PartialDateField()
    held_from = models.DateTimeField(null=True, blank=True, help_text="The hour, where it is known (police custody).")
    extended = models.PositiveSmallIntegerField(default=0)
    limit_at = models.DateTimeField(null=True, blank=True)
    released_on = PartialDateField(null=True, blank=True)
    by_id = models.UUIDField()

    class Privacy:
        sealed: set[str] = set()
        coded = PART | {"suspect", "kind", "held_since", "held_from", "extended", "limit_at", "released_on", "by_id"}
        free: set[str] = set()

    class Meta:
        indexes = [
            models.Index(
                fields=["office_id", "limit_at"], condition=Q(released_on__isnull=True), name="detention_clock"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["suspect"], condition=Q(released_on__isnull=True), name="one_detention_at_a_time"
            ),
            models.CheckConstraint(
                name="detention_has_a_limit", condition=Q(kind="sentence") | Q(limit_at__isnull=False)
            ),
        ]


class VictimSign(Part):
    """A sign that a suspect may be a (presumed) victim: the loudest thing on the case until somebody answers it."""

    case = models.ForeignKey(CriminalCase, on_delete=models.CASCADE, related_name="victim_signs")
    suspect = models.ForeignKey(Suspect, on_delete=models.CASCADE, related_name="victim_signs")
    reading = models.CharField(max_length=10, choices=enums.Reading)
    screening_id = models.UUIDField(null=True, blank=True)
    person_case_id = models.UUIDField(null=True, blank=True)
    told_owner = models.BooleanField(default=False, help_text="The person's own case has an alarm.")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_id = models.UUIDField(null=True, blank=True)
    same = models.BooleanField(null=True, help_text="Whether it is the same person, once somebody looked.")

    class Privacy:
        sealed: set[str] = set()
        coded = PART | {
            "suspect", "reading", "screening_id", "person_case_id", "told_owner", "answered_at", "answered_by_id", "same",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["suspect", "screening_id"],
                condition=Q(screening_id__isnull=False),
                name="each_screening_sign_once",
            ),
            models.UniqueConstraint(
                fields=["suspect", "person_case_id"],
                condition=Q(person_case_id__isnull=False, screening_id__isnull=True),
                name="each_case_sign_once",
            ),
            models.CheckConstraint(
                name="sign_answered_at_by_and_same_together",
                condition=Q(answered_at__isnull=True, answered_by_id__isnull=True, same__isnull=True)
                | Q(answered_at__isnull=False, answered_by_id__isnull=False, same__isnull=False),
            ),
        ]
