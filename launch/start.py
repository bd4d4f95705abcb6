"""`./run`: from nothing to a page and a table of people to sign in as."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from launch import environment
from launch.database import Held, environ_for, rotate, supervised
from launch.home import ROOT, Home, home_from
from launch.processes import Child, StopAsked, dies_with_parent, ignore_signals, stop_on_signals, watch
from launch.progress import Trouble, say, step

HOST = "127.0.0.1"


def port_from(environ: Mapping[str, str]) -> int:
    """PORT, 8000 unless given. Raises Trouble for anything that is no port."""
    text = environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Trouble(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def check_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise Trouble(f"Port {port} is in use. Choose another: PORT={port + 1} ./run") from error


def run_manage(python: Path, environ: Mapping[str, str], *arguments: str) -> int:
    """One management command, its output shown as it comes. It ends when we do."""
    return subprocess.run(
        [str(python), str(ROOT / "manage.py"), *arguments],  # the caller's folder stays: arguments may name files
        env=dict(environ),
        preexec_fn=dies_with_parent(signal.SIGTERM),
        check=False,
    ).returncode


def prepare(python: Path, held: Held, home: Home) -> str:
    """Migrate, load what belongs in every database, then the demo nation; returns the table of its accounts."""
    accounts = home.running / "accounts.txt"
    accounts.unlink(missing_ok=True)
    if run_manage(python, environ_for(held.urls, held.secrets, home), "prepare", "all", "--accounts", str(accounts)):
        raise Trouble("The database could not be brought up to date; the message is above.")
    text = accounts.read_text("utf-8") if accounts.exists() else ""
    accounts.unlink(missing_ok=True)
    return text


def web(python: Path, environ: Mapping[str, str], home: Home, port: int) -> Child:
    """gunicorn on the loopback address: threads for slow phones, workers renewed, requests bounded."""
    argv = [str(python), "-m", "gunicorn", "config.wsgi:application", "--chdir", str(ROOT), "--bind", f"{HOST}:{port}"]
    argv += ["--workers", str(min(3, max(2, os.cpu_count() or 2))), "--worker-class", "gthread", "--threads", "4"]
    argv += ["--timeout", "60", "--graceful-timeout", "5", "--keep-alive", "5", "--no-control-socket"]
    argv += ["--preload"]
    argv += ["--max-requests", "5000", "--max-requests-jitter", "500", "--log-level", "warning"]
    argv += ["--limit-request-line", "4094", "--limit-request-fields", "60", "--limit-request-field_size", "8190"]
    log = rotate(home.logs / "web.log")
    return Child("web", argv, environ, mark="gunicorn config.wsgi", patience=8, log=log, cwd=ROOT)


def worker(python: Path, environ: Mapping[str, str], home: Home) -> Child:
    """The jobs of the same database. When we are killed the database goes too: a polite end would wait for it in vain."""
    argv = [str(python), "manage.py", "procrastinate", "worker", "--shutdown-graceful-timeout", "5"]
    log = rotate(home.logs / "worker.log")
    child = Child("worker", argv, environ, mark="manage.py procrastinate worker", patience=8, log=log, cwd=ROOT)
    child.death_signal = signal.SIGKILL
    return child


def demo(python: Path, held: Held, home: Home) -> Child:
    """The stories of the demo nation, loaded while people already look around. Nothing to do when they are there."""
    environ = environ_for(held.urls, held.secrets, home)
    argv = [str(python), "manage.py", "demo_stories"]
    log = home.logs / "demo.log"
    log.unlink(missing_ok=True)
    return Child("demo", argv, environ, mark="manage.py demo_stories", once=True, log=log, cwd=ROOT)


def first_answer(port: int, child: Child, *, seconds: float = 120) -> int:
    """Wait for the first page; its HTTP status. Raises Trouble with the log when there is none."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if child.process is not None and child.process.poll() is not None:
            break
        connection = http.client.HTTPConnection(HOST, port, timeout=60)
        try:
            connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
            return connection.getresponse().status
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise Trouble(f"The web server does not answer. Its log:\n{child.last_words()}")


def start(arguments: list[str]) -> int:
    """The whole system until Ctrl-C."""
    if arguments:
        raise Trouble(f"start takes no arguments ({' '.join(arguments)}). See ./run help")
    began = time.monotonic()
    port = port_from(os.environ)
    home = home_from(os.environ)
    check_free(port)
    stop_on_signals()
    try:
        python = environment.ensure("run")
        say(f"Rumduol, data in {home.path}")
        with supervised(home, python) as held:
            accounts = prepare(python, held, home)
            environ = environ_for(held.urls, held.secrets, home)
            children = [worker(python, environ, home), web(python, environ, home, port)]
            stories = demo(python, held, home)
            try:
                stories.start(home.running)  # its first slice is told while the web server starts
                with step("worker and web") as remarks:
                    for child in children:
                        child.start(home.running)
                    status = first_answer(port, children[-1])
                    if status >= 500:
                        remarks.append(f"the first page answers {status}: see {home.logs / 'web.log'}")
                address = f"http://localhost:{port}/"
                if held.lock is not None:
                    held.lock.note(f"{address}, process {os.getpid()}")
                say(f"\n{accounts}" if accounts else "")
                say(f"Rumduol is ready after {time.monotonic() - began:.0f} s:  {address}    (Ctrl-C stops it)")
                watched = (
                    children
                    if held.cluster is None or held.cluster.server is None
                    else [held.cluster.server, *children]
                )
                watch([*watched, stories], home.running)
            finally:
                ignore_signals()
                for child in (stories, *reversed(children)):
                    child.stop(home.running)
    except StopAsked:
        say("\nRumduol has stopped; the data is kept.")
        return 0
    finally:
        sys.stdout.flush()
    return 0
