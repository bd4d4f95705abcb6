"""Locked private keys are for their owner alone, wraps of a key for those who may hold it; colleagues ask for public halves."""

from django.db import migrations

SQL = """
drop policy app_read on vault_memberkey;
create policy app_read on vault_memberkey for select to rumduol_app using (person_id = (select access.person_id()));
drop policy app_read on vault_keywrap;
create policy app_read on vault_keywrap for select to rumduol_app using (
  person_id = (select access.person_id()) or exists (select 1 from vault_key k where k.id = key_id
    and (k.office_id = (select access.office_id()) or k.agency_id = (select access.agency_id()))));
create function vault.public_halves(people uuid[]) returns table (person uuid, public bytea) language sql stable security definer
set search_path = pg_catalog, public, pg_temp as $$
  select k.person_id, k.public from vault_memberkey k where k.person_id = any(people) and access.person_id() is not null
$$;
grant execute on function vault.public_halves(uuid[]) to rumduol_app;
"""
REVERSE = """
drop function vault.public_halves(uuid[]);
drop policy app_read on vault_memberkey;
create policy app_read on vault_memberkey for select to rumduol_app using ((select access.person_id()) is not null);
drop policy app_read on vault_keywrap;
create policy app_read on vault_keywrap for select to rumduol_app using ((select access.person_id()) is not null);
"""


class Migration(migrations.Migration):
    dependencies = [("vault", "0003_totp"), ("access", "0009_glass_within_the_agency")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
