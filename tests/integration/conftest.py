"""What the tests of ./run and of the demo nation share: a server with the nation founded in it."""

import os
import subprocess

import pytest

from launch import postgres, suite
from launch.home import ROOT
from tests.integration.launch.conftest import PYTHON


@pytest.fixture(scope="session")
def founded():
    """A throwaway server whose database `./run` has prepared the first time, and what was said then. Copy it: it is shared."""
    with postgres.throwaway(PYTHON) as made:
        environ = {**suite.environ_of(suite.urls_of(made)), "DJANGO_SETTINGS_MODULE": "config.settings.local"}
        environ |= {
            "DATABASE_URL": made.url(postgres.APP),
            "DATABASE_OWNER_URL": made.url(postgres.OWNER),
            "PATH": os.environ["PATH"],
        }
        command = [str(PYTHON), "manage.py", "prepare", "all"]
        done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        yield made, done.stdout
