"""The site under test, in a process of its own: `python -m tests.functional.serve PORT [CLOCK]` with DATABASE_URL set.

CLOCK is a file that may say how many days after today the site lives; the database's own clock stays as it is.
"""

import sys
from datetime import datetime, timedelta
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.utils import timezone


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """An address may hold a record's id: nothing is printed."""


def live_by(clock: Path) -> None:
    """Let the application ask this clock."""
    real = timezone.now

    def now() -> datetime:
        return real() + timedelta(days=int(clock.read_text()) if clock.exists() else 0)

    timezone.now = now


def main() -> None:
    if len(sys.argv) > 2:
        live_by(Path(sys.argv[2]))
    settings.WHITENOISE_USE_FINDERS = True
    settings.WHITENOISE_AUTOREFRESH = True
    settings.LEAVE_TO = "/robots.txt"  # the test machine has no internet; where it really goes is another test's matter
    django.setup()
    make_server("127.0.0.1", int(sys.argv[1]), get_wsgi_application(), Server, Quiet).serve_forever()


if __name__ == "__main__":
    main()
