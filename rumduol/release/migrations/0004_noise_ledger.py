"""The ledger of answers with noise: everybody reads it, nobody changes it, and no year goes over its budget."""

from django.db import migrations

from rumduol.access.walls import wall

LEDGER = """
create function release_noise_budget() returns numeric language sql immutable as $$ select 2.0 $$;

create function release_noise_ledger() returns trigger language plpgsql as $$
declare
    spent numeric;
begin
    if tg_op <> 'INSERT' then
        raise exception 'an answer that was given stays given' using errcode = 'restrict_violation';
    end if;
    -- one at a time, so that two answers at once cannot both see the same rest
    perform pg_advisory_xact_lock(hashtext('release.noise'), new.year);
    select coalesce(sum(epsilon), 0) into spent from release_openanswer where year = new.year;
    if spent + new.epsilon > release_noise_budget() then
        raise exception 'the budget of % is spent', new.year using errcode = 'check_violation';
    end if;
    return new;
end $$;
create trigger release_noise_ledger before insert or update or delete on release_openanswer
    for each row execute function release_noise_ledger();
create trigger release_noise_never_emptied before truncate on release_openanswer
    for each statement execute function release_noise_ledger();
"""


class Migration(migrations.Migration):
    dependencies = [("release", "0003_open_answers"), ("access", "0003_walls")]

    operations = [
        wall(
            "release_openanswer",
            read="true",
            insert="(select access.role()) = 'statistician' and answered_by = (select access.person_id())",
        ),
        migrations.RunSQL(
            LEDGER,
            """drop trigger release_noise_ledger on release_openanswer;
            drop trigger release_noise_never_emptied on release_openanswer;
            drop function release_noise_ledger(); drop function release_noise_budget();""",
        ),
    ]
