"""Keys are renewed by function and otherwise stay as they were made; custodians are different organisations."""

import django.db.models.deletion
from django.db import migrations, models

from rumduol.access.walls import door, wall

OFFICE = "office_id = (select access.office_id())"
SUPERVISES = "(select access.role()) = 'supervisor'"

SQL = """
-- A key never changes: it is retired, once, and it may be marked as worn. A colleague can't slip in a public half of their own.
create function vault.keep_key() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if row(new.id, new.kind, new.office_id, new.agency_id, new.version, new.public, new.sealed_index_key)
     is distinct from row(old.id, old.kind, old.office_id, old.agency_id, old.version, old.public, old.sealed_index_key)
     or (old.retired and not new.retired) or (old.worn_since is not null and new.worn_since is distinct from old.worn_since) then
    raise exception 'a key stays as it was made' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger keep_key before update on vault_key for each row execute function vault.keep_key();

-- The office that can open a wrap moves it from its retired key to its present one; for all it can open, its own or shared with it.
create function vault.move_wrap(wanted uuid, sealed bytea) returns integer language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare mine uuid := (select access.office_id()); n integer;
begin
  if mine is null then return 0; end if;
  update vault_sectionwrap w set key_id = fresh.id, sealed_key = sealed
    from vault_key old, vault_key fresh
    where w.id = wanted and w.office_id = mine and (w.until is null or w.until > now())
      and old.id = w.key_id and old.retired and old.office_id = mine
      and fresh.office_id = mine and fresh.kind = 'office' and not fresh.retired;
  get diagnostics n = row_count;
  return n;
end $$;

-- Nothing hangs on a retired key of the acting office (or its agency's duty) any more: the members' copies of it go.
create function vault.forget_retired() returns integer language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare n integer;
begin
  if (select access.role()) is distinct from 'supervisor' then return 0; end if;
  delete from vault_keywrap k using vault_key v
    where v.id = k.key_id and v.retired
      and (v.office_id = (select access.office_id()) or v.agency_id = (select access.agency_id()))
      and not exists (select 1 from vault_sectionwrap w where w.key_id = v.id);
  get diagnostics n = row_count;
  return n;
end $$;
grant execute on function vault.move_wrap(uuid, bytea), vault.forget_retired() to rumduol_app;

-- Deleting without looking: a supervisor could have destroyed the copies of every office's key.
drop policy app_delete on vault_keywrap;
create policy app_delete on vault_keywrap for delete to rumduol_app using (person_id = (select access.person_id())
  or ((select access.role()) in ('supervisor', 'administrator') and exists (select 1 from vault_key k where k.id = key_id
    and (k.office_id = (select access.office_id()) or k.agency_id = (select access.agency_id())))));
-- Renewing is a supervisor's: nobody else retires a key.
drop policy app_update on vault_key;
create policy app_update on vault_key for update to rumduol_app using ((select access.role()) = 'supervisor'
  and (office_id = (select access.office_id()) or agency_id = (select access.agency_id())));
"""
REVERSE = """
drop policy app_update on vault_key;
create policy app_update on vault_key for update to rumduol_app using (
  office_id = (select access.office_id()) or agency_id = (select access.agency_id()));
drop policy app_delete on vault_keywrap;
create policy app_delete on vault_keywrap for delete to rumduol_app using (
  person_id = (select access.person_id()) or (select access.role()) in ('supervisor', 'administrator'));
drop function vault.forget_retired(); drop function vault.move_wrap(uuid, bytea);
drop trigger keep_key on vault_key; drop function vault.keep_key();
"""


class Migration(migrations.Migration):
    dependencies = [("vault", "0004_private_halves_are_private")]
    operations = [
        migrations.AddField(
            "key",
            "worn_since",
            models.DateTimeField(help_text="Somebody who held it left: it is to be renewed.", null=True),
        ),
        migrations.CreateModel(
            name="Custodian",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("office_id", models.UUIDField(help_text="Whose key it is.")),
                ("batch", models.PositiveIntegerField(help_text="The set's identifier as it stands in each list.")),
                ("number", models.PositiveSmallIntegerField()),
                ("agency_id", models.UUIDField()),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="custodians", to="vault.key"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("key", "batch", "number"), name="one_custodian_per_list"),
                    models.UniqueConstraint(fields=("key", "batch", "agency_id"), name="one_list_per_organisation"),
                ]
            },
        ),
        wall("vault_custodian", read=OFFICE, insert=f"{OFFICE} and {SUPERVISES}", delete=f"{OFFICE} and {SUPERVISES}"),
        door("vault_custodian"),
        migrations.RunSQL(SQL, REVERSE),
    ]
