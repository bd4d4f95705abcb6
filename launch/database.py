"""Which database a command works on: the one DATABASE_URL names, or the embedded one of the data folder."""

import contextlib
import fcntl
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from launch import postgres, processes, secrets
from launch.home import Home
from launch.progress import Trouble, say, step


@dataclass(frozen=True)
class Urls:
    """`app` is what web and worker use; `owner` migrates. `superuser` only where the server is our own."""

    app: str
    owner: str
    superuser: str | None = None


def external_urls(environ: Mapping[str, str]) -> Urls | None:
    """The urls given from outside: DATABASE_URL, and DATABASE_OWNER_URL for migrations (or the same)."""
    url = environ.get("DATABASE_URL")
    if not url:
        return None
    if not url.startswith(("postgresql://", "postgres://")):
        raise Trouble("DATABASE_URL must start with postgresql://")
    return Urls(url, environ.get("DATABASE_OWNER_URL") or url)


def environ_for(urls: Urls, values: Mapping[str, str], home: Home, **more: str) -> dict[str, str]:
    """The environment of a process of ours: the caller's, the database, the secrets."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        "PYTHONUNBUFFERED": "1",
        **values,
        "DATABASE_URL": urls.app,
        "DATABASE_OWNER_URL": urls.owner,
        "RUMDUOL_HOME": str(home.path),
        **more,
    }


class Lock:
    """Held by the one command that looks after a data folder; the kernel lets go of it when that command ends."""

    def __init__(self, home: Home) -> None:
        self.path = home.lock
        self.file: IO[str] | None = None

    def take(self) -> bool:
        file = self.path.open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self.file = file
        self.note(str(os.getpid()))
        return True

    def note(self, text: str) -> None:
        """Leave a line for whoever finds the lock taken."""
        if self.file is not None:
            self.file.seek(0)
            self.file.truncate()
            self.file.write(text)
            self.file.flush()

    def holder(self) -> str:
        try:
            return self.path.read_text().strip()
        except OSError:
            return ""

    def release(self) -> None:
        if self.file is not None:
            self.note("")
            self.file.close()
            self.file = None


def embedded(home: Home, python: Path) -> postgres.Cluster:
    """The cluster of this data folder (not started, perhaps not there yet)."""
    who = postgres.account()
    binaries = postgres.find_binaries(python, who)
    return postgres.Cluster(postgres.data_folder(home.database / "postgresql", who), binaries, who)


def rotate(log: Path, *, limit: int = 5_000_000) -> Path:
    """Keep one old log file."""
    if log.exists() and log.stat().st_size > limit:
        log.replace(log.with_suffix(".log.1"))
    return log


def _start(home: Home, cluster: postgres.Cluster) -> dict[str, str]:
    """With the lock held: clean up, then secrets, then the server. Returns the secrets."""
    left = processes.clean_up(home.running)
    if left:
        say(f"  an earlier run was cut off; ended what it left: {', '.join(left)}")
    values = secrets.load_or_make(home.secrets, data_exists=cluster.exists, environ=os.environ)
    origin = "" if cluster.binaries.origin == "embedded" else ", found on this machine: the wheel has none for it"
    name = f"PostgreSQL {cluster.binaries.version}{origin}"
    if not cluster.exists:
        with step(f"new database ({name})"):
            cluster.create()
    with step(name):
        cluster.start(home.running, rotate(home.logs / "postgresql.log"))
        cluster.prepare_roles()
    return values


def _urls(cluster: postgres.Cluster) -> Urls:
    return Urls(cluster.url(postgres.APP), cluster.url(postgres.OWNER), cluster.url(postgres.SUPERUSER))


@dataclass
class Held:
    """A database that is up, and who looks after it: us (cluster), or a running ./run, or the outside."""

    urls: Urls
    secrets: dict[str, str]
    cluster: postgres.Cluster | None = None
    lock: Lock | None = None


@contextlib.contextmanager
def supervised(home: Home, python: Path) -> Iterator[Held]:
    """For ./run start: nobody else may look after this folder. Stops the server at the end."""
    home.make()
    lock = Lock(home)
    if not lock.take():
        raise Trouble(
            f"Rumduol is already running in {home.path} ({lock.holder()}).\nStop it there, or set RUMDUOL_HOME."
        )
    urls = external_urls(os.environ)
    cluster = None if urls else embedded(home, python)
    try:
        if cluster is None:
            processes.clean_up(home.running)
            values = secrets.load_or_make(home.secrets, data_exists=False, environ=os.environ)
        else:
            values = _start(home, cluster)
            urls = _urls(cluster)
        if urls is None:
            raise Trouble("No database.")
        yield Held(urls, values, cluster, lock)
    finally:
        if cluster is not None:
            cluster.stop(home.running)
        lock.release()


@contextlib.contextmanager
def borrowed(home: Home, python: Path) -> Iterator[Held]:
    """For every other command: the outside database, the one of a running ./run, or our own for a moment."""
    home.make()
    urls = external_urls(os.environ)
    if urls:
        yield Held(urls, secrets.load_or_make(home.secrets, data_exists=False, environ=os.environ))
        return
    lock = Lock(home)
    if lock.take():
        cluster = embedded(home, python)
        try:
            values = _start(home, cluster)
            yield Held(_urls(cluster), values, cluster, lock)
        finally:
            cluster.stop(home.running)
            lock.release()
        return
    cluster = embedded(home, python)
    until = time.monotonic() + 60
    while cluster.psql("select 1", postgres.DATABASE).returncode:
        if time.monotonic() > until:
            raise Trouble(f"The database of {home.path} does not answer ({lock.holder()}).")
        time.sleep(0.3)
    yield Held(_urls(cluster), secrets.read(home.secrets))


def remove(home: Home, python: Path) -> None:
    """Forget everything in the data folder: database, secrets, logs. Refused while something uses it."""
    home.make()
    lock = Lock(home)
    if not lock.take():
        raise Trouble(f"Rumduol is running in {home.path} ({lock.holder()}). Stop it first.")
    try:
        processes.clean_up(home.running)
        who = postgres.account()
        data = postgres.data_folder(home.database / "postgresql", who)
        postgres.end_stale_server(data)
        for folder in (data, home.database, home.running, home.logs):
            shutil.rmtree(folder, ignore_errors=True)
        home.secrets.unlink(missing_ok=True)
    finally:
        lock.release()
    home.lock.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        home.path.rmdir()
