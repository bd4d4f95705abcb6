"""`./run check`: everything that can be known without running the system. All checks run; each is named."""

import os
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from launch import environment
from launch.home import ROOT
from launch.processes import dies_with_parent
from launch.progress import say

CODE = ("rumduol", "demo", "config", "launch", "tests", "manage.py", "run")
# An address nobody answers at: a check that needs a database would be no check for a bare machine.
NO_DATABASE = "postgresql://nobody@/none?host=/nonexistent"


@dataclass(frozen=True)
class Check:
    """`command` (after the environment's bin folder) or `look`, which returns the faults it found."""

    name: str
    command: tuple[str, ...] = ()
    look: Callable[[Path], list[str]] | None = None


def registry_addresses(text: str) -> list[str]:
    """Lines of a lock file that say where to download from; a hash says what, and that is enough."""
    wrong = re.compile(
        r"https?://|git\+|file:|(^|\s)(-i|-f|--index-url|--extra-index-url|--find-links|--trusted-host)\b", re.I
    )
    return [f"line {number}: {line.strip()}" for number, line in enumerate(text.splitlines(), 1) if wrong.search(line)]


def pins_without_hash(text: str) -> list[str]:
    """Requirements of a lock file that are not pinned to hashes."""
    joined = text.replace("\\\n", " ")
    lines = [line for line in joined.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return [line.split()[0] for line in lines if "==" not in line or "--hash=sha256:" not in line]


def lock_files(root: Path) -> list[str]:
    """Faults of the two locks, and other locks that would carry addresses."""
    faults = [
        f"{name}: do not commit it, it names registries"
        for name in ("uv.lock", "pylock.toml")
        if (root / name).exists()
    ]
    for name in (*environment.LOCKS.values(), environment.UV_LOCK):
        text = (root / name).read_text("utf-8")
        faults += [f"{name}: {found}" for found in registry_addresses(text)]
        faults += [f"{name}: {found} has no hash" for found in pins_without_hash(text)]
    return faults


INLINE = (
    (re.compile(r"<script(?![^>]*\ssrc=)[^>]*>", re.I), "inline script"),
    (re.compile(r"<style\b", re.I), "inline style"),
    (re.compile(r"<[a-z][^<>]*\sstyle\s*=", re.I), "style attribute"),
    (re.compile(r"<[a-z][^<>]*\son[a-z]+\s*=", re.I), "event attribute"),
    (re.compile(r"javascript:", re.I), "javascript: address"),
    (
        re.compile(
            r"""<(?:script|img|link|iframe|source|audio|video)[^>]*(?:src|href)\s*=\s*["'](?:https?:)?//""", re.I
        ),
        "loads from outside",
    ),
)


def inline_code(text: str) -> list[str]:
    """What the content security policy would block in a page."""
    text = re.sub(
        r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}", lambda m: "\n" * m.group().count("\n"), text, flags=re.S
    )
    return [
        f"line {text.count(chr(10), 0, found.start()) + 1}: {what}"
        for shape, what in INLINE
        for found in shape.finditer(text)
    ]


def templates(root: Path) -> list[str]:
    files: Iterable[Path] = sorted(root.glob("rumduol/*/templates/**/*.html"))
    return [f"{file.relative_to(root)} {found}" for file in files for found in inline_code(file.read_text("utf-8"))]


CHECKS = (
    Check("types", ("mypy", "rumduol", "demo", "config", "launch")),
    Check("format", ("ruff", "format", "--check", "--quiet", *CODE)),
    Check("lint", ("ruff", "check", "--quiet", *CODE)),
    Check("import contracts", ("lint-imports", "--no-logo")),
    Check("Django", ("python", "manage.py", "check")),
    Check("missing migrations", ("python", "-W", "ignore", "manage.py", "makemigrations", "--check", "--dry-run")),
    Check("missing words", ("python", "manage.py", "words", "--check")),
    Check("lock files", look=lock_files),
    Check("inline code in templates", look=templates),
)


def _begin(check: Check, folder: Path) -> tuple["subprocess.Popen[bytes]", IO[bytes]]:
    output = tempfile.TemporaryFile()  # noqa: SIM115 (read and closed when the check has ended)
    environ = {
        **os.environ,
        "DATABASE_URL": NO_DATABASE,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "NO_COLOR": "1",
    }
    command = [
        str(folder / check.command[0]),
        *(part for part in check.command[1:] if part not in CODE or (ROOT / part).exists()),
    ]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        preexec_fn=dies_with_parent(signal.SIGKILL),
    )
    return process, output


def check(arguments: list[str]) -> int:
    """Run all checks (or those whose name contains an argument); 1 when any fails."""
    folder = environment.ensure("dev").parent
    chosen = [one for one in CHECKS if not arguments or any(word in one.name for word in arguments)]
    if not chosen:
        say("There is no such check. They are: " + ", ".join(one.name for one in CHECKS))
        return 2
    began = time.monotonic()
    under_way = {one.name: _begin(one, folder) for one in chosen if one.command}
    failed = []
    for one in reversed(chosen):  # the slowest is first in the table: it runs on while the others are read
        if one.look is not None:
            faults = one.look(ROOT)
            text, bad = "\n".join(faults), bool(faults)
        else:
            process, output = under_way[one.name]
            bad = process.wait() != 0
            output.seek(0)
            text = output.read().decode("utf-8", "replace").strip()
            output.close()
        say(f"  {one.name:<28} {'FAILED' if bad else 'ok'}")
        if bad:
            failed.append(one.name)
            say("    " + text.replace("\n", "\n    "))
    took = time.monotonic() - began
    if failed:
        say(f"\n{len(failed)} of {len(chosen)} checks failed ({', '.join(failed)}) in {took:.0f} s")
        return 1
    say(f"\nAll {len(chosen)} checks passed in {took:.0f} s")
    return 0
