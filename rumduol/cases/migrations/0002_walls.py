from django.db import migrations

from rumduol.access.walls import door, wall

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


TABLES = ("case", "step", *PARTS)
# Ownership of a case and all its rows passes from the acting office to another (the transfer of a referral).
HAND_OVER = f"""
create function cases_hand_over(of_case uuid, new_office uuid) returns boolean language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare mine uuid := (select access.office_id());
begin
  if mine is null then return false; end if;
  update cases_case set office_id = new_office, worker_id = null where id = of_case and office_id = mine;
  if not found then return false; end if;
  {" ".join(f"update cases_{part} set office_id = new_office where case_id = of_case;" for part in TABLES[1:])}
  return true;
end $$;
revoke execute on function cases_hand_over(uuid, uuid) from public;
grant execute on function cases_hand_over(uuid, uuid) to rumduol_app;
"""


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
        *[door(f"cases_{table}") for table in TABLES],
        migrations.RunSQL(HAND_OVER, "drop function cases_hand_over(uuid, uuid)"),
        wall("cases_anonymousfeedback", read=IN_REACH, insert=MINE),
    ]
