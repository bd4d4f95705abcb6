import uuid

import django.utils.timezone
from django.db import migrations, models

from rumduol.access.walls import door, wall

MINE = "person_id = (select access.person_id()) and office_id = (select access.office_id())"
FUNCTIONS = """
create schema drafts;
grant usage on schema drafts to rumduol_app;
-- Keys, ciphertext, row: what is destroyed here can't be opened by anybody again. Not for the app role.
create function drafts.gone(which uuid[]) returns integer language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare n integer;
begin
  delete from vault_sectionwrap w using vault_sealedsection s
    where s.id = w.section_id and s.kind = 'draft' and s.record_id = any (which);
  delete from vault_sealedsection where kind = 'draft' and record_id = any (which);
  delete from drafts_draft where id = any (which);
  get diagnostics n = row_count;
  return n;
end $$;
revoke execute on function drafts.gone(uuid[]) from public;
create function drafts.destroy(which uuid) returns integer language sql security definer
set search_path = pg_catalog, public, pg_temp as $$
  select drafts.gone(array(select id from drafts_draft where id = which and person_id = access.person_id()))
$$;
create function drafts.erase_old(days integer) returns integer language sql security definer
set search_path = pg_catalog, public, pg_temp as $$
  select drafts.gone(array(select id from drafts_draft where saved_at < now() - make_interval(days => greatest(days, 1))))
$$;
revoke execute on function drafts.destroy(uuid), drafts.erase_old(integer) from public;
grant execute on function drafts.destroy(uuid), drafts.erase_old(integer) to rumduol_app;
-- A colleague holds the same office key: the database does not even show them the ciphertext of a draft.
create policy drafts_of_their_author on vault_sealedsection as restrictive for all to rumduol_app
  using (kind <> 'draft' or exists (select 1 from drafts_draft d where d.id = record_id));
"""
BACK = """
drop policy drafts_of_their_author on vault_sealedsection;
drop schema drafts cascade;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("vault", "0002_walls"), ("access", "0003_walls")]
    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                ("person_id", models.UUIDField()),
                ("office_id", models.UUIDField()),
                ("page", models.CharField(max_length=300)),
                ("form", models.CharField(max_length=60)),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-saved_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person_id", "office_id", "page", "form"), name="one_draft_of_a_form_per_person"
                    ),
                ],
            },
        ),
        wall("drafts_draft", read=MINE, write=MINE),
        door("drafts_draft"),
        migrations.RunSQL(FUNCTIONS, BACK),
    ]
