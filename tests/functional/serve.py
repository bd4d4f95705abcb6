"""The site under test, in a process of its own: `python -m tests.functional.serve PORT [CLOCK]` with DATABASE_URL set.

CLOCK is a file that may say how many days after today the site lives; the database's own clock stays as it is.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest
from django.utils import timezone
from gunicorn.app.base import BaseApplication


class Site(BaseApplication):  # type: ignore[misc]  (untyped)
    """One worker with a few threads that keep their connections, as a site has them: a thread and a connection for each
    request cost more than the page."""

    def __init__(self, port: int, prepare: Callable[[], None]) -> None:
        self.port, self.prepare = port, prepare
        super().__init__()

    def load_config(self) -> None:
        chosen = {"bind": f"127.0.0.1:{self.port}", "workers": 1, "threads": 4, "timeout": 120, "loglevel": "error"}
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        self.prepare()
        return get_wsgi_application()


def live_by(clock: Path) -> None:
    """Let the application ask this clock."""
    real = timezone.now

    def now() -> datetime:
        return real() + timedelta(days=int(clock.read_text()) if clock.exists() else 0)

    timezone.now = now


def read_in_the_language_asked() -> None:
    """Let a request say in which language its page shall stand, whoever reads: so a page is seen in both at one place."""
    from rumduol.web import middleware

    real = middleware.language_of_reader

    def language(request: HttpRequest) -> str:
        asked = request.headers.get("X-Read-In", "")
        if asked and request.actor:  # type: ignore[attr-defined]
            request.actor = replace(request.actor, language=asked)  # type: ignore[attr-defined]
        return asked or real(request)

    middleware.language_of_reader = language


def prepare() -> None:
    if len(sys.argv) > 2:
        live_by(Path(sys.argv[2]))
    settings.WHITENOISE_USE_FINDERS = True
    settings.WHITENOISE_AUTOREFRESH = True
    settings.WHITENOISE_MAX_AGE = 3600
    settings.DATABASES["default"]["CONN_MAX_AGE"] = 600
    settings.LEAVE_TO = "/robots.txt"  # the test machine has no internet; where it really goes is another test's matter
    django.setup()
    read_in_the_language_asked()


if __name__ == "__main__":
    Site(int(sys.argv[1]), prepare).run()
