"""Two files of one person become one that goes on and one that rests; and back again."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from rumduol.access.types import Actor
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.cases import facts, policies, queries
from rumduol.cases.enums import TRANSITIONS, CaseEvent, CaseStatus, Verdict
from rumduol.cases.models import Case, Sameness
from rumduol.shared.errors import NotThere
from rumduol.shared.states import check_transition


def join_cases(*, case_id: UUID, other_id: UUID, by: Actor) -> Sameness:
    """The first file goes on, the other comes to rest, readable and unchanged.

    Shares, referrals and sealed sections of both stay where they are, with who may open them. The other's opening
    (and its victim, where both count one) is withdrawn from the figures. Raises WrongState while something is open on the
    other that nobody would look for there: an alarm, a referral, a visit, a signature.
    """
    with transaction.atomic():
        case, other = _lock_both(by, case_id, other_id)
        policies.check_can_join(
            case, other, by, against=queries.open_matters(case, other, by), has_joined=bool(queries.joined_to(other.id))
        )
        check_transition(TRANSITIONS, CaseStatus(other.status), CaseStatus.JOINED)
        made = Sameness.objects.create(
            case=case, office_id=case.office_id, other_case_id=other.id, verdict=Verdict.JOINED, was=other.status,
            by_id=by.person_id, withdrew=facts.joined(case, other),
        )  # fmt: skip
        other.status = CaseStatus.JOINED
        other.save(update_fields=["status"])
        _record(CaseEvent.JOINED, other, case, by)
    return made


def part_cases(*, other_id: UUID, by: Actor) -> Case:
    """Undo: the file that was joined is again what it was, and is counted again. Answers it."""
    with transaction.atomic():
        made = Sameness.objects.filter(
            other_case_id=other_id, verdict=Verdict.JOINED, undone_at__isnull=True
        ).first()  # fmt: skip
        if made is None:
            raise NotThere()
        case, other = _lock_both(by, made.case_id, other_id)
        made = Sameness.objects.select_for_update().filter(id=made.id, undone_at__isnull=True).first()
        if made is None:
            raise NotThere()
        policies.check_can_part(case, other, by)
        check_transition(TRANSITIONS, CaseStatus.JOINED, CaseStatus(made.was))
        other.status = made.was
        other.save(update_fields=["status"])
        made.undone_at, made.undone_by_id = timezone.now(), by.person_id
        made.save(update_fields=["undone_at", "undone_by_id"])
        facts.parted(other, made.withdrew)
        _record(CaseEvent.PARTED, other, case, by)
    return other


def say_different(*, case_id: UUID, other_id: UUID, by: Actor) -> None:
    """Two people: the pair is not shown again. Saying it twice is saying it once."""
    with transaction.atomic():
        case, other = _lock_both(by, case_id, other_id)
        policies.check_can_judge(case, other, by)
        if frozenset({case.id, other.id}) in queries.judged_different(by):
            return
        Sameness.objects.create(
            case=case, office_id=case.office_id, other_case_id=other.id, verdict=Verdict.DIFFERENT, by_id=by.person_id
        )
        _record(CaseEvent.DIFFERENT, case, other, by)


def _lock_both(by: Actor, case_id: UUID, other_id: UUID) -> tuple[Case, Case]:
    """Both in one order, whoever asks, so that two people who judge the same pair do not wait for each other."""
    if case_id == other_id:
        raise NotThere()
    locked = {one: queries.lock_case(by, one) for one in sorted((case_id, other_id))}
    return locked[case_id], locked[other_id]


def _record(event: CaseEvent, case: Case, other: Case, by: Actor) -> None:
    audit.record(event, by=by, subject=Subject("case", case.id), detail={"other": other.id})
