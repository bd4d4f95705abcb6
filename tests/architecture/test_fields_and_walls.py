"""Every field is classified, every table has a wall or a stated reason to have none, and the app role owns nothing."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.urls import get_resolver

from rumduol.access.enums import Permission, grid
from rumduol.access.walls import APP_ROLE
from rumduol.agencies.enums import Role
from rumduol.web.lifecycles import lifecycles, with_generated

ROOM_MODELS = [model for model in apps.get_models() if model.__module__.startswith("rumduol.")]

# Tables without row security, and why that is right. Everything else of ours must be walled.
OPEN_TABLES = {
    "agencies_agency": "names and kinds of agencies: public",
    "places_place": "the public gazetteer",
    "places_spelling": "spellings of the public gazetteer",
    "audit_auditlink": "hashes only; no event can be read from them",
    "audit_audithead": "hashes only",
    "facts_fact": "de-identified by construction; who reads exact figures is decided by permission",
    "facts_linkround": "days of linkage rounds",
    "facts_link": "keyed units and random clusters: neither leads to a record",
    "facts_ctdcperson": "public synthetic data",
    "facts_ctdcfile": "public synthetic data",
    "elsewhere_file": "names of published files",
    "elsewhere_figure": "published by others: public",
    "elsewhere_suggestion": "published by others: public",
}
# Tables the app role can't touch at all: only SECURITY DEFINER functions do.
CLOSED_TABLES = {
    "access_credential",
    "access_session",
    "access_recordnumber",
    "vault_namedtext",
    "linkage_cluster",
    "linkage_called",
}


@pytest.mark.parametrize("model", ROOM_MODELS, ids=lambda m: m._meta.label)
def test_every_field_is_classified_once(model):
    privacy = getattr(model, "Privacy", None)
    assert privacy is not None, f"{model.__name__} has no Privacy class"
    columns = {field.name for field in model._meta.concrete_fields}
    assert not privacy.coded & privacy.free, "a field is coded or free, not both"
    assert privacy.coded | privacy.free == columns, {
        "not classified": sorted(columns - privacy.coded - privacy.free),
        "no such field": sorted((privacy.coded | privacy.free) - columns),
    }
    for name in privacy.sealed:
        section, _dot, field = name.partition(".")
        assert section, name
        assert field, f"{name}: write section.field"


def _walls() -> dict[str, tuple[bool, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, relrowsecurity, relforcerowsecurity from pg_class join pg_namespace n on n.oid = relnamespace"
            " where n.nspname = 'public' and relkind in ('r', 'p')"
        )
        return {name: (on, forced) for name, on, forced in cursor.fetchall()}


def test_every_table_is_walled_closed_or_open_for_a_stated_reason(db):
    walls = _walls()
    faults = []
    for model in ROOM_MODELS:
        table = model._meta.db_table
        if table in OPEN_TABLES or table in CLOSED_TABLES:
            continue
        if walls.get(table) != (True, True):
            faults.append(table)
    assert not faults, f"row security is not forced on {faults}"


def test_closed_tables_grant_nothing_to_read(db):
    with connection.cursor() as cursor:
        for table in sorted(CLOSED_TABLES):
            for right in ("select", "update", "delete", "truncate"):
                cursor.execute("select has_table_privilege(%s, %s, %s)", [APP_ROLE, table, right])
                assert cursor.fetchone() == (False,), (table, right)


def test_open_tables_exist_and_are_not_written_carelessly(db):
    tables = {model._meta.db_table for model in ROOM_MODELS}
    assert set(OPEN_TABLES) <= tables, sorted(set(OPEN_TABLES) - tables)
    with connection.cursor() as cursor:
        for table in sorted(OPEN_TABLES):
            for right in ("update", "delete", "truncate"):
                cursor.execute("select has_table_privilege(%s, %s, %s)", [APP_ROLE, table, right])
                assert cursor.fetchone() == (False,), (table, right)


def test_no_table_lets_the_app_role_truncate(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "select table_name from information_schema.role_table_grants where grantee = %s and privilege_type = 'TRUNCATE'"
            " and table_name not like 'procrastinate%%'",
            [APP_ROLE],
        )
        assert cursor.fetchall() == []


def test_the_app_role_owns_nothing_and_bypasses_nothing(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "select current_user, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole from pg_roles where rolname = current_user"
        )
        assert cursor.fetchone() == (APP_ROLE, False, False, False, False)
        cursor.execute(
            "select count(*) from pg_class where relowner = (select oid from pg_roles where rolname = %s)", [APP_ROLE]
        )
        assert cursor.fetchone() == (0,)
        cursor.execute(
            "select count(*) from pg_proc where proowner = (select oid from pg_roles where rolname = %s)", [APP_ROLE]
        )
        assert cursor.fetchone() == (0,)


def test_definer_functions_fix_their_search_path(db):
    """Without it, whoever can create a table in an earlier schema runs code as the owner."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select n.nspname || '.' || p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
            " where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema')"
            " and not exists (select 1 from unnest(coalesce(p.proconfig, '{}')) c where c like 'search_path=%')"
        )
        assert [row[0] for row in cursor.fetchall()] == []


def test_policies_call_access_functions_once_per_statement(db):
    """`access.office_id()` bare in a policy runs per row; inside a sub-select once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select tablename, policyname, coalesce(qual, '') || ' ' || coalesce(with_check, '') from pg_policies"
        )
        slow = []
        for table, policy, condition in cursor.fetchall():
            bare = condition.count("access.") - condition.count("SELECT access.") - condition.count("FROM access.")
            bare -= condition.count("cardinality(access.")
            if bare > 0:
                slow.append((table, policy, condition))
        assert slow == []


def test_there_are_no_views_that_could_see_past_the_wall(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "select schemaname, viewname from pg_views where schemaname not in ('pg_catalog', 'information_schema')"
        )
        assert cursor.fetchall() == []


def test_every_cell_of_roles_and_permissions_is_decided():
    table = grid()
    assert set(table) == set(Role)
    for role, cells in table.items():
        assert set(cells) == set(Permission), role


NEVER = {
    Role.ADMINISTRATOR: {
        "report",
        "screening",
        "case",
        "referral",
        "keys",
        "glass",
        "consent",
        "facts",
        "erase",
        "search",
    },
    Role.AUDITOR: {"report", "screening", "case", "referral", "keys", "glass", "consent", "facts", "erase", "search"},
    Role.NATIONAL_COORDINATOR: {"report", "screening", "case", "referral", "keys", "glass", "consent", "search"},
    Role.STATISTICIAN: {"report", "screening", "case", "referral", "keys", "glass", "release_approve", "search"},
    Role.RELEASE_APPROVER: {"report", "screening", "case", "referral", "keys", "glass", "release_draft", "search"},
    Role.HOTLINE_OPERATOR: {"case", "referral", "screening"},
    Role.INVESTIGATOR: {"case", "referral"},
    Role.SHELTER_WORKER: {"report_read", "report_triage", "report_verify"},
    Role.PROSECUTOR: {"case", "referral", "screening"},
    Role.COURT_CLERK: {"case", "referral", "screening"},
    Role.LEGAL_AID_LAWYER: {"report_read", "screening"},
    Role.LABOUR_INSPECTOR: {"case", "referral", "screening", "report_read"},
}


@pytest.mark.parametrize("role", sorted(NEVER))
def test_the_grid_keeps_what_a_role_must_never_do(role):
    granted = {str(p) for p, may in grid()[role].items() if may}
    assert not {p for p in granted for prefix in NEVER[role] if p.startswith(prefix)}


def test_nobody_both_drafts_and_approves_a_release():
    for role, cells in grid().items():
        assert not (cells[Permission.RELEASE_DRAFT] and cells[Permission.RELEASE_APPROVE]), role


@pytest.mark.parametrize("life", list(lifecycles()), ids=lambda life: life.name)
def test_every_state_is_reachable_has_an_owner_a_page_and_a_way_out(life):
    states = set(life.states)
    assert set(life.table) == states, "every state is a key of the table"
    assert set(life.owners) == states
    assert set(life.pages) == states
    reachable = {next(iter(life.states))} | {new for follow in life.table.values() for new in follow}
    assert reachable == states, f"never reached: {states - reachable}"
    final = {state for state, owner in life.owners.items() if owner == "nobody"}
    without_way_out = {state for state in states if not life.table[state]}
    assert without_way_out == final, "a state without a way out belongs to nobody, and no other does"
    known = {
        f"{namespace}:{key}"
        for namespace, (_prefix, resolver) in get_resolver().namespace_dict.items()
        for key in resolver.reverse_dict
        if isinstance(key, str)
    }
    missing = set(life.pages.values()) - known
    assert not missing, f"no such page: {missing}"


def test_the_diagrams_in_the_documents_are_those_of_the_tables():
    path = settings.BASE_DIR / "docs" / "architecture.md"
    assert path.read_text() == with_generated(path.read_text()), "./run manage diagrams"
