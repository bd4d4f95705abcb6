"""States, choices and permissions of a claim for compensation."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from rumduol.audit.enums import AuditEventName
from rumduol.shared.states import Transitions


class ClaimStatus(TextChoices):
    DRAFT = "draft", _("Being prepared")
    FILED = "filed", _("Before the court")
    ORDERED = "ordered", _("Compensation ordered")
    REFUSED = "refused", _("Refused by the court")
    PAID = "paid", _("Paid in full")
    WITHDRAWN = "withdrawn", _("Withdrawn by the person")


# A settlement out of court changes nothing here: the claim stays where it is.
TRANSITIONS: Transitions[ClaimStatus] = {
    ClaimStatus.DRAFT: {ClaimStatus.FILED, ClaimStatus.WITHDRAWN},
    ClaimStatus.FILED: {ClaimStatus.ORDERED, ClaimStatus.REFUSED, ClaimStatus.WITHDRAWN},
    ClaimStatus.REFUSED: {ClaimStatus.ORDERED},
    ClaimStatus.ORDERED: {ClaimStatus.PAID, ClaimStatus.REFUSED},
    ClaimStatus.PAID: {ClaimStatus.ORDERED},  # a payment was cancelled, or a higher court ordered more
    ClaimStatus.WITHDRAWN: set(),
}
OWNERS: dict[ClaimStatus, str] = {
    ClaimStatus.DRAFT: "legal_aid_lawyer",
    ClaimStatus.FILED: "court_clerk",
    ClaimStatus.REFUSED: "court_clerk",
    ClaimStatus.ORDERED: "court_clerk",
    ClaimStatus.PAID: "court_clerk",
    ClaimStatus.WITHDRAWN: "nobody",
}
PAGES: dict[ClaimStatus, str] = dict.fromkeys(ClaimStatus, "remedy:claim")


class Giver(TextChoices):
    """Who consented to the claim: a child's best interest is not decided by one person alone."""

    SELF = "self", _("The person")
    GUARDIAN = "guardian", _("The guardian, with the child's assent")
    AD_LITEM = "ad_litem", _("A guardian for the proceedings, with the child's assent")


class LineKind(TextChoices):
    WAGES = "wages", _("Wages withheld")
    FEES = "fees", _("Fees taken, with interest")
    MEDICAL = "medical", _("Medical costs")
    MORAL = "moral", _("Moral harm")


class Currency(TextChoices):
    KHR = "khr", _("riel")
    USD = "usd", _("US dollar")


class RateSource(TextChoices):
    NATIONAL_BANK = "national_bank", _("Rate of the National Bank of that day")
    COURT = "court", _("Rate set by the court")
    AGREED = "agreed", _("Rate both sides agreed")


class InterestBasis(TextChoices):
    NONE = "none", _("No interest")
    JUDGMENT = "judgment", _("Ordered in the judgment")
    RESTITUTION = "restitution", _("Restitution of unjust enrichment (2008 law, article 46)")


class PaySource(TextChoices):
    ACCUSED = "accused", _("The convicted person")
    FUND = "fund", _("A fund for victims")
    SEIZED = "seized", _("Money or goods seized")
    OTHER = "other", _("Another source")


class Holder(TextChoices):
    COURT = "court", _("The court")
    BANK = "bank", _("A bank account in the child's name")
    AD_LITEM = "ad_litem", _("The guardian for the proceedings")


class ReleasePurpose(TextChoices):
    SCHOOL = "school", _("School or training")
    HEALTH = "health", _("Health")
    LIVING = "living", _("Living costs")
    MAJORITY = "majority", _("The person is 18 now")


class ReleaseStatus(TextChoices):
    ASKED = "asked", _("Two signatures are asked for")
    APPROVED = "approved", _("Approved by two people")
    REFUSED = "refused", _("Refused")
    PAID_OUT = "paid_out", _("Paid out")


RELEASE_TRANSITIONS: Transitions[ReleaseStatus] = {
    ReleaseStatus.ASKED: {ReleaseStatus.APPROVED, ReleaseStatus.REFUSED},
    ReleaseStatus.APPROVED: {ReleaseStatus.PAID_OUT},
    ReleaseStatus.REFUSED: set(),
    ReleaseStatus.PAID_OUT: set(),
}
RELEASE_OWNERS: dict[ReleaseStatus, str] = {
    ReleaseStatus.ASKED: "prosecutor",
    ReleaseStatus.APPROVED: "legal_aid_lawyer",
    ReleaseStatus.REFUSED: "nobody",
    ReleaseStatus.PAID_OUT: "nobody",
}
RELEASE_PAGES: dict[ReleaseStatus, str] = dict.fromkeys(ReleaseStatus, "remedy:claim")


class Proposer(TextChoices):
    ACCUSED = "accused", _("The accused")
    ACCUSED_FAMILY = "accused_family", _("The family of the accused")
    EMPLOYER = "employer", _("An employer or agency")
    BROKER = "broker", _("A broker")
    OWN_FAMILY = "own_family", _("The person's own family")
    VILLAGE = "village", _("A village or commune authority")
    POLICE = "police", _("Police")
    COURT = "court", _("Somebody at the court")
    LAWYER = "lawyer", _("A lawyer")
    OTHER = "other", _("Somebody else")
    UNKNOWN = "unknown", _("Not known")


class Answer(TextChoices):
    ACCEPTED = "accepted", _("The person or family took it")
    REFUSED = "refused", _("The person or family refused")
    OPEN = "open", _("Not answered yet")
    UNKNOWN = "unknown", _("Not known")


class WhyWithdrawn(TextChoices):
    FEAR = "fear", _("Fear")
    THREAT = "threat", _("A threat")
    MONEY = "money", _("Money was given or promised")
    FAMILY = "family", _("The family wishes it")
    TIRED = "tired", _("It takes too long")
    HOME = "home", _("Going home")
    HARM = "harm", _("Telling it again does harm")
    OTHER = "other", _("Another reason")
    NOT_SAID = "not_said", _("Not said")


class RemedyEvent(AuditEventName):
    BEGUN = "remedy.begun", _("Claim for compensation begun")
    CONSENTED = "remedy.consented", _("Consent to a claim recorded")
    SHEET_CHANGED = "remedy.sheet_changed", _("Calculation of a claim changed")
    FILED = "remedy.filed", _("Claim filed")
    SENT_ON = "remedy.sent_on", _("Claim sent on to another court")
    WITHDRAWN = "remedy.withdrawn", _("Claim withdrawn")
    REFUSED = "remedy.refused", _("Claim refused by the court")
    ORDERED = "remedy.ordered", _("Compensation ordered")
    PAID = "remedy.paid", _("Payment recorded")
    PAYMENT_CANCELLED = "remedy.payment_cancelled", _("Payment cancelled as a mistake")
    RELEASE_ASKED = "remedy.release_asked", _("Release of a child's money asked for")
    RELEASE_SIGNED = "remedy.release_signed", _("Release of a child's money signed")
    RELEASE_REFUSED = "remedy.release_refused", _("Release of a child's money refused")
    RELEASE_PAID = "remedy.release_paid", _("Released money paid out")
    SETTLEMENT = "remedy.settlement", _("Settlement out of court recorded")
    TESTIMONY_WITHDRAWN = "remedy.testimony_withdrawn", _("Withdrawal of testimony recorded")
