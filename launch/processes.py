"""Children that never outlive us.

On Linux the kernel itself ends each child when its parent dies, however it dies (PR_SET_PDEATHSIG). Elsewhere, and
for a child that slipped through, the pid files say what to end at the next start.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from launch.progress import Trouble, say

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def dies_with_parent(death_signal: int) -> Callable[[], None]:
    """For `preexec_fn`: ask the kernel to send `death_signal` to the child when the starting thread ends.

    Use from the main thread only. Popen changes the user before it calls this, which is the order it needs: a
    change of user afterwards would clear the wish.
    """
    parent = os.getpid()

    def before_exec() -> None:
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
            if os.getppid() != parent:  # it died before we asked
                os._exit(1)

    return before_exec


def command_line(pid: int) -> str:
    """What process `pid` runs, '' when there is none."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace").strip()
    done = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def end(pid: int, ending: int, *, seconds: float) -> bool:
    """Signal `pid`, wait, then kill. True when it was gone without the kill."""
    for number, patience in ((ending, seconds), (signal.SIGKILL, 2.0)):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)
        until = time.monotonic() + patience
        while time.monotonic() < until:
            if not command_line(pid):
                return number == ending
            time.sleep(0.05)
    return False


@dataclass
class Child:
    """One process we keep alive. `mark` is a piece of its command line that tells it from a stranger with its pid.

    `death_signal` is what the kernel sends it when we are killed; the same as to stop it, unless given.
    """

    name: str
    argv: Sequence[str]
    environ: Mapping[str, str]
    mark: str
    stop_signal: int = signal.SIGTERM
    death_signal: int | None = None
    once: bool = False  # ends by itself: told, and not started again
    patience: float = 10.0
    user: int | None = None
    group: int | None = None
    log: Path | None = None
    cwd: Path = Path("/")
    process: subprocess.Popen[bytes] | None = None
    starts: list[float] = field(default_factory=list)

    def start(self, folder: Path) -> None:
        output: IO[bytes] | int = self.log.open("ab") if self.log else subprocess.DEVNULL
        try:
            self.process = subprocess.Popen(
                list(self.argv),
                env=dict(self.environ),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl-C reaches only us; we stop the others in order
                preexec_fn=dies_with_parent(self.death_signal or self.stop_signal),
                user=self.user,
                group=self.group,
                extra_groups=[] if self.user is not None else None,
                cwd=self.cwd,
            )
        finally:
            if not isinstance(output, int):
                output.close()
        self.starts.append(time.monotonic())
        (folder / f"{self.name}.pid").write_text(f"{self.process.pid} {self.stop_signal} {self.mark}")

    def stop(self, folder: Path) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
            try:
                self.process.wait(self.patience)
            except subprocess.TimeoutExpired:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        (folder / f"{self.name}.pid").unlink(missing_ok=True)

    def last_words(self) -> str:
        if self.log is None or not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])


def clean_up(folder: Path) -> list[str]:
    """End what an earlier run, killed without warning, left behind; their names. Only with the home's lock held."""
    ended = []
    for file in sorted(folder.glob("*.pid")):
        try:
            pid, stop_signal, mark = file.read_text().split(" ", 2)
            if mark and mark in command_line(int(pid)):
                end(int(pid), int(stop_signal), seconds=10)
                ended.append(file.stem)
        except ValueError:
            pass  # half-written: the process it names was never started
        file.unlink(missing_ok=True)
    return ended


class StopAsked(BaseException):
    """Ctrl-C, a closed terminal, or a polite kill."""


def _ask_stop(number: int, frame: FrameType | None) -> None:
    raise StopAsked


def stop_on_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _ask_stop)


def ignore_signals() -> None:
    """While stopping: a second Ctrl-C must not leave half of it running."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


RESTARTS = 5
WITHIN_SECONDS = 60.0


def _tell_end(child: Child) -> None:
    took = time.monotonic() - child.starts[-1]
    if child.process is not None and child.process.returncode:
        say(f"  {child.name} failed ({child.process.returncode}) after {took:.0f} s:\n{child.last_words()}")
    else:
        words = child.last_words().splitlines()
        say(f"  {child.name} is ready after {took:.0f} s{': ' + words[-1] if words else ''}")


def watch(children: Sequence[Child], folder: Path) -> None:
    """Keep them running until asked to stop: one that ends is started again, five times a minute at most."""
    while True:
        for child in children:
            if child.process is not None and child.process.poll() is not None:
                if child.once:
                    _tell_end(child)
                    child.stop(folder)
                    child.process = None
                    continue
                now = time.monotonic()
                child.starts = [at for at in child.starts if now - at < WITHIN_SECONDS]
                if len(child.starts) >= RESTARTS:
                    raise Trouble(f"{child.name} keeps ending. Its last words:\n{child.last_words()}")
                say(f"  {child.name} ended ({child.process.returncode}); starting it again")
                time.sleep(0.3 * len(child.starts))
                child.start(folder)
        time.sleep(0.3)
