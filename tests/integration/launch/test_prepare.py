"""Bringing a database up to date, and not doing it twice."""

import os
import subprocess

import psycopg
import pytest

from launch import postgres, suite
from launch.home import ROOT

from .conftest import PYTHON


def prepare(cluster, part="owner"):
    environ = {**suite.environ_of(suite.urls_of(cluster)), "DJANGO_SETTINGS_MODULE": "config.settings.local"}
    environ["DATABASE_URL"] = cluster.url(postgres.OWNER)
    environ["PATH"] = os.environ["PATH"]
    done = subprocess.run(
        [str(PYTHON), "manage.py", "prepare", part], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return {line.split("  ")[1].strip(): line for line in done.stdout.splitlines() if line.startswith("  ")}


@pytest.fixture(scope="module")
def cluster():
    with postgres.throwaway(PYTHON) as made:
        yield made


def test_the_second_time_nothing_is_loaded_and_a_changed_source_is_loaded_again(cluster):
    first = prepare(cluster)
    assert "applied" in first["migrations"]
    assert "unchanged" not in first["places"]
    second = prepare(cluster)
    assert "nothing new" in second["migrations"]
    assert "unchanged" in second["places"]
    assert "unchanged" in second["code lists"]
    with psycopg.connect(cluster.url(postgres.OWNER)) as connection:
        connection.execute('comment on table django_migrations is \'{"load_terms": "another release"}\'')
    assert "unchanged" not in prepare(cluster)["code lists"]


def test_the_job_queue_is_the_apps_to_use_and_not_to_change(cluster):
    prepare(cluster)
    listed = "select tablename from pg_tables where tablename like 'procrastinate\\_%'"
    rights = {"SELECT": True, "INSERT": True, "UPDATE": True, "DELETE": True, "TRUNCATE": False, "TRIGGER": False}
    with psycopg.connect(cluster.url(postgres.APP), autocommit=True) as connection:
        tables = [row[0] for row in connection.execute(listed)]
        assert len(tables) >= 4
        for table in tables:
            for right, wanted in rights.items():
                row = connection.execute("select has_table_privilege(%s, %s)", [table, right]).fetchone()
                assert row == (wanted,), (table, right)
