"""A browser on the real site: its own process, its own copy of the test database, so that nothing a story writes stays.

A missing Chromium skips these tests and says so; `RUMDUOL_CHROMIUM` names another one than Debian's.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connections

from rumduol.access import cookie
from rumduol.agencies.enums import Role
from tests.conftest import PASSWORD, _built, database_name, server_settings, superuser_connection
from tests.functional.looking import ARGUMENTS, DESK, PHONE, assert_accessible, assert_no_inline, chromium, press
from tests.nation import Nation

__all__ = ["DESK", "PHONE", "assert_accessible", "assert_no_inline", "press"]

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds for one page or one start: on a busy machine slowness is no fault


@dataclass
class Site:
    """The running site and the people of its nation."""

    url: str
    nation: Nation
    database: str
    clock: Path

    def secret_of(self, office: str, role: Role) -> str:
        """The cookie of a signed-in person."""
        return cookie.to_cookie(self.nation.members[office, role].secret)

    def let_pass(self, days: int) -> None:
        """From now on the site lives that many days after today."""
        self.clock.write_text(str(days))


@pytest.fixture(scope="session")
def site(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site on a copy of the test database."""
    with running_site("site", django_db_blocker, tmp_path_factory.mktemp("site") / "days") as found:
        yield found


@pytest.fixture
def own_site(django_db_setup: None, django_db_blocker: Any, tmp_path: Path) -> Iterator[Site]:
    """A site of its own for a story that takes years and counts everything: nobody else writes there."""
    with running_site("story", django_db_blocker, tmp_path / "days") as found:
        yield found


@contextmanager
def running_site(called: str, django_db_blocker: Any, clock: Path) -> Iterator[Site]:
    """Copy the test database, serve the copy, and throw it away. `clock`: the file that says how many days have passed."""
    original = database_name()
    name = f"{original}_{called}"
    server = server_settings()
    with django_db_blocker.unblock():
        connections.close_all()
    with superuser_connection(server["NAME"], autocommit=True) as root, root.cursor() as cursor:
        cursor.execute(f'drop database if exists "{name}" with (force)')
        cursor.execute(f'create database "{name}" template "{original}" owner rumduol_owner')
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.functional.serve", str(port), str(clock)],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "DATABASE_URL": database_url(name),
        },
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/robots.txt", process)
        yield Site(f"http://127.0.0.1:{port}", _built["nation"], name, clock)
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        with superuser_connection(server["NAME"], autocommit=True) as root, root.cursor() as cursor:
            cursor.execute(f'drop database if exists "{name}" with (force)')


def database_url(name: str) -> str:
    """How the application reaches a database of the test server, as its own role."""
    server = server_settings()
    host = server["HOST"]
    address = f"?host={quote(host, safe='')}&port={server['PORT']}" if host.startswith("/") else ""
    where = "" if address else f"{host}:{server['PORT']}"
    return f"postgresql://rumduol_app:{PASSWORD}@{where}/{name}{address}"


def _wait_for(url: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError("the site under test did not start; its message is above")
        try:
            urllib.request.urlopen(url, timeout=PATIENCE)  # noqa: S310
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the site under test does not answer")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for all browser tests."""
    path = chromium()
    if path is None:
        pytest.skip("no Chromium on this machine: browser tests are skipped")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tools:
        window = tools.chromium.launch(executable_path=path, args=ARGUMENTS, timeout=PATIENCE * 1000)
        new_context = window.new_context

        def patient(**options: Any) -> Any:
            context = new_context(**options)
            context.set_default_timeout(PATIENCE * 1000)
            return context

        window.new_context = patient
        yield window
        window.close()


@dataclass
class Complaints:
    """What the browser complained about: script errors, refused content, requests to other hosts."""

    lines: list[str] = field(default_factory=list)


@pytest.fixture
def visit(site: Site, browser: Any) -> Iterator[Callable[..., Any]]:
    """`page = visit("/cases/", as_=("social_psh", Role.CASE_WORKER), language="en", size=PHONE)`; complaints fail the test."""
    contexts: list[Any] = []
    signed_in: dict[Any, Any] = {}
    complaints: list[str] = []

    def go(
        path: str,
        *,
        as_: tuple[str, Role] | None = None,
        language: str = "km",
        size: dict[str, int] | None = None,
        script: bool = True,
    ) -> Any:
        place = (as_, language, str(size), script)
        context = signed_in.get(place)  # the same person at the same place goes on in the same browser
        if context is None:
            context = browser.new_context(viewport=size or PHONE, java_script_enabled=script, locale="km-KH")
            contexts.append(context)
            if as_ is not None:
                signed_in[place] = context
        cookies = [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": site.url}]
        if as_ is not None:
            cookies.append({"name": settings.SESSION_COOKIE_NAME, "value": site.secret_of(*as_), "url": site.url})
        context.add_cookies(cookies)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda said: complaints.append(f"{page.url}: {said.text}") if _is_complaint(said) else None)
        page.on(
            "request",
            lambda request: (
                complaints.append(f"{page.url}: asks {request.url}")
                if not request.url.startswith((site.url, "data:", "about:"))
                else None
            ),
        )
        if as_ is not None and script and not _speaks(context, site.url, language):
            page.goto(f"{site.url}/help/")
            with page.expect_navigation():
                page.locator(f".head__languages button[value={language}]").click()
        page.goto(site.url + path)
        return page

    yield go
    for context in contexts:
        context.close()
    assert complaints == []


def _speaks(context: Any, url: str, language: str) -> bool:
    """Whether pages come to this person in that language; asked without drawing one."""
    return f'<html lang="{language}"' in context.request.get(f"{url}/help/").text()


def _is_complaint(said: Any) -> bool:
    return said.type == "error" and "Failed to load resource" not in said.text
