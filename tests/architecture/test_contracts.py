"""The contract between rooms must be able to fail."""

import subprocess
import sys
import tomllib

import pytest

from launch.home import ROOT

ROOMS = {path.parent.name for path in (ROOT / "rumduol").glob("*/__init__.py")}
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]


@pytest.fixture
def imitation(tmp_path):
    """A copy of our contracts beside a package `rumduol` of empty rooms."""
    package = tmp_path / "rumduol"
    package.mkdir()
    (package / "__init__.py").touch()
    for room in ROOMS:
        (package / room).mkdir()
        (package / room / "__init__.py").touch()
        (package / room / "models.py").touch()
        (package / room / "queries.py").touch()
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text("utf-8"), "utf-8")
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    return tmp_path


def lint(folder):
    program = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    return subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False)


def write(folder, room, text, name="queries.py"):
    (folder / "rumduol" / room / name).write_text(text)


def test_empty_rooms_keep_every_contract(imitation):
    done = lint(imitation)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("room", "text"),
    [
        ("places", "from rumduol.cases import queries"),
        ("audit", "from rumduol.facts import queries"),
        ("screening", "from rumduol.cases import queries"),
        ("api", "from rumduol.web import queries"),
        ("referrals", "from rumduol.cases import models"),
        ("web", "from rumduol.agencies.models import Office"),
        ("release", "from rumduol.cases import queries"),
    ],
)
def test_a_forbidden_import_breaks_one(imitation, room, text):
    if text.endswith("Office"):
        write(imitation, "agencies", "class Office: ...", "models.py")
    write(imitation, room, text)
    done = lint(imitation)
    assert done.returncode == 1
    assert f"rumduol.{room}" in done.stdout


def test_release_may_not_reach_cases_through_another_room(imitation):
    write(imitation, "release", "from rumduol.indicators import queries")
    write(imitation, "indicators", "from rumduol.cases import queries")
    done = lint(imitation)
    assert done.returncode == 1
    assert "What is published" in done.stdout


def test_a_room_that_no_layer_names_breaks_the_order(imitation):
    new = imitation / "rumduol" / "brokers"
    new.mkdir()
    (new / "__init__.py").touch()
    done = lint(imitation)
    assert done.returncode == 1
    assert "brokers" in done.stdout


def test_only_web_may_know_the_integrity_desk(imitation):
    desk = imitation / "rumduol" / "integrity"
    desk.mkdir(exist_ok=True)
    (desk / "__init__.py").touch()
    (desk / "queries.py").touch()
    write(imitation, "web", "from rumduol.integrity import queries")
    assert lint(imitation).returncode == 0
    write(imitation, "release", "from rumduol.integrity import queries")
    assert lint(imitation).returncode == 1


def test_every_future_room_for_the_outside_is_kept_from_cases():
    contract = next(one for one in CONTRACTS if one["id"] == "figures-see-no-person")
    assert {"rumduol.release", "rumduol.reports"} <= set(contract["source_modules"])
