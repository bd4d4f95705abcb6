"""Keyrings of sessions that have run out are destroyed, not only ignored."""

from django.db import migrations

SQL = """
create function access.close_expired() returns integer language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare n integer;
begin
  update access_session set ended_at = least(ends_at, seen_at + make_interval(mins => idle_minutes)), sealed_keyring = null
    where ended_at is null and (ends_at <= now() or seen_at <= now() - make_interval(mins => idle_minutes));
  get diagnostics n = row_count;
  return n;
end $$;
grant execute on function access.close_expired() to rumduol_app;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0006_cached_plans")]
    operations = [migrations.RunSQL(SQL, "drop function access.close_expired()")]
