"""Words and states of a criminal case: from the first inquiry to the execution of the judgment.

The stages follow the Code of Criminal Procedure: preliminary inquiry (art. 111), the prosecutor's choice (art. 40-48),
judicial investigation (art. 124), closing order (art. 247), trial (art. 316), appeal (art. 375), execution (art. 496).
"""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from rumduol.audit.enums import AuditEventName
from rumduol.shared.states import Transitions


class CriminalStatus(TextChoices):
    PRELIMINARY = "preliminary", _("Preliminary inquiry")
    WITH_PROSECUTOR = "with_prosecutor", _("With the prosecutor")
    FILED = "filed", _("Filed without process")
    INVESTIGATING_JUDGE = "investigating_judge", _("With the investigating judge")
    CLOSING_ORDER = "closing_order", _("Closing order made")
    DISMISSED = "dismissed", _("Dismissed by the closing order")
    TRIAL = "trial", _("Trial")
    VERDICT = "verdict", _("Judged, can be appealed")
    APPEAL = "appeal", _("Appeal")
    FINAL = "final", _("Final judgment")
    EXECUTION = "execution", _("Execution of the judgment")
    ENDED = "ended", _("Ended")


S = CriminalStatus
# The database holds the same table with the role of each door (justice_may_move); a test compares them.
TRANSITIONS: Transitions[CriminalStatus] = {
    S.PRELIMINARY: {S.WITH_PROSECUTOR},
    # Charge (with a judicial investigation or by direct summons), file, or give back to the police.
    S.WITH_PROSECUTOR: {S.PRELIMINARY, S.FILED, S.INVESTIGATING_JUDGE, S.TRIAL},
    S.FILED: {S.WITH_PROSECUTOR},
    S.INVESTIGATING_JUDGE: {S.CLOSING_ORDER},
    S.CLOSING_ORDER: {S.TRIAL, S.DISMISSED},
    S.DISMISSED: {S.INVESTIGATING_JUDGE},
    S.TRIAL: {S.VERDICT},
    S.VERDICT: {S.APPEAL, S.FINAL},
    # The court of appeal judges, or sends the case back to be tried again.
    S.APPEAL: {S.FINAL, S.TRIAL},
    S.FINAL: {S.EXECUTION, S.ENDED},
    S.EXECUTION: {S.ENDED},
    S.ENDED: set(),
}
OWNERS: Mapping[CriminalStatus, str] = {
    S.PRELIMINARY: "investigator",
    S.WITH_PROSECUTOR: "prosecutor",
    S.FILED: "prosecutor",
    S.INVESTIGATING_JUDGE: "court_clerk",
    S.CLOSING_ORDER: "court_clerk",
    S.DISMISSED: "court_clerk",
    S.TRIAL: "court_clerk",
    S.VERDICT: "court_clerk",
    S.APPEAL: "court_clerk",
    S.FINAL: "prosecutor",
    S.EXECUTION: "prosecutor",
    S.ENDED: "nobody",
}
PAGES: Mapping[CriminalStatus, str] = dict.fromkeys(CriminalStatus, "justice:case")
# Nobody reaches these without a charge, and the later ones without a verdict; the database refuses it too.
CHARGED = frozenset(
    {S.INVESTIGATING_JUDGE, S.CLOSING_ORDER, S.DISMISSED, S.TRIAL, S.VERDICT, S.APPEAL, S.FINAL, S.EXECUTION, S.ENDED}
)
JUDGED = frozenset({S.VERDICT, S.APPEAL, S.FINAL, S.EXECUTION, S.ENDED})
RESTING = frozenset({S.FILED, S.DISMISSED, S.ENDED})


class Source(TextChoices):
    """What an inquiry began with."""

    COMPLAINT = "complaint", _("A complaint")
    REPORT = "report", _("A report in this system")
    OPERATION = "operation", _("An operation")
    FLAGRANT = "flagrant", _("Caught in the act")
    OWN = "own", _("The police found it")
    ABROAD = "abroad", _("Another country passed it on")


class Because(TextChoices):
    """Why a case goes where it goes; each way offers its own (BECAUSE_OF)."""

    COMPLETE = "complete", _("The inquiry is complete")
    ASKED = "asked", _("The prosecutor asked for it")
    MORE_INQUIRY = "more_inquiry", _("More has to be found out")
    NO_OFFENCE = "no_offence", _("What happened is no offence")
    NOT_ENOUGH = "not_enough", _("Not enough evidence")
    NOT_FOUND = "not_found", _("The suspect is not known")
    TIME_PASSED = "time_passed", _("The time to prosecute has passed")
    DIED = "died", _("The suspect died")
    WITHDRAWN = "withdrawn", _("The complaint was withdrawn")
    NEW_FACTS = "new_facts", _("Something new is known")
    CHARGED = "charged", _("Charged")
    SUMMONS = "summons", _("Charged, summoned directly to trial")
    INDICTED = "indicted", _("Sent to trial by the closing order")
    JUDGED = "judged", _("Judged")
    APPEALED = "appealed", _("Somebody appealed")
    NO_APPEAL = "no_appeal", _("The time to appeal has passed")
    APPEAL_JUDGED = "appeal_judged", _("The court of appeal judged")
    SENT_BACK = "sent_back", _("Sent back to be tried again")
    TO_EXECUTE = "to_execute", _("A sentence has to be carried out")
    NOTHING_LEFT = "nothing_left", _("Nothing has to be carried out")
    CARRIED_OUT = "carried_out", _("The sentence was carried out")


B = Because
BECAUSE_OF: Mapping[tuple[CriminalStatus, CriminalStatus], tuple[Because, ...]] = {
    (S.PRELIMINARY, S.WITH_PROSECUTOR): (B.COMPLETE, B.ASKED),
    (S.WITH_PROSECUTOR, S.PRELIMINARY): (B.MORE_INQUIRY,),
    (S.WITH_PROSECUTOR, S.FILED): (B.NO_OFFENCE, B.NOT_ENOUGH, B.NOT_FOUND, B.TIME_PASSED, B.DIED, B.WITHDRAWN),
    (S.WITH_PROSECUTOR, S.INVESTIGATING_JUDGE): (B.CHARGED,),
    (S.WITH_PROSECUTOR, S.TRIAL): (B.SUMMONS,),
    (S.FILED, S.WITH_PROSECUTOR): (B.NEW_FACTS,),
    (S.INVESTIGATING_JUDGE, S.CLOSING_ORDER): (B.COMPLETE,),
    (S.CLOSING_ORDER, S.TRIAL): (B.INDICTED,),
    (S.CLOSING_ORDER, S.DISMISSED): (B.NO_OFFENCE, B.NOT_ENOUGH, B.NOT_FOUND, B.TIME_PASSED, B.DIED),
    (S.DISMISSED, S.INVESTIGATING_JUDGE): (B.NEW_FACTS,),
    (S.TRIAL, S.VERDICT): (B.JUDGED,),
    (S.VERDICT, S.APPEAL): (B.APPEALED,),
    (S.VERDICT, S.FINAL): (B.NO_APPEAL,),
    (S.APPEAL, S.FINAL): (B.APPEAL_JUDGED,),
    (S.APPEAL, S.TRIAL): (B.SENT_BACK,),
    (S.FINAL, S.EXECUTION): (B.TO_EXECUTE,),
    (S.FINAL, S.ENDED): (B.NOTHING_LEFT,),
    (S.EXECUTION, S.ENDED): (B.CARRIED_OUT,),
}


class SuspectKind(TextChoices):
    PERSON = "person", _("A person")
    ENTITY = "entity", _("A company or another legal entity")


class Level(TextChoices):
    """Who is punished, the organiser or the doorkeeper: asked of every suspect."""

    ORGANISER = "organiser", _("Organiser or owner")
    MANAGER = "manager", _("Manager")
    HELPER = "helper", _("Takes part for a share")
    LOW = "low", _("Low level, does as told")
    UNKNOWN = "unknown", _("Not known")


class Counsel(TextChoices):
    NONE = "none", _("No lawyer yet")
    REFUSED = "refused", _("Does not want a lawyer")
    OWN = "own", _("A lawyer of their own")
    APPOINTED = "appointed", _("A lawyer was appointed")


class YesNo(TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Not known")


class DetentionKind(TextChoices):
    """The limits of each stand in data/detention.toml."""

    CUSTODY = "custody", _("Police custody")
    PRETRIAL = "pretrial", _("Detained before the trial")
    SENTENCE = "sentence", _("Serves a sentence")


class ChargeStatus(TextChoices):
    STANDING = "standing", _("Stands")
    REPLACED = "replaced", _("Replaced")
    DROPPED = "dropped", _("Dropped")


CHARGE_TRANSITIONS: Transitions[ChargeStatus] = {
    ChargeStatus.STANDING: {ChargeStatus.REPLACED, ChargeStatus.DROPPED},
    ChargeStatus.REPLACED: set(),
    ChargeStatus.DROPPED: set(),
}
CHARGE_OWNERS: Mapping[ChargeStatus, str] = {
    ChargeStatus.STANDING: "prosecutor, court_clerk",
    ChargeStatus.REPLACED: "nobody",
    ChargeStatus.DROPPED: "nobody",
}
CHARGE_PAGES: Mapping[ChargeStatus, str] = dict.fromkeys(ChargeStatus, "justice:charges")


class WhyChanged(TextChoices):
    """Why a charge was replaced or dropped: always asked, for a charge that shrinks is a way out."""

    EVIDENCE = "evidence", _("The evidence does not carry it")
    VICTIM_ADULT = "victim_adult", _("The victim turned out to be an adult")
    VICTIM_CHILD = "victim_child", _("The victim turned out to be a child")
    OTHER_ARTICLE = "other_article", _("Another article fits better")
    PENAL_CODE = "penal_code", _("The Penal Code takes precedence (art. 671)")
    TESTIMONY = "testimony", _("A witness withdrew")
    SETTLED = "settled", _("The sides settled")
    OTHER = "other", _("Another reason")


class Outcome(TextChoices):
    CONVICTED = "convicted", _("Convicted")
    ACQUITTED = "acquitted", _("Acquitted")
    DISMISSED = "dismissed", _("Dismissed")


class Court(TextChoices):
    FIRST = "first", _("Court of first instance")
    APPEAL = "appeal", _("Court of appeal")
    SUPREME = "supreme", _("Supreme Court")


class Penalty(TextChoices):
    PRISON = "prison", _("Prison")
    SUSPENDED = "suspended", _("Prison, suspended")
    FINE = "fine", _("Fine only")
    NONE = "none", _("No penalty")


# Penal Code art. 46 to 48: a term of imprisonment is at most thirty years; beyond it there is only life.
LONGEST_MONTHS = 30 * 12


class EvidenceKind(TextChoices):
    THING = "thing", _("A thing")
    PAPER = "paper", _("A paper or document")
    MONEY = "money", _("Money")
    DIGITAL = "digital", _("A telephone, computer or file")
    STATEMENT = "statement", _("A recorded statement")
    TRACE = "trace", _("A trace or medical certificate")


class NodeKind(TextChoices):
    SUSPECT = "suspect", _("A suspect")
    PERSON = "person", _("Another person")
    PREMISES = "premises", _("A place")
    PHONE = "phone", _("A telephone number")
    ACCOUNT = "account", _("An account")
    AGENCY = "agency", _("An agency or company")
    VEHICLE = "vehicle", _("A vehicle or boat")


class TieKind(TextChoices):
    KNOWS = "knows", _("Knows")
    FAMILY = "family", _("Family")
    WORKS_FOR = "works_for", _("Works for")
    OWNS = "owns", _("Owns or rents")
    USES = "uses", _("Uses")
    PAYS = "pays", _("Pays")
    SENDS_PEOPLE = "sends_people", _("Sends people to")
    SEEN_AT = "seen_at", _("Was seen at")


class CooperationKind(TextChoices):
    EXTRADITION = "extradition", _("Extradition")
    LEGAL_ASSISTANCE = "legal_assistance", _("Mutual legal assistance")
    JOINT_OPERATION = "joint_operation", _("Joint operation")
    CASE_MEETING = "case_meeting", _("Meeting on the case")


class Direction(TextChoices):
    SENT = "sent", _("Asked by us")
    RECEIVED = "received", _("Asked of us")


class CooperationStatus(TextChoices):
    ASKED = "asked", _("Waiting for an answer")
    GRANTED = "granted", _("Granted")
    PARTLY = "partly", _("Granted in part")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Taken back")


C = CooperationStatus
COOPERATION_TRANSITIONS: Transitions[CooperationStatus] = {
    C.ASKED: {C.GRANTED, C.PARTLY, C.REFUSED, C.WITHDRAWN},
    C.PARTLY: {C.GRANTED, C.REFUSED},
    C.GRANTED: set(),
    C.REFUSED: set(),
    C.WITHDRAWN: set(),
}
COOPERATION_OWNERS: Mapping[CooperationStatus, str] = {
    **dict.fromkeys((C.ASKED, C.PARTLY), "investigator, prosecutor, court_clerk"),
    **dict.fromkeys((C.GRANTED, C.REFUSED, C.WITHDRAWN), "nobody"),
}
COOPERATION_PAGES: Mapping[CooperationStatus, str] = dict.fromkeys(CooperationStatus, "justice:cooperation")


class HandOverStatus(TextChoices):
    """A hand-over is custody only when both sides have signed."""

    OPEN = "open", _("Signed by one side only")
    SIGNED = "signed", _("Signed by both sides")
    REFUSED = "refused", _("Not taken")


HANDOVER_TRANSITIONS: Transitions[HandOverStatus] = {
    HandOverStatus.OPEN: {HandOverStatus.SIGNED, HandOverStatus.REFUSED},
    HandOverStatus.SIGNED: set(),
    HandOverStatus.REFUSED: set(),
}
HANDOVER_OWNERS: Mapping[HandOverStatus, str] = {
    HandOverStatus.OPEN: "investigator, prosecutor, court_clerk",
    HandOverStatus.SIGNED: "nobody",
    HandOverStatus.REFUSED: "nobody",
}
HANDOVER_PAGES: Mapping[HandOverStatus, str] = dict.fromkeys(HandOverStatus, "justice:evidence")


class Reading(TextChoices):
    """Why a suspect may be a victim: what raised the non-punishment alarm."""

    LINKED = "linked", _("Somebody said that this is the person of a case")
    SAME_NAME = "same_name", _("The same name as a presumed or identified victim")


class JusticeEvent(AuditEventName):
    OPENED = "justice.opened", _("Criminal case opened")
    CHANGED = "justice.changed", _("Facts of a criminal case changed")
    MOVED = "justice.moved", _("Criminal case moved on")
    HANDED_OVER = "justice.handed_over", _("Criminal case handed over to another office")
    SUSPECT_ADDED = "justice.suspect_added", _("Suspect added")
    SUSPECT_CHANGED = "justice.suspect_changed", _("Suspect changed")
    ALIKE = "justice.alike", _("Suspect added although another is alike")
    SEARCHED = "justice.searched", _("Where a suspect was searched")
    DETAINED = "justice.detained", _("Detention recorded")
    RELEASED = "justice.released", _("Release recorded")
    FINED = "justice.fined", _("Fine recorded")
    DEPORTED = "justice.deported", _("Deportation recorded")
    VICTIM_ADDED = "justice.victim_added", _("Victim named in a criminal case")
    CHARGED = "justice.charged", _("Charge recorded")
    CHARGE_ENDED = "justice.charge_ended", _("Charge replaced or dropped")
    JUDGED = "justice.judged", _("Verdict recorded")
    EVIDENCE_ADDED = "justice.evidence_added", _("Evidence recorded")
    HAND_OVER_OFFERED = "justice.hand_over_offered", _("Evidence: hand-over signed by the giver")
    HAND_OVER_SIGNED = "justice.hand_over_signed", _("Evidence: hand-over signed by the receiver")
    HAND_OVER_REFUSED = "justice.hand_over_refused", _("Evidence: hand-over not taken")
    NETWORK = "justice.network", _("Network of a criminal case changed")
    EXPORTED = "justice.exported", _("Network of a criminal case exported")
    COOPERATION = "justice.cooperation", _("Request between countries recorded")
    VICTIM_ALARM = "justice.victim_alarm", _("A suspect may be a victim: alarm raised")
    SHARED = "justice.shared", _("Criminal case shared with another office")
