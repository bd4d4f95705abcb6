"""Who sees a hearing and a supervision; nobody in two rooms at once; a missed day is found without anybody signed in."""

from django.db import migrations

from rumduol.access.walls import door, wall

REACH = "(select access.reach())::uuid[]"
ME = "(select access.person_id())"
ROLE = "(select access.role())"
MINE = "office_id = (select access.office_id())"
CONFLICTS = "all((select access.conflicts())::uuid[])"
COURT = f"{ROLE} in ('prosecutor', 'court_clerk')"
HEARING = (
    f"((office_id = any({REACH}) and {COURT})"
    f" or (told_office_ids && {REACH} and {ROLE} in ('investigator', 'legal_aid_lawyer', 'prosecutor', 'court_clerk')))"
    f" and id <> {CONFLICTS} and criminal_case_id <> {CONFLICTS}"
)
OF_A_HEARING = "exists (select 1 from courts_hearing h where h.id = hearing_id)"
SUPERVISION = (
    f"((office_id = any({REACH}) and {COURT}) or (officer_office_id = any({REACH}) and {ROLE} = 'investigator'))"
    f" and id <> {CONFLICTS} and criminal_case_id <> {CONFLICTS}"
)
OF_A_SUPERVISION = "exists (select 1 from courts_supervision s where s.id = supervision_id)"

SQL = """
create function courts_refuse(words text) returns void language plpgsql as
$$ begin raise exception '%%', words using errcode = 'check_violation'; end $$;

-- What a hearing would clash with: room and judge in the same court, accused and victims in any. No more than that is told.
create function courts_clashes(me uuid, court uuid, begins timestamptz, finishes timestamptz, in_room text, by_judge text,
  accused uuid[], victims uuid[]) returns text[] language sql stable security definer
set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(array_agg(distinct w.what), '{}') from courts_hearing h cross join lateral (
    select 'room' as what where h.office_id = court and h.room = in_room
    union all select 'judge' where h.office_id = court and h.judge = by_judge
    union all select 'accused' where h.accused_ids && accused
    union all select 'witness' where exists (
      select 1 from courts_witness t where t.hearing_id = h.id and t.victim_id = any (victims))
  ) w
  where h.status = 'planned' and h.id is distinct from me and h.starts_at < finishes and h.ends_at > begins
$$;

create function courts_no_clash() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare found text[];
begin
  if new.status <> 'planned' then return new; end if;
  perform pg_advisory_xact_lock(hashtextextended('courts', 0));
  found := courts_clashes(new.id, new.office_id, new.starts_at, new.ends_at, new.room, new.judge, new.accused_ids,
    array(select t.victim_id from courts_witness t where t.hearing_id = new.id and t.victim_id is not null));
  if cardinality(found) > 0 then perform courts_refuse('courts: clash ' || array_to_string(found, ' ')); end if;
  return new;
end $$;
create trigger no_clash before insert or update of starts_at, ends_at, room, judge, accused_ids, status on courts_hearing
  for each row execute function courts_no_clash();

create function courts_witness_free() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare h courts_hearing;
begin
  perform pg_advisory_xact_lock(hashtextextended('courts', 0));
  select * into h from courts_hearing where id = new.hearing_id;
  if h.status = 'planned' and new.victim_id is not null and cardinality(
      courts_clashes(h.id, h.office_id, h.starts_at, h.ends_at, null, null, '{}', array[new.victim_id])) > 0 then
    perform courts_refuse('courts: clash witness');
  end if;
  return new;
end $$;
create trigger witness_free before insert on courts_witness for each row execute function courts_witness_free();

create function courts_hearing_kept() returns trigger language plpgsql as $$
begin
  if row(new.id, new.office_id, new.criminal_case_id, new.criminal_number) is distinct from
     row(old.id, old.office_id, old.criminal_case_id, old.criminal_number) then
    perform courts_refuse('a hearing does not change whose it is');
  end if;
  if new.status <> old.status and (old.status || ' ' || new.status) not in (%(hearings)s) then
    perform courts_refuse('a hearing does not go from ' || old.status || ' to ' || new.status);
  end if;
  if old.status in ('held', 'cancelled') then perform courts_refuse('what was held is not changed'); end if;
  if new.status = 'held' and new.starts_at > now() then perform courts_refuse('this hearing has not begun'); end if;
  return new;
end $$;
create trigger hearing_kept before update on courts_hearing for each row execute function courts_hearing_kept();

create function courts_supervision_kept() returns trigger language plpgsql as $$
begin
  if row(new.id, new.office_id, new.criminal_case_id, new.criminal_number, new.suspect_id, new.started_on) is distinct from
     row(old.id, old.office_id, old.criminal_case_id, old.criminal_number, old.suspect_id, old.started_on) then
    perform courts_refuse('a supervision does not change whose it is');
  end if;
  if new.status <> old.status and (old.status || ' ' || new.status) not in (%(supervisions)s) then
    perform courts_refuse('a supervision does not go from ' || old.status || ' to ' || new.status);
  end if;
  if new.status = 'at_large' and old.status <> 'at_large' and not exists (
      select 1 from courts_warrant w where w.supervision_id = new.id and w.status = 'signed') then
    perform courts_refuse('nobody is at large without a signed warrant request');
  end if;
  if new.status = 'ended' and old.status <> 'ended' and (select access.role()) not in ('prosecutor', 'court_clerk') then
    perform courts_refuse('the court ends a supervision');
  end if;
  return new;
end $$;
create trigger supervision_kept before update on courts_supervision for each row execute function courts_supervision_kept();

create function courts_day_kept() returns trigger language plpgsql as $$
declare me uuid := (select access.person_id()); today date := (now() at time zone 'Asia/Phnom_Penh')::date;
begin
  if row(new.id, new.supervision_id, new.due_on) is distinct from row(old.id, old.supervision_id, old.due_on) then
    perform courts_refuse('a reporting day does not move');
  end if;
  if new.status <> old.status and (old.status || ' ' || new.status) not in (%(days)s) then
    perform courts_refuse('a reporting day does not go from ' || old.status || ' to ' || new.status);
  end if;
  if new.status = old.status and row(new.signed_by_id, new.signed_at, new.excuse) is distinct from
     row(old.signed_by_id, old.signed_at, old.excuse) then perform courts_refuse('what was signed is not changed'); end if;
  if new.status = 'missed' and old.status <> 'missed' and new.due_on >= today then
    perform courts_refuse('the day is not over');
  end if;
  if new.status = 'reported' and old.status <> 'reported' then
    if new.signed_by_id is distinct from me then perform courts_refuse('everybody signs for themselves'); end if;
    if (new.signed_at at time zone 'Asia/Phnom_Penh')::date not between new.due_on - 3 and new.due_on then
      perform courts_refuse('signed on the day, or up to three days before');
    end if;
  end if;
  if new.status = 'excused' and old.status <> 'excused'
     and (new.excused_by_id is distinct from me or (select access.role()) not in ('prosecutor', 'court_clerk')) then
    perform courts_refuse('the court excuses');
  end if;
  return new;
end $$;
create trigger day_kept before update on courts_reportingday for each row execute function courts_day_kept();

create function courts_warrant_kept() returns trigger language plpgsql as $$
begin
  if row(new.id, new.supervision_id, new.office_id, new.missed) is distinct from row(old.id, old.supervision_id, old.office_id, old.missed) then
    perform courts_refuse('a warrant request is not rewritten');
  end if;
  if new.status <> old.status and (old.status || ' ' || new.status) not in (%(warrants)s) then
    perform courts_refuse('a warrant request does not go from ' || old.status || ' to ' || new.status);
  end if;
  if old.status = 'draft' and new.status <> 'draft' and (select access.role()) is distinct from 'prosecutor' then
    perform courts_refuse('only a prosecutor decides about a warrant request');
  end if;
  if new.signed_by_id is distinct from old.signed_by_id and (new.signed_by_id is distinct from (select access.person_id())) then
    perform courts_refuse('everybody signs for themselves');
  end if;
  return new;
end $$;
create trigger warrant_kept before update on courts_warrant for each row execute function courts_warrant_kept();

-- Reporting days of the next five weeks, for one supervision or for all that are under way.
create function courts_extend_days(only_one uuid) returns integer language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare n integer;
begin
  insert into courts_reportingday (id, created_at, revision, office_id, supervision_id, due_on, status, excuse)
  select gen_random_uuid(), now(), 0, s.office_id, s.id, d::date, 'due', ''
  from courts_supervision s cross join lateral (
    select coalesce(max(r.due_on), s.started_on) as last from courts_reportingday r where r.supervision_id = s.id) l
  cross join lateral generate_series(l.last + s.every_days, (now() at time zone 'Asia/Phnom_Penh')::date + 35,
    make_interval(days => s.every_days)) d
  where s.status <> 'ended' and 'report' = any (s.conditions) and (only_one is null or s.id = only_one)
  on conflict do nothing;
  get diagnostics n = row_count;
  return n;
end $$;

-- Days that are over and unsigned become missed. Missed days since the person last came: with the second one a warrant request
-- is drafted for the prosecutor. Answers what to tell and to count; needs nobody signed in, reads no word.
create function courts_find_missed(most integer) returns table (
    day_id uuid, supervision_id uuid, due_on date, criminal_number text, office_id uuid, officer_office_id uuid, sex text,
    age_band text, nationality text, place text, missed_now integer, drafted boolean)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare r record; s courts_supervision; run date[]; is_new boolean;
begin
  for r in
    select d.id, d.supervision_id as sid, d.due_on as due from courts_reportingday d
      join courts_supervision v on v.id = d.supervision_id and v.status <> 'ended'
    where d.status = 'due' and d.due_on < (now() at time zone 'Asia/Phnom_Penh')::date
    order by d.due_on limit most for update of d skip locked
  loop
    update courts_reportingday d set status = 'missed', revision = d.revision + 1 where d.id = r.id;
    select * into s from courts_supervision v where v.id = r.sid for update;
    select array_agg(d.due_on order by d.due_on) into run from courts_reportingday d
      where d.supervision_id = r.sid and d.status = 'missed' and d.due_on > coalesce(
        (select max(o.due_on) from courts_reportingday o where o.supervision_id = r.sid and o.status = 'reported'), '-infinity');
    is_new := cardinality(run) >= 2 and not exists (
      select 1 from courts_warrant w where w.supervision_id = r.sid and (w.status in ('draft', 'signed') or run[1] = any (w.missed)));
    if is_new then
      insert into courts_warrant (id, created_at, revision, office_id, supervision_id, missed, status)
        values (gen_random_uuid(), now(), 0, s.office_id, s.id, run, 'draft');
    end if;
    update courts_supervision v set at_large_since = run[1] where v.id = r.sid and v.at_large_since is null and cardinality(run) >= 2;
    day_id := r.id; supervision_id := r.sid; due_on := r.due; criminal_number := s.criminal_number; office_id := s.office_id;
    officer_office_id := s.officer_office_id; sex := s.sex; age_band := s.age_band; nationality := s.nationality;
    place := s.place; missed_now := cardinality(run); drafted := is_new;
    return next;
  end loop;
end $$;
revoke execute on function courts_clashes(uuid, uuid, timestamptz, timestamptz, text, text, uuid[], uuid[]), courts_no_clash(),
  courts_witness_free(), courts_extend_days(uuid), courts_find_missed(integer) from public;
grant execute on function courts_clashes(uuid, uuid, timestamptz, timestamptz, text, text, uuid[], uuid[]),
  courts_extend_days(uuid), courts_find_missed(integer) to rumduol_app;
"""
# Copies of the tables in enums.py as they were when this ran; a test compares them.
HEARINGS = ("planned held", "planned postponed", "planned cancelled", "postponed planned", "postponed cancelled")
SUPERVISIONS = ("active at_large", "active ended", "at_large active", "at_large ended")
DAYS = ("due reported", "due missed", "due excused", "missed excused")
WARRANTS = ("draft signed", "draft dropped", "signed done")
UNDO = """
drop function courts_find_missed(integer); drop function courts_extend_days(uuid);
drop trigger warrant_kept on courts_warrant; drop function courts_warrant_kept();
drop trigger day_kept on courts_reportingday; drop function courts_day_kept();
drop trigger supervision_kept on courts_supervision; drop function courts_supervision_kept();
drop trigger hearing_kept on courts_hearing; drop function courts_hearing_kept();
drop trigger witness_free on courts_witness; drop function courts_witness_free();
drop trigger no_clash on courts_hearing; drop function courts_no_clash();
drop function courts_clashes(uuid, uuid, timestamptz, timestamptz, text, text, uuid[], uuid[]); drop function courts_refuse(text);
"""


def quoted(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{value}'" for value in values)


class Migration(migrations.Migration):
    dependencies = [("courts", "0001_hearings_and_supervision"), ("access", "0003_walls")]
    operations = [
        wall("courts_hearing", read=HEARING, insert=f"{MINE} and by_id = {ME} and {COURT}", update=f"{MINE} and {COURT}"),
        wall("courts_witness", read=OF_A_HEARING, insert=f"{MINE} and by_id = {ME} and {COURT} and {OF_A_HEARING}",
             update=f"{MINE} and {COURT}"),
        wall("courts_supervision", read=SUPERVISION, insert=f"{MINE} and by_id = {ME} and {COURT}",
             update=f"({MINE} and {COURT}) or (officer_office_id = (select access.office_id()) and {ROLE} = 'investigator')"),
        wall("courts_reportingday", read=OF_A_SUPERVISION, insert=None,
             update=f"{OF_A_SUPERVISION} and {ROLE} in ('investigator', 'prosecutor', 'court_clerk')"),
        wall("courts_warrant", read=OF_A_SUPERVISION, insert=None, update=f"{OF_A_SUPERVISION} and {COURT}"),
        *[door(f"courts_{table}") for table in ("hearing", "witness", "supervision", "reportingday", "warrant")],
        migrations.RunSQL(
            SQL % {"hearings": quoted(HEARINGS), "supervisions": quoted(SUPERVISIONS), "days": quoted(DAYS), "warrants": quoted(WARRANTS)},
            UNDO,
        ),
    ]
