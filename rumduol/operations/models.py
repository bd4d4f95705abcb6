"""Operations. Until one is over, a row says that there is a plan, whose, and how far; everything in it is sealed to named people."""

from django.db import models
from django.db.models import F, Q

from rumduol.operations.enums import (
    CalledOffReason,
    Category,
    ExpenseFor,
    ExpenseKind,
    ExpenseStatus,
    ItemKind,
    OperationOutcome,
    OperationStatus,
    PremisesResult,
)
from rumduol.shared.models import Record

RECORD = {"id", "created_at", "revision"}


class Operation(Record):
    """One operation. `place`, `happened_on` and what came of it are empty until it is over.

    The plan itself (place, aim, team, hour, reserve, the reports behind it) is a named section of the vault.
    `children`, `child_interviewer` and `child_place` repeat three answers of the plan, so that the database can refuse
    an approval that forgets the children.
    """

    number = models.CharField(max_length=16, unique=True)
    office_id = models.UUIDField(db_index=True)
    maker_id = models.UUIDField()
    status = models.CharField(max_length=12, choices=OperationStatus.choices, default=OperationStatus.DRAFT)
    children = models.BooleanField(default=False)
    child_interviewer = models.BooleanField(default=False)
    child_place = models.BooleanField(default=False)
    plan_version = models.PositiveIntegerField(default=0)
    approved_version = models.PositiveIntegerField(null=True, blank=True)
    approved_by_id = models.UUIDField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    called_off_because = models.CharField(max_length=12, choices=CalledOffReason.choices, blank=True, default="")
    outcome = models.CharField(max_length=16, choices=OperationOutcome.choices, blank=True, default="")
    place = models.CharField(max_length=8, blank=True, default="")
    emptied_since = models.BooleanField(default=False)
    phones_off = models.BooleanField(default=False)
    premises = models.CharField(max_length=20, choices=PremisesResult.choices, blank=True, default="")
    premises_until = models.DateField(null=True, blank=True)
    joint_country = models.CharField(max_length=2, blank=True, default="")
    group_id = models.UUIDField(null=True, blank=True, help_text="The screening group of the people found.")

    class Privacy:
        sealed = {
            "plan.place", "plan.address", "plan.aim", "plan.team", "plan.reserve", "plan.child_place", "plan.languages",
            "plan.tell", "narrative.mismatch", "narrative.course",
        }  # fmt: skip
        coded = RECORD | {
            "number", "office_id", "maker_id", "status", "children", "child_interviewer", "child_place", "plan_version",
            "approved_version", "approved_by_id", "approved_at", "begun_at", "ended_at", "called_off_because",
            "outcome", "place", "emptied_since", "phones_off", "premises", "premises_until", "joint_country", "group_id",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        indexes = [models.Index(fields=["office_id", "-ended_at"], name="operation_ended")]
        constraints = [
            models.CheckConstraint(
                name="operation_approved_by_another",
                condition=Q(approved_by_id__isnull=True, approved_at__isnull=True, approved_version__isnull=True)
                | (
                    Q(approved_by_id__isnull=False, approved_at__isnull=False, approved_version__isnull=False)
                    & ~Q(approved_by_id=F("maker_id"))
                ),
            ),
            models.CheckConstraint(
                name="operation_status_and_approval",
                condition=Q(status__in=["draft", "called_off"]) | Q(approved_by_id__isnull=False),
            ),
            models.CheckConstraint(
                name="operation_children_are_thought_of",
                condition=Q(status__in=["draft", "called_off"])
                | Q(children=False)
                | Q(child_interviewer=True, child_place=True),
            ),
            models.CheckConstraint(
                name="operation_outcome_at_its_end",
                condition=Q(status="over", outcome__in=["found_people", "nobody_there", "premises_empty"], place__gt="")
                | Q(status="called_off", outcome="called_off", called_off_because__gt="")
                | (~Q(status__in=["over", "called_off"]) & Q(outcome="", place="", premises="", called_off_because="")),
            ),
            models.CheckConstraint(
                name="operation_ended_at_its_end",
                condition=Q(status__in=["over", "called_off"], ended_at__isnull=False)
                | (~Q(status__in=["over", "called_off"]) & Q(ended_at__isnull=True)),
            ),
        ]


class OfReport(Record):
    """A report behind an operation that is over. Before, the link stands in the sealed plan only."""

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="of_reports")
    report_id = models.UUIDField(db_index=True)

    class Privacy:
        sealed: set[str] = set()
        coded = RECORD | {"operation", "report_id"}
        free: set[str] = set()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["operation", "report_id"], name="a_report_once_per_operation")]


class Telling(Record):
    """What an office is told, and from when. `mark` stands for the office and can't be turned back without the node's secret.

    The message lies in a box that only the office opens and that does not say whose it is. `operation_status` is a copy
    that a trigger keeps, because the office told never sees the operation itself.
    """

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="tellings")
    mark = models.BinaryField(max_length=32)
    tell_at = models.DateTimeField()
    sealed = models.BinaryField()
    operation_status = models.CharField(max_length=12, default=OperationStatus.APPROVED)
    called_off_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        sealed = {"told.text", "told.number"}
        coded = RECORD | {"operation", "mark", "tell_at", "sealed", "operation_status", "called_off_at"}
        free: set[str] = set()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["operation", "mark"], name="an_office_is_told_once")]


class FoundLine(Record):
    """People found who have the same answers. Never a name: names come with the screening of each."""

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="found")
    category = models.CharField(max_length=8, choices=Category.choices)
    sex = models.CharField(max_length=10)
    age_band = models.CharField(max_length=20)
    nationality = models.CharField(max_length=3)
    count = models.PositiveIntegerField()

    class Privacy:
        sealed: set[str] = set()
        coded = RECORD | {"operation", "category", "sex", "age_band", "nationality", "count"}
        free: set[str] = set()

    class Meta:
        constraints = [models.CheckConstraint(name="found_somebody", condition=Q(count__gt=0, count__lte=2000))]


class Seized(Record):
    """A line of the seizure list; the words (what, where it lies, who holds it) are sealed with the operation's evidence."""

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="seized")
    kind = models.CharField(max_length=10, choices=ItemKind.choices)
    count = models.PositiveIntegerField()

    class Privacy:
        sealed = {"evidence.items"}
        coded = RECORD | {"operation", "kind", "count"}
        free: set[str] = set()

    class Meta:
        constraints = [models.CheckConstraint(name="seized_something", condition=Q(count__gt=0, count__lte=100000))]


class Expense(Record):
    """Money asked for: before (an advance) or after (a claim). Somebody else approves and pays."""

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="expenses")
    office_id = models.UUIDField(db_index=True)
    claimant_id = models.UUIDField()
    kind = models.CharField(max_length=8, choices=ExpenseKind.choices)
    spent_for = models.CharField(max_length=12, choices=ExpenseFor.choices)
    riel = models.PositiveBigIntegerField()
    spent_on = models.DateField()
    status = models.CharField(max_length=10, choices=ExpenseStatus.choices, default=ExpenseStatus.ASKED)
    decided_by_id = models.UUIDField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)

    class Privacy:
        sealed: set[str] = set()
        coded = RECORD | {
            "operation", "office_id", "claimant_id", "kind", "spent_for", "riel", "spent_on", "status", "decided_by_id",
            "decided_on",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        indexes = [models.Index(fields=["office_id", "status", "spent_on"], name="expense_age")]
        constraints = [
            models.CheckConstraint(name="expense_of_some_money", condition=Q(riel__gt=0, riel__lte=10**10)),
            models.CheckConstraint(
                name="expense_decided_by_another",
                condition=Q(status="asked", decided_by_id__isnull=True, decided_on__isnull=True)
                | (
                    ~Q(status="asked")
                    & Q(decided_by_id__isnull=False, decided_on__isnull=False)
                    & ~Q(decided_by_id=F("claimant_id"))
                ),
            ),
        ]


class Payment(Record):
    """A part of an expense paid back, or all of it."""

    expense = models.ForeignKey(Expense, on_delete=models.PROTECT, related_name="payments")
    riel = models.PositiveBigIntegerField()
    paid_on = models.DateField()
    paid_by_id = models.UUIDField()

    class Privacy:
        sealed: set[str] = set()
        coded = RECORD | {"expense", "riel", "paid_on", "paid_by_id"}
        free: set[str] = set()

    class Meta:
        constraints = [models.CheckConstraint(name="payment_of_some_money", condition=Q(riel__gt=0))]
