"""Which facts are about the same person, per round of the linkage: only added, like the facts."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

TABLES = ("facts_linkround", "facts_link")


class Migration(migrations.Migration):
    dependencies = [("facts", "0003_book")]

    operations = [
        migrations.AddIndex(
            model_name="fact",
            index=models.Index(
                condition=models.Q(("corrects__isnull", False)), fields=["kind", "corrects"], name="fact_corrections"
            ),
        ),
        migrations.CreateModel(
            name="LinkRound",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("made_on", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("unit_key", models.BinaryField(max_length=32)),
                ("cluster", models.BinaryField(max_length=16)),
                ("round", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="facts.linkround")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("round", "kind", "unit_key"), name="link_unit_once_per_round")
                ]
            },
        ),
        migrations.RunSQL(
            "".join(
                f"create trigger facts_refuse before update or delete or truncate on {table}"
                f" for each statement execute function facts_refuse();"
                f"revoke all on {table} from public, rumduol_app; grant select, insert on {table} to rumduol_app;"
                for table in TABLES
            )
            + "grant usage, select on sequence facts_link_id_seq to rumduol_app;",
            "".join(f"drop trigger facts_refuse on {table}; revoke all on {table} from rumduol_app;" for table in TABLES),
        ),
    ]
