"""The person changes their mind: from the next click nothing withdrawn is open any more."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.agencies.enums import Role
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.notices import actions as notices
from rumduol.notices.enums import NoticeKind
from rumduol.referrals import facts, policies, queries
from rumduol.referrals.actions.answering import drop
from rumduol.referrals.actions.preparing import consent_ref
from rumduol.referrals.actions.sending import take_back
from rumduol.referrals.enums import ReferralEvent
from rumduol.referrals.models import Consent
from rumduol.shared.dates import today
from rumduol.shared.errors import InvalidInput
from rumduol.vault import actions as vault
from rumduol.vault.enums import Purpose, Section
from rumduol.vault.types import RecordRef


def withdraw_consent(*, consent_id: UUID, sections: Iterable[str] | None, words: str, by: Actor) -> Consent:
    """Take back some sections, or everything (None). Told to the office of the case or to the one that received it.

    The same part is taken back from every consent of this case towards the same office: the person says "not them", not
    "not this paper". Help goes on: the referral itself is not touched.
    """
    with transaction.atomic():
        consent = queries.lock_consent(by, consent_id)
        if consent.withdrawn_at is not None:
            return consent
        policies.check_can_withdraw_consent(consent, by)
        standing = queries.standing(consent)
        wanted = standing if sections is None else [name for name in sections if name in standing]
        if sections is not None and not wanted:
            raise InvalidInput(errors={"sections": [_("Choose what the person takes back.")]})
        same = [consent, *(c for c in queries.live_consents_to(consent.case_id, consent.to_office_id) if c != consent)]
        for row in same:
            _mark(row, wanted, whole=row == consent and set(wanted) == set(standing), by=by)
        for row in same:
            for referral in row.referrals.filter(sent_at__isnull=False):
                if by.office_id == referral.office_id:
                    take_back(referral, wanted, because="consent_withdrawn", by=by)
                else:
                    drop(referral, wanted, because="consent_withdrawn")
        _keep_words(consent, words, by)
        audit.record(
            ReferralEvent.CONSENT_WITHDRAWN, by=by, subject=Subject("consent", consent.id),
            detail={"sections": wanted, "whole": consent.withdrawn_at is not None, "case": consent.case_id},
        )  # fmt: skip
        facts.consent_withdrawn(consent, today(), wanted)
        _tell(same, by)
    return consent


def _tell(consents: list[Consent], by: Actor) -> None:
    """The other side learns that something was closed; what it was it sees on the page."""
    for consent in consents:
        for referral in consent.referrals.filter(sent_at__isnull=False):
            other = referral.to_office_id if by.office_id == referral.office_id else referral.office_id
            if other is not None:
                notices.notify(
                    kind=NoticeKind.CONSENT_WITHDRAWN, record_kind="referral", record_id=referral.id,
                    number=referral.number, to_office=other, roles=(Role.CASE_WORKER, Role.SHELTER_WORKER),
                )  # fmt: skip


def _mark(consent: Consent, sections: list[str], *, whole: bool, by: Actor) -> None:
    gone = [name for name in consent.sections if name in {*consent.withdrawn_sections, *sections}]
    consent.withdrawn_sections = gone
    if whole or (consent.sections and set(gone) == set(consent.sections)):
        consent.withdrawn_at, consent.withdrawn_by_id = timezone.now(), by.person_id
    consent.revision += 1
    consent.save(update_fields=["withdrawn_sections", "withdrawn_at", "withdrawn_by_id", "revision"])


def _keep_words(consent: Consent, words: str, by: Actor) -> None:
    """Each office seals what it heard: the owner next to the decision, the receiver as its own record."""
    if not words.strip():
        return
    ref = consent_ref(consent)
    if by.office_id == consent.office_id:
        said = vault.open_section(record=ref, section=Section.WISHES, by=by, purpose=Purpose.PERSON_ASKED)
        vault.seal(record=ref, section=Section.WISHES, fields={**said, "withdrawn_words": words}, by=by)
    else:
        heard = RecordRef("consent_heard", consent.id, office_id=by.office_id, parent=consent.case_id)
        vault.seal(record=heard, section=Section.NOTES, fields={"withdrawn_words": words}, by=by)
