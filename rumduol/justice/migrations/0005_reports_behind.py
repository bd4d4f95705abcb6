"""Which reports stand behind a case, so that the figures can follow a report to its final judgment."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("justice", "0004_reported_on"),
    ]

    operations = [
        migrations.AddField(
            model_name="criminalcase",
            name="behind",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(),
                blank=True,
                default=list,
                help_text="The reports behind it; kept for the figures.",
                size=None,
            ),
        ),
    ]
