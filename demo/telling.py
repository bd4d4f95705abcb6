"""What every part of a story needs: the cast, the chance of this story, the clock, and a count of what was told."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from demo import travel
from demo.cast import Cast
from demo.nation import BUSY
from rumduol.agencies.enums import Role
from rumduol.notices.models import Notice

READ_AFTER = timedelta(days=12)  # whatever was told about an older story has been read by now


@dataclass
class Telling:
    """`now` is when the story is told: nothing happens later than that."""

    cast: Cast
    rng: random.Random
    now: datetime
    told: dict[str, int] = field(default_factory=dict)
    records: set[UUID] = field(default_factory=set)
    plans: list[tuple[datetime, Callable[[], None]]] = field(default_factory=list)

    def count(self, what: str) -> None:
        self.told[what] = self.told.get(what, 0) + 1

    def at(self, moment: datetime, do: Callable[[], None]) -> bool:
        """Do something on its day, unless that day has not come."""
        if moment > self.now:
            return False
        with travel.on(moment):
            do()
        return True

    def later(self, moment: datetime, do: Callable[[], None]) -> None:
        """Something that will happen on its day, between whatever else happens in this story."""
        self.plans.append((moment, do))

    def go_on(self) -> None:
        """Let everything planned happen in the order of its days, also what is planned meanwhile."""
        while self.plans:
            self.plans.sort(key=lambda planned: planned[0])
            self.at(*self.plans.pop(0))

    def is_old(self, began: datetime) -> bool:
        """Whether everything that was told about this story has been read by now."""
        return self.now - began >= READ_AFTER


def read_all(cast: Cast, records: set[UUID]) -> None:
    """Everybody who is signed in, and their colleagues, take note of what they were told about these records."""
    if not records:
        return
    parts = dict.fromkeys(cast.signed_in)
    for office, _role in list(parts):
        if office.startswith(("police-", "posvy-")) and office.rpartition("-")[2] in BUSY:
            parts[office, Role.SUPERVISOR] = None
            if office.startswith("police-"):
                parts[office, Role.SCREENING_OFFICER] = None
    for office, role in parts:
        with cast.acting(office, role) as reader:
            unread = Notice.objects.filter(person_id=reader.person_id, read_at__isnull=True)
            unread.filter(record_id__in=records).update(read_at=timezone.now())
    records.clear()


POLICE = Role.INVESTIGATOR
WORKER = Role.CASE_WORKER
