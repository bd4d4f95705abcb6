"""What is counted of a referral: for whom help was sought, who answered how, where sharing was taken back."""

from datetime import date
from typing import Any
from uuid import UUID

from rumduol.agencies import queries as agencies
from rumduol.facts import actions as facts
from rumduol.facts.enums import Kind
from rumduol.referrals.models import Consent, Referral


def age_band(age_from: int | None, age_to: int | None) -> str:
    """child / adult / unknown: a referral knows no more than a band."""
    if age_to is not None and age_to < 18:
        return "child"
    if age_from is not None and age_from >= 18:
        return "adult"
    return "unknown"


def _about(referral: Referral) -> dict[str, Any]:
    return {
        "place": referral.place,
        "sex": referral.sex or "unknown",
        "age_band": age_band(referral.age_from, referral.age_to),
        "form": referral.form,
        **_agency(referral.office_id),
    }


def _agency(office_id: UUID) -> dict[str, Any]:
    office = agencies.office(office_id)
    return {"agency_kind": office.agency.kind, "agency_province": office.place[:2]}


def sent(referral: Referral, on: date) -> None:
    """`extra.to` is the kind of agency it goes to, where that is an office."""
    extra: dict[str, Any] = {"services": list(referral.services), "kind": referral.kind, "by_hand": referral.by_hand}
    if referral.to_office_id:
        extra["to"] = str(agencies.office(referral.to_office_id).agency.kind)
    facts.write(
        kind=Kind.REFERRAL, unit=("referral", referral.id), on=on, outcome=referral.urgency, extra=extra,
        **_about(referral),
    )  # fmt: skip


def answered(referral: Referral, on: date, *, late: bool) -> None:
    extra: dict[str, str | int | bool | list[str]] = {"late": late, "services": list(referral.services)}
    if referral.decline_reason:
        extra["reason"] = referral.decline_reason
    facts.write(
        kind=Kind.REFERRAL_ANSWER, unit=("referral", referral.id), on=on, outcome=referral.status, extra=extra,
        **_about(referral),
    )  # fmt: skip


def admitted(referral: Referral, on: date) -> None:
    facts.write(
        kind=Kind.ADMISSION, unit=("referral", referral.id), on=on,
        extra={"services": list(referral.services)}, **_about(referral),
    )  # fmt: skip


def ended(referral: Referral, on: date) -> None:
    facts.write(
        kind=Kind.DISCHARGE, unit=("referral", referral.id), on=on, outcome=referral.end_reason,
        extra={"services": list(referral.services), "status": referral.status}, **_about(referral),
    )  # fmt: skip


def consent_withdrawn(consent: Consent, on: date, sections: list[str]) -> None:
    facts.write(
        kind=Kind.CONSENT_WITHDRAWN, unit=("consent", consent.id), on=on,
        extra={"sections": sections, "purpose": consent.purpose},
    )  # fmt: skip
