"""Somebody kept out of a report for a conflict of interest reads none of its messages and notes in the database either.

The other parts ask whether the report itself can be seen; these two asked only for the office.
"""

from django.db import migrations

REACH = "any((select access.reach())::uuid[])"
GLASS = "report_id = any((select access.broken_glass())::uuid[])"
MESSAGE = f"(office_id = {REACH} or mailbox_id = (select intake.mailbox_id()) or {GLASS})"
NOTE = f"(office_id = {REACH} or {GLASS})"
KEPT_OUT = "report_id <> all((select access.conflicts())::uuid[])"


def read(table: str, condition: str) -> str:
    return f"alter policy app_read on {table} using ({condition});"


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_walls_and_locks")]
    operations = [
        migrations.RunSQL(
            read("intake_message", f"{MESSAGE} and {KEPT_OUT}") + read("intake_note", f"{NOTE} and {KEPT_OUT}"),
            read("intake_message", MESSAGE) + read("intake_note", NOTE),
        )
    ]
