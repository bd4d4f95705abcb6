"""When who meets whom before a court, and who must show themselves on which day. Coded: a witness's name is sealed.

Sealed, by the office that wrote it: ("witness", id) IDENTITY {name}; ("supervision", id) NOTES {address, conditions}.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from rumduol.courts import enums
from rumduol.shared.models import Record

CODE = r"^[0-9A-Za-zក-៿ .\-]{1,20}$"


def codes(length: int = 20) -> ArrayField:
    return ArrayField(models.CharField(max_length=length), default=list, blank=True)


def ids() -> ArrayField:
    return ArrayField(models.UUIDField(), default=list, blank=True)


class Hearing(Record):
    """`office_id` is the court; offices in `told_office_ids` (police who bring the accused, the lawyers) see it too."""

    office_id = models.UUIDField()
    criminal_case_id = models.UUIDField(db_index=True)
    criminal_number = models.CharField(max_length=12)
    kind = models.CharField(max_length=14, choices=enums.HearingKind)
    status = models.CharField(max_length=10, choices=enums.HearingStatus, default=enums.HearingStatus.PLANNED)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    room = models.CharField(max_length=20, help_text="The courtroom, as the court names it.")
    judge = models.CharField(max_length=20, help_text="The chamber or judge by the court's own short code.")
    accused_ids = ids()
    told_office_ids = ids()
    closed = models.BooleanField(default=False)
    interpreter = models.CharField(max_length=10, blank=True, help_text="Language needed by an accused.")
    interpreter_found = models.BooleanField(default=False)
    accused_arrive_at = models.DateTimeField(null=True, blank=True)
    witnesses_arrive_at = models.DateTimeField(null=True, blank=True)
    separate_entrance = models.BooleanField(default=False)
    separate_room = models.BooleanField(default=False)
    by_id = models.UUIDField()

    class Privacy:
        sealed: set[str] = set()
        coded = {
            "id", "created_at", "revision", "office_id", "criminal_case_id", "criminal_number", "kind", "status", "starts_at",
            "ends_at", "room", "judge", "accused_ids", "told_office_ids", "closed", "interpreter", "interpreter_found",
            "accused_arrive_at", "witnesses_arrive_at", "separate_entrance", "separate_room", "by_id",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        indexes = [models.Index(fields=["office_id", "starts_at"], name="hearings_of_a_court")]
        constraints = [
            models.CheckConstraint(name="hearing_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))),
        ]

    @property
    def kept_apart(self) -> bool:
        """Whether accused and witnesses can't meet: other times, or another door and another room."""
        apart_in_time = (
            self.accused_arrive_at is not None
            and self.witnesses_arrive_at is not None
            and abs((self.accused_arrive_at - self.witnesses_arrive_at).total_seconds()) >= 30 * 60
        )
        return apart_in_time or (self.separate_entrance and self.separate_room)


class Witness(Record):
    """Somebody called to a hearing, with the measures planned and those that were used."""

    office_id = models.UUIDField()
    hearing = models.ForeignKey(Hearing, on_delete=models.CASCADE, related_name="witnesses")
    victim_id = models.UUIDField(null=True, blank=True, help_text="The victim of the criminal case, where it is one.")
    kind = models.CharField(max_length=10, choices=enums.WitnessKind)
    child = models.BooleanField(default=False)
    sex = models.CharField(max_length=10, default="unknown")
    planned = codes()
    used = codes()
    used_recorded = models.BooleanField(default=False)
    interpreter = models.CharField(max_length=10, blank=True)
    interpreter_found = models.BooleanField(default=False)
    lawyer_on = models.DateField(null=True, blank=True, help_text="The day on which a lawyer was assigned.")
    by_id = models.UUIDField()

    class Privacy:
        sealed = {"identity.name"}
        coded = {
            "id", "created_at", "revision", "office_id", "hearing", "victim_id", "kind", "child", "sex", "planned", "used",
            "used_recorded", "interpreter", "interpreter_found", "lawyer_on", "by_id",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hearing", "victim_id"],
                condition=Q(victim_id__isnull=False),
                name="each_victim_once_per_hearing",
            ),
            models.CheckConstraint(name="measures_used_are_recorded", condition=Q(used=[]) | Q(used_recorded=True)),
        ]


class Supervision(Record):
    """An accused who stays free on conditions. `officer_office_id` signs the reporting days."""

    office_id = models.UUIDField()
    officer_office_id = models.UUIDField()
    criminal_case_id = models.UUIDField(db_index=True)
    criminal_number = models.CharField(max_length=12)
    suspect_id = models.UUIDField()
    sex = models.CharField(max_length=10, default="unknown")
    age_band = models.CharField(max_length=10, default="unknown")
    nationality = models.CharField(max_length=2, blank=True)
    place = models.CharField(max_length=4, blank=True)
    conditions = codes()
    started_on = models.DateField()
    every_days = models.PositiveSmallIntegerField(default=7)
    status = models.CharField(max_length=10, choices=enums.SupervisionStatus, default=enums.SupervisionStatus.ACTIVE)
    at_large_since = models.DateField(null=True, blank=True)
    days_at_large = models.PositiveIntegerField(default=0, help_text="Of earlier times at large that ended.")
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=10, choices=enums.EndReason, blank=True)
    by_id = models.UUIDField()

    class Privacy:
        sealed = {"notes.address", "notes.conditions"}
        coded = {
            "id", "created_at", "revision", "office_id", "officer_office_id", "criminal_case_id", "criminal_number",
            "suspect_id", "sex", "age_band", "nationality", "place", "conditions", "started_on", "every_days", "status",
            "at_large_since", "days_at_large", "ended_on", "end_reason", "by_id",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        indexes = [models.Index(fields=["office_id", "status"], name="supervisions_of_a_court")]
        constraints = [
            models.UniqueConstraint(
                fields=["suspect_id"], condition=~Q(status="ended"), name="one_supervision_per_accused"
            ),
            models.CheckConstraint(
                name="supervision_ended_whole",
                condition=Q(status="ended", ended_on__isnull=False) & ~Q(end_reason="")
                | ~Q(status="ended") & Q(ended_on__isnull=True, end_reason=""),
            ),
            models.CheckConstraint(
                name="supervision_at_large_since",
                condition=~Q(status="at_large") | Q(at_large_since__isnull=False),
            ),
            models.CheckConstraint(name="supervision_days_apart", condition=Q(every_days__gte=1, every_days__lte=92)),
        ]


class ReportingDay(Record):
    """One day on which the accused must come and sign."""

    office_id = models.UUIDField()
    supervision = models.ForeignKey(Supervision, on_delete=models.CASCADE, related_name="days")
    due_on = models.DateField()
    status = models.CharField(max_length=10, choices=enums.DayStatus, default=enums.DayStatus.DUE)
    signed_by_id = models.UUIDField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    excuse = models.CharField(max_length=14, choices=enums.Excuse, blank=True)
    excused_by_id = models.UUIDField(null=True, blank=True)

    class Privacy:
        sealed: set[str] = set()
        coded = {
            "id", "created_at", "revision", "office_id", "supervision", "due_on", "status", "signed_by_id", "signed_at",
            "excuse", "excused_by_id",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        indexes = [models.Index(fields=["due_on"], condition=Q(status="due"), name="reporting_days_due")]
        constraints = [
            models.UniqueConstraint(fields=["supervision", "due_on"], name="each_reporting_day_once"),
            models.CheckConstraint(
                name="reported_is_signed",
                condition=Q(status="reported", signed_by_id__isnull=False, signed_at__isnull=False)
                | ~Q(status="reported") & Q(signed_by_id__isnull=True, signed_at__isnull=True),
            ),
            models.CheckConstraint(
                name="excused_has_a_reason",
                condition=Q(status="excused", excused_by_id__isnull=False) & ~Q(excuse="")
                | ~Q(status="excused") & Q(excused_by_id__isnull=True, excuse=""),
            ),
        ]


class Warrant(Record):
    """A request for a warrant, drafted when the second day was missed; only a prosecutor signs it."""

    office_id = models.UUIDField()
    supervision = models.ForeignKey(Supervision, on_delete=models.CASCADE, related_name="warrants")
    missed = ArrayField(models.DateField())
    status = models.CharField(max_length=10, choices=enums.WarrantStatus, default=enums.WarrantStatus.DRAFT)
    signed_by_id = models.UUIDField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    ended_by_id = models.UUIDField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Privacy:
        sealed: set[str] = set()
        coded = {
            "id", "created_at", "revision", "office_id", "supervision", "missed", "status", "signed_by_id", "signed_at",
            "ended_by_id", "ended_on",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supervision"], condition=Q(status__in=["draft", "signed"]), name="one_open_warrant_request"
            ),
            models.CheckConstraint(
                name="warrant_signed_by_somebody",
                condition=~Q(status__in=["signed", "done"]) | Q(signed_by_id__isnull=False, signed_at__isnull=False),
            ),
        ]
