"""Open a case, correct who it is about, give it to somebody, tie it to family and companions, hand it over."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access import actions as access
from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.agencies.enums import Role
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.cases import clocks, facts, policies, queries, sealed
from rumduol.cases.enums import MIRRORED, CaseEvent, CaseStatus, Relation, Source, Standing, StepName, StepStatus
from rumduol.cases.models import Case, Link, Step
from rumduol.cases.types import PersonCoded
from rumduol.notices import actions as notices
from rumduol.notices.enums import NoticeKind
from rumduol.screening import queries as screenings
from rumduol.shared.dates import PartialDate, today
from rumduol.shared.errors import InvalidInput, NotThere, Stale, WrongState
from rumduol.shared.identifiers import new_number
from rumduol.terms import ages
from rumduol.terms import queries as terms
from rumduol.vault import actions as vault
from rumduol.vault import search
from rumduol.vault.enums import Purpose, Section

LISTS = {
    "sex": "sex",
    "age_band": "age",
    "nationality": "nationality",
    "language": "language",
    "domestic": "domestic",
    "palermo": "palermo",
}
IDENTITY = ("name", "other_names", "born", "birthplace", "documents")
CONTACT = ("phone", "address", "trusted_person", "safe_way")
OLDEST_BORN = 130  # years ago; nobody is known to have lived longer than 122


def open_case(
    *,
    source: tuple[Source | str, UUID | None],
    standing: Standing | str,
    person: PersonCoded,
    by: Actor,
    standing_on: PartialDate | None = None,
    identity: Mapping[str, Any] | None = None,
    contact: Mapping[str, Any] | None = None,
    summary: str = "",
    found_with: UUID | None = None,
) -> Case:
    """Open a case in the actor's office, with its ten steps and clocks; the actor becomes its worker.

    `identity` and `contact` hold the sealed fields (see sealed.py). The same screening or referral opens one case: a
    second call answers with the first. `found_with` is a case to link as companion. Raises NotAllowed, InvalidInput,
    NotThere (a screening the actor can't see).
    """
    policies.check_can_open(by)
    _check_born(identity or {})
    _check_past("standing_on", standing_on)
    kind, source_id = Source(source[0]), source[1]
    if kind == Source.SCREENING and source_id is not None:
        screenings.screening_for(by, source_id)
    with transaction.atomic():
        if kind in {Source.SCREENING, Source.REFERRAL} and source_id is not None:
            there = Case.objects.filter(office_id=by.office_id, source_kind=kind, source_id=source_id).first()
            if there is not None:
                return there
        now = timezone.now()
        case = Case(
            number=new_number("K", today()), office_id=by.office_id, worker_id=by.person_id, opened_on=today(),
            opened_by_id=by.person_id, source_kind=kind, source_id=source_id, standing=Standing(standing),
            standing_on=standing_on or PartialDate.of(today()), standing_by_kind=by.agency_kind,
        )  # fmt: skip
        _set_person(case, person)
        case.save(force_insert=True)
        Step.objects.bulk_create(
            Step(
                case=case, office_id=case.office_id, step=step, due_at=clocks.due_from_opening(step, now),
                latest_at=clocks.latest(step, now),
                status=StepStatus.IN_PROGRESS if step == StepName.IDENTIFICATION else StepStatus.NOT_STARTED,
                started_at=now if step == StepName.IDENTIFICATION else None,
            )
            for step in StepName
        )  # fmt: skip
        access.register_number(kind="case", record_id=case.id, number=case.number, office_id=case.office_id)
        for section, names, values in (
            (Section.IDENTITY, IDENTITY, identity or {}),
            (Section.CONTACT, CONTACT, contact or {}),
            (Section.NARRATIVE, ("summary",), {"summary": summary}),
        ):
            fields = {name: values[name] for name in names if values.get(name)}
            if fields:
                vault.seal(record=sealed.ref(case), section=section, fields=fields, by=by)
        _index(case, identity or {}, contact or {}, by)
        if found_with is not None:
            _link(case, queries.lock_case(by, found_with), Relation.FOUND_TOGETHER, by)
        audit.record(CaseEvent.OPENED, by=by, subject=Subject("case", case.id), detail={"source": str(kind)})
        facts.opened(case, by)
    return case


def _check_born(identity: Mapping[str, Any]) -> None:
    """Raise InvalidInput unless `born` is empty or a day, month or year in which somebody alive can be born."""
    born = str(identity.get("born") or "")
    if not born:
        return
    try:
        known = PartialDate.from_text(born)
    except ValueError as error:
        raise InvalidInput(
            errors={"born": [_("Write a year, a month or a day: 2011, 2011-02 or 2011-02-25.")]}
        ) from error
    _check_past("born", known)
    if today().year - known.last.year > OLDEST_BORN:
        raise InvalidInput(
            errors={"born": [_("That is more than %(n)d years ago. Check the year.") % {"n": OLDEST_BORN}]}
        )


def _check_past(field: str, day: PartialDate | None) -> None:
    if day is not None and day.first > today():
        raise InvalidInput(errors={field: [_("This day has not come yet.")]})


def _set_person(case: Case, person: PersonCoded) -> None:
    errors: dict[str, list[Any]] = {}
    values = asdict(person)
    for name, list_name in LISTS.items():
        if values[name] and not terms.is_code(list_name, values[name]):
            errors[name] = [_("This is not on the list.")]
    if any(not terms.is_code("form", form) for form in person.forms):
        errors["forms"] = [_("This is not on the list.")]
    low, high = person.age_from, person.age_to
    if (low is not None and not 0 <= low <= ages.OLDEST) or (
        high is not None and not (low or 0) <= high <= ages.OLDEST
    ):
        errors["age_from"] = [_("An age is a number of years from 0 to 120, the younger first.")]
    if person.exploited_until is not None and person.exploited_until.first > today():
        errors["exploited_until"] = [_("This day has not come yet.")]
    if errors:
        raise InvalidInput(errors=errors)
    for name, value in values.items():
        setattr(case, name, list(value) if name == "forms" else value)
    if low is not None and not person.age_band:
        narrow = {ages.band_of(low), ages.band_of(low if high is None else high)}
        broad = {ages.broad_of(low), ages.broad_of(low if high is None else high)}
        case.age_band = narrow.pop() if len(narrow) == 1 else broad.pop() if len(broad) == 1 else ages.UNKNOWN
    case.age_band = case.age_band or ages.UNKNOWN
    case.found_in = case.found_in[:4] if case.found_in.isdigit() else case.found_in


def _index(case: Case, identity: Mapping[str, Any], contact: Mapping[str, Any], by: Actor) -> None:
    names = [str(value) for value in (identity.get("name"), identity.get("other_names")) if value]
    exact = [str(value) for value in (contact.get("phone"), identity.get("documents")) if value]
    if names:
        search.index_names(record=sealed.ref(case), names=names, by=by)
    if exact:
        search.index_exact(record=sealed.ref(case), values=exact, by=by)


def change_person(*, case_id: UUID, revision: int, person: PersonCoded, standing: str, by: Actor) -> Case:
    """Correct the coded facts. Raises Stale with {field: (theirs, yours)} when somebody was faster."""
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_work(case, by)
        before = {name: getattr(case, name) for name in asdict(person)} | {"standing": case.standing}
        _set_person(case, person)
        case.standing = Standing(standing)
        after = {name: getattr(case, name) for name in before}
        changed = {name for name in before if before[name] != after[name]}
        if case.revision != revision and changed:
            raise Stale(differences={name: (before[name], after[name]) for name in sorted(changed)})
        if before["standing"] != case.standing:
            case.standing_on, case.standing_by_kind = PartialDate.of(today()), by.agency_kind
        case.revision += 1
        case.save()
        audit.record(CaseEvent.CODED, by=by, subject=Subject("case", case.id), detail={"fields": sorted(changed)})
        if changed:
            facts.victim(case, by)
    return case


def change_identity(
    *, case_id: UUID, revision: int, identity: Mapping[str, Any], contact: Mapping[str, Any], summary: str, by: Actor
) -> Case:
    """Correct the sealed identity, contact and summary. Raises Stale with what somebody else wrote meanwhile, InvalidInput."""
    _check_born(identity)
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_work(case, by)
        yours = {
            Section.IDENTITY: {name: identity.get(name, "") for name in IDENTITY},
            Section.CONTACT: {name: contact.get(name, "") for name in CONTACT},
            Section.NARRATIVE: {"summary": summary},
        }
        theirs = {section: sealed.take(case, section, by=by, purpose=Purpose.OWN_WORK) for section in yours}
        differences = {
            name: (theirs[section].get(name, ""), value)
            for section, fields in yours.items()
            for name, value in fields.items()
            if (theirs[section].get(name) or "") != (value or "")
        }
        if not differences:
            return case
        if case.revision != revision:
            raise Stale(differences=differences)
        for section, fields in yours.items():
            if any((theirs[section].get(name) or "") != (value or "") for name, value in fields.items()):
                sealed.replace(case, section, fields, by=by)
        _index(case, identity, contact, by)
        case.revision += 1
        case.save(update_fields=["revision"])
        audit.record(
            CaseEvent.IDENTITY, by=by, subject=Subject("case", case.id), detail={"fields": sorted(differences)}
        )
    return case


def take_case(*, case_id: UUID, by: Actor) -> Case:
    """A worker takes a case that nobody has."""
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_take(case, by)
        case.worker_id = by.person_id
        case.save(update_fields=["worker_id"])
        audit.record(CaseEvent.ASSIGNED, by=by, subject=Subject("case", case.id), detail={"to": by.person_id})
    return case


def assign_case(*, case_id: UUID, worker_id: UUID, by: Actor) -> Case:
    """A supervisor gives the case to a case worker of its office, who is told."""
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_assign(case, by)
        workers = {m.person_id for m in agencies.colleagues(case.office_id) if m.role == Role.CASE_WORKER}
        if worker_id not in workers:
            raise InvalidInput(errors={"worker": [_("Choose a case worker of this office.")]})
        case.worker_id = worker_id
        case.save(update_fields=["worker_id"])
        audit.record(CaseEvent.ASSIGNED, by=by, subject=Subject("case", case.id), detail={"to": worker_id})
        notices.notify(
            kind=NoticeKind.CASE_ASSIGNED, record_kind="case", record_id=case.id, number=case.number,
            to_people=[worker_id],
        )  # fmt: skip
    return case


def link_case(*, case_id: UUID, number: str, relation: Relation | str, by: Actor) -> Link:
    """Tie two cases of the office: seen from this one the other person is `relation`. Both sides show it."""
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_work(case, by)
        other = queries.find_by_number(by, number)
        if other is None or other.id == case.id or other.office_id != case.office_id:
            raise InvalidInput(errors={"number": [_("Your office has no other case with this number.")]})
        return _link(case, other, Relation(relation), by)


def _link(case: Case, other: Case, relation: Relation, by: Actor) -> Link:
    link, _made = Link.objects.get_or_create(
        case=case, other_case_id=other.id,
        defaults={"office_id": case.office_id, "relation": relation, "by_id": by.person_id},
    )  # fmt: skip
    Link.objects.get_or_create(
        case=other, other_case_id=case.id,
        defaults={"office_id": other.office_id, "relation": MIRRORED.get(relation, relation), "by_id": by.person_id},
    )  # fmt: skip
    audit.record(
        CaseEvent.LINKED, by=by, subject=Subject("case", case.id), detail={"other": other.id, "relation": str(relation)}
    )
    return link


def link_person(*, case_id: UUID, relation: Relation | str, name: str, note: str, by: Actor) -> Link:
    """Name a relative or companion who has no case (sealed in CONTACT)."""
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_work(case, by)
        if not name:
            raise InvalidInput(errors={"name": [_("Who is it? A nickname is enough.")]})
        link = Link.objects.create(case=case, office_id=case.office_id, relation=Relation(relation), by_id=by.person_id)
        sealed.put(case, Section.CONTACT, "links", link.id, {"name": name, "note": note}, by=by)
        audit.record(CaseEvent.LINKED, by=by, subject=Subject("case", case.id), detail={"relation": str(relation)})
    return link


def hand_over(*, case_id: UUID, to_office_id: UUID, by: Actor) -> None:
    """Give the case with all its sealed parts to another office (a referral's transfer). Its worker is chosen there.

    The giving office keeps the log, not the case.
    """
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_work(case, by)
        if case.office_id != by.office_id:
            raise NotThere()
        if case.status == CaseStatus.JOINED:
            raise WrongState(_("This file was joined to another of the same person. The work goes on there."))
        # Files of the same person go with it: what rests would be out of reach of whoever has to take them apart again.
        resting = [queries.lock_case(by, row.other_case_id) for row in queries.joined_to(case.id)]
        for one in (*resting, case):
            audit.record(CaseEvent.HANDED_OVER, by=by, subject=Subject("case", one.id), detail={"to": to_office_id})
            vault.hand_over(record=sealed.ref(one), to_office_id=to_office_id, by=by)
            access.move_number(record_id=one.id, to_office_id=to_office_id)
            with connection.cursor() as cursor:
                cursor.execute("select cases_hand_over(%s, %s)", [one.id, to_office_id])
        notices.notify(
            kind=NoticeKind.CASE_ASSIGNED, record_kind="case", record_id=case.id, number=case.number,
            to_office=to_office_id, roles=[Role.CASE_WORKER, Role.SUPERVISOR],
        )  # fmt: skip
