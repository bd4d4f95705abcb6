"""The chain: made by the database at commit, so that no code can forget it and no lock is held while a page is made."""

from django.db import migrations

SQL = """
create function audit_link_at_commit() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare
  head audit_audithead%rowtype;
  sealed bytea;
begin
  insert into audit_audithead (chain, sequence, hash) values (new.chain, 0, sha256(uuid_send(new.chain)))
    on conflict (chain) do nothing;
  select * into head from audit_audithead where chain = new.chain for update;
  sealed := sha256(head.hash || int8send(head.sequence + 1) || uuid_send(new.id) || sha256(convert_to(new.body, 'UTF8')));
  insert into audit_auditlink (event_id, chain, sequence, hash) values (new.id, new.chain, head.sequence + 1, sealed);
  update audit_audithead set sequence = head.sequence + 1, hash = sealed where chain = new.chain;
  return null;
end $$;
create constraint trigger audit_link_at_commit after insert on audit_auditevent
  deferrable initially deferred for each row execute function audit_link_at_commit();

create function audit_append_only() returns trigger language plpgsql as $$
begin raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege'; end $$;
create trigger audit_event_row before update or delete on audit_auditevent for each row execute function audit_append_only();
create trigger audit_event_all before truncate on audit_auditevent for each statement execute function audit_append_only();
create trigger audit_link_row before update or delete on audit_auditlink for each row execute function audit_append_only();
create trigger audit_link_all before truncate on audit_auditlink for each statement execute function audit_append_only();
create trigger audit_head_row before delete on audit_audithead for each row execute function audit_append_only();
create trigger audit_head_all before truncate on audit_audithead for each statement execute function audit_append_only();
"""
REVERSE = """
drop trigger audit_link_at_commit on audit_auditevent; drop function audit_link_at_commit();
drop trigger audit_event_row on audit_auditevent; drop trigger audit_event_all on audit_auditevent;
drop trigger audit_link_row on audit_auditlink; drop trigger audit_link_all on audit_auditlink;
drop trigger audit_head_row on audit_audithead; drop trigger audit_head_all on audit_audithead;
drop function audit_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(SQL, REVERSE)]
