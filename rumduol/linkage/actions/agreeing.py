"""A round is drafted by the office that matches; each office that takes part agrees and adds to the secret."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.agencies.enums import Role
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.estimation.capture import MOST_LISTS
from rumduol.facts.types import Period
from rumduol.linkage import policies, queries, secret
from rumduol.linkage.enums import Basis, DeclineReason, LinkageEvent, ListKind, RoundPurpose, RoundStatus
from rumduol.linkage.models import Part, Round, Share
from rumduol.notices import actions as notices
from rumduol.notices.enums import NoticeKind
from rumduol.shared.dates import today
from rumduol.shared.errors import InvalidInput, NotThere
from rumduol.shared.identifiers import new_number
from rumduol.vault import keys

KIND = "linkage"
JOINS = (Role.SUPERVISOR, Role.CONSULAR_OFFICER)


def draft_round(
    *, purpose: RoundPurpose | str, period: Period, basis: Basis | str, lists: Sequence[tuple[UUID, ListKind | str]],
    dry_run: bool, by: Actor,
) -> Round:  # fmt: skip
    """Ask some offices to match their lists of a period. `lists`: (office, kind of list) each, two to ten.

    Raises InvalidInput for the matching office among them, an office twice, one without a key, a period to come.
    """
    policies.check_can_draft(by)
    offices = [office_id for office_id, _kind in lists]
    if not policies.FEWEST <= len(lists) <= MOST_LISTS:
        raise InvalidInput(errors={"lists": [_("Two to ten offices take part.")]})
    if len(set(offices)) < len(offices):
        raise InvalidInput(errors={"lists": [_("An office takes part with one list.")]})
    if by.office_id in offices:
        raise InvalidInput(errors={"lists": [_("The office that matches has no list of its own in the round.")]})
    if period.first > str(today())[:7]:
        raise InvalidInput(errors={"period": [_("This period has not begun yet.")]})
    for office_id in offices:
        try:
            keys.live_key(office_id)
        except NotThere as error:
            office = agencies.office_name(agencies.office(office_id), by.language)
            raise InvalidInput(
                errors={
                    "lists": [_("%(office)s has no key yet: somebody of it must sign in first.") % {"office": office}]
                }
            ) from error
    with transaction.atomic():
        one = Round(
            number=new_number("L", today()), office_id=by.office_id, purpose=RoundPurpose(purpose), period=str(period),
            basis=Basis(basis), dry_run=dry_run, opened_by=by.person_id,
        )  # fmt: skip
        one.save(force_insert=True)
        Part.objects.bulk_create(
            Part(round=one, office_id=office_id, kind=ListKind(kind), position=position)
            for position, (office_id, kind) in enumerate(lists)
        )
        audit.record(
            LinkageEvent.DRAFTED, by=by, subject=Subject(KIND, one.id),
            detail={"purpose": one.purpose, "period": one.period, "basis": one.basis, "dry_run": dry_run,
                    "offices": [str(office_id) for office_id in offices]},
        )  # fmt: skip
        for office_id in offices:
            notices.notify(
                kind=NoticeKind.SIGNATURE_WANTED, record_kind=KIND, record_id=one.id, number=one.number,
                to_office=office_id, roles=JOINS,
            )  # fmt: skip
    return one


def agree(*, round_id: UUID, by: Actor) -> Part:
    """The office takes part, and adds its random bytes to the secret: sealed to every office of the round."""
    with transaction.atomic():
        one = queries.lock_round(by, round_id)
        parts = queries.parts_of(one)
        own = queries.own_part(by, parts)
        policies.check_can_agree(one, own, by)
        mine = _of(own)
        commitment, shares = secret.deal(one, mine, parts)
        Share.objects.bulk_create(shares)
        Part.objects.filter(id=mine.id).update(agreed_at=timezone.now(), agreed_by=by.person_id, commitment=commitment)
        audit.record(LinkageEvent.AGREED, by=by, subject=Subject(KIND, one.id), detail={"list": mine.kind})
        mine.refresh_from_db()
    return mine


def decline(*, round_id: UUID, reason: DeclineReason | str, by: Actor) -> Part:
    """The office does not take part, and says why. The round goes on by itself when three lists or more remain and have
    agreed; with two, when whoever opened it says so. What others sealed to this office is erased."""
    if reason not in DeclineReason.values:
        raise InvalidInput(errors={"reason": [_("Say why your office does not take part.")]})
    with transaction.atomic():
        one = queries.lock_round(by, round_id)
        own = queries.own_part(by, queries.parts_of(one))
        policies.check_can_decline(one, own, by)
        mine = _of(own)
        Part.objects.filter(id=mine.id).update(
            declined_at=timezone.now(), declined_by=by.person_id, decline_reason=DeclineReason(reason)
        )
        audit.record(
            LinkageEvent.DECLINED, by=by, subject=Subject(KIND, one.id),
            detail={"list": mine.kind, "reason": str(reason)},
        )  # fmt: skip
        notices.notify(
            kind=NoticeKind.NOT_SIGNED, record_kind=KIND, record_id=one.id, number=one.number, to_office=one.office_id,
            roles=(Role.NATIONAL_COORDINATOR,),
        )  # fmt: skip
        mine.refresh_from_db()
    return mine


def go_on(*, round_id: UUID, by: Actor) -> Round:
    """Whoever opened the round goes on with the offices that remain: two at least, and all of them agreed."""
    with transaction.atomic():
        one = queries.lock_round(by, round_id)
        parts, declined = queries.parts_of(one), queries.declined_of(one)
        policies.check_can_go_on(one, parts, declined, by)
        one.status = RoundStatus.AGREED
        one.revision += 1
        one.save(update_fields=["status", "revision"])
        audit.record(LinkageEvent.WENT_ON, by=by, subject=Subject(KIND, one.id), detail={"lists": len(parts)})
    return one


def _of(part: Part | None) -> Part:
    """The part that a policy has just found to be there."""
    if part is None:
        raise NotThere()
    return part
