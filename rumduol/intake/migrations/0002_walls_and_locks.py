"""Who may see a report: its office, the office that took it first, and whoever holds the return code.

The schema `intake` keeps what the application must not read: the locks of the mailboxes. The application shows a key by
setting `rumduol.mailbox` for one transaction; the database hashes it and answers which mailbox it opens, if any.
"""

from django.db import migrations

from rumduol.access.walls import door, wall

MY_OFFICE = "(select access.office_id())"
ME = "(select access.person_id())"
REACH = "any((select access.reach())::uuid[])"
MY_MAILBOX = "(select intake.mailbox_id())"

SCHEMA = """
create schema intake;
grant usage on schema intake to rumduol_app;

create table intake.lock (
  mailbox_id uuid primary key,
  locator text not null unique check (locator ~ '^[0-9]{8}$'),
  salt bytea not null check (octet_length(salt) = 16),
  verify_hash bytea not null check (octet_length(verify_hash) = 32)
);
-- Wrong tries by hour, under a keyed hash of the locator; not in the write-ahead log, forgotten after the hour.
create unlogged table intake.miss (
  locator bytea not null,
  hour bigint not null,
  times integer not null default 0,
  primary key (locator, hour)
);

create function intake.mailbox_salt(wanted text) returns bytea language sql stable security definer
set search_path = pg_catalog, public, pg_temp as $$ select l.salt from intake.lock l where l.locator = wanted $$;

-- The mailbox whose key stands in this transaction's setting "<locator>:<verify key in hex>", or null.
create function intake.mailbox_id() returns uuid language sql stable security definer
set search_path = pg_catalog, public, pg_temp as $$
  select l.mailbox_id from intake.lock l
  where l.locator = split_part(current_setting('rumduol.mailbox', true), ':', 1)
    and l.verify_hash = sha256(decode(split_part(current_setting('rumduol.mailbox', true), ':', 2), 'hex'))
$$;

-- False when another mailbox has the locator; waits for a sender of the same code that has not committed yet.
create function intake.place_lock(mailbox uuid, new_locator text, new_salt bytea, new_hash bytea) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into intake.lock (mailbox_id, locator, salt, verify_hash) values (mailbox, new_locator, new_salt, new_hash)
    on conflict do nothing;
  return found;
end $$;

create function intake.hour() returns bigint language sql stable set search_path = pg_catalog, pg_temp
as $$ select (extract(epoch from now()) / 3600)::bigint $$;
create function intake.may_try(wanted bytea, most integer) returns boolean language sql stable security definer
set search_path = pg_catalog, public, pg_temp as $$
  select not exists (select 1 from intake.miss m where m.locator = wanted and m.hour = intake.hour() and m.times >= most)
$$;
create function intake.missed(wanted bytea) returns void language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
begin
  delete from intake.miss m where m.hour < intake.hour();
  insert into intake.miss (locator, hour, times) values (wanted, intake.hour(), 1)
    on conflict (locator, hour) do update set times = intake.miss.times + 1;
end $$;
"""

# These touch the tables, so they are made after the walls.
FUNCTIONS = """
create function intake.next_position(of_mailbox uuid) returns integer language sql stable security definer
set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(max(m.position), 0) + 1 from intake_message m where m.mailbox_id = of_mailbox
$$;

-- The holder of the code wrote something: the offices see that somebody waits. Nothing else can be changed this way.
create function intake.reporter_wrote() returns void language sql security definer
set search_path = pg_catalog, public, pg_temp as $$
  update intake_report r set reporter_waits = true, revision = revision + 1
    where r.mailbox_id = (select intake.mailbox_id()) and r.status not in ('joined', 'withdrawn')
$$;

-- The holder of the code withdraws: how to reach them is destroyed at once, and parts to which nobody has gone stop.
create function intake.withdraw(stoppable text[]) returns integer language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare mine uuid := (select intake.mailbox_id()); n integer;
begin
  if mine is null then return 0; end if;
  delete from vault_sectionwrap w using vault_sealedsection s, intake_report r
    where s.id = w.section_id and s.section = 'contact' and s.record_id = r.id and r.mailbox_id = mine;
  delete from vault_sealedsection s using intake_report r
    where s.section = 'contact' and s.record_id = r.id and r.mailbox_id = mine;
  delete from vault_blindindex b using intake_report r
    where b.record_id = r.id and r.mailbox_id = mine and b.field = 'exact';
  update intake_report r set has_contact = false, answering = 'no', revision = revision + 1 where r.mailbox_id = mine;
  update intake_mailbox m set withdrawn = true, revision = revision + 1 where m.id = mine;
  update intake_report r set status = 'withdrawn' where r.mailbox_id = mine and r.status = any(stoppable);
  get diagnostics n = row_count;
  return n;
end $$;

-- Ownership of a report, its people and its messages passes from the acting office to another. The note that goes along too.
create function intake.hand_over(of_report uuid, new_office uuid) returns boolean language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare mine uuid := (select access.office_id());
begin
  update intake_report r set office_id = new_office, revision = revision + 1
    where r.id = of_report and r.office_id = mine and mine is not null;
  if not found then return false; end if;
  update intake_reportperson p set office_id = new_office where p.report_id = of_report and p.office_id = mine;
  update intake_message m set office_id = new_office where m.report_id = of_report and m.office_id = mine;
  update intake_note n set office_id = new_office where n.report_id = of_report and n.office_id = mine and n.kind = 'transfer';
  return true;
end $$;

revoke execute on all functions in schema intake from public;
grant execute on all functions in schema intake to rumduol_app;
"""

IN_SIGHT = (
    f"(office_id = {REACH} or origin_office_id = {REACH} or id = any((select access.shared('report'))::uuid[])"
    f" or id = any((select access.broken_glass())::uuid[]) or mailbox_id = {MY_MAILBOX})"
    " and not (id = any((select access.conflicts())::uuid[]))"
)
FROM_THE_WEB = f"({ME} is null and channel = 'web' and mailbox_id = {MY_MAILBOX})"
OF_A_REPORT = "exists (select 1 from intake_report r where r.id = report_id)"
OF_MY_MAILBOX = f"({ME} is null and exists (select 1 from intake_report r where r.id = report_id and r.mailbox_id = {MY_MAILBOX}))"
OWN = f"office_id = {MY_OFFICE}"


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial"), ("access", "0003_walls"), ("vault", "0002_walls")]
    operations = [
        migrations.RunSQL(SCHEMA, "drop schema intake cascade"),
        door("intake.lock"),
        migrations.RunSQL(
            "alter table intake.lock enable row level security; alter table intake.lock force row level security",
            migrations.RunSQL.noop,
        ),
        wall("intake_report", read=IN_SIGHT, insert=f"{OWN} or {FROM_THE_WEB}", update=OWN),
        door("intake_report"),
        wall(
            "intake_mailbox",
            read=f"id = {MY_MAILBOX} or exists (select 1 from intake_report r where r.mailbox_id = intake_mailbox.id)",
            insert=f"id = {MY_MAILBOX}",
        ),
        door("intake_mailbox"),
        wall("intake_reportperson", read=OF_A_REPORT, insert=f"{OWN} or {OF_MY_MAILBOX}", update=OWN),
        door("intake_reportperson"),
        wall(
            "intake_message",
            read=f"office_id = {REACH} or mailbox_id = {MY_MAILBOX} or report_id = any((select access.broken_glass())::uuid[])",
            insert=f"{OWN} or {OF_MY_MAILBOX}",
            update=OWN,
        ),
        door("intake_message"),
        wall("intake_note", read=f"office_id = {REACH} or report_id = any((select access.broken_glass())::uuid[])", insert=OWN, update=OWN),
        door("intake_note"),
        wall("intake_triage", read=OF_A_REPORT, insert=OWN),
        wall("intake_verification", read=OF_A_REPORT, insert=OWN),
        wall(
            "intake_transfer",
            read=f"from_office_id = {REACH} or to_office_id = {REACH} or {OF_A_REPORT}",
            insert=f"from_office_id = {MY_OFFICE}",
            update=f"to_office_id = {MY_OFFICE}",
        ),
        migrations.RunSQL(
            FUNCTIONS,
            "drop function intake.hand_over; drop function intake.withdraw; drop function intake.reporter_wrote;"
            "drop function intake.next_position",
        ),
    ]
