"""A file of invented people: two people, unchanged once it is public, and its cost is in the year's budget."""

import importlib

from django.db import migrations

from rumduol.access.walls import wall

releases = importlib.import_module("rumduol.release.migrations.0002_walls")

# What answers and files of a year cost together; both tables ask before they add to it.
BUDGET = """
create function release_noise_spent(asked integer) returns numeric language sql stable as $$
    select coalesce((select sum(epsilon) from release_openanswer where year = asked), 0)
        + coalesce((select sum(epsilon) from release_invented where year = asked and status = 'published'), 0)
$$;
create or replace function release_noise_ledger() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' then
        raise exception 'an answer that was given stays given' using errcode = 'restrict_violation';
    end if;
    -- one at a time, so that two answers at once cannot both see the same rest
    perform pg_advisory_xact_lock(hashtext('release.noise'), new.year);
    if release_noise_spent(new.year) + new.epsilon > release_noise_budget() then
        raise exception 'the budget of % is spent', new.year using errcode = 'check_violation';
    end if;
    return new;
end $$;
create function release_invented_costs() returns trigger language plpgsql as $$
begin
    if new.status = 'published' and old.status <> 'published' and new.epsilon is not null then
        perform pg_advisory_xact_lock(hashtext('release.noise'), new.year);
        if release_noise_spent(new.year) + new.epsilon > release_noise_budget() then
            raise exception 'the budget of % is spent', new.year using errcode = 'check_violation';
        end if;
    end if;
    return new;
end $$;
create trigger invented_costs before update on release_invented for each row execute function release_invented_costs();
create trigger invented_frozen before update or delete on release_invented
    for each row execute function release_frozen();
create trigger invented_never_emptied before truncate on release_invented
    for each statement execute function release_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("release", "0006_invented"), ("release", "0004_noise_ledger"), ("access", "0003_walls")]

    operations = [
        wall(
            "release_invented",
            read=f"status = 'published' or {releases.MAKERS}",
            insert=f"{releases.DRAFTS} and drafted_by = {releases.ME} and status = 'draft'",
            update=releases.SIGNS,
            update_check=f"{releases.SIGNS} and (status <> 'published' or (approved_by = {releases.ME} and drafted_by <> {releases.ME}))",
        ),
        migrations.RunSQL(
            BUDGET,
            """drop trigger invented_costs on release_invented; drop trigger invented_frozen on release_invented;
            drop trigger invented_never_emptied on release_invented; drop function release_invented_costs();
            create or replace function release_noise_ledger() returns trigger language plpgsql as $$
            declare
                spent numeric;
            begin
                if tg_op <> 'INSERT' then
                    raise exception 'an answer that was given stays given' using errcode = 'restrict_violation';
                end if;
                perform pg_advisory_xact_lock(hashtext('release.noise'), new.year);
                select coalesce(sum(epsilon), 0) into spent from release_openanswer where year = new.year;
                if spent + new.epsilon > release_noise_budget() then
                    raise exception 'the budget of % is spent', new.year using errcode = 'check_violation';
                end if;
                return new;
            end $$;
            drop function release_noise_spent(integer);""",
        ),
    ]
