"""Background job of drafts. It needs no plain text."""

from procrastinate.contrib.django import app

from rumduol.drafts import actions


@app.periodic(cron="20 18 * * *")  # in the night of Phnom Penh
@app.task(queueing_lock="erase_old_drafts", pass_context=False)
def erase_old_drafts(timestamp: int) -> None:
    """Every night."""
    actions.erase_old()
