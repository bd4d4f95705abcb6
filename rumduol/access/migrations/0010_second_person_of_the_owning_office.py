"""The second person who confirms broken glass is of the office that owns the record, as the page and the key say."""

from django.db import migrations

SUPERVISOR = "(select access.role()) = 'supervisor' and person_id <> (select access.person_id())"
OWN = f"owner_office_id = (select access.office_id()) and {SUPERVISOR}"
REACH = f"owner_office_id = any((select access.reach())::uuid[]) and {SUPERVISOR}"


def policy(rule: str) -> str:
    return f"alter policy app_update on access_brokenglass using ({rule}) with check ({rule})"


class Migration(migrations.Migration):
    dependencies = [("access", "0009_glass_within_the_agency")]
    operations = [migrations.RunSQL(policy(OWN), policy(REACH))]
