"""An office may decline; how often it agrees with the matching is counted by the database; work in the background is seen."""

import re
from importlib import import_module

from django.db import migrations

from rumduol.access.walls import door, wall

BEFORE = import_module("rumduol.linkage.migrations.0002_walls")


def function(name: str, *changes: tuple[str, str]) -> str:
    """The function as the migration before made it, with changes."""
    made = re.search(rf"create function {name}\(.*?(?:\n|end )\$\$;\n", BEFORE.GUARDS, re.DOTALL)
    if made is None:
        raise ValueError(name)
    text = made.group().replace("create function", "create or replace function")
    for old, new in changes:
        if old not in text:
            raise ValueError(f"{name}: {old}")
        text = text.replace(old, new)
    return text


GUARD = function(
    "linkage_round_guard",
    (
        "p.round_id = new.id and p.agreed_at is null)",
        "p.round_id = new.id and p.declined_at is null and p.agreed_at is null)",
    ),
    (
        "raise exception 'an office has not agreed' using errcode = 'restrict_violation';\n  end if;",
        "raise exception 'an office has not agreed' using errcode = 'restrict_violation';\n  end if;\n"
        "  if new.status = 'agreed' and (select count(*) from linkage_part p where p.round_id = new.id and p.declined_at is null) < 2 then\n"
        "    raise exception 'two lists at least are matched' using errcode = 'restrict_violation';\n  end if;",
    ),
    (
        "p.round_id = new.id and p.encoded_at is null)",
        "p.round_id = new.id and p.declined_at is null and p.encoded_at is null)",
    ),
    (
        "from linkage_part p where p.round_id = new.id) <> 1",
        "from linkage_part p where p.round_id = new.id and p.declined_at is null) <> 1",
    ),
)
ERASE = function(
    "linkage_round_erase",
    (
        "if new.status in ('closed', 'cancelled') then",
        "if new.status in ('closed', 'cancelled') then\n"
        "    delete from linkage_called c using linkage_part p where p.id = c.part_id and p.round_id = new.id;\n"
        "    delete from linkage_progress g where g.round_id = new.id;",
    ),
)
PART = function(
    "linkage_part_guard",
    (
        "if (new.encoded_at, new.encoded_by,",
        "if (new.declined_at, new.declined_by, new.decline_reason) is distinct from (old.declined_at, old.declined_by, old.decline_reason)\n"
        "     and not coalesce(mine and old.declined_at is null and old.agreed_at is null and its.status = 'drafted' and new.declined_by = me, false) then\n"
        "    raise exception 'an office declines once, for itself, before it agrees' using errcode = 'restrict_violation';\n"
        "  end if;\n"
        "  if old.declined_at is not null and new.agreed_at is not null then\n"
        "    raise exception 'an office that declined takes no part' using errcode = 'restrict_violation';\n"
        "  end if;\n"
        "  if (new.encoded_at, new.encoded_by,",
    ),
)
MOVES = function(
    "linkage_part_moves",
    (
        "p.round_id = new.round_id and p.agreed_at is null) then",
        "p.round_id = new.round_id and p.declined_at is null and p.agreed_at is null)\n"
        "     and (not exists (select from linkage_part p where p.round_id = new.round_id and p.declined_at is not null)\n"
        "          or (select count(*) from linkage_part p where p.round_id = new.round_id and p.declined_at is null) >= 3) then",
    ),
    (
        "  return null;",
        "  if new.declined_at is not null then  -- what others sealed to it would open the round's secret\n"
        "    delete from linkage_share s using linkage_part p where p.id = s.part_id and p.round_id = new.round_id and s.to_office_id = new.office_id;\n"
        "  end if;\n  return null;",
    ),
)
KNOWN = function(
    "linkage_known",
    ("p.position::integer, q.position::integer,", "p.place::integer, q.place::integer,"),
    (
        "from linkage_round r join linkage_part p on p.round_id = r.id join linkage_part q on q.round_id = r.id and q.position > p.position",
        "from linkage_round r join lists p on p.round_id = r.id join lists q on q.round_id = r.id and q.place > p.place",
    ),
    (
        "  select p.place",
        "  with lists as (select id, round_id, row_number() over (partition by round_id order by position) - 1 as place\n"
        "    from linkage_part where round_id = of_round and declined_at is null)\n  select p.place",
    ),
)
NAMES = ("linkage_round_guard", "linkage_round_erase", "linkage_part_guard", "linkage_part_moves", "linkage_known")

# How many pairs its office calls one person, and how often it agrees with the matching: counted here, so that the office never
# learns which pairs the matching takes for one, and nobody else what it said of which.
COUNTS = """
create function linkage_part_counts() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
begin
  new.said_same := old.said_same; new.said_different := old.said_different; new.said_unsure := old.said_unsure;
  new.called_right := old.called_right; new.called_wrong := old.called_wrong;
  if old.reviewed_at is null and new.reviewed_at is not null then
    select count(*) filter (where t.verdict = 'same'), count(*) filter (where t.verdict = 'different'),
        count(*) filter (where t.verdict = 'unsure'),
        count(*) filter (where t.verdict = 'same' and c.id is not null),
        count(*) filter (where t.verdict = 'different' and c.id is not null)
      into new.said_same, new.said_different, new.said_unsure, new.called_right, new.called_wrong
      from linkage_twin t left join linkage_called c on c.twin_id = t.id where t.part_id = old.id;
    delete from linkage_called c where c.part_id = old.id;
  end if;
  return new;
end $$;
revoke all on function linkage_part_counts() from public;
create trigger linkage_part_counts before update on linkage_part for each row execute function linkage_part_counts();
"""
NO_COUNTS = "drop trigger linkage_part_counts on linkage_part; drop function linkage_part_counts();"

# Written by the office that matches, read by nobody.
CALLED = f"""
alter table linkage_called enable row level security;
alter table linkage_called force row level security;
create policy app_insert on linkage_called for insert to rumduol_app with check ({BEFORE.OF_MY_ROUND});
grant insert on linkage_called to rumduol_app;
"""
NO_CALLED = """
revoke all on linkage_called from rumduol_app; drop policy app_insert on linkage_called;
alter table linkage_called no force row level security; alter table linkage_called disable row level security;
"""
OWN = f"office_id = {BEFORE.MINE} and round_id = {BEFORE.SEEN}"


class Migration(migrations.Migration):
    dependencies = [("linkage", "0003_declining_measuring_progress")]

    operations = [
        migrations.RunSQL(CALLED, NO_CALLED),
        door("linkage_called", command="select"),
        door("linkage_called", command="delete"),
        wall("linkage_progress", read=f"round_id = {BEFORE.SEEN}", write=OWN, delete=OWN),
        door("linkage_progress", command="select"),
        door("linkage_progress", command="delete"),
        migrations.RunSQL(COUNTS, NO_COUNTS),
        migrations.RunSQL(GUARD + ERASE + PART + MOVES + KNOWN, "".join(function(name) for name in NAMES)),
    ]
