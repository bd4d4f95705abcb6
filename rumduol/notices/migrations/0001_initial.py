import uuid

import django.utils.timezone
from django.db import migrations, models

from rumduol.access.walls import door, wall

CHOICES = [
    ("report_new", "A new report"),
    ("report_more", "A reporter wrote again"),
    ("report_handed_over", "A report was handed over to your office"),
    ("report_answered", "Another office answered a report you sent"),
    ("screening_signs", "A screening found signs: this person may need a case"),
    ("second_look_wanted", "A second look at a screening is asked for"),
    ("case_assigned", "A case was given to you"),
    ("case_alarm", "An alarm on a case: detained, fined, charged or deported"),
    ("signature_wanted", "Your signature is asked for"),
    ("signed", "Your request was signed"),
    ("not_signed", "Your request was sent back with a reason"),
    ("referral_new", "A referral waits for your answer"),
    ("referral_accepted", "Your referral was accepted"),
    ("referral_declined", "Your referral was declined"),
    ("referral_handed_back", "A person was handed back to you"),
    ("consent_withdrawn", "A person withdrew a consent: what was shared is closed"),
    ("glass_broken", "Somebody opened a record in an emergency"),
    ("key_wanted", "A new colleague waits for the office key"),
]
ME = "(select access.person_id())"
TELL = """
-- Runs as the owner: a caller may tell a colleague of another office, and learns nothing about who that is.
create function notices_tell(people uuid[], office uuid, roles text[], what text, of_kind text, record uuid, of_number text,
  due timestamptz) returns void language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  insert into notices_notice (id, created_at, revision, person_id, office_id, kind, record_kind, record_id, number, due_at, made_at)
  select gen_random_uuid(), now(), 0, told.person_id, office, what, of_kind, record, of_number, due, now()
  from (
    select unnest(people) as person_id
    union
    select m.person_id from agencies_membership m join agencies_person p on p.id = m.person_id
      where m.office_id = office and m.ended_at is null and p.disabled_at is null
        and (cardinality(roles) = 0 or m.role = any (roles))
  ) told
  where told.person_id is distinct from access.person_id()
    and not exists (select 1 from access_conflict c
      where c.person_id = told.person_id and c.record_id = record and c.ended_at is null)
  on conflict (person_id, kind, record_id) where read_at is null
    do update set made_at = excluded.made_at, due_at = excluded.due_at, number = excluded.number
$$;
revoke execute on function notices_tell(uuid[], uuid, text[], text, text, uuid, text, timestamptz) from public;
grant execute on function notices_tell(uuid[], uuid, text[], text, text, uuid, text, timestamptz) to rumduol_app;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("access", "0003_walls"), ("agencies", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                ("person_id", models.UUIDField()),
                ("office_id", models.UUIDField(null=True)),
                ("kind", models.CharField(choices=CHOICES, max_length=30)),
                ("record_kind", models.CharField(max_length=20)),
                ("record_id", models.UUIDField()),
                ("number", models.CharField(blank=True, max_length=30)),
                ("due_at", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("read_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["person_id", "-made_at"], name="notices_of_person")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("read_at__isnull", True)),
                        fields=("person_id", "kind", "record_id"),
                        name="notices_one_unread_of_a_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", [value for value, _label in CHOICES])), name="notices_known_kind"
                    ),
                ],
            },
        ),
        wall("notices_notice", read=f"person_id = {ME}", update=f"person_id = {ME}"),
        door("notices_notice"),
        migrations.RunSQL(TELL, "drop function notices_tell(uuid[], uuid, text[], text, text, uuid, text, timestamptz)"),
    ]
