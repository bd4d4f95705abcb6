"""Who sees a claim; and the promises of the ledger: the sheet is not touched after filing, nobody pays a riel too much,
a child's money leaves with two signatures of people who did not ask for it, nothing is rewritten."""

from django.db import migrations

from rumduol.access.walls import wall

IN_REACH = "any((select access.reach())::uuid[])"
ME = "(select access.person_id())"
ROLE = "(select access.role())"
MINE = "office_id = (select access.office_id())"
CONFLICTS = "all((select access.conflicts())::uuid[])"
COURT = f"{ROLE} in ('prosecutor', 'court_clerk')"
# A lawyer sees own clients; a supervisor the office's; the court what was filed with it; case workers how far it is.
SEEN = (
    f"((office_id = {IN_REACH} and ({ROLE} = 'supervisor' or lawyer_id = {ME}))"
    f" or ({COURT} and id = any((select access.shared('claim'))::uuid[]))"
    f" or (filed_on is not null and {ROLE} in ('case_worker', 'supervisor') and person_office_id = {IN_REACH}))"
    f" and id <> {CONFLICTS} and criminal_case_id <> {CONFLICTS}"
    f" and (person_case_id is null or person_case_id <> {CONFLICTS})"
)
LAWYER = f"{MINE} and lawyer_id = {ME} and {ROLE} = 'legal_aid_lawyer'"
AT_COURT = f"{COURT} and id = any((select access.shared('claim'))::uuid[])"
OF_A_CLAIM = "exists (select 1 from remedy_claim c where c.id = claim_id)"
BY_ME = f"{MINE} and by_id = {ME} and {OF_A_CLAIM}"
# Case workers see the claim, the order and what was paid; not what was offered in secret, not who wishes to be silent.
NOT_SOCIAL = f"{OF_A_CLAIM} and {ROLE} <> 'case_worker'"

LEDGER = """
create function remedy_refuse(words text) returns void language plpgsql as
$$ begin raise exception '%%', words using errcode = 'check_violation'; end $$;

-- One change of a claim's money at a time.
create function remedy_hold(of_claim uuid) returns void language sql as
$$ select pg_advisory_xact_lock(hashtextextended('remedy' || of_claim::text, 0)) $$;

-- What is left of an order on a day, in riel: remedy/ledger.py says the rule in words.
create function remedy_due(of_claim uuid, at date) returns bigint language plpgsql stable as $$
declare o remedy_order; p record; paid numeric := 0; weight numeric := 0; open_sum numeric; from_day date; last_day date := at;
begin
  select * into o from remedy_order where claim_id = of_claim and replaced_at is null;
  if o.id is null then return 0; end if;
  open_sum := o.riel; from_day := o.interest_from;
  for p in select "on", riel from remedy_payment where claim_id = of_claim and cancelled_at is null order by "on", riel loop
    if from_day is not null and p."on" > from_day then
      weight := weight + open_sum * (p."on" - from_day); from_day := p."on";
    end if;
    paid := paid + p.riel; open_sum := greatest(0, open_sum - p.riel); last_day := greatest(last_day, p."on");
  end loop;
  if from_day is not null and last_day > from_day then weight := weight + open_sum * (last_day - from_day); end if;
  return o.riel + div(weight * o.interest_permille, 365000) - paid;
end $$;

create function remedy_claim_kept() returns trigger language plpgsql as $$
begin
  if row(new.id, new.number, new.office_id, new.criminal_case_id, new.criminal_number, new.person_case_id, new.child,
         new.majority_on, new.created_at)
     is distinct from row(old.id, old.number, old.office_id, old.criminal_case_id, old.criminal_number, old.person_case_id,
         old.child, old.majority_on, old.created_at) then
    perform remedy_refuse('a claim does not change whose it is');
  end if;
  if new.status <> old.status and (old.status || ' ' || new.status) not in (%(steps)s) then
    perform remedy_refuse('a claim does not go from ' || old.status || ' to ' || new.status);
  end if;
  if old.filed_on is not null and row(new.filed_on, new.claimed_riel, new.rate_riel, new.rate_source, new.rate_on, new.consent_on)
     is distinct from row(old.filed_on, old.claimed_riel, old.rate_riel, old.rate_source, old.rate_on, old.consent_on) then
    perform remedy_refuse('what was filed is not changed');
  end if;
  if new.status = 'paid' and remedy_due(new.id, current_date) > 0 then
    perform remedy_refuse('something is still owed');
  end if;
  if (select access.role()) in ('prosecutor', 'court_clerk') and new.status in ('filed', 'withdrawn') and new.status <> old.status then
    perform remedy_refuse('the person and the lawyer file and withdraw');
  end if;
  return new;
end $$;
create trigger claim_kept before update on remedy_claim for each row execute function remedy_claim_kept();

create function remedy_order_kept() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if (to_jsonb(old) - '{revision,replaced_at}'::text[]) <> (to_jsonb(new) - '{revision,replaced_at}'::text[])
       or old.replaced_at is not null then
      perform remedy_refuse('an order is replaced, never rewritten');
    end if;
    return new;
  end if;
  if (select c.filed_on from remedy_claim c where c.id = new.claim_id) is null then
    perform remedy_refuse('nothing is ordered on a claim that was not filed');
  end if;
  return new;
end $$;
create trigger order_kept before insert or update on remedy_order for each row execute function remedy_order_kept();

create function remedy_payment_kept() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and ((to_jsonb(old) - '{revision,cancelled_at,cancelled_by_id}'::text[])
       <> (to_jsonb(new) - '{revision,cancelled_at,cancelled_by_id}'::text[]) or old.cancelled_at is not null
       or new.cancelled_by_id is distinct from (select access.person_id())) then
    perform remedy_refuse('a payment is cancelled, never rewritten');
  end if;
  if tg_op = 'INSERT' then
    if not exists (select 1 from remedy_order o where o.claim_id = new.claim_id and o.replaced_at is null) then
      perform remedy_refuse('no payment without an order');
    end if;
    if new."on" > (now() at time zone 'Asia/Phnom_Penh')::date then perform remedy_refuse('this day has not come'); end if;
    if new.held is distinct from (select c.child from remedy_claim c where c.id = new.claim_id) then
      perform remedy_refuse('the money of a child is held');
    end if;
  end if;
  return new;
end $$;
create trigger payment_kept before insert or update on remedy_payment for each row execute function remedy_payment_kept();

create function remedy_not_too_much() returns trigger language plpgsql as $$
begin
  perform remedy_hold(new.claim_id);
  if remedy_due(new.claim_id, new."on") < 0 then perform remedy_refuse('remedy: more than is owed'); end if;
  return null;
end $$;
create trigger not_too_much after insert on remedy_payment for each row execute function remedy_not_too_much();

create function remedy_release_kept() returns trigger language plpgsql as $$
declare me uuid := (select access.person_id()); kept numeric; given numeric; c remedy_claim;
begin
  perform remedy_hold(new.claim_id);
  if tg_op = 'UPDATE' then
    if (to_jsonb(old) - '{revision,status,first_by_id,first_at,second_by_id,second_at,refused_by_id,paid_on}'::text[])
       <> (to_jsonb(new) - '{revision,status,first_by_id,first_at,second_by_id,second_at,refused_by_id,paid_on}'::text[]) then
      perform remedy_refuse('a release is not rewritten');
    end if;
    if new.status <> old.status and (old.status || ' ' || new.status) not in (%(releases)s) then
      perform remedy_refuse('a release does not go from ' || old.status || ' to ' || new.status);
    end if;
    -- Everybody signs for themselves, once, and no signature is taken back.
    if (new.first_by_id is distinct from old.first_by_id and (old.first_by_id is not null or new.first_by_id is distinct from me))
       or (new.second_by_id is distinct from old.second_by_id and (old.second_by_id is not null or new.second_by_id is distinct from me))
       or (new.refused_by_id is distinct from old.refused_by_id and new.refused_by_id is distinct from me)
       or (old.status <> 'asked' and row(new.first_by_id, new.second_by_id) is distinct from row(old.first_by_id, old.second_by_id)) then
      perform remedy_refuse('everybody signs for themselves');
    end if;
    if new.second_by_id is not null and new.first_by_id is null then perform remedy_refuse('first the first signature'); end if;
    return new;
  end if;
  if new.status <> 'asked' or new.first_by_id is not null or new.second_by_id is not null then
    perform remedy_refuse('a release begins with asking');
  end if;
  select * into c from remedy_claim where id = new.claim_id;
  if new.purpose = 'majority' and c.majority_on > to_char(now() at time zone 'Asia/Phnom_Penh', 'YYYY-MM') then
    perform remedy_refuse('the child is not 18 yet');
  end if;
  select coalesce(sum(p.riel), 0) into kept from remedy_payment p where p.claim_id = new.claim_id and p.held and p.cancelled_at is null;
  select coalesce(sum(r.riel), 0) into given from remedy_release r where r.claim_id = new.claim_id and r.status <> 'refused';
  if given + new.riel > kept then perform remedy_refuse('less is held for the child'); end if;
  return new;
end $$;
create trigger release_kept before insert or update on remedy_release for each row execute function remedy_release_kept();

-- A cancelled payment can't take away what was given out.
create function remedy_held_enough() returns trigger language plpgsql as $$
declare kept numeric; given numeric;
begin
  perform remedy_hold(new.claim_id);
  select coalesce(sum(p.riel), 0) into kept from remedy_payment p where p.claim_id = new.claim_id and p.held and p.cancelled_at is null;
  select coalesce(sum(r.riel), 0) into given from remedy_release r where r.claim_id = new.claim_id and r.status <> 'refused';
  if given > kept then perform remedy_refuse('less is held for the child'); end if;
  return null;
end $$;
create trigger held_enough after update on remedy_payment for each row
  when (old.cancelled_at is null and new.cancelled_at is not null) execute function remedy_held_enough();
"""
# Copies of enums.TRANSITIONS and RELEASE_TRANSITIONS as they were when this ran; a test compares them.
STEPS = (
    "draft filed", "draft withdrawn", "filed ordered", "filed refused", "filed withdrawn", "refused ordered",
    "ordered paid", "ordered refused", "paid ordered",
)  # fmt: skip
RELEASES = ("asked approved", "asked refused", "approved paid_out")
UNDO = """
drop trigger held_enough on remedy_payment; drop function remedy_held_enough();
drop trigger release_kept on remedy_release; drop function remedy_release_kept();
drop trigger not_too_much on remedy_payment; drop function remedy_not_too_much();
drop trigger payment_kept on remedy_payment; drop function remedy_payment_kept();
drop trigger order_kept on remedy_order; drop function remedy_order_kept();
drop trigger claim_kept on remedy_claim; drop function remedy_claim_kept();
drop function remedy_due(uuid, date); drop function remedy_hold(uuid); drop function remedy_refuse(text);
"""


def quoted(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{value}'" for value in values)


class Migration(migrations.Migration):
    dependencies = [("remedy", "0001_claims"), ("access", "0003_walls")]
    operations = [
        wall("remedy_claim", read=SEEN, insert=f"{LAWYER} and status = 'draft'", update=f"({LAWYER}) or ({AT_COURT})"),
        wall("remedy_order", read=OF_A_CLAIM, insert=f"{BY_ME} and {COURT}", update=f"{COURT} and {OF_A_CLAIM}"),
        wall(
            "remedy_payment", read=OF_A_CLAIM, insert=f"{BY_ME} and {ROLE} in ('legal_aid_lawyer', 'prosecutor', 'court_clerk')",
            update=f"{ROLE} in ('legal_aid_lawyer', 'prosecutor', 'court_clerk') and {OF_A_CLAIM}",
        ),
        wall(
            "remedy_release", read=NOT_SOCIAL, insert=f"{BY_ME} and {ROLE} = 'legal_aid_lawyer'",
            update=f"{NOT_SOCIAL} and {ROLE} in ('legal_aid_lawyer', 'prosecutor', 'court_clerk', 'supervisor')",
        ),
        wall("remedy_settlement", read=NOT_SOCIAL, insert=f"{BY_ME} and {ROLE} <> 'case_worker'"),
        wall("remedy_testimony", read=NOT_SOCIAL, insert=f"{BY_ME} and {ROLE} <> 'case_worker'"),
        migrations.RunSQL(LEDGER % {"steps": quoted(STEPS), "releases": quoted(RELEASES)}, UNDO),
    ]
