"""A share never grows, whoever updates it: not its date, not its sections, not its receiver, and an ended one stays ended."""

from django.db import migrations

SQL = """
create function access_share_only_narrows() returns trigger language plpgsql as $$
begin
  if new.id <> old.id or new.kind <> old.kind or new.record_id <> old.record_id or new.from_office_id <> old.from_office_id
     or new.to_office_id <> old.to_office_id or new.purpose <> old.purpose or new.made_by_id <> old.made_by_id
     or new.until > old.until or not old.sections @> new.sections
     or (old.ended_at is not null and new.ended_at is distinct from old.ended_at) then
    raise exception 'a share only narrows' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger access_share_only_narrows before update on access_share
  for each row execute function access_share_only_narrows();
"""
REVERSE = "drop trigger access_share_only_narrows on access_share; drop function access_share_only_narrows();"


class Migration(migrations.Migration):
    dependencies = [("access", "0007_close_expired"), ("access", "0007_conflicts_of_ones_own_people")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
