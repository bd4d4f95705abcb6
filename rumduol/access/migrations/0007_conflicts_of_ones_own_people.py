"""A conflict of interest is known to the person, to who declared it, to their own supervisors and their agency's auditor.

Before, any supervisor of any agency could see and lift it: an accomplice elsewhere could have let somebody back into a file.
"""

from django.db import migrations

ME = "(select access.person_id())"
MY_PERSON = (
    "exists (select 1 from agencies_membership m where m.person_id = access_conflict.person_id"
    " and m.office_id = any((select access.reach())::uuid[]))"
)
OF_MY_AGENCY = (
    "exists (select 1 from agencies_membership m join agencies_office o on o.id = m.office_id"
    " where m.person_id = access_conflict.person_id and o.agency_id = (select access.agency_id()))"
)
READ = (
    f"person_id = {ME} or declared_by_id = {ME} or ((select access.role()) = 'supervisor' and {MY_PERSON})"
    f" or ((select access.role()) = 'auditor' and {OF_MY_AGENCY})"
)
LIFT = f"(select access.role()) = 'supervisor' and person_id <> {ME} and {MY_PERSON}"
READ_BEFORE = f"person_id = {ME} or declared_by_id = {ME} or (select access.role()) in ('supervisor', 'auditor')"
LIFT_BEFORE = f"(select access.role()) = 'supervisor' and person_id <> {ME}"


def policies(read: str, lift: str) -> str:
    return (
        f"alter policy app_read on access_conflict using ({read});"
        f"alter policy app_update on access_conflict using ({lift}) with check ({lift})"
    )


class Migration(migrations.Migration):
    dependencies = [("access", "0006_cached_plans"), ("agencies", "0001_initial")]
    operations = [migrations.RunSQL(policies(READ, LIFT), policies(READ_BEFORE, LIFT_BEFORE))]
