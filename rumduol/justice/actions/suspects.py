"""Add a suspect and correct what is known. The same person under two spellings is warned of, never blocked."""

from collections.abc import Mapping
from dataclasses import fields as fields_of
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.justice import checking, facts, policies, queries, sealed
from rumduol.justice.actions.guarding import raise_signs
from rumduol.justice.actions.opening import identity_names, record
from rumduol.justice.enums import Counsel, JusticeEvent, Level, SuspectKind
from rumduol.justice.models import Suspect
from rumduol.justice.types import Alike, SuspectSaid
from rumduol.shared.dates import PartialDate, today
from rumduol.shared.errors import InvalidInput, Stale
from rumduol.terms import ages
from rumduol.vault import actions as vault
from rumduol.vault import search
from rumduol.vault.enums import Purpose, Section

IDENTITY = ("name", "other_names", "born", "documents", "phone", "registration")


def add_suspect(
    *,
    case_id: UUID,
    said: SuspectSaid,
    identity: Mapping[str, Any],
    by: Actor,
    contact_on: PartialDate | None = None,
    different_person: bool = False,
) -> Suspect:
    """Add a suspect with sealed names. A name that sounds like one in this case, or in another of the office, is refused
    once: InvalidInput at `different_person` says where. With `different_person` it is added and the log says so.

    A name like that of a presumed or identified victim raises the non-punishment alarm (see guarding).
    """
    on = contact_on or PartialDate.of(today())
    errors = _faults(said)
    checking.past(errors, "contact_on", on)
    if not identity.get("name"):
        errors["name"] = [_("Under what name is the suspect known? A nickname is enough.")]
    checking.refuse(errors)
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_work(case, by)
        names = identity_names(identity)
        others = queries.alike(by, case, names)
        if others and not different_person:
            raise InvalidInput(errors={"different_person": _alike_words(others)})
        suspect = Suspect(case=case, office_id=case.office_id, contact_on=on, by_id=by.person_id)
        _set(suspect, said)
        suspect.save(force_insert=True)
        fields = {name: str(identity[name]) for name in IDENTITY if identity.get(name)}
        vault.seal(record=sealed.suspect_ref(suspect), section=Section.IDENTITY, fields=fields, by=by)
        _index(suspect, identity, by)
        record(JusticeEvent.SUSPECT_ADDED, case, by, suspect=suspect.id)
        if others:
            record(JusticeEvent.ALIKE, case, by, suspect=suspect.id, here=[one.id for one in others.here])
        facts.suspected(case, suspect, by)
        raise_signs(case=case, suspect=suspect, names=names, by=by)
    return suspect


def _alike_words(others: Alike) -> list[Any]:
    lines: list[Any] = []
    if others.here:
        lines.append(_("This case has a suspect whose name sounds the same. It may be one person under two spellings."))
    lines += [
        _("Criminal case %(number)s has a suspect whose name sounds the same.") % {"number": number}
        for _id, number in others.elsewhere
    ]
    lines.append(_("If it is somebody else, tick the box and add again: nothing you typed is lost."))
    return lines


def _faults(said: SuspectSaid) -> checking.Errors:
    errors: checking.Errors = {}
    for field, list_name in (
        ("sex", "sex"), ("nationality", "nationality"), ("role", "perpetrator_role"), ("language", "language"),
    ):  # fmt: skip
        checking.code(errors, field, list_name, getattr(said, field))
    for code in said.means:
        checking.code(errors, "means", "means", code)
    if said.age is not None and not 0 <= said.age <= checking.OLDEST:
        errors["age"] = [_("An age is a number of years from 0 to 120.")]
    if said.counsel in {Counsel.OWN, Counsel.APPOINTED} and said.counsel_on is None:
        errors["counsel_on"] = [_("Since when? The month is enough.")]
    checking.office_of_state(errors, "official_office", said.official_office_id)
    checking.past(errors, "counsel_on", said.counsel_on)
    checking.past(errors, "at_large_since", said.at_large_since)
    return errors


def _coded_differences(suspect: Suspect, said: SuspectSaid) -> dict[str, tuple[Any, Any]]:
    """What would be written over: field -> (as it stands now, as it was said)."""
    pairs = {one.name: (getattr(suspect, one.name), getattr(said, one.name)) for one in fields_of(SuspectSaid)}
    pairs["means"] = (tuple(suspect.means), said.means)
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _set(suspect: Suspect, said: SuspectSaid) -> None:
    suspect.kind, suspect.level = SuspectKind(said.kind), Level(said.level)
    suspect.sex = said.sex or "unknown" if said.kind == SuspectKind.PERSON else "unknown"
    suspect.age, suspect.nationality, suspect.role = said.age, said.nationality, said.role
    suspect.age_band = ages.band_of(said.age) if said.age is not None else ages.UNKNOWN
    suspect.official = said.official or said.official_office_id is not None
    suspect.official_office_id, suspect.means = said.official_office_id, list(said.means)
    suspect.language, suspect.counsel = said.language, Counsel(said.counsel)
    suspect.counsel_on = said.counsel_on if said.counsel in {Counsel.OWN, Counsel.APPOINTED} else None
    if said.at_large_since is not None:
        suspect.at_large, suspect.at_large_since = True, said.at_large_since


def _index(suspect: Suspect, identity: Mapping[str, Any], by: Actor) -> None:
    ref = sealed.suspect_ref(suspect)
    search.index_names(record=ref, names=identity_names(identity), by=by)
    exact = [str(identity[name]) for name in ("phone", "documents", "registration") if identity.get(name)]
    if exact:
        search.index_exact(record=ref, values=exact, by=by)


def index_suspect(*, suspect: Suspect, by: Actor, purpose: Purpose) -> dict[str, Any]:
    """Open a suspect's identity and make the reading office's own index of it, so that a search finds the name here too."""
    fields = vault.open_section(record=sealed.suspect_ref(suspect), section=Section.IDENTITY, by=by, purpose=purpose)
    if suspect.office_id == by.office_id and fields:
        _index(suspect, fields, by)
    return fields


def change_suspect(
    *, case_id: UUID, suspect_id: UUID, revision: int, said: SuspectSaid, identity: Mapping[str, Any], by: Actor
) -> Suspect:
    """Correct what is known. Raises Stale with what somebody else wrote meanwhile, InvalidInput."""
    errors = _faults(said)
    if not identity.get("name"):
        errors["name"] = [_("Under what name is the suspect known? A nickname is enough.")]
    checking.refuse(errors)
    with transaction.atomic():
        case = queries.lock_case(by, case_id)
        policies.check_can_work(case, by)
        suspect = queries.suspect_of(case, suspect_id)
        stored = vault.open_section(
            record=sealed.suspect_ref(suspect), section=Section.IDENTITY, by=by, purpose=Purpose.OWN_WORK
        )
        fields = {name: str(identity.get(name) or "") for name in IDENTITY}
        differences = {
            name: (stored.get(name, ""), value) for name, value in fields.items() if stored.get(name, "") != value
        }
        if suspect.revision != revision:
            raise Stale(differences=differences | _coded_differences(suspect, said))
        _set(suspect, said)
        suspect.revision += 1
        suspect.save()
        if differences:
            vault.seal(
                record=sealed.suspect_ref(suspect), section=Section.IDENTITY,
                fields={**stored, **{name: value for name, value in fields.items() if value or name in stored}}, by=by,
            )  # fmt: skip
            _index(suspect, fields, by)
            raise_signs(case=case, suspect=suspect, names=identity_names(fields), by=by)
        record(JusticeEvent.SUSPECT_CHANGED, case, by, suspect=suspect.id, fields=sorted(differences))
        facts.suspected(case, suspect, by)
    return suspect
