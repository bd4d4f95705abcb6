"""Background job of the book. What it moves are numbers without names."""

from procrastinate.contrib.django import app

from rumduol.facts import book


@app.periodic(cron="30 19 * * *")  # in the night of Phnom Penh
@app.task(queueing_lock="bind_book", pass_context=False)
def bind_book(timestamp: int) -> None:
    """Every night."""
    book.bind()
