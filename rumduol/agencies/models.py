"""Agencies, their offices and the people who work there. No case data: who may change these rows is the access room's wall."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from rumduol.agencies.enums import AgencyKind, OfficeLevel, Role
from rumduol.shared.models import Record


class Agency(Record):
    code = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=20, choices=AgencyKind.choices)
    name_km = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    identifies = models.BooleanField(
        default=False,
        help_text="May formally identify a victim of trafficking; all others presume and refer.",
    )

    class Privacy:
        sealed: set[str] = set()
        coded = {"id", "created_at", "revision", "code", "kind", "identifies", "name_km", "name_en"}
        free: set[str] = set()


class Office(Record):
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="offices")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="below")
    above = ArrayField(models.UUIDField(), default=list, help_text="All offices above, nearest first.")
    code = models.SlugField(max_length=60, unique=True)
    level = models.CharField(max_length=10, choices=OfficeLevel.choices)
    name_km = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    place = models.CharField(max_length=8, blank=True, help_text="Place code; empty for a confidential site.")
    territory = ArrayField(
        models.CharField(max_length=8),
        default=list,
        blank=True,
        help_text="Place codes it is competent for; empty = none.",
    )
    answers = ArrayField(
        models.CharField(max_length=20),
        default=list,
        blank=True,
        help_text="Channels whose new reports come here, e.g. web.",
    )
    confidential = models.BooleanField(default=False, help_text="Its whereabouts are known to named offices only.")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        sealed: set[str] = set()
        coded = {
            "id", "created_at", "revision", "agency", "parent", "above", "code", "level", "name_km", "name_en",
            "place", "territory", "answers", "confidential", "closed_at",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        indexes = [models.Index(fields=["agency", "level"])]
        constraints = [
            models.CheckConstraint(
                name="confidential_office_has_no_place", condition=Q(confidential=False) | Q(place="")
            ),
        ]


class Person(Record):
    """Somebody who works in an office (never a person of a case)."""

    username = models.CharField(max_length=60, unique=True)
    name_km = models.CharField(max_length=120)
    name_latin = models.CharField(max_length=120)
    language = models.CharField(max_length=10, default="km")
    disabled_at = models.DateTimeField(null=True, blank=True)
    disabled_by_id = models.UUIDField(null=True, blank=True)
    demo = models.BooleanField(default=False, help_text="Invented, of the demo nation; refused in production.")

    is_authenticated = True

    class Privacy:
        sealed: set[str] = set()
        coded = {"id", "created_at", "revision", "username", "language", "disabled_at", "disabled_by_id", "demo"}
        free = {"name_km", "name_latin"}

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="person_disabled_at_and_by_together",
                condition=Q(disabled_at__isnull=True, disabled_by_id__isnull=True)
                | Q(disabled_at__isnull=False, disabled_by_id__isnull=False),
            ),
            models.CheckConstraint(name="username_is_lower_case", condition=Q(username__regex=r"^[a-z0-9._-]{3,60}$")),
        ]


class Membership(Record):
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=24, choices=Role.choices)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_id = models.UUIDField(null=True, blank=True)

    class Privacy:
        sealed: set[str] = set()
        coded = {"id", "created_at", "revision", "person", "office", "role", "ended_at", "ended_by_id"}
        free: set[str] = set()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "office", "role"],
                condition=Q(ended_at__isnull=True),
                name="one_live_membership_per_role",
            ),
            models.CheckConstraint(
                name="membership_ended_at_and_by_together",
                condition=Q(ended_at__isnull=True, ended_by_id__isnull=True)
                | Q(ended_at__isnull=False, ended_by_id__isnull=False),
            ),
        ]
