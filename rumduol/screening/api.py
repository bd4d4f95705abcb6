"""Screening over the API: for posts that screen with tablets of their own. The same actions as the pages."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema

from rumduol.access.api import PROBLEMS, needs
from rumduol.access.enums import Permission
from rumduol.screening import actions, queries
from rumduol.screening.enums import (
    AgeGroup,
    Answer,
    AskedBy,
    Domestic,
    Guardian,
    Interpreter,
    Outcome,
    Palermo,
    Support,
)
from rumduol.screening.types import ConditionsSaid, Decision, PersonAsked
from rumduol.shared.text import clean, clean_name

router = Router(tags=["screening"])
LONGEST = 20_000


class PersonIn(Schema):
    id: UUID | None = Field(None, description="The client's own key: sent twice, it makes one screening.")
    sex: str = Field("unknown", max_length=12)
    years: int | None = Field(None, ge=0, le=120)
    age_group: AgeGroup = AgeGroup.UNKNOWN
    nationality: str = Field("unknown", max_length=12)
    place: str = Field("", max_length=8)
    name: str = Field("", max_length=200)
    report_id: UUID | None = None
    report_person_id: UUID | None = None


class ConditionsIn(Schema):
    private_place: bool
    suspects_away: bool
    interpreter: Interpreter
    sex_as_preferred: bool
    support: Support
    needs_first: bool
    explained: bool
    right_to_stop: bool
    consent: bool
    guardian: Guardian = Guardian.ADULT
    interpreter_language: str = Field("", max_length=12)
    interpreter_independent: bool = False
    child_setting: bool = False
    trained_interviewer: bool = False
    reason: str = Field("", max_length=LONGEST, description="Why a condition is not met; sealed.")


class AnswersIn(Schema):
    section: str = Field(max_length=40)
    answers: dict[str, Answer] = Field(max_length=200)
    revision: int | None = None


class DecisionIn(Schema):
    outcome: Outcome
    palermo: Palermo = Palermo.UNKNOWN
    domestic: Domestic = Domestic.UNKNOWN
    forms: list[str] = Field(default_factory=list, max_length=20)
    reason: str = Field("", max_length=LONGEST)


class PresumeIn(Schema):
    reason: str = Field(min_length=1, max_length=LONGEST)


class SecondLookIn(Schema):
    asked_by: AskedBy
    reason: str = Field("", max_length=LONGEST)


class GroupIn(Schema):
    id: UUID | None = None
    expected: int = Field(ge=1, le=2000)
    nationality: str = Field("unknown", max_length=12)
    place: str = Field("", max_length=8)


class FastIn(PersonIn):
    answers: dict[str, Answer] = Field(max_length=20)


class GroupOut(Schema):
    id: UUID
    number: str
    expected: int
    place: str
    ended_at: datetime | None = None


class ScreeningOut(Schema):
    """Coded data only; answers and names stay sealed."""

    id: UUID
    number: str
    mode: str
    status: str
    sex: str
    age_band: str
    nationality: str
    place: str
    suggested: str
    outcome: str
    palermo: str
    domestic: str
    forms: list[str]
    presumed_at: datetime | None = None
    revision: int


def _person(data: PersonIn) -> PersonAsked:
    fields = data.dict(exclude={"id", "answers"})
    return PersonAsked(**{**fields, "name": clean_name(data.name)})


def _said(data: ConditionsIn) -> ConditionsSaid:
    return ConditionsSaid(**data.dict(exclude={"reason"}))


def _decision(data: DecisionIn) -> Decision:
    return Decision(
        outcome=data.outcome,
        palermo=data.palermo,
        domestic=data.domestic,
        forms=tuple(data.forms),
        reason=clean(data.reason),
    )


@router.get("", response={200: list[ScreeningOut], **PROBLEMS}, summary="What waits in my office")
@needs(Permission.SCREENING_READ)
def waiting(request: HttpRequest) -> Any:
    return queries.queue(request.actor)[:200]  # type: ignore[attr-defined]


@router.post("", response={201: ScreeningOut, **PROBLEMS}, summary="Begin a full interview")
@needs(Permission.SCREENING_INTERVIEW)
def start(request: HttpRequest, data: PersonIn) -> tuple[int, Any]:
    return 201, actions.start(person=_person(data), by=request.actor, screening_id=data.id)  # type: ignore[attr-defined]


@router.get("/{screening_id}", response={200: ScreeningOut, **PROBLEMS}, summary="One screening, coded")
@needs(Permission.SCREENING_READ)
def one(request: HttpRequest, screening_id: UUID) -> Any:
    return queries.screening_for(request.actor, screening_id)  # type: ignore[attr-defined]


@router.post(
    "/{screening_id}/conditions",
    response={200: ScreeningOut, **PROBLEMS},
    summary="Conditions, before the first question",
)
@needs(Permission.SCREENING_INTERVIEW)
def conditions(request: HttpRequest, screening_id: UUID, data: ConditionsIn) -> Any:
    return actions.record_conditions(
        screening_id=screening_id,
        said=_said(data),
        reason=clean(data.reason),
        by=request.actor,  # type: ignore[attr-defined]
    )


@router.post("/{screening_id}/answers", response={200: ScreeningOut, **PROBLEMS}, summary="Answers of one section")
@needs(Permission.SCREENING_INTERVIEW)
def answer(request: HttpRequest, screening_id: UUID, data: AnswersIn) -> Any:
    answers = {code: str(value) for code, value in data.answers.items()}
    return actions.answer(
        screening_id=screening_id,
        section=data.section,
        answers=answers,
        revision=data.revision,
        by=request.actor,  # type: ignore[attr-defined]
    )


@router.post("/{screening_id}/stop", response={200: ScreeningOut, **PROBLEMS}, summary="The person wants to stop")
@needs(Permission.SCREENING_INTERVIEW)
def stop(request: HttpRequest, screening_id: UUID) -> Any:
    return actions.stop(screening_id=screening_id, by=request.actor)  # type: ignore[attr-defined]


@router.post(
    "/{screening_id}/presumption",
    response={200: ScreeningOut, **PROBLEMS},
    summary="Presume a victim now; services open at once",
)
@needs(Permission.SCREENING_DECIDE)
def presume(request: HttpRequest, screening_id: UUID, data: PresumeIn) -> Any:
    return actions.presume(screening_id=screening_id, reason=clean(data.reason), by=request.actor)  # type: ignore[attr-defined]


@router.post(
    "/{screening_id}/conclusion",
    response={200: ScreeningOut, **PROBLEMS},
    summary="Decide the outcome, with both classifications",
)
@needs(Permission.SCREENING_DECIDE)
def conclude(request: HttpRequest, screening_id: UUID, data: DecisionIn) -> Any:
    return actions.conclude(screening_id=screening_id, decision=_decision(data), by=request.actor)  # type: ignore[attr-defined]


@router.post("/{screening_id}/second-look", response={204: None, **PROBLEMS}, summary="Ask for a second look")
@needs(Permission.SCREENING_READ)
def second_look(request: HttpRequest, screening_id: UUID, data: SecondLookIn) -> tuple[int, None]:
    actions.request_second_look(
        screening_id=screening_id,
        asked_by=data.asked_by,
        reason=clean(data.reason),
        by=request.actor,  # type: ignore[attr-defined]
    )
    return 204, None


@router.post("/{screening_id}/review", response={200: ScreeningOut, **PROBLEMS}, summary="Give the second look")
@needs(Permission.SCREENING_REVIEW)
def review(request: HttpRequest, screening_id: UUID, data: DecisionIn) -> Any:
    return actions.review(screening_id=screening_id, decision=_decision(data), by=request.actor)  # type: ignore[attr-defined]


groups = Router(tags=["screening of groups"])


@groups.post("", response={201: GroupOut, **PROBLEMS}, summary="People found together: begin")
@needs(Permission.SCREENING_INTERVIEW)
def start_group(request: HttpRequest, data: GroupIn) -> tuple[int, Any]:
    return 201, actions.start_group(
        expected=data.expected,
        nationality=data.nationality,
        place=data.place,
        group_id=data.id,
        by=request.actor,  # type: ignore[attr-defined]
    )


@groups.post("/{group_id}/conditions", response={200: GroupOut, **PROBLEMS}, summary="Conditions for the whole group")
@needs(Permission.SCREENING_INTERVIEW)
def group_conditions(request: HttpRequest, group_id: UUID, data: ConditionsIn) -> Any:
    return actions.record_group_conditions(
        group_id=group_id,
        said=_said(data),
        reason=clean(data.reason),
        by=request.actor,  # type: ignore[attr-defined]
    )


@groups.post(
    "/{group_id}/people", response={201: ScreeningOut, **PROBLEMS}, summary="One person, eight quick questions"
)
@needs(Permission.SCREENING_INTERVIEW)
def answer_fast(request: HttpRequest, group_id: UUID, data: FastIn) -> tuple[int, Any]:
    answers = {code: str(value) for code, value in data.answers.items()}
    return 201, actions.answer_fast(
        group_id=group_id,
        person=_person(data),
        answers=answers,
        screening_id=data.id,
        by=request.actor,  # type: ignore[attr-defined]
    )


@groups.post("/{group_id}/end", response={200: GroupOut, **PROBLEMS}, summary="Everybody was asked")
@needs(Permission.SCREENING_INTERVIEW)
def end_group(request: HttpRequest, group_id: UUID) -> Any:
    return actions.end_group(group_id=group_id, by=request.actor)  # type: ignore[attr-defined]
