"""What an inquiry is opened with, what is said about a suspect and a victim, what the name search found."""

from dataclasses import dataclass, field
from uuid import UUID

from rumduol.justice.models import Suspect
from rumduol.shared.dates import PartialDate


@dataclass(frozen=True, slots=True)
class CaseSaid:
    """The coded facts of a case: place to the district, codes of `terms`, the code of an article of `law`."""

    place: str = ""
    happened_on: PartialDate | None = None
    forms: tuple[str, ...] = ()
    domestic: str = ""
    palermo: str = ""
    article: str = ""
    online: bool = False
    child_labour: bool = False


@dataclass(frozen=True, slots=True)
class SuspectSaid:
    """The coded facts about a suspect. `age` in completed years; an official may be of a known office."""

    kind: str = "person"
    sex: str = "unknown"
    age: int | None = None
    nationality: str = ""
    role: str = ""
    level: str = "unknown"
    official: bool = False
    official_office_id: UUID | None = None
    means: tuple[str, ...] = ()
    language: str = ""
    counsel: str = "none"
    counsel_on: PartialDate | None = None
    at_large_since: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class VictimSaid:
    """A victim: codes, and how the person is known to the system. The number of a case is what its owner told."""

    sex: str = "unknown"
    age_band: str = "unknown"
    nationality: str = ""
    child: str = "unknown"
    under_15: str = "unknown"
    screening_id: UUID | None = None
    case_number: str = ""


@dataclass(frozen=True, slots=True)
class Alike:
    """Suspects of the office with a name that sounds alike: in this case, and in other cases (their numbers)."""

    here: tuple[Suspect, ...] = ()
    elsewhere: tuple[tuple[UUID, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.here or self.elsewhere)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Months of imprisonment (of them suspended) or life, and a fine in riel."""

    penalty: str = "none"
    months: int = 0
    suspended_months: int = 0
    life: bool = False
    fine_riel: int = 0


@dataclass(frozen=True, slots=True)
class Graph:
    """The network of a case, laid out: each node with its label and its place on a 1000 x 1000 ground."""

    nodes: tuple["Placed", ...] = ()
    ties: tuple["Drawn", ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """`number` stands in the drawing, `shape` says the kind without a colour, `words` names the kind."""

    id: UUID
    kind: str
    label: str
    note: str
    x: int
    y: int
    ties: int = 0
    number: int = 0
    shape: str = "round"
    words: str = ""
    suspect_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    id: UUID
    kind: str
    label: str
    first: Placed
    second: Placed
    certain: bool
    note: str = field(default="")
    # Where the line begins and ends at the rims of its nodes, and where its words stand.
    x1: int = 0
    y1: int = 0
    x2: int = 0
    y2: int = 0
    middle: tuple[int, int] = (0, 0)
