"""Officials among the accused of criminal cases: that there is one, of which office, how far the case is. No name."""

from django.db import migrations

SQL = """
create function integrity.officials_accused() returns table (suspect uuid, about_office uuid, case_office uuid, number text,
  status text, outcome text, since text) language sql stable security definer
set search_path = pg_catalog, public, pg_temp as $$
  select s.id, s.official_office_id, c.office_id, c.number::text, c.status::text, s.outcome::text,
    coalesce(s.charged_on, s.contact_on)::text
  from access.acting() a cross join justice_suspect s join justice_criminalcase c on c.id = s.case_id
  where a.role = 'integrity_officer' and a.office_id = any (integrity.desks()) and s.official
    and not integrity.tied(a.person_id, s.official_office_id, null, null)
  order by 7 desc, 4, 1
$$;
revoke execute on function integrity.officials_accused() from public;
grant execute on function integrity.officials_accused() to rumduol_app;
"""


class Migration(migrations.Migration):
    dependencies = [("integrity", "0002_walls_and_lot"), ("justice", "0001_criminal_cases")]
    operations = [migrations.RunSQL(SQL, "drop function integrity.officials_accused()")]
