"""Let a story happen on its days: the clock that the application asks is set; the database's own clock is not."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest import mock


@contextmanager
def on(moment: datetime) -> Iterator[None]:
    """Inside, `timezone.now()` answers `moment`. For invented stories only."""
    with mock.patch("django.utils.timezone.now", return_value=moment):
        yield
