"""What was sealed for second looks, before the vault knew which screening they belong to."""

from django.db import migrations

SQL = (
    "update vault_sealedsection s set parent_id = p.screening_id from screening_secondlook p"
    " where s.kind = 'second_look' and s.record_id = p.id"
)


class Migration(migrations.Migration):
    dependencies = [("screening", "0003_nationality_not_known"), ("vault", "0007_parts_belong_to_records")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
