"""Words and states of the case room: the ten steps of the MOSVY circular, the eleven rights, alarms, visits."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from rumduol.audit.enums import AuditEventName
from rumduol.shared.states import Transitions


class CaseStatus(TextChoices):
    OPEN = "open", _("Open")
    CLOSING = "closing", _("Waiting for the second signature")
    CLOSED = "closed", _("Closed")
    JOINED = "joined", _("Joined to another file of the same person")


TRANSITIONS: Transitions[CaseStatus] = {
    CaseStatus.OPEN: {CaseStatus.CLOSING, CaseStatus.JOINED},
    CaseStatus.CLOSING: {CaseStatus.OPEN, CaseStatus.CLOSED},
    CaseStatus.CLOSED: {CaseStatus.OPEN, CaseStatus.JOINED},
    CaseStatus.JOINED: {CaseStatus.OPEN, CaseStatus.CLOSED},
}
OWNERS: Mapping[CaseStatus, str] = {
    CaseStatus.OPEN: "case_worker",
    CaseStatus.CLOSING: "supervisor",
    CaseStatus.CLOSED: "case_worker",
    CaseStatus.JOINED: "case_worker",
}
PAGES: Mapping[CaseStatus, str] = {
    CaseStatus.OPEN: "cases:detail",
    CaseStatus.CLOSING: "cases:signatures",
    CaseStatus.CLOSED: "cases:detail",
    CaseStatus.JOINED: "cases:same",
}


class Verdict(TextChoices):
    """What somebody found who looked at two files side by side."""

    JOINED = "joined", _("One person: joined")
    DIFFERENT = "different", _("Two people")


class Source(TextChoices):
    """What a case was opened from."""

    SCREENING = "screening", _("A screening")
    REPORT = "report", _("A report")
    REFERRAL = "referral", _("A referral")
    WALK_IN = "walk_in", _("The person came")
    CASE = "case", _("Another case (family, companions)")


class Standing(TextChoices):
    """Whether the status of victim is presumed (any front-line worker) or identified (a mandated agency)."""

    PRESUMED = "presumed", _("Presumed victim")
    IDENTIFIED = "identified", _("Identified victim")
    EXPLOITED = "exploited", _("Exploited, not trafficking")
    AT_RISK = "at_risk", _("At risk")


VICTIMS = frozenset({Standing.PRESUMED, Standing.IDENTIFIED})


class StepName(TextChoices):
    """The ten steps of case management (MOSVY circular), in their order."""

    IDENTIFICATION = "identification", _("Identification for proper services")
    CRISIS = "crisis", _("Crisis intervention")
    REFERRAL = "referral", _("Service referral")
    ADMISSION = "admission", _("Transfer and admission")
    ASSESSMENT = "assessment", _("Assessment")
    PLANNING = "planning", _("Case planning")
    REINTEGRATION = "reintegration", _("Reintegration")
    FOLLOW_UP = "follow_up", _("Follow-up")
    FEEDBACK = "feedback", _("Feedback")
    CLOSURE = "closure", _("Closure")


STEPS = tuple(StepName)
STEP_NUMBER: Mapping[StepName, int] = {step: n for n, step in enumerate(STEPS, 1)}


class StepStatus(TextChoices):
    NOT_STARTED = "not_started", _("Not started")
    IN_PROGRESS = "in_progress", _("In progress")
    DONE = "done", _("Done")
    NOT_NEEDED = "not_needed", _("Not needed")


# Steps overlap and go back.
STEP_TRANSITIONS: Transitions[StepStatus] = {
    StepStatus.NOT_STARTED: {StepStatus.IN_PROGRESS, StepStatus.NOT_NEEDED},
    StepStatus.IN_PROGRESS: {StepStatus.DONE, StepStatus.NOT_NEEDED},
    StepStatus.DONE: {StepStatus.IN_PROGRESS},
    StepStatus.NOT_NEEDED: {StepStatus.IN_PROGRESS},
}
STEP_OWNERS: Mapping[StepStatus, str] = dict.fromkeys(StepStatus, "case_worker")
STEP_PAGES: Mapping[StepStatus, str] = dict.fromkeys(StepStatus, "cases:step")

# These can't be skipped: a person is always identified, made safe, and told that the case closes.
NEVER_SKIPPED = frozenset({StepName.IDENTIFICATION, StepName.CRISIS, StepName.CLOSURE})


class NotNeeded(TextChoices):
    REFUSED = "refused", _("The person does not want it")
    ELSEWHERE = "elsewhere", _("Done by another service")
    NO_NEED = "no_need", _("There is no need for it")
    UNREACHABLE = "unreachable", _("The person can't be reached")
    OTHER = "other", _("Another reason")


class Item(TextChoices):
    """What has to be seen to in a step. Plan, visits, custody and feedback have rows of their own."""

    URGENT_NEEDS = "urgent_needs", _("Urgent needs met: water, food, clothes, sleep, wounds")
    SAFETY_PLAN = "safety_plan", _("Immediate safety plan")
    MEDICAL_PLAN = "medical_plan", _("Immediate medical plan")
    NEEDS_MATCHED = "needs_matched", _("Needs matched with providers")
    CONSENT_PER_PROVIDER = "consent_per_provider", _("Consent asked for each provider")
    SERVICE_ACCEPTED = "service_accepted", _("The receiving service accepted")
    MEDICAL = "medical", _("Medical")
    PSYCHOSOCIAL = "psychosocial", _("Psychosocial")
    SAFETY = "safety", _("Safety and risk")
    LEGAL = "legal", _("Legal")
    FAMILY = "family", _("Family")
    EDUCATION = "education", _("Education and skills")
    MONEY = "money", _("Money and debt")
    PAPERS = "papers", _("Papers")
    WISHES = "wishes", _("Wishes")
    PLACE_ASSESSED = "place_assessed", _("Family, community or independent life assessed")
    RETURN_VOLUNTARY = "return_voluntary", _("The return is voluntary")
    RETURN_SAFE = "return_safe", _("The risk of the return assessed")
    SUPPORT_PACKAGE = "support_package", _("Support package agreed")
    PERSON_INFORMED = "person_informed", _("The person was told and knows how to come back")


ASSESSMENT = (
    Item.MEDICAL, Item.PSYCHOSOCIAL, Item.SAFETY, Item.LEGAL, Item.FAMILY, Item.EDUCATION, Item.MONEY, Item.PAPERS,
    Item.WISHES,
)  # fmt: skip
ITEMS_OF: Mapping[StepName, tuple[Item, ...]] = {
    StepName.IDENTIFICATION: (Item.URGENT_NEEDS,),
    StepName.CRISIS: (Item.SAFETY_PLAN, Item.MEDICAL_PLAN),
    StepName.REFERRAL: (Item.NEEDS_MATCHED, Item.CONSENT_PER_PROVIDER),
    StepName.ADMISSION: (Item.SERVICE_ACCEPTED,),
    StepName.ASSESSMENT: ASSESSMENT,
    StepName.PLANNING: (),
    StepName.REINTEGRATION: (Item.PLACE_ASSESSED, Item.RETURN_VOLUNTARY, Item.RETURN_SAFE, Item.SUPPORT_PACKAGE),
    StepName.FOLLOW_UP: (),
    StepName.FEEDBACK: (),
    StepName.CLOSURE: (Item.PERSON_INFORMED,),
}
STEP_OF: Mapping[Item, StepName] = {item: step for step, items in ITEMS_OF.items() for item in items}


class Risk(TextChoices):
    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")
    DANGER = "danger", _("Danger to life")


# Days until a risk level is looked at again.
RISK_REVIEW_DAYS: Mapping[Risk, int] = {Risk.LOW: 90, Risk.MEDIUM: 30, Risk.HIGH: 7, Risk.DANGER: 1}


class CustodyKind(TextChoices):
    PARENT = "parent", _("A parent")
    RELATIVE = "relative", _("A relative")
    FOSTER = "foster", _("A foster family")
    SHELTER = "shelter", _("A shelter, for the time being")
    STATE = "state", _("Social affairs")


class Decider(TextChoices):
    COURT = "court", _("A court")
    SOCIAL_AFFAIRS = "social_affairs", _("Social affairs")
    AD_LITEM = "ad_litem", _("A guardian ad litem")
    COMMUNE = "commune", _("The commune committee")
    PARENT = "parent", _("The parents")


class Paper(TextChoices):
    COURT_ORDER = "court_order", _("Court order")
    PLACEMENT = "placement", _("Placement decision of social affairs")
    LETTER = "letter", _("Letter of agreement")
    ORAL = "oral", _("Not on paper yet")


class GoalArea(TextChoices):
    SAFETY = "safety", _("Safety")
    HEALTH = "health", _("Health")
    MIND = "mind", _("Peace of mind")
    LEGAL = "legal", _("Law and compensation")
    FAMILY = "family", _("Family")
    HOME = "home", _("A place to live")
    SCHOOL = "school", _("School and skills")
    INCOME = "income", _("Work and income")
    MONEY = "money", _("Money and debt")
    PAPERS = "papers", _("Papers")


class GoalStatus(TextChoices):
    OPEN = "open", _("Under way")
    REACHED = "reached", _("Reached")
    DROPPED = "dropped", _("Given up")


GOAL_TRANSITIONS: Transitions[GoalStatus] = {
    GoalStatus.OPEN: {GoalStatus.REACHED, GoalStatus.DROPPED},
    GoalStatus.REACHED: {GoalStatus.OPEN},
    GoalStatus.DROPPED: {GoalStatus.OPEN},
}
GOAL_OWNERS: Mapping[GoalStatus, str] = dict.fromkeys(GoalStatus, "case_worker")
GOAL_PAGES: Mapping[GoalStatus, str] = dict.fromkeys(GoalStatus, "cases:plan")


class TaskStatus(TextChoices):
    OPEN = "open", _("To do")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("No longer needed")


TASK_TRANSITIONS: Transitions[TaskStatus] = {
    TaskStatus.OPEN: {TaskStatus.DONE, TaskStatus.DROPPED},
    TaskStatus.DONE: {TaskStatus.OPEN},
    TaskStatus.DROPPED: {TaskStatus.OPEN},
}
TASK_OWNERS: Mapping[TaskStatus, str] = dict.fromkeys(TaskStatus, "case_worker")
TASK_PAGES: Mapping[TaskStatus, str] = dict.fromkeys(TaskStatus, "cases:plan")


class Doer(TextChoices):
    WORKER = "worker", _("The case worker")
    PERSON = "person", _("The person")
    FAMILY = "family", _("The family")
    PROVIDER = "provider", _("A service")
    AUTHORITY = "authority", _("An authority")


class Agreement(TextChoices):
    AGREED = "agreed", _("The person agrees")
    PARTLY = "partly", _("The person agrees with a part")
    REFUSED = "refused", _("The person does not agree")


class Topic(TextChoices):
    """What a decision of the person is about."""

    STAY = "stay", _("Where to stay")
    RETURN = "return", _("Going back or staying")
    FAMILY = "family", _("Contact with the family")
    SERVICE = "service", _("A service")
    MEDICAL = "medical", _("Medical care")
    JUSTICE = "justice", _("Complaint, testimony, compensation")
    EMBASSY = "embassy", _("Contact with the embassy")
    SHARING = "sharing", _("Who may know")
    PLAN = "plan", _("The plan")
    OTHER = "other", _("Something else")


class Choice(TextChoices):
    AGREES = "agrees", _("Agrees")
    REFUSES = "refuses", _("Refuses")
    CHANGED = "changed", _("Changed their mind")
    LATER = "later", _("Wants to decide later")
    ASKS = "asks", _("Asks for something")


class Right(TextChoices):
    """The eleven rights of the policy on the rights of victims (Prakas 852, 2009)."""

    SAFETY = "safety", _("Safety and protection")
    IDENTITY = "identity", _("Individual identity")
    PRIVACY = "privacy", _("Privacy and confidentiality")
    DIGNITY = "dignity", _("Dignity")
    INFORMATION = "information", _("Information")
    SERVICES = "services", _("Services")
    JUSTICE = "justice", _("Justice")
    NORMALITY = "normality", _("Normality")
    PARTICIPATION = "participation", _("Participation")
    DECISIONS = "decisions", _("Decision-making")
    MOVEMENT = "movement", _("Freedom of movement")


class RightStatus(TextChoices):
    RESPECTED = "respected", _("Seen to")
    ACTION = "action", _("Something is being done")
    AT_RISK = "at_risk", _("Not respected yet")


class AlarmKind(TextChoices):
    DETAINED = "detained", _("Detained")
    FINED = "fined", _("Fined")
    CHARGED = "charged", _("Charged")
    DEPORTED = "deported", _("Deported or about to be")


class AlarmStatus(TextChoices):
    OPEN = "open", _("Open")
    HANDLED = "handled", _("Handled")


ALARM_TRANSITIONS: Transitions[AlarmStatus] = {
    AlarmStatus.OPEN: {AlarmStatus.HANDLED},
    AlarmStatus.HANDLED: {AlarmStatus.OPEN},
}
ALARM_OWNERS: Mapping[AlarmStatus, str] = dict.fromkeys(AlarmStatus, "case_worker")
ALARM_PAGES: Mapping[AlarmStatus, str] = dict.fromkeys(AlarmStatus, "cases:alarms")


class AlarmOutcome(TextChoices):
    RELEASED = "released", _("Released")
    WAIVED = "waived", _("Fine waived or paid back")
    DROPPED = "dropped", _("Charge dropped")
    STOPPED = "stopped", _("Return stopped")
    MISTAKE = "mistake", _("It was not so")
    DONE = "done", _("It happened and could not be undone")


VISIT_MONTHS = (1, 3, 6, 12, 24)


class VisitStatus(TextChoices):
    PLANNED = "planned", _("Planned")
    DONE = "done", _("Done")
    TRIED = "tried", _("Tried, not met")
    REFUSED = "refused", _("The person does not want it")


VISIT_TRANSITIONS: Transitions[VisitStatus] = {
    VisitStatus.PLANNED: {VisitStatus.DONE, VisitStatus.TRIED, VisitStatus.REFUSED},
    VisitStatus.TRIED: {VisitStatus.DONE, VisitStatus.TRIED, VisitStatus.REFUSED},
    VisitStatus.REFUSED: {VisitStatus.DONE},
    VisitStatus.DONE: set(),
}
VISIT_OWNERS: Mapping[VisitStatus, str] = dict.fromkeys(VisitStatus, "case_worker") | dict.fromkeys(
    (VisitStatus.DONE,), "nobody"
)
VISIT_PAGES: Mapping[VisitStatus, str] = dict.fromkeys(VisitStatus, "cases:visits")
VISIT_OPEN = frozenset({VisitStatus.PLANNED, VisitStatus.TRIED})


class VisitWay(TextChoices):
    HOME = "home", _("Met in person")
    PHONE = "phone", _("By telephone")
    OTHER_PLACE = "other_place", _("Met at another place")
    VIA = "via", _("Through the commune or a service")


class Answer(TextChoices):
    GOOD = "good", _("Good")
    FAIR = "fair", _("Middling")
    BAD = "bad", _("Bad")
    UNKNOWN = "unknown", _("Not known")


class Occupation(TextChoices):
    SCHOOL = "school", _("At school or in training")
    WORK = "work", _("Working")
    BOTH = "both", _("School and work")
    NEITHER = "neither", _("Neither")
    UNKNOWN = "unknown", _("Not known")


class YesNo(TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Not known")


class Retrafficking(TextChoices):
    NO = "no", _("No sign")
    SUSPECTED = "suspected", _("Suspected")
    YES = "yes", _("Yes")


class FeedbackWay(TextChoices):
    GIVEN = "given", _("Given with the name")
    ANONYMOUS = "anonymous", _("Given without the name")
    DECLINED = "declined", _("Offered, not wanted")


class ClosureReason(TextChoices):
    REINTEGRATED = "reintegrated", _("Reintegrated, followed for two years")
    GOALS_REACHED = "goals_reached", _("Goals reached")
    WISHES_TO_END = "wishes_to_end", _("The person wishes to end")
    MOVED = "moved", _("Lives elsewhere, another office carries on")
    RETURNED_HOME = "returned_home", _("Returned to the home country")
    UNREACHABLE = "unreachable", _("Can't be reached any more")
    DIED = "died", _("Died")
    OTHER = "other", _("Another reason")


class ClosureStatus(TextChoices):
    ASKED = "asked", _("Waiting for the second signature")
    SIGNED = "signed", _("Signed")
    RETURNED = "returned", _("Given back")
    REOPENED = "reopened", _("Reopened")


CLOSURE_TRANSITIONS: Transitions[ClosureStatus] = {
    ClosureStatus.ASKED: {ClosureStatus.SIGNED, ClosureStatus.RETURNED},
    ClosureStatus.SIGNED: {ClosureStatus.REOPENED},
    ClosureStatus.RETURNED: set(),
    ClosureStatus.REOPENED: set(),
}
CLOSURE_OWNERS: Mapping[ClosureStatus, str] = dict.fromkeys(ClosureStatus, "supervisor") | dict.fromkeys(
    (ClosureStatus.RETURNED, ClosureStatus.REOPENED), "nobody"
)
CLOSURE_PAGES: Mapping[ClosureStatus, str] = dict.fromkeys(ClosureStatus, "cases:closure")


class GivenBack(TextChoices):
    """Why a supervisor does not sign yet."""

    DANGER = "danger", _("The danger is not settled")
    VISITS = "visits", _("Visits are missing")
    WISHES = "wishes", _("The person's wish is not clear")
    PAPERS = "papers", _("Papers are missing")
    TALK = "talk", _("Let us talk about it")


class Reopened(TextChoices):
    ASKED = "asked", _("The person asks for help")
    RETRAFFICKED = "retrafficked", _("Trafficked again, or suspected")
    NEW_FACTS = "new_facts", _("Something new is known")
    MISTAKE = "mistake", _("Closed by mistake")


class Relation(TextChoices):
    """The other person, seen from this one."""

    FOUND_TOGETHER = "found_together", _("Found together")
    PARENT = "parent", _("Mother or father")
    CHILD = "child", _("Son or daughter")
    SIBLING = "sibling", _("Brother or sister")
    PARTNER = "partner", _("Husband, wife or partner")
    RELATIVE = "relative", _("Another relative")
    FRIEND = "friend", _("Friend")


MIRRORED: Mapping[Relation, Relation] = {Relation.PARENT: Relation.CHILD, Relation.CHILD: Relation.PARENT}


class NoteKind(TextChoices):
    MEETING = "meeting", _("Meeting")
    CALL = "call", _("Telephone call")
    OBSERVATION = "observation", _("Observation")
    AUTHORITY = "authority", _("Talk with an authority")
    OTHER = "other", _("Other")


class CaseEvent(AuditEventName):
    OPENED = "case.opened", _("Case opened")
    IDENTITY = "case.identity", _("Identity or contact changed")
    CODED = "case.coded", _("Facts about the person changed")
    ASSIGNED = "case.assigned", _("Case assigned")
    STEP_STARTED = "case.step_started", _("Step started")
    STEP_DONE = "case.step_done", _("Step done")
    STEP_NOT_NEEDED = "case.step_not_needed", _("Step not needed")
    STEP_REOPENED = "case.step_reopened", _("Step taken up again")
    ITEM_CHECKED = "case.item_checked", _("Point of a step seen to")
    RISK_SET = "case.risk_set", _("Risk level set")
    CUSTODY = "case.custody", _("Custody of a child settled")
    CUSTODY_ENDED = "case.custody_ended", _("Custody of a child ended")
    GOAL = "case.goal", _("Goal of the plan changed")
    TASK = "case.task", _("Task of the plan changed")
    PLAN_AGREED = "case.plan_agreed", _("The person answered to the plan")
    PLAN_APPROVED = "case.plan_approved", _("Plan approved")
    DECISION = "case.decision", _("Decision of the person recorded")
    RIGHT = "case.right", _("Right checked")
    ALARM_RAISED = "case.alarm_raised", _("Alarm raised")
    ALARM_HANDLED = "case.alarm_handled", _("Alarm handled")
    ALARM_REOPENED = "case.alarm_reopened", _("Alarm raised again")
    RETURNED_TO_LIFE = "case.reintegrated", _("Reintegration began, visits planned")
    VISIT = "case.visit", _("Visit recorded")
    FEEDBACK = "case.feedback", _("Feedback offered")
    FEEDBACK_WRITTEN = "case.feedback_written", _("Feedback without a name written")
    NOTE = "case.note", _("Note added")
    DOCUMENT = "case.document", _("Document added")
    LINKED = "case.linked", _("Linked with another person")
    JOINED = "case.joined", _("Joined to another file of the same person")
    PARTED = "case.parted", _("Taken apart again from another file")
    DIFFERENT = "case.different", _("Found to be another person")
    HANDED_OVER = "case.handed_over", _("Case handed over to another office")
    CLOSURE_ASKED = "case.closure_asked", _("Closure asked for")
    CLOSED = "case.closed", _("Case closed")
    CLOSURE_RETURNED = "case.closure_returned", _("Closure given back")
    REOPENED = "case.reopened", _("Case reopened")
