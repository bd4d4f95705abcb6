"""Words of a criminal case: which section of which record holds what.

Of the case, RecordRef("criminal_case", case.id):
    NARRATIVE  {summary, moves: {move id: text}}
    JUSTICE    {charges: {charge id: {reason, facts: {element: text}}}, verdicts: {verdict id: {reason, text}}}
    EVIDENCE   {items: {item id: {what, where, locator, custodian}}, hand_overs: {id: {note, answer}}}
    PLAN       {nodes: {node id: {label, note}}, ties: {tie id: {note}}}
    NOTES      {cooperation: {id: {text, answer}}}
Of a suspect, RecordRef("suspect", suspect.id, parent=case.id):
    IDENTITY     {name, other_names, born, documents, phone, registration}
    WHEREABOUTS  {searched: [{on, where}]}
    JUSTICE      {counsel}
Of a victim, RecordRef("criminal_victim", victim.id, parent=case.id):
    IDENTITY     {name}
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from rumduol.access.types import Actor
from rumduol.justice.models import CriminalCase, Suspect, Victim
from rumduol.vault import actions as vault
from rumduol.vault.enums import Purpose, Section
from rumduol.vault.types import NoKey, PurposeNeeded, RecordRef

KIND, SUSPECT, VICTIM = "criminal_case", "suspect", "criminal_victim"


def ref(case: CriminalCase) -> RecordRef:
    """How the vault knows a criminal case."""
    return RecordRef(KIND, case.id, case.office_id)


def suspect_ref(suspect: Suspect) -> RecordRef:
    return RecordRef(SUSPECT, suspect.id, suspect.office_id, parent=suspect.case_id)


def victim_ref(victim: Victim) -> RecordRef:
    return RecordRef(VICTIM, victim.id, victim.office_id, parent=victim.case_id)


def all_refs(case: CriminalCase) -> list[RecordRef]:
    """Every sealed record of a case, for handing it over or sharing it."""
    return [
        ref(case),
        *(suspect_ref(one) for one in Suspect.objects.filter(case=case)),
        *(victim_ref(one) for one in Victim.objects.filter(case=case)),
    ]


def put(case: CriminalCase, section: Section, part: str, key: object, entry: Mapping[str, Any], *, by: Actor) -> None:
    """Merge one entry into a part of a section of the case. The caller holds the lock of the case."""
    written = {name: value for name, value in entry.items() if value}
    if not written:
        return
    fields = vault.open_section(record=ref(case), section=section, by=by, purpose=Purpose.OWN_WORK)
    entries = dict(fields.get(part, {}))
    entries[str(key)] = {**entries.get(str(key), {}), **written}
    vault.seal(record=ref(case), section=section, fields={**fields, part: entries}, by=by)


def take_out(case: CriminalCase, section: Section, part: str, key: object, *, by: Actor) -> None:
    """Remove one entry of a part."""
    fields = vault.open_section(record=ref(case), section=section, by=by, purpose=Purpose.OWN_WORK)
    entries = {name: value for name, value in fields.get(part, {}).items() if name != str(key)}
    vault.seal(record=ref(case), section=section, fields={**fields, part: entries}, by=by)


def take(case: CriminalCase, section: Section, *, by: Actor, purpose: Purpose | None = None) -> dict[str, Any]:
    """A whole section of the case. Raises PurposeNeeded, NoKey (the log is written first)."""
    return vault.open_section(record=ref(case), section=section, by=by, purpose=purpose)


def words(case: CriminalCase, section: Section, *, by: Actor) -> dict[str, Any] | None:
    """The section for showing; None when no purpose was given today or it is not open to this office."""
    try:
        return take(case, section, by=by)
    except (PurposeNeeded, NoKey):
        return None


def entry(opened: Mapping[str, Any] | None, part: str, key: object) -> dict[str, Any]:
    """One entry of a part; empty when nothing is there or the section is not open."""
    found: dict[str, Any] = (opened or {}).get(part, {}).get(str(key), {})
    return found


def names_of(suspects: list[Suspect], *, by: Actor, purpose: Purpose) -> dict[UUID, str]:
    """Suspect -> name, of those that open; one line in the log names them all."""
    opened = vault.open_many(
        records=[suspect_ref(one) for one in suspects], section=Section.IDENTITY, by=by, purpose=purpose
    )
    return {key: str(fields.get("name", "")) for key, fields in opened.items()}


def victim_names(victims: list[Victim], *, by: Actor, purpose: Purpose) -> dict[UUID, str]:
    """Victim -> name, of those that open."""
    opened = vault.open_many(
        records=[victim_ref(one) for one in victims], section=Section.IDENTITY, by=by, purpose=purpose
    )
    return {key: str(fields.get("name", "")) for key, fields in opened.items()}
