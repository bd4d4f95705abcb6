"""Who may move a referral on, and when. Every check raises; its twin answers."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access.enums import Permission
from rumduol.access.policies import answers, check_may, check_own_office
from rumduol.access.types import Actor
from rumduol.directory.enums import POLICE_KINDS
from rumduol.referrals.enums import SHARING, TRANSITIONS, ReferralKind, ReferralStatus
from rumduol.referrals.models import Consent, Referral
from rumduol.shared.errors import NotAllowed, WrongState
from rumduol.shared.states import check_transition


class NoLongerShared(WrongState):
    """The person took it back, the date has passed, or the service has ended."""

    default = _("This is no longer shared.")


# Parts of a case that can be shared at all; each only when the person names it. EVIDENCE and NOTES never leave.
SHAREABLE = ("identity", "contact", "health", "narrative", "interview", "plan", "wishes", "justice", "whereabouts")
NEVER_TO_POLICE = frozenset({"whereabouts", "health"})


def shareable_with(agency_kind: str | None) -> tuple[str, ...]:
    """Parts that may be offered to a kind of agency. None = no account: nothing can be opened there."""
    if agency_kind is None:
        return ()
    if agency_kind in POLICE_KINDS:
        return tuple(section for section in SHAREABLE if section not in NEVER_TO_POLICE)
    return SHAREABLE


def check_can_prepare(by: Actor) -> None:
    check_may(by, Permission.REFERRAL_SEND)


def check_can_refer_case(office_id: object, by: Actor) -> None:
    """Only the office that owns a case sends the person on."""
    check_may(by, Permission.REFERRAL_SEND)
    check_own_office(by, office_id)


def _check_sender(referral: Referral, by: Actor) -> None:
    check_may(by, Permission.REFERRAL_SEND)
    check_own_office(by, referral.office_id)


def _check_answerer(referral: Referral, by: Actor) -> None:
    """The receiving office; for a provider without account the sender, who telephoned."""
    if referral.by_hand:
        _check_sender(referral, by)
    else:
        check_may(by, Permission.REFERRAL_ANSWER)
        if referral.to_office_id is None:
            raise NotAllowed()
        check_own_office(by, referral.to_office_id)


def _check_to(referral: Referral, status: ReferralStatus) -> None:
    check_transition(TRANSITIONS, ReferralStatus(referral.status), status)


def check_can_change(referral: Referral, by: Actor) -> None:
    _check_sender(referral, by)
    if referral.status != ReferralStatus.DRAFT:
        raise WrongState()


def check_can_send(referral: Referral, by: Actor) -> None:
    _check_sender(referral, by)
    _check_to(referral, ReferralStatus.SENT)
    consent = referral.consent
    if referral.provider_id is None or consent is None:
        raise WrongState(_("First choose a provider and write down what the person decided."))
    if consent.provider_id != referral.provider_id:
        raise WrongState(_("The person decided about another provider. Ask again for this one."))
    if not consent.accepts_provider:
        raise WrongState(_("The person does not want this provider. Look for another one together."))
    if consent.withdrawn_at is not None or consent.until <= timezone.now():
        raise WrongState(_("The consent has ended. Ask the person again."))


def check_can_accept(referral: Referral, by: Actor) -> None:
    _check_answerer(referral, by)
    _check_to(referral, ReferralStatus.ACCEPTED)


def check_can_decline(referral: Referral, by: Actor) -> None:
    _check_answerer(referral, by)
    _check_to(referral, ReferralStatus.DECLINED)


def check_can_give_up(referral: Referral, by: Actor) -> None:
    """Not answered in time: the sender looks elsewhere."""
    _check_sender(referral, by)
    _check_to(referral, ReferralStatus.EXPIRED)
    if referral.answer_due_at is None or referral.answer_due_at > timezone.now():
        raise WrongState(_("There is still time to answer. You can withdraw the referral instead."))


def check_can_admit(referral: Referral, by: Actor) -> None:
    _check_answerer(referral, by)
    if referral.kind == ReferralKind.TRANSFER:
        raise WrongState(_("A case is handed over, not admitted."))
    _check_to(referral, ReferralStatus.ADMITTED)


def check_can_complete(referral: Referral, by: Actor) -> None:
    _check_answerer(referral, by)
    if referral.kind == ReferralKind.TRANSFER:
        raise WrongState(_("A case is handed over, not completed."))
    _check_to(referral, ReferralStatus.COMPLETED)


def check_can_hand_back(referral: Referral, by: Actor) -> None:
    _check_answerer(referral, by)
    _check_to(referral, ReferralStatus.HANDED_BACK)


def check_can_hand_over(referral: Referral, by: Actor) -> None:
    """The other office took the case; the owner now gives it, with all its keys."""
    _check_sender(referral, by)
    if referral.kind != ReferralKind.TRANSFER or referral.by_hand:
        raise WrongState()
    _check_to(referral, ReferralStatus.COMPLETED)


def check_can_withdraw(referral: Referral, by: Actor) -> None:
    _check_sender(referral, by)
    _check_to(referral, ReferralStatus.WITHDRAWN)


def check_can_close(referral: Referral, by: Actor) -> None:
    _check_sender(referral, by)
    _check_to(referral, ReferralStatus.CLOSED)


def check_can_record_consent(office_id: object, by: Actor) -> None:
    check_may(by, Permission.CONSENT_RECORD)
    check_own_office(by, office_id)


def check_can_withdraw_consent(consent: Consent, by: Actor) -> None:
    """Told to either side: the office of the case, or the office that received it."""
    check_may(by, Permission.CONSENT_RECORD)
    if by.office_id not in {consent.office_id, consent.to_office_id}:
        raise NotAllowed()
    if consent.withdrawn_at is not None:
        raise WrongState(_("This consent was withdrawn already."))


def check_can_read_shared(referral: Referral, by: Actor) -> None:
    """The receiving office, while it works with the person and the consent stands."""
    check_may(by, Permission.REFERRAL_READ)
    if referral.to_office_id is None:
        raise NotAllowed()
    check_own_office(by, referral.to_office_id)
    consent = referral.consent
    if referral.status not in SHARING or consent is None:
        raise NoLongerShared()
    if consent.withdrawn_at is not None or consent.until <= timezone.now():
        raise NoLongerShared()


def check_can_show_way(referral: Referral, by: Actor) -> None:
    """A confidential house lets the bringing office know the way, after acceptance; never the police."""
    check_may(by, Permission.REFERRAL_ANSWER)
    if referral.to_office_id is None:
        raise NotAllowed()
    check_own_office(by, referral.to_office_id)
    if referral.status not in SHARING:
        raise WrongState()


can_prepare = answers(check_can_prepare)
can_refer_case = answers(check_can_refer_case)
can_change = answers(check_can_change)
can_send = answers(check_can_send)
can_accept = answers(check_can_accept)
can_decline = answers(check_can_decline)
can_give_up = answers(check_can_give_up)
can_admit = answers(check_can_admit)
can_complete = answers(check_can_complete)
can_hand_back = answers(check_can_hand_back)
can_hand_over = answers(check_can_hand_over)
can_withdraw = answers(check_can_withdraw)
can_close = answers(check_can_close)
can_withdraw_consent = answers(check_can_withdraw_consent)
can_read_shared = answers(check_can_read_shared)
can_show_way = answers(check_can_show_way)
