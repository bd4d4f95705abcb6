"""The ten steps: start, see to a point, finish, skip, go back; risk level; custody of a child."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.cases import clocks, facts, policies, queries, sealed
from rumduol.cases.enums import (
    RISK_REVIEW_DAYS,
    STEP_OF,
    CaseEvent,
    CustodyKind,
    Decider,
    Item,
    NotNeeded,
    Paper,
    Risk,
    StepName,
    StepStatus,
)  # fmt: skip
from rumduol.cases.models import Case, Check, Custody, Step
from rumduol.shared.dates import today
from rumduol.shared.errors import InvalidInput
from rumduol.vault.enums import Section


def _record(event: CaseEvent, case: Case, by: Actor, **detail: Any) -> None:
    audit.record(event, by=by, subject=Subject("case", case.id), detail=detail)


def _start(step: Step) -> CaseEvent:
    event = CaseEvent.STEP_STARTED if step.status == StepStatus.NOT_STARTED else CaseEvent.STEP_REOPENED
    now = timezone.now()
    step.status = StepStatus.IN_PROGRESS
    step.started_at = step.started_at or now
    step.due_at = step.due_at or clocks.due_from_start(StepName(step.step), now)
    step.done_at = step.done_by_id = None
    step.not_needed = ""
    step.revision += 1
    step.save()
    return event


def start_step(*, case_id: UUID, step: StepName | str, by: Actor) -> Step:
    """Begin a step, or take one up again that was done or not needed. Steps may overlap."""
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        row = queries.step_of(case, step)
        policies.check_can_start_step(case, row, by)
        _record(_start(row), case, by, step=str(row.step))
    return row


def see_to(*, case_id: UUID, item: Item | str, text: str, by: Actor) -> Check:
    """Record that a point of a step was seen to, with what was found (sealed). Starts the step when it has not begun.

    Doing it again replaces the day and the words.
    """
    item = Item(item)
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_work(case, by)
        step = queries.step_of(case, STEP_OF[item])
        if step.status == StepStatus.NOT_STARTED:
            _record(_start(step), case, by, step=str(step.step))
        check, _made = Check.objects.update_or_create(
            case=case, item=item, defaults={"office_id": case.office_id, "on": today(), "by_id": by.person_id}
        )
        sealed.put(case, sealed.CHECK_SECTION.get(item, Section.NOTES), "checks", item.value, {"text": text}, by=by)
        _record(CaseEvent.ITEM_CHECKED, case, by, item=str(item))
    return check


def finish_step(*, case_id: UUID, step: StepName | str, by: Actor) -> Step:
    """Close a step whose done-when rule is met. Raises WrongState naming what is missing."""
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        row = queries.step_of(case, step)
        policies.check_can_finish_step(case, row, queries.step_facts(case), by)
        mark_done(case, row, by)
    return row


def mark_done(case: Case, row: Step, by: Actor) -> None:
    """The change itself: also made by the second signature for the last step."""
    row.status, row.done_at, row.done_by_id = StepStatus.DONE, timezone.now(), by.person_id
    row.revision += 1
    row.save()
    _record(CaseEvent.STEP_DONE, case, by, step=str(row.step))
    facts.step_done(case, row, by)


def skip_step(*, case_id: UUID, step: StepName | str, reason: NotNeeded | str, text: str, by: Actor) -> Step:
    """A step is not needed for this person, and why."""
    if str(reason) == NotNeeded.OTHER and not text:
        raise InvalidInput(errors={"text": [_("Say in a few words why it is not needed.")]})
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        row = queries.step_of(case, step)
        policies.check_can_skip_step(case, row, by)
        row.status, row.not_needed = StepStatus.NOT_NEEDED, NotNeeded(reason)
        row.revision += 1
        row.save()
        sealed.put(case, Section.NOTES, "steps", row.step, {"text": text}, by=by)
        _record(CaseEvent.STEP_NOT_NEEDED, case, by, step=str(row.step), reason=str(reason))
    return row


def set_risk(*, case_id: UUID, risk: Risk | str, text: str, by: Actor, review_on: date | None = None) -> Case:
    """Set the risk level; it is looked at again after 1, 7, 30 or 90 days, or sooner."""
    risk = Risk(risk)
    longest = today() + timedelta(days=RISK_REVIEW_DAYS[risk])
    if review_on is not None and not today() <= review_on <= longest:
        raise InvalidInput(errors={"review_on": [_("Look at it again between today and %(day)s.") % {"day": longest}]})
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_work(case, by)
        case.risk, case.risk_set_on, case.risk_review_on = risk, today(), review_on or longest
        case.save(update_fields=["risk", "risk_set_on", "risk_review_on"])
        sealed.put(case, Section.NOTES, "risk", today().isoformat(), {"text": text, "risk": str(risk)}, by=by)
        _record(CaseEvent.RISK_SET, case, by, risk=str(risk))
    return case


def settle_custody(
    *,
    case_id: UUID,
    kind: CustodyKind | str,
    decided_by: Decider | str,
    paper: Paper | str,
    from_on: date,
    until_on: date | None,
    holder: str,
    place: str,
    paper_number: str,
    best_interest: str,
    by: Actor,
) -> Custody:
    """Who looks after a child from now: who decides, on what paper, until when, and why it is best for the child.

    Ends the custody before. An interim one (shelter, foster family, relative) needs an end.
    """
    kind = CustodyKind(kind)
    errors: dict[str, list[Any]] = {}
    if not holder:
        errors["holder"] = [_("Who looks after the child?")]
    if not best_interest:
        errors["best_interest"] = [_("Write why this is best for the child.")]
    if until_on is None and kind != CustodyKind.PARENT:
        errors["until_on"] = [_("An interim custody needs a day on which it is looked at again.")]
    if until_on is not None and until_on < from_on:
        errors["until_on"] = [_("The end is before the beginning.")]
    if errors:
        raise InvalidInput(errors=errors)
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_work(case, by)
        Custody.objects.filter(case=case, ended_on__isnull=True).update(ended_on=today())
        custody = Custody.objects.create(
            case=case, office_id=case.office_id, kind=kind, decided_by=Decider(decided_by), paper=Paper(paper),
            from_on=from_on, until_on=until_on, best_interest_on=today(), by_id=by.person_id,
        )  # fmt: skip
        words = {"holder": holder, "place": place, "paper_number": paper_number, "best_interest": best_interest}
        sealed.put(case, Section.WHEREABOUTS, "custody", custody.id, words, by=by)
        _record(CaseEvent.CUSTODY, case, by, kind=str(kind), decided_by=str(decided_by))
    return custody


def end_custody(*, case_id: UUID, by: Actor) -> None:
    """The custody in force ends today (the child came of age, went home, or a new decision is waited for)."""
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_work(case, by)
        if Custody.objects.filter(case=case, ended_on__isnull=True).update(ended_on=today()):
            _record(CaseEvent.CUSTODY_ENDED, case, by)
