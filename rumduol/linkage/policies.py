"""Who may do what with a round. The database repeats the states, the two offices and the two people."""

from django.utils.translation import gettext_lazy as _

from rumduol.access.enums import Permission
from rumduol.access.policies import answers, check_may
from rumduol.access.types import Actor
from rumduol.linkage.enums import COUNTED, TRANSITIONS, ListKind, RoundStatus
from rumduol.linkage.models import Part, Round
from rumduol.shared.errors import NotAllowed, WrongState
from rumduol.shared.states import check_transition

FEWEST = 2  # lists that can be matched


class AnotherOffice(NotAllowed):
    default = _("The office that matches does not do this. It is for the offices whose lists take part.")


class SecondOfficeNeeded(NotAllowed):
    default = _("Somebody of another office approves a round, not the person or the office that opened it.")


class AlreadyDone(WrongState):
    default = _("Your office has done this already.")


def check_can_draft(by: Actor) -> None:
    check_may(by, Permission.LINKAGE_RUN)


def _check_runs(one: Round, by: Actor, to: RoundStatus) -> None:
    check_may(by, Permission.LINKAGE_RUN)
    if one.office_id != by.office_id:
        raise NotAllowed()
    check_transition(TRANSITIONS, RoundStatus(one.status), to)


def _check_own(part: Part | None, by: Actor) -> Part:
    check_may(by, Permission.LINKAGE_JOIN)
    if part is None or part.office_id != by.office_id:
        raise AnotherOffice()
    return part


def check_can_agree(one: Round, part: Part | None, by: Actor) -> None:
    own = _check_own(part, by)
    if one.status != RoundStatus.DRAFTED:
        raise WrongState()
    if own.agreed_at is not None:
        raise AlreadyDone()


def check_can_decline(one: Round, part: Part | None, by: Actor) -> None:
    """Before the own office has agreed; afterwards the round can be cancelled only."""
    check_can_agree(one, part, by)


def check_can_go_on(one: Round, parts: list[Part], declined: list[Part], by: Actor) -> None:
    """With fewer offices than were asked, when all others have agreed: two at least."""
    _check_runs(one, by, RoundStatus.AGREED)
    if not declined or len(parts) < FEWEST or any(part.agreed_at is None for part in parts):
        raise WrongState()


def check_can_encode(one: Round, part: Part | None, by: Actor) -> None:
    own = _check_own(part, by)
    if one.status not in {RoundStatus.AGREED, RoundStatus.ENCODING}:
        raise WrongState()
    if own.encoded_at is not None:
        raise AlreadyDone()


def check_can_take_secret(one: Round, part: Part | None, by: Actor) -> None:
    """Only an office whose own system encodes needs the secret in its hand."""
    check_can_encode(one, part, by)
    if _check_own(part, by).kind != ListKind.ELSEWHERE:
        raise NotAllowed()


def check_can_match(one: Round, parts: list[Part], by: Actor) -> None:
    _check_runs(one, by, RoundStatus.MATCHED)
    if any(part.encoded_at is None for part in parts):
        raise WrongState(_("A list is still missing."))


def check_can_review(one: Round, part: Part | None, by: Actor) -> None:
    own = _check_own(part, by)
    if one.status != RoundStatus.MATCHED:
        raise WrongState()
    if own.reviewed_at is not None:
        raise AlreadyDone()


def check_can_end_review(one: Round, by: Actor) -> None:
    _check_runs(one, by, RoundStatus.REVIEWED)


def check_can_approve(one: Round, by: Actor) -> None:
    check_may(by, Permission.LINKAGE_APPROVE)
    check_transition(TRANSITIONS, RoundStatus(one.status), RoundStatus.APPROVED)
    if by.person_id == one.opened_by or by.office_id == one.office_id:
        raise SecondOfficeNeeded()


def check_can_close(one: Round, by: Actor) -> None:
    _check_runs(one, by, RoundStatus.CLOSED)


def check_can_cancel(one: Round, by: Actor) -> None:
    _check_runs(one, by, RoundStatus.CANCELLED)


def check_can_see_counts(one: Round, by: Actor) -> None:
    """Overlaps are exact numbers: for those who may read figures before release."""
    check_may(by, Permission.LINKAGE_READ)
    check_may(by, Permission.FIGURES_READ)
    if one.status not in COUNTED:
        raise WrongState(_("The lists are not matched yet."))


can_draft = answers(check_can_draft)
can_agree = answers(check_can_agree)
can_decline = answers(check_can_decline)
can_go_on = answers(check_can_go_on)
can_encode = answers(check_can_encode)
can_take_secret = answers(check_can_take_secret)
can_match = answers(check_can_match)
can_review = answers(check_can_review)
can_end_review = answers(check_can_end_review)
can_approve = answers(check_can_approve)
can_close = answers(check_can_close)
can_cancel = answers(check_can_cancel)
can_see_counts = answers(check_can_see_counts)
