"""The first stories told for real, on a throwaway PostgreSQL: the same twice, everything counted, nothing told twice."""

import os
import subprocess
from datetime import UTC, datetime

import psycopg
import pytest

from demo.plan import plan
from launch import postgres, suite
from launch.home import ROOT
from tests.integration.launch.conftest import PYTHON

TOLD = "told"
HOW_MANY = 4
AS_OF = datetime.now(UTC).replace(microsecond=0).isoformat()  # both are told as of one moment
FACTS = (
    "select kind, happened_on, recorded_on, place, sex, age_band, nationality, form, domestic, palermo, outcome,"
    " agency_kind, count, extra::text from facts_fact order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14"
)


def manage(cluster, database, *arguments):
    environ = {**suite.environ_of(suite.urls_of(cluster)), "DJANGO_SETTINGS_MODULE": "config.settings.local"}
    environ |= {
        "DATABASE_URL": cluster.url(postgres.APP, database),
        "DATABASE_OWNER_URL": cluster.url(postgres.OWNER, database),
        "PATH": os.environ["PATH"],
    }
    return subprocess.run(
        [str(PYTHON), "manage.py", *arguments], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def cluster(founded):
    """Two databases with the same founded nation, in both of which the first stories are told."""
    made, _first = founded
    for database in (TOLD, "again"):
        made.sql(f"create database {database} template {postgres.DATABASE} owner {postgres.OWNER}")
        arguments = ("--first", str(HOW_MANY), "--tellers", "2", "--as-of", AS_OF)
        told = manage(made, database, "demo_stories", *arguments)
        assert told.returncode == 0, told.stdout + told.stderr
        assert f"{HOW_MANY} of" in told.stdout
    yield made
    for database in (TOLD, "again"):
        made.sql(f"drop database {database} with (force)")


def rows(cluster, query, database=TOLD):
    with psycopg.connect(cluster.url(postgres.SUPERUSER, database)) as connection:
        return connection.execute(query).fetchall()


def test_the_same_seed_tells_the_same_facts(cluster):
    first = rows(cluster, FACTS)
    assert len(first) > 2 * HOW_MANY
    assert rows(cluster, FACTS, "again") == first


def test_what_was_planned_is_what_happened(cluster):
    stories = plan(1)[:HOW_MANY]
    assert rows(cluster, "select count(*) from cases_case") == [(sum(len(s.cases) for s in stories),)]
    whole = "select count(*) from intake_report where parent_id is null"
    assert rows(cluster, whole) == [(sum(1 + s.duplicates for s in stories),)]
    done = {step for (step,) in rows(cluster, "select step from cases_step where status = 'done'")}
    assert {"identification", "crisis", "referral"} <= done


def test_it_is_told_once_and_the_check_says_what_is_missing(cluster):
    before = rows(cluster, "select count(*) from audit_auditevent where event <> 'access.signed_in'")
    again = manage(cluster, TOLD, "demo_stories", "--first", str(HOW_MANY), "--tellers", "1")
    assert again.returncode == 0, again.stderr
    assert rows(cluster, "select count(*) from audit_auditevent where event <> 'access.signed_in'") == before
    check = manage(cluster, TOLD, "demo_stories", "--check")
    assert check.returncode == 1
    assert "not the whole nation" in check.stderr


def test_the_log_of_the_stories_is_whole(cluster):
    environ = suite.environ_of(suite.urls_of(cluster))
    environ |= {"DATABASE_URL": cluster.url(postgres.OWNER, TOLD), "DJANGO_SETTINGS_MODULE": "config.settings.local"}
    done = subprocess.run(
        [str(PYTHON), "manage.py", "audit", "verify"],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
