"""Background jobs of sessions. They need no plain text and see no record."""

from django.db import connection
from procrastinate.contrib.django import app


def close_expired_sessions() -> int:
    """End sessions that have run out and destroy their parked keyrings. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute("select access.close_expired()")
        return int(cursor.fetchone()[0])


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="close_sessions", pass_context=False)
def close_sessions(timestamp: int) -> None:
    """Every five minutes."""
    close_expired_sessions()
