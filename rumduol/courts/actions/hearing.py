"""Hearings: set, moved, held; witnesses with the measures planned and those that were used."""

import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.agencies.enums import Role
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.courts import facts, policies, queries
from rumduol.courts.enums import COUNTED, CourtEvent, HearingKind, HearingStatus, Measure, WitnessKind
from rumduol.courts.models import CODE, Hearing, Witness
from rumduol.courts.types import HearingSaid, WitnessSaid
from rumduol.justice import queries as justice
from rumduol.notices import actions as notices
from rumduol.notices.enums import NoticeKind
from rumduol.shared.dates import local, today
from rumduol.shared.errors import InvalidInput, WrongState
from rumduol.terms.queries import is_code
from rumduol.vault import actions as vault
from rumduol.vault.enums import Section
from rumduol.vault.types import RecordRef

TELLS = (Role.INVESTIGATOR, Role.LEGAL_AID_LAWYER, Role.PROSECUTOR, Role.COURT_CLERK)
BUSY = {
    "room": ("room", _("Another hearing is in this room at that time. Choose another room or hour.")),
    "judge": ("judge", _("This judge has another hearing at that time.")),
    "accused": ("accused", _("An accused must be at another hearing at that time.")),
    "witness": ("starts_at", _("A witness of this hearing must be at another hearing at that time.")),
}
CLASH = "courts: clash"


def set_hearing(*, criminal_case_id: UUID, said: HearingSaid, by: Actor) -> Hearing:
    """A new hearing of the own court. Raises InvalidInput naming who or what is busy then; nothing typed is lost."""
    policies.check_can_set_hearing(by)
    case = justice.own_case_for(by, criminal_case_id)
    _check(said, {one.id for one in justice.suspects_of(case)})
    with transaction.atomic():
        _check_free(None, by.office_id, said, [])
        hearing = Hearing(
            office_id=by.office_id,
            criminal_case_id=case.id,
            criminal_number=case.number,
            by_id=by.person_id,
            **_columns(said),
        )
        _save(lambda: hearing.save(force_insert=True))
        audit.record(CourtEvent.HEARING_SET, by=by, subject=Subject("hearing", hearing.id), detail={"case": case.id})
        _tell(hearing)
    return hearing


def move_hearing(*, hearing_id: UUID, said: HearingSaid, by: Actor) -> Hearing:
    """Another hour, room, judge or plan; a postponed hearing is planned again by it."""
    with transaction.atomic():
        hearing = queries.lock_hearing(by, hearing_id)
        policies.check_can_work(hearing, by)
        case = justice.own_case_for(by, hearing.criminal_case_id)
        _check(said, {one.id for one in justice.suspects_of(case)})
        victims = [one.victim_id for one in queries.witnesses_of(hearing) if one.victim_id]
        _check_free(hearing.id, hearing.office_id, said, victims)
        for name, value in _columns(said).items():
            setattr(hearing, name, value)
        hearing.status = HearingStatus.PLANNED
        hearing.revision += 1
        _save(hearing.save)
        audit.record(CourtEvent.HEARING_MOVED, by=by, subject=Subject("hearing", hearing.id))
        _tell(hearing)
    return hearing


def _columns(said: HearingSaid) -> dict[str, Any]:
    return {
        "kind": said.kind, "starts_at": said.starts_at, "ends_at": said.ends_at, "room": said.room, "judge": said.judge,
        "accused_ids": sorted(set(said.accused)), "told_office_ids": sorted(set(said.told)), "closed": said.closed,
        "interpreter": said.interpreter, "interpreter_found": said.interpreter_found,
        "accused_arrive_at": said.accused_arrive_at, "witnesses_arrive_at": said.witnesses_arrive_at,
        "separate_entrance": said.separate_entrance, "separate_room": said.separate_room,
    }  # fmt: skip


def _check(said: HearingSaid, suspects: set[UUID]) -> None:
    errors: dict[str, list[Any]] = {}
    if said.kind not in HearingKind.values:
        errors["kind"] = [_("Choose the kind of hearing.")]
    if said.ends_at <= said.starts_at:
        errors["ends_at"] = [_("The hearing ends before it begins.")]
    elif (said.ends_at - said.starts_at).days >= 1:
        errors["ends_at"] = [_("A hearing ends on the day on which it begins. Set one for each day.")]
    for name in ("room", "judge"):
        if not re.match(CODE, getattr(said, name)):
            errors[name] = [_("Write the court's short name for it, at most 20 letters or digits.")]
    if not set(said.accused) <= suspects:
        errors["accused"] = [_("Choose among the accused of this case.")]
    if said.interpreter and not is_code("language", said.interpreter):
        errors["interpreter"] = [_("Choose a language of the list.")]
    told = agencies.offices(set(said.told))
    if len(told) != len(set(said.told)) or any(one.confidential for one in told.values()):
        errors["told"] = [_("Choose among the offices.")]
    if errors:
        raise InvalidInput(errors=errors)


def _check_free(hearing_id: UUID | None, office_id: UUID, said: HearingSaid, victims: list[UUID]) -> None:
    busy = queries.clashes(
        hearing_id=hearing_id, office_id=office_id, starts_at=said.starts_at, ends_at=said.ends_at, room=said.room,
        judge=said.judge, accused=list(said.accused), victims=victims,
    )  # fmt: skip
    if busy:
        raise InvalidInput(errors={BUSY[one][0]: [BUSY[one][1]] for one in sorted(busy)})


def _save(save: Any) -> None:
    """The database looks once more, for somebody may have been faster."""
    try:
        with transaction.atomic():
            save()
    except IntegrityError as error:
        text = str(error)
        if CLASH not in text:
            raise
        found = [one for one in BUSY if f" {one}" in text.split(CLASH, 1)[1].splitlines()[0]]
        raise InvalidInput(errors={BUSY[one][0]: [BUSY[one][1]] for one in found}) from error


def _tell(hearing: Hearing) -> None:
    for office in {*hearing.told_office_ids, hearing.office_id}:
        notices.notify(
            kind=NoticeKind.HEARING_SET, record_kind="hearing", record_id=hearing.id, number=hearing.criminal_number,
            to_office=office, roles=TELLS, due_at=hearing.starts_at,
        )  # fmt: skip


def end_hearing(*, hearing_id: UUID, new: str, by: Actor) -> Hearing:
    """Held, postponed or cancelled."""
    if new not in {HearingStatus.HELD, HearingStatus.POSTPONED, HearingStatus.CANCELLED}:
        raise InvalidInput(errors={"new": [_("Say what became of it.")]})
    with transaction.atomic():
        hearing = queries.lock_hearing(by, hearing_id)
        policies.check_can_end(hearing, new, by)
        hearing.status = HearingStatus(new)
        hearing.revision += 1
        hearing.save(update_fields=["status", "revision"])
        audit.record(CourtEvent.HEARING_ENDED, by=by, subject=Subject("hearing", hearing.id), detail={"new": new})
        if new != HearingStatus.HELD:
            _tell(hearing)
    return hearing


def witness_ref(witness: Witness) -> RecordRef:
    """How the vault knows a witness: the name is sealed for the court's office alone."""
    return RecordRef("witness", witness.id, witness.office_id, parent=witness.hearing_id)


def add_witness(*, hearing_id: UUID, who: WitnessSaid, name: str, by: Actor) -> Witness:
    """Call somebody, with the measures planned. A child is never called without one (Prakas 62)."""
    errors: dict[str, list[Any]] = {}
    if who.kind not in WitnessKind.values:
        errors["kind"] = [_("Say who it is.")]
    if not set(who.planned) <= set(Measure.values):
        errors["planned"] = [_("Choose among the measures.")]
    if who.child and not who.planned:
        errors["planned"] = [_("A child is not heard without a protective measure: choose at least one.")]
    if not is_code("sex", who.sex):
        errors["sex"] = [_("Choose from the list.")]
    if who.interpreter and not is_code("language", who.interpreter):
        errors["interpreter"] = [_("Choose a language of the list.")]
    if who.lawyer_on is not None and who.lawyer_on > today():
        errors["lawyer_on"] = [_("This day has not come yet.")]
    if errors:
        raise InvalidInput(errors=errors)
    with transaction.atomic():
        hearing = queries.lock_hearing(by, hearing_id)
        policies.check_can_work(hearing, by)
        if who.victim_id is not None:
            case = justice.own_case_for(by, hearing.criminal_case_id)
            if who.victim_id not in {one.id for one in justice.victims_of(case)}:
                raise InvalidInput(errors={"victim_id": [_("Choose among the victims of this case.")]})
            if Witness.objects.filter(hearing=hearing, victim_id=who.victim_id).exists():
                raise InvalidInput(errors={"victim_id": [_("This victim is called to this hearing already.")]})
        witness = Witness(
            hearing=hearing, office_id=by.office_id, by_id=by.person_id, victim_id=who.victim_id, kind=who.kind,
            child=who.child, sex=who.sex, planned=sorted(set(who.planned)), interpreter=who.interpreter,
            interpreter_found=who.interpreter_found, lawyer_on=who.lawyer_on,
        )  # fmt: skip
        _save(lambda: witness.save(force_insert=True))
        if name.strip():
            vault.seal(record=witness_ref(witness), section=Section.IDENTITY, fields={"name": name}, by=by)
        audit.record(
            CourtEvent.WITNESS_ADDED, by=by, subject=Subject("hearing", hearing.id), detail={"planned": witness.planned}
        )
    return witness


def record_measures(*, hearing_id: UUID, witness_id: UUID, used: Iterable[str], by: Actor) -> Witness:
    """What was really used, once. Each counted measure is a fact; what was planned and not used stays to be seen."""
    wanted = sorted(set(used))
    if not set(wanted) <= set(Measure.values):
        raise InvalidInput(errors={"used": [_("Choose among the measures.")]})
    with transaction.atomic():
        hearing = queries.lock_hearing(by, hearing_id)
        policies.check_can_record_use(hearing, by)
        witness = next((one for one in queries.witnesses_of(hearing) if one.id == witness_id), None)
        if witness is None:
            raise InvalidInput(errors={"used": [_("Choose from the list.")]})
        if witness.used_recorded:
            raise WrongState(_("This was recorded already."))
        witness.used, witness.used_recorded = wanted, True
        witness.revision += 1
        witness.save(update_fields=["used", "used_recorded", "revision"])
        audit.record(
            CourtEvent.MEASURES_USED, by=by, subject=Subject("hearing", hearing.id),
            detail={"planned": witness.planned, "used": wanted},
        )  # fmt: skip
        for code in wanted:
            if Measure(code) in COUNTED:
                facts.measure(hearing, witness, code)
    return witness


def lawyer_days(hearing: Hearing, witness: Witness) -> int | None:
    """How many days before the hearing a lawyer was assigned; None when none was."""
    return None if witness.lawyer_on is None else (local(hearing.starts_at).date() - witness.lawyer_on).days
