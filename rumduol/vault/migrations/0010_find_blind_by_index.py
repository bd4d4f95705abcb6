"""A search by hashes always goes through their index.

How many records share a hash is guessed by PostgreSQL from the whole table, far too high; with `limit` it then believed that
reading every row would soon be over, and a common name cost 80 to 240 ms at 10,000 records instead of 0.3.
"""

from django.db import migrations

NAME = "vault.find_blind(text, text, jsonb, int)"


class Migration(migrations.Migration):
    dependencies = [("vault", "0009_find_blind")]
    operations = [
        migrations.RunSQL(
            f"alter function {NAME} set enable_seqscan = off; alter function {NAME} set enable_indexscan = off",
            f"alter function {NAME} reset enable_seqscan; alter function {NAME} reset enable_indexscan",
        )
    ]
