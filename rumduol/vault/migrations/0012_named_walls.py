"""Named sections: who is named by two people, by whom, until when; and that nobody gets the text without a line that says so."""

from django.db import migrations

from rumduol.access.walls import door, wall

ME = "(select access.person_id())"
MINE = "(select vault.named_to_me())::uuid[]"
ASKED = "(select vault.named_asked())::uuid[]"
NO_CONFLICT = "record_id <> all((select access.conflicts())::uuid[])"

FUNCTIONS = """
-- Sections that the acting person may open now, and those on whose readers their signature is asked for.
create function vault.named_to_me() returns uuid[] language sql stable security definer
set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(array_agg(r.section_id), '{}') from vault_namedreader r
  where r.person_id = access.person_id() and r.confirmed_at is not null and r.ended_at is null and r.until > now()
$$;
create function vault.named_asked() returns uuid[] language sql stable security definer
set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(array_agg(r.section_id), '{}') from vault_namedreader r
  where r.second_id = access.person_id() and r.confirmed_at is null and r.ended_at is null and r.until > now()
$$;

-- A new section; its author is the first reader.
create function vault.begin_named(new_id uuid, of_kind text, of_record uuid, of_section text, last_day timestamptz, key_sealed bytea)
returns boolean language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare me uuid := access.person_id();
begin
  if me is null or last_day > now() + interval '400 days' then return false; end if;
  insert into vault_namedsection (id, kind, record_id, section, office_id, author_id, version)
    values (new_id, of_kind, of_record, of_section, access.office_id(), me, 0);
  insert into vault_namedreader (id, section_id, person_id, author, named_by_id, named_at, confirmed_at, until, sealed_key)
    values (gen_random_uuid(), new_id, me, true, me, now(), now(), last_day, key_sealed);
  return true;
end $$;

-- The text as it is now, by somebody who may read it. Answers the version; null when it is not theirs or somebody wrote meanwhile.
create function vault.keep_named(of_section uuid, after_version int, new_nonce bytea, new_text bytea) returns int
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not of_section = any (vault.named_to_me()) then return null; end if;
  update vault_namedsection set version = version + 1 where id = of_section and version = after_version;
  if not found then return null; end if;
  insert into vault_namedtext (section_id, nonce, ciphertext) values (of_section, new_nonce, new_text)
    on conflict (section_id) do update set nonce = excluded.nonce, ciphertext = excluded.ciphertext;
  return after_version + 1;
end $$;

-- The only way to the text. The line of who, when and how is written in the same statement: no line, no text.
create function vault.look(of_section uuid, how text)
returns table (number int, version int, nonce bytea, ciphertext bytea, key_sealed bytea)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare n int;
begin
  perform 1 from vault_namedsection s where s.id = of_section for update;
  if not of_section = any (vault.named_to_me())
     or exists (select 1 from vault_namedsection s where s.id = of_section and s.record_id = any (access.conflicts())) then
    return;
  end if;
  select coalesce(max(l.number), 0) + 1 into n from vault_namedlook l where l.section_id = of_section;
  insert into vault_namedlook (id, section_id, person_id, at, way, number)
    values (gen_random_uuid(), of_section, access.person_id(), now(), how, n);
  return query
    select n, s.version, t.nonce, t.ciphertext, r.sealed_key
    from vault_namedsection s join vault_namedtext t on t.section_id = s.id
    join vault_namedreader r on r.section_id = s.id and r.person_id = access.person_id() and r.ended_at is null
    where s.id = of_section;
end $$;
grant execute on function vault.named_to_me(), vault.named_asked(), vault.begin_named(uuid, text, uuid, text, timestamptz, bytea),
  vault.keep_named(uuid, int, bytea, bytea), vault.look(uuid, text) to rumduol_app;

-- Naming: by a reader, waiting for the second. Confirming: by the second, once, in time. Nothing else ever changes but
-- the key (a new text has a new one) and an earlier end.
create function vault.keep_named_reader() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare me uuid := access.person_id();
begin
  if tg_op = 'INSERT' then
    if new.author then return new; end if;
    if new.named_by_id is distinct from me or new.confirmed_at is not null or new.ended_at is not null
       or new.until > now() + interval '91 days' then
      raise exception 'a reader is named by one person and confirmed by another' using errcode = 'insufficient_privilege';
    end if;
    new.named_at := now();
    return new;
  end if;
  if row(new.id, new.section_id, new.person_id, new.author, new.named_by_id, new.second_id, new.named_at)
     is distinct from row(old.id, old.section_id, old.person_id, old.author, old.named_by_id, old.second_id, old.named_at)
     or new.until > old.until
     or (old.ended_at is not null and to_jsonb(new) is distinct from to_jsonb(old)) then
    raise exception 'who was named by whom is not rewritten' using errcode = 'check_violation';
  end if;
  if new.confirmed_at is distinct from old.confirmed_at then
    if old.confirmed_at is not null or new.confirmed_at is null or me is distinct from old.second_id
       or old.until <= now() or new.ended_at is not null then
      raise exception 'only the second person confirms, once, and in time' using errcode = 'insufficient_privilege';
    end if;
    new.confirmed_at := now();
  end if;
  if new.ended_at is distinct from old.ended_at and new.ended_by_id is distinct from me then
    raise exception 'whoever ends it stands for it' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger keep_named_reader before insert or update on vault_namedreader
  for each row execute function vault.keep_named_reader();

create function vault.looks_stay() returns trigger language plpgsql as $$
begin
  raise exception 'who looked stays written' using errcode = 'restrict_violation';
end $$;
create trigger looks_stay before update or delete on vault_namedlook for each row execute function vault.looks_stay();
"""
REVERSE = """
drop trigger if exists looks_stay on vault_namedlook; drop trigger if exists keep_named_reader on vault_namedreader;
drop function vault.looks_stay(); drop function vault.keep_named_reader(); drop function vault.look(uuid, text);
drop function vault.keep_named(uuid, int, bytea, bytea);
drop function vault.begin_named(uuid, text, uuid, text, timestamptz, bytea);
drop function vault.named_asked() cascade; drop function vault.named_to_me() cascade;
"""
CLOSED = "alter table vault_namedtext enable row level security; alter table vault_namedtext force row level security;"
OPENED = "alter table vault_namedtext no force row level security; alter table vault_namedtext disable row level security;"


class Migration(migrations.Migration):
    dependencies = [("vault", "0011_named_readers"), ("access", "0003_walls")]
    operations = [
        migrations.RunSQL(FUNCTIONS, REVERSE),
        wall("vault_namedsection", read=f"(id = any({MINE}) or id = any({ASKED})) and {NO_CONFLICT}"),
        door("vault_namedsection"),
        wall(
            "vault_namedreader",
            read=f"section_id = any({MINE}) or (second_id = {ME} and until > now())",
            insert=f"named_by_id = {ME} and section_id = any({MINE}) and not author",
            update=f"section_id = any({MINE}) or (second_id = {ME} and ended_at is null)",
            update_check=f"section_id = any({MINE}) or second_id = {ME}",
        ),
        door("vault_namedreader"),
        wall("vault_namedlook", read=f"section_id = any({MINE})"),
        door("vault_namedlook"),
        migrations.RunSQL(CLOSED, OPENED),
        door("vault_namedtext"),
    ]
