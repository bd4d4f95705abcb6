"""The table of commands. To add one: write its function, add its line."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType

from launch import checks, environment, suite
from launch.database import borrowed, environ_for, remove
from launch.home import ROOT, home_from
from launch.progress import Trouble, aside, say
from launch.start import run_manage, start


@dataclass(frozen=True)
class Command:
    usage: str
    help: str
    run: Callable[[list[str]], int]


def _leave_it_to_the_child(number: int, frame: FrameType | None) -> None:
    """Ctrl-C in a shell or an import belongs to that command; we wait for it and then stop the database."""


def manage(arguments: list[str]) -> int:
    """Any Django management command, as the app role; `migrate` as the owner."""
    aside()
    python = environment.ensure("run")
    home = home_from(os.environ)
    signal.signal(signal.SIGINT, _leave_it_to_the_child)
    with borrowed(home, python) as held:
        environ = environ_for(held.urls, held.secrets, home)
        environ["DJANGO_SETTINGS_MODULE"] = os.environ.get("DJANGO_SETTINGS_MODULE", "config.settings.local")
        if arguments and arguments[0] in AS_OWNER:
            environ["DATABASE_URL"] = held.urls.owner
        return run_manage(python, environ, *arguments)


# What changes the schema or reads across all offices is the owner's.
AS_OWNER = {"migrate", "sqlmigrate", "showmigrations", "load_places", "load_terms", "audit"}


def has_management_command(name: str) -> bool:
    return any(ROOT.glob(f"rumduol/*/management/commands/{name}.py"))


def _dispatch(name: str, arguments: list[str]) -> int:
    if not has_management_command(name):
        raise Trouble(f"This copy of Rumduol has no command {name}.")
    return manage([name, *arguments])


def audit(arguments: list[str]) -> int:
    if not arguments or arguments[0] not in {"verify", "heads"}:
        raise Trouble("./run audit verify  or  ./run audit heads")
    return _dispatch("audit", arguments)


def import_(arguments: list[str]) -> int:
    if len(arguments) < 2 or arguments[0] not in {"ctdc", "glotip", "dol"}:
        raise Trouble("./run import ctdc FILE  or  ./run import glotip FILE  or  ./run import dol FILE [--year Y]")
    if arguments[0] != "ctdc":
        return _dispatch("import_published", [arguments[0], os.path.abspath(arguments[1]), *arguments[2:]])
    return _dispatch("import_ctdc", [os.path.abspath(arguments[1]), *arguments[2:]])


def report(arguments: list[str]) -> int:
    """Documents from public releases. A folder means what it means where the caller stands."""
    if not arguments:
        raise Trouble("./run report annual | province | dol | glotip | tip | sdg | all  --year 2026 --lang km")
    where = [] if any(one.startswith("--folder") for one in arguments) else ["--folder", os.path.abspath("reports")]
    return _dispatch("report", [*arguments, *where])


def _by_itself(module: str, arguments: list[str]) -> int:
    """A package that needs no database, run where the caller stands, so that names of files mean what they say."""
    aside()
    python = environment.ensure("run")
    signal.signal(signal.SIGINT, _leave_it_to_the_child)
    # One thread: its matrices are small, and threads that wait for each other cost more than they bring.
    environ = {"OPENBLAS_NUM_THREADS": "1", **os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run([str(python), "-P", "-m", module, *arguments], env=environ, check=False).returncode


def estimate(arguments: list[str]) -> int:
    """How many people were on none of the lists."""
    return _by_itself("rumduol.estimation", arguments)


def reconcile(arguments: list[str]) -> int:
    """Do the tables of a folder add up, and if not, where."""
    return _by_itself("rumduol.reconcile", arguments)


def link(arguments: list[str]) -> int:
    """Who is on both of two lists, found without names."""
    return _by_itself("rumduol.encoding", ["link", *arguments])


def encode(arguments: list[str]) -> int:
    """A list made ready for a round of matching, without its names."""
    return _by_itself("rumduol.encoding", ["encode", *arguments])


def duplicates(arguments: list[str]) -> int:
    """Lines of one list that may be one person, and why."""
    return _by_itself("rumduol.alike", arguments)


def keys(arguments: list[str]) -> int:
    """Keys of the names on standard input."""
    return _by_itself("rumduol.names", arguments)


def reset(arguments: list[str]) -> int:
    """Throw the data folder's contents away, after asking."""
    home = home_from(os.environ)
    if os.environ.get("DATABASE_URL"):
        raise Trouble("DATABASE_URL is set: ./run reset only empties the embedded database. Unset it first.")
    if "--yes" not in arguments:
        say(f"This deletes the database, the secrets and the logs in {home.path}, for good.")
        if not sys.stdin.isatty():
            raise Trouble("Nobody is there to answer. To do it without asking: ./run reset --yes")
        if input("Type reset to go on: ").strip() != "reset":
            say("Nothing was deleted.")
            return 1
    if home.path.exists():
        remove(home, environment.ensure("run"))
    say(f"{home.path} is empty.")
    return 0


def help_(arguments: list[str]) -> int:
    say("Rumduol\n")
    for command in COMMANDS.values():
        say(f"  ./run {command.usage:<26} {command.help}")
    say("\nRUMDUOL_HOME  data folder         PORT  of the web server (8000)")
    say("DATABASE_URL  a PostgreSQL of yours (>= 15) instead of the embedded one; DATABASE_OWNER_URL for migrations")
    return 0


COMMANDS = {
    "start": Command("[start]", "everything, until Ctrl-C: database, demo nation, worker, web", start),
    "test": Command("test [pytest arguments]", "the whole suite, on a database of its own", suite.test),
    "check": Command(
        "check [name]", "format, lint, types, contracts, migrations, words, locks, templates", checks.check
    ),
    "manage": Command("manage COMMAND ...", "a management command on the data folder's database", manage),
    "audit": Command(
        "audit verify | heads", "check the chained log | print the signed heads for other agencies", audit
    ),
    "import": Command("import ctdc|glotip|dol FILE", "what others published, as a source of its own", import_),
    "estimate": Command("estimate TABLE.csv [--json]", "how many people were on none of the lists", estimate),
    "link": Command("link A.csv B.csv [--truth T.csv]", "who is on both lists, found without names", link),
    "encode": Command("encode LIST.csv --secret-file F", "a list without its names, for a round of matching", encode),
    "duplicates": Command("duplicates LIST.csv [--engine splink]", "who is twice on one list, and why", duplicates),
    "keys": Command("keys [--json]", "keys of names, one a line on standard input", keys),
    "bench": Command("bench NAME", f"measure: {', '.join(suite.benches()) or 'none yet'}", suite.bench),
    "report": Command("report NAME [--year Y] [--lang km]", "a document from public releases: PDF, HTML, XLSX", report),
    "reconcile": Command("reconcile FOLDER [--json]", "do the tables of a folder add up, and if not, where", reconcile),
    "reset": Command("reset [--yes]", "delete the data folder's database, secrets and logs", reset),
    "help": Command("help", "this list", help_),
}


def main(arguments: list[str]) -> int:
    """The exit code of `./run arguments`. Nothing means start."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")
    name, rest = (arguments[0], arguments[1:]) if arguments else ("start", [])
    if name in {"-h", "--help"}:
        name = "help"
    command = COMMANDS.get(name)
    if command is None:
        say(f"There is no command {name!r}.\n")
        help_([])
        return 2
    try:
        return command.run(rest)
    except Trouble as trouble:
        print(f"\n{trouble}", file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        say("\nStopped.")
        return 130
