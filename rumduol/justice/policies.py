"""Who may do what with a criminal case, and when. Every check raises; its twin `can_...` answers."""

from django.utils.translation import gettext_lazy as _

from rumduol.access.enums import Permission
from rumduol.access.policies import answers, check_may, check_own_office
from rumduol.access.types import Actor
from rumduol.justice.enums import (
    CHARGE_TRANSITIONS,
    CHARGED,
    COOPERATION_TRANSITIONS,
    HANDOVER_TRANSITIONS,
    JUDGED,
    OWNERS,
    TRANSITIONS,
    ChargeStatus,
    CooperationStatus,
    CriminalStatus,
    HandOverStatus,
)  # fmt: skip
from rumduol.justice.models import Charge, Cooperation, CriminalCase, Evidence, HandOver
from rumduol.shared.errors import NotAllowed, WrongState
from rumduol.shared.states import can_transition, check_transition

S = CriminalStatus
CHARGING = frozenset({S.WITH_PROSECUTOR, S.INVESTIGATING_JUDGE, S.CLOSING_ORDER, S.TRIAL, S.APPEAL})
JUDGING = frozenset({S.TRIAL, S.APPEAL})


def check_can_open(by: Actor) -> None:
    check_may(by, Permission.CRIMINAL_OPEN)


def check_can_work(case: CriminalCase, by: Actor) -> None:
    """Investigators, prosecutors and court clerks of the office that has the case, until it has ended."""
    check_may(by, Permission.CRIMINAL_WORK)
    check_own_office(by, case.office_id)
    if case.status == S.ENDED:
        raise WrongState(_("This criminal case has ended."))


def check_can_pass(case: CriminalCase, by: Actor) -> None:
    """Only the role that owns the stage, in the office that has the case, moves it on."""
    check_may(by, Permission.CRIMINAL_WORK)
    check_own_office(by, case.office_id)
    if OWNERS[S(case.status)] != by.role:
        raise NotAllowed(_("At this stage another role moves the case on."))


def check_can_move(case: CriminalCase, new: CriminalStatus, by: Actor, *, charges: int, unjudged: int) -> None:
    """The table, and what each door asks for: charges before a court, a verdict for each accused before it is judged."""
    check_can_pass(case, by)
    check_transition(TRANSITIONS, S(case.status), new)
    if new in CHARGED and not charges:
        raise WrongState(_("Nobody is charged yet. Record the charge first, then pass the case on."))
    if new in JUDGED and unjudged:
        raise WrongState(_("An accused has no verdict yet. Record it for each of them first."))


def doors(case: CriminalCase, by: Actor) -> list[CriminalStatus]:
    """The stages to which the reader could pass the case now, in their order."""
    if not can_pass(case, by):
        return []
    return [new for new in CriminalStatus if can_transition(TRANSITIONS, S(case.status), new)]


def check_can_charge(case: CriminalCase, by: Actor) -> None:
    check_may(by, Permission.CRIMINAL_CHARGE)
    check_own_office(by, case.office_id)
    if case.status not in CHARGING:
        raise WrongState(_("A charge is made by the prosecutor, or before a court."))


def check_can_change_charge(case: CriminalCase, charge: Charge, by: Actor) -> None:
    check_can_charge(case, by)
    if not CHARGE_TRANSITIONS[ChargeStatus(charge.status)]:
        raise WrongState(_("This charge does not stand any more."))


def check_can_judge(case: CriminalCase, by: Actor) -> None:
    check_may(by, Permission.CRIMINAL_JUDGE)
    check_own_office(by, case.office_id)
    if case.status not in JUDGING:
        raise WrongState(
            _("A verdict is recorded at the trial or on appeal. First come the charge and the way to court.")
        )


def check_can_give(case: CriminalCase, item: Evidence, by: Actor) -> None:
    """Whoever has an item may give it, also when the case is with another office already."""
    check_may(by, Permission.CRIMINAL_WORK)
    if item.custodian_id != by.person_id:
        raise NotAllowed(_("Only the person who has the item can give it to somebody else."))


def check_can_sign(hand_over: HandOver, by: Actor, new: HandOverStatus = HandOverStatus.SIGNED) -> None:
    """The receiver signs, nobody else: neither the giver nor a supervisor."""
    check_may(by, Permission.CRIMINAL_WORK)
    if hand_over.to_person_id == by.person_id and hand_over.status != HandOverStatus.OPEN:
        raise WrongState(
            _("You have signed for this item already. Nothing changed.")
            if hand_over.status == HandOverStatus.SIGNED
            else _("You have said already that you do not have this item. Nothing changed.")
        )
    check_transition(HANDOVER_TRANSITIONS, HandOverStatus(hand_over.status), new)
    if hand_over.to_person_id != by.person_id:
        raise NotAllowed(_("The person to whom the item is given signs for it."))


def check_can_answer_cooperation(case: CriminalCase, request: Cooperation, new: CooperationStatus, by: Actor) -> None:
    check_can_work(case, by)
    check_transition(COOPERATION_TRANSITIONS, CooperationStatus(request.status), new)


def check_can_share(case: CriminalCase, by: Actor) -> None:
    check_can_work(case, by)


may_open = answers(check_can_open)
may_judge = answers(lambda by: check_may(by, Permission.CRIMINAL_JUDGE))
can_work = answers(check_can_work)
can_pass = answers(check_can_pass)
can_move = answers(check_can_move)
can_charge = answers(check_can_charge)
can_change_charge = answers(check_can_change_charge)
can_judge = answers(check_can_judge)
can_give = answers(check_can_give)
can_sign = answers(check_can_sign)
can_answer_cooperation = answers(check_can_answer_cooperation)
can_share = answers(check_can_share)
