import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('revision', models.PositiveIntegerField(default=0, editable=False)),
                ('office_id', models.UUIDField(db_index=True)),
                ('number', models.CharField(max_length=16, unique=True)),
                ('place', models.CharField(blank=True, default='', help_text="Gazetteer code, or a country's code.", max_length=8)),
                ('expected', models.PositiveSmallIntegerField(help_text='How many people there are to be asked.')),
                ('nationality', models.CharField(default='unknown', help_text='Proposed for each person.', max_length=12)),
                ('started_by_id', models.UUIDField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_by_id', models.UUIDField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by_id__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by_id__isnull', False)), _connector='OR'), name='group_ended_at_and_by_together'), models.CheckConstraint(condition=models.Q(('expected__gte', 1), ('expected__lte', 2000)), name='group_of_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Screening',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('revision', models.PositiveIntegerField(default=0, editable=False)),
                ('office_id', models.UUIDField()),
                ('number', models.CharField(max_length=16, unique=True)),
                ('mode', models.CharField(choices=[('full', 'Full interview'), ('fast', 'Quick questions')], max_length=6)),
                ('questionnaire', models.CharField(max_length=20)),
                ('status', models.CharField(choices=[('flagged', 'Full interview needed'), ('planned', 'Conditions to be settled'), ('interviewing', 'Interview under way'), ('paused', 'Paused'), ('stopped', 'Stopped by the person'), ('concluded', 'Concluded'), ('second_look', 'Second look asked for'), ('reviewed', 'Looked at twice')], max_length=14)),
                ('report_id', models.UUIDField(blank=True, null=True)),
                ('report_person_id', models.UUIDField(blank=True, null=True)),
                ('position', models.PositiveSmallIntegerField(blank=True, help_text='Order within the group.', null=True)),
                ('sex', models.CharField(default='unknown', max_length=12)),
                ('age_group', models.CharField(choices=[('child', 'Under 18'), ('adult', '18 or older'), ('unknown', 'Age not known')], default='unknown', max_length=8)),
                ('age_band', models.CharField(default='unknown', max_length=12)),
                ('nationality', models.CharField(default='unknown', max_length=12)),
                ('named', models.BooleanField(default=False)),
                ('place', models.CharField(blank=True, default='', help_text='Where it happened, as far as known.', max_length=8)),
                ('interviewer_id', models.UUIDField()),
                ('conditions_at', models.DateTimeField(blank=True, null=True)),
                ('answered', models.PositiveSmallIntegerField(default=0, help_text='Questions with any answer; says nothing of which.')),
                ('suggested', models.CharField(blank=True, choices=[('identified', 'Identified victim (formal)'), ('presumed', 'Presumed victim'), ('exploited', 'Exploited, not trafficking'), ('at_risk', 'At risk'), ('no_indication', 'No indication'), ('declined', 'The person declined')], default='', max_length=16)),
                ('outcome', models.CharField(blank=True, choices=[('identified', 'Identified victim (formal)'), ('presumed', 'Presumed victim'), ('exploited', 'Exploited, not trafficking'), ('at_risk', 'At risk'), ('no_indication', 'No indication'), ('declined', 'The person declined')], default='', max_length=16)),
                ('palermo', models.CharField(blank=True, choices=[('trafficking', 'Trafficking in persons'), ('child_trafficking', 'Trafficking of a child'), ('not_trafficking', 'Not trafficking'), ('unknown', 'Cannot be said yet')], default='', max_length=20)),
                ('domestic', models.CharField(blank=True, choices=[('trafficking', 'Trafficking offence (2008 law)'), ('sexual_exploitation', 'Sexual exploitation offence'), ('labour', 'Labour law offence'), ('smuggling', 'Smuggling or immigration offence'), ('other_crime', 'Another offence'), ('none', 'No offence is shown'), ('unknown', 'Cannot be said yet')], default='', max_length=20)),
                ('forms', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('mandated', models.BooleanField(default=False, help_text='The deciding office may formally identify.')),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by_id', models.UUIDField(blank=True, null=True)),
                ('presumed_at', models.DateTimeField(blank=True, null=True)),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='screenings', to='screening.group')),
            ],
        ),
        migrations.CreateModel(
            name='Conditions',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('revision', models.PositiveIntegerField(default=0, editable=False)),
                ('office_id', models.UUIDField(db_index=True)),
                ('by_id', models.UUIDField()),
                ('private_place', models.BooleanField()),
                ('suspects_away', models.BooleanField()),
                ('interpreter', models.CharField(choices=[('not_needed', 'Not needed: we share a language'), ('present', 'An interpreter is here'), ('remote', 'An interpreter is on the telephone'), ('missing', 'Needed, but nobody could come')], max_length=12)),
                ('interpreter_language', models.CharField(blank=True, default='', max_length=12)),
                ('interpreter_independent', models.BooleanField(default=False)),
                ('sex_as_preferred', models.BooleanField()),
                ('support', models.CharField(choices=[('present', "Somebody of the person's choice is here"), ('not_wanted', 'Offered, not wanted'), ('missing', 'Wanted, but nobody could come')], max_length=12)),
                ('child_setting', models.BooleanField(default=False)),
                ('trained_interviewer', models.BooleanField(default=False)),
                ('needs_first', models.BooleanField()),
                ('explained', models.BooleanField()),
                ('right_to_stop', models.BooleanField()),
                ('consent', models.BooleanField(help_text='The person agrees (a child: assents).')),
                ('guardian', models.CharField(choices=[('adult', 'The person is an adult'), ('guardian', 'Parent or guardian agrees'), ('ad_litem', 'Guardian ad litem agrees'), ('suspect', 'The guardian is under suspicion: not asked'), ('missing', 'No guardian could be found yet')], max_length=10)),
                ('unmet', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), blank=True, default=list, size=None)),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='conditions', to='screening.group')),
                ('screening', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='conditions', to='screening.screening')),
            ],
            options={
                'ordering': ['created_at'],
            },
        ),
        migrations.CreateModel(
            name='SecondLook',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('revision', models.PositiveIntegerField(default=0, editable=False)),
                ('office_id', models.UUIDField(db_index=True)),
                ('asked_by', models.CharField(choices=[('person', 'The person'), ('colleague', 'A colleague'), ('service', 'A service that met the person')], max_length=10)),
                ('requested_by_id', models.UUIDField()),
                ('first_decided_by_id', models.UUIDField()),
                ('first_decided_at', models.DateTimeField()),
                ('first_outcome', models.CharField(choices=[('identified', 'Identified victim (formal)'), ('presumed', 'Presumed victim'), ('exploited', 'Exploited, not trafficking'), ('at_risk', 'At risk'), ('no_indication', 'No indication'), ('declined', 'The person declined')], max_length=16)),
                ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                ('reviewed_by_id', models.UUIDField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('identified', 'Identified victim (formal)'), ('presumed', 'Presumed victim'), ('exploited', 'Exploited, not trafficking'), ('at_risk', 'At risk'), ('no_indication', 'No indication'), ('declined', 'The person declined')], default='', max_length=16)),
                ('screening', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='second_looks', to='screening.screening')),
            ],
            options={
                'ordering': ['created_at'],
            },
        ),
        migrations.AddIndex(
            model_name='screening',
            index=models.Index(fields=['office_id', 'status', '-created_at'], name='screening_queue'),
        ),
        migrations.AddIndex(
            model_name='screening',
            index=models.Index(fields=['report_person_id'], name='screening_report_person'),
        ),
        migrations.AddConstraint(
            model_name='screening',
            constraint=models.UniqueConstraint(fields=('office_id', 'report_person_id'), name='one_screening_per_office_and_person_of_a_report'),
        ),
        migrations.AddConstraint(
            model_name='screening',
            constraint=models.UniqueConstraint(fields=('group', 'position'), name='one_place_in_the_row_of_a_group'),
        ),
        migrations.AddConstraint(
            model_name='screening',
            constraint=models.CheckConstraint(condition=models.Q(('conditions_at__isnull', False), ('answered', 0), _connector='OR'), name='no_answer_before_the_conditions'),
        ),
        migrations.AddConstraint(
            model_name='screening',
            constraint=models.CheckConstraint(condition=models.Q(('conditions_at__isnull', False), ('status__in', ['planned', 'flagged']), _connector='OR'), name='no_interview_before_the_conditions'),
        ),
        migrations.AddConstraint(
            model_name='screening',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', False), ('decided_by_id__isnull', False), ('domestic__gt', ''), ('outcome__gt', ''), ('palermo__gt', ''), ('status__in', ['concluded', 'reviewed', 'second_look'])), models.Q(models.Q(('status__in', ['concluded', 'reviewed', 'second_look']), _negated=True), ('decided_at__isnull', True), ('decided_by_id__isnull', True), ('domestic', ''), ('outcome', ''), ('palermo', '')), _connector='OR'), name='screening_decided_whole'),
        ),
        migrations.AddConstraint(
            model_name='screening',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome__in', ['identified', 'presumed']), _negated=True), ('presumed_at__isnull', False), _connector='OR'), name='presumed_from_a_moment_on'),
        ),
        migrations.AddConstraint(
            model_name='screening',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'identified'), _negated=True), ('mandated', True), _connector='OR'), name='only_a_mandated_agency_identifies'),
        ),
        migrations.AddConstraint(
            model_name='screening',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('group__isnull', True), ('position__isnull', True)), models.Q(('group__isnull', False), ('position__isnull', False)), _connector='OR'), name='group_and_position_together'),
        ),
        migrations.AddConstraint(
            model_name='conditions',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('group__isnull', True), ('screening__isnull', False)), models.Q(('group__isnull', False), ('screening__isnull', True)), _connector='OR'), name='conditions_of_a_screening_or_a_group'),
        ),
        migrations.AddConstraint(
            model_name='secondlook',
            constraint=models.UniqueConstraint(condition=models.Q(('reviewed_at__isnull', True)), fields=('screening',), name='one_open_second_look'),
        ),
        migrations.AddConstraint(
            model_name='secondlook',
            constraint=models.CheckConstraint(condition=models.Q(('reviewed_by_id__isnull', True), models.Q(('reviewed_by_id', models.F('first_decided_by_id')), _negated=True), _connector='OR'), name='second_look_by_another_person'),
        ),
        migrations.AddConstraint(
            model_name='secondlook',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('reviewed_at__isnull', True), ('reviewed_by_id__isnull', True)), models.Q(('outcome__gt', ''), ('reviewed_at__isnull', False), ('reviewed_by_id__isnull', False)), _connector='OR'), name='second_look_reviewed_whole'),
        ),
    ]
