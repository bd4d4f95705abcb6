"""Keys, sealed sections, who can open them, blind indexes and sealed files. Nothing here is readable without a key."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from rumduol.vault.enums import KeyKind, LookWay


class MemberKey(models.Model):
    """A person's key pair; the private half is locked by the lock half of Argon2id(password, salt)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person_id = models.UUIDField(unique=True)
    public = models.BinaryField()
    locked_private = models.BinaryField()
    sealed_totp = models.BinaryField(null=True, help_text="The TOTP secret, sealed to the public half.")

    class Privacy:
        sealed: set[str] = set()
        coded = {"id", "person_id", "public", "locked_private", "sealed_totp"}
        free: set[str] = set()


class Key(models.Model):
    """A key pair of an office, or an agency's duty key for broken glass. Versions make rotation possible."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=10, choices=KeyKind.choices)
    office_id = models.UUIDField(null=True, db_index=True)
    agency_id = models.UUIDField(null=True, db_index=True)
    version = models.PositiveIntegerField(default=1)
    public = models.BinaryField()
    sealed_index_key = models.BinaryField(
        null=True, help_text="The office's blind-index key, sealed to this key; kept over rotation."
    )
    retired = models.BooleanField(default=False)
    worn_since = models.DateTimeField(null=True, help_text="Somebody who held it left: it is to be renewed.")

    class Privacy:
        sealed: set[str] = set()
        coded = {
            "id",
            "kind",
            "office_id",
            "agency_id",
            "version",
            "public",
            "sealed_index_key",
            "retired",
            "worn_since",
        }
        free: set[str] = set()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office_id"], condition=Q(kind="office", retired=False), name="one_live_key_per_office"
            ),
            models.UniqueConstraint(
                fields=["agency_id"], condition=Q(kind="duty", retired=False), name="one_live_duty_key_per_agency"
            ),
            models.CheckConstraint(
                name="key_belongs_to_office_or_agency",
                condition=Q(kind="office", office_id__isnull=False, agency_id__isnull=True)
                | Q(kind="duty", office_id__isnull=True, agency_id__isnull=False),
            ),
        ]


class KeyWrap(models.Model):
    """The private half of a Key, sealed to one member's public key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    key = models.ForeignKey(Key, on_delete=models.CASCADE, related_name="wraps")
    person_id = models.UUIDField(db_index=True)
    sealed_private = models.BinaryField()
    handed_by_id = models.UUIDField(null=True)

    class Privacy:
        sealed: set[str] = set()
        coded = {"id", "key", "person_id", "sealed_private", "handed_by_id"}
        free: set[str] = set()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "person_id"], name="one_wrap_per_member")]


class Custodian(models.Model):
    """Which organisation received which list of words for a key. The words themselves are stored nowhere."""

    id = models.BigAutoField(primary_key=True)
    key = models.ForeignKey(Key, on_delete=models.CASCADE, related_name="custodians")
    office_id = models.UUIDField(help_text="Whose key it is.")
    batch = models.PositiveIntegerField(help_text="The set's identifier as it stands in each list.")
    number = models.PositiveSmallIntegerField()
    agency_id = models.UUIDField()

    class Privacy:
        sealed: set[str] = set()
        coded = {"id", "key", "office_id", "batch", "number", "agency_id"}
        free: set[str] = set()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "batch", "number"], name="one_custodian_per_list"),
            models.UniqueConstraint(fields=["key", "batch", "agency_id"], name="one_list_per_organisation"),
        ]


class SealedSection(models.Model):
    """One section of one record: JSON under AES-256-GCM with a data key of its own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=20)
    record_id = models.UUIDField()
    parent_id = models.UUIDField(
        null=True, help_text="The record it is a part of: a message of a report, a file of a case."
    )
    office_id = models.UUIDField(help_text="The owner.")
    section = models.CharField(max_length=20)
    version = models.PositiveIntegerField(default=1)
    nonce = models.BinaryField()
    ciphertext = models.BinaryField()

    class Privacy:
        sealed: set[str] = set()
        coded = {"id", "kind", "record_id", "parent_id", "office_id", "section", "version", "nonce", "ciphertext"}
        free: set[str] = set()

    class Meta:
        indexes = [models.Index(fields=["parent_id"], condition=Q(parent_id__isnull=False), name="section_parent")]
        constraints = [
            models.UniqueConstraint(fields=["record_id", "section"], name="one_section_of_a_name_per_record")
        ]


class SectionWrap(models.Model):
    """The data key of a section, sealed to a Key. Deleting it is what withdrawing consent means."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    section = models.ForeignKey(SealedSection, on_delete=models.CASCADE, related_name="wraps")
    owner_office_id = models.UUIDField()
    office_id = models.UUIDField(null=True, help_text="The office that can open it; null for a duty key.")
    key = models.ForeignKey(Key, on_delete=models.CASCADE, related_name="+")
    sealed_key = models.BinaryField()
    until = models.DateTimeField(null=True)
    share_id = models.UUIDField(null=True)

    class Privacy:
        sealed: set[str] = set()
        coded = {"id", "section", "owner_office_id", "office_id", "key", "sealed_key", "until", "share_id"}
        free: set[str] = set()

    class Meta:
        indexes = [models.Index(fields=["section", "office_id"])]
        constraints = [models.UniqueConstraint(fields=["section", "key"], name="one_wrap_per_section_and_key")]


class BlindIndex(models.Model):
    """Keyed hashes of what an office may search for. Without the office's index key they are noise."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=20)
    record_id = models.UUIDField()
    office_id = models.UUIDField()
    field = models.CharField(max_length=20)
    hashes = ArrayField(models.BigIntegerField())

    class Privacy:
        sealed: set[str] = set()
        coded = {"id", "kind", "record_id", "office_id", "field", "hashes"}
        free: set[str] = set()

    class Meta:
        indexes = [GinIndex(fields=["hashes"], name="blind_hashes")]
        constraints = [
            models.UniqueConstraint(fields=["record_id", "office_id", "field"], name="one_blind_index_per_field"),
        ]


class SealedFile(models.Model):
    """A file: its name, type and the sealed original's SHA-256 are in the section of the same id; bytes are here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=20)
    record_id = models.UUIDField(db_index=True)
    office_id = models.UUIDField()
    size = models.PositiveIntegerField()
    viewing = models.BooleanField(default=False, help_text="A viewing copy without metadata exists.")

    class Privacy:
        sealed: set[str] = set()
        coded = {"id", "kind", "record_id", "office_id", "size", "viewing"}
        free: set[str] = set()


class SealedBytes(models.Model):
    """Bytes of a file, under the file section's data keys: 0 = the original, 1 = the viewing copy."""

    id = models.BigAutoField(primary_key=True)
    file = models.ForeignKey(SealedFile, on_delete=models.CASCADE, related_name="parts")
    copy = models.PositiveSmallIntegerField()
    nonce = models.BinaryField()
    ciphertext = models.BinaryField()

    class Privacy:
        sealed: set[str] = set()
        coded = {"id", "file", "copy", "nonce", "ciphertext"}
        free: set[str] = set()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "copy"], name="one_part_per_copy")]


class Erasure(models.Model):
    """A record whose wraps were destroyed: nobody can read it any more, and this says so."""

    record_id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=20)
    office_id = models.UUIDField()
    by_id = models.UUIDField()
    on = models.DateField()

    class Privacy:
        sealed: set[str] = set()
        coded = {"record_id", "kind", "office_id", "by_id", "on"}
        free: set[str] = set()


class NamedSection(models.Model):
    """A section that people open, each with their own key, and no office: the plan of an operation.

    Which people is kept in NamedReader; what is written, in NamedText; who looked and when, in NamedLook.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=20)
    record_id = models.UUIDField()
    section = models.CharField(max_length=20)
    office_id = models.UUIDField()
    author_id = models.UUIDField()
    version = models.PositiveIntegerField(default=0)

    class Privacy:
        sealed: set[str] = set()
        coded = {"id", "kind", "record_id", "section", "office_id", "author_id", "version"}
        free: set[str] = set()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record_id", "section"], name="one_named_section_per_record")]


class NamedText(models.Model):
    """The ciphertext. No role of the application reads this table: `vault.look` gives it out and writes down to whom."""

    section = models.OneToOneField(NamedSection, on_delete=models.CASCADE, primary_key=True, related_name="+")
    nonce = models.BinaryField()
    ciphertext = models.BinaryField()

    class Privacy:
        sealed: set[str] = set()
        coded = {"section", "nonce", "ciphertext"}
        free: set[str] = set()


class NamedReader(models.Model):
    """Somebody who may open a named section: named by one person, confirmed by another, until a date.

    The author is a reader by writing; everybody else needs two people, neither of them the reader.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    section = models.ForeignKey(NamedSection, on_delete=models.CASCADE, related_name="readers")
    person_id = models.UUIDField(db_index=True)
    author = models.BooleanField(default=False)
    named_by_id = models.UUIDField()
    second_id = models.UUIDField(null=True, help_text="Whose signature is asked for.")
    named_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by_id = models.UUIDField(null=True)
    sealed_key = models.BinaryField(help_text="The data key, sealed to the reader's own public key.")

    class Privacy:
        sealed: set[str] = set()
        coded = {
            "id", "section", "person_id", "author", "named_by_id", "second_id", "named_at", "confirmed_at", "until",
            "ended_at", "ended_by_id", "sealed_key",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["section", "person_id"], condition=Q(ended_at__isnull=True), name="named_once_at_a_time"
            ),
            models.CheckConstraint(
                name="named_by_two_others",
                condition=Q(author=True, person_id=F("named_by_id"), second_id__isnull=True)
                | (
                    Q(author=False, second_id__isnull=False)
                    & ~Q(person_id=F("named_by_id"))
                    & ~Q(person_id=F("second_id"))
                    & ~Q(named_by_id=F("second_id"))
                ),
            ),
            models.CheckConstraint(
                name="named_ended_at_and_by_together",
                condition=Q(ended_at__isnull=True, ended_by_id__isnull=True)
                | Q(ended_at__isnull=False, ended_by_id__isnull=False),
            ),
        ]


class NamedLook(models.Model):
    """A named section was given out: to whom, when, how (on the screen, on paper). The number is the mark of that copy."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    section = models.ForeignKey(NamedSection, on_delete=models.CASCADE, related_name="looks")
    person_id = models.UUIDField()
    at = models.DateTimeField()
    way = models.CharField(max_length=10, choices=LookWay.choices)
    number = models.PositiveIntegerField()

    class Privacy:
        sealed: set[str] = set()
        coded = {"id", "section", "person_id", "at", "way", "number"}
        free: set[str] = set()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["section", "number"], name="one_number_per_look")]
