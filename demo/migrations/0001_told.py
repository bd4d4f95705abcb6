from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.CreateModel("Told", [("story", models.PositiveIntegerField(primary_key=True, serialize=False))]),
        migrations.RunSQL(
            "grant select, insert on demo_told to rumduol_app", "revoke all on demo_told from rumduol_app"
        ),
    ]
