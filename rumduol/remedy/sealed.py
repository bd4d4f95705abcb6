"""Words of a claim: which section holds what, merged in entry by entry. The caller holds the lock of the claim."""

from collections.abc import Mapping
from typing import Any

from rumduol.access.types import Actor
from rumduol.remedy.models import Claim
from rumduol.vault import actions as vault
from rumduol.vault.enums import Purpose, Section
from rumduol.vault.types import RecordRef


def ref(claim: Claim) -> RecordRef:
    """How the vault knows a claim: a part of the criminal case, so that a conflict of interest there closes it too."""
    return RecordRef("claim", claim.id, claim.office_id, parent=claim.criminal_case_id)


def put(claim: Claim, section: Section, fields: Mapping[str, Any], *, by: Actor) -> None:
    """Write some fields of a section; the others stay."""
    stored = vault.open_section(record=ref(claim), section=section, by=by, purpose=Purpose.OWN_WORK)
    vault.seal(record=ref(claim), section=section, fields={**stored, **fields}, by=by)


def take(claim: Claim, section: Section, *, by: Actor, purpose: Purpose | None = None) -> dict[str, Any]:
    """The whole section. Raises PurposeNeeded, NoKey (the log is written first)."""
    return vault.open_section(record=ref(claim), section=section, by=by, purpose=purpose)
