"""The review ends, a second person of another office approves, the round is closed or cancelled."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.agencies.enums import AgencyKind, Role
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.facts import actions as facts
from rumduol.linkage import policies, queries
from rumduol.linkage.actions.agreeing import KIND
from rumduol.linkage.enums import CancelReason, LinkageEvent, RoundStatus
from rumduol.linkage.known import links_for_figures
from rumduol.linkage.models import Round
from rumduol.notices import actions as notices
from rumduol.notices.enums import NoticeKind
from rumduol.shared.dates import today
from rumduol.shared.errors import InvalidInput, WrongState


def end_review(*, round_id: UUID, by: Actor) -> Round:
    """The offices have looked at their pairs; now a second person of another office is asked. WrongState while one has not."""
    with transaction.atomic():
        one = queries.lock_round(by, round_id)
        policies.check_can_end_review(one, by)
        if any(part.expected_same is not None and part.reviewed_at is None for part in queries.parts_of(one)):
            raise WrongState(_("An office has not looked at its own pairs yet."))
        _move(one, RoundStatus.REVIEWED)
        audit.record(LinkageEvent.REVIEWED, by=by, subject=Subject(KIND, one.id))
        for office in agencies.offices_of_kind(AgencyKind.STATISTICS):
            notices.notify(
                kind=NoticeKind.SIGNATURE_WANTED, record_kind=KIND, record_id=one.id, number=one.number,
                to_office=office.id, roles=(Role.RELEASE_APPROVER,),
            )  # fmt: skip
    return one


def approve(*, round_id: UUID, by: Actor) -> Round:
    """The second person, of another office: from now on figures tell people from records. Of a dry run nothing goes there.

    Which line is which person is erased by the database in the same statement.
    """
    with transaction.atomic():
        one = queries.lock_round(by, round_id)
        policies.check_can_approve(one, by)
        links = [] if one.dry_run else links_for_figures(one)
        if links:
            one.links_id = facts.keep_keyed_links(made_on=today(), links=links)
        one.approved_at, one.approved_by, one.approved_office = timezone.now(), by.person_id, by.office_id
        _move(one, RoundStatus.APPROVED, "approved_at", "approved_by", "approved_office", "links_id")
        audit.record(
            LinkageEvent.APPROVED,
            by=by,
            subject=Subject(KIND, one.id),
            detail={"links": len(links), "dry_run": one.dry_run},
        )
    return one


def close(*, round_id: UUID, by: Actor) -> Round:
    """The round is over: the offices' sampled pairs are erased; counts and who approved stay."""
    with transaction.atomic():
        one = queries.lock_round(by, round_id)
        policies.check_can_close(one, by)
        _end(one, RoundStatus.CLOSED, by)
        audit.record(LinkageEvent.CLOSED, by=by, subject=Subject(KIND, one.id))
    return one


def cancel(*, round_id: UUID, reason: CancelReason | str, by: Actor) -> Round:
    """The round ends without a result: filters, shares and pairs are erased."""
    if reason not in CancelReason.values:
        raise InvalidInput(errors={"reason": [_("Say why the round is cancelled.")]})
    with transaction.atomic():
        one = queries.lock_round(by, round_id)
        policies.check_can_cancel(one, by)
        one.cancel_reason = CancelReason(reason)
        _end(one, RoundStatus.CANCELLED, by, "cancel_reason")
        audit.record(LinkageEvent.CANCELLED, by=by, subject=Subject(KIND, one.id), detail={"reason": str(reason)})
    return one


def _end(one: Round, to: RoundStatus, by: Actor, *more: str) -> None:
    one.ended_at, one.ended_by = timezone.now(), by.person_id
    _move(one, to, "ended_at", "ended_by", *more)


def _move(one: Round, to: RoundStatus, *more: str) -> None:
    one.status = to
    one.revision += 1
    one.save(update_fields=["status", "revision", *more])
