"""What a case is opened with, and how a case looks as a whole."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from rumduol.cases.models import Alarm, Case, Custody, Decision, Goal, Link, RightCheck, Step, Task, Visit
from rumduol.shared.dates import PartialDate


@dataclass(frozen=True, slots=True)
class PersonCoded:
    """The coded person: codes of `terms`, no name. Ages in completed years; an estimate is a range."""

    sex: str = "unknown"
    age_from: int | None = None
    age_to: int | None = None
    age_band: str = ""
    nationality: str = ""
    language: str = ""
    found_in: str = ""
    forms: tuple[str, ...] = ()
    domestic: str = ""
    palermo: str = ""
    exploited_in: str = ""
    exploited_until: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """Something to be done on a case by a moment or a day."""

    case_id: UUID
    number: str
    age_band: str
    what: str
    label: Any
    at: datetime | date
    url_name: str
    part_id: UUID | None = None
    code: str = ""  # the name of the step


@dataclass(frozen=True, slots=True)
class StepView:
    step: Step
    number: int
    label: Any
    state: str  # done | now | open | skipped
    missing: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    on: datetime | date
    label: Any
    detail: Any = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """An office that can open a section, until when."""

    section: str
    office_id: UUID
    office_name: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class CaseOverview:
    """One calm look at a case, coded: sealed words are opened by the page, section by section."""

    case: Case
    may_be_child: bool
    path: list[StepView]
    due: list[Due]
    alarms: list[Alarm]
    decisions: list[Decision]
    goals: list[Goal]
    tasks: list[Task]
    tasks_done: int
    visits: list[Visit]
    rights: dict[str, RightCheck]
    custody: Custody | None
    links: list[Link]
    readers: list[Reader]
    sections: list[str]
    broken_glass: list[Any]
    timeline: list[TimelineEntry]
    worker_name: str = ""
    obstacles: list[Any] = field(default_factory=list)
