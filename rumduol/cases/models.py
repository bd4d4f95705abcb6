"""A person's case and what hangs on it. Rows hold codes and dates; every word about the person is sealed in the case's
sections (RecordRef("case", case.id)), keyed by the row's id. The sealed shapes stand in `sections.py`."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from rumduol.cases import enums
from rumduol.shared.dates import PartialDateField
from rumduol.shared.models import Record

_PART = {"id", "created_at", "revision", "office_id", "case"}


def _together(name: str, first: str, second: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{first}__isnull": True, f"{second}__isnull": True})
        | Q(**{f"{first}__isnull": False, f"{second}__isnull": False}),
    )


class Case(Record):
    number = models.CharField(max_length=12)
    office_id = models.UUIDField()
    worker_id = models.UUIDField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=enums.CaseStatus, default=enums.CaseStatus.OPEN)
    opened_on = models.DateField()
    opened_by_id = models.UUIDField()
    source_kind = models.CharField(max_length=10, choices=enums.Source)
    source_id = models.UUIDField(null=True, blank=True)

    sex = models.CharField(max_length=10, default="unknown")
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)
    age_band = models.CharField(max_length=10, default="unknown")
    nationality = models.CharField(max_length=2, blank=True)
    language = models.CharField(max_length=10, blank=True)
    found_in = models.CharField(max_length=8, blank=True, help_text="Place code, to the district.")
    standing = models.CharField(max_length=12, choices=enums.Standing)
    standing_on = PartialDateField()
    standing_by_kind = models.CharField(max_length=20, blank=True, help_text="Kind of agency that said so.")
    forms = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    domestic = models.CharField(max_length=24, blank=True)
    palermo = models.CharField(max_length=24, blank=True)
    exploited_in = models.CharField(max_length=8, blank=True, help_text="Place or country code.")
    exploited_until = PartialDateField(null=True, blank=True)

    risk = models.CharField(max_length=8, choices=enums.Risk, blank=True)
    risk_set_on = models.DateField(null=True, blank=True)
    risk_review_on = models.DateField(null=True, blank=True)
    reintegrated_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by_id = models.UUIDField(null=True, blank=True)

    class Privacy:
        sealed = {
            "identity.name", "identity.other_names", "identity.born", "identity.birthplace", "identity.documents",
            "contact.phone", "contact.address", "contact.trusted_person", "contact.safe_way", "contact.links",
            "narrative.summary", "health.checks", "whereabouts.custody", "whereabouts.place", "wishes.decisions",
            "wishes.plan", "wishes.feedback", "notes.notes", "notes.checks", "notes.rights", "notes.visits",
            "notes.closures", "notes.steps", "notes.risk", "plan.goals", "plan.tasks", "justice.alarms",
            "justice.checks",
        }  # fmt: skip
        coded = {
            "id", "created_at", "revision", "number", "office_id", "worker_id", "status", "opened_on", "opened_by_id",
            "source_kind", "source_id", "sex", "age_from", "age_to", "age_band", "nationality", "language", "found_in",
            "standing", "standing_on", "standing_by_kind", "forms", "domestic", "palermo", "exploited_in",
            "exploited_until", "risk", "risk_set_on", "risk_review_on", "reintegrated_on", "closed_at", "closed_by_id",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        indexes = [
            models.Index(fields=["office_id", "status", "-opened_on"]),
            models.Index(fields=["worker_id", "status"]),
            # The list in its order, whatever its status: of one office, and of a supervisor's many.
            models.Index(fields=["office_id", "-opened_on", "-created_at"], name="case_list"),
            models.Index(fields=["-opened_on", "-created_at"], name="case_list_of_many"),
            models.Index(
                fields=["office_id", "-opened_on"], condition=Q(worker_id__isnull=True), name="case_without_worker"
            ),
            models.Index(
                fields=["office_id", "risk_review_on"],
                condition=Q(status="open", risk_review_on__isnull=False),
                name="case_risk_due",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["office_id", "number"], name="case_number_once_per_office"),
            models.UniqueConstraint(
                fields=["office_id", "source_kind", "source_id"],
                condition=Q(source_kind__in=["screening", "referral"]),
                name="one_case_per_source_and_office",
            ),
            _together("case_closed_at_and_by_together", "closed_at", "closed_by_id"),
            models.CheckConstraint(
                name="case_closed_has_a_time", condition=~Q(status="closed") | Q(closed_at__isnull=False)
            ),
            models.CheckConstraint(
                name="case_risk_has_a_review", condition=Q(risk="") | Q(risk_review_on__isnull=False)
            ),
            models.CheckConstraint(
                name="case_ages_in_order",
                condition=Q(age_from__isnull=True) | Q(age_to__isnull=True) | Q(age_from__lte=F("age_to")),
            ),
        ]


class _Part(Record):
    """What hangs on a case; `office_id` repeats the case's owner for the wall."""

    office_id = models.UUIDField()

    class Meta:
        abstract = True


class Step(_Part):
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=16, choices=enums.StepName)
    status = models.CharField(max_length=12, choices=enums.StepStatus, default=enums.StepStatus.NOT_STARTED)
    started_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    latest_at = models.DateTimeField(null=True, blank=True, help_text="The last moment the circular allows.")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by_id = models.UUIDField(null=True, blank=True)
    not_needed = models.CharField(max_length=12, choices=enums.NotNeeded, blank=True)

    class Privacy:
        sealed: set[str] = set()
        coded = _PART | {"step", "status", "started_at", "due_at", "latest_at", "done_at", "done_by_id", "not_needed"}
        free: set[str] = set()

    class Meta:
        indexes = [
            models.Index(
                fields=["office_id", "due_at"], condition=Q(status__in=["not_started", "in_progress"]), name="step_due"
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "step"], name="each_step_once_per_case"),
            _together("step_done_at_and_by_together", "done_at", "done_by_id"),
            models.CheckConstraint(
                name="step_not_needed_has_a_reason",
                condition=(Q(status="not_needed") & ~Q(not_needed="")) | (~Q(status="not_needed") & Q(not_needed="")),
            ),
        ]


class Check(_Part):
    """A point of a step that somebody has seen to. What was found is sealed."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="checks")
    item = models.CharField(max_length=24, choices=enums.Item)
    on = models.DateField()
    by_id = models.UUIDField()

    class Privacy:
        sealed: set[str] = set()
        coded = _PART | {"item", "on", "by_id"}
        free: set[str] = set()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "item"], name="each_point_once_per_case")]


class Custody(_Part):
    """Who looks after a child: who decided it, on what paper, until when. Holder and place are sealed."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="custodies")
    kind = models.CharField(max_length=10, choices=enums.CustodyKind)
    decided_by = models.CharField(max_length=16, choices=enums.Decider)
    paper = models.CharField(max_length=12, choices=enums.Paper)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    best_interest_on = models.DateField(help_text="When the best interest of the child was weighed and written down.")
    by_id = models.UUIDField()
    ended_on = models.DateField(null=True, blank=True)

    class Privacy:
        sealed: set[str] = set()
        coded = _PART | {
            "kind", "decided_by", "paper", "from_on", "until_on", "best_interest_on", "by_id", "ended_on",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="custody_ends_after_it_begins", condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on"))
            ),
        ]


class Goal(_Part):
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="goals")
    area = models.CharField(max_length=10, choices=enums.GoalArea)
    status = models.CharField(max_length=8, choices=enums.GoalStatus, default=enums.GoalStatus.OPEN)
    set_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Privacy:
        sealed: set[str] = set()
        coded = _PART | {"area", "status", "set_on", "ended_on"}
        free: set[str] = set()


class Task(_Part):
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="tasks")
    doer = models.CharField(max_length=10, choices=enums.Doer)
    due_on = models.DateField()
    status = models.CharField(max_length=8, choices=enums.TaskStatus, default=enums.TaskStatus.OPEN)
    ended_on = models.DateField(null=True, blank=True)
    ended_by_id = models.UUIDField(null=True, blank=True)

    class Privacy:
        sealed: set[str] = set()
        coded = _PART | {"goal", "doer", "due_on", "status", "ended_on", "ended_by_id"}
        free: set[str] = set()

    class Meta:
        indexes = [models.Index(fields=["office_id", "due_on"], condition=Q(status="open"), name="task_due")]
        constraints = [_together("task_ended_on_and_by_together", "ended_on", "ended_by_id")]


class PlanAnswer(_Part):
    """The person's answer to the plan as it stood; the supervisor's approval of it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="plan_answers")
    answer = models.CharField(max_length=8, choices=enums.Agreement)
    on = models.DateField()
    by_id = models.UUIDField()
    best_interest_on = models.DateField(null=True, blank=True)
    goals_then = models.PositiveSmallIntegerField()
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by_id = models.UUIDField(null=True, blank=True)

    class Privacy:
        sealed: set[str] = set()
        coded = _PART | {"answer", "on", "by_id", "best_interest_on", "goals_then", "approved_at", "approved_by_id"}
        free: set[str] = set()

    class Meta:
        constraints = [
            _together("plan_approved_at_and_by_together", "approved_at", "approved_by_id"),
            models.CheckConstraint(
                name="plan_approved_by_another",
                condition=Q(approved_by_id__isnull=True) | ~Q(approved_by_id=F("by_id")),
            ),
        ]


class Decision(_Part):
    """What the person decided; the words themselves are sealed in WISHES, in their language."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decisions")
    topic = models.CharField(max_length=10, choices=enums.Topic)
    choice = models.CharField(max_length=10, choices=enums.Choice)
    language = models.CharField(max_length=10)
    on = models.DateField()
    by_id = models.UUIDField()

    class Privacy:
        sealed: set[str] = set()
        coded = _PART | {"topic", "choice", "language", "on", "by_id"}
        free: set[str] = set()


class RightCheck(_Part):
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="right_checks")
    right = models.CharField(max_length=14, choices=enums.Right)
    status = models.CharField(max_length=10, choices=enums.RightStatus)
    on = models.DateField()
    by_id = models.UUIDField()

    class Privacy:
        sealed: set[str] = set()
        coded = _PART | {"right", "status", "on", "by_id"}
        free: set[str] = set()


class Alarm(_Part):
    """A (presumed) victim was detained, fined, charged or deported: stays on the case until somebody has handled it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="alarms")
    kind = models.CharField(max_length=10, choices=enums.AlarmKind)
    happened_on = PartialDateField()
    status = models.CharField(max_length=8, choices=enums.AlarmStatus, default=enums.AlarmStatus.OPEN)
    raised_at = models.DateTimeField()
    raised_by_id = models.UUIDField()
    outcome = models.CharField(max_length=10, choices=enums.AlarmOutcome, blank=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by_id = models.UUIDField(null=True, blank=True)

    class Privacy:
        sealed: set[str] = set()
        coded = _PART | {
            "kind", "happened_on", "status", "raised_at", "raised_by_id", "outcome", "handled_at", "handled_by_id",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        indexes = [models.Index(fields=["office_id"], condition=Q(status="open"), name="alarm_open")]
        constraints = [
            _together("alarm_handled_at_and_by_together", "handled_at", "handled_by_id"),
            models.CheckConstraint(
                name="alarm_handled_has_an_outcome",
                condition=(Q(status="handled") & ~Q(outcome="") & Q(handled_at__isnull=False))
                | Q(status="open", outcome="", handled_at__isnull=True),
            ),
        ]


class Visit(_Part):
    """A follow-up visit 1, 3, 6, 12 or 24 months after the return to ordinary life."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="visits")
    month = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    status = models.CharField(max_length=8, choices=enums.VisitStatus, default=enums.VisitStatus.PLANNED)
    visited_on = models.DateField(null=True, blank=True)
    by_id = models.UUIDField(null=True, blank=True)
    way = models.CharField(max_length=12, choices=enums.VisitWay, blank=True)
    safety = models.CharField(max_length=8, choices=enums.Answer, blank=True)
    occupation = models.CharField(max_length=8, choices=enums.Occupation, blank=True)
    health = models.CharField(max_length=8, choices=enums.Answer, blank=True)
    debt = models.CharField(max_length=8, choices=enums.YesNo, blank=True)
    relations = models.CharField(max_length=8, choices=enums.Answer, blank=True)
    wants_help = models.CharField(max_length=8, choices=enums.YesNo, blank=True)
    retrafficked = models.CharField(max_length=10, choices=enums.Retrafficking, blank=True)

    class Privacy:
        sealed: set[str] = set()
        coded = _PART | {
            "month", "due_on", "status", "visited_on", "by_id", "way", "safety", "occupation", "health", "debt",
            "relations", "wants_help", "retrafficked",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        indexes = [
            models.Index(fields=["office_id", "due_on"], condition=Q(status__in=["planned", "tried"]), name="visit_due")
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "month", "due_on"], name="each_visit_once"),
            _together("visit_on_and_by_together", "visited_on", "by_id"),
            models.CheckConstraint(
                name="visit_done_says_how_it_is",
                condition=~Q(status="done") | (~Q(safety="") & ~Q(retrafficked="") & Q(visited_on__isnull=False)),
            ),
        ]


class FeedbackOffer(_Part):
    """Feedback was asked for. What was said with the name is sealed in WISHES; without it: AnonymousFeedback."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="feedback_offers")
    way = models.CharField(max_length=10, choices=enums.FeedbackWay)
    on = models.DateField()
    by_id = models.UUIDField()

    class Privacy:
        sealed: set[str] = set()
        coded = _PART | {"way", "on", "by_id"}
        free: set[str] = set()


class AnonymousFeedback(models.Model):
    """What somebody said about the services without their name: knows office and month, no case, day or hour."""

    id = models.UUIDField(primary_key=True)
    office_id = models.UUIDField(db_index=True)
    month = PartialDateField()
    safe = models.CharField(max_length=8, choices=enums.Answer)
    heard = models.CharField(max_length=8, choices=enums.Answer)
    helped = models.CharField(max_length=8, choices=enums.Answer)

    class Privacy:
        sealed = {"narrative.words", "narrative.language"}
        coded = {"id", "office_id", "month", "safe", "heard", "helped"}
        free: set[str] = set()


class Closure(_Part):
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="closures")
    status = models.CharField(max_length=8, choices=enums.ClosureStatus, default=enums.ClosureStatus.ASKED)
    reason = models.CharField(max_length=14, choices=enums.ClosureReason)
    obstacles = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    asked_at = models.DateTimeField()
    asked_by_id = models.UUIDField()
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by_id = models.UUIDField(null=True, blank=True)
    given_back = models.CharField(max_length=8, choices=enums.GivenBack, blank=True)
    reopened = models.CharField(max_length=12, choices=enums.Reopened, blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by_id = models.UUIDField(null=True, blank=True)

    class Privacy:
        sealed: set[str] = set()
        coded = _PART | {
            "status", "reason", "obstacles", "asked_at", "asked_by_id", "signed_at", "signed_by_id", "given_back",
            "reopened", "reopened_at", "reopened_by_id",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        constraints = [
            _together("closure_signed_at_and_by_together", "signed_at", "signed_by_id"),
            _together("closure_reopened_at_and_by_together", "reopened_at", "reopened_by_id"),
            models.CheckConstraint(
                name="closure_signed_by_another",
                condition=Q(signed_by_id__isnull=True) | ~Q(signed_by_id=F("asked_by_id")),
            ),
            models.UniqueConstraint(fields=["case"], condition=Q(status="asked"), name="one_closure_waits_per_case"),
        ]


class Note(_Part):
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=12, choices=enums.NoteKind)
    on = models.DateField()
    by_id = models.UUIDField()

    class Privacy:
        sealed: set[str] = set()
        coded = _PART | {"kind", "on", "by_id"}
        free: set[str] = set()


class Sameness(_Part):
    """Two files of one office that somebody looked at side by side: one person, or two.

    `case` is the file that goes on; the other is joined to it and rests as it was. Nothing of either is changed or
    copied, so that taking them apart gives back what was there. `was` is the state the other had.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="samenesses")
    other_case_id = models.UUIDField()
    verdict = models.CharField(max_length=10, choices=enums.Verdict)
    by_id = models.UUIDField()
    was = models.CharField(max_length=10, choices=enums.CaseStatus, blank=True)
    withdrew = ArrayField(models.CharField(max_length=20), default=list, blank=True, help_text="Kinds of facts.")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by_id = models.UUIDField(null=True, blank=True)

    class Privacy:
        sealed: set[str] = set()
        coded = _PART | {"other_case_id", "verdict", "by_id", "was", "withdrew", "undone_at", "undone_by_id"}
        free: set[str] = set()

    class Meta:
        indexes = [models.Index(fields=["office_id", "other_case_id"], name="sameness_other")]
        constraints = [
            _together("sameness_undone_at_and_by", "undone_at", "undone_by_id"),
            models.CheckConstraint(name="sameness_of_two", condition=~Q(other_case_id=F("case_id"))),
            models.CheckConstraint(name="sameness_joined_knows_what_was", condition=~Q(verdict="joined") | ~Q(was="")),
            models.UniqueConstraint(
                fields=["other_case_id"], condition=Q(verdict="joined", undone_at__isnull=True),
                name="joined_to_one_file_at_a_time",
            ),
        ]  # fmt: skip


class Link(_Part):
    """Family and companions. The other may have a case, or only be named (sealed in CONTACT)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="links")
    other_case_id = models.UUIDField(null=True, blank=True)
    relation = models.CharField(max_length=16, choices=enums.Relation)
    by_id = models.UUIDField()

    class Privacy:
        sealed: set[str] = set()
        coded = _PART | {"other_case_id", "relation", "by_id"}
        free: set[str] = set()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="link_not_to_itself", condition=Q(other_case_id__isnull=True) | ~Q(other_case_id=F("case_id"))
            ),
            models.UniqueConstraint(
                fields=["case", "other_case_id"], condition=Q(other_case_id__isnull=False), name="each_link_once"
            ),
        ]
