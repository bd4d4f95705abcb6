"""What may be done with a letter, by its named readers. Who is a reader, row security decides."""

from rumduol.access.enums import Permission
from rumduol.access.policies import answers, check_may, check_own_office
from rumduol.access.types import Actor
from rumduol.integrity.enums import TRANSITIONS, ComplaintStatus
from rumduol.integrity.models import Complaint
from rumduol.shared.errors import WrongState
from rumduol.shared.states import check_transition


def check_can_work(row: Complaint, by: Actor) -> None:
    check_may(by, Permission.INTEGRITY_WORK)
    check_own_office(by, row.office_id)


def check_can_move(row: Complaint, to: ComplaintStatus, by: Actor) -> None:
    """The step stands in the table, and the reader works at the letter's desk."""
    check_can_work(row, by)
    check_transition(TRANSITIONS, ComplaintStatus(row.status), to)


def check_can_answer(row: Complaint, by: Actor) -> None:
    """While there is somebody who reads the answers."""
    check_can_work(row, by)
    if row.withdrawn:
        raise WrongState()


can_work = answers(check_can_work)
can_move = answers(check_can_move)
can_answer = answers(check_can_answer)


def ways_on(row: Complaint, by: Actor) -> list[ComplaintStatus]:
    """The steps that may follow now, in the order of the list."""
    return [status for status in ComplaintStatus if can_move(row, status, by)]
