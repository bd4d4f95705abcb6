"""A message, a note, a person of a report: whoever is kept out of the record is kept out of its parts, in the vault too."""

from django.db import migrations, models

MINE = "office_id = (select access.office_id())"
CONFLICTS = "(select access.conflicts())::uuid[]"
OPENABLE = (
    "exists (select 1 from vault_sectionwrap w where w.section_id = vault_sealedsection.id"
    f" and w.{MINE} and (w.until is null or w.until > now()))"
)
GLASS = "record_id = any((select access.broken_glass())::uuid[])"
SECTION_BEFORE = f"({MINE} or {OPENABLE} or {GLASS}) and record_id <> all({CONFLICTS})"
SECTION = f"{SECTION_BEFORE} and (parent_id is null or parent_id <> all({CONFLICTS}))"
WRAP_BEFORE = (
    f"{MINE} or owner_{MINE} or (office_id is null and (select cardinality(access.broken_glass())) > 0)"
)
WRAP = f"({WRAP_BEFORE}) and section_id <> all((select vault.kept_out())::uuid[])"
FILE_BEFORE = f"{MINE} or exists (select 1 from vault_sealedsection s where s.record_id = vault_sealedfile.id)"
FILE = f"({FILE_BEFORE}) and record_id <> all({CONFLICTS})"
INDEX = f"{MINE} and record_id <> all({CONFLICTS})"

KEPT_OUT = """
-- The sections of what the acting person is kept out of, with all parts. Asked once per statement by the wall of the wraps.
create function vault.kept_out() returns uuid[] language plpgsql stable security definer
set search_path = pg_catalog, public, pg_temp as $$
declare files uuid[] := access.conflicts();
begin
  if cardinality(files) = 0 then return '{}'; end if;
  return array(select s.id from vault_sealedsection s where s.record_id = any (files)
               union select s.id from vault_sealedsection s where s.parent_id = any (files));
end $$;
grant execute on function vault.kept_out() to rumduol_app;
-- The section of a file lies under the file's id: it belongs to the file's record.
update vault_sealedsection s set parent_id = f.record_id from vault_sealedfile f where s.kind = 'file' and s.record_id = f.id;
"""


def reads(**rules: str) -> str:
    return "; ".join(f"alter policy app_read on vault_{table} using ({rule})" for table, rule in rules.items())


class Migration(migrations.Migration):
    dependencies = [("vault", "0006_who_leaves_leaves_the_keys")]
    operations = [
        migrations.AddField(
            "sealedsection",
            "parent_id",
            models.UUIDField(help_text="The record it is a part of: a message of a report, a file of a case.", null=True),
        ),
        migrations.AddIndex(
            "sealedsection",
            models.Index(condition=models.Q(("parent_id__isnull", False)), fields=["parent_id"], name="section_parent"),
        ),
        migrations.RunSQL(KEPT_OUT, "drop function vault.kept_out()"),
        migrations.RunSQL(
            reads(sealedsection=SECTION, sectionwrap=WRAP, sealedfile=FILE, blindindex=INDEX),
            reads(sealedsection=SECTION_BEFORE, sectionwrap=WRAP_BEFORE, sealedfile=FILE_BEFORE, blindindex=MINE),
        ),
    ]
