"""Sessions of the database, shares between offices, broken glass, conflicts of interest."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from rumduol.shared.models import Record


class Credential(models.Model):
    """What checks a password. The app role can't read it: `access.sign_in` compares inside the database."""

    person_id = models.UUIDField(primary_key=True)
    salt = models.BinaryField()
    verifier = models.BinaryField(null=True, help_text="sha256 of the authentication half of Argon2id(password, salt).")
    invitation_hash = models.BinaryField(null=True, help_text="sha256 of the one-time invitation; null once used.")
    invitation_until = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    wait_until = models.DateTimeField(null=True)
    second_factor = models.BooleanField(default=False)

    class Privacy:
        sealed: set[str] = set()
        coded = {
            "person_id", "salt", "verifier", "invitation_hash", "invitation_until", "failures", "wait_until",
            "second_factor",
        }  # fmt: skip
        free: set[str] = set()


class Session(models.Model):
    """A signed-in person. The cookie's secret is stored nowhere: only the hash of the token derived from it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    token_hash = models.BinaryField(unique=True)
    person_id = models.UUIDField(db_index=True)
    membership_id = models.UUIDField(null=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    idle_minutes = models.PositiveSmallIntegerField()
    confirmed = models.BooleanField(default=False, help_text="The second factor has been given, or is not asked.")
    sealed_keyring = models.BinaryField(null=True)

    class Privacy:
        sealed: set[str] = set()
        coded = {
            "id", "token_hash", "person_id", "membership_id", "started_at", "seen_at", "ends_at", "ended_at",
            "idle_minutes", "confirmed", "sealed_keyring",
        }  # fmt: skip
        free: set[str] = set()


class RecordNumber(models.Model):
    """Which record a number belongs to. Read only through `access.find_number`, for broken glass and search by number."""

    record_id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=20)
    number = models.CharField(max_length=20)
    office_id = models.UUIDField()

    class Privacy:
        sealed: set[str] = set()
        coded = {"record_id", "kind", "number", "office_id"}
        free: set[str] = set()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="one_record_per_number")]


class Share(Record):
    """A record (some of its sections) shown to another office, for a purpose, until a date."""

    kind = models.CharField(max_length=20)
    record_id = models.UUIDField(db_index=True)
    from_office_id = models.UUIDField()
    to_office_id = models.UUIDField()
    sections = ArrayField(models.CharField(max_length=20), default=list)
    purpose = models.CharField(max_length=40)
    until = models.DateTimeField()
    made_by_id = models.UUIDField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_id = models.UUIDField(null=True, blank=True)
    ended_because = models.CharField(max_length=40, blank=True)

    class Privacy:
        sealed: set[str] = set()
        coded = {
            "id", "created_at", "revision", "kind", "record_id", "from_office_id", "to_office_id", "sections",
            "purpose", "until", "made_by_id", "ended_at", "ended_by_id", "ended_because",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        indexes = [models.Index(fields=["to_office_id", "kind"], condition=Q(ended_at__isnull=True), name="share_live")]
        constraints = [
            models.CheckConstraint(
                name="share_ended_at_and_by_together",
                condition=Q(ended_at__isnull=True, ended_by_id__isnull=True)
                | Q(ended_at__isnull=False, ended_by_id__isnull=False),
            ),
            models.CheckConstraint(name="share_goes_to_another_office", condition=~Q(from_office_id=F("to_office_id"))),
        ]


class BrokenGlass(Record):
    """Life in danger: somebody of the same agency looked without being asked. Shown on the record for ever."""

    kind = models.CharField(max_length=20)
    record_id = models.UUIDField(db_index=True)
    owner_office_id = models.UUIDField()
    person_id = models.UUIDField(db_index=True)
    office_id = models.UUIDField()
    reason = models.TextField()
    until = models.DateTimeField()
    whereabouts = models.BooleanField(default=False)
    confirmed_by_id = models.UUIDField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        sealed: set[str] = set()
        coded = {
            "id", "created_at", "revision", "kind", "record_id", "owner_office_id", "person_id", "office_id", "until",
            "whereabouts", "confirmed_by_id", "confirmed_at",
        }  # fmt: skip
        free = {"reason"}

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="glass_confirmed_at_and_by_together",
                condition=Q(confirmed_at__isnull=True, confirmed_by_id__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by_id__isnull=False),
            ),
            models.CheckConstraint(
                name="glass_confirmed_by_another",
                condition=Q(confirmed_by_id__isnull=True) | ~Q(confirmed_by_id=F("person_id")),
            ),
        ]


class Conflict(Record):
    """A user linked to somebody or something in a file loses access to that file. Anyone may declare their own."""

    kind = models.CharField(max_length=20)
    record_id = models.UUIDField()
    person_id = models.UUIDField(db_index=True)
    because = models.CharField(max_length=40)
    declared_by_id = models.UUIDField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_id = models.UUIDField(null=True, blank=True)

    class Privacy:
        sealed: set[str] = set()
        coded = {
            "id", "created_at", "revision", "kind", "record_id", "person_id", "because", "declared_by_id", "ended_at",
            "ended_by_id",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "record_id"],
                condition=Q(ended_at__isnull=True),
                name="one_live_conflict_per_record",
            ),
            models.CheckConstraint(
                name="conflict_ended_at_and_by_together",
                condition=Q(ended_at__isnull=True, ended_by_id__isnull=True)
                | Q(ended_at__isnull=False, ended_by_id__isnull=False),
            ),
        ]


class Purpose(models.Model):
    """Why a person opened a file on a day: asked once per file and day."""

    id = models.BigAutoField(primary_key=True)
    person_id = models.UUIDField()
    record_id = models.UUIDField()
    day = models.DateField()
    purpose = models.CharField(max_length=40)

    class Privacy:
        sealed: set[str] = set()
        coded = {"id", "person_id", "record_id", "day", "purpose"}
        free: set[str] = set()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person_id", "record_id", "day"], name="one_purpose_a_day")]
