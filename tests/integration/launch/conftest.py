"""A real ./run needs a real folder: short, passable for the database's account, and gone afterwards."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from launch import postgres
from launch.home import ROOT, Home
from launch.processes import command_line

PYTHON = Path(sys.executable)


@pytest.fixture
def home(monkeypatch):
    folder = Path(tempfile.mkdtemp(prefix="rumduol-home-", dir="/var/tmp"))
    folder.chmod(0o755)
    monkeypatch.setenv("RUMDUOL_HOME", str(folder))
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        monkeypatch.delenv(name, raising=False)
    made = Home(folder)
    yield made
    postgres.end_stale_server(postgres.data_folder(made.database / "postgresql", postgres.account()))
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def program():
    """Start a Python program that uses launch/; `program(text)` returns once it has printed its first line."""
    started = []

    def start(text):
        process = subprocess.Popen(
            [str(PYTHON), "-c", text], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        started.append(process)
        lines = []
        for line in process.stdout:
            lines.append(line)
            if re.search(r"\bready\b", line):
                return process, lines
        pytest.fail("".join(lines))

    yield start
    for process in started:
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        process.stdout.close()


def servers_on(folder):
    """Process ids of PostgreSQL servers that work on a data directory under `folder`."""
    pids = [int(name) for name in os.listdir("/proc") if name.isdigit()]
    return [pid for pid in pids if "postgres" in command_line(pid) and str(folder) in command_line(pid)]


def gone(condition, seconds=10):
    """Wait until `condition()` is empty; what is left when it never is."""
    until = time.monotonic() + seconds
    while condition() and time.monotonic() < until:
        time.sleep(0.1)
    return condition()
