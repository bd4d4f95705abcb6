from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("demo", "0001_told")]
    operations = [
        migrations.CreateModel(
            "PlantedRound",
            [
                ("number", models.CharField(max_length=12, primary_key=True, serialize=False)),
                ("people", models.PositiveIntegerField()),
                ("lists", models.JSONField()),
            ],
        ),
        migrations.RunSQL(
            "grant select, insert on demo_plantedround to rumduol_app",
            "revoke all on demo_plantedround from rumduol_app",
        ),
    ]
