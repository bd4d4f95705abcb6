"""Secrets of one data folder: made once, readable by their owner only, never inside the database's folder."""

import json
import os
import re
import secrets as randomness
from collections.abc import Mapping
from pathlib import Path

from launch.progress import Trouble

NAMES = ("RUMDUOL_SECRET_KEY", "RUMDUOL_PEPPER", "RUMDUOL_FACT_KEY", "RUMDUOL_NODE_KEY")
SHAPE = re.compile(r"[0-9a-f]{64}")


def make(path: Path) -> dict[str, str]:
    """Write a new secrets file, mode 0600 from its first byte. Raises FileExistsError rather than replace one."""
    values = {name: randomness.token_hex(32) for name in NAMES}
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        json.dump(values, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    return values


def read(path: Path) -> dict[str, str]:
    """Read them; a file that others could read is closed again first."""
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)
    try:
        values = json.loads(path.read_text("ascii"))
    except ValueError as error:
        raise Trouble(
            f"{path} is damaged. Put back your copy of it: without it the sealed data cannot be used."
        ) from error
    wrong = [name for name in NAMES if not SHAPE.fullmatch(str(values.get(name, "")))]
    if wrong:
        raise Trouble(f"{path} lacks {', '.join(wrong)} (64 hex digits each). Put back your copy of the file.")
    return {name: values[name] for name in NAMES}


def load_or_make(path: Path, *, data_exists: bool, environ: Mapping[str, str]) -> dict[str, str]:
    """The secrets for this data folder; the environment wins over the file.

    When data exists but its secrets are gone, new ones would make it unreadable without a word: that is refused.
    """
    if all(environ.get(name) for name in NAMES):
        return {name: environ[name] for name in NAMES}
    if path.exists():
        values = read(path)
    elif data_exists:
        raise Trouble(
            f"The database is there but its secrets are not ({path}).\n"
            "Put the file back from your copy. If this data is of no value: ./run reset"
        )
    else:
        values = make(path)
    return {name: environ.get(name) or values[name] for name in NAMES}
