"""Who may do what to a screening, and when. Each check has its boolean twin for the pages."""

from django.utils.translation import gettext_lazy as _

from rumduol.access.enums import Permission
from rumduol.access.policies import answers, check_may, check_own_office
from rumduol.access.types import Actor
from rumduol.screening.enums import DECIDED, POSITIVE, REVIEWABLE, Outcome, ScreeningStatus
from rumduol.screening.models import Group, Screening, SecondLook
from rumduol.shared.errors import NotAllowed, WrongState

ASKING = frozenset({ScreeningStatus.INTERVIEWING})
BEFORE_ASKING = frozenset({ScreeningStatus.PLANNED, ScreeningStatus.INTERVIEWING, ScreeningStatus.PAUSED})
ENDABLE = frozenset({ScreeningStatus.INTERVIEWING, ScreeningStatus.PAUSED, ScreeningStatus.STOPPED})


def _check(screening: Screening, by: Actor, permission: Permission, states: frozenset[ScreeningStatus]) -> None:
    check_may(by, permission)
    check_own_office(by, screening.office_id)
    if screening.status not in states:
        raise WrongState()


def check_can_start(by: Actor) -> None:
    check_may(by, Permission.SCREENING_INTERVIEW)


def check_can_record_conditions(screening: Screening, by: Actor) -> None:
    _check(screening, by, Permission.SCREENING_INTERVIEW, BEFORE_ASKING)


def check_can_correct_person(screening: Screening, by: Actor) -> None:
    check_may(by, Permission.SCREENING_INTERVIEW)
    check_own_office(by, screening.office_id)
    if screening.status in DECIDED:
        raise WrongState(_("The screening is decided. What it says of the person stands as it was then."))


def check_can_take_back(screening: Screening, by: Actor) -> None:
    check_may(by, Permission.SCREENING_DECIDE)
    check_own_office(by, screening.office_id)


def check_can_answer(screening: Screening, by: Actor) -> None:
    check_may(by, Permission.SCREENING_INTERVIEW)
    check_own_office(by, screening.office_id)
    if screening.conditions_at is None:
        raise WrongState(_("First record under which conditions the interview is held; then ask."))
    if screening.status not in ASKING:
        raise WrongState(_("The interview is not under way. Take it up again before you write down an answer."))


def check_can_pause(screening: Screening, by: Actor) -> None:
    _check(screening, by, Permission.SCREENING_INTERVIEW, ASKING)


def check_can_resume(screening: Screening, by: Actor) -> None:
    _check(
        screening,
        by,
        Permission.SCREENING_INTERVIEW,
        frozenset({ScreeningStatus.PAUSED, ScreeningStatus.STOPPED}),
    )


def check_can_stop(screening: Screening, by: Actor) -> None:
    _check(
        screening,
        by,
        Permission.SCREENING_INTERVIEW,
        frozenset({ScreeningStatus.INTERVIEWING, ScreeningStatus.PAUSED}),
    )


def check_can_take_up_full(screening: Screening, by: Actor) -> None:
    _check(screening, by, Permission.SCREENING_INTERVIEW, frozenset({ScreeningStatus.FLAGGED}))


def check_can_presume(screening: Screening, by: Actor) -> None:
    """Any front-line worker may presume, at any moment before the decision: services do not wait for the interview."""
    check_may(by, Permission.SCREENING_DECIDE)
    check_own_office(by, screening.office_id)
    if screening.status in DECIDED or screening.presumed_at is not None:
        raise WrongState()


def check_can_conclude(screening: Screening, by: Actor) -> None:
    _check(screening, by, Permission.SCREENING_DECIDE, ENDABLE)


def check_can_identify(by: Actor) -> None:
    """Formal identification needs the mandate (police, gendarmerie, social affairs, missions, immigration)."""
    if not by.identifies:
        raise NotAllowed(
            _('Your agency may presume, not formally identify. Choose "Presumed victim": services open at once.')
        )


def check_can_decide_on(outcome: str, by: Actor) -> None:
    if outcome == Outcome.IDENTIFIED:
        check_can_identify(by)


def check_can_request_second_look(screening: Screening, by: Actor) -> None:
    check_may(by, Permission.SCREENING_READ)
    check_own_office(by, screening.office_id)
    if screening.status not in {ScreeningStatus.CONCLUDED, ScreeningStatus.REVIEWED}:
        raise WrongState()
    if screening.outcome not in REVIEWABLE:
        raise WrongState(_("This person is already presumed or identified: there is nothing to look at twice."))


def check_can_review(screening: Screening, look: SecondLook, by: Actor) -> None:
    _check(screening, by, Permission.SCREENING_REVIEW, frozenset({ScreeningStatus.SECOND_LOOK}))
    if by.person_id == look.first_decided_by_id:
        raise NotAllowed(_("You decided the first time. A second look is given by somebody else."))


def check_can_pass_on(screening: Screening, by: Actor) -> None:
    check_may(by, Permission.SCREENING_DECIDE)
    check_own_office(by, screening.office_id)
    if not screening.is_presumed and screening.outcome not in POSITIVE:
        raise WrongState(_("Only a presumed or identified person is passed on to services from here."))


def check_can_ask_in_group(group: Group, by: Actor) -> None:
    check_may(by, Permission.SCREENING_INTERVIEW)
    check_own_office(by, group.office_id)
    if group.ended_at is not None:
        raise WrongState(_("This group has been ended. Start another for the people who came later."))


can_start = answers(check_can_start)
can_record_conditions = answers(check_can_record_conditions)
can_correct_person = answers(check_can_correct_person)
can_take_back = answers(check_can_take_back)
can_answer = answers(check_can_answer)
can_pause = answers(check_can_pause)
can_resume = answers(check_can_resume)
can_stop = answers(check_can_stop)
can_take_up_full = answers(check_can_take_up_full)
can_presume = answers(check_can_presume)
can_conclude = answers(check_can_conclude)
can_identify = answers(check_can_identify)
can_request_second_look = answers(check_can_request_second_look)
can_review = answers(check_can_review)
can_pass_on = answers(check_can_pass_on)
can_ask_in_group = answers(check_can_ask_in_group)
