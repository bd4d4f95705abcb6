"""What can be done with a letter about an official."""

from rumduol.integrity.actions.letters import open_letter, with_ticket, withdraw_letter, write_letter
from rumduol.integrity.actions.readers import adopt, declare_tie, end_tie, name_reader, step_back
from rumduol.integrity.actions.receive import NobodyReads, receive_complaint
from rumduol.integrity.actions.working import (
    answer,
    correct_about,
    mark_read,
    move,
    open_source,
    plan_measure,
    use_measure,
)

__all__ = [
    "NobodyReads",
    "adopt",
    "answer",
    "correct_about",
    "declare_tie",
    "end_tie",
    "mark_read",
    "move",
    "name_reader",
    "open_letter",
    "open_source",
    "plan_measure",
    "receive_complaint",
    "step_back",
    "use_measure",
    "with_ticket",
    "withdraw_letter",
    "write_letter",
]
