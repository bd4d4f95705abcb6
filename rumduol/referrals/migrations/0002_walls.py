"""Sender and recipient see a referral, nobody else; and the database knows the life of a referral as well as the code."""

from django.db import migrations

from rumduol.access.walls import door, wall

MINE = "office_id = (select access.office_id())"
IN_REACH = "office_id = any((select access.reach())::uuid[])"
READERS = (
    "(select access.role()) in ('screening_officer', 'case_worker', 'shelter_worker', 'legal_aid_lawyer',"
    " 'consular_officer', 'immigration_officer', 'supervisor')"
)
NO_CONFLICT = "not case_id = any((select access.conflicts())::uuid[])"
RECEIVED = "to_office_id = any((select access.reach())::uuid[]) and sent_at is not null"
OF_A_REFERRAL_TO_ME = "exists (select 1 from referrals_referral r where r.consent_id = referrals_consent.id and r.sent_at is not null)"

SQL = """
create schema referrals;
grant usage on schema referrals to rumduol_app;

-- The path of a referral. What was sent is not changed any more; each side takes only its own steps.
create function referrals.keep_path() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  mine uuid := (select access.office_id());
  step text := old.status || ' ' || new.status;
  answers boolean := new.status in ('accepted', 'declined', 'admitted', 'handed_back')
    or (new.status = 'completed' and new.kind = 'service');
begin
  if new.id <> old.id or new.number <> old.number or new.office_id <> old.office_id or new.case_id <> old.case_id
     or new.kind <> old.kind or new.created_at <> old.created_at then
    raise exception 'a referral does not change what it is' using errcode = 'check_violation';
  end if;
  if old.sent_at is not null and (
      row(new.provider_id, new.to_office_id, new.consent_id, new.sent_at, new.services, new.sex, new.age_from, new.age_to,
          new.language, new.medical, new.disability, new.form, new.citizen, new.tonight, new.place, new.people, new.urgency)
      is distinct from
      row(old.provider_id, old.to_office_id, old.consent_id, old.sent_at, old.services, old.sex, old.age_from, old.age_to,
          old.language, old.medical, old.disability, old.form, old.citizen, old.tonight, old.place, old.people, old.urgency)) then
    raise exception 'what was sent is not changed' using errcode = 'check_violation';
  end if;
  if new.status <> old.status then
    if step not in (%(steps)s) then
      raise exception 'a referral does not go from %% to %%', old.status, new.status using errcode = 'check_violation';
    end if;
    if mine is not null and mine <> (case when answers then coalesce(old.to_office_id, old.office_id) else old.office_id end) then
      raise exception 'this step belongs to the other office' using errcode = 'insufficient_privilege';
    end if;
  end if;
  return new;
end $$;
create trigger keep_path before update on referrals_referral for each row execute function referrals.keep_path();

-- A decision is not rewritten: it is withdrawn, in part or whole, and stays withdrawn. Whereabouts and health never go to police.
create function referrals.keep_decision() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op = 'UPDATE' then
    if row(new.id, new.office_id, new.case_id, new.provider_id, new.to_office_id, new.accepts_provider, new.sections,
           new.purpose, new.until, new.giver, new.manner, new.language, new.recorded_by_id, new.second_worker_id)
       is distinct from
       row(old.id, old.office_id, old.case_id, old.provider_id, old.to_office_id, old.accepts_provider, old.sections,
           old.purpose, old.until, old.giver, old.manner, old.language, old.recorded_by_id, old.second_worker_id) then
      raise exception 'a decision is not rewritten' using errcode = 'check_violation';
    end if;
    if not new.withdrawn_sections @> old.withdrawn_sections
       or (old.withdrawn_at is not null and new.withdrawn_at is distinct from old.withdrawn_at) then
      raise exception 'what was withdrawn stays withdrawn' using errcode = 'check_violation';
    end if;
  end if;
  if new.sections && array['whereabouts', 'health']::varchar[] and exists (
      select 1 from agencies_office o join agencies_agency a on a.id = o.agency_id
      where o.id = new.to_office_id and a.kind in ('police', 'gendarmerie', 'cybercrime')) then
    raise exception 'never to the police' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger keep_decision before insert or update on referrals_consent for each row execute function referrals.keep_decision();

-- The receiving office accepts: what the sender wrapped for it opens now, until the date the person named.
-- Answers the sections that opened; none when this office is not the one asked, or the consent has ended.
create function referrals.open_parcel(wanted uuid) returns text[] language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare
  mine uuid := (select access.office_id());
  r referrals_referral%%rowtype;
  c referrals_consent%%rowtype;
  parts text[];
begin
  select * into r from referrals_referral where id = wanted;
  if mine is null or r.to_office_id is distinct from mine or r.status <> 'accepted' then return '{}'; end if;
  select * into c from referrals_consent where id = r.consent_id;
  if c.withdrawn_at is not null or c.until <= now() then return '{}'; end if;
  select coalesce(array_agg(s), '{}') into parts from unnest(c.sections) s where s <> all (c.withdrawn_sections);
  if cardinality(parts) = 0 then return '{}'; end if;
  -- A referral from a screening is shared as a case too: the receiver gets the parts named, not the screening's row.
  insert into access_share (id, created_at, revision, kind, record_id, from_office_id, to_office_id, sections, purpose,
      until, made_by_id, ended_because)
    values (r.share_id, now(), 0, 'case', r.case_id, r.office_id, mine, parts, c.purpose, c.until, c.recorded_by_id, '')
    on conflict (id) do nothing;
  update vault_sectionwrap w set until = greatest(w.until, c.until) from vault_sealedsection s
    where s.id = w.section_id and (s.record_id = r.case_id or w.share_id = r.share_id) and s.office_id = r.office_id
      and s.section = any (parts) and w.office_id = mine;
  update vault_sectionwrap w set until = greatest(w.until, c.until) from vault_sealedsection s
    where s.id = w.section_id and s.record_id = r.id and s.office_id = r.office_id and w.office_id = mine;
  return parts;
end $$;

-- The receiving office gives back: at the end of the service, or because the person told them that they withdraw.
-- The wraps go at once; the owner re-keys with its next step.
create function referrals.drop_parcel(wanted uuid, parts text[], because text) returns integer language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare
  mine uuid := (select access.office_id());
  r referrals_referral%%rowtype;
  n integer;
begin
  select * into r from referrals_referral where id = wanted;
  if mine is null or r.to_office_id is distinct from mine or r.sent_at is null then return 0; end if;
  delete from vault_sectionwrap w using vault_sealedsection s
    where s.id = w.section_id and (s.record_id = r.case_id or w.share_id = r.share_id) and s.office_id = r.office_id
      and s.section = any (parts) and w.office_id = mine;
  get diagnostics n = row_count;
  update access_share set sections = (select coalesce(array_agg(x), '{}') from unnest(sections) x where x <> all (parts))
    where id = r.share_id;
  update access_share set ended_at = now(), ended_by_id = (select access.person_id()), ended_because = because
    where id = r.share_id and cardinality(sections) = 0 and ended_at is null;
  return n;
end $$;
grant execute on all functions in schema referrals to rumduol_app;
"""
# A copy of enums.TRANSITIONS as it was when this ran; a test compares the two.
STEPS = (
    "draft sent", "draft withdrawn", "sent accepted", "sent declined", "sent expired", "sent withdrawn",
    "accepted admitted", "accepted handed_back", "accepted withdrawn", "accepted completed",
    "admitted completed", "admitted handed_back", "admitted withdrawn",
    "declined closed", "expired closed", "completed closed", "handed_back closed",
)  # fmt: skip
REVERSE = """
drop trigger if exists keep_path on referrals_referral;
drop trigger if exists keep_decision on referrals_consent;
drop schema referrals cascade;
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial"), ("access", "0003_walls"), ("vault", "0002_walls")]

    operations = [
        wall(
            "referrals_referral",
            read=f"({IN_REACH} or ({RECEIVED})) and {READERS} and {NO_CONFLICT}",
            insert=f"{MINE} and status = 'draft'",
            update=f"{MINE} or (to_office_id = (select access.office_id()) and sent_at is not null)",
        ),
        wall(
            "referrals_consent",
            read=f"({IN_REACH} or {OF_A_REFERRAL_TO_ME}) and {READERS} and {NO_CONFLICT}",
            insert=f"{MINE} and withdrawn_at is null and recorded_by_id = (select access.person_id())",
            update=f"{MINE} or to_office_id = (select access.office_id())",
        ),
        door("referrals_referral", command="select"),
        door("referrals_consent", command="select"),
        migrations.RunSQL(SQL % {"steps": ", ".join(f"'{step}'" for step in STEPS)}, REVERSE),
    ]
