"""A child's money: held until majority, given out only when two people who did not ask for it have signed."""

from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.agencies.enums import Role
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.notices.enums import NoticeKind
from rumduol.remedy import criminal, policies, queries, sealed
from rumduol.remedy.actions.claiming import tell
from rumduol.remedy.enums import RELEASE_TRANSITIONS, ReleasePurpose, ReleaseStatus, RemedyEvent
from rumduol.remedy.models import Claim, Release
from rumduol.shared.dates import today
from rumduol.shared.errors import InvalidInput, NotThere
from rumduol.shared.khmer import riel as riel_words
from rumduol.shared.states import check_transition
from rumduol.vault.enums import Section


def ask_release(*, claim_id: UUID, riel: int, purpose: str, reason: str, by: Actor) -> Release:
    """Ask for money held for a child; the reason is sealed. Raises InvalidInput when less is held."""
    with transaction.atomic():
        claim = queries.lock_claim(by, claim_id)
        policies.check_can_ask_release(claim, by)
        if purpose not in ReleasePurpose.values:
            raise InvalidInput(errors={"purpose": [_("Say what the money is for.")]})
        policies.check_purpose(claim, purpose)
        with connection.cursor() as cursor:
            cursor.execute("select remedy_hold(%s)", [claim.id])
        left = queries.held(claim.id).left
        if not 0 < riel <= left:
            raise InvalidInput(errors={"riel": [_("%(left)s is held for the child.") % {"left": riel_words(left)}]})
        release = Release.objects.create(
            claim=claim, office_id=by.office_id, by_id=by.person_id, riel=riel, purpose=purpose
        )
        if reason.strip():
            kept = sealed.take(claim, Section.NOTES, by=by).get("releases", {})
            sealed.put(claim, Section.NOTES, {"releases": {**kept, str(release.id): reason}}, by=by)
        audit.record(
            RemedyEvent.RELEASE_ASKED,
            by=by,
            subject=Subject("claim", claim.id),
            detail={"release": release.id, "riel": riel},
        )
        tell(
            claim, NoticeKind.RELEASE_TO_SIGN, office=criminal.owner_of(claim.criminal_number),
            roles=(Role.PROSECUTOR, Role.COURT_CLERK),
        )  # fmt: skip
    return release


def _lock(claim: Claim, release_id: UUID) -> Release:
    release = Release.objects.select_for_update().filter(claim=claim, id=release_id).first()
    if release is None:
        raise NotThere()
    return release


def _to(release: Release, status: ReleaseStatus, *fields: str) -> None:
    check_transition(RELEASE_TRANSITIONS, ReleaseStatus(release.status), status)
    release.status = status
    release.revision += 1
    release.save(update_fields=["status", "revision", *fields])


def sign_release(*, claim_id: UUID, release_id: UUID, by: Actor) -> Release:
    """The first or the second signature; with the second the money may be paid out."""
    with transaction.atomic():
        claim = queries.claim_for(by, claim_id)
        release = _lock(claim, release_id)
        policies.check_can_sign_release(claim, release, by)
        if release.first_by_id is None:
            release.first_by_id, release.first_at = by.person_id, timezone.now()
            release.revision += 1
            release.save(update_fields=["first_by_id", "first_at", "revision"])
        else:
            release.second_by_id, release.second_at = by.person_id, timezone.now()
            _to(release, ReleaseStatus.APPROVED, "second_by_id", "second_at")
        audit.record(
            RemedyEvent.RELEASE_SIGNED, by=by, subject=Subject("claim", claim.id),
            detail={"release": release.id, "second": release.status == ReleaseStatus.APPROVED},
        )  # fmt: skip
        if release.status == ReleaseStatus.APPROVED:
            tell(claim, NoticeKind.SIGNED, office=claim.office_id, people=(release.by_id,))
    return release


def refuse_release(*, claim_id: UUID, release_id: UUID, by: Actor) -> Release:
    """One of the two says no: the money stays where it is."""
    with transaction.atomic():
        claim = queries.claim_for(by, claim_id)
        release = _lock(claim, release_id)
        policies.check_can_sign_release(claim, release, by)
        release.refused_by_id = by.person_id
        _to(release, ReleaseStatus.REFUSED, "refused_by_id")
        audit.record(
            RemedyEvent.RELEASE_REFUSED, by=by, subject=Subject("claim", claim.id), detail={"release": release.id}
        )
        tell(claim, NoticeKind.NOT_SIGNED, office=claim.office_id, people=(release.by_id,))
    return release


def pay_out(*, claim_id: UUID, release_id: UUID, on: date, by: Actor) -> Release:
    """The money was given: on which day."""
    if on > today():
        raise InvalidInput(errors={"on": [_("This day has not come yet.")]})
    with transaction.atomic():
        claim = queries.lock_claim(by, claim_id)
        release = _lock(claim, release_id)
        policies.check_can_pay_out(claim, release, by)
        release.paid_on = on
        _to(release, ReleaseStatus.PAID_OUT, "paid_on")
        audit.record(
            RemedyEvent.RELEASE_PAID, by=by, subject=Subject("claim", claim.id), detail={"release": release.id}
        )
    return release
