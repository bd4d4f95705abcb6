"""Who is asking, told and answered in one statement with a cached plan.

`touch` asked two SQL functions, which are planned anew at every call: half of what the database did for a small page.
`enter` takes the token, looks at the session once, marks it as seen once a minute, and also says the office's name, which
stands on every page.
"""

from django.db import migrations

ENTER = """
create function access.enter(token text) returns table (session_id uuid, person uuid, membership uuid, office uuid, agency uuid,
  role text, reach uuid[], sealed_keyring bytea, language text, display_km text, display_latin text, confirmed boolean,
  second_factor boolean, agency_kind text, identifies boolean, office_km text, office_en text)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare seen timestamptz;
begin
  perform set_config('rumduol.token', token, true);
  if token = '' then return; end if;
  select s.id, p.id, m.id, o.id, o.agency_id, m.role::text,
      case when not s.confirmed or o.id is null then '{}'::uuid[]
           when m.role = 'supervisor'
           then array(select r.id from agencies_office r where r.id = o.id or r.above @> array[o.id])
           else array[o.id] end,
      s.sealed_keyring, p.language::text, p.name_km::text, p.name_latin::text, s.confirmed,
      coalesce(c.second_factor, false), g.kind::text, coalesce(g.identifies, false), o.name_km::text, o.name_en::text, s.seen_at
    into session_id, person, membership, office, agency, role, reach, sealed_keyring, language, display_km, display_latin,
      confirmed, second_factor, agency_kind, identifies, office_km, office_en, seen
    from access_session s
    join agencies_person p on p.id = s.person_id and p.disabled_at is null
    left join access_credential c on c.person_id = p.id
    left join agencies_membership m on m.id = s.membership_id and m.person_id = p.id and m.ended_at is null
    left join agencies_office o on o.id = m.office_id and o.closed_at is null
    left join agencies_agency g on g.id = o.agency_id
    where s.token_hash = sha256(decode(token, 'hex')) and s.ended_at is null and s.ends_at > now()
      and s.seen_at > now() - make_interval(mins => s.idle_minutes);
  if not found then return; end if;
  if seen < now() - interval '1 minute' then
    update access_session s set seen_at = now() where s.id = session_id;
  end if;
  return next;
end $$;
grant execute on function access.enter(text) to rumduol_app;
"""
TOUCH = """
create function access.touch() returns table (session_id uuid, person uuid, membership uuid, office uuid, agency uuid, role text,
  reach uuid[], sealed_keyring bytea, language text, display_km text, display_latin text, confirmed boolean, second_factor boolean,
  agency_kind text, identifies boolean)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update access_session s set seen_at = now() from access.live() l where s.id = l.id and s.seen_at < now() - interval '1 minute';
  return query
    select s.id, p.id, m.id, o.id, o.agency_id, m.role::text, access.reach(), s.sealed_keyring, p.language::text, p.name_km::text,
      p.name_latin::text, s.confirmed, coalesce(c.second_factor, false), g.kind::text, coalesce(g.identifies, false)
    from access.live() s
    join agencies_person p on p.id = s.person_id and p.disabled_at is null
    left join access_credential c on c.person_id = p.id
    left join agencies_membership m on m.id = s.membership_id and m.person_id = p.id and m.ended_at is null
    left join agencies_office o on o.id = m.office_id and o.closed_at is null
    left join agencies_agency g on g.id = o.agency_id;
end $$;
grant execute on function access.touch() to rumduol_app;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0010_second_person_of_the_owning_office")]
    operations = [
        migrations.RunSQL(
            ENTER + "drop function access.touch();",
            TOUCH + "drop function access.enter(text);",
        )
    ]
