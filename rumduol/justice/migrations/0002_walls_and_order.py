"""Who may see a criminal case, and the order that the law gives it: no stage without its door, no verdict before a charge,
no custody that only one side has signed. Whatever the program forgets, the database refuses."""

from django.db import migrations

from rumduol.access.walls import door, wall

REACH = "any((select access.reach())::uuid[])"
ME = "(select access.person_id())"
MINE = "office_id = (select access.office_id())"
# The office that began the inquiry goes on seeing how far it is (codes alone: the words are re-keyed to the new owner).
IN_SIGHT = (
    f"(office_id = {REACH} or origin_office_id = {REACH}"
    " or id = any((select access.shared('criminal_case'))::uuid[]) or id = any((select access.broken_glass())::uuid[]))"
    " and id <> all((select access.conflicts())::uuid[])"
)
OF_A_CASE = "exists (select 1 from justice_criminalcase c where c.id = case_id)"
PARTS = ("victim", "suspect", "detention", "victimsign", "charge", "cooperation", "node", "tie")
TABLES = ("criminalcase", "move", "verdict", "evidence", "handover", *PARTS)

DATES = """
-- The first and the last day that a date known to the day, the month or the year can be, as text that compares.
create function justice_first(known text) returns text language sql immutable as
$$ select known || substr('0000-01-01', length(known) + 1) $$;
create function justice_last(known text) returns text language sql immutable as
$$ select known || substr('9999-12-31', length(known) + 1) $$;

create function justice_may_move(old text, new text, who text) returns boolean language sql immutable as $$
  select (old, new, who) in (
    ('preliminary', 'with_prosecutor', 'investigator'),
    ('with_prosecutor', 'preliminary', 'prosecutor'),
    ('with_prosecutor', 'filed', 'prosecutor'),
    ('with_prosecutor', 'investigating_judge', 'prosecutor'),
    ('with_prosecutor', 'trial', 'prosecutor'),
    ('filed', 'with_prosecutor', 'prosecutor'),
    ('investigating_judge', 'closing_order', 'court_clerk'),
    ('closing_order', 'trial', 'court_clerk'),
    ('closing_order', 'dismissed', 'court_clerk'),
    ('dismissed', 'investigating_judge', 'court_clerk'),
    ('trial', 'verdict', 'court_clerk'),
    ('verdict', 'appeal', 'court_clerk'),
    ('verdict', 'final', 'court_clerk'),
    ('appeal', 'final', 'court_clerk'),
    ('appeal', 'trial', 'court_clerk'),
    ('final', 'execution', 'prosecutor'),
    ('final', 'ended', 'prosecutor'),
    ('execution', 'ended', 'prosecutor')
  ) $$;
"""

ORDER = """
create function justice_refuse(words text) returns void language plpgsql as
$$ begin raise exception '%', words using errcode = 'check_violation'; end $$;

create function justice_case_begins() returns trigger language plpgsql as $$
begin
  if new.status not in ('preliminary', 'with_prosecutor') or new.charged_on is not null or new.judged_on is not null then
    perform justice_refuse('a criminal case begins with an inquiry or a complaint');
  end if;
  return new;
end $$;
create trigger begins before insert on justice_criminalcase for each row execute function justice_case_begins();

create function justice_case_moves() returns trigger language plpgsql as $$
declare last justice_move;
begin
  select * into last from justice_move m where m.case_id = new.id order by m.position desc limit 1;
  if last.id is null or last.old <> old.status or last.new <> new.status then
    perform justice_refuse('a criminal case changes its stage by a signed move only');
  end if;
  return new;
end $$;
create trigger moves before update on justice_criminalcase for each row when (old.status <> new.status)
  execute function justice_case_moves();

create function justice_move_in_order() returns trigger language plpgsql as $$
declare now_at justice_criminalcase; last justice_move;
begin
  select * into now_at from justice_criminalcase c where c.id = new.case_id;
  select * into last from justice_move m where m.case_id = new.case_id order by m.position desc limit 1;
  if now_at.status is distinct from new.old or not justice_may_move(new.old, new.new, access.role()) then
    perform justice_refuse('this door is closed to this case or to this role');
  end if;
  if new.position <> coalesce(last.position, 0) + 1 then
    perform justice_refuse('moves are numbered one after the other');
  end if;
  if justice_last(new."on") < justice_first(coalesce(last."on", now_at.opened_on)) then
    perform justice_refuse('a move is not earlier than the one before it');
  end if;
  return new;
end $$;
create trigger in_order before insert on justice_move for each row execute function justice_move_in_order();

create function justice_charge_in_order() returns trigger language plpgsql as $$
declare stage text := (select c.status from justice_criminalcase c where c.id = new.case_id);
begin
  if stage is null or stage not in ('with_prosecutor', 'investigating_judge', 'closing_order', 'trial', 'appeal')
     or access.role() not in ('prosecutor', 'court_clerk') then
    perform justice_refuse('a charge is made by the prosecutor or before a court');
  end if;
  return new;
end $$;
create trigger in_order before insert on justice_charge for each row execute function justice_charge_in_order();

create function justice_verdict_in_order() returns trigger language plpgsql as $$
declare stage text := (select c.status from justice_criminalcase c where c.id = new.case_id);
begin
  if stage is null or stage not in ('trial', 'appeal') or access.role() <> 'court_clerk' then
    perform justice_refuse('a verdict is given at a trial or on appeal');
  end if;
  if not exists (
    select 1 from justice_charge h where h.case_id = new.case_id and h.suspect_id = new.suspect_id and h.status = 'standing'
      and justice_first(h."on") <= justice_last(new."on")
  ) then
    perform justice_refuse('no verdict before a charge');
  end if;
  if exists (select 1 from justice_verdict v where v.suspect_id = new.suspect_id
             and justice_first(v."on") > justice_last(new."on")) then
    perform justice_refuse('a later verdict is not older than the one it replaces');
  end if;
  return new;
end $$;
create trigger in_order before insert on justice_verdict for each row execute function justice_verdict_in_order();

create function justice_verdict_stays() returns trigger language plpgsql as $$
begin
  if (to_jsonb(old) - '{office_id,revision,replaced_on}'::text[]) <> (to_jsonb(new) - '{office_id,revision,replaced_on}'::text[]) then
    perform justice_refuse('a verdict is replaced by another, never rewritten');
  end if;
  return new;
end $$;
create trigger stays before update on justice_verdict for each row execute function justice_verdict_stays();

create function justice_suspect_in_order() returns trigger language plpgsql as $$
begin
  if new.charged_on is not null and not exists (select 1 from justice_charge h where h.suspect_id = new.id) then
    perform justice_refuse('nobody is charged without a charge');
  end if;
  if new.outcome <> '' and not exists (
    select 1 from justice_verdict v where v.suspect_id = new.id and v.replaced_on is null and v.outcome = new.outcome
  ) then
    perform justice_refuse('no outcome without a verdict that stands');
  end if;
  return new;
end $$;
create trigger in_order before insert or update on justice_suspect for each row execute function justice_suspect_in_order();
"""

CUSTODY = """
-- What an item is never changes; who has it follows the hand-overs that both sides signed.
create function justice_custody_kept() returns trigger language plpgsql as $$
begin
  if (to_jsonb(old) - '{office_id,revision,custodian_id,custodian_office_id}'::text[])
     <> (to_jsonb(new) - '{office_id,revision,custodian_id,custodian_office_id}'::text[]) then
    perform justice_refuse('evidence is not rewritten');
  end if;
  if (old.custodian_id, old.custodian_office_id) is distinct from (new.custodian_id, new.custodian_office_id)
     and not exists (
       select 1 from justice_handover h where h.item_id = old.id and h.status = 'signed' and h.from_person_id = old.custodian_id
         and h.to_person_id = new.custodian_id and h.to_office_id = new.custodian_office_id
         and h.taken_at = (select max(l.taken_at) from justice_handover l where l.item_id = old.id and l.status = 'signed')
     ) then
    perform justice_refuse('custody passes when both sides have signed');
  end if;
  return new;
end $$;
create trigger custody_kept before update on justice_evidence for each row execute function justice_custody_kept();

create function justice_hand_over_kept() returns trigger language plpgsql as $$
begin
  if (to_jsonb(old) - '{office_id,revision,status,taken_at,taken_by_id,intact}'::text[])
     <> (to_jsonb(new) - '{office_id,revision,status,taken_at,taken_by_id,intact}'::text[])
     or (old.status <> 'open' and (old.status, old.taken_at, old.taken_by_id, old.intact)
         is distinct from (new.status, new.taken_at, new.taken_by_id, new.intact)) then
    perform justice_refuse('a signed hand-over is not rewritten');
  end if;
  return new;
end $$;
create trigger hand_over_kept before update on justice_handover for each row execute function justice_hand_over_kept();

create function justice_custody_passes() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
begin
  update justice_evidence set custodian_id = new.to_person_id, custodian_office_id = new.to_office_id where id = new.item_id;
  return null;
end $$;
create trigger custody_passes after update on justice_handover for each row
  when (old.status = 'open' and new.status = 'signed') execute function justice_custody_passes();
"""

DOORS = f"""
-- Ownership of a criminal case and all its rows passes from the acting office to another.
create function justice_hand_over(of_case uuid, new_office uuid) returns boolean language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare mine uuid := (select access.office_id());
begin
  if mine is null then return false; end if;
  update justice_criminalcase set office_id = new_office, revision = revision + 1 where id = of_case and office_id = mine;
  if not found then return false; end if;
  {" ".join(f"update justice_{part} set office_id = new_office where case_id = of_case;" for part in TABLES[1:])}
  return true;
end $$;
-- Of victims named in criminal cases that the reader may see: who is in care now. Not where, not with whom, not since when.
create function justice_in_care(of_case uuid) returns setof uuid language sql stable security definer
set search_path = pg_catalog, public, pg_temp as $$
  select v.id from justice_victim v join justice_criminalcase c on c.id = v.case_id
    join cases_case k on k.id = v.person_case_id and k.status <> 'closed'
  where v.case_id = of_case and (select access.office_id()) is not null
    and (c.office_id = any((select access.reach())::uuid[]) or c.origin_office_id = any((select access.reach())::uuid[]))
    and c.id <> all((select access.conflicts())::uuid[])
$$;
-- The case that social affairs opened from a screening: its id and nothing else, to raise an alarm there.
create function justice_case_of_screening(of_screening uuid) returns uuid language sql stable security definer
set search_path = pg_catalog, public, pg_temp as $$
  select k.id from cases_case k where (select access.office_id()) is not null
    and k.source_kind = 'screening' and k.source_id = of_screening order by k.created_at limit 1
$$;
revoke execute on function justice_hand_over(uuid, uuid), justice_in_care(uuid), justice_case_of_screening(uuid) from public;
grant execute on function justice_hand_over(uuid, uuid), justice_in_care(uuid), justice_case_of_screening(uuid)
  to rumduol_app;
"""

UNDO_DATES = """drop function justice_may_move(text, text, text); drop function justice_first(text);
drop function justice_last(text);"""
UNDO_ORDER = """
drop trigger in_order on justice_suspect; drop function justice_suspect_in_order();
drop trigger stays on justice_verdict; drop function justice_verdict_stays();
drop trigger in_order on justice_verdict; drop function justice_verdict_in_order();
drop trigger in_order on justice_charge; drop function justice_charge_in_order();
drop trigger in_order on justice_move; drop function justice_move_in_order();
drop trigger moves on justice_criminalcase; drop function justice_case_moves();
drop trigger begins on justice_criminalcase; drop function justice_case_begins();
drop function justice_refuse(text);
"""
UNDO_CUSTODY = """
drop trigger custody_passes on justice_handover; drop function justice_custody_passes();
drop trigger hand_over_kept on justice_handover; drop function justice_hand_over_kept();
drop trigger custody_kept on justice_evidence; drop function justice_custody_kept();
"""
UNDO_DOORS = """drop function justice_hand_over(uuid, uuid); drop function justice_in_care(uuid);
drop function justice_case_of_screening(uuid);"""


class Migration(migrations.Migration):
    dependencies = [("justice", "0001_criminal_cases"), ("access", "0003_walls"), ("cases", "0002_walls")]
    operations = [
        migrations.RunSQL(DATES, UNDO_DATES),
        wall("justice_criminalcase", read=IN_SIGHT, insert=f"{MINE} and origin_office_id = office_id", update=MINE),
        wall("justice_move", read=OF_A_CASE, insert=f"{MINE} and by_id = {ME}"),
        wall("justice_verdict", read=OF_A_CASE, insert=f"{MINE} and by_id = {ME}", update=MINE),
        # Custody begins with whoever records the item, and passes by hand-overs; each side signs for itself.
        wall("justice_evidence", read=OF_A_CASE, insert=f"{MINE} and by_id = {ME} and custodian_id = {ME}"),
        wall(
            "justice_handover",
            read=OF_A_CASE,
            insert=f"given_by_id = {ME} and status = 'open' and exists (select 1 from justice_evidence e"
            f" where e.id = item_id and e.case_id = justice_handover.case_id and e.custodian_id = {ME})",
            update=f"to_person_id = {ME}",
        ),
        *[wall(f"justice_{part}", read=OF_A_CASE, insert=MINE, update=MINE) for part in PARTS if part not in {"node", "tie"}],
        *[wall(f"justice_{part}", read=OF_A_CASE, insert=MINE, update=MINE, delete=MINE) for part in ("node", "tie")],
        *[door(f"justice_{table}") for table in TABLES],
        migrations.RunSQL(ORDER, UNDO_ORDER),
        migrations.RunSQL(CUSTODY, UNDO_CUSTODY),
        migrations.RunSQL(DOORS, UNDO_DOORS),
    ]
