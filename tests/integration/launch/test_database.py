"""The embedded PostgreSQL, started for real in a folder of its own."""

import os
import signal
import stat

import psycopg
import pytest

from launch import database, postgres, processes
from launch.home import ROOT
from launch.progress import Trouble

from .conftest import PYTHON, gone, servers_on

pytestmark = pytest.mark.skipif(not os.path.isdir("/proc"), reason="reads the process table from /proc")

SUPERVISE = f"""
import os, sys, time
from pathlib import Path
sys.path.insert(0, {str(ROOT)!r})
from launch.database import supervised
from launch.home import home_from
with supervised(home_from(os.environ), Path({str(PYTHON)!r})) as held:
    print("ready", held.urls.app, flush=True)
    time.sleep(60)
"""


def test_the_application_role_owns_nothing_and_bypasses_nothing(home):
    with database.supervised(home, PYTHON) as held:
        with psycopg.connect(held.urls.app) as connection:
            row = connection.execute(
                "select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication from pg_roles"
                " where rolname = current_user"
            ).fetchone()
            assert row == (False, False, False, False, False)
            assert connection.execute(
                "select pg_get_userbyid(datdba) from pg_database where datname = 'rumduol'"
            ).fetchone() == ("rumduol_owner",)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("create table public.mine (id int)")
        with psycopg.connect(held.urls.owner) as connection:
            assert connection.execute("select rolsuper from pg_roles where rolname = current_user").fetchone() == (
                False,
            )
            connection.execute("create table ours (id int)")


def test_nobody_comes_in_over_the_network_or_as_another_account(home):
    with database.supervised(home, PYTHON) as held:
        with psycopg.connect(held.urls.superuser) as connection:
            assert connection.execute("show listen_addresses").fetchone() == ("",)
            rules = connection.execute("select type, auth_method from pg_hba_file_rules").fetchall()
            assert rules == [("local", "peer")]
        assert stat.S_IMODE(held.cluster.sockets.stat().st_mode) == 0o700
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(held.urls.app.replace("rumduol_app", "stranger"))


def test_the_log_keeps_no_row_of_a_failed_statement(home):
    with database.supervised(home, PYTHON) as held:
        with psycopg.connect(held.urls.owner, autocommit=True) as connection:
            connection.execute("create table people (name text check (length(name) < 5))")
            with pytest.raises(psycopg.errors.CheckViolation):
                connection.execute("insert into people values ('Canary Sokha')")
        log = home.logs / "postgresql.log"
        assert "violates check constraint" in log.read_text()
        assert "Canary" not in log.read_text()


def test_a_second_start_keeps_the_data_and_the_secrets(home):
    with database.supervised(home, PYTHON) as held:
        first = held.secrets
        with psycopg.connect(held.urls.owner) as connection:
            connection.execute("create table kept as select 42 as answer")
    assert gone(lambda: servers_on(home.path)) == []
    with database.supervised(home, PYTHON) as held:
        assert held.secrets == first
        with psycopg.connect(held.urls.owner) as connection:
            assert connection.execute("select answer from kept").fetchone() == (42,)


def test_secrets_lie_outside_the_database_folder(home):
    with database.supervised(home, PYTHON) as held:
        assert stat.S_IMODE(home.secrets.stat().st_mode) == 0o600
        assert not home.secrets.is_relative_to(home.database)
        pepper = held.secrets["RUMDUOL_PEPPER"].encode()
        for folder, _folders, files in os.walk(held.cluster.data):
            for name in files:
                with open(os.path.join(folder, name), "rb") as file:
                    assert pepper not in file.read()


def test_two_cannot_look_after_one_folder(home):
    taken = pytest.raises(Trouble, match="already running")
    with database.supervised(home, PYTHON), taken, database.supervised(home, PYTHON):
        pytest.fail("two supervisors")


def test_another_command_borrows_the_running_database_and_leaves_it_running(home):
    with database.supervised(home, PYTHON) as held:
        with database.borrowed(home, PYTHON) as other:
            assert other.urls == held.urls
            assert other.secrets == held.secrets
            assert other.cluster is None
        with psycopg.connect(held.urls.app) as connection:
            assert connection.execute("select 1").fetchone() == (1,)


def test_a_killed_parent_leaves_no_orphan_and_loses_nothing(home, program):
    process, lines = program(SUPERVISE)
    url = lines[-1].split()[1]
    assert servers_on(home.path)
    with psycopg.connect(url.replace("rumduol_app", "rumduol_owner")) as connection:
        connection.execute("create table acknowledged as select 7 as n")
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert gone(lambda: servers_on(home.path)) == []
    with database.supervised(home, PYTHON) as held, psycopg.connect(held.urls.owner) as connection:
        assert connection.execute("select n from acknowledged").fetchone() == (7,)


def test_a_server_that_slipped_through_is_ended_at_the_next_start(home):
    """As on a system where the kernel does not end children with their parent."""
    home.make()
    cluster = database.embedded(home, PYTHON)
    with database.supervised(home, PYTHON):
        pass
    cluster.start(home.running, home.logs / "postgresql.log")
    [orphan] = servers_on(cluster.data)
    cluster.server.process.poll()
    with database.supervised(home, PYTHON) as held:
        cluster.server.process.wait(60)
        assert orphan not in servers_on(cluster.data)
        with psycopg.connect(held.urls.app) as connection:
            assert connection.execute("select 1").fetchone() == (1,)


def test_an_interrupted_first_start_is_begun_again(home):
    home.make()
    cluster = database.embedded(home, PYTHON)
    cluster.data.mkdir(parents=True)
    (cluster.data / "half").touch()
    with database.supervised(home, PYTHON) as held:
        assert held.cluster.exists


def test_a_database_without_its_secrets_is_refused_not_given_new_ones(home):
    with database.supervised(home, PYTHON):
        home.secrets.rename(home.path / "elsewhere")
    with pytest.raises(Trouble, match="secrets are not"), database.supervised(home, PYTHON):
        pytest.fail("started with new secrets")


def test_reset_forgets_everything_and_only_that(home):
    with database.supervised(home, PYTHON) as held:
        data = held.cluster.data
        with pytest.raises(Trouble, match="is running"):
            database.remove(home, PYTHON)
    (home.path / "notes.txt").write_text("mine")
    database.remove(home, PYTHON)
    assert not data.exists()
    assert not home.secrets.exists()
    assert [file.name for file in home.path.iterdir()] == ["notes.txt"]


def test_a_database_from_outside_is_used_and_none_is_started(home, monkeypatch):
    with postgres.throwaway(PYTHON) as outside:
        monkeypatch.setenv("DATABASE_URL", outside.url(postgres.APP))
        monkeypatch.setenv("DATABASE_OWNER_URL", outside.url(postgres.OWNER))
        with database.supervised(home, PYTHON) as held:
            assert held.cluster is None
            assert held.urls.app == outside.url(postgres.APP)
            assert held.urls.owner == outside.url(postgres.OWNER)
            assert not home.database.exists()
            assert servers_on(home.path) == []
        assert servers_on(outside.data)


def test_a_url_that_is_not_postgresql_is_refused(home, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "mysql://root@localhost/rumduol")
    with pytest.raises(Trouble, match="postgresql://"), database.supervised(home, PYTHON):
        pytest.fail("accepted")


def test_the_machines_postgresql_is_used_when_the_wheel_has_none(home, tmp_path):
    if not postgres.machine_folders():
        pytest.skip("no PostgreSQL is installed on this machine")
    found = postgres.find_binaries(tmp_path / "bin" / "python", postgres.account())
    assert found.origin == "machine"
    assert found.version >= postgres.OLDEST
    cluster = postgres.Cluster(home.make().database / "postgresql", found, postgres.account(), postgres.THROWAWAY)
    postgres.data_folder(cluster.data, cluster.who)
    cluster.create()
    try:
        cluster.start(home.running, home.logs / "postgresql.log")
        cluster.prepare_roles()
        with psycopg.connect(cluster.url(postgres.APP)) as connection:
            assert connection.execute("select current_user").fetchone() == ("rumduol_app",)
    finally:
        cluster.stop(home.running)


def test_a_throwaway_database_leaves_nothing(monkeypatch):
    with postgres.throwaway(PYTHON) as cluster:
        folder, sockets = cluster.data.parent, cluster.sockets
        assert servers_on(folder)
    assert gone(lambda: servers_on(folder)) == []
    assert not folder.exists()
    assert not sockets.exists()


def test_a_pid_file_of_a_stranger_harms_nobody(home, program):
    home.make()
    process, _lines = program("import time; print('ready', flush=True); time.sleep(60)")
    (home.running / "web.pid").write_text(f"{process.pid} {int(signal.SIGTERM)} gunicorn config.wsgi")
    assert processes.clean_up(home.running) == []
    assert process.poll() is None
    (home.running / "web.pid").write_text(f"{process.pid} {int(signal.SIGTERM)} print('ready'")
    assert processes.clean_up(home.running) == ["web"]
    assert process.wait(60) == -signal.SIGTERM
    assert not (home.running / "web.pid").exists()
