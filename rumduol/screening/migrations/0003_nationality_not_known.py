from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('screening', '0002_walls'),
    ]

    operations = [
        migrations.AlterField(
            model_name='group',
            name='nationality',
            field=models.CharField(default='ZZ', help_text='Proposed for each person.', max_length=12),
        ),
        migrations.AlterField(
            model_name='screening',
            name='nationality',
            field=models.CharField(default='ZZ', max_length=12),
        ),
    ]
