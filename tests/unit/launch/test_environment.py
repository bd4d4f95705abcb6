import json

import pytest

from launch import environment


@pytest.fixture
def checkout(tmp_path):
    """A checkout with two locks and an environment that somebody made."""
    (tmp_path / "requirements.lock").write_text("django==5.2.1 --hash=sha256:aa\n")
    (tmp_path / "requirements-dev.lock").write_text("django==5.2.1 --hash=sha256:aa\npytest==9.0 --hash=sha256:bb\n")
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    return tmp_path


def mark(checkout, *names):
    hashes = {name: environment.lock_hash(checkout / name) for name in names}
    (checkout / ".venv" / environment.MARKER).write_text(json.dumps(hashes))


def ready(checkout, kind):
    return environment.is_ready(checkout / ".venv", checkout, kind)


def test_nothing_marked_is_not_ready(checkout):
    assert not ready(checkout, "run")
    assert not ready(checkout, "dev")


def test_the_lock_for_start_is_enough_for_start_only(checkout):
    mark(checkout, "requirements.lock")
    assert ready(checkout, "run")
    assert not ready(checkout, "dev")


def test_the_development_lock_is_enough_for_both(checkout):
    mark(checkout, "requirements-dev.lock")
    assert ready(checkout, "run")
    assert ready(checkout, "dev")


def test_a_changed_lock_is_installed_again(checkout):
    mark(checkout, "requirements.lock")
    (checkout / "requirements.lock").write_text("django==5.2.2 --hash=sha256:cc\n")
    assert not ready(checkout, "run")


def test_a_python_that_has_gone_is_not_ready(checkout):
    mark(checkout, "requirements-dev.lock")
    (checkout / ".venv" / "bin" / "python").unlink()
    assert not ready(checkout, "run")


@pytest.mark.parametrize("damage", ["", "{", "[]", "null"])
def test_a_damaged_marker_means_nothing_is_installed(checkout, damage):
    (checkout / ".venv" / environment.MARKER).write_text(damage)
    assert environment.installed(checkout / ".venv") == {}
    assert not ready(checkout, "run")
