"""A search goes through the index of the hashes, not through that of the offices.

With sequential scans forbidden there was still a way around the hashes: where one office holds most records, PostgreSQL took
the index of offices and compared arrays of a hundred hashes with every record of the office: 100 to 300 ms at 10,000
records instead of 2. `is not distinct from` says the same as `=` (neither side is null) and no index answers it.
"""

from django.db import migrations

FUNCTION = """
create or replace function vault.find_blind(wanted_field text, wanted_kind text, plans jsonb, most int) returns setof uuid
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
set enable_seqscan = off set enable_indexscan = off as $$
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
  return query execute format('select b.record_id from vault_blindindex b where b.office_id {same} $1 and b.field {same} $2
    and ($3 = '''' or b.kind = $3) and (%s) limit $4', condition) using mine, wanted_field, wanted_kind, most;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("vault", "0012_named_walls")]
    operations = [
        migrations.RunSQL(
            FUNCTION.replace("{same}", "is not distinct from"),
            FUNCTION.replace("{same}", "="),
        )
    ]
