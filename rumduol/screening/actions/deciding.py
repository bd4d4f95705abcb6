"""The officer decides; the reading only suggests. A result that is not positive can be looked at twice."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access.enums import Permission, permissions_of
from rumduol.access.types import Actor
from rumduol.agencies.enums import Role
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.notices import actions as notices
from rumduol.notices.enums import NoticeKind
from rumduol.screening import facts, policies, queries
from rumduol.screening.actions.interviewing import note, save
from rumduol.screening.enums import (
    POSITIVE,
    TRANSITIONS,
    AskedBy,
    Domestic,
    Outcome,
    Palermo,
    ScreeningEvent,
    ScreeningStatus,
)
from rumduol.screening.models import Screening, SecondLook
from rumduol.screening.types import Decision
from rumduol.shared.errors import InvalidInput
from rumduol.shared.states import check_transition
from rumduol.terms import queries as terms
from rumduol.vault import actions as vault
from rumduol.vault.enums import Purpose, Section

# The person speaks for themselves: "declined" needs no reason of ours beyond their word.
NEEDS_NO_REASON = frozenset({Outcome.DECLINED, *POSITIVE})


def presume(*, screening_id: UUID, reason: str, by: Actor) -> Screening:
    """Presume a victim now, before or during the interview: services open at once. The interview may go on."""
    with transaction.atomic():
        screening = queries.lock_screening(by, screening_id)
        if screening.presumed_at is not None and not screening.outcome:
            return screening  # sent twice
        policies.check_can_presume(screening, by)
        if not reason.strip():
            raise InvalidInput(errors={"reason": [_("Write in a few words what makes you presume it.")]})
        screening.presumed_at = timezone.now()
        save(screening, "presumed_at")
        note(screening, by, presumption=reason)
        audit.record(ScreeningEvent.PRESUMED, by=by, subject=Subject(queries.KIND, screening.id))
        facts.write_victim(screening, by)
        return screening


def conclude(*, screening_id: UUID, decision: Decision, by: Actor) -> Screening:
    """Decide the outcome and both classifications, with the reason (sealed).

    A reason is asked for when the decision differs from the reading, and for every outcome that closes a door.
    Raises NotAllowed when an agency without the mandate wants to identify formally.
    """
    with transaction.atomic():
        screening = queries.lock_screening(by, screening_id)
        if _is_repeat(screening, decision.outcome, by):
            return screening
        policies.check_can_conclude(screening, by)
        policies.check_can_decide_on(decision.outcome, by)
        interview = queries.interview_of(by, screening, purpose=Purpose.OWN_WORK)
        suggested = queries.reading_of(screening, interview).suggested
        check_decision(decision, suggested)
        check_transition(TRANSITIONS, ScreeningStatus(screening.status), ScreeningStatus.CONCLUDED)
        was_presumed = screening.is_presumed
        screening.status = ScreeningStatus.CONCLUDED
        screening.suggested = suggested or ""
        _apply(screening, decision, by)
        if decision.reason:
            note(screening, by, decision=decision.reason)
        audit.record(
            ScreeningEvent.CONCLUDED,
            by=by,
            subject=Subject(queries.KIND, screening.id),
            detail={"outcome": decision.outcome, "differs": differs(decision.outcome, suggested)},
        )
        _count(screening, by, was_presumed=was_presumed)
        return screening


def request_second_look(*, screening_id: UUID, asked_by: str, reason: str, by: Actor) -> SecondLook:
    """Ask that somebody else of the office looks again at a result that is not positive."""
    with transaction.atomic():
        screening = queries.lock_screening(by, screening_id)
        waiting = queries.open_second_look(screening)
        if waiting is not None:
            return waiting  # sent twice, or two people asked
        policies.check_can_request_second_look(screening, by)
        if asked_by not in AskedBy.values:
            raise InvalidInput(errors={"asked_by": [_("Choose one from the list.")]})
        if screening.decided_by_id is None or screening.decided_at is None:  # the constraint says they are there
            raise InvalidInput()
        check_transition(TRANSITIONS, ScreeningStatus(screening.status), ScreeningStatus.SECOND_LOOK)
        look = SecondLook.objects.create(
            office_id=by.office_id,
            screening=screening,
            asked_by=asked_by,
            requested_by_id=by.person_id,
            first_decided_by_id=screening.decided_by_id,
            first_decided_at=screening.decided_at,
            first_outcome=screening.outcome,
        )
        screening.status = ScreeningStatus.SECOND_LOOK
        save(screening, "status")
        if reason.strip():
            vault.seal(record=queries.second_look_ref(look), section=Section.NOTES, fields={"request": reason}, by=by)
        notices.notify(
            kind=NoticeKind.SECOND_LOOK_WANTED,
            record_kind=queries.KIND,
            record_id=screening.id,
            number=screening.number,
            to_office=by.office_id,
            roles=[role for role in Role if Permission.SCREENING_REVIEW in permissions_of(role)],
        )
        audit.record(
            ScreeningEvent.SECOND_LOOK,
            by=by,
            subject=Subject(queries.KIND, screening.id),
            detail={"asked_by": asked_by, "second_look": look.id},
        )
        return look


def review(*, screening_id: UUID, decision: Decision, by: Actor) -> Screening:
    """Give the second look: uphold the result, or presume; by somebody else, always with a reason."""
    with transaction.atomic():
        screening = queries.lock_screening(by, screening_id)
        look = queries.open_second_look(screening)
        if look is None:
            if _is_repeat(screening, decision.outcome, by):
                return screening
            policies.check_can_conclude(screening, by)  # raises: nothing waits for a second look
            raise InvalidInput()
        policies.check_can_review(screening, look, by)
        policies.check_can_decide_on(decision.outcome, by)
        check_decision(decision, None, always_reason=True)
        check_transition(TRANSITIONS, ScreeningStatus(screening.status), ScreeningStatus.REVIEWED)
        was_presumed = screening.is_presumed
        look.reviewed_at = timezone.now()
        look.reviewed_by_id = by.person_id
        look.outcome = decision.outcome
        look.revision += 1
        look.save(update_fields=["reviewed_at", "reviewed_by_id", "outcome", "revision"])
        record = queries.second_look_ref(look)
        kept = vault.open_section(record=record, section=Section.NOTES, by=by, purpose=Purpose.OWN_WORK)
        vault.seal(record=record, section=Section.NOTES, fields=kept | {"review": decision.reason}, by=by)
        screening.status = ScreeningStatus.REVIEWED
        _apply(screening, decision, by)
        audit.record(
            ScreeningEvent.REVIEWED,
            by=by,
            subject=Subject(queries.KIND, screening.id),
            detail={"first": look.first_outcome, "outcome": decision.outcome, "second_look": look.id},
        )
        _count(screening, by, was_presumed=was_presumed)
        return screening


def differs(outcome: str, suggested: str | None) -> bool:
    """Whether the officer decides otherwise than the reading. Identifying is presuming with a mandate."""
    if suggested is None:
        return False
    return outcome != suggested and not (outcome in POSITIVE and suggested in POSITIVE)


def check_decision(decision: Decision, suggested: str | None, *, always_reason: bool = False) -> None:
    """Raise InvalidInput for what no list has, and for a reason that is missing."""
    errors: dict[str, list[Any]] = {}
    for field, choices in (("outcome", Outcome), ("palermo", Palermo), ("domestic", Domestic)):
        if getattr(decision, field) not in choices.values:
            errors[field] = [_("Choose one from the list.")]
    if any(not terms.is_code("form", form) for form in decision.forms):
        errors["forms"] = [_("Choose from the list.")]
    if decision.outcome in POSITIVE and not decision.forms:
        errors["forms"] = [_('Choose at least one form of exploitation, or "not known".')]
    asked = always_reason or differs(decision.outcome, suggested) or decision.outcome not in NEEDS_NO_REASON
    if asked and not decision.reason.strip():
        errors["reason"] = [_("Write why you decide so. Somebody may look at it a second time.")]
    if errors:
        raise InvalidInput(errors=errors)


def _apply(screening: Screening, decision: Decision, by: Actor) -> None:
    now = timezone.now()
    screening.outcome = decision.outcome
    screening.palermo = decision.palermo
    screening.domestic = decision.domestic
    screening.forms = list(dict.fromkeys(decision.forms))
    screening.mandated = by.identifies
    screening.decided_at = now
    screening.decided_by_id = by.person_id
    if decision.outcome in POSITIVE:
        screening.presumed_at = screening.presumed_at or now
    save(
        screening, "status", "suggested", "outcome", "palermo", "domestic", "forms", "mandated", "decided_at",
        "decided_by_id", "presumed_at",
    )  # fmt: skip


def _count(screening: Screening, by: Actor, *, was_presumed: bool) -> None:
    facts.write_screening(screening, by)
    if screening.outcome in POSITIVE:
        facts.write_victim(screening, by)
    elif was_presumed:
        facts.withdraw_victim(screening)


def _is_repeat(screening: Screening, outcome: str, by: Actor) -> bool:
    """The same decision of the same person, sent twice."""
    done = {ScreeningStatus.CONCLUDED, ScreeningStatus.REVIEWED}
    return screening.status in done and screening.decided_by_id == by.person_id and screening.outcome == outcome
