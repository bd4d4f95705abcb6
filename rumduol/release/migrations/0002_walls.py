"""Who reads a release, that two people make one, and that what is public stays as it is: held by the database."""

from django.db import migrations

from rumduol.access.walls import wall

MAKERS = "(select access.role()) in ('statistician', 'release_approver', 'national_coordinator')"
DRAFTS = "(select access.role()) = 'statistician'"
SIGNS = "(select access.role()) in ('statistician', 'release_approver')"
ME = "(select access.person_id())"

FROZEN = """
create function release_frozen() returns trigger language plpgsql as $$
begin
    if tg_op in ('DELETE', 'TRUNCATE') then
        raise exception 'releases are never removed' using errcode = 'restrict_violation';
    end if;
    if old.status in ('published', 'revised') and (
        (to_jsonb(new) - 'status' - 'revision') <> (to_jsonb(old) - 'status' - 'revision')
        or (old.status, new.status) not in (('published', 'published'), ('published', 'revised'), ('revised', 'revised'))
    ) then
        raise exception 'release % is public and stays as it is', old.number using errcode = 'restrict_violation';
    end if;
    if old.status = 'check' and (new.content, new.sha256, new.drafted_by) is distinct from (old.content, old.sha256, old.drafted_by)
    then
        raise exception 'the second person sees what was sent' using errcode = 'restrict_violation';
    end if;
    if new.status = 'published' and old.status not in ('check', 'published') then
        raise exception 'only a checked release is published' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger release_frozen before update or delete on release_release for each row execute function release_frozen();
create trigger release_never_emptied before truncate on release_release for each statement execute function release_frozen();

create function release_working_frozen() returns trigger language plpgsql as $$
begin
    if tg_op in ('DELETE', 'TRUNCATE') or exists (
        select from release_release r where r.id = old.release_id and r.status in ('check', 'published', 'revised')
    ) then
        raise exception 'the numbers behind a release stay as they were' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger release_working_frozen before update or delete on release_working
    for each row execute function release_working_frozen();
create trigger release_working_never_emptied before truncate on release_working
    for each statement execute function release_working_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("release", "0001_releases"), ("access", "0003_walls")]

    operations = [
        wall(
            "release_release",
            read=f"status in ('published', 'revised') or {MAKERS}",
            insert=f"{DRAFTS} and drafted_by = {ME} and status = 'draft'",
            update=SIGNS,
            update_check=f"{SIGNS} and (status <> 'published' or (approved_by = {ME} and drafted_by <> {ME}))",
        ),
        wall("release_working", read=MAKERS, insert=DRAFTS, update=DRAFTS),
        migrations.RunSQL(
            FROZEN,
            """drop trigger release_frozen on release_release; drop trigger release_never_emptied on release_release;
            drop trigger release_working_frozen on release_working; drop trigger release_working_never_emptied on release_working;
            drop function release_frozen(); drop function release_working_frozen();""",
        ),
    ]
