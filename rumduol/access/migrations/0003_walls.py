from django.db import migrations

from rumduol.access.walls import door, open_table, wall

MY_OFFICE = "(select access.office_id())"
ME = "(select access.person_id())"
ADMIN = "(select access.role()) = 'administrator'"
MY_AGENCY_OFFICE = "office_id in (select o.id from agencies_office o where o.agency_id = (select access.agency_id()))"


class Migration(migrations.Migration):
    dependencies = [("access", "0002_sessions_of_the_database"), ("audit", "0002_chain")]
    operations = [
        # Staff directory: every signed-in colleague; changed only by an administrator (of the same agency, for memberships).
        wall("agencies_person", read=f"{ME} is not null", insert=ADMIN, update=f"{ADMIN} or id = {ME}"),
        wall("agencies_membership", read=f"{ME} is not null", insert=f"{ADMIN} and {MY_AGENCY_OFFICE}",
             update=f"{ADMIN} and {MY_AGENCY_OFFICE}"),
        migrations.RunSQL("grant insert, update on agencies_office to rumduol_app", "revoke insert, update on agencies_office from rumduol_app"),
        migrations.RunSQL(
            f"""alter table agencies_office enable row level security; alter table agencies_office force row level security;
            create policy app_read on agencies_office for select to rumduol_app using (true);
            create policy app_insert on agencies_office for insert to rumduol_app with check ({ADMIN} and agency_id = (select access.agency_id()));
            create policy app_update on agencies_office for update to rumduol_app using ({ADMIN} and agency_id = (select access.agency_id()));
            """,
            """drop policy app_read on agencies_office; drop policy app_insert on agencies_office; drop policy app_update on agencies_office;
            alter table agencies_office no force row level security; alter table agencies_office disable row level security;""",
        ),
        door("agencies_person"), door("agencies_membership"), door("agencies_office"),
        # The database keeps sessions and credentials to itself: functions only.
        wall("access_share", read=f"from_office_id = any((select access.reach())::uuid[]) or to_office_id = any((select access.reach())::uuid[])",
             insert=f"from_office_id = {MY_OFFICE} and made_by_id = {ME}",
             update=f"from_office_id = {MY_OFFICE} or to_office_id = {MY_OFFICE}"),
        door("access_share"),
        wall("access_brokenglass",
             read=f"owner_office_id = any((select access.reach())::uuid[]) or person_id = {ME} or (select access.role()) = 'auditor'",
             insert=f"person_id = {ME} and office_id = {MY_OFFICE} and confirmed_by_id is null",
             update=f"owner_office_id = any((select access.reach())::uuid[]) and (select access.role()) = 'supervisor' and person_id <> {ME}"),
        door("access_brokenglass"),
        wall("access_conflict", read=f"person_id = {ME} or declared_by_id = {ME} or (select access.role()) in ('supervisor', 'auditor')",
             insert=f"declared_by_id = {ME}", update="(select access.role()) = 'supervisor' and person_id <> (select access.person_id())"),
        door("access_conflict"),
        wall("access_purpose", read=f"person_id = {ME}", insert=f"person_id = {ME}"),
        # The log: everybody writes; auditors read their agency's chain, people read what is about themselves.
        wall("audit_auditevent",
             read=f"((select access.role()) = 'auditor' and chain in ((select access.agency_id()), '00000000-0000-0000-0000-000000000000'::uuid)) or person_id = {ME}",
             insert=f"person_id is not distinct from {ME} and chain = coalesce((select access.agency_id()), '00000000-0000-0000-0000-000000000000'::uuid)"),
        door("audit_auditevent", command="select"),
        open_table("audit_auditlink", "select"),
        open_table("audit_audithead", "select"),
    ]
