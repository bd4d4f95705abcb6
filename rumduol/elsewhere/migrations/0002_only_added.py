"""What others published is taken in and never changed; the application may read and add."""

from django.db import migrations

TABLES = ("elsewhere_file", "elsewhere_figure")
FORWARD = """
create function elsewhere_refuse() returns trigger language plpgsql as $$
begin
    raise exception 'what others published is only added, never changed: % on %', tg_op, tg_table_name
        using errcode = 'restrict_violation';
end $$;
""" + "\n".join(
    f"create trigger elsewhere_refuse before update or delete or truncate on {table}"
    f" for each statement execute function elsewhere_refuse();"
    f" revoke all on {table} from public, rumduol_app; grant select, insert on {table} to rumduol_app;"
    for table in TABLES
) + "\ngrant usage, select on sequence elsewhere_figure_id_seq to rumduol_app;"
BACK = (
    "revoke all on sequence elsewhere_figure_id_seq from rumduol_app;\n"
    + "\n".join(f"drop trigger elsewhere_refuse on {table}; revoke all on {table} from rumduol_app;" for table in TABLES)
    + "\ndrop function elsewhere_refuse();"
)


class Migration(migrations.Migration):
    dependencies = [("elsewhere", "0001_published")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
