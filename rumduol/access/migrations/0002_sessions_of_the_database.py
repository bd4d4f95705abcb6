"""Who is asking, as the database knows it: from a token that only the cookie's holder can make, never from a setting one can forge."""

from django.db import migrations

SQL = """
create schema access;
grant usage on schema access to rumduol_app;

-- The live session behind the token of this transaction; no row when there is none.
create function access.live() returns setof access_session language sql stable security definer
set search_path = pg_catalog, public, pg_temp as $$
  select s.* from access_session s
  where s.token_hash = sha256(decode(nullif(current_setting('rumduol.token', true), ''), 'hex'))
    and s.ended_at is null and s.ends_at > now() and s.seen_at > now() - make_interval(mins => s.idle_minutes)
$$;
revoke execute on function access.live() from public;

-- The acting membership: the person is not disabled, the role not ended, the second factor given.
create function access.acting() returns table (person_id uuid, membership_id uuid, office_id uuid, agency_id uuid, role text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select p.id, m.id, o.id, o.agency_id, m.role::text
  from access.live() s
  join agencies_person p on p.id = s.person_id and p.disabled_at is null
  join agencies_membership m on m.id = s.membership_id and m.person_id = p.id and m.ended_at is null
  join agencies_office o on o.id = m.office_id and o.closed_at is null
  where s.confirmed
$$;
revoke execute on function access.acting() from public;

create function access.person_id() returns uuid language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$ select person_id from access.acting() $$;
create function access.office_id() returns uuid language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$ select office_id from access.acting() $$;
create function access.agency_id() returns uuid language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$ select agency_id from access.acting() $$;
create function access.role() returns text language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$ select role from access.acting() $$;

-- Own office, and for a supervisor the offices below.
create function access.reach() returns uuid[] language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(array_agg(o.id), '{}') from access.acting() a join agencies_office o
    on o.id = a.office_id or (a.role = 'supervisor' and o.above @> array[a.office_id])
$$;
create function access.shared(wanted text) returns uuid[] language sql stable security definer
set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(array_agg(s.record_id), '{}') from access.acting() a join access_share s
    on s.to_office_id = a.office_id and s.kind = wanted and s.ended_at is null and s.until > now()
$$;
create function access.conflicts() returns uuid[] language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(array_agg(c.record_id), '{}') from access.acting() a join access_conflict c
    on c.person_id = a.person_id and c.ended_at is null
$$;
create function access.broken_glass() returns uuid[] language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(array_agg(g.record_id), '{}') from access.acting() a join access_brokenglass g
    on g.person_id = a.person_id and g.until > now()
$$;

-- Sign-in. An unknown name gets a salt too, made from a secret of the application, and costs the same.
create function access.salt_of(name text, otherwise bytea) returns bytea language sql stable security definer
set search_path = pg_catalog, public, pg_temp as $$
  select coalesce((select c.salt from access_credential c join agencies_person p on p.id = c.person_id where p.username = name), otherwise)
$$;

-- Returns the person when the password is right; 'wait' while too many wrong tries are being slept off; 'no' otherwise.
create function access.sign_in(name text, auth_key bytea, token bytea, idle int, hours int)
returns table (outcome text, person uuid, second_factor boolean) language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare
  c access_credential%rowtype;
  p agencies_person%rowtype;
begin
  select * into p from agencies_person where username = name;
  select * into c from access_credential where person_id = p.id for update;
  if c.person_id is null then return query select 'no'::text, null::uuid, false; return; end if;
  if c.wait_until > now() then return query select 'wait'::text, null::uuid, false; return; end if;
  if c.verifier is null or c.verifier <> sha256(auth_key) or p.disabled_at is not null then
    update access_credential set failures = failures + 1,
      wait_until = case when failures + 1 >= 5 then now() + least(interval '1 minute' * power(2, failures - 4), interval '1 hour') end
      where person_id = p.id;
    return query select 'no'::text, null::uuid, false; return;
  end if;
  update access_credential set failures = 0, wait_until = null where person_id = p.id;
  insert into access_session (id, token_hash, person_id, started_at, seen_at, ends_at, idle_minutes, confirmed)
    values (gen_random_uuid(), sha256(token), p.id, now(), now(), now() + make_interval(hours => hours), idle, false);
  return query select 'yes'::text, p.id, c.second_factor;
end $$;

-- A pending session may look at itself: who am I, do I still owe a second factor, which memberships do I have.
create function access.me() returns table (session_id uuid, person uuid, membership uuid, confirmed boolean, second_factor boolean,
  sealed_keyring bytea, disabled boolean) language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select s.id, s.person_id, s.membership_id, s.confirmed, c.second_factor, s.sealed_keyring, p.disabled_at is not null
  from access.live() s join access_credential c on c.person_id = s.person_id join agencies_person p on p.id = s.person_id
$$;

-- Called by the application after it has checked the second factor (or found that none is asked).
create function access.confirm(chosen uuid, keyring bytea) returns boolean language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
begin
  update access_session s set confirmed = true, membership_id = m.id, sealed_keyring = keyring
    from agencies_membership m, access.live() l
    where s.id = l.id and m.id = chosen and m.person_id = s.person_id and m.ended_at is null;
  return found;
end $$;

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

create function access.sign_out() returns void language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  update access_session s set ended_at = now(), sealed_keyring = null from access.live() l where s.id = l.id
$$;

-- Own sessions, or as an administrator those of people of one's agency. Returns how many ended.
create function access.end_sessions(of_person uuid, keep_this boolean) returns integer language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare n integer; a record;
begin
  select * into a from access.acting();
  if a.person_id is null then return 0; end if;
  if of_person <> a.person_id and not (a.role = 'administrator' and exists (
      select 1 from agencies_membership m join agencies_office o on o.id = m.office_id
      where m.person_id = of_person and o.agency_id = a.agency_id)) then return 0; end if;
  update access_session s set ended_at = now(), sealed_keyring = null
    where s.person_id = of_person and s.ended_at is null
      and not (keep_this and s.id in (select l.id from access.live() l));
  get diagnostics n = row_count;
  return n;
end $$;

-- An administrator of the agency invites; the person sets a password with the invitation; later changes need the old password.
create function access.invite(whom uuid, salt bytea, invitation bytea, days int) returns boolean language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare a record;
begin
  select * into a from access.acting();
  if a.role is distinct from 'administrator' or not exists (
      select 1 from agencies_membership m join agencies_office o on o.id = m.office_id
      where m.person_id = whom and m.ended_at is null and o.agency_id = a.agency_id) then return false; end if;
  insert into access_credential (person_id, salt, invitation_hash, invitation_until, failures, second_factor)
    values (whom, salt, sha256(invitation), now() + make_interval(days => days), 0, false)
    on conflict (person_id) do update set invitation_hash = excluded.invitation_hash, invitation_until = excluded.invitation_until;
  return true;
end $$;
create function access.accept_invitation(name text, invitation bytea, new_salt bytea, new_verifier bytea) returns uuid
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare who uuid;
begin
  update access_credential c set salt = new_salt, verifier = new_verifier, invitation_hash = null, invitation_until = null,
      failures = 0, wait_until = null, second_factor = false
    from agencies_person p
    where p.id = c.person_id and p.username = name and p.disabled_at is null
      and c.invitation_hash = sha256(invitation) and c.invitation_until > now()
    returning c.person_id into who;
  return who;
end $$;
create function access.change_password(old_auth_key bytea, new_salt bytea, new_verifier bytea) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update access_credential c set salt = new_salt, verifier = new_verifier from access.live() l
    where c.person_id = l.person_id and l.confirmed and c.verifier = sha256(old_auth_key);
  return found;
end $$;
create function access.require_second_factor(required boolean) returns void language sql security definer
set search_path = pg_catalog, public, pg_temp as $$
  update access_credential c set second_factor = required from access.live() l where c.person_id = l.person_id and l.confirmed
$$;

-- A record's number is known to whoever was told it; broken glass and search by number start from there.
create function access.find_number(wanted_kind text, wanted text) returns table (record_id uuid, office_id uuid, agency_id uuid)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select n.record_id, n.office_id, o.agency_id from access.acting() a, access_recordnumber n join agencies_office o on o.id = n.office_id
  where n.kind = wanted_kind and n.number = wanted
$$;
create function access.renumber(of_record uuid, new_office uuid) returns void language sql security definer
set search_path = pg_catalog, public, pg_temp as $$
  update access_recordnumber n set office_id = new_office from access.acting() a where n.record_id = of_record and n.office_id = a.office_id
$$;
grant execute on all functions in schema access to rumduol_app;
revoke execute on function access.live() from rumduol_app;
revoke execute on function access.acting() from rumduol_app;

grant insert on access_recordnumber to rumduol_app;
grant select on agencies_agency, agencies_office to rumduol_app;
"""
REVERSE = "drop schema access cascade; revoke all on access_recordnumber, agencies_agency, agencies_office from rumduol_app;"


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial"), ("agencies", "0001_initial")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
