"""Whoever leaves an office loses their copies of its keys in the same transaction, however the row was changed.

What a person kept in their head or on paper can't be taken back: the key is marked as worn, and a supervisor renews it.
"""

from django.db import migrations

# A copy, as it was when this ran, of the roles without Permission.KEYS_HAND_ON; a test compares the two.
WITHOUT_KEYS = (
    "administrator", "auditor", "court_clerk", "integrity_officer", "labour_inspector", "national_coordinator", "prosecutor",
    "recruitment_officer", "release_approver", "statistician",
)  # fmt: skip

SQL = """
create function vault.without_keys() returns text[] language sql immutable as $$ select array[%s] $$;

-- Copies of keys that none of the person's live roles entitles them to; their sessions in an ended role end too.
create function vault.take_back_keys(whom uuid) returns integer language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare gone uuid[];
begin
  with taken as (
    delete from vault_keywrap w using vault_key k
    where k.id = w.key_id and w.person_id = whom and not exists (
      select 1 from agencies_membership m join agencies_person p on p.id = m.person_id join agencies_office o on o.id = m.office_id
      where m.person_id = whom and m.ended_at is null and p.disabled_at is null and o.closed_at is null
        and ((k.office_id = m.office_id and m.role <> all (vault.without_keys()))
             or (k.agency_id = o.agency_id and m.role = 'supervisor')))
    returning w.key_id)
  select array_agg(key_id) into gone from taken;
  update vault_key set worn_since = now() where id = any (gone) and not retired and worn_since is null;
  update access_session s set ended_at = now(), sealed_keyring = null
    where s.person_id = whom and s.ended_at is null and (
      exists (select 1 from agencies_person p where p.id = whom and p.disabled_at is not null)
      or exists (select 1 from agencies_membership m where m.id = s.membership_id and m.ended_at is not null));
  return coalesce(cardinality(gone), 0);
end $$;
revoke execute on function vault.take_back_keys(uuid) from public;

create function vault.on_leaving() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_table_name = 'agencies_person' then perform vault.take_back_keys(new.id);
  else perform vault.take_back_keys(new.person_id); end if;
  return null;
end $$;
revoke execute on function vault.on_leaving() from public;
create trigger keys_stay_behind after update of ended_at on agencies_membership for each row
  when (old.ended_at is null and new.ended_at is not null) execute function vault.on_leaving();
create trigger keys_stay_behind after update of disabled_at on agencies_person for each row
  when (old.disabled_at is null and new.disabled_at is not null) execute function vault.on_leaving();
-- Who had left before this rule.
select vault.take_back_keys(p.id) from agencies_person p where p.disabled_at is not null
  or exists (select 1 from agencies_membership m where m.person_id = p.id and m.ended_at is not null);
""" % ", ".join(f"'{role}'" for role in WITHOUT_KEYS)
REVERSE = """
drop trigger keys_stay_behind on agencies_person; drop trigger keys_stay_behind on agencies_membership;
drop function vault.on_leaving(); drop function vault.take_back_keys(uuid); drop function vault.without_keys();
"""


class Migration(migrations.Migration):
    dependencies = [("vault", "0005_rotation_and_custodians")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
