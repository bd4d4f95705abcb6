import json
import stat

import pytest

from launch import secrets
from launch.progress import Trouble


def test_made_once_and_readable_by_the_owner_only(tmp_path):
    path = tmp_path / "secrets.json"
    first = secrets.load_or_make(path, data_exists=False, environ={})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert set(first) == set(secrets.NAMES)
    assert all(len(bytes.fromhex(value)) == 32 for value in first.values())
    assert len(set(first.values())) == len(secrets.NAMES)
    assert secrets.load_or_make(path, data_exists=True, environ={}) == first


def test_a_file_that_others_could_read_is_closed(tmp_path):
    path = tmp_path / "secrets.json"
    secrets.make(path)
    path.chmod(0o644)
    secrets.read(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_never_replaced(tmp_path):
    path = tmp_path / "secrets.json"
    secrets.make(path)
    with pytest.raises(FileExistsError):
        secrets.make(path)


def test_lost_secrets_of_existing_data_are_not_made_anew(tmp_path):
    path = tmp_path / "secrets.json"
    with pytest.raises(Trouble, match="secrets are not"):
        secrets.load_or_make(path, data_exists=True, environ={})
    assert not path.exists()


@pytest.mark.parametrize("damage", ["", "{", "[]x"])
def test_a_damaged_file_is_named(tmp_path, damage):
    path = tmp_path / "secrets.json"
    path.write_text(damage)
    with pytest.raises(Trouble, match="damaged"):
        secrets.load_or_make(path, data_exists=True, environ={})


def test_a_short_or_missing_value_is_named(tmp_path):
    path = tmp_path / "secrets.json"
    values = secrets.make(path)
    del values["RUMDUOL_PEPPER"]
    values["RUMDUOL_NODE_KEY"] = "ab"
    path.write_text(json.dumps(values))
    with pytest.raises(Trouble, match="RUMDUOL_PEPPER, RUMDUOL_NODE_KEY"):
        secrets.read(path)


def test_the_environment_wins_and_writes_nothing(tmp_path):
    path = tmp_path / "secrets.json"
    given = {name: f"{number:02x}" * 32 for number, name in enumerate(secrets.NAMES)}
    assert secrets.load_or_make(path, data_exists=True, environ=given) == given
    assert not path.exists()
    one = {"RUMDUOL_PEPPER": "ff" * 32}
    mixed = secrets.load_or_make(path, data_exists=False, environ=one)
    assert mixed["RUMDUOL_PEPPER"] == "ff" * 32
    assert mixed["RUMDUOL_NODE_KEY"] == secrets.read(path)["RUMDUOL_NODE_KEY"]
