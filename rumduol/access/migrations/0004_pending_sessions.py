"""Between password and second factor: park the person's own key under the cookie, and switch roles later."""

from django.db import migrations

SQL = """
create function access.park(keyring bytea) returns boolean language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
begin
  update access_session s set sealed_keyring = keyring from access.live() l where s.id = l.id;
  return found;
end $$;
-- Enrolling asks for the next sign-in; a pending session may enrol only while nothing is enrolled yet.
create or replace function access.require_second_factor(required boolean) returns void language sql security definer
set search_path = pg_catalog, public, pg_temp as $$
  update access_credential c set second_factor = required from access.live() l
    where c.person_id = l.person_id and (l.confirmed or not c.second_factor)
$$;
-- One's own live roles, also before the second factor is given.
create function access.my_memberships() returns table (membership uuid, office uuid, agency uuid, role text) language sql stable
security definer set search_path = pg_catalog, public, pg_temp as $$
  select m.id, o.id, o.agency_id, m.role::text from access.live() l
  join agencies_person p on p.id = l.person_id and p.disabled_at is null
  join agencies_membership m on m.person_id = p.id and m.ended_at is null
  join agencies_office o on o.id = m.office_id and o.closed_at is null
  order by (m.id = l.membership_id) desc nulls last, m.created_at, m.id
$$;
grant execute on function access.park(bytea), access.my_memberships() to rumduol_app;
"""
REVERSE = "drop function access.my_memberships(); drop function access.park(bytea);"


class Migration(migrations.Migration):
    dependencies = [("access", "0003_walls")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
