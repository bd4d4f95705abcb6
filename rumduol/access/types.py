"""Who acts: passed by name to every action."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.http import HttpRequest

from rumduol.agencies.enums import Role

# Under this id the keyring of a session holds the person's own private key: it opens what colleagues hand to them.
OWN_KEY = UUID(int=0)


class Keyring(Mapping[UUID, bytes]):
    """Opened private keys by key id. Never printed, never pickled."""

    __slots__ = ("_keys", "learned")

    def __init__(self, keys: Mapping[UUID, bytes] | None = None) -> None:
        self._keys = dict(keys or {})
        self.learned = False

    def learn(self, keys: Mapping[UUID, bytes]) -> bool:
        """Add keys that were handed on since the sign-in. True when any was new."""
        new = {key_id: private for key_id, private in keys.items() if key_id not in self._keys}
        self._keys.update(new)
        return bool(new)

    def __getitem__(self, key_id: UUID) -> bytes:
        return self._keys[key_id]

    def __iter__(self) -> Iterator[UUID]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def __repr__(self) -> str:
        return f"<Keyring of {len(self._keys)}>"

    def __reduce__(self) -> tuple[type, tuple[()]]:
        raise TypeError("a keyring is never pickled")

    def to_bytes(self) -> bytes:
        return json.dumps({str(k): v.hex() for k, v in self._keys.items()}).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Keyring":
        return cls({UUID(k): bytes.fromhex(v) for k, v in json.loads(data).items()})


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person in one of their roles. `reach` holds the own office, and for a supervisor the offices below."""

    person_id: UUID
    membership_id: UUID
    office_id: UUID
    agency_id: UUID
    agency_kind: str
    identifies: bool
    role: Role
    reach: frozenset[UUID]
    language: str = "km"
    name_km: str = ""
    name_latin: str = ""
    office_km: str = ""
    office_en: str = ""
    session_id: UUID | None = None
    second_factor: bool = False
    keyring: Keyring = field(default_factory=Keyring, repr=False, compare=False)

    is_authenticated = True

    @property
    def display_name(self) -> str:
        return self.name_km if self.language == "km" else self.name_latin or self.name_km

    def office_name(self, language: str) -> str:
        """The acting office in this language (Khmer, or English for every other)."""
        return self.office_km if language == "km" else self.office_en


class StaffRequest(HttpRequest):
    """A request behind `@page`: the actor is there, and so is the secret of the session."""

    actor: Actor
    session_secret: bytes
