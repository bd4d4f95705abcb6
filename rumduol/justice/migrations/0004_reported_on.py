"""When the first report behind a case came: the figures tell how long it waited for an inquiry."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("justice", "0003_fined_and_deported"),
    ]

    operations = [
        migrations.AddField(
            model_name="criminalcase",
            name="reported_on",
            field=models.DateField(
                blank=True, help_text="Of the first report behind it; kept for the figures.", null=True
            ),
        ),
        migrations.AddConstraint(
            model_name="criminalcase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reported_on__isnull", True),
                    ("report_id__isnull", False),
                    ("operation_id__isnull", False),
                    _connector="OR",
                ),
                name="criminal_reported_by_a_report",
            ),
        ),
    ]
