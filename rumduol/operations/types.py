"""What the room's actions take. A plan is sealed whole; only what the database must watch over leaves it as a code."""

from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from rumduol.operations.enums import TeamRole


@dataclass(frozen=True)
class TeamMember:
    """Somebody of the plan: what for, who, and from where, in words."""

    role: str
    who: str = ""


@dataclass(frozen=True)
class ToTell:
    """An office that learns something at an hour, and what it learns."""

    office_id: UUID
    at: datetime
    text: str


@dataclass(frozen=True)
class Plan:
    """The sealed plan. `hour` is aware; `place` a gazetteer code, `address` words; `reports` ids of the reports behind it."""

    hour: datetime
    place: str
    address: str = ""
    aim: str = ""
    team: tuple[TeamMember, ...] = ()
    reserve: str = ""
    people: int = 0
    children: bool = False
    child_place: str = ""
    languages: str = ""
    reports: tuple[UUID, ...] = ()
    tell: tuple[ToTell, ...] = field(default=())

    @property
    def child_interviewer(self) -> bool:
        """Somebody trained to interview children has a name in the team."""
        return any(member.role == TeamRole.CHILD and member.who for member in self.team)

    def as_fields(self) -> dict[str, Any]:
        """JSON for the vault."""
        raw = asdict(self)
        raw["hour"] = self.hour.isoformat()
        raw["reports"] = [str(report_id) for report_id in self.reports]
        raw["tell"] = [{"office_id": str(t.office_id), "at": t.at.isoformat(), "text": t.text} for t in self.tell]
        raw["team"] = [{"role": str(m.role), "who": m.who} for m in self.team]
        return raw

    @classmethod
    def from_fields(cls, raw: dict[str, Any]) -> "Plan":
        """The other way."""
        return cls(
            **{
                **raw,
                "hour": datetime.fromisoformat(raw["hour"]),
                "reports": tuple(UUID(report_id) for report_id in raw["reports"]),
                "team": tuple(TeamMember(m["role"], m["who"]) for m in raw["team"]),
                "tell": tuple(
                    ToTell(UUID(t["office_id"]), datetime.fromisoformat(t["at"]), t["text"]) for t in raw["tell"]
                ),
            }
        )


@dataclass(frozen=True)
class Found:
    """People found who have the same answers. Codes of the terms room; `name` of nobody."""

    category: str
    sex: str = "unknown"
    age_band: str = "unknown"
    nationality: str = "ZZ"
    count: int = 1


@dataclass(frozen=True)
class Item:
    """A line of the seizure list: coded kind and number, and the words that are sealed (what, where it lies, who holds it)."""

    kind: str
    count: int
    text: str = ""


@dataclass(frozen=True)
class Result:
    """What came of it. `place` and the day become known to the office with this; `mismatch` and `course` are sealed."""

    outcome: str
    place: str
    emptied_since: bool = False
    phones_off: bool = False
    premises: str = ""
    premises_until: Any = None
    joint_country: str = ""
    people: tuple[Found, ...] = ()
    items: tuple[Item, ...] = ()
    mismatch: str = ""
    course: str = ""

    @property
    def leak_suspected(self) -> bool:
        """A sign that somebody there knew: emptied since the last look, or telephones off when we came."""
        return self.emptied_since or self.phones_off


# The plan is read by those named until this long after its hour, unless said otherwise.
USUAL_TIME = timedelta(days=14)
