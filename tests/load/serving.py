"""What the benches share: a server of their own, percentiles, and the machine in one line."""

import os
import platform
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

THREADS = 8


@contextmanager
def serving(workers: int, *, settings: str) -> Iterator[int]:
    """gunicorn on a free port of the loopback address, as `./run` starts it; yields the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    argv = [sys.executable, "-m", "gunicorn", "config.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    argv += [
        "--workers",
        str(workers),
        "--threads",
        str(THREADS),
        "--timeout",
        "90",
        "--log-level",
        "error",
        "--preload",
    ]
    server = subprocess.Popen(argv, env={**os.environ, "DJANGO_SETTINGS_MODULE": settings})
    try:
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)


def at(values: Sequence[float], share: float) -> float:
    """The value below which `share` of them lie."""
    ranked = sorted(values)
    return ranked[min(int(len(ranked) * share), len(ranked) - 1)]


def machine() -> str:
    """What it ran on. A load far above what the bench makes itself says that others were at work."""
    one, five, _fifteen = os.getloadavg()
    return (
        f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()},"
        f" load {one:.1f} (5 minutes: {five:.1f})"
    )


def cores() -> int:
    return max(os.cpu_count() or 2, 2)
