"""Words about the person: which section of the case holds what, merged in and taken out entry by entry.

Shapes (all in RecordRef("case", case.id)):
    IDENTITY     {name, other_names, born, birthplace, documents}
    CONTACT      {phone, address, trusted_person, safe_way, links: {link id: {name, note}}}
    NARRATIVE    {summary}
    HEALTH       {checks: {item: text}}
    WHEREABOUTS  {place, custody: {custody id: {holder, place, paper_number, best_interest}}}
    WISHES       {decisions: {id: {words, language, topic, choice, on}}, plan: {answer id: {words, language}},
                  feedback: {offer id: {words}}}
    NOTES        {notes, checks, rights, visits, closures, steps, risk: {id or code: {text}}}
    PLAN         {goals: {goal id: {text}}, tasks: {task id: {text}}}
    JUSTICE      {alarms: {alarm id: {text, after}}, checks: {item: text}}
"""

from collections.abc import Mapping
from typing import Any

from rumduol.access.types import Actor
from rumduol.cases.enums import Item
from rumduol.cases.models import Case
from rumduol.vault import actions as vault
from rumduol.vault.enums import Purpose, Section
from rumduol.vault.types import RecordRef

CHECK_SECTION: Mapping[Item, Section] = {
    Item.MEDICAL: Section.HEALTH,
    Item.MEDICAL_PLAN: Section.HEALTH,
    Item.PSYCHOSOCIAL: Section.HEALTH,
    Item.LEGAL: Section.JUSTICE,
    Item.WISHES: Section.WISHES,
}


def ref(case: Case) -> RecordRef:
    """How the vault knows a case."""
    return RecordRef("case", case.id, case.office_id)


def put(case: Case, section: Section, part: str, key: object, entry: Mapping[str, Any], *, by: Actor) -> None:
    """Merge one entry into a part of a section. The caller holds the lock of the case, so that nothing is lost."""
    if not any(value for value in entry.values()):
        return
    fields = vault.open_section(record=ref(case), section=section, by=by, purpose=Purpose.OWN_WORK)
    entries = dict(fields.get(part, {}))
    entries[str(key)] = {**entries.get(str(key), {}), **{name: value for name, value in entry.items() if value}}
    vault.seal(record=ref(case), section=section, fields={**fields, part: entries}, by=by)


def replace(case: Case, section: Section, fields: Mapping[str, Any], *, by: Actor) -> None:
    """Write the plain fields of a section; parts with entries of their own stay."""
    stored = vault.open_section(record=ref(case), section=section, by=by, purpose=Purpose.OWN_WORK)
    vault.seal(record=ref(case), section=section, fields={**stored, **fields}, by=by)


def take(case: Case, section: Section, *, by: Actor, purpose: Purpose | None = None) -> dict[str, Any]:
    """The whole section. Raises PurposeNeeded, NoKey (the log is written first)."""
    return vault.open_section(record=ref(case), section=section, by=by, purpose=purpose)
