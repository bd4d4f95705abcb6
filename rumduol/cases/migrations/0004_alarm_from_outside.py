"""An alarm may be raised by those who prosecute, on a case that they can't see: the person's own office is told.

Whoever calls learns one thing, whether an alarm was raised, and gets nothing of the case but what the fact of the alarm counts.
"""

from django.db import migrations

SQL = """
create function cases_alarm_from_outside(of_case uuid, of_kind text, happened text)
returns table (alarm_id uuid, number text, office_id uuid, coded jsonb) language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare
  me uuid := (select access.person_id());
  found cases_case;
begin
  if me is null or coalesce(access.role(), '') not in ('investigator', 'prosecutor', 'court_clerk')
     or of_kind not in ('detained', 'fined', 'charged', 'deported') then return; end if;
  select * into found from cases_case c where c.id = of_case and c.standing in ('presumed', 'identified') for update;
  if found.id is null then return; end if;
  if exists (select 1 from cases_alarm a where a.case_id = of_case and a.kind = of_kind and a.status = 'open') then return; end if;
  alarm_id := gen_random_uuid();
  insert into cases_alarm (id, created_at, revision, office_id, case_id, kind, status, happened_on, raised_at, raised_by_id, outcome)
    values (alarm_id, now(), 0, found.office_id, of_case, of_kind, 'open', happened, now(), me, '');
  number := found.number;
  office_id := found.office_id;
  coded := jsonb_build_object('sex', found.sex, 'age_band', found.age_band, 'nationality', found.nationality,
    'form', coalesce(found.forms[1], ''), 'domestic', found.domestic, 'palermo', found.palermo, 'place', found.found_in);
  return next;
end $$;
revoke execute on function cases_alarm_from_outside(uuid, text, text) from public;
grant execute on function cases_alarm_from_outside(uuid, text, text) to rumduol_app;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_indexes_of_lists")]
    operations = [migrations.RunSQL(SQL, "drop function cases_alarm_from_outside(uuid, text, text)")]
