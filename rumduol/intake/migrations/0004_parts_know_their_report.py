"""What was sealed for the parts of a report, before the vault knew which report they belong to."""

from django.db import migrations

SQL = "; ".join(
    f"update vault_sealedsection s set parent_id = p.report_id from {table} p where s.kind = '{kind}' and s.record_id = p.id"
    for kind, table in (("report_person", "intake_reportperson"), ("message", "intake_message"), ("report_note", "intake_note"))
)


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_conflicts_hide_every_part"), ("vault", "0007_parts_belong_to_records")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
