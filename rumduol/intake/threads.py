"""A reporter's thread, opened with the key that only the return code gives."""

from rumduol.intake import mailboxes
from rumduol.intake.models import Mailbox, Message, Report
from rumduol.intake.types import ThreadMessage, Ticket


def thread(mailbox: Mailbox, ticket: Ticket) -> list[ThreadMessage]:
    """Everything said so far, oldest first. One that can't be opened is left out rather than breaking the page."""
    private = mailboxes.unlock(bytes(mailbox.locked_key), ticket.mailbox)
    opened = []
    rows = Message.objects.filter(mailbox=mailbox, for_reporter__isnull=False).order_by("position", "said_on", "id")
    for row in rows:
        try:
            text = mailboxes.open_from(private, bytes(row.for_reporter or b""))
        except mailboxes.CannotOpen:
            continue
        opened.append(ThreadMessage(row.id, row.kind, row.said_on, row.said_part, text))
    return opened


def parts(mailbox: Mailbox) -> list[Report]:
    """The report and the parts split from it."""
    return list(Report.objects.filter(mailbox=mailbox).order_by("received_on", "number"))
