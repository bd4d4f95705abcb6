"""The sender prepares: what is needed, which provider, what the person decided."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.directory import queries as directory
from rumduol.directory.bands import band_of
from rumduol.directory.checking import check_choices, check_need
from rumduol.directory.types import Need
from rumduol.referrals import persons, policies, queries
from rumduol.referrals.enums import Giver, Manner, ReferralEvent, ReferralKind, SharingPurpose, Urgency
from rumduol.referrals.models import Consent, Referral
from rumduol.shared.dates import today
from rumduol.shared.errors import InvalidInput
from rumduol.shared.identifiers import new_number
from rumduol.terms.queries import is_code
from rumduol.vault import actions as vault
from rumduol.vault.enums import Section
from rumduol.vault.types import RecordRef


def _needed(need: Need) -> dict[str, Any]:
    """Columns of a need. The age is widened to a band: that is all the other side sees before it accepts."""
    low, high = band_of(need.age_from, need.age_to)
    return {
        "services": list(need.services),
        "sex": need.sex or "",
        "age_from": low,
        "age_to": high,
        "language": need.language or "",
        "medical": sorted(need.medical),
        "disability": sorted(need.disability),
        "form": need.form or "",
        "citizen": need.citizen,
        "tonight": need.tonight,
        "place": need.district or need.province or "",
        "people": need.people,
    }


def _check_need(kind: ReferralKind, need: Need) -> None:
    if kind == ReferralKind.SERVICE and not need.services:
        raise InvalidInput(errors={"services": [_("Say which service is needed.")]})
    check_need(need)


def draft(*, case_id: UUID, kind: ReferralKind, need: Need, urgency: Urgency, by: Actor) -> Referral:
    """Begin a referral of a case of the own office. Nothing leaves the office yet."""
    policies.check_can_prepare(by)
    check_choices(kind=(kind, ReferralKind), urgency=(urgency, Urgency))
    _check_need(kind, need)
    with transaction.atomic():
        person = persons.person_of(by, case_id)
        policies.check_can_refer_case(person.office_id, by)
        if kind == ReferralKind.TRANSFER and person.kind != "case":
            raise InvalidInput(errors={"kind": [_("Only a case can be handed over.")]})
        referral = Referral.objects.create(
            number=new_number("F", today()), kind=kind, office_id=by.office_id, case_id=case_id, urgency=urgency,
            created_by_id=by.person_id, **_needed(need),
        )  # fmt: skip
        audit.record(
            ReferralEvent.DRAFTED, by=by, subject=Subject("referral", referral.id), detail={"case": str(case_id)}
        )
    return referral


def change_need(*, referral_id: UUID, need: Need, urgency: Urgency, by: Actor) -> Referral:
    """Change what is needed, before it is sent."""
    with transaction.atomic():
        referral = queries.lock_referral(by, referral_id)
        policies.check_can_change(referral, by)
        check_choices(urgency=(urgency, Urgency))
        _check_need(ReferralKind(referral.kind), need)
        for name, value in {**_needed(need), "urgency": urgency}.items():
            setattr(referral, name, value)
        referral.revision += 1
        referral.save()
    return referral


def choose_provider(*, referral_id: UUID, provider_id: UUID, by: Actor) -> Referral:
    """Whom to ask. A decision about another provider no longer counts: the person is asked again."""
    with transaction.atomic():
        referral = queries.lock_referral(by, referral_id)
        policies.check_can_change(referral, by)
        provider = directory.provider_for(by, provider_id)
        if provider.office_id == by.office_id:
            raise InvalidInput(errors={"provider": [_("This is your own office.")]})
        if not provider.active:
            raise InvalidInput(errors={"provider": [_("This provider takes nobody at present.")]})
        if referral.kind == ReferralKind.TRANSFER and provider.office_id is None:
            raise InvalidInput(errors={"provider": [_("A case can only be handed to an office with an account.")]})
        if referral.provider_id != provider.id:
            referral.provider_id, referral.to_office_id = provider.id, provider.office_id
            referral.consent = None
            referral.revision += 1
            referral.save(update_fields=["provider_id", "to_office_id", "consent", "revision"])
    return referral


def shareable(by: Actor, referral: Referral) -> tuple[str, ...]:
    """Parts that may be offered to this receiver at all."""
    if referral.to_office_id is None:
        return policies.shareable_with(None)
    return policies.shareable_with(agencies.office(referral.to_office_id).agency.kind)


def record_decision(
    *,
    referral_id: UUID,
    accepts_provider: bool,
    sections: Iterable[str],
    purpose: SharingPurpose,
    until: datetime,
    giver: Giver,
    manner: Manner,
    language: str,
    words: str,
    second_worker_id: UUID | None = None,
    by: Actor,
) -> Consent:
    """Write down what the person decided about this provider, in their own words (sealed).

    Refusing the provider, or every part, is a decision too and costs the person nothing.
    Raises InvalidInput for a part that may not go to this receiver, a date that is past, or a best-interest decision
    without a second worker.
    """
    with transaction.atomic():
        referral = queries.lock_referral(by, referral_id)
        policies.check_can_change(referral, by)
        policies.check_can_record_consent(referral.office_id, by)
        if referral.provider_id is None:
            raise InvalidInput(errors={"provider": [_("First choose a provider.")]})
        check_choices(purpose=(purpose, SharingPurpose), giver=(giver, Giver), manner=(manner, Manner))
        chosen = [str(section) for section in dict.fromkeys(sections)] if accepts_provider else []
        _check_decision(
            chosen=chosen, allowed=shareable(by, referral), until=until, giver=giver,
            second_worker_id=second_worker_id, language=language,
            words=words, by=by,
        )  # fmt: skip
        consent = Consent.objects.create(
            office_id=by.office_id, case_id=referral.case_id, provider_id=referral.provider_id,
            to_office_id=referral.to_office_id, accepts_provider=accepts_provider, sections=chosen, purpose=purpose,
            until=until, giver=giver, manner=manner, language=language, recorded_by_id=by.person_id,
            second_worker_id=second_worker_id,
        )  # fmt: skip
        vault.seal(record=consent_ref(consent), section=Section.WISHES, fields={"words": words}, by=by)
        referral.consent = consent
        referral.revision += 1
        referral.save(update_fields=["consent", "revision"])
        audit.record(
            ReferralEvent.CONSENT_GIVEN, by=by, subject=Subject("consent", consent.id),
            detail={"sections": chosen, "accepts_provider": accepts_provider, "until": until, "referral": referral.id},
        )  # fmt: skip
    return consent


def _check_decision(
    *,
    chosen: list[str],
    allowed: tuple[str, ...],
    until: datetime,
    giver: Giver,
    second_worker_id: UUID | None,
    language: str,
    words: str,
    by: Actor,
) -> None:
    errors: dict[str, list[Any]] = {}
    if not set(chosen) <= set(allowed):
        errors["sections"] = [_("One of these parts can not be shared with this receiver.")]
    if until <= timezone.now():
        errors["until"] = [_("Choose a date in the future.")]
    if not is_code("language", language):
        errors["language"] = [_("Choose one of the answers of the list.")]
    if not words.strip():
        errors["words"] = [_("Write what the person said, in their words.")]
    if giver == Giver.BEST_INTEREST:
        ids = {row.person_id for row in agencies.colleagues(by.office_id)}
        if second_worker_id is None or second_worker_id == by.person_id or second_worker_id not in ids:
            errors["second_worker"] = [_("A best-interest decision takes two workers: name the colleague.")]
    if errors:
        raise InvalidInput(errors=errors)


def consent_ref(consent: Consent) -> RecordRef:
    return RecordRef("consent", consent.id, office_id=consent.office_id, parent=consent.case_id)


def message_ref(referral: Referral) -> RecordRef:
    return RecordRef("referral", referral.id, office_id=referral.office_id, parent=referral.case_id)


def write_message(*, referral_id: UUID, message: str, by: Actor) -> None:
    """A message to the receiver, sealed; it opens with the consented parts when the receiver accepts."""
    with transaction.atomic():
        referral = queries.lock_referral(by, referral_id)
        policies.check_can_change(referral, by)
        vault.seal(record=message_ref(referral), section=Section.NOTES, fields={"message": message}, by=by)


def need_of(r: Referral) -> Need:
    """The need that a referral carries, for searching again."""
    return Need(
        services=tuple(r.services), sex=r.sex or None, age_from=r.age_from, age_to=r.age_to,
        language=r.language or None, medical=frozenset(r.medical), disability=frozenset(r.disability),
        form=r.form or None, citizen=r.citizen, tonight=r.tonight, place=r.place or None, people=r.people,
    )  # fmt: skip
