"""What the case file page is made of."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from rumduol.cases.types import CaseOverview, StepView


@dataclass(frozen=True, slots=True)
class Sight:
    """One office that sees a section: now, or when it accepts; until when. `own` is the office of the case."""

    who: str
    own: bool
    until: datetime | None
    state: str  # open | waits | withdrawn


@dataclass(frozen=True, slots=True)
class SeenPart:
    """A section of the case and everybody who sees it. `alone`: nobody but the own office."""

    section: str
    label: Any
    sights: list[Sight]

    @property
    def alone(self) -> bool:
        return not any(sight.state == "open" and not sight.own for sight in self.sights)


@dataclass(frozen=True, slots=True)
class Flow:
    """A moment in the person's way through the offices."""

    when: datetime | date
    label: Any
    text: Any = ""
    url: str = ""
    tone: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do first. `words` says it, `due` until when, `url` where."""

    words: Any
    detail: Any = ""
    due: datetime | date | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class DueLine:
    """Something due on this case, in words, with the page where it is done."""

    words: str
    at: datetime | date
    url: str


@dataclass(frozen=True, slots=True)
class Said:
    """A decision of the person: coded, and in their words when the section is open to the reader."""

    on: date
    topic: Any
    choice: Any
    language: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """Sealed words the reader opened. `closed` names sections that are not open to the reader's office."""

    name: str = ""
    other_names: str = ""
    decisions: dict[str, Any] = field(default_factory=dict)
    closed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The whole page."""

    overview: CaseOverview
    own: bool
    path: list[StepView]
    title: str
    next_step: NextStep | None
    due_lines: list[DueLine]
    seen: list[SeenPart]
    flow: list[Flow]
    decisions: list[Said]
    referrals: list[Any]
    claims: list[Any]
    companions: list[tuple[Any, str, UUID | None]]
    rights_seen_to: int
    rights_at_risk: list[Any]
    goals_reached: int
    office_name: str
    opened: Opened | None
