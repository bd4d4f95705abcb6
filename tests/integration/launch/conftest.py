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


def folder_to_pass():
    folder = Path(tempfile.mkdtemp(prefix="rumduol-home-", dir="/var/tmp"))
    folder.chmod(0o755)
    return folder


def copy_folder(source, target):
    """With owners, modes and times, into a folder that is there."""
    subprocess.run(["cp", "-a", f"{source}/.", str(target)], check=True)


class Initdb:
    """Stands before `postgres.as_account`: initdb works the first time it is asked for something; what it made is copied
    for whoever asks for the same again. A folder is a folder, and a copy takes a quarter of the time.
    """

    def __init__(self):
        self.real = postgres.as_account
        self.made = {}

    def __call__(self, argv, who, *, text=None):
        words = [str(part) for part in argv]
        if Path(words[0]).name != "initdb":
            return self.real(argv, who, text=text)
        at = words.index("-D") + 1
        asked = tuple(word for number, word in enumerate(words) if number != at and word != "--no-sync")
        if asked in self.made:
            copy_folder(self.made[asked], words[at])
            return subprocess.CompletedProcess(words, 0, "", "")
        done = self.real(argv, who, text=text)
        if done.returncode == 0:
            self.made[asked] = folder_to_pass()
            copy_folder(words[at], self.made[asked])
        return done


@pytest.fixture(scope="session")
def initdb():
    once = Initdb()
    yield once
    for folder in once.made.values():
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def home(monkeypatch, initdb):
    monkeypatch.setattr(postgres, "as_account", initdb)
    folder = folder_to_pass()
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


def gone(condition, seconds=60):
    """Wait until `condition()` is empty; what is left when it never is."""
    until = time.monotonic() + seconds
    while condition() and time.monotonic() < until:
        time.sleep(0.1)
    return condition()
