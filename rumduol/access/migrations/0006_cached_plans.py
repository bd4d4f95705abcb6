"""Who is asking, answered with cached plans: SQL functions are planned anew at every call, PL/pgSQL ones once a connection.

Every walled statement asks three to six of these; measured per call on the same machine: see docs/performance.md.
"""

from django.db import migrations

ACTING = """
  from access_session s
  join agencies_person p on p.id = s.person_id and p.disabled_at is null
  join agencies_membership m on m.id = s.membership_id and m.person_id = p.id and m.ended_at is null
  join agencies_office o on o.id = m.office_id and o.closed_at is null
  {joins}
  where s.token_hash = sha256(decode(current_setting('rumduol.token', true), 'hex')) and s.confirmed
    and s.ended_at is null and s.ends_at > now() and s.seen_at > now() - make_interval(mins => s.idle_minutes)
"""


def function(name: str, returns: str, what: str, nothing: str, joins: str = "", arguments: str = "") -> str:
    return f"""
create or replace function access.{name}({arguments}) returns {returns} language plpgsql stable security definer
set search_path = pg_catalog, public, pg_temp as $$
declare found {returns};
begin
  if coalesce(current_setting('rumduol.token', true), '') = '' then return {nothing}; end if;
  select {what} into found {ACTING.format(joins=joins)};
  return coalesce(found, {nothing});
end $$;
"""


EMPTY = "'{}'::uuid[]"
SQL = "".join(
    [
        function("person_id", "uuid", "p.id", "null"),
        function("office_id", "uuid", "o.id", "null"),
        function("agency_id", "uuid", "o.agency_id", "null"),
        function("role", "text", "m.role::text", "null"),
        function(
            "reach", "uuid[]", "array_agg(r.id)", EMPTY,
            "join agencies_office r on r.id = o.id or (m.role = 'supervisor' and r.above @> array[o.id])",
        ),
        function(
            "shared", "uuid[]", "array_agg(h.record_id)", EMPTY,
            "join access_share h on h.to_office_id = o.id and h.kind = wanted and h.ended_at is null and h.until > now()",
            "wanted text",
        ),
        function(
            "conflicts", "uuid[]", "array_agg(c.record_id)", EMPTY,
            "join access_conflict c on c.person_id = p.id and c.ended_at is null",
        ),
        function(
            "broken_glass", "uuid[]", "array_agg(g.record_id)", EMPTY,
            "join access_brokenglass g on g.person_id = p.id and g.until > now()",
        ),
    ]
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("access", "0005_wrong_codes_count")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
