"""Who reads what of a round, which state follows which, and what is erased when: held by the database."""

from django.db import migrations

from rumduol.access.walls import door, wall
from rumduol.linkage.enums import TRANSITIONS

ROLE = "(select access.role())"
ME = "(select access.person_id())"
MINE = "(select access.office_id())"
SEEN = "any((select linkage_visible())::uuid[])"
FIGURES = f"{ROLE} in ('national_coordinator', 'statistician', 'release_approver')"
OF_MY_ROUND = (
    "exists (select from linkage_part p join linkage_round r on r.id = p.round_id where p.id = part_id"
    f" and r.office_id = {MINE} and r.status = 'encoding')"
)
MY_ROUND = f"exists (select from linkage_round r where r.id = round_id and r.office_id = {MINE} and r.status = 'encoding')"
OF_MY_PART = f"exists (select from linkage_part p where p.id = part_id and p.office_id = {MINE})"
FOLLOWS = ", ".join(
    f"('{old}', '{new}')" for old, follow in TRANSITIONS.items() for new in sorted(str(one) for one in follow)
)

VISIBLE = """
-- Rounds of my office, those it takes part in, and for national statistics all: they name nobody.
create function linkage_visible() returns uuid[] language sql stable security definer
set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(array_agg(r.id), '{}'::uuid[]) from linkage_round r
  where access.person_id() is not null and (
    r.office_id = access.office_id() or access.role() in ('statistician', 'release_approver')
    or exists (select from linkage_part p where p.round_id = r.id and p.office_id = access.office_id()))
$$;
revoke all on function linkage_visible() from public;
grant execute on function linkage_visible() to rumduol_app;
"""

GUARDS = f"""
create function linkage_round_guard() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
begin
  if (new.id, new.number, new.office_id, new.purpose, new.period, new.basis, new.dry_run, new.opened_by, new.created_at)
     is distinct from (old.id, old.number, old.office_id, old.purpose, old.period, old.basis, old.dry_run, old.opened_by, old.created_at) then
    raise exception 'what a round is for does not change' using errcode = 'restrict_violation';
  end if;
  if new.status = old.status then
    raise exception 'a round changes by its state alone' using errcode = 'restrict_violation';
  end if;
  if not exists (select from (values {FOLLOWS}) as follows(a, b) where a = old.status and b = new.status) then
    raise exception 'a round that is % does not become %', old.status, new.status using errcode = 'restrict_violation';
  end if;
  if new.status = 'agreed' and exists (select from linkage_part p where p.round_id = new.id and p.agreed_at is null) then
    raise exception 'an office has not agreed' using errcode = 'restrict_violation';
  end if;
  if new.status = 'encoding' and not exists (
     select from linkage_part p where p.round_id = new.id and p.encoded_at is not null) then
    raise exception 'no list is encoded' using errcode = 'restrict_violation';
  end if;
  if new.status = 'matched' and (
     exists (select from linkage_part p where p.round_id = new.id and p.encoded_at is null)
     or (select count(distinct p.check_value) from linkage_part p where p.round_id = new.id) <> 1) then
    raise exception 'lists are missing or encoded under different secrets' using errcode = 'restrict_violation';
  end if;
  if new.status = 'reviewed' and exists (
     select from linkage_part p join linkage_twin t on t.part_id = p.id
     where p.round_id = new.id and p.reviewed_at is null) then
    raise exception 'an office has not looked at its pairs' using errcode = 'restrict_violation';
  end if;
  if new.status = 'approved' and (
     new.approved_by is distinct from access.person_id() or new.approved_office is distinct from access.office_id()
     or access.role() is distinct from 'release_approver') then
    raise exception 'a second person of another office approves' using errcode = 'restrict_violation';
  end if;
  if (new.approved_at, new.approved_by, new.approved_office, new.links_id)
     is distinct from (old.approved_at, old.approved_by, old.approved_office, old.links_id) and new.status <> 'approved' then
    raise exception 'an approval is given once' using errcode = 'restrict_violation';
  end if;
  if (new.matched_at, new.cautions) is distinct from (old.matched_at, old.cautions) and new.status <> 'matched' then
    raise exception 'what was matched stays as it is' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
revoke all on function linkage_round_guard() from public;
create trigger linkage_round_guard before update on linkage_round for each row execute function linkage_round_guard();

-- Filters and shares end with the matching; which line is which person, with the approval; the sample, with the round.
create function linkage_round_erase() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
begin
  if new.status in ('matched', 'cancelled') then
    delete from linkage_encoding e using linkage_part p where p.id = e.part_id and p.round_id = new.id;
    delete from linkage_share s using linkage_part p where p.id = s.part_id and p.round_id = new.id;
  end if;
  if new.status in ('approved', 'cancelled') then
    delete from linkage_cluster c using linkage_part p where p.id = c.part_id and p.round_id = new.id;
    delete from linkage_home h using linkage_part p where p.id = h.part_id and p.round_id = new.id;
  end if;
  if new.status in ('closed', 'cancelled') then
    delete from linkage_twin t using linkage_part p where p.id = t.part_id and p.round_id = new.id;
  end if;
  return null;
end $$;
revoke all on function linkage_round_erase() from public;
create trigger linkage_round_erase after update on linkage_round for each row execute function linkage_round_erase();

create function linkage_part_guard() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare
  its linkage_round;
  mine boolean := old.office_id = access.office_id();
  me uuid := access.person_id();
begin
  select * into its from linkage_round r where r.id = old.round_id;
  if (new.id, new.round_id, new.office_id, new.kind, new.position, new.created_at)
     is distinct from (old.id, old.round_id, old.office_id, old.kind, old.position, old.created_at) then
    raise exception 'who takes part does not change' using errcode = 'restrict_violation';
  end if;
  if (new.agreed_at, new.agreed_by, new.commitment) is distinct from (old.agreed_at, old.agreed_by, old.commitment)
     and not coalesce(mine and old.agreed_at is null and its.status = 'drafted' and new.agreed_by = me, false) then
    raise exception 'an office agrees once, for itself' using errcode = 'restrict_violation';
  end if;
  if (new.encoded_at, new.encoded_by, new.check_value, new.people, new.no_name, new.short_name, new.no_birth, new.first_of_january, new.no_place)
     is distinct from (old.encoded_at, old.encoded_by, old.check_value, old.people, old.no_name, old.short_name, old.no_birth, old.first_of_january, old.no_place)
     and not coalesce(mine and old.encoded_at is null and its.status in ('agreed', 'encoding') and new.encoded_by = me, false) then
    raise exception 'a list is encoded once, by its office' using errcode = 'restrict_violation';
  end if;
  if (new.doubles, new.expected_same) is distinct from (old.doubles, old.expected_same)
     and not coalesce(its.office_id = access.office_id() and its.status = 'encoding', false) then
    raise exception 'the matching alone counts doubles' using errcode = 'restrict_violation';
  end if;
  if (new.reviewed_at, new.reviewed_by) is distinct from (old.reviewed_at, old.reviewed_by)
     and (not coalesce(mine and old.reviewed_at is null and its.status = 'matched' and new.reviewed_by = me, false)
          or exists (select from linkage_twin t where t.part_id = old.id and t.verdict = '')) then
    raise exception 'an office ends its own review, when it has looked at every pair' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
revoke all on function linkage_part_guard() from public;
create trigger linkage_part_guard before update on linkage_part for each row execute function linkage_part_guard();

-- The last office to agree moves the round on, and the first to encode.
create function linkage_part_moves() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare its linkage_round;
begin
  select * into its from linkage_round r where r.id = new.round_id for update;
  if its.status = 'drafted' and not exists (
     select from linkage_part p where p.round_id = new.round_id and p.agreed_at is null) then
    update linkage_round set status = 'agreed', revision = revision + 1 where id = new.round_id;
  elsif its.status = 'agreed' and new.encoded_at is not null then
    update linkage_round set status = 'encoding', revision = revision + 1 where id = new.round_id;
  end if;
  return null;
end $$;
revoke all on function linkage_part_moves() from public;
create trigger linkage_part_moves after update on linkage_part for each row execute function linkage_part_moves();

-- What goes back to the figures, to whoever approves and to nobody else: no line, no list, in an order that says nothing.
create function linkage_links(of_round uuid) returns table (kind text, unit_key bytea, cluster bytea)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select distinct on (h.kind, h.unit_key) h.kind::text, h.unit_key, c.cluster
  from linkage_round r join linkage_part p on p.round_id = r.id join linkage_home h on h.part_id = p.id
  join linkage_cluster c on c.part_id = h.part_id and c.token = h.token
  where r.id = of_round and r.status = 'reviewed' and not r.dry_run and access.role() = 'release_approver'
    and access.office_id() <> r.office_id and access.person_id() <> r.opened_by
  order by h.kind, h.unit_key, c.cluster
$$;
revoke all on function linkage_links(uuid) from public;
grant execute on function linkage_links(uuid) to rumduol_app;

-- Lines of two lists that stand for one record, and how many of them the matching found: counts only, for whoever matches.
create function linkage_known(of_round uuid) returns table (one integer, other integer, known bigint, found bigint)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select p.position::integer, q.position::integer, count(*), count(*) filter (where c.cluster = d.cluster)
  from linkage_round r join linkage_part p on p.round_id = r.id join linkage_part q on q.round_id = r.id and q.position > p.position
  join linkage_home h on h.part_id = p.id join linkage_home k on k.part_id = q.id and k.kind = h.kind and k.unit_key = h.unit_key
  join linkage_cluster c on c.part_id = p.id and c.token = h.token
  join linkage_cluster d on d.part_id = q.id and d.token = k.token
  where r.id = of_round and r.status = 'encoding' and r.office_id = access.office_id()
  group by 1, 2
$$;
revoke all on function linkage_known(uuid) from public;
grant execute on function linkage_known(uuid) to rumduol_app;
"""
NO_GUARDS = """
drop function linkage_known(uuid); drop function linkage_links(uuid); drop trigger linkage_part_moves on linkage_part; drop function linkage_part_moves();
drop trigger linkage_part_guard on linkage_part; drop function linkage_part_guard();
drop trigger linkage_round_erase on linkage_round; drop function linkage_round_erase();
drop trigger linkage_round_guard on linkage_round; drop function linkage_round_guard();
"""

# Written by the office that matches, read by nobody: the database alone joins it with what the offices keep.
CLUSTERS = f"""
alter table linkage_cluster enable row level security;
alter table linkage_cluster force row level security;
create policy app_insert on linkage_cluster for insert to rumduol_app with check ({OF_MY_ROUND});
grant insert on linkage_cluster to rumduol_app;
"""
NO_CLUSTERS = """
revoke all on linkage_cluster from rumduol_app; drop policy app_insert on linkage_cluster;
alter table linkage_cluster no force row level security; alter table linkage_cluster disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("linkage", "0001_linkage"), ("access", "0003_walls"), ("vault", "0001_initial")]

    operations = [
        migrations.RunSQL(VISIBLE, "drop function linkage_visible()"),
        wall(
            "linkage_round",
            read=f"id = {SEEN}",
            insert=f"{ROLE} = 'national_coordinator' and office_id = {MINE} and opened_by = {ME} and status = 'drafted'",
            update=f"(office_id = {MINE} and {ROLE} = 'national_coordinator')"
            f" or ({ROLE} = 'release_approver' and office_id <> {MINE} and status = 'reviewed')",
            update_check=f"(office_id = {MINE} and {ROLE} = 'national_coordinator')"
            f" or (status = 'approved' and approved_by = {ME} and approved_office = {MINE})",
        ),
        door("linkage_round", command="select"),
        door("linkage_round", command="update"),
        wall(
            "linkage_part",
            read=f"round_id = {SEEN}",
            insert="agreed_at is null and encoded_at is null and reviewed_at is null and exists (select from linkage_round r"
            f" where r.id = round_id and r.office_id = {MINE} and r.status = 'drafted' and r.office_id <> linkage_part.office_id)",
            update=f"office_id = {MINE} or exists (select from linkage_round r where r.id = round_id and r.office_id = {MINE})",
        ),
        door("linkage_part", command="select"),
        wall("linkage_share", read=f"to_office_id = {MINE}", insert=OF_MY_PART),
        door("linkage_share", command="select"),
        door("linkage_share", command="delete"),
        wall(
            "linkage_encoding",
            read=f"matcher_id = {MINE} and {ROLE} = 'national_coordinator'",
            insert=f"{OF_MY_PART} and exists (select from linkage_part p join linkage_round r on r.id = p.round_id"
            " where p.id = part_id and r.office_id = matcher_id and r.status in ('agreed', 'encoding'))",
        ),
        door("linkage_encoding", command="select"),
        door("linkage_encoding", command="delete"),
        wall("linkage_home", read=f"office_id = {MINE}", insert=f"office_id = {MINE} and {OF_MY_PART}"),
        door("linkage_home", command="select"),
        door("linkage_home", command="delete"),
        migrations.RunSQL(CLUSTERS, NO_CLUSTERS),
        door("linkage_cluster", command="select"),
        door("linkage_cluster", command="delete"),
        wall("linkage_overlap", read=f"round_id = {SEEN} and {FIGURES}", insert=MY_ROUND),
        wall("linkage_quality", read=f"round_id = {SEEN} and {FIGURES}", insert=MY_ROUND),
        wall(
            "linkage_twin",
            read=f"office_id = {MINE}",
            insert=f"verdict = '' and {OF_MY_ROUND} and exists (select from linkage_part p where p.id = part_id"
            " and p.office_id = linkage_twin.office_id)",
            update=f"office_id = {MINE} and exists (select from linkage_part p join linkage_round r on r.id = p.round_id"
            " where p.id = part_id and r.status = 'matched' and p.reviewed_at is null)",
            update_check=f"office_id = {MINE} and said_by = {ME}",
        ),
        door("linkage_twin", command="select"),
        door("linkage_twin", command="delete"),
        wall(
            "linkage_estimated",
            read=f"round_id = {SEEN} and {FIGURES}",
            insert=f"made_by = {ME} and {FIGURES} and exists (select from linkage_round r where r.id = round_id"
            " and r.status in ('matched', 'reviewed', 'approved', 'closed'))",
        ),
        migrations.RunSQL(GUARDS, NO_GUARDS),
    ]
