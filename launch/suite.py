"""`./run test` and `./run bench`: on a throwaway PostgreSQL, whatever else is running on this machine."""

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from launch import environment, postgres
from launch.home import ROOT
from launch.processes import dies_with_parent
from launch.progress import Trouble, say, step

CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW_MUCH = (
    "RUMDUOL_TEST_DATABASE", "RUMDUOL_MARKED_REPORTS", "RUMDUOL_FUZZ", "RUMDUOL_TAMPERINGS", "RUMDUOL_CHROMIUM",
    "RUMDUOL_PICTURES", "RUMDUOL_STORY_LANGUAGE",
)  # fmt: skip
BENCHES = ROOT / "tests" / "load"


def pytest_arguments(given: Sequence[str]) -> list[str]:
    """What was asked for, with two workers and the reasons of skips unless the caller says otherwise."""
    arguments = list(given)
    says_workers = any(part in {"-n", "--pdb", "-p"} or part.startswith(("-n", "--numprocesses")) for part in arguments)
    # Stealing: browser stories take minutes, and one worker would stand idle while the other works its queue off.
    workers = [] if says_workers else ["-n", "2", "--dist", "worksteal"]
    return [*workers, "-rs", *arguments]


def environ_of(cluster_urls: Mapping[str, str]) -> dict[str, str]:
    """A test never sees the caller's database or secrets; what only says how much to test goes through."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("RUMDUOL_", "DATABASE_"))}
    clean.pop("PYTHONDONTWRITEBYTECODE", None)  # or each of the many Pythons of a run compiles everything anew
    kept = {name: os.environ[name] for name in HOW_MUCH if name in os.environ}
    return {**clean, **kept, "DJANGO_SETTINGS_MODULE": "config.settings.test", **cluster_urls}


def urls_of(cluster: postgres.Cluster) -> dict[str, str]:
    return {
        "RUMDUOL_TEST_OWNER_URL": cluster.url(postgres.SUPERUSER, "postgres"),
        "DATABASE_OWNER_URL": cluster.url(postgres.OWNER),
        "DATABASE_URL": cluster.url(postgres.APP),
    }


def _call(argv: Sequence[str | Path], environ: Mapping[str, str]) -> int:
    return subprocess.run(
        [str(part) for part in argv],
        cwd=ROOT,
        env=dict(environ),
        preexec_fn=dies_with_parent(signal.SIGTERM),
        check=False,
    ).returncode


def _run_tests(python: Path, urls: Mapping[str, str], arguments: Sequence[str]) -> int:
    environ = environ_of(urls)
    if (ROOT / "rumduol/web/management/commands/words.py").exists():
        _call([python, "manage.py", "words", "--compile"], environ)
    if not any(shutil.which(name) for name in CHROMIUMS):
        say(
            "  no Chromium on this machine: the browser tests will be skipped (Debian: apt-get install chromium-headless-shell)"
        )
    return _call([python, "-m", "pytest", *pytest_arguments(arguments)], environ)


def test(arguments: list[str]) -> int:
    """The suite, on the server RUMDUOL_TEST_OWNER_URL names or on one of its own."""
    python = environment.ensure("dev")
    given = os.environ.get("RUMDUOL_TEST_OWNER_URL")
    if given:
        say(f"Tests on the PostgreSQL that RUMDUOL_TEST_OWNER_URL names ({given.rsplit('@', 1)[-1]})")
        urls = {"RUMDUOL_TEST_OWNER_URL": given}
        if os.environ.get("DATABASE_URL"):
            urls["DATABASE_URL"] = os.environ["DATABASE_URL"]
        return _run_tests(python, urls, arguments)
    with postgres.throwaway(python) as cluster:
        origin = "embedded" if cluster.binaries.origin == "embedded" else "found on this machine"
        say(f"Tests on a throwaway PostgreSQL {cluster.binaries.version} ({origin})")
        return _run_tests(python, urls_of(cluster), arguments)


def benches() -> list[str]:
    return sorted(file.stem.removeprefix("bench_") for file in BENCHES.glob("bench_*.py"))


def bench(arguments: list[str]) -> int:
    """tests/load/bench_NAME.py against a durable, migrated database of its own."""
    if not arguments or arguments[0] not in benches():
        raise Trouble(f"Which one? ./run bench {' | '.join(benches()) or '(there are none yet)'}")
    python = environment.ensure("dev")
    script = BENCHES / f"bench_{arguments[0]}.py"
    with postgres.throwaway(python, options=postgres.DURABLE) as cluster:
        urls = urls_of(cluster)
        environ = {
            **environ_of(urls),
            "DJANGO_SETTINGS_MODULE": "config.settings.local",
            "PYTHONPATH": str(ROOT),
            "DATABASE_SUPERUSER_URL": cluster.url(postgres.SUPERUSER),  # bulk rows: nobody else COPYs past the walls
        }
        with step("database"):
            code = _call(
                [python, "manage.py", "prepare", "owner"], {**environ, "DATABASE_URL": urls["DATABASE_OWNER_URL"]}
            )
        return code or _call([python, script, *arguments[1:]], environ)
