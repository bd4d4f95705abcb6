"""What was wrapped for an office opens for it from its acceptance until its date; before and after, its people don't see the row."""

from django.db import migrations

MINE = "office_id = (select access.office_id())"
REST = f"owner_{MINE} or (office_id is null and (select cardinality(access.broken_glass())) > 0)"
KEPT_OUT = "section_id <> all((select vault.kept_out())::uuid[])"
NOW = f"(({MINE} and (until is null or until > now())) or {REST}) and {KEPT_OUT}"
BEFORE = f"({MINE} or {REST}) and {KEPT_OUT}"


class Migration(migrations.Migration):
    dependencies = [("vault", "0007_parts_belong_to_records")]
    operations = [
        migrations.RunSQL(
            f"alter policy app_read on vault_sectionwrap using ({NOW})",
            f"alter policy app_read on vault_sectionwrap using ({BEFORE})",
        )
    ]
