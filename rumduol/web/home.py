"""The day's work of one person: what is due, what is new, what waits for whom. Gathered from every room."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from rumduol.access import queries as access
from rumduol.access.enums import Permission, permissions_of
from rumduol.access.types import Actor
from rumduol.notices import queries as notices
from rumduol.notices.enums import NoticeKind
from rumduol.web.navigation import address

SHOWN = 8  # lines of a card; the rest is one tap away


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do. `what` holds codes in words (step, age band), never a name or a story."""

    number: str
    url: str
    what: str
    due: datetime | date | None = None
    danger: bool = False
    post: bool = False
    since: datetime | None = None


@dataclass(slots=True)
class Card:
    """A list of the home page. `key` is its anchor; `all_url` leads to the whole list."""

    key: str
    title: str
    lines: list[Line] = field(default_factory=list)
    count: int = 0
    all_url: str = ""
    begin_url: str = ""
    begin: str = ""

    @property
    def shown(self) -> list[Line]:
        return self.lines[:SHOWN]


@dataclass(frozen=True, slots=True)
class Today:
    """Everything on the home page. Empty cards are left out, but the person is told that nothing is due."""

    cards: list[Card]
    actions: list[dict[str, Any]]

    @property
    def calm(self) -> bool:
        return not self.cards


def news(actor: Actor) -> Card:
    """Unread notices."""
    rows = notices.unread(actor, SHOWN)
    lines = [
        Line(
            row.number, address("web:open_notice", row.id), str(NoticeKind(row.kind).label), row.due_at, post=True,
            since=row.made_at, danger=row.kind == NoticeKind.CASE_ALARM,
        )
        for row in rows
    ]  # fmt: skip
    return Card("news", _("New for me"), lines, notices.unread_count(actor), address("web:notices"))


def glass(actor: Actor) -> Card:
    """Whereabouts asked for in an emergency: a second person must confirm."""
    rows = access.glass_to_confirm(actor)
    lines = [
        Line(
            _("Life in danger"),
            address("access:confirm_glass", row.id),
            _("whereabouts asked for"),
            row.until,
            danger=True,
        )
        for row in rows
    ]
    return Card("glass", _("Waiting for a second person"), lines, len(rows))


# In the order of the page; each asks its room, for people whose role has the permission.
GATHERED: tuple[tuple[Permission, Callable[[Actor], Card]], ...] = (
    (Permission.GLASS_CONFIRM, glass),
    (Permission.OWN_ACCOUNT, news),
)


def today(actor: Actor) -> Today:
    """The home page of this person."""
    allowed = permissions_of(actor.role)
    cards = [gather(actor) for permission, gather in GATHERED if permission in allowed]
    return Today([card for card in cards if card.lines or card.count], begin(actor))


def begin(actor: Actor) -> list[dict[str, Any]]:
    """What this person can begin: each {label, url}."""
    allowed = permissions_of(actor.role)
    offers = (
        (Permission.REPORT_TAKE, _("Write down a report"), "intake:take"),
        (Permission.SCREENING_INTERVIEW, _("Begin a screening"), "screening:start"),
        (Permission.CASE_OPEN, _("Open a case"), "cases:open"),
        (Permission.REFERRAL_SEND, _("Find a service"), "directory:search"),
        (Permission.RELEASE_DRAFT, _("Draft a release"), "release:draft"),
    )
    return [
        {"label": label, "url": url}
        for permission, label, name in offers
        if permission in allowed and (url := address(name))
    ]
