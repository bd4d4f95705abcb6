"""Screenings, the groups people were found in, the conditions of an interview, second looks.

What the person said is not here: coded answers too are sealed (section interview), since "yes" to a question of an
interview is among the most dangerous things to know about somebody. The columns hold what work lists and figures need.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from rumduol.screening.enums import (
    DECIDED,
    POSITIVE,
    AgeGroup,
    AskedBy,
    Domestic,
    Guardian,
    Interpreter,
    Mode,
    Outcome,
    Palermo,
    ScreeningStatus,
    Support,
)
from rumduol.shared.models import Record
from rumduol.terms.countries import UNKNOWN_NATIONALITY

RECORD = {"id", "created_at", "revision"}


class Group(Record):
    """People found together and asked the quick questions one after the other."""

    office_id = models.UUIDField(db_index=True)
    number = models.CharField(max_length=16, unique=True)
    place = models.CharField(max_length=8, blank=True, default="", help_text="Gazetteer code, or a country's code.")
    expected = models.PositiveSmallIntegerField(help_text="How many people there are to be asked.")
    nationality = models.CharField(max_length=12, default=UNKNOWN_NATIONALITY, help_text="Proposed for each person.")
    started_by_id = models.UUIDField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_id = models.UUIDField(null=True, blank=True)

    class Privacy:
        sealed = {"notes.conditions"}
        coded = RECORD | {
            "office_id", "number", "place", "expected", "nationality", "started_by_id", "ended_at", "ended_by_id",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="group_ended_at_and_by_together",
                condition=Q(ended_at__isnull=True, ended_by_id__isnull=True)
                | Q(ended_at__isnull=False, ended_by_id__isnull=False),
            ),
            models.CheckConstraint(name="group_of_somebody", condition=Q(expected__gte=1, expected__lte=2000)),
        ]


class Screening(Record):
    """One person's screening. `presumed_at` is the moment from which services are open to the person."""

    office_id = models.UUIDField()
    number = models.CharField(max_length=16, unique=True)
    mode = models.CharField(max_length=6, choices=Mode.choices)
    questionnaire = models.CharField(max_length=20)
    status = models.CharField(max_length=14, choices=ScreeningStatus.choices)
    report_id = models.UUIDField(null=True, blank=True)
    report_person_id = models.UUIDField(null=True, blank=True)
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="screenings")
    position = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Order within the group.")

    sex = models.CharField(max_length=12, default="unknown")
    age_group = models.CharField(max_length=8, choices=AgeGroup.choices, default=AgeGroup.UNKNOWN)
    age_band = models.CharField(max_length=12, default="unknown")
    nationality = models.CharField(max_length=12, default=UNKNOWN_NATIONALITY)
    named = models.BooleanField(default=False)
    place = models.CharField(max_length=8, blank=True, default="", help_text="Where it happened, as far as known.")

    interviewer_id = models.UUIDField()
    conditions_at = models.DateTimeField(null=True, blank=True)
    answered = models.PositiveSmallIntegerField(
        default=0, help_text="Questions with any answer; says nothing of which."
    )

    suggested = models.CharField(max_length=16, choices=Outcome.choices, blank=True, default="")
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True, default="")
    palermo = models.CharField(max_length=20, choices=Palermo.choices, blank=True, default="")
    domestic = models.CharField(max_length=20, choices=Domestic.choices, blank=True, default="")
    forms = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    mandated = models.BooleanField(default=False, help_text="The deciding office may formally identify.")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_id = models.UUIDField(null=True, blank=True)
    presumed_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        sealed = {
            "identity.name",
            "interview.answers",
            "interview.fast",
            "interview.fast_version",
            "notes.conditions",
            "notes.decision",
            "notes.presumption",
        }
        coded = RECORD | {
            "office_id", "number", "mode", "questionnaire", "status", "report_id", "report_person_id", "group",
            "position", "sex", "age_group", "age_band", "nationality", "named", "place", "interviewer_id",
            "conditions_at", "answered", "suggested", "outcome", "palermo", "domestic", "forms", "mandated",
            "decided_at", "decided_by_id", "presumed_at",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        indexes = [
            models.Index(fields=["office_id", "status", "-created_at"], name="screening_queue"),
            models.Index(fields=["report_person_id"], name="screening_report_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["office_id", "report_person_id"], name="one_screening_per_office_and_person_of_a_report"
            ),
            models.UniqueConstraint(fields=["group", "position"], name="one_place_in_the_row_of_a_group"),
            models.CheckConstraint(
                name="no_answer_before_the_conditions", condition=Q(conditions_at__isnull=False) | Q(answered=0)
            ),
            models.CheckConstraint(
                name="no_interview_before_the_conditions",
                condition=Q(conditions_at__isnull=False)
                | Q(status__in=[ScreeningStatus.PLANNED, ScreeningStatus.FLAGGED]),
            ),
            models.CheckConstraint(
                name="screening_decided_whole",
                condition=Q(
                    status__in=sorted(DECIDED),
                    outcome__gt="",
                    palermo__gt="",
                    domestic__gt="",
                    decided_at__isnull=False,
                    decided_by_id__isnull=False,
                )
                | (
                    ~Q(status__in=sorted(DECIDED))
                    & Q(outcome="", palermo="", domestic="", decided_at__isnull=True, decided_by_id__isnull=True)
                ),
            ),
            models.CheckConstraint(
                name="presumed_from_a_moment_on",
                condition=~Q(outcome__in=sorted(POSITIVE)) | Q(presumed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="only_a_mandated_agency_identifies", condition=~Q(outcome=Outcome.IDENTIFIED) | Q(mandated=True)
            ),
            models.CheckConstraint(
                name="group_and_position_together",
                condition=Q(group__isnull=True, position__isnull=True) | Q(group__isnull=False, position__isnull=False),
            ),
        ]

    @property
    def is_presumed(self) -> bool:
        """A presumption stands from the moment it is made until somebody decides otherwise."""
        return self.presumed_at is not None and (not self.outcome or self.outcome in POSITIVE)

    @property
    def may_be_child(self) -> bool:
        return self.age_group != AgeGroup.ADULT


class Conditions(Record):
    """What was so when the first question was asked. One row per time they were recorded; the newest holds."""

    office_id = models.UUIDField(db_index=True)
    screening = models.ForeignKey(Screening, null=True, blank=True, on_delete=models.PROTECT, related_name="conditions")
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="conditions")
    by_id = models.UUIDField()
    private_place = models.BooleanField()
    suspects_away = models.BooleanField()
    interpreter = models.CharField(max_length=12, choices=Interpreter.choices)
    interpreter_language = models.CharField(max_length=12, blank=True, default="")
    interpreter_independent = models.BooleanField(default=False)
    sex_as_preferred = models.BooleanField()
    support = models.CharField(max_length=12, choices=Support.choices)
    child_setting = models.BooleanField(default=False)
    trained_interviewer = models.BooleanField(default=False)
    needs_first = models.BooleanField()
    explained = models.BooleanField()
    right_to_stop = models.BooleanField()
    consent = models.BooleanField(help_text="The person agrees (a child: assents).")
    guardian = models.CharField(max_length=10, choices=Guardian.choices)
    unmet = ArrayField(models.CharField(max_length=30), default=list, blank=True)

    class Privacy:
        sealed: set[str] = set()
        coded = RECORD | {
            "office_id", "screening", "group", "by_id", "private_place", "suspects_away", "interpreter",
            "interpreter_language", "interpreter_independent", "sex_as_preferred", "support", "child_setting",
            "trained_interviewer", "needs_first", "explained", "right_to_stop", "consent", "guardian", "unmet",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                name="conditions_of_a_screening_or_a_group",
                condition=Q(screening__isnull=False, group__isnull=True)
                | Q(screening__isnull=True, group__isnull=False),
            ),
        ]


class SecondLook(Record):
    """Somebody else looks again at a result that was not positive. The first decision stays readable here."""

    office_id = models.UUIDField(db_index=True)
    screening = models.ForeignKey(Screening, on_delete=models.PROTECT, related_name="second_looks")
    asked_by = models.CharField(max_length=10, choices=AskedBy.choices)
    requested_by_id = models.UUIDField()
    first_decided_by_id = models.UUIDField()
    first_decided_at = models.DateTimeField()
    first_outcome = models.CharField(max_length=16, choices=Outcome.choices)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by_id = models.UUIDField(null=True, blank=True)
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True, default="")

    class Privacy:
        sealed = {"notes.request", "notes.review"}
        coded = RECORD | {
            "office_id", "screening", "asked_by", "requested_by_id", "first_decided_by_id", "first_decided_at",
            "first_outcome", "reviewed_at", "reviewed_by_id", "outcome",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["screening"], condition=Q(reviewed_at__isnull=True), name="one_open_second_look"
            ),
            models.CheckConstraint(
                name="second_look_by_another_person",
                condition=Q(reviewed_by_id__isnull=True) | ~Q(reviewed_by_id=F("first_decided_by_id")),
            ),
            models.CheckConstraint(
                name="second_look_reviewed_whole",
                condition=Q(reviewed_at__isnull=True, reviewed_by_id__isnull=True, outcome="")
                | Q(reviewed_at__isnull=False, reviewed_by_id__isnull=False, outcome__gt=""),
            ),
        ]
