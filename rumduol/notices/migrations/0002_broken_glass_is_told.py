"""Whoever breaks the glass is told that the owner and an auditor know: from now on they do, whichever way the row was written."""

from django.db import migrations

SQL = """
create function notices_glass_broken() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare its_number text := coalesce((select n.number from access_recordnumber n where n.record_id = new.record_id), '');
begin
  perform notices_tell('{}'::uuid[], new.owner_office_id,
    array['supervisor', 'case_worker', 'shelter_worker', 'investigator', 'screening_officer', 'legal_aid_lawyer', 'hotline_operator'],
    'glass_broken', new.kind, new.record_id, its_number, null);
  -- The auditors of the owner's agency: about the broken glass itself, for they see no record.
  perform notices_tell(
    array(select distinct m.person_id from agencies_membership m
          join agencies_person p on p.id = m.person_id and p.disabled_at is null
          join agencies_office o on o.id = m.office_id
          join agencies_office owner on owner.id = new.owner_office_id and owner.agency_id = o.agency_id
          where m.role = 'auditor' and m.ended_at is null),
    null, '{}'::text[], 'glass_broken', 'glass', new.id, its_number, null);
  return null;
end $$;
revoke execute on function notices_glass_broken() from public;
create trigger broken_glass_is_told after insert on access_brokenglass for each row execute function notices_glass_broken();
"""
REVERSE = "drop trigger broken_glass_is_told on access_brokenglass; drop function notices_glass_broken();"


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("access", "0010_second_person_of_the_owning_office")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
