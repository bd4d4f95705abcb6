"""Whoever plans knows from the first line of the plan on: the moment at which the vault made them its author."""

from django.db import migrations

WHO_KNEW = """
create or replace function operations.who_knew() returns table (operation_id uuid, office_id uuid, outcome text, place text,
  emptied_since boolean, phones_off boolean, begun_at timestamptz, person_id uuid, mark bytea, knew_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  with ended as (
    select o.* from operations_operation o
    where o.status = 'over' and access.role() = 'integrity_officer' and o.id <> all (access.conflicts())
  )
  select e.id, e.office_id, e.outcome::text, e.place::text, e.emptied_since, e.phones_off, e.begun_at, r.person_id, null::bytea,
    case when r.author then {author} else min(l.at) end
  from ended e
  join vault_namedsection s on s.record_id = e.id
  join vault_namedreader r on r.section_id = s.id
  left join vault_namedlook l on l.section_id = s.id and l.person_id = r.person_id
  group by e.id, e.office_id, e.outcome, e.place, e.emptied_since, e.phones_off, e.begun_at, e.created_at, r.person_id,
    r.author, r.named_at
  having r.author or min(l.at) is not null
  union all
  select e.id, e.office_id, e.outcome::text, e.place::text, e.emptied_since, e.phones_off, e.begun_at, null::uuid, t.mark, t.tell_at
  from ended e join operations_telling t on t.operation_id = e.id where t.tell_at <= e.begun_at
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("operations", "0002_walls")]
    operations = [migrations.RunSQL(WHO_KNEW.replace("{author}", "r.named_at"), WHO_KNEW.replace("{author}", "e.created_at"))]
