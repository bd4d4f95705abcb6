"""The receiver's steps: accept, decline, admit, complete, hand back. By hand the sender writes them down."""

from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.directory import actions as directory_actions
from rumduol.directory import queries as directory
from rumduol.directory.enums import POLICE_KINDS
from rumduol.notices import actions as notices
from rumduol.notices.enums import NoticeKind
from rumduol.referrals import facts, policies, queries
from rumduol.referrals.enums import DeclineReason, EndReason, ReferralEvent, ReferralStatus
from rumduol.referrals.models import Referral
from rumduol.shared.dates import today
from rumduol.shared.errors import InvalidInput, NotAllowed
from rumduol.vault import actions as vault
from rumduol.vault.enums import Section
from rumduol.vault.types import RecordRef


def _answer(referral: Referral, status: ReferralStatus, by: Actor) -> bool:
    """Set the answer; True when it came after the time."""
    now = timezone.now()
    referral.status = status
    referral.answered_at, referral.answered_by_id = now, by.person_id
    referral.revision += 1
    referral.save(update_fields=["status", "answered_at", "answered_by_id", "decline_reason", "revision"])
    return referral.answer_due_at is not None and now > referral.answer_due_at


def accept(*, referral_id: UUID, by: Actor) -> Referral:
    """Yes. From now on the consented parts open for this office, until the date the person named."""
    with transaction.atomic():
        referral = queries.lock_referral(by, referral_id)
        if referral.status == ReferralStatus.ACCEPTED and referral.answered_by_id == by.person_id:
            return referral
        policies.check_can_accept(referral, by)
        late = _answer(referral, ReferralStatus.ACCEPTED, by)
        opened: list[str] = []
        if not referral.by_hand:
            with connection.cursor() as cursor:
                cursor.execute("select referrals.open_parcel(%s)", [referral.id])
                opened = cursor.fetchone()[0]
        audit.record(
            ReferralEvent.ACCEPTED, by=by, subject=Subject("referral", referral.id),
            detail={"case": referral.case_id, "sections": opened, "by_hand": referral.by_hand},
        )  # fmt: skip
        facts.answered(referral, today(), late=late)
        _tell_sender(referral, NoticeKind.REFERRAL_ACCEPTED)
    return referral


def _tell_sender(referral: Referral, kind: NoticeKind) -> None:
    notices.notify(
        kind=kind, record_kind="referral", record_id=referral.id, number=referral.number,
        to_people={person for person in (referral.created_by_id, referral.sent_by_id) if person},
    )  # fmt: skip


def decline(*, referral_id: UUID, reason: DeclineReason, by: Actor) -> Referral:
    """No, and why: the sender looks elsewhere, and the reason is counted."""
    if reason not in DeclineReason.values:
        raise InvalidInput(errors={"reason": [_("Choose a reason: the sender needs it to find another place.")]})
    with transaction.atomic():
        referral = queries.lock_referral(by, referral_id)
        if referral.status == ReferralStatus.DECLINED and referral.answered_by_id == by.person_id:
            return referral
        policies.check_can_decline(referral, by)
        referral.decline_reason = reason
        late = _answer(referral, ReferralStatus.DECLINED, by)
        audit.record(ReferralEvent.DECLINED, by=by, subject=Subject("referral", referral.id), detail={"reason": reason})
        facts.answered(referral, today(), late=late)
        _tell_sender(referral, NoticeKind.REFERRAL_DECLINED)
    return referral


def admit(*, referral_id: UUID, by: Actor) -> Referral:
    """The person has arrived."""
    with transaction.atomic():
        referral = queries.lock_referral(by, referral_id)
        if referral.status == ReferralStatus.ADMITTED:
            return referral
        policies.check_can_admit(referral, by)
        referral.status = ReferralStatus.ADMITTED
        referral.admitted_at = timezone.now()
        referral.revision += 1
        referral.save(update_fields=["status", "admitted_at", "revision"])
        audit.record(
            ReferralEvent.ADMITTED, by=by, subject=Subject("referral", referral.id), detail={"case": referral.case_id}
        )
        facts.admitted(referral, today())
    return referral


def complete(*, referral_id: UUID, reason: EndReason, report: str, by: Actor) -> Referral:
    """The service is done; a report goes to the sender."""
    return _finish(referral_id, (ReferralStatus.COMPLETED, ReferralEvent.COMPLETED), reason, report, by)


def hand_back(*, referral_id: UUID, reason: EndReason, report: str, by: Actor) -> Referral:
    """The person is given back into the sender's care, with a report and a reason."""
    return _finish(referral_id, (ReferralStatus.HANDED_BACK, ReferralEvent.HANDED_BACK), reason, report, by)


def _finish(
    referral_id: UUID, end: tuple[ReferralStatus, ReferralEvent], reason: EndReason, report: str, by: Actor
) -> Referral:
    status, event = end
    errors: dict[str, list[object]] = {}
    if reason not in EndReason.values:
        errors["reason"] = [_("Choose a reason.")]
    if not report.strip():
        errors["report"] = [_("Write what was done and what the person needs next.")]
    if errors:
        raise InvalidInput(errors=errors)
    with transaction.atomic():
        referral = queries.lock_referral(by, referral_id)
        if referral.status == status:
            return referral
        (policies.check_can_complete if status == ReferralStatus.COMPLETED else policies.check_can_hand_back)(
            referral, by
        )
        ref = report_ref(referral)
        vault.seal(record=ref, section=Section.NARRATIVE, fields={"report": report}, by=by)
        if not referral.by_hand:
            vault.share_section(
                record=ref, section=Section.NARRATIVE, to_office_id=referral.office_id,
                share_id=referral.share_id or referral.id, until=None, by=by,
            )  # fmt: skip
        referral.status = status
        referral.ended_at, referral.end_reason = timezone.now(), reason
        referral.revision += 1
        referral.save(update_fields=["status", "ended_at", "end_reason", "revision"])
        if not referral.by_hand and referral.consent is not None:
            drop(referral, queries.standing(referral.consent), because="service_ended")
        audit.record(
            event, by=by, subject=Subject("referral", referral.id),
            detail={"reason": reason, "case": referral.case_id},
        )  # fmt: skip
        facts.ended(referral, today())
        _tell_sender(referral, NoticeKind.REFERRAL_HANDED_BACK)
    return referral


def report_ref(referral: Referral) -> RecordRef:
    """Where the report is sealed: by the receiver, or by the sender who wrote it down from the telephone."""
    return RecordRef(
        "referral_report",
        referral.id,
        office_id=referral.to_office_id or referral.office_id,
        parent=referral.case_id,
    )


def drop(referral: Referral, sections: list[str], *, because: str) -> int:
    """The receiving office loses its wraps at once; answers how many went. The owner re-keys with its next step."""
    with connection.cursor() as cursor:
        cursor.execute("select referrals.drop_parcel(%s, %s, %s)", [referral.id, sections, because])
        return int(cursor.fetchone()[0])


def show_way(*, referral_id: UUID, by: Actor) -> None:
    """A confidential house shows the way to the office that brings the person, for as long as the consent runs.

    Never to an office of the police: somebody else has to bring the person.
    """
    with transaction.atomic():
        referral = queries.lock_referral(by, referral_id)
        policies.check_can_show_way(referral, by)
        if agencies.office(referral.office_id).agency.kind in POLICE_KINDS:
            raise NotAllowed(_("The way to a confidential house is not shown to the police."))
        provider = directory.own_provider(by)
        if provider is None or provider.id != referral.provider_id or referral.consent is None:
            raise NotAllowed()
        written = vault.share_section(
            record=directory_actions.whereabouts_ref(provider), section=Section.WHEREABOUTS,
            to_office_id=referral.office_id, share_id=referral.share_id or referral.id, until=referral.consent.until,
            by=by,
        )  # fmt: skip
        if not written:
            raise InvalidInput(_("Your house's whereabouts are not written down yet. Add them to your entry first."))
        audit.record(
            ReferralEvent.WAY_SHOWN, by=by, subject=Subject("referral", referral.id),
            detail={"to": referral.office_id, "provider": provider.id},
        )  # fmt: skip
