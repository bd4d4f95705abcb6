"""Who may do what with a claim. Every check raises; its twin answers."""

from django.utils.translation import gettext_lazy as _

from rumduol.access.enums import Permission
from rumduol.access.policies import answers, check_may, check_own_office
from rumduol.access.types import Actor
from rumduol.agencies.enums import Role
from rumduol.remedy.enums import TRANSITIONS, ClaimStatus, ReleasePurpose, ReleaseStatus
from rumduol.remedy.models import Claim, Release
from rumduol.shared.dates import today
from rumduol.shared.errors import NotAllowed, WrongState
from rumduol.shared.states import check_transition

COURT = frozenset({Role.PROSECUTOR, Role.COURT_CLERK})
LIVE = frozenset({ClaimStatus.FILED, ClaimStatus.ORDERED, ClaimStatus.REFUSED, ClaimStatus.PAID})


def check_can_begin(by: Actor) -> None:
    check_may(by, Permission.REMEDY_CLAIM)


def _check_lawyer(claim: Claim, by: Actor) -> None:
    check_may(by, Permission.REMEDY_CLAIM)
    check_own_office(by, claim.office_id)
    if claim.lawyer_id != by.person_id:
        raise NotAllowed(_("Only the lawyer of this person does this."))


def _check_to(claim: Claim, new: ClaimStatus) -> None:
    check_transition(TRANSITIONS, ClaimStatus(claim.status), new)


def check_can_prepare(claim: Claim, by: Actor) -> None:
    """The consent, the rate and the sheet: by the lawyer, until it is filed."""
    _check_lawyer(claim, by)
    if claim.status != ClaimStatus.DRAFT:
        raise WrongState(_("The claim was filed: its calculation no longer changes."))


def check_can_file(claim: Claim, by: Actor) -> None:
    _check_lawyer(claim, by)
    _check_to(claim, ClaimStatus.FILED)
    if claim.consent_on is None:
        raise WrongState(_("First write down what the person decided. No claim is filed without their consent."))


def check_can_send_on(claim: Claim, by: Actor) -> None:
    _check_lawyer(claim, by)
    if claim.status not in LIVE:
        raise WrongState()


def check_can_withdraw(claim: Claim, by: Actor) -> None:
    _check_lawyer(claim, by)
    _check_to(claim, ClaimStatus.WITHDRAWN)


def check_is_court(by: Actor) -> None:
    check_may(by, Permission.REMEDY_ORDER)
    if by.role not in COURT:
        raise NotAllowed()


def check_can_order(claim: Claim, by: Actor) -> None:
    """The court that has the case: the wall shows the claim to no other."""
    check_is_court(by)
    if claim.status not in LIVE:
        raise WrongState(_("The claim was not filed, so the court can't order anything on it."))


def check_can_refuse(claim: Claim, by: Actor) -> None:
    check_is_court(by)
    _check_to(claim, ClaimStatus.REFUSED)


def check_can_pay(claim: Claim, by: Actor) -> None:
    check_may(by, Permission.REMEDY_PAY)
    if by.role == Role.LEGAL_AID_LAWYER and claim.lawyer_id != by.person_id:
        raise NotAllowed()
    if claim.status != ClaimStatus.ORDERED:
        raise WrongState(_("Nothing is owed on this claim now."))


def check_can_cancel_payment(claim: Claim, by: Actor) -> None:
    check_may(by, Permission.REMEDY_PAY)
    if claim.status not in {ClaimStatus.ORDERED, ClaimStatus.PAID}:
        raise WrongState()


def check_can_ask_release(claim: Claim, by: Actor) -> None:
    _check_lawyer(claim, by)
    if not claim.child or claim.status not in LIVE:
        raise WrongState(_("No money is held for this person."))


def check_purpose(claim: Claim, purpose: str) -> None:
    """`majority` only once the month in which the child turns 18 has begun."""
    if purpose == ReleasePurpose.MAJORITY and (claim.majority_on is None or claim.majority_on.first > today()):
        raise WrongState(_("The person is not 18 yet. Ask for what is needed now, and say for what."))


def check_can_sign_release(claim: Claim, release: Release, by: Actor) -> None:
    """Two people, neither of them the one who asked."""
    check_may(by, Permission.REMEDY_RELEASE)
    if release.status != ReleaseStatus.ASKED:
        raise WrongState()
    if release.by_id == by.person_id:
        raise NotAllowed(_("Whoever asks for the money does not sign for it."))
    if release.first_by_id == by.person_id:
        raise NotAllowed(_("You signed already. Another person must sign too."))


def check_can_pay_out(claim: Claim, release: Release, by: Actor) -> None:
    _check_lawyer(claim, by)
    if release.status != ReleaseStatus.APPROVED:
        raise WrongState(_("Two people must sign before the money is paid out."))


def check_can_tell(claim: Claim, by: Actor) -> None:
    """Record a settlement or a withdrawal of testimony: the lawyer at any time, the court while it has the case."""
    if by.role in COURT:
        check_may(by, Permission.REMEDY_ORDER)
    else:
        _check_lawyer(claim, by)


can_begin = answers(check_can_begin)
can_prepare = answers(check_can_prepare)
can_file = answers(check_can_file)
can_send_on = answers(check_can_send_on)
can_withdraw = answers(check_can_withdraw)
can_order = answers(check_can_order)
can_refuse = answers(check_can_refuse)
can_pay = answers(check_can_pay)
can_cancel_payment = answers(check_can_cancel_payment)
can_ask_release = answers(check_can_ask_release)
can_sign_release = answers(check_can_sign_release)
can_pay_out = answers(check_can_pay_out)
can_tell = answers(check_can_tell)
