from django.db import migrations

SQL = """
-- Enrol or replace the TOTP secret: own key only, and while pending only when no second factor is asked yet.
create function vault.set_totp(sealed bytea) returns boolean language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
begin
  update vault_memberkey k set sealed_totp = sealed from access.me() m
    where k.person_id = m.person and (m.confirmed or not m.second_factor);
  return found;
end $$;
grant execute on function vault.set_totp(bytea) to rumduol_app;
"""


class Migration(migrations.Migration):
    dependencies = [("vault", "0002_walls"), ("access", "0004_pending_sessions")]
    operations = [migrations.RunSQL(SQL, "drop function vault.set_totp(bytea)")]
