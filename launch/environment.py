"""The virtual environment, made from the hash-pinned locks; made again only when a lock changed."""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from launch.home import ROOT
from launch.progress import Trouble, say, step, tick

LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock"}
MARKER = ".rumduol-locks.json"
UV_LOCK = "requirements-uv.lock"  # the installer itself, one program without dependencies


def lock_hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def installed(venv: Path) -> dict[str, str]:
    """What the marker file says was installed: {lock file name: its SHA-256}; empty when it cannot be read."""
    try:
        found = json.loads((venv / MARKER).read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def is_ready(venv: Path, root: Path, kind: str) -> bool:
    """Whether the environment holds exactly what the lock says. The development lock contains the other one."""
    if not (venv / "bin" / "python").exists():
        return False
    have = installed(venv)
    wanted = [LOCKS[kind]] if kind == "dev" else [LOCKS["run"], LOCKS["dev"]]
    return any(have.get(name) == lock_hash(root / name) for name in wanted)


def venv_folder() -> Path:
    """.venv beside the code, or in the user's cache when the code's folder cannot be written."""
    beside = ROOT / ".venv"
    if beside.exists() or os.access(ROOT, os.W_OK):
        return beside
    name = "rumduol-venv-" + hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
    return Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()) / name


@contextmanager
def _one_at_a_time(venv: Path) -> Iterator[None]:
    """Two commands started together do not install into one folder together."""
    venv.parent.mkdir(parents=True, exist_ok=True)
    folder = os.open(venv.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _call(argv: Sequence[object], *, of: int = 0) -> None:
    """Run it; raise Trouble with its last words when it fails. With `of`, count pip's packages on the way."""
    pipe = subprocess.PIPE
    command = [str(part) for part in argv]
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=pipe, stderr=subprocess.STDOUT, text=True
    )
    lines: list[str] = []
    for line in process.stdout or ():
        lines.append(line)
        if of and line.startswith("Collecting"):
            tick("environment", f"{sum(one.startswith('Collecting') for one in lines)} of {of} packages")
        elif of and line.startswith("Installing"):
            tick("environment", "unpacking                 ")
    if process.wait():
        tail = "".join(lines[-15:]).rstrip()
        raise Trouble(f"Installing failed ({Path(str(argv[0])).name}):\n{tail}\nCheck the network and start again.")


def _get_python_venv_from_debian() -> None:
    """A bare Debian has Python without venv. Root may mend that; anybody else is told how."""
    package = f"python3.{sys.version_info.minor}-venv"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Trouble(
            "This Python can make no virtual environment.\n"
            f"On Debian or Ubuntu: sudo apt-get install {package}   (or install uv), then start again."
        )
    with step(f"{package} from Debian"):
        os.environ["DEBIAN_FRONTEND"] = "noninteractive"
        _call(["apt-get", "update", "-q"])
        _call(["apt-get", "install", "-y", "-q", "--no-install-recommends", package])


def _bundled_pip() -> Path | None:
    """The pip that lies packed beside this Python (for ensurepip); a wheel of pip can be run as it is."""
    places = [Path(sysconfig.get_config_var("WHEEL_PKG_DIR") or "/nonexistent")]
    spec = find_spec("ensurepip")
    if spec is not None and spec.origin:
        places.append(Path(spec.origin).parent / "_bundled")
    found = sorted(wheel for place in places for wheel in place.glob("pip-*.whl"))
    return found[-1] / "pip" if found else None


def _uv(venv: Path) -> str | None:
    """The path of uv: the machine's, or the pinned one, fetched into the environment; None when there is none for us.

    Fetching it and letting it work takes a fifth of the time that pip needs for everything.
    """
    on_path = shutil.which("uv")
    if on_path:
        return on_path
    folder = venv / "uv"
    own = folder / "bin" / "uv"
    pip = _bundled_pip()
    if not own.exists() and pip is not None:
        flags = ["-q", "--disable-pip-version-check", "--no-deps", "--no-compile", "--only-binary", ":all:"]
        lock = ["--require-hashes", "-r", ROOT / UV_LOCK]
        try:
            _call([sys.executable, pip, "install", *flags, "--target", folder, "--upgrade", *lock])
        except Trouble:  # no wheel for this platform, or a registry without it: pip does the work
            return None
    return str(own) if own.exists() else None


def _install(venv: Path, lock: Path) -> str:
    """Fill the environment from the lock; returns the name of what did it."""
    python = venv / "bin" / "python"
    if not shutil.which("uv") and _bundled_pip() is None:
        _get_python_venv_from_debian()
    if not python.exists():
        _call([sys.executable, "-m", "venv", "--without-pip", venv])
    uv = _uv(venv)
    if uv:
        try:
            _call([uv, "pip", "install", "-q", "--python", python, "--require-hashes", "-r", lock])
        except Trouble:  # only pip knows of a mirror or a proxy here
            say("  uv could not fetch everything; trying with pip")
        else:
            return "uv"
    _install_with_pip(venv, lock)
    return "pip"


def _install_with_pip(venv: Path, lock: Path) -> None:
    python = venv / "bin" / "python"
    if not any(venv.glob("lib/python*/site-packages/pip")):
        if find_spec("ensurepip") is None:
            _get_python_venv_from_debian()
        _call([python, "-m", "ensurepip"])
    # The lock is whole, so nothing has to be resolved; bytecode is written when first used, not for everything now.
    pip = [python, "-m", "pip", "install", "--disable-pip-version-check", "--no-deps", "--no-compile"]
    _call([*pip, "--require-hashes", "-r", lock], of=lock.read_text().count("=="))


def ensure(kind: str) -> Path:
    """Make the environment of `kind` ("run" or "dev") if it is not there. Returns its Python."""
    venv = venv_folder()
    python = venv / "bin" / "python"
    if is_ready(venv, ROOT, kind):
        return python
    with _one_at_a_time(venv):
        if is_ready(venv, ROOT, kind):
            return python
        lock = ROOT / LOCKS[kind]
        if not lock.exists():
            raise Trouble(f"{lock} is missing: this is not a whole copy of Rumduol.")
        say(f"Installing what {lock.name} names into {venv} (once; up to a minute)")
        with step("environment") as remarks:
            broken = venv.exists() and not python.exists()  # the Python it was made with has gone
            if broken:
                shutil.rmtree(venv)
            have = installed(venv)
            remarks.append(_install(venv, lock))
            have[lock.name] = lock_hash(lock)
            temporary = venv / (MARKER + ".new")
            temporary.write_text(json.dumps(have))
            temporary.replace(venv / MARKER)
    return python
