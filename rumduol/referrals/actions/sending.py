"""The sender's steps after preparing: send, give up, withdraw, hand over, close."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access import actions as access
from rumduol.access import queries as access_queries
from rumduol.access.types import Actor
from rumduol.agencies.enums import Role
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.notices import actions as notices
from rumduol.notices.enums import NoticeKind
from rumduol.referrals import facts, persons, policies, queries
from rumduol.referrals.actions.preparing import message_ref
from rumduol.referrals.enums import (
    ANSWER_HOURS,
    ANSWER_WORKING_DAYS,
    SHARING,
    EndReason,
    ReferralEvent,
    ReferralKind,
    ReferralStatus,
    Urgency,
)
from rumduol.referrals.models import Referral
from rumduol.shared.clocks import due
from rumduol.shared.dates import today
from rumduol.shared.errors import NotThere, WrongState
from rumduol.vault import actions as vault
from rumduol.vault.enums import Section
from rumduol.vault.types import NOT_YET

ANSWERING = (Role.CASE_WORKER, Role.SHELTER_WORKER, Role.LEGAL_AID_LAWYER)


def answer_due(urgency: Urgency, sent_at: datetime) -> datetime:
    """Emergency 2 hours, urgent 24 hours, ordinary 5 working days."""
    if urgency in ANSWER_HOURS:
        return due(sent_at, hours=ANSWER_HOURS[urgency])
    return due(sent_at, working_days=ANSWER_WORKING_DAYS)


def send(*, referral_id: UUID, by: Actor) -> Referral:
    """Ask the provider. It sees the coded minimum; the consented parts are wrapped for it, closed until it accepts."""
    with transaction.atomic():
        referral = queries.lock_referral(by, referral_id)
        if referral.status == ReferralStatus.SENT and referral.sent_by_id == by.person_id:
            return referral  # the second half of a double click
        policies.check_can_send(referral, by)
        now = timezone.now()
        referral.status = ReferralStatus.SENT
        referral.sent_at, referral.sent_by_id = now, by.person_id
        referral.answer_due_at = answer_due(Urgency(referral.urgency), now)
        referral.share_id = uuid4()
        referral.revision += 1
        referral.save()
        if referral.to_office_id is not None:
            _wrap(referral, by)
        audit.record(
            ReferralEvent.SENT, by=by, subject=Subject("referral", referral.id),
            detail={"to": referral.to_office_id, "provider": referral.provider_id, "case": referral.case_id},
        )  # fmt: skip
        facts.sent(referral, today())
        if referral.to_office_id is not None:
            notices.notify(
                kind=NoticeKind.REFERRAL_NEW, record_kind="referral", record_id=referral.id, number=referral.number,
                to_office=referral.to_office_id, roles=ANSWERING, due_at=referral.answer_due_at,
            )  # fmt: skip
    return referral


def _wrap(referral: Referral, by: Actor) -> None:
    """Wrap the consented parts once more, closed. Parts that another consent opens to this office already stay open."""
    consent, to_office, share = referral.consent, referral.to_office_id, referral.share_id
    if consent is None or to_office is None or share is None:
        return
    person = persons.person_of(by, referral.case_id)
    open_now = {
        section
        for row in access_queries.live_shares_of(referral.case_id)
        if row.to_office_id == to_office
        for section in row.sections
    }
    for section in queries.standing(consent):
        if section in open_now:
            continue
        for ref in persons.parts(person, Section(section)):
            vault.share_section(
                record=ref, section=Section(section), to_office_id=to_office, share_id=share, until=NOT_YET, by=by
            )
    vault.share_section(
        record=message_ref(referral), section=Section.NOTES, to_office_id=to_office, share_id=share, until=NOT_YET,
        by=by,
    )  # fmt: skip


def take_back(referral: Referral, sections: list[str], *, because: str, by: Actor) -> None:
    """Close parts to the receiver: its wraps go, each section gets a new key, the share shrinks or ends."""
    if referral.to_office_id is None:
        return
    person = persons.person_of(by, referral.case_id)
    for section in sections:
        for ref in persons.parts(person, Section(section)):
            vault.unshare_section(record=ref, section=Section(section), office_id=referral.to_office_id, by=by)
    share = next((row for row in access_queries.live_shares_of(referral.case_id) if row.id == referral.share_id), None)
    if share is None:
        return
    for section in [name for name in sections if name in share.sections]:
        share = access.narrow_share(share_id=share.id, without=section, by=by)
    if not share.sections:
        access.end_share(share_id=share.id, because=because, by=by)


def close_message(referral: Referral, by: Actor) -> None:
    """The message to the receiver closes with the parts."""
    if referral.to_office_id is not None:
        vault.unshare_section(
            record=message_ref(referral), section=Section.NOTES, office_id=referral.to_office_id, by=by
        )


def give_up(*, referral_id: UUID, by: Actor) -> Referral:
    """Not answered in time: the sender looks elsewhere."""
    return _end_before_service(referral_id, ReferralStatus.EXPIRED, ReferralEvent.EXPIRED, by)


def withdraw(*, referral_id: UUID, by: Actor) -> Referral:
    """The sender takes the referral back; whatever was shared for it closes at once."""
    return _end_before_service(referral_id, ReferralStatus.WITHDRAWN, ReferralEvent.WITHDRAWN, by)


def _end_before_service(referral_id: UUID, status: ReferralStatus, event: ReferralEvent, by: Actor) -> Referral:
    with transaction.atomic():
        referral = queries.lock_referral(by, referral_id)
        if referral.status == status:
            return referral
        (policies.check_can_give_up if status == ReferralStatus.EXPIRED else policies.check_can_withdraw)(referral, by)
        before = referral.status
        referral.status = status
        referral.revision += 1
        if before in SHARING:
            referral.ended_at = timezone.now()
        referral.save(update_fields=["status", "ended_at", "revision"])
        if before != ReferralStatus.DRAFT and referral.consent is not None:
            take_back(referral, queries.standing(referral.consent), because=status, by=by)
            close_message(referral, by)
        audit.record(event, by=by, subject=Subject("referral", referral.id), detail={"from": before})
        if status == ReferralStatus.EXPIRED:
            facts.answered(referral, today(), late=True)
    return referral


def close(*, referral_id: UUID, by: Actor) -> Referral:
    """The sender has read the answer or the report, re-keys what was shared, and closes."""
    with transaction.atomic():
        referral = queries.lock_referral(by, referral_id)
        if referral.status == ReferralStatus.CLOSED:
            return referral
        policies.check_can_close(referral, by)
        referral.status = ReferralStatus.CLOSED
        referral.closed_at, referral.closed_by_id = timezone.now(), by.person_id
        referral.revision += 1
        referral.save(update_fields=["status", "closed_at", "closed_by_id", "revision"])
        if referral.consent is not None and referral.kind != ReferralKind.TRANSFER:
            take_back(referral, queries.standing(referral.consent), because="closed", by=by)
        audit.record(ReferralEvent.CLOSED, by=by, subject=Subject("referral", referral.id))
    return referral


def hand_over(*, referral_id: UUID, by: Actor) -> Referral:
    """After acceptance the owner gives the whole case: its rows, its sealed parts, its number."""
    with transaction.atomic():
        referral = queries.lock_referral(by, referral_id)
        policies.check_can_hand_over(referral, by)
        if referral.to_office_id is None:
            raise NotThere()
        if [row for row in queries.open_of_case(by, referral.case_id) if row.id != referral.id]:
            raise WrongState(_("Other referrals of this case are under way. Close or withdraw them first."))
        for share in access_queries.live_shares_of(referral.case_id):
            access.end_share(share_id=share.id, because="handed_over", by=by)
        referral.status = ReferralStatus.COMPLETED
        referral.ended_at, referral.end_reason = timezone.now(), EndReason.DONE
        referral.revision += 1
        referral.save(update_fields=["status", "ended_at", "end_reason", "revision"])
        audit.record(
            ReferralEvent.HANDED_OVER, by=by, subject=Subject("referral", referral.id),
            detail={"case": referral.case_id, "to": referral.to_office_id},
        )  # fmt: skip
        facts.ended(referral, today())
        persons.hand_over(case_id=referral.case_id, to_office_id=referral.to_office_id, by=by)
    return referral
