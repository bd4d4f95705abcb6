"""Who reads a declared table, that two people of one agency stand behind it, that rows are only added: held by the database."""

from django.db import migrations

from rumduol.access.walls import door, wall

ROLE = "(select access.role())"
MAKES = f"{ROLE} in ('court_clerk', 'supervisor', 'national_coordinator', 'statistician')"
CONFIRMS = f"{ROLE} in ('prosecutor', 'supervisor', 'national_coordinator', 'statistician', 'release_approver')"
NATIONAL = f"{ROLE} in ('national_coordinator', 'statistician', 'release_approver')"
ME = "(select access.person_id())"
OURS = "(office_id = (select access.office_id()) or office_id = any((select access.reach())::uuid[]))"
OF_A_SEEN_ONE = "exists (select from declared_declaration d where d.id = declaration_id)"
OF_OURS = f"exists (select from declared_declaration d where d.id = declaration_id and {OURS.replace('office_id = (', 'd.office_id = (').replace('office_id = any', 'd.office_id = any')})"

ADDED_ONLY = """
create function declared_added_only() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and tg_table_name = 'declared_declaration' then
        -- Nothing but the status, once, and only as the decision says that stands beside it.
        if to_jsonb(new) - 'status' = to_jsonb(old) - 'status' and old.status = 'waiting' and exists (
            select from declared_decision d where d.declaration_id = old.id and d.status = new.status
        ) then
            return new;
        end if;
    end if;
    raise exception 'declared tables are only added, never changed: % on %', tg_op, tg_table_name
        using errcode = 'restrict_violation', hint = 'Declare the table again; the later one stands.';
end $$;
create trigger declared_added_only before update or delete on declared_declaration
    for each row execute function declared_added_only();
create trigger declared_never_emptied before truncate on declared_declaration
    for each statement execute function declared_added_only();
create trigger declared_decision_stays before update or delete on declared_decision
    for each row execute function declared_added_only();
create trigger declared_decision_never_emptied before truncate on declared_decision
    for each statement execute function declared_added_only();

create function declared_decide() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare
    found declared_declaration;
begin
    select * into found from declared_declaration where id = new.declaration_id for update;
    if found.id is null or found.status <> 'waiting' then
        raise exception 'this declaration is decided' using errcode = 'restrict_violation';
    end if;
    if found.declared_by = new.decided_by then
        raise exception 'a second person decides on a declaration' using errcode = 'restrict_violation';
    end if;
    if found.agency_id is distinct from access.agency_id() then
        raise exception 'a second person of the same agency decides' using errcode = 'restrict_violation';
    end if;
    update declared_declaration set status = new.status where id = new.declaration_id;
    return null;
end $$;
revoke all on function declared_decide() from public;
create trigger declared_decide after insert on declared_decision for each row execute function declared_decide();

alter table declared_declaration add constraint declared_only_codes check (
    jsonb_typeof(cells) = 'array' and jsonb_array_length(cells) > 0 and jsonb_typeof(breakdowns) = 'array'
    and not jsonb_path_exists(cells, 'strict $[*] ? (@.type() != "array")')
    and not jsonb_path_exists(cells, 'strict $[*][*] ? (@.type() != "string" || !(@ like_regex "^[A-Za-z0-9_.<>=+-]{1,40}$"))')
    and not jsonb_path_exists(breakdowns, 'strict $[*] ? (@.type() != "string" || !(@ like_regex "^[a-z0-9_]{1,40}$"))')
);
"""
NOT_ANY_MORE = """
alter table declared_declaration drop constraint declared_only_codes;
drop trigger declared_decide on declared_decision; drop trigger declared_decision_stays on declared_decision;
drop trigger declared_decision_never_emptied on declared_decision;
drop trigger declared_added_only on declared_declaration; drop trigger declared_never_emptied on declared_declaration;
drop function declared_decide(); drop function declared_added_only();
"""


class Migration(migrations.Migration):
    dependencies = [("declared", "0001_declared"), ("access", "0003_walls")]

    operations = [
        wall(
            "declared_declaration",
            read=f"({OURS} and ({MAKES} or {CONFIRMS})) or (status = 'confirmed' and {NATIONAL})",
            insert=f"{MAKES} and status = 'waiting' and declared_by = {ME} and office_id = (select access.office_id())"
            " and agency_id = (select access.agency_id())",
        ),
        wall("declared_decision", read=OF_A_SEEN_ONE, insert=f"{CONFIRMS} and decided_by = {ME} and {OF_OURS}"),
        door("declared_declaration", command="select"),
        door("declared_declaration", command="update"),
        door("declared_decision", command="select"),
        migrations.RunSQL(ADDED_ONLY, NOT_ANY_MORE),
    ]
