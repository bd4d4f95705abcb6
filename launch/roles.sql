-- Roles of Rumduol, for a new PostgreSQL (>= 15). Run as a superuser; safe to run again.
-- rumduol_owner owns the database and every table, and migrates. rumduol_app is what web and worker are: it owns
-- nothing, creates nothing, and row security applies to it always.
do $$
begin
  if not exists (select from pg_roles where rolname = 'rumduol_owner') then
    create role rumduol_owner login;
  end if;
  if not exists (select from pg_roles where rolname = 'rumduol_app') then
    create role rumduol_app login;
  end if;
end
$$;
alter role rumduol_owner nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
alter role rumduol_app nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
alter role rumduol_app set statement_timeout = '60s';
alter role rumduol_app set idle_in_transaction_session_timeout = '5min';
