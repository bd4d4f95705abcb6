"""The worker is the app role, and the job queue's tables belong to the owner: let the one use the other.

Truncating and changing the tables stay the owner's.
"""

from django.db import migrations

EACH_TABLE = """
do $$
declare name text;
begin
  for name in
    select quote_ident(schemaname) || '.' || quote_ident(tablename) from pg_tables
    where schemaname = current_schema() and tablename like 'procrastinate\\_%'
  loop
    execute '{verb} on ' || name || ' {preposition} rumduol_app';
  end loop;
  for name in
    select quote_ident(schemaname) || '.' || quote_ident(sequencename) from pg_sequences
    where schemaname = current_schema() and sequencename like 'procrastinate\\_%'
  loop
    execute '{sequence_verb} on sequence ' || name || ' {preposition} rumduol_app';
  end loop;
end
$$
"""


class Migration(migrations.Migration):
    dependencies = [("procrastinate", "0041_post_retry_failed_job")]

    operations = [
        migrations.RunSQL(
            EACH_TABLE.format(verb="grant select, insert, update, delete", sequence_verb="grant usage", preposition="to"),
            EACH_TABLE.format(verb="revoke all", sequence_verb="revoke all", preposition="from"),
        )
    ]
