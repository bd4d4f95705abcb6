import pytest

from launch import commands, suite
from launch.home import home_from
from launch.progress import Trouble
from launch.start import port_from


@pytest.mark.parametrize("name", ["start", "test", "check", "reset", "audit", "import", "bench", "manage", "help"])
def test_every_promised_command_is_in_the_table_and_in_the_help(name, capsys):
    assert commands.main(["help"]) == 0
    assert commands.COMMANDS[name].help in capsys.readouterr().out


def test_no_argument_means_start(monkeypatch):
    called = []
    start = commands.Command("start", "", lambda arguments: called.append(arguments) or 0)
    monkeypatch.setitem(commands.COMMANDS, "start", start)
    assert commands.main([]) == 0
    assert called == [[]]


def test_arguments_reach_the_command_untouched(monkeypatch):
    called = []
    manage = commands.Command("manage", "", lambda arguments: called.append(arguments) or 3)
    monkeypatch.setitem(commands.COMMANDS, "manage", manage)
    assert commands.main(["manage", "shell", "-c", "print('a b')", "--help"]) == 3
    assert called == [["shell", "-c", "print('a b')", "--help"]]


def test_unknown_command_lists_the_known_ones_and_fails(capsys):
    assert commands.main(["strat"]) == 2
    said = capsys.readouterr().out
    assert "'strat'" in said
    assert "./run test" in said


def test_trouble_is_told_without_a_traceback(monkeypatch, capsys):
    def fail(arguments):
        raise Trouble("Port 8000 is in use.")

    monkeypatch.setitem(commands.COMMANDS, "start", commands.Command("start", "", fail))
    assert commands.main([]) == 1
    assert capsys.readouterr().err.strip() == "Port 8000 is in use."


@pytest.mark.parametrize(
    "arguments", [["audit"], ["audit", "rewrite"], ["import"], ["import", "csv", "x"], ["bench", "no"]]
)
def test_half_a_command_says_how_to_write_it(arguments, capsys):
    assert commands.main(arguments) == 1
    assert f"./run {arguments[0]} " in capsys.readouterr().err


@pytest.mark.parametrize(("text", "port"), [("", 8000), ("8100", 8100), ("65535", 65535)])
def test_port(text, port):
    assert port_from({"PORT": text}) == port
    assert port_from({}) == 8000


@pytest.mark.parametrize("text", ["0", "65536", "http", "-1", "80 ", "8.0"])
def test_a_port_that_is_none_is_refused(text):
    with pytest.raises(Trouble, match="PORT"):
        port_from({"PORT": text})


def test_data_folder(tmp_path):
    assert home_from({"RUMDUOL_HOME": str(tmp_path)}, root=True).path == tmp_path
    assert str(home_from({}, root=True).path) == "/var/lib/rumduol"
    assert str(home_from({"XDG_DATA_HOME": "/d"}, root=False).path) == "/d/rumduol"
    assert str(home_from({}, root=False).path).endswith("/.local/share/rumduol")


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ([], ["-n", "2", "--dist", "worksteal", "-rs"]),
        (["tests/unit"], ["-n", "2", "--dist", "worksteal", "-rs", "tests/unit"]),
        (["-n", "4"], ["-rs", "-n", "4"]),
        (["-n4"], ["-rs", "-n4"]),
        (["-p", "no:xdist"], ["-rs", "-p", "no:xdist"]),
        (["--pdb"], ["-rs", "--pdb"]),
    ],
)
def test_pytest_gets_two_workers_unless_told(given, wanted):
    assert suite.pytest_arguments(given) == wanted


def test_the_suite_never_sees_the_callers_database_or_secrets(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody@live/rumduol")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner@live/rumduol")
    monkeypatch.setenv("RUMDUOL_PEPPER", "ab" * 32)
    seen = suite.environ_of({"RUMDUOL_TEST_OWNER_URL": "postgresql://postgres@/postgres?host=/s"})
    assert not [name for name in seen if name.startswith("DATABASE_")]
    assert "RUMDUOL_PEPPER" not in seen
    assert seen["DJANGO_SETTINGS_MODULE"] == "config.settings.test"
    assert seen["RUMDUOL_TEST_OWNER_URL"].endswith("/s")
