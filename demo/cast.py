"""The demo nation at work: signs its people in by their password, as anybody would, and lets them act."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic

from demo.nation import PASSWORD
from rumduol.access import cookie, database, queries
from rumduol.access.types import Actor
from rumduol.agencies.enums import Role
from rumduol.signin import actions as signin

BEFORE_IDLE = 20 * 60  # seconds; a session of half an hour is renewed before it ends

Part = tuple[str, Role]


@dataclass
class Cast:
    """Signed-in people by office and role; each signs in once and stays for many stories."""

    signed_in: dict[Part, tuple[bytes, Actor, float]] = field(default_factory=dict)
    new: list[Part] = field(default_factory=list)
    acted: dict[Part, None] = field(default_factory=dict)

    def begin(self) -> None:
        """A new story: nobody has acted in it."""
        self.new.clear()
        self.acted.clear()

    def forget_new(self) -> None:
        """The story was given up, and with it the sessions that began in it."""
        for part in self.new:
            self.signed_in.pop(part, None)
        self.begin()

    def seen(self) -> list[Part]:
        """Who acted in this story, in the order they came in."""
        return list(self.acted)

    @contextmanager
    def acting(self, office: str, role: Role) -> Iterator[Actor]:
        """This person acts: one transaction, or a part of the one that tells the whole story."""
        secret, actor = self._enter((office, role))
        with database.session(cookie.token_of(secret)):
            yield actor

    def _enter(self, part: Part) -> tuple[bytes, Actor]:
        self.acted[part] = None
        known = self.signed_in.get(part)
        if known is None or monotonic() - known[2] > BEFORE_IDLE:
            office, role = part
            with database.session(None):
                secret = signin.sign_in(username=f"{office}.{role}".replace("_", "-"), password=PASSWORD).secret
            with database.session(cookie.token_of(secret)):
                actor, _pending = queries.who_is_asking(secret)
            if actor is None:
                raise RuntimeError(f"{office} {role} could not sign in")
            known = self.signed_in[part] = (secret, actor, monotonic())
            self.new.append(part)
        return known[0], known[1]
