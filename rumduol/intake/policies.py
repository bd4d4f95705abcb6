"""Who may do what with a report, and when. Each check raises; its twin answers."""

from rumduol.access.enums import Permission
from rumduol.access.policies import answers, check_may, check_own_office
from rumduol.access.types import Actor
from rumduol.intake.enums import LIVE, TRANSITIONS, ReportStatus
from rumduol.intake.models import Report
from rumduol.shared.errors import WrongState
from rumduol.shared.states import check_transition


def _check(report: Report, by: Actor, permission: Permission, *to: ReportStatus) -> None:
    """The role's permission, the own office, and that the report may become one of `to`."""
    check_may(by, permission)
    check_own_office(by, report.office_id)
    for status in to:
        check_transition(TRANSITIONS, ReportStatus(report.status), status)


def check_can_take(report: Report, by: Actor) -> None:
    """Put one's name to a report that is not finished."""
    _check(report, by, Permission.REPORT_READ)
    check_may(by, Permission.REPORT_TAKE)
    if report.status not in LIVE | {ReportStatus.WITHDRAWN}:
        raise WrongState()


def check_can_triage(report: Report, by: Actor) -> None:
    """The first decision. A report that was joined is separated, one that was withdrawn resumed: each by its own door."""
    _check(report, by, Permission.REPORT_TRIAGE, ReportStatus.TRIAGED)
    if report.status != ReportStatus.RECEIVED:
        raise WrongState()


def check_can_keep(report: Report, by: Actor) -> None:
    """The own office goes itself, or accepts what was sent to it."""
    permission = Permission.REPORT_VERIFY if report.status == ReportStatus.TRANSFERRED else Permission.REPORT_TRIAGE
    _check(report, by, permission, ReportStatus.ASSIGNED)


def check_can_transfer(report: Report, by: Actor) -> None:
    _check(report, by, Permission.REPORT_TRANSFER, ReportStatus.TRANSFERRED)


def check_can_split(report: Report, by: Actor) -> None:
    """Some of the people go to another office: only while there is somebody left to look for."""
    check_can_transfer(report, by)
    if report.people < 2 and report.persons.count() < 2:
        raise WrongState()


def check_can_join(report: Report, by: Actor) -> None:
    _check(report, by, Permission.REPORT_TRIAGE, ReportStatus.JOINED)


def check_can_separate(report: Report, by: Actor) -> None:
    _check(report, by, Permission.REPORT_TRIAGE, ReportStatus.TRIAGED)
    if report.status != ReportStatus.JOINED:
        raise WrongState()


def check_can_resume(report: Report, by: Actor) -> None:
    """Take up a report that was withdrawn: somebody may have been made to."""
    _check(report, by, Permission.REPORT_TRIAGE, ReportStatus.TRIAGED)
    if report.status != ReportStatus.WITHDRAWN:
        raise WrongState()


def check_can_verify(report: Report, by: Actor) -> None:
    """Record what was found: from the moment the office has it until the conclusion."""
    _check(report, by, Permission.REPORT_VERIFY)
    if report.status != ReportStatus.VERIFYING:
        check_transition(TRANSITIONS, ReportStatus(report.status), ReportStatus.VERIFYING)


def check_can_conclude(report: Report, by: Actor) -> None:
    _check(report, by, Permission.REPORT_VERIFY, ReportStatus.VERIFIED)


def check_can_answer(report: Report, by: Actor) -> None:
    """An answer may be given at any time while there is somebody to read it."""
    _check(report, by, Permission.REPORT_ANSWER)
    if report.status not in LIVE:
        raise WrongState()
    if report.mailbox is not None and report.mailbox.withdrawn:
        raise WrongState()


def check_can_note(report: Report, by: Actor) -> None:
    _check(report, by, Permission.REPORT_READ)


def check_can_close(report: Report, by: Actor) -> None:
    permission = (
        Permission.REPORT_VERIFY
        if report.status in {ReportStatus.VERIFIED, ReportStatus.ANSWERED}
        else Permission.REPORT_TRIAGE
    )
    _check(report, by, permission, ReportStatus.CLOSED)


can_take = answers(check_can_take)
can_triage = answers(check_can_triage)
can_keep = answers(check_can_keep)
can_transfer = answers(check_can_transfer)
can_split = answers(check_can_split)
can_join = answers(check_can_join)
can_separate = answers(check_can_separate)
can_resume = answers(check_can_resume)
can_verify = answers(check_can_verify)
can_conclude = answers(check_can_conclude)
can_answer = answers(check_can_answer)
can_note = answers(check_can_note)
can_close = answers(check_can_close)
