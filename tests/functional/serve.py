"""The site under test, in a process of its own: `python -m tests.functional.serve PORT` with DATABASE_URL set."""

import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """An address may hold a record's id: nothing is printed."""


def main() -> None:
    settings.WHITENOISE_USE_FINDERS = True
    settings.WHITENOISE_AUTOREFRESH = True
    settings.LEAVE_TO = "/robots.txt"  # the test machine has no internet; where it really goes is another test's matter
    django.setup()
    make_server("127.0.0.1", int(sys.argv[1]), get_wsgi_application(), Server, Quiet).serve_forever()


if __name__ == "__main__":
    main()
