"""What is said in a complaint, before it is sealed. None of this is stored as it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self
from uuid import UUID

from rumduol.integrity.public_choices import Knowing, Service


@dataclass(frozen=True)
class About:
    """Whom a complaint is about, in codes: sealed, and read for the patterns. Empty is "not known".

    `office_id` and `agency_id` are texts of UUIDs; `month` is `2026-03`, `2026` or empty; `place` a gazetteer code.
    """

    service: str = Service.UNKNOWN
    agency_id: str = field(default="", repr=False)
    office_id: str = field(default="", repr=False)
    place: str = field(default="", repr=False)
    month: str = ""
    conducts: tuple[str, ...] = ()

    def sealed(self) -> dict[str, Any]:
        return {
            "service": self.service, "agency": self.agency_id, "office": self.office_id, "place": self.place,
            "month": self.month, "conducts": list(self.conducts),
        }  # fmt: skip

    @classmethod
    def opened(cls, fields: Mapping[str, Any]) -> Self:
        return cls(
            service=str(fields.get("service", Service.UNKNOWN)), agency_id=str(fields.get("agency", "")),
            office_id=str(fields.get("office", "")), place=str(fields.get("place", "")),
            month=str(fields.get("month", "")), conducts=tuple(fields.get("conducts", ())),
        )  # fmt: skip


@dataclass(frozen=True)
class ComplaintSaid:
    """A whole complaint as it was told."""

    language: str
    about: About = About()
    official: str = field(default="", repr=False)
    story: str = field(default="", repr=False)
    record: str = field(default="", repr=False)
    knowing: str = Knowing.UNKNOWN
    contact: str = field(default="", repr=False)
    fear: str = field(default="", repr=False)


@dataclass(frozen=True)
class Draw:
    """Who may read: how many officers were named, and of which desk."""

    desk_id: UUID
    named: int
