"""Nothing is depended on without a reason that somebody wrote down."""

import re
import tomllib

from launch.home import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LINE = re.compile(r"^\| ([a-z0-9-]+) \| (.{10,}) \|$", re.M)


def name_of(requirement):
    return re.match(r"[A-Za-z0-9._-]+", requirement).group().lower().replace("_", "-")


def direct():
    runtime = PROJECT["project"]["dependencies"]
    development = PROJECT["dependency-groups"]["dev"]
    return {name_of(one) for one in runtime}, {name_of(one) for one in development}


def test_each_direct_dependency_has_its_line_and_no_line_is_left_over():
    text = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    to_run, to_develop = text.split("## To develop and test")
    runtime, development = direct()
    assert {name for name, _why in LINE.findall(to_run)} == runtime
    assert {name for name, _why in LINE.findall(to_develop)} == development


def test_each_direct_dependency_is_in_its_lock():
    runtime, development = direct()
    pinned = {
        lock: set(re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==", (ROOT / lock).read_text("utf-8"), re.M))
        for lock in ("requirements.lock", "requirements-dev.lock")
    }
    assert runtime <= pinned["requirements.lock"]
    assert runtime | development <= pinned["requirements-dev.lock"]
    assert pinned["requirements.lock"] <= pinned["requirements-dev.lock"]


def test_both_locks_pin_the_same_versions():
    pins = [
        dict(re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==(\S+)", (ROOT / lock).read_text("utf-8"), re.M))
        for lock in ("requirements.lock", "requirements-dev.lock")
    ]
    assert {name: version for name, version in pins[0].items() if pins[1].get(name) != version} == {}
