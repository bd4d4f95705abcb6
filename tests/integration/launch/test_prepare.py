"""Bringing a database up to date, and not doing it twice."""

import os
import subprocess

import psycopg
import pytest

from launch import postgres, suite
from launch.home import ROOT

from .conftest import PYTHON

DATABASE = "prepared"


def said(text):
    """What `prepare` did, by its name."""
    return {line.split("  ")[1].strip(): line for line in text.splitlines() if line.startswith("  ")}


def prepare(cluster):
    environ = {**suite.environ_of(suite.urls_of(cluster)), "DJANGO_SETTINGS_MODULE": "config.settings.local"}
    environ["DATABASE_URL"] = cluster.url(postgres.OWNER, DATABASE)
    environ["PATH"] = os.environ["PATH"]
    done = subprocess.run(
        [str(PYTHON), "manage.py", "prepare", "owner"],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return said(done.stdout)


@pytest.fixture(scope="module")
def cluster(founded):
    """Prepared once; what is tried is tried in a copy."""
    made, _first = founded
    made.sql(f"create database {DATABASE} template {postgres.DATABASE} owner {postgres.OWNER}")
    yield made
    made.sql(f"drop database {DATABASE}")


def test_the_second_time_nothing_is_loaded_and_a_changed_source_is_loaded_again(cluster, founded):
    first = said(founded[1])
    assert "applied" in first["migrations"]
    assert "unchanged" not in first["places"]
    second = prepare(cluster)
    assert "nothing new" in second["migrations"]
    assert "unchanged" in second["places"]
    assert "unchanged" in second["code lists"]
    with psycopg.connect(cluster.url(postgres.OWNER, DATABASE)) as connection:
        connection.execute('comment on table django_migrations is \'{"load_terms": "another release"}\'')
    assert "unchanged" not in prepare(cluster)["code lists"]


def test_the_job_queue_is_the_apps_to_use_and_not_to_change(cluster):
    listed = "select tablename from pg_tables where tablename like 'procrastinate\\_%'"
    rights = {"SELECT": True, "INSERT": True, "UPDATE": True, "DELETE": True, "TRUNCATE": False, "TRIGGER": False}
    with psycopg.connect(cluster.url(postgres.APP, DATABASE), autocommit=True) as connection:
        tables = [row[0] for row in connection.execute(listed)]
        assert len(tables) >= 4
        for table in tables:
            for right, wanted in rights.items():
                row = connection.execute("select has_table_privilege(%s, %s)", [table, right]).fetchone()
                assert row == (wanted,), (table, right)
