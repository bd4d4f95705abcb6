"""Everything that changes a screening. Each is atomic, checks its policy, is logged and counted."""

from rumduol.screening.actions.deciding import conclude, presume, request_second_look, review
from rumduol.screening.actions.grouping import answer_fast, end_group, record_group_conditions, start_group
from rumduol.screening.actions.interviewing import (
    answer,
    correct_person,
    pause,
    record_conditions,
    resume,
    start,
    stop,
    take_up_full,
)
from rumduol.screening.actions.passing_on import pass_on, take_back

__all__ = [
    "answer",
    "answer_fast",
    "conclude",
    "correct_person",
    "end_group",
    "pass_on",
    "pause",
    "presume",
    "record_conditions",
    "record_group_conditions",
    "request_second_look",
    "resume",
    "review",
    "start",
    "start_group",
    "stop",
    "take_back",
    "take_up_full",
]
