"""Facts are only ever added. The triggers hold for the owner too; the application may read and add, nothing else."""

from django.db import migrations

TABLES = ("facts_fact", "facts_ctdcfile", "facts_ctdcperson")

REFUSE = """
create function facts_refuse() returns trigger language plpgsql as $$
begin
    raise exception 'facts are only added, never changed: % on %', tg_op, tg_table_name
        using errcode = 'restrict_violation', hint = 'Add a fact that corrects the earlier one.';
end $$;
"""

SAME_UNIT = """
create function facts_same_unit() returns trigger language plpgsql as $$
begin
    if new.corrects_id is not null and not exists (
        select from facts_fact earlier
        where earlier.id = new.corrects_id and earlier.kind = new.kind and earlier.unit_key = new.unit_key
    ) then
        raise exception 'a fact corrects one of the same kind and unit' using errcode = 'restrict_violation';
    end if;
    return new;
end $$;
create trigger facts_same_unit before insert on facts_fact for each row execute function facts_same_unit();
alter table facts_fact add constraint fact_unit_key_is_an_hmac check (octet_length(unit_key) = 32);
alter table facts_fact add constraint fact_extra_is_coded
    check (jsonb_typeof(extra) = 'object' and extra::text ~ '^[\\x20-\\x7e]*$' and length(extra::text) <= 1000);
"""


def _triggers() -> str:
    return REFUSE + "\n".join(
        f"create trigger facts_refuse before update or delete or truncate on {table}"
        f" for each statement execute function facts_refuse();"
        f"\nrevoke all on {table} from public, rumduol_app; grant select, insert on {table} to rumduol_app;"
        for table in TABLES
    )


def _no_triggers() -> str:
    return (
        "\n".join(
            f"drop trigger facts_refuse on {table}; revoke all on {table} from rumduol_app;" for table in TABLES
        )
        + "\ndrop function facts_refuse();"
    )


class Migration(migrations.Migration):
    dependencies = [("facts", "0001_facts")]

    operations = [
        migrations.RunSQL(_triggers(), _no_triggers()),
        migrations.RunSQL(
            SAME_UNIT,
            """drop trigger facts_same_unit on facts_fact; drop function facts_same_unit();
            alter table facts_fact drop constraint fact_unit_key_is_an_hmac;
            alter table facts_fact drop constraint fact_extra_is_coded;""",
        ),
        migrations.RunSQL(
            "grant usage, select on sequence facts_ctdcperson_id_seq to rumduol_app;",
            "revoke all on sequence facts_ctdcperson_id_seq from rumduol_app;",
        ),
    ]
