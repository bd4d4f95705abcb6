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


@dataclass
class Cast:
    """Signed-in people by office and role."""

    signed_in: dict[tuple[str, Role], tuple[bytes, Actor, float]] = field(default_factory=dict)

    def actor(self, office: str, role: Role) -> Actor:
        """The person in this role; signs them in the first time."""
        return self._enter(office, role)[1]

    @contextmanager
    def acting(self, office: str, role: Role) -> Iterator[Actor]:
        """One transaction in which this person acts."""
        secret, actor = self._enter(office, role)
        with database.session(cookie.token_of(secret)):
            yield actor

    def _enter(self, office: str, role: Role) -> tuple[bytes, Actor]:
        known = self.signed_in.get((office, role))
        if known is None or monotonic() - known[2] > BEFORE_IDLE:
            with database.session(None):
                secret = signin.sign_in(username=f"{office}.{role}".replace("_", "-"), password=PASSWORD).secret
            with database.session(cookie.token_of(secret)):
                actor, _pending = queries.who_is_asking(secret)
            if actor is None:
                raise RuntimeError(f"{office} {role} could not sign in")
            known = self.signed_in[office, role] = (secret, actor, monotonic())
        return known[0], known[1]
