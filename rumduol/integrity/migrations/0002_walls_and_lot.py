"""Who may see a complaint: its named readers and the holder of its return code. Who is named, the database decides by lot.

The office complained of is told to these functions while somebody has it in hand (the writer who sends, the reader who
steps back) and is stored nowhere: a copy of the database does not know it. So that being left out tells nothing about an
officer's past either, fewer officers are named than there are.
"""

from django.db import migrations

from rumduol.access.walls import door, wall

MY_OFFICE = "(select access.office_id())"
ME = "(select access.person_id())"
MINE = "any((select integrity.mine())::uuid[])"
MY_MAILBOX = "(select intake.mailbox_id())"
KINDS = "('complaint', 'complaint_line', 'complaint_source', 'complaint_message')"

# A copy of integrity.enums.TRANSITIONS as it was when this ran; a test compares the two.
TRANSITIONS = {
    "received": ("assessed",),
    "assessed": ("referred", "disciplined", "unfounded", "ended"),
    "referred": ("disciplined", "prosecuted", "unfounded", "ended"),
    "disciplined": ("referred", "prosecuted"),
    "prosecuted": ("convicted", "disciplined", "unfounded", "ended"),
    "unfounded": ("assessed",),
    "ended": ("assessed",),
}
PAIRS = ", ".join(f"('{old}', '{new}')" for old, follow in TRANSITIONS.items() for new in follow)

SCHEMA = """
create schema integrity;
grant usage on schema integrity to rumduol_app;

-- Offices that answer these letters, the first one first.
create function integrity.desks() returns uuid[] language sql stable security definer
set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(array_agg(o.id order by o.created_at, o.id), '{}') from agencies_office o
  where o.answers @> array['integrity']::varchar[] and o.closed_at is null
$$;

-- Who works as an integrity officer in an office now.
create function integrity.officers(desk uuid) returns uuid[] language sql stable security definer
set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(array_agg(distinct p.id), '{}') from agencies_membership m join agencies_person p on p.id = m.person_id
  where m.office_id = desk and m.role = 'integrity_officer' and m.ended_at is null and p.disabled_at is null
$$;
create function integrity.colleagues() returns uuid[] language sql stable security definer
set search_path = pg_catalog, public, pg_temp as $$
  select integrity.officers(a.office_id) from access.acting() a where a.role = 'integrity_officer'
$$;

-- The letters the acting officer is named for. Not those of the office, not those below, not through broken glass.
create function integrity.mine() returns uuid[] language sql stable security definer
set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(array_agg(c.id), '{}') from access.acting() a
  join integrity_reader r on r.person_id = a.person_id and r.ended_at is null
  join integrity_complaint c on c.id = r.complaint_id and c.office_id = a.office_id
  where a.role = 'integrity_officer'
$$;

-- The coded particulars of all letters of the acting officer's desk, for the patterns.
create function integrity.lines() returns setof uuid language sql stable security definer
set search_path = pg_catalog, public, pg_temp as $$
  select c.line_id from access.acting() a join integrity_complaint c on c.office_id = a.office_id
  where a.role = 'integrity_officer'
$$;

-- Whether somebody is too near to an office: works or worked in it or above it, works in its agency now, or said so.
-- Where only the agency is known, all its offices count; where only the kind of service is known, all of that kind.
create function integrity.tied(who uuid, about_office uuid, about_agency uuid, about_kind text) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare target agencies_office%rowtype; of_agency uuid;
begin
  select * into target from agencies_office o where o.id = about_office;
  of_agency := coalesce(target.agency_id, about_agency);
  return exists (
    select 1 from agencies_membership m join agencies_office o on o.id = m.office_id join agencies_agency g on g.id = o.agency_id
    where m.person_id = who and (
      o.id = target.id or o.id = any (target.above) or (m.ended_at is null and o.agency_id = of_agency)
      or (target.id is null and o.agency_id = of_agency) or (of_agency is null and g.kind = about_kind)))
  or exists (
    select 1 from integrity_tie t join agencies_office o on o.id = t.about_office_id join agencies_agency g on g.id = o.agency_id
    where t.person_id = who and t.ended_at is null and (
      o.id = target.id or o.id = any (target.above) or (target.id is null and o.agency_id = of_agency)
      or (of_agency is null and g.kind = about_kind)));
end $$;

-- The desk for a letter: outside the agency complained of, with a key, with somebody who is not too near; else one whose
-- people are all too near (one of another desk will be asked), so that no letter is lost. `passed` had it before.
create function integrity.desk_for(about_office uuid, about_agency uuid, about_kind text, passed uuid) returns uuid
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare d agencies_office%rowtype; first uuid; of_agency uuid;
begin
  select o.agency_id into of_agency from agencies_office o where o.id = about_office;
  of_agency := coalesce(of_agency, about_agency);
  for d in select o.* from unnest(integrity.desks()) with ordinality as w(id, n) join agencies_office o on o.id = w.id order by w.n loop
    continue when d.agency_id = of_agency or d.id = passed
      or not exists (select 1 from vault_key k where k.office_id = d.id and k.kind = 'office' and not k.retired);
    first := coalesce(first, d.id);
    if exists (select 1 from unnest(integrity.officers(d.id)) as p(id)
               where not integrity.tied(p.id, about_office, about_agency, about_kind)) then return d.id; end if;
  end loop;
  return first;
end $$;

-- Names readers by lot among those not too near. Never all of a desk: who is left out is left out for no known reason.
create function integrity.name_by_lot(of_complaint uuid, desk uuid, about_office uuid, about_agency uuid, about_kind text)
returns integer language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare everybody uuid[] := integrity.officers(desk); named integer;
begin
  insert into integrity_reader (id, created_at, revision, complaint_id, office_id, person_id, naming)
    select gen_random_uuid(), c.created_at, 1, c.id, desk, p.id, 'lot'
    from integrity_complaint c, unnest(everybody) as p(id)
    where c.id = of_complaint and not integrity.tied(p.id, about_office, about_agency, about_kind)
      and not exists (select 1 from integrity_reader r where r.complaint_id = of_complaint and r.person_id = p.id)
    order by gen_random_uuid() limit greatest(1, least(2, cardinality(everybody) - 1));
  get diagnostics named = row_count;
  return named;
end $$;
revoke execute on function integrity.name_by_lot(uuid, uuid, uuid, uuid, text) from public;
revoke execute on function integrity.tied(uuid, uuid, uuid, text) from public;

-- The same for whoever has the letter in hand: the writer who holds its code, or one of its readers.
create function integrity.draw(of_complaint uuid, about_office uuid, about_agency uuid, about_kind text) returns integer
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare desk uuid;
begin
  select c.office_id into desk from integrity_complaint c where c.id = of_complaint
    and (c.id = any (integrity.mine())
         or (c.mailbox_id = intake.mailbox_id() and not exists (select 1 from integrity_reader r where r.complaint_id = c.id)));
  if desk is null then return 0; end if;
  return integrity.name_by_lot(of_complaint, desk, about_office, about_agency, about_kind);
end $$;

-- May the acting officer go on reading? Asked when the particulars are opened; the answer may have changed since the lot.
create function integrity.am_tied(about_office uuid, about_agency uuid, about_kind text) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select coalesce((select integrity.tied(a.person_id, about_office, about_agency, about_kind) from access.acting() a), true)
$$;
-- The same for a colleague whom a reader wants to name.
create function integrity.colleague_tied(who uuid, about_office uuid, about_agency uuid, about_kind text) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select not (who = any (integrity.colleagues())) or integrity.tied(who, about_office, about_agency, about_kind)
$$;

-- Another desk takes over: everything of the letter is its own from here on, and its readers are drawn anew.
create function integrity.hand_over(of_complaint uuid, desk uuid, about_office uuid, about_agency uuid, about_kind text)
returns boolean language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not (of_complaint = any (integrity.mine())) or not (desk = any (integrity.desks())) then return false; end if;
  update integrity_reader r set ended_at = now() where r.complaint_id = of_complaint and r.ended_at is null;
  update integrity_complaint c set office_id = desk, revision = revision + 1 where c.id = of_complaint;
  update integrity_source s set office_id = desk where s.complaint_id = of_complaint;
  update integrity_message m set office_id = desk where m.complaint_id = of_complaint;
  update integrity_step s set office_id = desk where s.complaint_id = of_complaint;
  update integrity_measure m set office_id = desk where m.complaint_id = of_complaint;
  perform integrity.name_by_lot(of_complaint, desk, about_office, about_agency, about_kind);
  return true;
end $$;

-- Letters of the acting officer's desk whose readers have all left or stepped back.
create function integrity.orphans() returns table (number text, received_on date) language sql stable security definer
set search_path = pg_catalog, public, pg_temp as $$
  select c.number::text, c.received_on from access.acting() a join integrity_complaint c on c.office_id = a.office_id
  where a.role = 'integrity_officer' and not exists (
      select 1 from integrity_reader r where r.complaint_id = c.id and r.ended_at is null
        and r.person_id = any (integrity.officers(c.office_id)))
    and not exists (select 1 from integrity_reader r where r.complaint_id = c.id and r.person_id = a.person_id)
  order by c.received_on, c.number
$$;
create function integrity.adopt(wanted text) returns uuid language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare found_one uuid; me uuid := access.person_id();
begin
  select c.id into found_one from integrity_complaint c join integrity.orphans() o on o.number = c.number
    where c.number = wanted for update of c;
  if found_one is null then return null; end if;
  insert into integrity_reader (id, created_at, revision, complaint_id, office_id, person_id, naming)
    values (gen_random_uuid(), now(), 1, found_one, access.office_id(), me, 'adopted');
  return found_one;
end $$;

-- The agency in whose log the doings of the holder of a code are written: that of the desk, which alone reads it.
create function integrity.chain() returns uuid language sql stable security definer
set search_path = pg_catalog, public, pg_temp as $$
  select o.agency_id from integrity_complaint c join agencies_office o on o.id = c.office_id where c.mailbox_id = intake.mailbox_id()
$$;

create function integrity.next_position(of_complaint uuid) returns integer language sql stable security definer
set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(max(m.position), 0) + 1 from integrity_message m where m.complaint_id = of_complaint
$$;
create function integrity.source_wrote() returns void language sql security definer
set search_path = pg_catalog, public, pg_temp as $$
  update integrity_complaint c set source_waits = true, revision = revision + 1 where c.mailbox_id = (select intake.mailbox_id())
$$;
-- The holder of the code takes the letter back: who they are is destroyed at once.
create function integrity.withdraw() returns boolean language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare mine uuid := (select intake.mailbox_id());
begin
  if mine is null then return false; end if;
  delete from vault_sectionwrap w using vault_sealedsection v, integrity_source s, integrity_complaint c
    where v.id = w.section_id and v.record_id = s.id and s.complaint_id = c.id and c.mailbox_id = mine;
  delete from vault_sealedsection v using integrity_source s, integrity_complaint c
    where v.record_id = s.id and s.complaint_id = c.id and c.mailbox_id = mine;
  update integrity_complaint c set withdrawn = true, source_waits = true, revision = revision + 1 where c.mailbox_id = mine;
  return found;
end $$;

-- What the figures do not know yet, all at once and never fewer than `fewest`: no figure moves because of one letter.
create function integrity.take_counts(fewest integer) returns table (complaint uuid, year integer, status text)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare desk uuid;
begin
  select a.office_id into desk from access.acting() a where a.role = 'integrity_officer';
  if desk is null or fewest < 5 or (select count(*) from integrity_complaint c where c.office_id = desk and c.counted_as <> c.status) < fewest
    then return; end if;
  return query update integrity_complaint c set counted_as = c.status where c.office_id = desk and c.counted_as <> c.status
    returning c.id, extract(year from c.received_on)::integer, c.status::text;
end $$;

-- The steps a letter may take, and what of it never changes.
create function integrity.keep_to_the_table() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.status <> 'received' or new.counted_as <> '' then
      raise exception 'a letter begins as received' using errcode = 'check_violation';
    end if;
    return new;
  end if;
  if new.status <> old.status and not ((old.status, new.status) in (PAIRS)) then
    raise exception 'no step from % to %', old.status, new.status using errcode = 'check_violation';
  end if;
  if (new.id, new.number, new.mailbox_id, new.line_id, new.received_on, new.created_at)
     is distinct from (old.id, old.number, old.mailbox_id, old.line_id, old.received_on, old.created_at) then
    raise exception 'a letter stays the letter it is' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger keep_to_the_table before insert or update on integrity_complaint
  for each row execute function integrity.keep_to_the_table();
""".replace("PAIRS", PAIRS)

OTHER_ROOMS = f"""
-- Sealed parts of a letter: made by the holder of its code; seen by its named readers, the coded line by all of the desk.
-- The owner's functions are members of the app role, so the restriction names the role it means.
create policy complaint_insert on vault_sealedsection for insert to rumduol_app
  with check ({ME} is null and kind in {KINDS});
create policy complaint_named on vault_sealedsection as restrictive for select to rumduol_app
  using (kind not like 'complaint%' or current_user <> 'rumduol_app' or parent_id = {MINE}
         or (kind = 'complaint_line' and (select access.role()) = 'integrity_officer'));
-- The log of the holder of a code goes to the desk's own agency, not to the chain that every auditor reads.
create policy complaint_insert on audit_auditevent for insert to rumduol_app
  with check ({ME} is null and person_id is null and event like 'integrity.%' and chain = (select integrity.chain()));

-- Integrity officers hold the key of their desk.
do $do$ begin
  execute format('create or replace function vault.without_keys() returns text[] language sql immutable as $f$ select %L::text[] $f$',
                 array_remove(vault.without_keys(), 'integrity_officer'));
end $do$;
"""
OTHER_ROOMS_REVERSE = """
drop policy complaint_insert on vault_sealedsection; drop policy complaint_named on vault_sealedsection;
drop policy complaint_insert on audit_auditevent;
do $do$ begin
  execute format('create or replace function vault.without_keys() returns text[] language sql immutable as $f$ select %L::text[] $f$',
                 vault.without_keys() || array['integrity_officer']);
end $do$;
"""
GRANTS = """
revoke execute on all functions in schema integrity from public;
grant execute on all functions in schema integrity to rumduol_app;
revoke execute on function integrity.name_by_lot(uuid, uuid, uuid, uuid, text) from rumduol_app;
revoke execute on function integrity.tied(uuid, uuid, uuid, text) from rumduol_app;
"""
OF_MY_LETTER = f"({ME} is null and exists (select 1 from integrity_complaint c where c.id = complaint_id and c.mailbox_id = {MY_MAILBOX}))"
OWN = f"complaint_id = {MINE} and office_id = {MY_OFFICE}"


class Migration(migrations.Migration):
    dependencies = [
        ("integrity", "0001_initial"), ("intake", "0002_walls_and_locks"), ("access", "0003_walls"),
        ("vault", "0007_parts_belong_to_records"), ("audit", "0002_chain"), ("agencies", "0001_initial"),
    ]  # fmt: skip
    operations = [
        migrations.RunSQL(SCHEMA, "drop trigger keep_to_the_table on integrity_complaint; drop schema integrity cascade"),
        wall(
            "integrity_complaint",
            read=f"id = {MINE} or mailbox_id = {MY_MAILBOX}",
            insert=f"{ME} is null and mailbox_id = {MY_MAILBOX} and office_id = any((select integrity.desks())::uuid[])",
            update=f"id = {MINE} and office_id = {MY_OFFICE}",
        ),
        wall("integrity_source", read=f"complaint_id = {MINE}", insert=OF_MY_LETTER),
        wall(
            "integrity_reader",
            read=f"complaint_id = {MINE}",
            insert=f"{OWN} and naming = 'colleague' and person_id = any((select integrity.colleagues())::uuid[])",
            update=OWN,
        ),
        wall(
            "integrity_message",
            read=f"complaint_id = {MINE} or mailbox_id = {MY_MAILBOX}",
            insert=f"({OWN}) or {OF_MY_LETTER}",
            update=OWN,
        ),
        wall("integrity_step", read=f"complaint_id = {MINE}", insert=f"{OWN} and by_id = {ME}"),
        wall("integrity_measure", read=f"complaint_id = {MINE}", insert=f"{OWN} and planned_by_id = {ME}", update=OWN),
        wall("integrity_tie", read=f"person_id = {ME}", write=f"person_id = {ME}"),
        *(door(f"integrity_{name}") for name in ("complaint", "source", "reader", "message", "step", "measure", "tie")),
        migrations.RunSQL(OTHER_ROOMS, OTHER_ROOMS_REVERSE),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]
