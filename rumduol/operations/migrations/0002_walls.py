"""Who sees an operation, from when, and who may move it on: held by the database.

Until it is over, a plan exists for the people named to it and for nobody else: not for the office, not for the offices
above, not for an administrator. An office that is to be told sees its own message from its hour on, and nothing else.
"""

from django.db import migrations

from rumduol.access.walls import door, wall

ME = "(select access.person_id())"
MINE = "(select access.office_id())"
REACH = "(select access.reach())::uuid[]"
ROLE = "(select access.role())"
INSIDE = "(select operations.inside())::uuid[]"
KNOWN = "(select operations.known())::uuid[]"
CONFLICTS = "(select access.conflicts())::uuid[]"
AFTERWARDS = f"(status = 'over' and office_id = any({REACH}) and {ROLE} in ('investigator', 'screening_officer', 'supervisor'))"
SEEN = "exists (select 1 from operations_operation o where o.id = operation_id)"
OURS = f"exists (select 1 from operations_operation o where o.id = operation_id and o.office_id = {MINE} and o.status = 'over')"
MY_MARK = "(select decode(nullif(current_setting('rumduol.told_as', true), ''), 'hex'))"
MY_EXPENSES = f"(claimant_id = {ME} or (office_id = any({REACH}) and {ROLE} = 'supervisor' and {SEEN}))"
PAYS = f"office_id = any({REACH}) and {ROLE} = 'supervisor' and claimant_id <> {ME} and {SEEN}"

# A copy of enums.TRANSITIONS and EXPENSE_TRANSITIONS as they were when this ran; a test compares them.
STEPS = ("draft approved", "draft called_off", "approved under_way", "approved called_off", "under_way over", "under_way called_off")
EXPENSE_STEPS = ("asked approved", "asked refused", "approved part_paid", "approved paid", "part_paid part_paid", "part_paid paid")

FUNCTIONS = """
create schema operations;
grant usage on schema operations to rumduol_app;

create function operations.inside() returns uuid[] language sql stable security definer
set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(array_agg(s.record_id), '{}') from vault_namedsection s
  where s.kind = 'operation' and s.id = any (vault.named_to_me())
$$;
-- Those too whose second signature is asked of me: the number and whose plan it is, and no word of the plan.
create function operations.known() returns uuid[] language sql stable security definer
set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(array_agg(s.record_id), '{}') from vault_namedsection s
  where s.kind = 'operation' and (s.id = any (vault.named_to_me()) or s.id = any (vault.named_asked()))
$$;

create function operations.keep_operation() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare
  me uuid := access.person_id();
  free text[] := array['revision'];
begin
  if new.status <> old.status then
    if old.status || ' ' || new.status not in (%(steps)s) then
      raise exception 'an operation does not go from %% to %%', old.status, new.status using errcode = 'check_violation';
    end if;
    free := free || case new.status
      when 'approved' then array['status', 'approved_by_id', 'approved_at', 'approved_version']
      when 'under_way' then array['status', 'begun_at']
      when 'over' then array['status', 'ended_at', 'outcome', 'place', 'emptied_since', 'phones_off', 'premises', 'premises_until', 'joint_country']
      else array['status', 'ended_at', 'outcome', 'called_off_because'] end;
    if new.status = 'approved' then
      if me is not null and (new.approved_by_id is distinct from me or access.role() is distinct from 'supervisor'
          or not old.office_id = any (access.reach())) then
        raise exception 'a plan is approved by a supervisor in their own name' using errcode = 'insufficient_privilege';
      end if;
      if new.approved_version is distinct from old.plan_version or not exists (
          select 1 from vault_namedsection s where s.record_id = old.id and s.version = new.approved_version) then
        raise exception 'the plan approved is not the plan that is written' using errcode = 'check_violation';
      end if;
      new.approved_at := now();
    end if;
  elsif old.status = 'draft' then
    free := free || array['children', 'child_interviewer', 'child_place', 'plan_version'];
  elsif old.status = 'over' and old.group_id is null then
    free := free || array['group_id'];
  end if;
  if to_jsonb(new) - free is distinct from to_jsonb(old) - free then
    raise exception 'this part of an operation is not changed now' using errcode = 'check_violation';
  end if;
  if new.status <> old.status then
    update operations_telling t set operation_status = new.status,
      called_off_at = case when new.status = 'called_off' then now() end where t.operation_id = old.id;
  end if;
  return new;
end $$;
revoke execute on function operations.keep_operation() from public;
create trigger keep_operation before update on operations_operation for each row execute function operations.keep_operation();

-- What was approved stays as it was approved.
create function operations.keep_plan() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
begin
  if new.kind = 'operation' and exists (select 1 from operations_operation o where o.id = new.record_id and o.status <> 'draft') then
    raise exception 'an approved plan is not changed' using errcode = 'check_violation';
  end if;
  return new;
end $$;
revoke execute on function operations.keep_plan() from public;
create trigger keep_plan before update on vault_namedsection for each row execute function operations.keep_plan();

-- Money: decided by somebody else, paid in parts that never add up to more.
create function operations.keep_expense() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare
  me uuid := access.person_id();
  paid numeric;
begin
  if to_jsonb(new) - array['status', 'decided_by_id', 'decided_on', 'revision']
     is distinct from to_jsonb(old) - array['status', 'decided_by_id', 'decided_on', 'revision'] then
    raise exception 'what was asked for is not changed' using errcode = 'check_violation';
  end if;
  if old.status || ' ' || new.status not in (%(expense_steps)s) then
    raise exception 'an expense does not go from %% to %%', old.status, new.status using errcode = 'check_violation';
  end if;
  if old.status = 'asked' then
    if me is not null and new.decided_by_id is distinct from me then
      raise exception 'whoever decides stands for it' using errcode = 'insufficient_privilege';
    end if;
    return new;
  end if;
  if row(new.decided_by_id, new.decided_on) is distinct from row(old.decided_by_id, old.decided_on) then
    raise exception 'the decision stays' using errcode = 'check_violation';
  end if;
  select coalesce(sum(p.riel), 0) into paid from operations_payment p where p.expense_id = old.id;
  if new.status <> (case when paid >= old.riel then 'paid' else 'part_paid' end) or paid = 0 then
    raise exception 'payments say whether an expense is paid' using errcode = 'check_violation';
  end if;
  return new;
end $$;
revoke execute on function operations.keep_expense() from public;
create trigger keep_expense before update on operations_expense for each row execute function operations.keep_expense();

create function operations.pay() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare
  e operations_expense;
  paid numeric;
begin
  select * into e from operations_expense where id = new.expense_id for update;
  select coalesce(sum(p.riel), 0) into paid from operations_payment p where p.expense_id = e.id;
  if e.status not in ('approved', 'part_paid') or paid > e.riel or new.paid_by_id = e.claimant_id then
    raise exception 'this payment does not fit the expense' using errcode = 'check_violation';
  end if;
  update operations_expense set status = case when paid = e.riel then 'paid' else 'part_paid' end, revision = revision + 1
    where id = e.id;
  return null;
end $$;
revoke execute on function operations.pay() from public;
create trigger pay after insert on operations_payment for each row execute function operations.pay();

-- For the integrity officers alone: of operations that are over, who knew of them and since when. Codes; no word of a plan.
create function operations.who_knew() returns table (operation_id uuid, office_id uuid, outcome text, place text,
  emptied_since boolean, phones_off boolean, begun_at timestamptz, person_id uuid, mark bytea, knew_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  with ended as (
    select o.* from operations_operation o
    where o.status = 'over' and access.role() = 'integrity_officer' and o.id <> all (access.conflicts())
  )
  select e.id, e.office_id, e.outcome::text, e.place::text, e.emptied_since, e.phones_off, e.begun_at, r.person_id, null::bytea,
    case when r.author then e.created_at else min(l.at) end
  from ended e
  join vault_namedsection s on s.record_id = e.id
  join vault_namedreader r on r.section_id = s.id
  left join vault_namedlook l on l.section_id = s.id and l.person_id = r.person_id
  group by e.id, e.office_id, e.outcome, e.place, e.emptied_since, e.phones_off, e.begun_at, e.created_at, r.person_id, r.author
  having r.author or min(l.at) is not null
  union all
  select e.id, e.office_id, e.outcome::text, e.place::text, e.emptied_since, e.phones_off, e.begun_at, null::uuid, t.mark, t.tell_at
  from ended e join operations_telling t on t.operation_id = e.id where t.tell_at <= e.begun_at
$$;
grant execute on function operations.inside(), operations.known(), operations.who_knew() to rumduol_app;
"""
REVERSE = """
drop trigger if exists pay on operations_payment; drop trigger if exists keep_expense on operations_expense;
drop trigger if exists keep_plan on vault_namedsection; drop trigger if exists keep_operation on operations_operation;
drop schema operations cascade;
"""


def quoted(steps: tuple[str, ...]) -> str:
    return ", ".join(f"'{step}'" for step in steps)


class Migration(migrations.Migration):
    dependencies = [("operations", "0001_operations"), ("vault", "0012_named_walls"), ("access", "0003_walls")]
    operations = [
        migrations.RunSQL(FUNCTIONS % {"steps": quoted(STEPS), "expense_steps": quoted(EXPENSE_STEPS)}, REVERSE),
        wall(
            "operations_operation",
            read=f"(id = any({KNOWN}) or {AFTERWARDS}) and id <> all({CONFLICTS})",
            insert=f"office_id = {MINE} and maker_id = {ME} and status = 'draft' and {ROLE} = 'investigator'",
            update=f"id = any({INSIDE}) or (status = 'over' and office_id = {MINE})",
        ),
        wall(
            "operations_telling",
            read=f"(operation_id = any({INSIDE}) or (mark = {MY_MARK} and tell_at <= now()"
            " and (operation_status <> 'called_off' or tell_at <= called_off_at)))",
            insert=f"operation_id = any({INSIDE}) and exists (select 1 from operations_operation o where o.id = operation_id"
            f" and o.status = 'approved' and o.approved_by_id = {ME})",
        ),
        *[
            wall(f"operations_{table}", read=SEEN, insert=OURS)
            for table in ("ofreport", "foundline", "seized")
        ],
        wall(
            "operations_expense", read=MY_EXPENSES,
            insert=f"claimant_id = {ME} and office_id = {MINE} and status = 'asked' and {SEEN}", update=PAYS,
        ),
        wall(
            "operations_payment", read="exists (select 1 from operations_expense e where e.id = expense_id)",
            insert=f"paid_by_id = {ME} and {ROLE} = 'supervisor' and exists (select 1 from operations_expense e"
            f" where e.id = expense_id and e.claimant_id <> {ME} and e.office_id = any({REACH}))",
        ),
        *[door(f"operations_{table}") for table in ("operation", "telling", "expense")],
        door("operations_payment", command="select"),
    ]
