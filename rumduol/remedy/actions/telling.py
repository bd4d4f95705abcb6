"""What happens outside the court: money offered so that somebody is silent, a witness who no longer wishes to speak."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.agencies.enums import Role
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.notices.enums import NoticeKind
from rumduol.remedy import criminal, facts, policies, queries
from rumduol.remedy.actions.claiming import tell
from rumduol.remedy.actions.ordering import MOST
from rumduol.remedy.enums import Answer, Proposer, RemedyEvent, WhyWithdrawn
from rumduol.remedy.models import Claim, Settlement, Testimony
from rumduol.shared.dates import PartialDate, today
from rumduol.shared.errors import InvalidInput
from rumduol.terms.queries import is_code
from rumduol.vault import actions as vault
from rumduol.vault.enums import Section
from rumduol.vault.types import RecordRef


def record_settlement(
    *, claim_id: UUID, on: PartialDate, proposers: Iterable[str], riel: int | None, answer: str, pressure: bool, words: str,
    by: Actor,
) -> Settlement:  # fmt: skip
    """Money offered or given outside the court, and who proposed it. The claim stays as it is; the court is told."""
    wanted = sorted(set(proposers))
    errors: dict[str, list[object]] = {}
    if not wanted or not set(wanted) <= set(Proposer.values):
        errors["proposers"] = [_("Say who proposed it, or that it is not known.")]
    if answer not in Answer.values:
        errors["answer"] = [_("Say what the person or family answered.")]
    if riel is not None and not 0 < riel <= MOST:
        errors["riel"] = [_("Write a sum in riel, or leave it empty.")]
    if on.first > today():
        errors["on"] = [_("This day has not come yet.")]
    if errors:
        raise InvalidInput(errors=errors)
    with transaction.atomic():
        claim = queries.claim_for(by, claim_id)
        policies.check_can_tell(claim, by)
        row = Settlement.objects.create(
            claim=claim, office_id=by.office_id, by_id=by.person_id, on=on, proposers=wanted, riel=riel, answer=answer,
            pressure=pressure,
        )  # fmt: skip
        _seal("settlement", row, Section.NARRATIVE, words, by)
        audit.record(
            RemedyEvent.SETTLEMENT, by=by, subject=Subject("claim", claim.id),
            detail={"settlement": row.id, "proposers": wanted, "answer": answer, "pressure": pressure},
        )  # fmt: skip
        facts.settled(claim, row)
        _tell_court(claim, NoticeKind.CLAIM_SETTLEMENT)
    return row


def record_testimony(*, claim_id: UUID, on: date, reason: str, language: str, words: str, by: Actor) -> Testimony:
    """The person no longer wishes to testify. A reason is asked, never demanded; help and the claim go on."""
    if reason not in WhyWithdrawn.values:
        raise InvalidInput(errors={"reason": [_("Choose a reason, or that none was said.")]})
    if language and not is_code("language", language):
        raise InvalidInput(errors={"language": [_("Choose the language that was spoken.")]})
    if on > today():
        raise InvalidInput(errors={"on": [_("This day has not come yet.")]})
    with transaction.atomic():
        claim = queries.claim_for(by, claim_id)
        policies.check_can_tell(claim, by)
        row = Testimony.objects.create(
            claim=claim, office_id=by.office_id, by_id=by.person_id, on=on, reason=reason, language=language
        )
        _seal("testimony", row, Section.WISHES, words, by)
        audit.record(
            RemedyEvent.TESTIMONY_WITHDRAWN, by=by, subject=Subject("claim", claim.id), detail={"reason": reason}
        )
        _tell_court(claim, NoticeKind.TESTIMONY_WITHDRAWN)
    return row


def words_ref(kind: str, row: Settlement | Testimony) -> RecordRef:
    """How the vault knows the words beside a settlement or a withdrawal: sealed by the office that wrote them."""
    return RecordRef(kind, row.id, row.office_id, parent=row.claim_id)


def _seal(kind: str, row: Settlement | Testimony, section: Section, words: str, by: Actor) -> None:
    if words.strip():
        vault.seal(record=words_ref(kind, row), section=section, fields={"words": words}, by=by)


def _tell_court(claim: Claim, kind: NoticeKind) -> None:
    """Only once the claim is before the court: before that its existence is the client's own business."""
    if claim.filed_on is not None:
        tell(claim, kind, office=criminal.owner_of(claim.criminal_number), roles=(Role.PROSECUTOR,))
