"""The case, each step it made between stages, and the victims named in it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from rumduol.justice import enums
from rumduol.shared.dates import PartialDateField
from rumduol.shared.models import Record

PART = {"id", "created_at", "revision", "office_id", "case"}


def together(name: str, first: str, second: str) -> models.CheckConstraint:
    """Both columns are filled, or neither is."""
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{first}__isnull": True, f"{second}__isnull": True})
        | Q(**{f"{first}__isnull": False, f"{second}__isnull": False}),
    )


class CriminalCase(Record):
    """`office_id` has it now; `origin_office_id` began the inquiry and still sees how far it is."""

    number = models.CharField(max_length=12)
    office_id = models.UUIDField()
    origin_office_id = models.UUIDField()
    status = models.CharField(max_length=20, choices=enums.CriminalStatus, default=enums.CriminalStatus.PRELIMINARY)
    status_on = PartialDateField()
    opened_on = PartialDateField(help_text="When the inquiry began.")
    opened_by_id = models.UUIDField()
    source = models.CharField(max_length=10, choices=enums.Source)
    report_id = models.UUIDField(null=True, blank=True)
    operation_id = models.UUIDField(null=True, blank=True)
    behind = ArrayField(
        models.UUIDField(), default=list, blank=True, help_text="The reports behind it; kept for the figures."
    )
    reported_on = models.DateField(
        null=True, blank=True, help_text="Of the first report behind it; kept for the figures."
    )

    place = models.CharField(max_length=8, blank=True, help_text="Where it happened, to the district.")
    happened_on = PartialDateField(null=True, blank=True)
    forms = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    domestic = models.CharField(max_length=24, blank=True)
    palermo = models.CharField(max_length=24, blank=True)
    article = models.CharField(max_length=32, blank=True, help_text="The article that the inquiry is about.")
    online = models.BooleanField(default=False)
    child_labour = models.BooleanField(default=False)

    charged_on = PartialDateField(null=True, blank=True, help_text="The first charge.")
    judged_on = PartialDateField(null=True, blank=True, help_text="The last verdict.")

    class Privacy:
        sealed = {
            "narrative.summary", "narrative.moves", "justice.charges", "justice.verdicts", "evidence.items",
            "evidence.hand_overs", "plan.nodes", "plan.ties", "notes.cooperation",
        }  # fmt: skip
        coded = {
            "id", "created_at", "revision", "number", "office_id", "origin_office_id", "status", "status_on", "opened_on",
            "opened_by_id", "source", "report_id", "operation_id", "behind", "reported_on", "place", "happened_on", "forms", "domestic", "palermo",
            "article", "online", "child_labour", "charged_on", "judged_on",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        indexes = [
            models.Index(fields=["office_id", "status", "-opened_on"], name="criminal_list"),
            models.Index(fields=["office_id", "-opened_on"], name="criminal_list_all"),
            models.Index(fields=["origin_office_id", "-opened_on"], name="criminal_list_origin"),
            models.Index(fields=["report_id"], condition=Q(report_id__isnull=False), name="criminal_of_report"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["number"], name="criminal_number_once"),
            models.CheckConstraint(
                name="criminal_reported_by_a_report",
                condition=Q(reported_on__isnull=True) | Q(report_id__isnull=False) | Q(operation_id__isnull=False),
            ),
            models.CheckConstraint(
                name="criminal_no_stage_without_a_charge",
                condition=Q(status__in=["preliminary", "with_prosecutor", "filed"]) | Q(charged_on__isnull=False),
            ),
            models.CheckConstraint(
                name="criminal_no_verdict_before_a_charge",
                condition=Q(judged_on__isnull=True) | Q(charged_on__isnull=False),
            ),
            models.CheckConstraint(
                name="criminal_no_late_stage_without_a_verdict",
                condition=~Q(status__in=["verdict", "appeal", "final", "execution", "ended"])
                | Q(judged_on__isnull=False),
            ),
        ]


class Part(Record):
    """What hangs on a criminal case; `office_id` repeats the case's owner for the wall."""

    office_id = models.UUIDField()

    class Meta:
        abstract = True


class Move(Part):
    """One step from stage to stage: the case's status never changes without such a row (the database sees to it)."""

    case = models.ForeignKey(CriminalCase, on_delete=models.CASCADE, related_name="moves")
    position = models.PositiveSmallIntegerField()
    old = models.CharField(max_length=20, choices=enums.CriminalStatus)
    new = models.CharField(max_length=20, choices=enums.CriminalStatus)
    on = PartialDateField()
    because = models.CharField(max_length=14, choices=enums.Because, blank=True)
    by_id = models.UUIDField()
    by_office_id = models.UUIDField()
    to_office_id = models.UUIDField()

    class Privacy:
        sealed: set[str] = set()
        coded = PART | {"position", "old", "new", "on", "because", "by_id", "by_office_id", "to_office_id"}
        free: set[str] = set()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "position"], name="each_move_once")]


class Victim(Part):
    """A person whom the offence harmed. `person_case_id`: their case with social affairs; officers read only "in care"."""

    case = models.ForeignKey(CriminalCase, on_delete=models.CASCADE, related_name="victims")
    screening_id = models.UUIDField(null=True, blank=True)
    person_case_id = models.UUIDField(null=True, blank=True)
    sex = models.CharField(max_length=10, default="unknown")
    age_band = models.CharField(max_length=10, default="unknown")
    child = models.CharField(max_length=8, choices=enums.YesNo, default=enums.YesNo.UNKNOWN)
    under_15 = models.CharField(max_length=8, choices=enums.YesNo, default=enums.YesNo.UNKNOWN)
    nationality = models.CharField(max_length=2, blank=True)
    by_id = models.UUIDField()

    class Privacy:
        sealed = {"identity.name"}
        coded = PART | {
            "screening_id",
            "person_case_id",
            "sex",
            "age_band",
            "child",
            "under_15",
            "nationality",
            "by_id",
        }
        free: set[str] = set()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person_case_id"], condition=Q(person_case_id__isnull=False), name="each_victim_once"
            ),
            models.CheckConstraint(name="victim_under_15_is_a_child", condition=~Q(under_15="yes") | Q(child="yes")),
        ]
