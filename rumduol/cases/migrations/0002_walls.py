from django.db import migrations

from rumduol.access.walls import wall

IN_REACH = "office_id = any((select access.reach())::uuid[])"
MINE = "office_id = (select access.office_id())"
SHARED = "any((select access.shared('case'))::uuid[])"
GLASS = "any((select access.broken_glass())::uuid[])"
CONFLICTS = "all((select access.conflicts())::uuid[])"
# A supervisor signs for the offices below, so that rows in reach may be changed; new rows are made by the office itself.
PARTS = (
    "check", "custody", "goal", "task", "plananswer", "decision", "rightcheck", "alarm", "visit", "feedbackoffer",
    "closure", "note", "link",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_cases"), ("access", "0003_walls")]
    operations = [
        wall("cases_case", read=f"({IN_REACH} or id = {SHARED} or id = {GLASS}) and id <> {CONFLICTS}", insert=MINE,
             update=IN_REACH),
        # Offices with which a case is shared see how far it is; the rest of the coded rows stay with the owner.
        wall("cases_step", read=f"({IN_REACH} or case_id = {SHARED} or case_id = {GLASS}) and case_id <> {CONFLICTS}",
             insert=MINE, update=IN_REACH),
        *[
            wall(f"cases_{part}", read=f"({IN_REACH} or case_id = {GLASS}) and case_id <> {CONFLICTS}", insert=MINE,
                 update=IN_REACH)
            for part in PARTS
        ],
        wall("cases_anonymousfeedback", read=IN_REACH, insert=MINE),
    ]
