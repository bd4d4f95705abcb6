"""Where a suspect is: arrested, held and until when, released, at large and where sought."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.cases.enums import AlarmKind
from rumduol.justice import checking, clocks, facts, policies, queries, sealed
from rumduol.justice.actions.guarding import punished
from rumduol.justice.actions.opening import record
from rumduol.justice.enums import DetentionKind, JusticeEvent, SuspectKind
from rumduol.justice.models import CriminalCase, Detention, Suspect
from rumduol.shared.dates import PartialDate, today
from rumduol.shared.errors import InvalidInput, WrongState
from rumduol.vault import actions as vault
from rumduol.vault.enums import Purpose, Section


def _locked(case_id: UUID, suspect_id: UUID, by: Actor) -> tuple[CriminalCase, Suspect]:
    case = queries.lock_case(by, case_id)
    policies.check_can_work(case, by)
    return case, queries.suspect_of(case, suspect_id)


def _past(day: PartialDate | None, field: str = "on") -> None:
    errors: checking.Errors = {}
    checking.past(errors, field, day)
    checking.refuse(errors)


def arrest(*, case_id: UUID, suspect_id: UUID, on: PartialDate, by: Actor) -> Suspect:
    """Record an arrest: once per suspect and case. Whoever was at large is so no longer."""
    _past(on)
    with transaction.atomic():
        case, suspect = _locked(case_id, suspect_id, by)
        if suspect.kind == SuspectKind.ENTITY:
            raise InvalidInput(errors={"on": [_("A company can't be arrested.")]})
        if suspect.arrested_on is not None:
            raise WrongState(_("The arrest is recorded already."))
        first = not Suspect.objects.filter(case=case, arrested_on__isnull=False).exists()
        suspect.arrested_on, suspect.at_large, suspect.at_large_since = on, False, None
        suspect.revision += 1
        suspect.save()
        record(JusticeEvent.DETAINED, case, by, suspect=suspect.id, arrested=str(on))
        facts.arrested(case, suspect, by, first=first)
        punished(case=case, suspect=suspect, kind=AlarmKind.DETAINED, by=by)
    return suspect


def detain(
    *,
    case_id: UUID,
    suspect_id: UUID,
    kind: DetentionKind | str,
    since: PartialDate,
    by: Actor,
    at: datetime | None = None,
) -> Detention:
    """Somebody is held from now, with the moment at which the law ends it. Ends what was before it.

    `at`: the hour, for police custody. Raises InvalidInput (a child who can't be held, a day to come).
    """
    _past(since, "since")
    kind = DetentionKind(kind)
    with transaction.atomic():
        case, suspect = _locked(case_id, suspect_id, by)
        if suspect.kind == SuspectKind.ENTITY:
            raise InvalidInput(errors={"kind": [_("A company can't be held.")]})
        limit = clocks.limit_for(kind, suspect.age)
        if limit is not None and not limit.hours and not limit.months:
            raise InvalidInput(
                errors={"kind": [_("A child of this age is not held. Call social affairs and the parents.")]}
            )
        Detention.objects.filter(suspect=suspect, released_on__isnull=True).update(released_on=since)
        row = Detention.objects.create(
            case=case, office_id=case.office_id, suspect=suspect, kind=kind, held_since=since, held_from=at,
            limit_at=clocks.ends_at(kind, since=since, at=at, age=suspect.age), by_id=by.person_id,
        )  # fmt: skip
        if suspect.at_large:
            suspect.at_large, suspect.at_large_since = False, None
            suspect.save(update_fields=["at_large", "at_large_since"])
        record(JusticeEvent.DETAINED, case, by, suspect=suspect.id, kind=str(kind))
        punished(case=case, suspect=suspect, kind=AlarmKind.DETAINED, by=by)
    return row


def extend_detention(*, case_id: UUID, suspect_id: UUID, by: Actor) -> Detention:
    """One more extension, as often as the law allows. Raises WrongState beyond it."""
    with transaction.atomic():
        case, suspect = _locked(case_id, suspect_id, by)
        row = queries.held(case).get(suspect.id)
        limit = clocks.limit_for(DetentionKind(row.kind), suspect.age) if row else None
        if row is None or limit is None or row.extended >= limit.times:
            raise WrongState(_("The law allows no further extension: the person is released when the time is over."))
        row.extended += 1
        row.limit_at = clocks.ends_at(
            DetentionKind(row.kind), since=row.held_since, at=row.held_from, age=suspect.age, extended=row.extended
        )
        row.revision += 1
        row.save()
        record(JusticeEvent.DETAINED, case, by, suspect=suspect.id, extended=row.extended)
    return row


def release(*, case_id: UUID, suspect_id: UUID, on: PartialDate, by: Actor) -> Detention:
    """The person is free again. Raises InvalidInput when that is before they were held."""
    _past(on)
    with transaction.atomic():
        case, suspect = _locked(case_id, suspect_id, by)
        row = queries.held(case).get(suspect.id)
        if row is None:
            raise WrongState(_("This person is not held now."))
        errors: checking.Errors = {}
        checking.not_before(errors, "on", on, row.held_since, _("The release is before the person was held."))
        checking.refuse(errors)
        row.released_on = on
        row.revision += 1
        row.save()
        record(JusticeEvent.RELEASED, case, by, suspect=suspect.id)
        if suspect.charged_on is None:
            facts.suspected(case, suspect, by, outcome="released")
    return row


def fine(*, case_id: UUID, suspect_id: UUID, on: PartialDate, by: Actor) -> Suspect:
    """Somebody made the suspect pay before any judgment: the police, immigration. Recorded once."""
    return _punish(case_id, suspect_id, "fined_on", on, by, event=JusticeEvent.FINED, kind=AlarmKind.FINED)


def deport(*, case_id: UUID, suspect_id: UUID, on: PartialDate, by: Actor) -> Suspect:
    """The suspect was sent out of the country: whoever was held is so no longer. Recorded once."""
    return _punish(case_id, suspect_id, "deported_on", on, by, event=JusticeEvent.DEPORTED, kind=AlarmKind.DEPORTED)


def _punish(
    case_id: UUID, suspect_id: UUID, name: str, on: PartialDate, by: Actor, *, event: JusticeEvent, kind: AlarmKind
) -> Suspect:
    _past(on)
    with transaction.atomic():
        case, suspect = _locked(case_id, suspect_id, by)
        errors: checking.Errors = {}
        checking.not_before(
            errors, "on", on, suspect.contact_on, _("That is before the first contact with the police.")
        )
        held = queries.held(case).get(suspect.id) if kind == AlarmKind.DEPORTED else None
        if held is not None:
            checking.not_before(errors, "on", on, held.held_since, _("The release is before the person was held."))
        if kind == AlarmKind.DEPORTED and suspect.kind == SuspectKind.ENTITY:
            errors["on"] = [_("A company can't be deported.")]
        checking.refuse(errors)
        if getattr(suspect, name) is not None:
            raise WrongState(_("This is recorded already. Nothing changed."))
        setattr(suspect, name, on)
        suspect.revision += 1
        suspect.save()
        if held is not None:
            held.released_on = on
            held.revision += 1
            held.save()
        record(event, case, by, suspect=suspect.id, on=str(on))
        punished(case=case, suspect=suspect, kind=kind, by=by)
    return suspect


def mark_at_large(*, case_id: UUID, suspect_id: UUID, since: PartialDate, by: Actor) -> Suspect:
    """Nobody knows where the suspect is. Whoever is held can't be at large."""
    _past(since, "since")
    with transaction.atomic():
        case, suspect = _locked(case_id, suspect_id, by)
        if queries.held(case).get(suspect.id):
            raise WrongState(_("This person is held. Record the release first."))
        suspect.at_large, suspect.at_large_since = True, since
        suspect.revision += 1
        suspect.save()
        record(JusticeEvent.SUSPECT_CHANGED, case, by, suspect=suspect.id, fields=["at_large"])
    return suspect


def found(*, case_id: UUID, suspect_id: UUID, by: Actor) -> Suspect:
    """The suspect is not sought any more."""
    with transaction.atomic():
        case, suspect = _locked(case_id, suspect_id, by)
        suspect.at_large, suspect.at_large_since = False, None
        suspect.revision += 1
        suspect.save()
        record(JusticeEvent.SUSPECT_CHANGED, case, by, suspect=suspect.id, fields=["at_large"])
    return suspect


def record_search(*, case_id: UUID, suspect_id: UUID, where: str, by: Actor, on: PartialDate | None = None) -> None:
    """Where a suspect at large was sought. The place is sealed among the suspect's whereabouts."""
    on = on or PartialDate.of(today())
    _past(on)
    if not where:
        raise InvalidInput(errors={"where": [_("Where was the suspect sought?")]})
    with transaction.atomic():
        case, suspect = _locked(case_id, suspect_id, by)
        if not suspect.at_large:
            raise WrongState(_("This suspect is not at large."))
        ref = sealed.suspect_ref(suspect)
        stored: dict[str, Any] = vault.open_section(
            record=ref, section=Section.WHEREABOUTS, by=by, purpose=Purpose.OWN_WORK
        )
        searched = [*stored.get("searched", []), {"on": str(on), "where": where}]
        vault.seal(record=ref, section=Section.WHEREABOUTS, fields={**stored, "searched": searched}, by=by)
        record(JusticeEvent.SEARCHED, case, by, suspect=suspect.id)
