"""Who may see a screening: its office and those above it, and an office it was shared with; nobody in a conflict of interest.

Formal identification is refused here too: the row may say "identified" only when the acting agency has the mandate.
"""

from django.db import migrations

from rumduol.access.walls import wall

MY_OFFICE = "(select access.office_id())"
REACH = "any((select access.reach())::uuid[])"
KEPT_OUT = "all((select access.conflicts())::uuid[])"
OPEN_TO_ME = "any((select access.shared('screening'))::uuid[]) or {id} = any((select access.broken_glass())::uuid[])"
MANDATE = "exists (select 1 from agencies_agency a where a.id = (select access.agency_id()) and a.identifies)"


def mine(column: str) -> str:
    return f"(office_id = {REACH} or {column} = {OPEN_TO_ME.format(id=column)})"


class Migration(migrations.Migration):
    dependencies = [("screening", "0001_initial"), ("access", "0003_walls")]
    operations = [
        wall("screening_group", read=f"office_id = {REACH}", write=f"office_id = {MY_OFFICE}"),
        wall(
            "screening_screening",
            read=f"{mine('id')} and id <> {KEPT_OUT}",
            insert=f"office_id = {MY_OFFICE} and (outcome <> 'identified' or {MANDATE})",
            update=f"office_id = {MY_OFFICE}",
            update_check=f"office_id = {MY_OFFICE} and (outcome <> 'identified' or {MANDATE})",
        ),
        wall(
            "screening_conditions",
            read=f"{mine('screening_id')} and (screening_id is null or screening_id <> {KEPT_OUT})",
            insert=f"office_id = {MY_OFFICE} and by_id = (select access.person_id())",
        ),
        wall(
            "screening_secondlook",
            read=f"{mine('screening_id')} and screening_id <> {KEPT_OUT}",
            insert=f"office_id = {MY_OFFICE} and requested_by_id = (select access.person_id()) and reviewed_at is null",
            update=f"office_id = {MY_OFFICE} and reviewed_at is null",
            update_check=f"office_id = {MY_OFFICE} and reviewed_by_id = (select access.person_id())",
        ),
    ]
