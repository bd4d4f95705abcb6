"""Reports over the API: for helplines and offices with a system of their own. The same actions as the pages."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Field, Router, Schema

from rumduol.access.api import PROBLEMS, needs
from rumduol.access.enums import Permission
from rumduol.intake import actions, queries
from rumduol.intake.choices import place_exists
from rumduol.intake.enums import (
    Answering,
    Channel,
    ClosingReason,
    Finding,
    Relation,
    Result,
    Said,
    TransferReason,
    Urgency,
)
from rumduol.intake.types import Counts, PersonSaid, ReportSaid
from rumduol.shared.errors import InvalidInput
from rumduol.shared.text import clean, clean_name
from rumduol.terms import queries as terms
from rumduol.vault import actions as vault
from rumduol.vault.enums import Purpose, Section

router = Router(tags=["reports"])
LONGEST = 20_000


class PersonIn(Schema):
    sex: str = Field("unknown", max_length=12)
    minor: Said = Said.UNKNOWN
    nationality: str = Field("ZZ", max_length=2)
    name: str = Field("", max_length=200)


class CountsIn(Schema):
    women: int = Field(0, ge=0, le=9999)
    men: int = Field(0, ge=0, le=9999)
    girls: int = Field(0, ge=0, le=9999)
    boys: int = Field(0, ge=0, le=9999)
    unknown: int = Field(0, ge=0, le=9999)


class ReportIn(Schema):
    """A call, a visit, a note: people as counts and, where known, as rows. Names and story are sealed at once."""

    channel: Channel
    language: str = Field("km", max_length=10)
    danger_now: Said = Said.UNKNOWN
    place: str = Field("", max_length=8)
    situations: list[str] = Field(default_factory=list, max_length=20)
    story: str = Field("", max_length=LONGEST)
    counts: CountsIn = Field(default_factory=lambda: CountsIn.model_validate({}))
    persons: list[PersonIn] = Field(default_factory=list, max_length=200)
    relation: Relation = Relation.UNKNOWN
    answering: Answering = Answering.NO
    contact: str = Field("", max_length=200)
    received_on: date | None = None


class PersonOut(Schema):
    id: UUID
    position: int
    sex: str
    minor: str
    nationality: str
    named: bool
    result: str
    finding: str


class ReportOut(Schema):
    """Coded data only. Names and story are opened one section at a time, with a purpose."""

    id: UUID
    number: str
    status: str
    urgency: str
    danger_now: str
    due_at: datetime
    channel: str
    received_on: date
    place: str
    women: int
    men: int
    girls: int
    boys: int
    unknown: int
    finding: str
    revision: int


class ReportFull(ReportOut):
    persons: list[PersonOut]


class ReportPage(Schema):
    items: list[ReportOut]
    more: bool


class TriageIn(Schema):
    urgency: Urgency
    forms: list[str] = Field(default_factory=list, max_length=20)
    place: str = Field("", max_length=8)
    note: str = Field("", max_length=LONGEST)


class TransferIn(Schema):
    to_office: UUID
    reason: TransferReason
    note: str = Field("", max_length=LONGEST)


class PartIn(TransferIn):
    persons: list[UUID] = Field(min_length=1, max_length=200)
    place: str = Field("", max_length=8)


class VerificationIn(Schema):
    result: Result
    finding: Finding | None = None
    on: date | None = None
    note: str = Field("", max_length=LONGEST)


class ConclusionIn(Schema):
    finding: Finding
    note: str = Field("", max_length=LONGEST)


class AnswerIn(Schema):
    text: str = Field(min_length=1, max_length=LONGEST)


class ClosingIn(Schema):
    reason: ClosingReason
    note: str = Field("", max_length=LONGEST)


class PurposeIn(Schema):
    purpose: Purpose


def _full(request: HttpRequest, report_id: UUID) -> dict[str, Any]:
    report = queries.report_for(request.actor, report_id)  # type: ignore[attr-defined]
    shown = ReportOut.from_orm(report).dict()
    return {**shown, "persons": [PersonOut.from_orm(person) for person in queries.persons_of(report)]}


def _known(list_name: str, *codes: str) -> None:
    """Raise InvalidInput for a code that is on no list."""
    wrong = [code for code in codes if code and not terms.is_code(list_name, code)]
    if wrong:
        raise InvalidInput(errors={list_name: [", ".join(wrong)]})


@router.get("", response={200: ReportPage, **PROBLEMS}, summary="The queue of my office")
@needs(Permission.REPORT_READ)
def queue(request: HttpRequest, page: int = 1) -> dict[str, Any]:
    rows, more = queries.queue(request.actor, page=max(1, min(page, 10_000)))  # type: ignore[attr-defined]
    return {"items": rows, "more": more}


@router.post("", response={201: ReportFull, **PROBLEMS}, summary="Write down a report")
@needs(Permission.REPORT_TAKE)
def record(request: HttpRequest, data: ReportIn) -> tuple[int, Any]:
    _known("sex", *[person.sex for person in data.persons])
    _known("nationality", *[person.nationality for person in data.persons])
    if data.place and not place_exists(data.place):
        raise InvalidInput(errors={"place": [_("This place is not in the list.")]})
    said = ReportSaid(
        language=data.language, danger_now=data.danger_now, place=data.place, situations=list(data.situations),
        story=clean(data.story), counts=Counts(**data.counts.dict()), relation=data.relation, answering=data.answering,
        contact=clean(data.contact),
        persons=[
            PersonSaid(sex=p.sex, minor=p.minor, nationality=p.nationality, name=clean_name(p.name)) for p in data.persons
        ],
    )  # fmt: skip
    by = request.actor  # type: ignore[attr-defined]
    report, _code = actions.record_report(said=said, channel=data.channel, by=by, received_on=data.received_on)
    shown = ReportOut.from_orm(report).dict()
    return 201, {**shown, "persons": [PersonOut.from_orm(person) for person in queries.persons_of(report)]}


@router.get("/{report_id}", response={200: ReportFull, **PROBLEMS}, summary="One report, coded")
@needs(Permission.REPORT_READ)
def one(request: HttpRequest, report_id: UUID) -> dict[str, Any]:
    return _full(request, report_id)


@router.post(
    "/{report_id}/sections/{section}", response={200: dict[str, Any], **PROBLEMS}, summary="Open a sealed section"
)
@needs(Permission.REPORT_READ)
def open_section(request: HttpRequest, report_id: UUID, section: Section, data: PurposeIn) -> dict[str, Any]:
    by = request.actor  # type: ignore[attr-defined]
    report = queries.report_for(by, report_id)
    return vault.open_section(record=queries.ref(report), section=section, by=by, purpose=data.purpose)


@router.post(
    "/{report_id}/triage",
    response={200: ReportFull, **PROBLEMS},
    summary="Decide how urgent it is and what it looks like",
)
@needs(Permission.REPORT_TRIAGE)
def triage(request: HttpRequest, report_id: UUID, data: TriageIn) -> dict[str, Any]:
    _known("form", *data.forms)
    actions.triage(
        report_id=report_id, urgency=data.urgency, forms=data.forms, place=data.place, note=clean(data.note),
        by=request.actor,  # type: ignore[attr-defined]
    )  # fmt: skip
    return _full(request, report_id)


@router.post(
    "/{report_id}/keep", response={200: ReportFull, **PROBLEMS}, summary="My office goes there itself, or accepts it"
)
@needs(Permission.REPORT_READ)
def keep(request: HttpRequest, report_id: UUID) -> dict[str, Any]:
    actions.keep(report_id=report_id, by=request.actor)  # type: ignore[attr-defined]
    return _full(request, report_id)


@router.post(
    "/{report_id}/transfer", response={204: None, **PROBLEMS}, summary="Send the whole report to another office"
)
@needs(Permission.REPORT_TRANSFER)
def transfer(request: HttpRequest, report_id: UUID, data: TransferIn) -> tuple[int, None]:
    actions.transfer(
        report_id=report_id, to_office_id=data.to_office, reason=data.reason, note=clean(data.note),
        by=request.actor,  # type: ignore[attr-defined]
    )  # fmt: skip
    return 204, None


@router.post(
    "/{report_id}/transfer-part", response={204: None, **PROBLEMS}, summary="Send some of the people to another office"
)
@needs(Permission.REPORT_TRANSFER)
def transfer_part(request: HttpRequest, report_id: UUID, data: PartIn) -> tuple[int, None]:
    actions.transfer_part(
        report_id=report_id, person_ids=data.persons, to_office_id=data.to_office, reason=data.reason, place=data.place,
        note=clean(data.note), by=request.actor,  # type: ignore[attr-defined]
    )  # fmt: skip
    return 204, None


@router.post(
    "/{report_id}/persons/{person_id}/verification",
    response={200: ReportFull, **PROBLEMS},
    summary="What was found for one person",
)
@needs(Permission.REPORT_VERIFY)
def verify(request: HttpRequest, report_id: UUID, person_id: UUID, data: VerificationIn) -> dict[str, Any]:
    actions.verify_person(
        report_id=report_id, person_id=person_id, result=data.result, finding=data.finding or "", on=data.on,
        note=clean(data.note), by=request.actor,  # type: ignore[attr-defined]
    )  # fmt: skip
    return _full(request, report_id)


@router.post("/{report_id}/conclusion", response={200: ReportFull, **PROBLEMS}, summary="What it turned out to be")
@needs(Permission.REPORT_VERIFY)
def conclude(request: HttpRequest, report_id: UUID, data: ConclusionIn) -> dict[str, Any]:
    actions.conclude(report_id=report_id, finding=data.finding, note=clean(data.note), by=request.actor)  # type: ignore[attr-defined]
    return _full(request, report_id)


@router.post("/{report_id}/answer", response={204: None, **PROBLEMS}, summary="Answer the reporter")
@needs(Permission.REPORT_ANSWER)
def answer(request: HttpRequest, report_id: UUID, data: AnswerIn) -> tuple[int, None]:
    actions.answer(report_id=report_id, text=clean(data.text), by=request.actor)  # type: ignore[attr-defined]
    return 204, None


@router.post("/{report_id}/close", response={200: ReportFull, **PROBLEMS}, summary="Close a report")
@needs(Permission.REPORT_READ)
def close(request: HttpRequest, report_id: UUID, data: ClosingIn) -> dict[str, Any]:
    actions.close(report_id=report_id, reason=data.reason, note=clean(data.note), by=request.actor)  # type: ignore[attr-defined]
    return _full(request, report_id)
