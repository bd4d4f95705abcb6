"""Second factors. Passwords and sessions are the access room's."""

from django.db import models

from rumduol.shared.models import Record


class Passkey(Record):
    """A security key or a device's own passkey (WebAuthn)."""

    person_id = models.UUIDField(db_index=True)
    credential_id = models.BinaryField(unique=True)
    public_key = models.BinaryField()
    sign_count = models.BigIntegerField(default=0)
    name = models.CharField(max_length=60)

    class Privacy:
        sealed: set[str] = set()
        coded = {"id", "created_at", "revision", "person_id", "credential_id", "public_key", "sign_count"}
        free = {"name"}


class TotpUse(models.Model):
    """The last time step used: a code works once."""

    person_id = models.UUIDField(primary_key=True)
    step = models.BigIntegerField()

    class Privacy:
        sealed: set[str] = set()
        coded = {"person_id", "step"}
        free: set[str] = set()
