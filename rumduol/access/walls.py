"""Row security as one line per table, for the rooms' migrations.

`wall()` enables and FORCEs row security, makes one policy per command for the app role and grants exactly those commands.
Conditions are SQL over the table's columns; call access functions only as `(select access.office_id())`, so that PostgreSQL
evaluates them once per statement and not once per row (measured: 16 ms against 1,253 ms on 300,000 rows).
"""

from django.db.migrations.operations import RunSQL

APP_ROLE = "rumduol_app"
NOBODY = "false"


def wall(
    table: str,
    *,
    read: str,
    write: str | None = None,
    insert: str | None = None,
    update: str | None = None,
    update_check: str | None = None,
    delete: str | None = None,
) -> RunSQL:
    """Row security for `table`.

    `write` is the condition for INSERT and UPDATE unless `insert` / `update` say otherwise; `update_check` is what an updated
    row must satisfy (default: the same as `update`). Without `delete` nobody deletes. A command without a condition is not granted.
    Note: PostgreSQL also applies `read` to new rows, so a row can't be updated out of the writer's own sight.
    """
    insert = insert if insert is not None else write
    update = update if update is not None else write
    grants = ["select"]
    sql = [
        f"alter table {table} enable row level security",
        f"alter table {table} force row level security",
        f"create policy app_read on {table} for select to {APP_ROLE} using ({read})",
    ]
    if insert is not None:
        grants.append("insert")
        sql.append(f"create policy app_insert on {table} for insert to {APP_ROLE} with check ({insert})")
    if update is not None:
        grants.append("update")
        sql.append(
            f"create policy app_update on {table} for update to {APP_ROLE} using ({update}) with check ({update_check or update})"
        )
    if delete is not None:
        grants.append("delete")
        sql.append(f"create policy app_delete on {table} for delete to {APP_ROLE} using ({delete})")
    sql.append(f"grant {', '.join(grants)} on {table} to {APP_ROLE}")
    return RunSQL(
        sql="; ".join(sql),
        reverse_sql="; ".join(
            [f"revoke all on {table} from {APP_ROLE}"]
            + [f"drop policy if exists app_{name} on {table}" for name in ("read", "insert", "update", "delete")]
            + [f"alter table {table} no force row level security", f"alter table {table} disable row level security"]
        ),
    )


def door(table: str, *, command: str = "all", using: str = "true") -> RunSQL:
    """Let the owner's SECURITY DEFINER functions through a forced wall, for one command. The web never connects as the owner."""
    check = f" with check ({using})" if command in {"all", "insert", "update"} else ""
    use = f" using ({using})" if command != "insert" else ""
    return RunSQL(
        sql=f"create policy door_{command} on {table} for {command} to current_user{use}{check}",
        reverse_sql=f"drop policy if exists door_{command} on {table}",
    )


def open_table(table: str, *commands: str) -> RunSQL:
    """A table without case data: plain grants, no row security."""
    granted = ", ".join(commands or ("select",))
    return RunSQL(sql=f"grant {granted} on {table} to {APP_ROLE}", reverse_sql=f"revoke all on {table} from {APP_ROLE}")
