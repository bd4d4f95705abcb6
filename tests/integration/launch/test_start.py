"""./run for real, without the demo nation: database, worker and web together, stopped politely and killed.

The tables are made once; each start finds them in a copy of the data folder.
"""

import http.client
import os
import shutil
import signal
import socket

import pytest

from launch import database
from launch.home import ROOT, Home
from launch.processes import command_line
from launch.start import run_manage

from .conftest import PYTHON, copy_folder, folder_to_pass, gone, servers_on

pytestmark = pytest.mark.skipif(not os.path.isdir("/proc"), reason="reads the process table from /proc")

START = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(ROOT)!r})
import launch.start as it
it.prepare = lambda python, held, home: ""
it.environment.ensure = lambda kind: Path({str(PYTHON)!r})
sys.exit(it.start([]))
"""


@pytest.fixture(scope="module")
def with_tables():
    """A data folder as a first start leaves it, without people."""
    made = Home(folder_to_pass())
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DATABASE_URL", raising=False)
        with database.supervised(made, PYTHON) as held:
            environ = database.environ_for(held.urls, held.secrets, made, DATABASE_URL=held.urls.owner)
            assert run_manage(PYTHON, environ, "migrate", "-v", "0") == 0
    yield made
    shutil.rmtree(made.path)


@pytest.fixture
def filled(home, with_tables):
    """The home of a start that is not the first."""
    copy_folder(with_tables.path, home.path)
    return home


@pytest.fixture
def port(monkeypatch):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = probe.getsockname()[1]
    monkeypatch.setenv("PORT", str(number))
    return number


def status(port, path="/"):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Host": "localhost"})
        return connection.getresponse().status
    finally:
        connection.close()


def family(home, port):
    """Everything that a start in `home` on `port` made: database, web and its workers, jobs."""
    pids = [int(name) for name in os.listdir("/proc") if name.isdigit()]
    web = [pid for pid in pids if f"--bind 127.0.0.1:{port}" in command_line(pid)]
    jobs = []
    for pid in pids:
        if "procrastinate worker" in command_line(pid):
            with open(f"/proc/{pid}/environ", "rb") as file:
                if f"RUMDUOL_HOME={home.path}".encode() in file.read().split(b"\0"):
                    jobs.append(pid)
    return servers_on(home.path) + web + jobs


def left(home, port):
    def look():
        try:
            return family(home, port)
        except (FileNotFoundError, ProcessLookupError):  # one ended while we looked
            return ["one"]

    return gone(look)


def test_a_start_answers_and_ctrl_c_stops_everything(filled, port, program):
    home = filled
    process, lines = program(START)
    assert f"http://localhost:{port}/" in lines[-1]
    assert status(port) < 500
    assert status(port, "/static/web/base.css") == 200
    assert len(family(home, port)) >= 5  # database, gunicorn and two workers at least, jobs
    process.send_signal(signal.SIGINT)
    rest = process.stdout.read()
    assert process.wait(90) == 0
    assert "the data is kept" in rest
    assert left(home, port) == []
    assert list(home.running.glob("*.pid")) == []


def test_a_killed_start_leaves_nothing_running(filled, port, program):
    home = filled
    process, _lines = program(START)
    assert family(home, port)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert left(home, port) == []


def test_a_killed_web_server_or_worker_is_started_again(filled, port, program):
    home = filled
    process, _lines = program(START)
    for name in ("web", "worker", "database"):
        pid = int((home.running / f"{name}.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)
        for line in process.stdout:
            if "starting it again" in line:
                assert name in line
                break
    assert gone(lambda: status_or_none(port) is None, seconds=120) is False
    assert process.poll() is None


def status_or_none(port):
    try:
        return status(port)
    except OSError:
        return None


def test_a_port_in_use_is_told_before_anything_starts(home, port, program):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with pytest.raises(pytest.fail.Exception, match=f"Port {port} is in use"):
            program(START)
    assert not home.database.exists()
