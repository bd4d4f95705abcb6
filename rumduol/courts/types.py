"""What is said about a hearing and a witness."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class HearingSaid:
    """When, where, before whom, who must come. `told`: offices that bring or defend somebody and see the hearing."""

    kind: str
    starts_at: datetime
    ends_at: datetime
    room: str
    judge: str
    accused: tuple[UUID, ...] = ()
    told: tuple[UUID, ...] = ()
    closed: bool = False
    interpreter: str = ""
    interpreter_found: bool = False
    accused_arrive_at: datetime | None = None
    witnesses_arrive_at: datetime | None = None
    separate_entrance: bool = False
    separate_room: bool = False


@dataclass(frozen=True, slots=True)
class WitnessSaid:
    """A witness: codes. `victim_id` is the victim of the criminal case, where it is one."""

    kind: str
    child: bool = False
    sex: str = "unknown"
    victim_id: UUID | None = None
    planned: tuple[str, ...] = ()
    interpreter: str = ""
    interpreter_found: bool = False
    lawyer_on: date | None = None
