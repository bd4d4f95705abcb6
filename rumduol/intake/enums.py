"""The words of a report: how it came, what was said, what was found, and which state may follow which."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rumduol.shared.states import Transitions
from rumduol.terms.queries import label_lazy


class Channel(TextChoices):
    """How a report reached us. `web` is the only one that somebody without an account can use."""

    WEB = "web", label_lazy("channel", "web")
    PHONE = "phone", label_lazy("channel", "phone")
    SMS = "sms", label_lazy("channel", "sms")
    SOCIAL = "social", label_lazy("channel", "social")
    WALK_IN = "walk_in", label_lazy("channel", "walk_in")
    LETTER = "letter", label_lazy("channel", "letter")
    EMBASSY = "embassy", label_lazy("channel", "embassy")
    PATROL = "patrol", label_lazy("channel", "patrol")
    BORDER = "border", label_lazy("channel", "border")
    NGO = "ngo", label_lazy("channel", "ngo")
    AGENCY = "agency", label_lazy("channel", "agency")
    COMMUNE = "commune", label_lazy("channel", "commune")
    OTHER = "other", label_lazy("channel", "other")


class Said(TextChoices):
    """An answer that may always be "I don't know"."""

    YES = "yes", pgettext_lazy("answer", "Yes")
    NO = "no", pgettext_lazy("answer", "No")
    UNKNOWN = "unknown", _("I don't know")


class PartOfDay(TextChoices):
    """As fine as the time of an anonymous report is kept. Six hours each, from midnight in Phnom Penh."""

    NIGHT = "night", _("night")
    MORNING = "morning", _("morning")
    AFTERNOON = "afternoon", _("afternoon")
    EVENING = "evening", _("evening")


class Situation(TextChoices):
    """What a reporter can tick, in plain words. Triage turns it into forms of exploitation (SUGGESTED_FORMS)."""

    CANNOT_LEAVE = "cannot_leave", _("They cannot leave, or are watched or locked in")
    FORCED_WORK = "forced_work", _("They are made to work, or are not paid what was promised")
    PAPERS_TAKEN = "papers_taken", _("Their passport, papers or phone were taken away")
    DEBT = "debt", _("They must work for a debt")
    HURT = "hurt", _("They are beaten, hurt or threatened")
    SCAM = "scam", _("They are made to cheat people by phone or internet")
    SEXUAL = "sexual", _("They are made to do sexual things")
    CHILD_ONLINE = "child_online", _("A child is pressed for pictures or videos")
    CHILD_WORK = "child_work", _("A child does hard or dangerous work")
    MARRIAGE = "marriage", _("Somebody is forced or sold into marriage")
    BEGGING = "begging", _("They are made to beg or to sell in the street")
    HOUSEHOLD = "household", _("They are kept working in a private home")
    AT_SEA = "at_sea", _("They are kept on a fishing boat")
    CHILD_SOLD = "child_sold", _("A baby, a child or part of the body is bought or sold")
    DECEIVED = "deceived", _("They were promised something else and taken away")
    OTHER = "other", _("Something else")


SUGGESTED_FORMS: dict[Situation, str] = {
    Situation.FORCED_WORK: "labour",
    Situation.DEBT: "debt_bondage",
    Situation.SCAM: "criminality_scam",
    Situation.SEXUAL: "sexual",
    Situation.CHILD_ONLINE: "online",
    Situation.CHILD_WORK: "child_labour",
    Situation.MARRIAGE: "marriage",
    Situation.BEGGING: "begging",
    Situation.HOUSEHOLD: "domestic_servitude",
    Situation.AT_SEA: "labour_fishing",
    Situation.CHILD_SOLD: "child_sale",
}


class Relation(TextChoices):
    """Who is telling us."""

    SELF = "self", _("It is happening to me")
    FAMILY = "family", _("I am a relative")
    FRIEND = "friend", _("I am a friend or work with them")
    NEIGHBOUR = "neighbour", _("I live or work nearby")
    DUTY = "duty", _("I learned of it in my work")
    OTHER = "other", _("Somebody else")
    UNKNOWN = "unknown", _("I would rather not say")


class Answering(TextChoices):
    """How the reporter wants to hear from us."""

    CODE = "code", _("Yes, with the code I get at the end")
    CONTACT = "contact", _("Yes, and you may also contact me")
    NO = "no", _("No, I only want to tell you")


class Urgency(TextChoices):
    """Which clock runs. Hours are in CLOCKS."""

    DANGER = "danger", _("Danger now")
    CHILD = "child", _("A child")
    ORDINARY = "ordinary", _("Ordinary")


CLOCKS: dict[Urgency, int] = {Urgency.DANGER: 1, Urgency.CHILD: 24, Urgency.ORDINARY: 72}  # hours to the first decision


class ReportStatus(TextChoices):
    RECEIVED = "received", _("Received")
    TRIAGED = "triaged", _("Triaged")
    TRANSFERRED = "transferred", _("Sent on, not yet accepted")
    ASSIGNED = "assigned", _("With the office that goes there")
    VERIFYING = "verifying", _("Being verified")
    VERIFIED = "verified", _("Verified")
    ANSWERED = "answered", _("Reporter answered")
    CLOSED = "closed", _("Closed")
    JOINED = "joined", _("Joined to another report")
    WITHDRAWN = "withdrawn", _("Withdrawn by the reporter")


_S = ReportStatus
TRANSITIONS: Transitions[ReportStatus] = {
    _S.RECEIVED: {_S.TRIAGED, _S.JOINED, _S.WITHDRAWN},
    _S.TRIAGED: {_S.ASSIGNED, _S.TRANSFERRED, _S.JOINED, _S.CLOSED, _S.WITHDRAWN},
    _S.TRANSFERRED: {_S.ASSIGNED, _S.TRANSFERRED, _S.WITHDRAWN},
    _S.ASSIGNED: {_S.VERIFYING, _S.TRANSFERRED, _S.JOINED, _S.WITHDRAWN},
    _S.VERIFYING: {_S.VERIFIED, _S.TRANSFERRED, _S.JOINED},  # people are on their way: too late to withdraw
    _S.VERIFIED: {_S.ANSWERED, _S.CLOSED, _S.VERIFYING},
    _S.ANSWERED: {_S.CLOSED, _S.VERIFYING},
    _S.CLOSED: {_S.VERIFYING},
    _S.JOINED: {_S.TRIAGED},
    _S.WITHDRAWN: {_S.CLOSED, _S.TRIAGED},  # an officer looks: was somebody made to withdraw it?
}
OWNERS: dict[ReportStatus, str] = {
    _S.RECEIVED: "hotline_operator",
    _S.TRIAGED: "hotline_operator",
    _S.TRANSFERRED: "investigator",
    _S.ASSIGNED: "investigator",
    _S.VERIFYING: "investigator",
    _S.VERIFIED: "investigator",
    _S.ANSWERED: "investigator",
    _S.CLOSED: "investigator",
    _S.JOINED: "hotline_operator",
    _S.WITHDRAWN: "hotline_operator",
}
PAGES: dict[ReportStatus, str] = dict.fromkeys(_S, "intake:report")
LIVE: frozenset[ReportStatus] = frozenset(_S) - {_S.CLOSED, _S.JOINED, _S.WITHDRAWN}
CAN_WITHDRAW: frozenset[ReportStatus] = frozenset(old for old, new in TRANSITIONS.items() if _S.WITHDRAWN in new)


class Result(TextChoices):
    """What was found at the place, for one person of a report."""

    FOUND = "found", label_lazy("verification", "found")
    NOT_AT_PLACE = "not_at_place", label_lazy("verification", "not_at_place")
    PLACE_CLOSED = "place_closed", label_lazy("verification", "place_closed")
    TOO_LITTLE = "too_little_information", label_lazy("verification", "too_little_information")
    OTHER_PROVINCE = "other_province", label_lazy("verification", "other_province")
    ALREADY_HOME = "already_home", label_lazy("verification", "already_home")
    DECLINED = "declined", label_lazy("verification", "declined")


class Finding(TextChoices):
    """What it turned out to be."""

    TRAFFICKING = "trafficking", label_lazy("finding", "trafficking")
    EXPLOITATION = "exploitation", label_lazy("finding", "exploitation")
    LABOUR_DISPUTE = "labour_dispute", label_lazy("finding", "labour_dispute")
    IMMIGRATION_ONLY = "immigration_only", label_lazy("finding", "immigration_only")
    OTHER_CRIME = "other_crime", label_lazy("finding", "other_crime")
    UNFOUNDED = "unfounded", label_lazy("finding", "unfounded")


class TransferReason(TextChoices):
    COMPETENT = "competent", _("The place is in their territory")
    MOVED = "moved", _("The people were moved there")
    MANDATE = "mandate", _("It is their mandate")
    CONFLICT = "conflict", _("Somebody here is too close to the matter")
    RETURNED = "returned", _("Sent back: not for us")
    CAPACITY = "capacity", _("We cannot act in time")


class ClosingReason(TextChoices):
    DONE = "done", _("Everybody was found or answered for")
    NOT_OURS = "not_ours", _("Not about exploitation: the reporter was told where to turn")
    NO_TRACE = "no_trace", _("Nothing more can be found out")
    WITHDRAWN = "withdrawn", _("The reporter withdrew it")


class NoteKind(TextChoices):
    INTERNAL = "internal", _("Note of this office")
    TRIAGE = "triage", _("Note at triage")
    TRANSFER = "transfer", _("Note with the transfer")
    VERIFICATION = "verification", _("Note of the verification")


class MessageKind(TextChoices):
    """From whom to whom, and why."""

    ANSWER = "answer", _("Answer")
    ADDITION = "addition", _("More information")
    CORRECTION = "correction", _("Correction")
    WITHDRAWAL = "withdrawal", _("Withdrawal")


FROM_REPORTER = frozenset({MessageKind.ADDITION, MessageKind.CORRECTION, MessageKind.WITHDRAWAL})


class Step(TextChoices):
    """The pages of the public form, in order. `district` belongs to the second question."""

    DANGER = "danger", _("Danger now")
    WHERE = "where", _("Where")
    DISTRICT = "district", _("Where exactly")
    WHAT = "what", _("What is happening")
    WHO = "who", _("Who")
    YOU = "you", _("About you")
    CHECK = "check", _("Check and send")


STEP_NUMBER: dict[Step, int] = {
    Step.DANGER: 1,
    Step.WHERE: 2,
    Step.DISTRICT: 2,
    Step.WHAT: 3,
    Step.WHO: 4,
    Step.YOU: 5,
    Step.CHECK: 6,
}
