"""An auditor reads why glass was broken in the own agency, not in another's."""

from django.db import migrations

SQL = """
drop policy app_read on access_brokenglass;
create policy app_read on access_brokenglass for select to rumduol_app using (
  owner_office_id = any((select access.reach())::uuid[]) or person_id = (select access.person_id())
  or ((select access.role()) = 'auditor'
      and owner_office_id in (select o.id from agencies_office o where o.agency_id = (select access.agency_id()))));
"""
REVERSE = """
drop policy app_read on access_brokenglass;
create policy app_read on access_brokenglass for select to rumduol_app using (
  owner_office_id = any((select access.reach())::uuid[]) or person_id = (select access.person_id())
  or (select access.role()) = 'auditor');
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0008_shares_only_narrow")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
