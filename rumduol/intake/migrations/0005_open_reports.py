"""The queue of reports by an index that holds the open ones only: what was closed in ten years does not slow it down."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("intake", "0004_parts_know_their_report")]
    operations = [
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=~Q(status__in=["closed", "joined"]) | Q(reporter_waits=True),
                fields=["office_id"],
                name="report_open",
            ),
        ),
    ]
