"""Fast mode: many people, one screen each, under a minute, and nobody's sign is lost."""

from dataclasses import asdict
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.screening import facts, policies, queries
from rumduol.screening.actions.interviewing import check_conditions, insert, save
from rumduol.screening.enums import (
    AgeGroup,
    Answer,
    Domestic,
    Mode,
    Outcome,
    Palermo,
    ScreeningEvent,
    ScreeningStatus,
)
from rumduol.screening.models import Conditions, Group, Screening
from rumduol.screening.questionnaire import CURRENT_FAST, load
from rumduol.screening.reading import FastReading, read_fast
from rumduol.screening.types import ConditionsSaid, PersonAsked
from rumduol.shared.dates import today
from rumduol.shared.errors import InvalidInput, NotThere, WrongState
from rumduol.shared.identifiers import new_number
from rumduol.terms import queries as terms
from rumduol.vault import actions as vault
from rumduol.vault.enums import Section

GROUP = "screening_group"
MOST = 2000
# When half of the questions stay open, nothing was cleared: the person is asked again, alone and in peace.
TOO_MUCH_OPEN = 4


def start_group(*, expected: int, nationality: str, place: str, by: Actor, group_id: UUID | None = None) -> Group:
    """Begin a group of people found together. `group_id` is the key of the form: sending it twice begins one group."""
    policies.check_can_start(by)
    errors: dict[str, list[Any]] = {}
    if not 1 <= expected <= MOST:
        errors["expected"] = [_("Write a number from 1 to 2,000.")]
    if not terms.is_code("nationality", nationality):
        errors["nationality"] = [_("Choose one from the list.")]
    if errors:
        raise InvalidInput(errors=errors)
    with transaction.atomic():
        already = Group.objects.filter(office_id=by.office_id, id=group_id).first() if group_id else None
        if already is not None:
            return already
        group = Group(
            id=group_id or uuid4(),
            office_id=by.office_id,
            number=new_number("G", today()),
            place=place,
            expected=expected,
            nationality=nationality,
            started_by_id=by.person_id,
        )
        try:
            with transaction.atomic():
                group.save(force_insert=True)
        except IntegrityError as error:
            raise NotThere() from error
        audit.record(
            ScreeningEvent.GROUP_STARTED, by=by, subject=Subject(GROUP, group.id), detail={"expected": expected}
        )
        return group


def record_group_conditions(*, group_id: UUID, said: ConditionsSaid, by: Actor, reason: str = "") -> Group:
    """The conditions under which the whole group is asked, before the first person."""
    with transaction.atomic():
        group = queries.lock_group(by, group_id)
        policies.check_can_ask_in_group(group, by)
        unmet = check_conditions(said, AgeGroup.ADULT, reason)
        Conditions.objects.create(
            office_id=by.office_id, group=group, by_id=by.person_id, unmet=list(unmet), **asdict(said)
        )
        if reason:
            vault.seal(record=group_ref(group), section=Section.NOTES, fields={"conditions": reason}, by=by)
        audit.record(ScreeningEvent.CONDITIONS, by=by, subject=Subject(GROUP, group.id), detail={"unmet": list(unmet)})
        return group


def answer_fast(
    *, group_id: UUID, person: PersonAsked, answers: dict[str, str], by: Actor, screening_id: UUID | None = None
) -> Screening:
    """One person of a group. Any sign flags a full interview; so does half of the questions left open.

    Somebody who answered and showed no sign is concluded as "no indication" (which anybody may have looked at twice);
    somebody who declined every question is flagged too: that is not a no. Sending the form twice makes one person.
    """
    with transaction.atomic():
        group = queries.lock_group(by, group_id)
        already = Screening.objects.filter(group=group, id=screening_id).first() if screening_id else None
        if already is not None:
            return already
        policies.check_can_ask_in_group(group, by)
        conditions = queries.conditions_of_group(group)
        if conditions is None:
            raise WrongState(_("First record under which conditions the people are asked; then ask."))
        if not conditions.consent:
            raise WrongState(_("The group did not agree to be asked. Ask each person alone."))
        fast = load(CURRENT_FAST)
        wrong = {
            code: [_("Not an answer to this question.")]
            for code, value in answers.items()
            if not fast.has(code) or value not in Answer.values
        }
        missing = {q.code: [_("Choose an answer.")] for q in fast.questions if not answers.get(q.code)}
        if wrong or missing:
            raise InvalidInput(errors=missing | wrong)
        result = read_fast(fast, answers)
        decided = {} if needs_full(result) else _no_indication(by)
        made = insert(
            person=person,
            by=by,
            id_=screening_id,
            mode=Mode.FAST,
            questionnaire=CURRENT_FAST,
            status=ScreeningStatus.FLAGGED if needs_full(result) else ScreeningStatus.CONCLUDED,
            group=group,
            position=queries.group_progress(group).next_position,
            conditions_at=conditions.created_at,
            **decided,
        )
        vault.seal(
            record=queries.ref(made),
            section=Section.INTERVIEW,
            fields={"fast": answers, "fast_version": fast.code},
            by=by,
        )
        made.answered = len(answers)
        save(made, "answered")
        audit.record(
            ScreeningEvent.ANSWERED_FAST,
            by=by,
            subject=Subject(queries.KIND, made.id),
            detail={"group": group.id, "flagged": needs_full(result)},
        )
        if decided:
            facts.write_screening(made, by)
        return made


def end_group(*, group_id: UUID, by: Actor) -> Group:
    """Nobody else comes. People who need a full interview stay in the queue."""
    with transaction.atomic():
        group = queries.lock_group(by, group_id)
        if group.ended_at is not None:
            return group
        policies.check_can_ask_in_group(group, by)
        group.ended_at = timezone.now()
        group.ended_by_id = by.person_id
        group.revision += 1
        group.save(update_fields=["ended_at", "ended_by_id", "revision"])
        audit.record(ScreeningEvent.GROUP_ENDED, by=by, subject=Subject(GROUP, group.id))
        return group


def needs_full(result: FastReading) -> bool:
    return result.full_interview or len(result.open_questions) >= TOO_MUCH_OPEN


def group_ref(group: Group) -> queries.RecordRef:
    return queries.RecordRef(GROUP, group.id, office_id=group.office_id)


def _no_indication(by: Actor) -> dict[str, Any]:
    return {
        "outcome": Outcome.NO_INDICATION,
        "suggested": Outcome.NO_INDICATION,
        "palermo": Palermo.NOT_TRAFFICKING,
        "domestic": Domestic.NONE,
        "decided_at": timezone.now(),
        "decided_by_id": by.person_id,
        "mandated": by.identifies,
    }
