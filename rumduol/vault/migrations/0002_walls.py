from django.db import migrations

from rumduol.access.walls import door, open_table, wall

MY_OFFICE = "(select access.office_id())"
ME = "(select access.person_id())"
# An anonymous report, its people and the reporter's messages are sealed by nobody in particular to the office that answers.
ANONYMOUS = f"({ME} is null and kind in ('report', 'report_person', 'message'))"
NO_CONFLICT = "record_id <> all((select access.conflicts())::uuid[])"
GLASS = "record_id = any((select access.broken_glass())::uuid[])"
MY_KEY = "(office_id = (select access.office_id()) or agency_id = (select access.agency_id()))"
OPENABLE = (
    "exists (select 1 from vault_sectionwrap w where w.section_id = vault_sealedsection.id"
    f" and w.office_id = {MY_OFFICE} and (w.until is null or w.until > now()))"
)

HAND_OVER = """
create schema vault;
grant usage on schema vault to rumduol_app;

-- Ownership of all sections of a record passes from the acting office to another; wraps to former readers go.
create function vault.hand_over(of_record uuid, new_office uuid) returns integer language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare mine uuid := (select access.office_id()); n integer;
begin
  if mine is null then return 0; end if;
  delete from vault_sectionwrap w using vault_sealedsection s
    where s.id = w.section_id and s.record_id = of_record and s.office_id = mine
      and w.office_id is distinct from new_office
      and not exists (select 1 from vault_key k join agencies_office o on o.agency_id = k.agency_id
                      where k.id = w.key_id and o.id = new_office);
  update vault_sectionwrap w set owner_office_id = new_office, share_id = null, until = null from vault_sealedsection s
    where s.id = w.section_id and s.record_id = of_record and s.office_id = mine;
  delete from vault_blindindex b where b.record_id = of_record and b.office_id = mine;
  update vault_sealedfile f set office_id = new_office where f.record_id = of_record and f.office_id = mine;
  update vault_sealedsection s set office_id = new_office where s.record_id = of_record and s.office_id = mine;
  get diagnostics n = row_count;
  return n;
end $$;
-- Sections of files belong to the file's record: wrapped, shared and handed over with it.
grant execute on function vault.hand_over(uuid, uuid) to rumduol_app;
"""


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_initial"), ("access", "0003_walls")]
    operations = [
        wall("vault_sealedsection", read=f"(office_id = {MY_OFFICE} or {OPENABLE} or {GLASS}) and {NO_CONFLICT}",
             insert=f"office_id = {MY_OFFICE} or {ANONYMOUS}", update=f"office_id = {MY_OFFICE}", delete=f"office_id = {MY_OFFICE}"),
        door("vault_sealedsection"),
        wall("vault_sectionwrap",
             read=f"office_id = {MY_OFFICE} or owner_office_id = {MY_OFFICE} or (office_id is null and (select cardinality(access.broken_glass())) > 0)",
             insert=f"owner_office_id = {MY_OFFICE} or {ME} is null", update=f"owner_office_id = {MY_OFFICE}",
             delete=f"owner_office_id = {MY_OFFICE}"),
        door("vault_sectionwrap"),
        wall("vault_blindindex", read=f"office_id = {MY_OFFICE}", write=f"office_id = {MY_OFFICE}", delete=f"office_id = {MY_OFFICE}"),
        door("vault_blindindex"),
        wall("vault_sealedfile",
             read=f"office_id = {MY_OFFICE} or exists (select 1 from vault_sealedsection s where s.record_id = vault_sealedfile.id)",
             insert=f"office_id = {MY_OFFICE}", update=f"office_id = {MY_OFFICE}", delete=f"office_id = {MY_OFFICE}"),
        door("vault_sealedfile"),
        wall("vault_sealedbytes", read="exists (select 1 from vault_sealedfile f where f.id = file_id)",
             insert=f"exists (select 1 from vault_sealedfile f where f.id = file_id and f.office_id = {MY_OFFICE})",
             delete=f"exists (select 1 from vault_sealedfile f where f.id = file_id and f.office_id = {MY_OFFICE})"),
        door("vault_sealedbytes"),
        # Public halves are public; private halves are sealed to their members.
        wall("vault_key", read="true", insert=MY_KEY, update=f"office_id = {MY_OFFICE} or agency_id = (select access.agency_id())"),
        door("vault_key"),
        wall("vault_keywrap", read=f"person_id = {ME} or {ME} is not null", insert="exists (select 1 from vault_key k where k.id = key_id and"
             " (k.office_id = (select access.office_id()) or k.agency_id = (select access.agency_id())))",
             delete=f"person_id = {ME} or (select access.role()) in ('supervisor', 'administrator')"),
        door("vault_keywrap"),
        # Locked private halves: readable before the second factor is given, so through a function only.
        wall("vault_memberkey", read=f"{ME} is not null", write=f"person_id = {ME}"),
        door("vault_memberkey"),
        wall("vault_erasure", read=f"office_id = {MY_OFFICE} or (select access.role()) = 'auditor'", insert=f"office_id = {MY_OFFICE}"),
        migrations.RunSQL(HAND_OVER, "drop schema vault cascade"),
        migrations.RunSQL(
            """
            -- What a pending sign-in needs to open its keyring: the person's own locked key and the wraps made for it.
            create function vault.my_locked_keys() returns table (member_key uuid, locked_private bytea, public bytea, sealed_totp bytea)
            language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
              select k.id, k.locked_private, k.public, k.sealed_totp from access.me() m join vault_memberkey k on k.person_id = m.person
            $$;
            create function vault.my_wraps(in_office uuid, in_agency uuid) returns table (key_id uuid, kind text, sealed_private bytea)
            language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
              select k.id, k.kind::text, w.sealed_private from access.me() m join vault_keywrap w on w.person_id = m.person
              join vault_key k on k.id = w.key_id where k.office_id = in_office or k.agency_id = in_agency
            $$;
            -- With the invitation: password and key pair at once. Old wraps go; a colleague hands the office keys on again.
            create function vault.accept_invitation(name text, invitation bytea, new_salt bytea, new_verifier bytea,
              new_public bytea, new_locked bytea) returns uuid language plpgsql security definer
            set search_path = pg_catalog, public, pg_temp as $$
            declare who uuid := access.accept_invitation(name, invitation, new_salt, new_verifier);
            begin
              if who is null then return null; end if;
              delete from vault_keywrap where person_id = who;
              delete from vault_memberkey where person_id = who;
              insert into vault_memberkey (id, person_id, public, locked_private) values (gen_random_uuid(), who, new_public, new_locked);
              return who;
            end $$;
            grant execute on all functions in schema vault to rumduol_app;
            """,
            "drop function vault.accept_invitation; drop function vault.my_wraps; drop function vault.my_locked_keys;",
        ),
    ]
