"""Searching the blind index through its index.

Array overlap is not leakproof, so behind row security PostgreSQL must test the policy on every row before it may look at
a hash: each search read the whole table, all offices' rows included. This function stands inside the wall instead: it
looks up the hashes in the GIN index and gives out the acting office's records only, as the policy does. Hashes are keyed
by office, so another office's rows are not even touched.
"""

from django.db import migrations

SQL = """
create function vault.find_blind(wanted_field text, wanted_kind text, plans jsonb, most int) returns setof uuid
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  mine uuid := access.office_id();
  condition text;
begin
  if mine is null then return; end if;
  -- plans: [[[hash, ...], ...], ...]: a record is found when in one plan every set shares a hash with it
  select string_agg('(' || every_set || ')', ' or ') into condition from (
    select (select string_agg(format('b.hashes && %L::bigint[]', array(
              select jsonb_array_elements_text(one_set)::bigint)::text), ' and ') from jsonb_array_elements(plan) one_set) every_set
    from jsonb_array_elements(plans) plan) asked;
  if condition is null then return; end if;
  return query execute format('select b.record_id from vault_blindindex b where b.office_id = $1 and b.field = $2
    and ($3 = '''' or b.kind = $3) and (%s) limit $4', condition) using mine, wanted_field, wanted_kind, most;
end $$;
revoke execute on function vault.find_blind(text, text, jsonb, int) from public;
grant execute on function vault.find_blind(text, text, jsonb, int) to rumduol_app;
-- No pending list: it is read in full by every search until somebody vacuums.
alter index blind_hashes set (fastupdate = off);
"""
REVERSE = "drop function vault.find_blind(text, text, jsonb, int); alter index blind_hashes reset (fastupdate);"


class Migration(migrations.Migration):
    dependencies = [("vault", "0008_closed_wraps_are_not_seen")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
