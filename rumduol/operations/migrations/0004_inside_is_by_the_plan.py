"""Inside an operation is who reads its plan: another named section under the same id, whoever begins one, opens nothing here."""

from django.db import migrations

FUNCTIONS = """
create or replace function operations.inside() returns uuid[] language sql stable security definer
set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(array_agg(s.record_id), '{}') from vault_namedsection s
  where s.kind = 'operation'PLAN and s.id = any (vault.named_to_me())
$$;
create or replace function operations.known() returns uuid[] language sql stable security definer
set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(array_agg(s.record_id), '{}') from vault_namedsection s
  where s.kind = 'operation'PLAN and (s.id = any (vault.named_to_me()) or s.id = any (vault.named_asked()))
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("operations", "0003_planners_knew_from_their_first_line")]
    operations = [
        migrations.RunSQL(FUNCTIONS.replace("PLAN", " and s.section = 'plan'"), FUNCTIONS.replace("PLAN", ""))
    ]
