"""What is done with hearings and supervisions."""

from rumduol.courts.actions.hearing import add_witness, end_hearing, move_hearing, record_measures, set_hearing
from rumduol.courts.actions.supervising import (
    decide_warrant,
    end_supervision,
    excuse_day,
    mark_found,
    sign_day,
    supervise,
)

__all__ = [
    "add_witness",
    "decide_warrant",
    "end_hearing",
    "end_supervision",
    "excuse_day",
    "mark_found",
    "move_hearing",
    "record_measures",
    "set_hearing",
    "sign_day",
    "supervise",
]
