"""Wrong codes of the second factor count like wrong passwords, and a right password alone forgives nothing."""

from django.db import migrations

SQL = """
create or replace function access.sign_in(name text, auth_key bytea, token bytea, idle int, hours int)
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
    perform access.count_failure(p.id);
    return query select 'no'::text, null::uuid, false; return;
  end if;
  if not c.second_factor then update access_credential set failures = 0, wait_until = null where person_id = p.id; end if;
  insert into access_session (id, token_hash, person_id, started_at, seen_at, ends_at, idle_minutes, confirmed)
    values (gen_random_uuid(), sha256(token), p.id, now(), now(), now() + make_interval(hours => hours), idle, false);
  return query select 'yes'::text, p.id, c.second_factor;
end $$;
create function access.count_failure(whom uuid) returns void language sql security definer
set search_path = pg_catalog, public, pg_temp as $$
  update access_credential set failures = failures + 1,
    wait_until = case when failures + 1 >= 5 then now() + least(interval '1 minute' * power(2, failures - 4), interval '1 hour') end
  where person_id = whom
$$;
revoke execute on function access.count_failure(uuid) from public;
-- Whether the person half-way through signing in may try a code now; `wrong` counts one more failure.
create function access.may_try_code() returns boolean language sql stable security definer
set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(bool_and(c.wait_until is null or c.wait_until <= now()), false)
  from access.live() l join access_credential c on c.person_id = l.person_id
$$;
create function access.wrong_code() returns void language sql security definer
set search_path = pg_catalog, public, pg_temp as $$
  select access.count_failure(l.person_id) from access.live() l
$$;
create or replace function access.confirm(chosen uuid, keyring bytea) returns boolean language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare done boolean;
begin
  update access_session s set confirmed = true, membership_id = m.id, sealed_keyring = keyring
    from agencies_membership m, access.live() l
    where s.id = l.id and m.id = chosen and m.person_id = s.person_id and m.ended_at is null;
  done := found;
  update access_credential c set failures = 0, wait_until = null from access.live() l where done and c.person_id = l.person_id;
  return done;
end $$;
grant execute on function access.may_try_code(), access.wrong_code() to rumduol_app;
"""
REVERSE = "drop function access.wrong_code(); drop function access.may_try_code(); drop function access.count_failure(uuid);"


class Migration(migrations.Migration):
    dependencies = [("access", "0004_pending_sessions")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
