"""Referrals over the API: for services with a case system of their own. The same actions as the pages."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema

from rumduol.access.api import PROBLEMS, needs
from rumduol.access.enums import Permission
from rumduol.directory.types import Need
from rumduol.referrals import actions, queries
from rumduol.referrals.enums import DeclineReason, EndReason, Giver, Manner, ReferralKind, SharingPurpose, Urgency
from rumduol.shared.text import clean
from rumduol.vault.enums import Section

router = Router(tags=["referrals"])
LONGEST = 20_000


class NeedIn(Schema):
    services: list[str] = Field(min_length=1, max_length=20)
    sex: str | None = Field(None, max_length=12)
    age_from: int | None = Field(None, ge=0, le=120)
    age_to: int | None = Field(None, ge=0, le=120)
    language: str | None = Field(None, max_length=10)
    medical: list[str] = Field(default_factory=list, max_length=20)
    disability: list[str] = Field(default_factory=list, max_length=20)
    form: str | None = Field(None, max_length=40)
    citizen: bool | None = None
    tonight: bool = False
    place: str | None = Field(None, max_length=4)


class DraftIn(Schema):
    case_id: UUID
    kind: ReferralKind = ReferralKind.SERVICE
    urgency: Urgency
    need: NeedIn


class ProviderIn(Schema):
    provider_id: UUID


class DecisionIn(Schema):
    """What the person decided about this provider, in their own words (sealed). Refusing costs the person nothing."""

    accepts_provider: bool
    sections: list[Section] = Field(default_factory=list, max_length=12)
    purpose: SharingPurpose
    until: date
    giver: Giver
    manner: Manner
    language: str = Field("km", max_length=10)
    words: str = Field(min_length=1, max_length=LONGEST)
    second_worker_id: UUID | None = None


class WithdrawalIn(Schema):
    sections: list[Section] | None = Field(None, description="Nothing = the whole consent.")
    words: str = Field("", max_length=LONGEST)


class DeclineIn(Schema):
    reason: DeclineReason


class EndIn(Schema):
    reason: EndReason
    report: str = Field("", max_length=LONGEST)


class ReferralOut(Schema):
    """The coded minimum: all that the receiving side sees before it accepts."""

    id: UUID
    number: str
    kind: str
    status: str
    urgency: str
    services: list[str]
    sex: str
    age_from: int | None = None
    age_to: int | None = None
    language: str
    form: str
    tonight: bool
    place: str
    answer_due_at: datetime | None = None
    revision: int


class ConsentOut(Schema):
    id: UUID
    accepts_provider: bool
    sections: list[str]
    purpose: str
    until: datetime


@router.get("/incoming", response={200: list[ReferralOut], **PROBLEMS}, summary="Sent to my office, to be answered")
@needs(Permission.REFERRAL_READ)
def incoming(request: HttpRequest) -> Any:
    return queries.incoming(request.actor)  # type: ignore[attr-defined]


@router.get("/waiting", response={200: list[ReferralOut], **PROBLEMS}, summary="Sent by my office, waiting for others")
@needs(Permission.REFERRAL_READ)
def waiting(request: HttpRequest) -> Any:
    return queries.waiting(request.actor)  # type: ignore[attr-defined]


@router.post("", response={201: ReferralOut, **PROBLEMS}, summary="Prepare a referral")
@needs(Permission.REFERRAL_SEND)
def draft(request: HttpRequest, data: DraftIn) -> tuple[int, Any]:
    fields = data.need.dict()
    place = fields.pop("place")
    need = Need(
        **{**fields, "services": tuple(fields["services"]), "medical": frozenset(fields["medical"]),
           "disability": frozenset(fields["disability"])}, place=place,
    )  # fmt: skip
    return 201, actions.draft(case_id=data.case_id, kind=data.kind, need=need, urgency=data.urgency, by=request.actor)  # type: ignore[attr-defined]


@router.get("/{referral_id}", response={200: ReferralOut, **PROBLEMS}, summary="One referral, coded")
@needs(Permission.REFERRAL_READ)
def one(request: HttpRequest, referral_id: UUID) -> Any:
    return queries.referral_for(request.actor, referral_id)  # type: ignore[attr-defined]


@router.post("/{referral_id}/provider", response={200: ReferralOut, **PROBLEMS}, summary="Whom to ask")
@needs(Permission.REFERRAL_SEND)
def provider(request: HttpRequest, referral_id: UUID, data: ProviderIn) -> Any:
    return actions.choose_provider(referral_id=referral_id, provider_id=data.provider_id, by=request.actor)  # type: ignore[attr-defined]


@router.post(
    "/{referral_id}/decision", response={201: ConsentOut, **PROBLEMS}, summary="What the person decided about sharing"
)
@needs(Permission.CONSENT_RECORD)
def decision(request: HttpRequest, referral_id: UUID, data: DecisionIn) -> tuple[int, Any]:
    until = timezone.make_aware(datetime.combine(data.until, time(23, 59)))
    return 201, actions.record_decision(
        referral_id=referral_id, accepts_provider=data.accepts_provider, sections=[str(s) for s in data.sections],
        purpose=data.purpose, until=until, giver=data.giver, manner=data.manner, language=data.language,
        words=clean(data.words), second_worker_id=data.second_worker_id, by=request.actor,  # type: ignore[attr-defined]
    )  # fmt: skip


@router.post("/{referral_id}/send", response={200: ReferralOut, **PROBLEMS}, summary="Send it")
@needs(Permission.REFERRAL_SEND)
def send(request: HttpRequest, referral_id: UUID) -> Any:
    return actions.send(referral_id=referral_id, by=request.actor)  # type: ignore[attr-defined]


@router.post(
    "/{referral_id}/acceptance", response={200: ReferralOut, **PROBLEMS}, summary="Accept: consented parts open"
)
@needs(Permission.REFERRAL_ANSWER)
def accept(request: HttpRequest, referral_id: UUID) -> Any:
    return actions.accept(referral_id=referral_id, by=request.actor)  # type: ignore[attr-defined]


@router.post("/{referral_id}/refusal", response={200: ReferralOut, **PROBLEMS}, summary="Decline, with a reason")
@needs(Permission.REFERRAL_ANSWER)
def decline(request: HttpRequest, referral_id: UUID, data: DeclineIn) -> Any:
    return actions.decline(referral_id=referral_id, reason=data.reason, by=request.actor)  # type: ignore[attr-defined]


@router.post("/{referral_id}/admission", response={200: ReferralOut, **PROBLEMS}, summary="The person is here")
@needs(Permission.REFERRAL_ANSWER)
def admit(request: HttpRequest, referral_id: UUID) -> Any:
    return actions.admit(referral_id=referral_id, by=request.actor)  # type: ignore[attr-defined]


@router.post("/{referral_id}/completion", response={200: ReferralOut, **PROBLEMS}, summary="The service is done")
@needs(Permission.REFERRAL_ANSWER)
def complete(request: HttpRequest, referral_id: UUID, data: EndIn) -> Any:
    return actions.complete(referral_id=referral_id, reason=data.reason, report=clean(data.report), by=request.actor)  # type: ignore[attr-defined]


@router.post(
    "/{referral_id}/hand-back", response={200: ReferralOut, **PROBLEMS}, summary="Hand the person back, with a report"
)
@needs(Permission.REFERRAL_ANSWER)
def hand_back(request: HttpRequest, referral_id: UUID, data: EndIn) -> Any:
    return actions.hand_back(referral_id=referral_id, reason=data.reason, report=clean(data.report), by=request.actor)  # type: ignore[attr-defined]


consents = Router(tags=["consent"])


@consents.post(
    "/{consent_id}/withdrawal",
    response={200: ConsentOut, **PROBLEMS},
    summary="Withdraw consent: works at the next click",
)
@needs(Permission.CONSENT_RECORD)
def withdraw(request: HttpRequest, consent_id: UUID, data: WithdrawalIn) -> Any:
    sections = [str(section) for section in data.sections] if data.sections is not None else None
    return actions.withdraw_consent(consent_id=consent_id, sections=sections, words=clean(data.words), by=request.actor)  # type: ignore[attr-defined]
