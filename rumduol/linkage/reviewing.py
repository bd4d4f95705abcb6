"""Which records stand behind a pair of the office's own lines: opened with its key, for its own people."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from rumduol.access.types import Actor
from rumduol.linkage import sources
from rumduol.linkage.models import Part, Twin
from rumduol.vault import actions as vault
from rumduol.vault.enums import Purpose, Section
from rumduol.vault.types import RecordRef


@dataclass(frozen=True)
class Side:
    """One line: the kind of record and its id here, or the office's own number; the name where it can be opened."""

    kind: str
    known_as: str
    name: str

    @property
    def record_id(self) -> UUID | None:
        return UUID(self.known_as) if self.kind else None


@dataclass(frozen=True)
class PairLooked:
    """Two lines of one list, side by side. How alike the filters were is nowhere."""

    twin: Twin
    sides: tuple[Side, ...]


def pairs_of(part: Part, twins: list[Twin], by: Actor) -> list[PairLooked]:
    """Raises NoKey where the office key was not handed on to the reader. The log is written first."""
    if not twins:
        return []
    record = RecordRef("linkage_list", part.id, office_id=part.office_id)
    opened = vault.open_section(record=record, section=Section.NOTES, by=by, purpose=Purpose.LAW)
    rows: dict[str, list[str]] = opened.get("rows", {})

    def known(token: Any) -> tuple[str, str]:
        kind, known_as = rows.get(bytes(token).hex(), ["", ""])
        return kind, known_as

    sides = {known(token) for twin in twins for token in (twin.first, twin.second)}
    names = sources.names_by_record(sorted(sides), by)
    return [
        PairLooked(
            twin,
            tuple(Side(*one, names.get(one[1], "")) for one in (known(twin.first), known(twin.second))),
        )
        for twin in twins
    ]
