"""What was entered in the book is bound into volumes by and by: the same entries, column by column.

A volume holds entries of one kind and year, each column as one run of numbers, so that a question reads the columns that
it asks for and nothing else. Entries are moved and not copied, in one statement: each is either loose (facts_entry) or
in one volume, whoever looks and whenever. In a volume they are sorted by what they say, so that it keeps no order in
which they were written. Numbers stand as the server's `int2send`, `int4send` and `int8send` make them.
"""

import importlib

from django.db import migrations

earlier = importlib.import_module("rumduol.facts.migrations.0005_book_of_all")

SHORT = (
    "month", "province", "place", "sex", "age_band", "nationality", "form", "domestic", "palermo", "outcome",
    "agency_kind", "agency_province",
)  # fmt: skip
# A column -> what its numbers are made of. Days since 2000; the smallest number there is where nothing is said.
RUNS = {
    "n": "int4send(t.n)",
    "recorded_on": "int4send(t.recorded_on - date '2000-01-01')",
    **{name: f"int2send(t.{name})" for name in SHORT},
    "days": "int2send(coalesce(t.days, '-32768'::smallint))",
    "lag": "int2send(coalesce(t.lag, '-32768'::smallint))",
    "riel": "int8send(coalesce(t.riel, '-9223372036854775808'::bigint))",
    "extra": "int4send(coalesce(t.extra, 0))",
}
ORDER = ", ".join(("month", "recorded_on", *(name for name in RUNS if name not in {"month", "recorded_on"})))

TABLES = f"""
create table facts_volume (
    id integer generated always as identity primary key,
    kind smallint not null,
    year smallint not null,         -- of the events, minus 1000
    first_month smallint not null,  -- as in facts_entry
    last_month smallint not null,
    newest date not null,           -- the last day on which any of it was entered
    size integer not null check (size > 0),
    {", ".join(f"{name} bytea not null" for name in RUNS)}
);
{"".join(f"alter table facts_volume alter column {name} set storage external;" for name in RUNS)}
create index facts_volume_kind on facts_volume (kind, year);
create trigger facts_refuse before update or delete or truncate on facts_volume
    for each statement execute function facts_refuse();
revoke all on facts_volume from public, rumduol_app;
grant select on facts_volume to rumduol_app;

drop trigger facts_refuse on facts_entry;
create trigger facts_refuse before update or truncate on facts_entry
    for each statement execute function facts_refuse();
create trigger facts_refuse_unless_bound before delete on facts_entry
    for each statement when (coalesce(current_setting('facts.binding', true), '') <> 'on')
    execute function facts_refuse();

-- Binds the loose entries of each kind and year of which there are so many. How many entries were bound.
create function facts_bind(fewest integer) returns bigint language plpgsql security definer
    set search_path = public, pg_temp as $$
declare
    part record;
    bound bigint := 0;
    taken_now bigint;
begin
    perform pg_advisory_xact_lock(hashtext('facts_bind'));
    perform set_config('facts.binding', 'on', true);
    for part in
        select kind, month / 13 as year from facts_entry group by 1, 2 having count(*) >= greatest(fewest, 1)
    loop
        with taken as (
            delete from facts_entry where kind = part.kind and month between part.year * 13 and part.year * 13 + 12
            returning *
        ), sorted as (
            select * from taken order by {ORDER}
        ), volume as (
            insert into facts_volume (kind, year, first_month, last_month, newest, size, {", ".join(RUNS)})
            select part.kind, part.year, min(t.month), max(t.month), max(t.recorded_on), count(*),
                {", ".join(f"string_agg({run}, '')" for run in RUNS.values())}
            from sorted t having count(*) > 0
            returning size
        )
        select coalesce(sum(size), 0) into taken_now from volume;
        bound := bound + taken_now;
    end loop;
    perform set_config('facts.binding', '', true);
    return bound;
end $$;
revoke all on function facts_bind(integer) from public;
grant execute on function facts_bind(integer) to rumduol_app;
"""

BACK = f"""
drop function facts_bind(integer);
drop table facts_volume;
drop trigger facts_refuse_unless_bound on facts_entry;
drop trigger facts_refuse on facts_entry;
truncate facts_entry;
{earlier.everything("facts_fact", many=True)}
create trigger facts_refuse before update or delete or truncate on facts_entry
    for each statement execute function facts_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("facts", "0005_book_of_all")]

    operations = [migrations.RunSQL(TABLES + "select facts_bind(4000);", BACK)]
