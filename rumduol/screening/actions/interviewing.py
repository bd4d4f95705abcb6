"""From the first greeting to the last question."""

from dataclasses import asdict
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access import actions as access
from rumduol.access.types import Actor
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.intake import queries as intake
from rumduol.screening import facts, policies, queries
from rumduol.screening.enums import (
    TRANSITIONS,
    AgeGroup,
    Answer,
    Guardian,
    Mode,
    ScreeningEvent,
    ScreeningStatus,
)
from rumduol.screening.models import Conditions, Screening
from rumduol.screening.questionnaire import CURRENT_FULL, load
from rumduol.screening.reading import age_group
from rumduol.screening.types import ConditionsSaid, PersonAsked
from rumduol.shared.dates import today
from rumduol.shared.errors import InvalidInput, NotThere, Stale
from rumduol.shared.identifiers import new_number
from rumduol.shared.models import check_revision
from rumduol.shared.states import check_transition
from rumduol.terms import ages
from rumduol.terms import queries as terms
from rumduol.vault import actions as vault
from rumduol.vault import search
from rumduol.vault.enums import Purpose, Section


def start(*, person: PersonAsked, by: Actor, screening_id: UUID | None = None) -> Screening:
    """Begin a full screening. `screening_id` is the key of the form: sending it twice begins one screening.

    For a person of a report there is one screening per office: beginning again answers the one there is.
    Raises NotThere when the report or its person is not in sight, InvalidInput for a code that no list has.
    """
    policies.check_can_start(by)
    with transaction.atomic():
        _check_report(person, by)
        already = Screening.objects.filter(office_id=by.office_id, id=screening_id).first() if screening_id else None
        if already is None and person.report_person_id is not None:
            already = Screening.objects.filter(office_id=by.office_id, report_person_id=person.report_person_id).first()
        if already is not None:
            return already
        made = insert(
            person=person,
            by=by,
            id_=screening_id,
            mode=Mode.FULL,
            questionnaire=CURRENT_FULL,
            status=ScreeningStatus.PLANNED,
        )
        audit.record(ScreeningEvent.STARTED, by=by, subject=Subject(queries.KIND, made.id), detail={"mode": "full"})
        return made


def insert(*, person: PersonAsked, by: Actor, id_: UUID | None, **columns: Any) -> Screening:
    """A new row, its number and its sealed name. Used by the two ways in (full, quick)."""
    _check_codes(person)
    group = group_of(person)
    made = Screening(
        id=id_ or uuid4(),
        office_id=by.office_id,
        number=new_number("S", today()),
        report_id=person.report_id,
        report_person_id=person.report_person_id,
        sex=person.sex,
        age_group=group,
        age_band=band_of(person.years, group),
        nationality=person.nationality,
        place=person.place,
        named=bool(person.name),
        interviewer_id=by.person_id,
        **columns,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        # Either the same form sent twice at the same instant, or a key that belongs to somebody else: say no more.
        raise NotThere() from error
    access.register_number(kind=queries.KIND, record_id=made.id, number=made.number, office_id=made.office_id)
    if person.name:
        vault.seal(record=queries.ref(made), section=Section.IDENTITY, fields={"name": person.name}, by=by)
        search.index_names(record=queries.ref(made), names=[person.name], by=by)
    return made


def _check_codes(person: PersonAsked) -> None:
    errors: dict[str, list[Any]] = {
        field: [_("Choose one from the list.")]
        for field, list_name in (("sex", "sex"), ("nationality", "nationality"))
        if not terms.is_code(list_name, getattr(person, field))
    }
    if person.age_group not in AgeGroup.values:
        errors["age_group"] = [_("Choose one from the list.")]
    if person.years is not None and not 0 <= person.years <= ages.OLDEST:
        errors["years"] = [_("An age is a number of years from 0 to %(most)d.") % {"most": ages.OLDEST}]
    if errors:
        raise InvalidInput(errors=errors)


def group_of(person: PersonAsked) -> AgeGroup:
    """From the years when they are known, else what the officer chose."""
    return age_group(person.years) if person.years is not None else AgeGroup(person.age_group)


def correct_person(*, screening_id: UUID, person: PersonAsked, revision: int, by: Actor) -> Screening:
    """Correct what is known of the person until the decision: an age that came out, a name now said.

    An empty name leaves the sealed one as it is. Raises Stale when somebody else saved meanwhile.
    """
    with transaction.atomic():
        screening = queries.lock_screening(by, screening_id)
        policies.check_can_correct_person(screening, by)
        _check_codes(person)
        check_revision(screening, revision)
        group = group_of(person)
        if person.years is not None or group != screening.age_group:
            screening.age_band = band_of(person.years, group)
        screening.age_group = group
        screening.sex, screening.nationality, screening.place = person.sex, person.nationality, person.place
        if person.name:
            screening.named = True
            vault.seal(record=queries.ref(screening), section=Section.IDENTITY, fields={"name": person.name}, by=by)
            search.index_names(record=queries.ref(screening), names=[person.name], by=by)
        save(screening, "age_group", "age_band", "sex", "nationality", "place", "named")
        audit.record(ScreeningEvent.PERSON, by=by, subject=Subject(queries.KIND, screening.id))
        if screening.is_presumed:
            facts.write_victim(screening, by)
        return screening


def band_of(years: int | None, group: str) -> str:
    """The code of the age band for figures; without years only child, adult or unknown."""
    return str(AgeGroup(group).value) if years is None else ages.band_of(years)


def _check_report(person: PersonAsked, by: Actor) -> None:
    if person.report_id is None:
        return
    report = intake.report_for(by, person.report_id)
    if person.report_person_id is not None and person.report_person_id not in {p.id for p in intake.persons_of(report)}:
        raise NotThere()


def record_conditions(*, screening_id: UUID, said: ConditionsSaid, by: Actor, reason: str = "") -> Screening:
    """Write down the conditions of the interview: before the first question, and again whenever they change.

    An unmet condition does not forbid the interview but asks for a reason (sealed). Without the person's agreement
    there is no interview: the screening is then stopped, and may be concluded on what is otherwise known.
    """
    with transaction.atomic():
        screening = queries.lock_screening(by, screening_id)
        policies.check_can_record_conditions(screening, by)
        unmet = check_conditions(said, screening.age_group, reason)
        Conditions.objects.create(
            office_id=by.office_id, screening=screening, by_id=by.person_id, unmet=list(unmet), **asdict(said)
        )
        if reason:
            note(screening, by, conditions=reason)
        new = ScreeningStatus.INTERVIEWING if said.consent else ScreeningStatus.STOPPED
        if screening.status != new:
            check_transition(TRANSITIONS, ScreeningStatus(screening.status), new)
        if screening.status == ScreeningStatus.PLANNED:
            screening.conditions_at = timezone.now()
        screening.status = new
        save(screening, "status", "conditions_at")
        audit.record(
            ScreeningEvent.CONDITIONS,
            by=by,
            subject=Subject(queries.KIND, screening.id),
            detail={"unmet": list(unmet), "consent": said.consent},
        )
        return screening


def check_conditions(said: ConditionsSaid, age: str, reason: str) -> tuple[str, ...]:
    """The codes of unmet conditions. Raises InvalidInput when they need a reason or contradict each other."""
    errors: dict[str, list[Any]] = {}
    unmet = said.unmet(age)
    if age == AgeGroup.CHILD and said.guardian == Guardian.ADULT:
        errors["guardian"] = [_("This person is under 18: say who agrees beside the child.")]
    if unmet and not reason.strip():
        errors["reason"] = [_("Not every condition is met. Write why the interview is held all the same.")]
    if errors:
        raise InvalidInput(errors=errors)
    return unmet


def answer(
    *, screening_id: UUID, section: str, answers: dict[str, str], by: Actor, revision: int | None = None
) -> Screening:
    """Save the answers of one section, sealed. A question without an answer is "not answered", never "no".

    `answers` is {question code: Answer value or ""}. `revision` is that of the page the answers were typed on: if
    somebody else saved meanwhile and an answer differs, Stale says which. Raises InvalidInput for a question or
    an answer that this version of the questionnaire does not have.
    """
    with transaction.atomic():
        screening = queries.lock_screening(by, screening_id)
        policies.check_can_answer(screening, by)
        questionnaire = load(screening.questionnaire)
        known = {q.code for q in questionnaire.in_section(section)}
        if not known:
            raise NotThere()
        wrong = {c: [_("Not an answer to this question.")] for c, a in answers.items() if not _is_answer(c, a, known)}
        if wrong:
            raise InvalidInput(errors=wrong)
        interview = queries.interview_of(by, screening, purpose=Purpose.OWN_WORK)
        before = interview.get("answers", {})
        if revision is not None and revision != screening.revision:
            theirs = {
                c: (before[c], answers.get(c, "")) for c in known if before.get(c, answers.get(c)) != answers.get(c)
            }
            if theirs:
                raise Stale(differences=theirs)
        kept = {c: a for c, a in before.items() if c not in known}
        given = {c: a for c, a in answers.items() if a}
        after = kept | given
        vault.seal(
            record=queries.ref(screening), section=Section.INTERVIEW, fields=interview | {"answers": after}, by=by
        )
        screening.answered = len(after) + len(interview.get("fast", {}))
        save(screening, "answered")
        audit.record(
            ScreeningEvent.ANSWERED,
            by=by,
            subject=Subject(queries.KIND, screening.id),
            detail={"section": section, "questions": len(given)},
        )
        return screening


def _is_answer(code: str, value: str, known: set[str]) -> bool:
    return code in known and (value == "" or value in Answer.values)


def pause(*, screening_id: UUID, by: Actor) -> Screening:
    """A break; nothing is lost."""
    return _move(screening_id, by, policies.check_can_pause, ScreeningStatus.PAUSED, ScreeningEvent.PAUSED)


def resume(*, screening_id: UUID, by: Actor) -> Screening:
    """Go on after a pause, or after a stop when the person asks for it."""
    return _move(screening_id, by, policies.check_can_resume, ScreeningStatus.INTERVIEWING, ScreeningEvent.RESUMED)


def stop(*, screening_id: UUID, by: Actor) -> Screening:
    """The person wants to stop: it stops. What was said stays; help does not depend on it."""
    return _move(screening_id, by, policies.check_can_stop, ScreeningStatus.STOPPED, ScreeningEvent.STOPPED)


def take_up_full(*, screening_id: UUID, by: Actor) -> Screening:
    """The quick questions showed a sign: the same person is now asked in full, under conditions of their own."""
    with transaction.atomic():
        screening = queries.lock_screening(by, screening_id)
        if screening.status == ScreeningStatus.PLANNED and screening.group_id:
            return screening  # sent twice
        policies.check_can_take_up_full(screening, by)
        check_transition(TRANSITIONS, ScreeningStatus(screening.status), ScreeningStatus.PLANNED)
        screening.mode = Mode.FULL
        screening.questionnaire = CURRENT_FULL
        screening.status = ScreeningStatus.PLANNED
        screening.interviewer_id = by.person_id
        save(screening, "mode", "questionnaire", "status", "interviewer_id")
        audit.record(ScreeningEvent.FULL_DUE, by=by, subject=Subject(queries.KIND, screening.id))
        return screening


def _move(screening_id: UUID, by: Actor, check: Any, new: ScreeningStatus, event: ScreeningEvent) -> Screening:
    with transaction.atomic():
        screening = queries.lock_screening(by, screening_id)
        if screening.status == new:
            return screening  # sent twice
        check(screening, by)
        check_transition(TRANSITIONS, ScreeningStatus(screening.status), new)
        screening.status = new
        save(screening, "status")
        audit.record(event, by=by, subject=Subject(queries.KIND, screening.id))
        return screening


def save(screening: Screening, *columns: str) -> None:
    """Write the changed columns and count the revision."""
    screening.revision += 1
    screening.save(update_fields=[*columns, "revision"])


def note(screening: Screening, by: Actor, **fields: str) -> None:
    """Add to the sealed notes of the office, keeping what is there."""
    record = queries.ref(screening)
    notes = vault.open_section(record=record, section=Section.NOTES, by=by, purpose=Purpose.OWN_WORK)
    vault.seal(record=record, section=Section.NOTES, fields=notes | fields, by=by)
