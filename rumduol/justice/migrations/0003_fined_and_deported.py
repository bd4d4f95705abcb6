"""A suspect who was fined before any judgment, or deported: both ring where a victim is among the suspects."""

import rumduol.shared.dates
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("justice", "0002_walls_and_order"),
    ]

    operations = [
        migrations.AddField(
            model_name="suspect",
            name="deported_on",
            field=rumduol.shared.dates.PartialDateField(
                blank=True, help_text="Sent out of the country, or handed to another.", null=True
            ),
        ),
        migrations.AddField(
            model_name="suspect",
            name="fined_on",
            field=rumduol.shared.dates.PartialDateField(
                blank=True, help_text="By whomever: the police, immigration, a court.", null=True
            ),
        ),
        migrations.AddConstraint(
            model_name="suspect",
            constraint=models.CheckConstraint(
                condition=models.Q(("deported_on__isnull", True), ("kind", "person"), _connector="OR"),
                name="suspect_deported_is_a_person",
            ),
        ),
    ]
