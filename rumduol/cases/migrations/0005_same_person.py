"""Two files of one person: which goes on, which rests; and pairs that were found to be two people."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.db import migrations, models

from rumduol.access.walls import door, wall

IN_REACH = "office_id = any((select access.reach())::uuid[])"
MINE = "office_id = (select access.office_id())"
CONFLICTS = "all((select access.conflicts())::uuid[])"
PARTS = (
    "step", "check", "custody", "goal", "task", "plananswer", "decision", "rightcheck", "alarm", "visit", "feedbackoffer",
    "closure", "note", "link",
)  # fmt: skip


def hand_over(more: str) -> str:
    return f"""
create or replace function cases_hand_over(of_case uuid, new_office uuid) returns boolean language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare mine uuid := (select access.office_id());
begin
  if mine is null then return false; end if;
  update cases_case set office_id = new_office, worker_id = null where id = of_case and office_id = mine;
  if not found then return false; end if;
  {" ".join(f"update cases_{part} set office_id = new_office where case_id = of_case;" for part in PARTS)}
  {more}
  return true;
end $$;
"""


# What was joined to a case goes where it goes. That it is not some other person of this office is nobody's business there.
WITH_THE_SAME = """
  update cases_sameness set office_id = new_office where case_id = of_case and verdict = 'joined';
  delete from cases_sameness where verdict = 'different' and (case_id = of_case or other_case_id = of_case);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0004_alarm_from_outside'),
    ]

    operations = [
        migrations.AlterField(
            model_name='case',
            name='status',
            field=models.CharField(choices=[('open', 'Open'), ('closing', 'Waiting for the second signature'), ('closed', 'Closed'), ('joined', 'Joined to another file of the same person')], default='open', max_length=10),
        ),
        migrations.CreateModel(
            name='Sameness',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('revision', models.PositiveIntegerField(default=0, editable=False)),
                ('office_id', models.UUIDField()),
                ('other_case_id', models.UUIDField()),
                ('verdict', models.CharField(choices=[('joined', 'One person: joined'), ('different', 'Two people')], max_length=10)),
                ('by_id', models.UUIDField()),
                ('was', models.CharField(blank=True, choices=[('open', 'Open'), ('closing', 'Waiting for the second signature'), ('closed', 'Closed'), ('joined', 'Joined to another file of the same person')], max_length=10)),
                ('withdrew', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, help_text='Kinds of facts.', size=None)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('undone_by_id', models.UUIDField(blank=True, null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='samenesses', to='cases.case')),
            ],
            options={
                'indexes': [models.Index(fields=['office_id', 'other_case_id'], name='sameness_other')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_by_id__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_by_id__isnull', False)), _connector='OR'), name='sameness_undone_at_and_by'), models.CheckConstraint(condition=models.Q(('other_case_id', models.F('case_id')), _negated=True), name='sameness_of_two'), models.CheckConstraint(condition=models.Q(models.Q(('verdict', 'joined'), _negated=True), models.Q(('was', ''), _negated=True), _connector='OR'), name='sameness_joined_knows_what_was'), models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True), ('verdict', 'joined')), fields=('other_case_id',), name='joined_to_one_file_at_a_time')],
            },
        ),
        wall(
            "cases_sameness",
            read=f"{IN_REACH} and case_id <> {CONFLICTS} and other_case_id <> {CONFLICTS}",
            insert=MINE,
            update=MINE,
        ),
        door("cases_sameness"),
        migrations.RunSQL(hand_over(WITH_THE_SAME), hand_over("")),
    ]
