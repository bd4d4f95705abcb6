"""Production starts with everything or not at all, and says everything that is missing at once."""

import json
import os
import subprocess
import sys

import pytest

from launch.home import ROOT

WHOLE = {
    "RUMDUOL_SECRET_KEY": "k" * 50,
    "RUMDUOL_PEPPER": "0a" * 32,
    "RUMDUOL_FACT_KEY": "0b" * 32,
    "RUMDUOL_NODE_KEY": "0c" * 32,
    "RUMDUOL_HOSTS": "rumduol.example, www.rumduol.example",
    "DATABASE_URL": "postgresql://rumduol_app:x@db.example/rumduol",
}


def load(environ, program="import config.settings.production"):
    clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env={**clean, **environ}, capture_output=True, text=True, check=False
    )


def test_all_there_starts():
    done = load(WHOLE)
    assert done.returncode == 0, done.stderr


def test_every_missing_one_is_named_at_once():
    done = load({})
    assert done.returncode != 0
    assert [name for name in WHOLE if name not in done.stderr] == []


@pytest.mark.parametrize("name", WHOLE)
def test_each_single_one_is_needed(name):
    done = load({**WHOLE, name: ""})
    assert done.returncode != 0
    assert [other for other in WHOLE if f"  {other}:" in done.stderr] == [name]


@pytest.mark.parametrize("name", ["RUMDUOL_PEPPER", "RUMDUOL_FACT_KEY", "RUMDUOL_NODE_KEY"])
@pytest.mark.parametrize("value", ["0a" * 31, "zz" * 32, "secret"])
def test_a_key_that_is_none_is_named_and_not_shown(name, value):
    done = load({**WHOLE, name: value})
    assert done.returncode != 0
    assert name in done.stderr
    assert value not in done.stderr


def test_a_short_secret_is_refused():
    assert "RUMDUOL_SECRET_KEY" in load({**WHOLE, "RUMDUOL_SECRET_KEY": "short"}).stderr


def test_no_wish_from_outside_turns_on_debug_or_the_demo():
    wishes = {"DEBUG": "1", "DJANGO_DEBUG": "1", "DEMO": "1", "RUMDUOL_DEMO": "1"}
    program = (
        "import json, config.settings.production as s;"
        "print(json.dumps([s.DEBUG, s.DEMO, s.SECURE_SSL_REDIRECT, s.CSRF_COOKIE_SECURE, s.ALLOWED_HOSTS]))"
    )
    done = load({**WHOLE, **wishes}, program)
    assert json.loads(done.stdout) == [False, False, True, True, ["rumduol.example", "www.rumduol.example"]]


def test_production_does_not_know_the_demo_nation():
    program = (
        "import django; django.setup();"
        "from django.core.management import get_commands;"
        "print(sorted({'load_demo', 'demo_accounts', 'load_places'} & set(get_commands())))"
    )
    done = load({**WHOLE, "DJANGO_SETTINGS_MODULE": "config.settings.production"}, program)
    assert done.stdout.strip() == "['load_places']", done.stderr
