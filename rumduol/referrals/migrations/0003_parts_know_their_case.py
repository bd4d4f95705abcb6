"""What was sealed for referrals and decisions, before the vault knew which case they belong to."""

from django.db import migrations

SQL = "; ".join(
    f"update vault_sealedsection s set parent_id = p.case_id from {table} p where s.kind = '{kind}' and s.record_id = p.id"
    for kind, table in (
        ("referral", "referrals_referral"), ("referral_report", "referrals_referral"), ("consent", "referrals_consent"),
        ("consent_heard", "referrals_consent"),
    )
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("referrals", "0002_walls"), ("vault", "0007_parts_belong_to_records")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
