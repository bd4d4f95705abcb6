"""The data folder: where the database, the secrets and the logs of one installation live."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Home:
    """One installation's data. Two homes on one machine know nothing of each other."""

    path: Path

    @property
    def secrets(self) -> Path:
        return self.path / "secrets.json"

    @property
    def database(self) -> Path:
        """The folder that holds the PostgreSQL data directory; secrets are never inside it."""
        return self.path / "database"

    @property
    def running(self) -> Path:
        """Pid files of the processes started by ./run, for the clean-up after a crash."""
        return self.path / "running"

    @property
    def logs(self) -> Path:
        return self.path / "log"

    @property
    def lock(self) -> Path:
        return self.path / "lock"

    def make(self) -> "Home":
        """Create the folder. Root keeps it passable (not readable), since the database runs as another user."""
        self.path.mkdir(parents=True, exist_ok=True)
        self.path.chmod(0o711 if os.geteuid() == 0 else 0o700)
        for folder in (self.running, self.logs):
            folder.mkdir(exist_ok=True)
            folder.chmod(0o700)
        return self


def home_from(environ: Mapping[str, str], *, root: bool | None = None) -> Home:
    """RUMDUOL_HOME, or /var/lib/rumduol for root, or the user's own data folder."""
    given = environ.get("RUMDUOL_HOME")
    if given:
        return Home(Path(given).expanduser().absolute())
    if os.geteuid() == 0 if root is None else root:
        return Home(Path("/var/lib/rumduol"))
    base = environ.get("XDG_DATA_HOME") or str(Path("~/.local/share").expanduser())
    return Home(Path(base) / "rumduol")
