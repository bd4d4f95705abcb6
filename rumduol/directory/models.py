"""Who offers what, to whom, under which agreement. No case data, except the unmet need, which names nobody.

The place of a confidential provider is in no column: not of the row, not of its office, not of a service. Where it
is stands in the sealed section WHEREABOUTS of the record ("provider", id), opened only to offices that bring somebody.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from rumduol.directory.enums import ProviderKind, StandardsResult, Standing
from rumduol.shared.models import Record


def codes(length: int = 20) -> ArrayField:
    """A set of codes of a list in `terms` (or of `enums`)."""
    return ArrayField(models.CharField(max_length=length), default=list, blank=True)


class Provider(Record):
    name_km = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=ProviderKind.choices)
    standing = models.CharField(max_length=10, choices=Standing.choices)
    office_id = models.UUIDField(
        null=True, blank=True, unique=True, help_text="Its own office here; empty = no account, referral by hand."
    )
    kept_by_office_id = models.UUIDField(db_index=True, help_text="The office that keeps the entry true.")
    confidential = models.BooleanField(default=False)
    province = models.CharField(max_length=2, blank=True)
    district = models.CharField(max_length=4, blank=True)
    serves = codes(2)  # provinces; empty = the whole country
    active = models.BooleanField(default=True)

    class Privacy:
        sealed = {"whereabouts.address", "whereabouts.directions", "whereabouts.telephone"}
        coded = {
            "id", "created_at", "revision", "name_km", "name_en", "kind", "standing", "office_id", "kept_by_office_id",
            "confidential", "province", "district", "serves", "active",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        indexes = [models.Index(fields=["active", "kind"])]
        constraints = [
            models.CheckConstraint(
                name="confidential_provider_has_no_place",
                condition=Q(confidential=False) | Q(province="", district=""),
            ),
            models.CheckConstraint(
                name="district_lies_in_province",
                condition=Q(district="") | Q(district__startswith=F("province")),
            ),
        ]


class Contact(Record):
    """How staff reach a provider. Apart from the row, because a number can tell where a house is."""

    provider = models.OneToOneField(Provider, on_delete=models.CASCADE, related_name="contact")
    telephone = models.CharField(max_length=40, blank=True)
    hours = models.CharField(max_length=20, blank=True)

    class Privacy:
        sealed: set[str] = set()
        coded = {"id", "created_at", "revision", "provider", "hours", "telephone"}
        free: set[str] = set()


class Service(Record):
    """One service for some groups of people. Two groups with different nights or places are two services."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="services")
    kind = models.CharField(max_length=40)
    languages = codes(10)
    medical = codes()
    disability = codes()
    forms = codes(40)  # empty = all
    citizens = models.BooleanField(default=True)
    foreigners = models.BooleanField(default=True)
    night = models.BooleanField(default=False)
    residential = models.BooleanField(default=False)
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    free = models.PositiveSmallIntegerField(null=True, blank=True)
    free_as_of = models.DateTimeField(null=True, blank=True)
    free_by_id = models.UUIDField(null=True, blank=True)
    active = models.BooleanField(default=True)

    class Privacy:
        sealed: set[str] = set()
        coded = {
            "id", "created_at", "revision", "provider", "kind", "languages", "medical", "disability", "forms",
            "citizens", "foreigners", "night", "residential", "capacity", "free", "free_as_of", "free_by_id", "active",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="free_places_told_when_and_by_whom",
                condition=Q(free__isnull=True, free_as_of__isnull=True, free_by_id__isnull=True)
                | Q(free__isnull=False, free_as_of__isnull=False, free_by_id__isnull=False),
            ),
            models.CheckConstraint(name="somebody_is_taken", condition=Q(citizens=True) | Q(foreigners=True)),
        ]


class Audience(models.Model):
    """People a service takes: a sex and ages in full years, both ends included. No row = everybody."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="audiences")
    sex = models.CharField(max_length=20)
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)

    class Privacy:
        sealed: set[str] = set()
        coded = {"id", "service", "sex", "age_from", "age_to"}
        free: set[str] = set()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "sex"], name="one_span_per_sex"),
            models.CheckConstraint(
                name="ages_in_order",
                condition=Q(age_from__isnull=True) | Q(age_to__isnull=True) | Q(age_from__lte=F("age_to")),
            ),
        ]


class Agreement(Record):
    """A memorandum of understanding with the ministry of social affairs. Never deleted; the latest end counts."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="agreements")
    reference = models.CharField(max_length=40)
    begins_on = models.DateField()
    ends_on = models.DateField()
    recorded_by_office_id = models.UUIDField()

    class Privacy:
        sealed: set[str] = set()
        coded = {
            "id", "created_at", "revision", "provider", "reference", "begins_on", "ends_on", "recorded_by_office_id",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        constraints = [models.CheckConstraint(name="agreement_in_order", condition=Q(begins_on__lte=F("ends_on")))]


class StandardsCheck(Record):
    """A visit that compared residential care with the minimum standards."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="checks")
    checked_on = models.DateField()
    result = models.CharField(max_length=10, choices=StandardsResult.choices)
    mend_by = models.DateField(null=True, blank=True)
    recorded_by_office_id = models.UUIDField()

    class Privacy:
        sealed: set[str] = set()
        coded = {
            "id", "created_at", "revision", "provider", "checked_on", "result", "mend_by", "recorded_by_office_id",
        }  # fmt: skip
        free: set[str] = set()


class HelpContact(Record):
    """A public help line or helping organisation. Shown to the public only after somebody has tried it."""

    country = models.CharField(max_length=2)
    name_km = models.CharField(max_length=300, blank=True)
    name_en = models.CharField(max_length=300, blank=True)
    channel = models.CharField(max_length=40)
    value = models.CharField(max_length=300)
    source = models.CharField(max_length=80)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by_id = models.UUIDField(null=True, blank=True)

    class Privacy:
        sealed: set[str] = set()
        coded = {
            "id", "created_at", "revision", "country", "name_km", "name_en", "channel", "value", "source",
            "verified_at", "verified_by_id",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "name_en", "channel", "value"], name="one_line_per_help_contact"
            ),
            models.CheckConstraint(
                name="help_contact_verified_at_and_by_together",
                condition=Q(verified_at__isnull=True, verified_by_id__isnull=True)
                | Q(verified_at__isnull=False, verified_by_id__isnull=False),
            ),
        ]


class UnmetNeed(Record):
    """Nobody could take this person. Coded only; the case, if there is one, is just its key."""

    office_id = models.UUIDField(db_index=True)
    case_id = models.UUIDField(null=True, blank=True)
    recorded_on = models.DateField()
    recorded_by_id = models.UUIDField()
    services = codes(40)
    sex = models.CharField(max_length=20, blank=True)
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)
    language = models.CharField(max_length=10, blank=True)
    medical = codes()
    disability = codes()
    form = models.CharField(max_length=40, blank=True)
    citizen = models.BooleanField(null=True, blank=True)
    tonight = models.BooleanField(default=False)
    place = models.CharField(max_length=4, blank=True)
    people = models.PositiveSmallIntegerField(default=1)
    lacking = codes()  # Finding codes: what stood in the way at the nearest providers

    class Privacy:
        sealed: set[str] = set()
        coded = {
            "id", "created_at", "revision", "office_id", "case_id", "recorded_on", "recorded_by_id", "services", "sex",
            "age_from", "age_to", "language", "medical", "disability", "form", "citizen", "tonight", "place", "people",
            "lacking",
        }  # fmt: skip
        free: set[str] = set()
