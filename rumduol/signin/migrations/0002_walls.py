from django.db import migrations

from rumduol.access.walls import wall

# Also before the second factor is given: the person half-way through signing in.
SELF = "person_id = (select person from access.me())"
DONE = f"{SELF} and (select access.person_id()) is not null"
FIRST = f"{SELF} and ((select access.person_id()) is not null or not (select second_factor from access.me()))"


class Migration(migrations.Migration):
    dependencies = [("signin", "0001_initial"), ("access", "0004_pending_sessions")]
    operations = [
        wall("signin_passkey", read=SELF, insert=FIRST, update=SELF, delete=DONE),
        wall("signin_totpuse", read=SELF, write=SELF),
    ]
