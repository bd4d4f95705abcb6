"""From the seizure list of an operation to the evidence of the criminal case that came of it: nothing is typed twice."""

from typing import Any
from uuid import UUID

from rumduol.access.types import Actor
from rumduol.justice.enums import EvidenceKind
from rumduol.justice.models import CriminalCase
from rumduol.operations import queries as operations
from rumduol.operations.enums import ItemKind
from rumduol.shared.dates import PartialDate, local
from rumduol.shared.errors import NotAllowed, NotThere
from rumduol.vault.types import NoKey

KINDS = {
    ItemKind.PHONE: EvidenceKind.DIGITAL, ItemKind.COMPUTER: EvidenceKind.DIGITAL, ItemKind.DOCUMENT: EvidenceKind.PAPER,
    ItemKind.PASSPORT: EvidenceKind.PAPER, ItemKind.MONEY: EvidenceKind.MONEY,
}  # fmt: skip


def seized(case: CriminalCase, by: Actor) -> list[Any]:
    """Lines of the seizure list, in codes; none where the reader does not see the operation."""
    if case.operation_id is None:
        return []
    try:
        return operations.seized_in(operations.over_operation_for(by, case.operation_id))
    except NotThere:
        return []


def as_evidence(case: CriminalCase, line_id: UUID, by: Actor) -> dict[str, Any]:
    """What the form of an item begins with: the line's sealed words (logged), kind, place and day. Raises NotThere."""
    line = next((one for one in seized(case, by) if one.id == line_id), None)
    if line is None or case.operation_id is None:
        raise NotThere()
    operation = operations.over_operation_for(by, case.operation_id)
    try:
        words = operations.words_of(by, operation).get("items", {}).get(str(line.id), "")
    except (NoKey, NotAllowed):
        words = ""
    found = operation.begun_at or operation.ended_at
    return {
        "kind": KINDS.get(ItemKind(line.kind), EvidenceKind.THING), "place": operation.place,
        "what": f"{line.get_kind_display()} ({line.count}). {words}".strip(),
        "found_on": PartialDate.of(local(found).date()) if found else None,
    }  # fmt: skip
