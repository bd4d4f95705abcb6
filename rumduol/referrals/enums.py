"""The life of a referral, and the words for a person's decision about sharing."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from rumduol.audit.enums import AuditEventName
from rumduol.shared.states import Transitions


class ReferralKind(TextChoices):
    SERVICE = "service", _("For a service")
    TRANSFER = "transfer", _("Hand over the whole case")


class Urgency(TextChoices):
    """Answer times: 2 hours, 24 hours, 5 working days."""

    EMERGENCY = "emergency", _("Emergency: answer in 2 hours")
    URGENT = "urgent", _("Urgent: answer in 24 hours")
    ORDINARY = "ordinary", _("Ordinary: answer in 5 working days")


ANSWER_HOURS = {Urgency.EMERGENCY: 2, Urgency.URGENT: 24}
ANSWER_WORKING_DAYS = 5


class ReferralStatus(TextChoices):
    DRAFT = "draft", _("Being prepared")
    SENT = "sent", _("Sent, waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    EXPIRED = "expired", _("Not answered")
    ADMITTED = "admitted", _("Admitted, in service")
    COMPLETED = "completed", _("Service completed")
    HANDED_BACK = "handed_back", _("Handed back")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CLOSED = "closed", _("Closed")


S = ReferralStatus
TRANSITIONS: Transitions[ReferralStatus] = {
    S.DRAFT: {S.SENT, S.WITHDRAWN},
    S.SENT: {S.ACCEPTED, S.DECLINED, S.EXPIRED, S.WITHDRAWN},
    S.ACCEPTED: {S.ADMITTED, S.HANDED_BACK, S.WITHDRAWN, S.COMPLETED},
    S.ADMITTED: {S.COMPLETED, S.HANDED_BACK, S.WITHDRAWN},
    S.DECLINED: {S.CLOSED},
    S.EXPIRED: {S.CLOSED},
    S.COMPLETED: {S.CLOSED},
    S.HANDED_BACK: {S.CLOSED},
    S.WITHDRAWN: set(),
    S.CLOSED: set(),
}
# Who moves it on. "sender" is the office of the case; "recipient" the office asked (the sender, when it is by hand).
OWNERS: dict[ReferralStatus, str] = {
    S.DRAFT: "sender",
    S.SENT: "recipient",
    S.ACCEPTED: "recipient",
    S.ADMITTED: "recipient",
    S.DECLINED: "sender",
    S.EXPIRED: "sender",
    S.COMPLETED: "sender",
    S.HANDED_BACK: "sender",
    S.WITHDRAWN: "nobody",
    S.CLOSED: "nobody",
}
PAGES: dict[ReferralStatus, str] = dict.fromkeys(ReferralStatus, "referrals:referral")

# Something of the person is still under way: a case with one of these is not closed without a written reason.
OPEN = frozenset({S.DRAFT, S.SENT, S.ACCEPTED, S.ADMITTED, S.DECLINED, S.EXPIRED, S.COMPLETED, S.HANDED_BACK})
# The other side is working with the person, so what was consented is shared.
SHARING = frozenset({S.ACCEPTED, S.ADMITTED})


class DeclineReason(TextChoices):
    FULL = "full", _("No free place")
    NOT_OUR_GROUP = "not_our_group", _("Not a group we take")
    NO_INTERPRETER = "no_interpreter", _("Nobody speaks the language")
    NEEDS_MORE_CARE = "needs_more_care", _("Needs more medical care than we have")
    NOT_SAFE = "not_safe", _("Not safe with us (somebody here is known to the person)")
    PERSON_REFUSED = "person_refused", _("The person does not want to come to us")
    NO_ANSWER = "no_answer", _("Could not be reached")
    OTHER = "other", _("Another reason")


class EndReason(TextChoices):
    DONE = "done", _("What was asked is done")
    PERSON_WISHED = "person_wished", _("The person wished to leave")
    UNSAFE = "unsafe", _("It became unsafe")
    OTHER_SERVICE = "other_service", _("Another service is needed")
    NOT_ARRIVED = "not_arrived", _("The person did not arrive")
    AWAY = "away", _("The person went away, whereabouts not known")
    FAMILY = "family", _("Back with the family")
    REPATRIATED = "repatriated", _("Returned to the own country")
    OTHER = "other", _("Another reason")


class Giver(TextChoices):
    """Who decided. A guardian who is a suspect decides nothing: then a guardian ad litem or the best interest does."""

    PERSON = "person", _("The person")
    GUARDIAN = "guardian", _("The child assents, and the parent or guardian consents")
    AD_LITEM = "ad_litem", _("The child assents, and a guardian ad litem consents (the guardian is a suspect)")
    BEST_INTEREST = "best_interest", _("The child's best interest, decided by two workers (no guardian can be asked)")


class Manner(TextChoices):
    SPOKEN = "spoken", _("Spoken, a witness present")
    SIGNED = "signed", _("Signed")
    THUMB = "thumb", _("Thumb print")


class SharingPurpose(TextChoices):
    SHELTER = "shelter", _("To live there safely")
    HEALTH = "health", _("For treatment")
    COUNSELLING = "counselling", _("For counselling")
    LEGAL_AID = "legal_aid", _("For legal help")
    EDUCATION = "education", _("For school or training")
    FAMILY = "family", _("For family tracing and reintegration")
    RETURN = "return", _("For a safe return")
    CASE = "case", _("To carry on the whole case")


class ReferralEvent(AuditEventName):
    DRAFTED = "referral.drafted", _("Referral prepared")
    SENT = "referral.sent", _("Referral sent")
    ACCEPTED = "referral.accepted", _("Referral accepted")
    DECLINED = "referral.declined", _("Referral declined")
    EXPIRED = "referral.expired", _("Referral given up: not answered in time")
    ADMITTED = "referral.admitted", _("Person admitted")
    COMPLETED = "referral.completed", _("Service completed")
    HANDED_BACK = "referral.handed_back", _("Person handed back")
    WITHDRAWN = "referral.withdrawn", _("Referral withdrawn")
    CLOSED = "referral.closed", _("Referral closed")
    HANDED_OVER = "referral.handed_over", _("Case handed over")
    CONSENT_GIVEN = "referral.consent_given", _("Decision about sharing recorded")
    CONSENT_WITHDRAWN = "referral.consent_withdrawn", _("Consent withdrawn")
    WAY_SHOWN = "referral.way_shown", _("The way to a confidential place shown to the bringing office")
