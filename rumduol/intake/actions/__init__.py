"""What can be done with a report. One verb, one action; each names the actor, checks, changes, logs and counts."""

from rumduol.intake.actions.mailbox import open_mailbox, withdraw_report, write_message
from rumduol.intake.actions.moving import transfer, transfer_part
from rumduol.intake.actions.notes import note
from rumduol.intake.actions.receive import receive_web_report, record_report
from rumduol.intake.actions.triaging import close, join, keep, resume, separate, take, triage
from rumduol.intake.actions.verifying import add_person, answer, conclude, mark_read, reopen, verify_person

__all__ = [
    "add_person",
    "answer",
    "close",
    "conclude",
    "join",
    "keep",
    "mark_read",
    "note",
    "open_mailbox",
    "receive_web_report",
    "record_report",
    "reopen",
    "resume",
    "separate",
    "take",
    "transfer",
    "transfer_part",
    "triage",
    "verify_person",
    "withdraw_report",
    "write_message",
]
