"""The day's work of one person: what is due, what is new, what waits for whom. Gathered from every room."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from rumduol.access import queries as access
from rumduol.access.enums import Permission, permissions_of
from rumduol.access.types import Actor
from rumduol.cases import queries as cases
from rumduol.casework.queries import due_url, due_words
from rumduol.directory import queries as directory
from rumduol.intake import queries as intake
from rumduol.intake.enums import ReportStatus, Urgency
from rumduol.integrity import queries as integrity
from rumduol.notices import queries as notices
from rumduol.notices.enums import NoticeKind
from rumduol.operations import queries as operation_queries
from rumduol.operations.enums import OperationStatus
from rumduol.referrals import queries as referrals
from rumduol.release import queries as release
from rumduol.release.enums import ReleaseStatus
from rumduol.screening import queries as screening
from rumduol.vault import rotation
from rumduol.vault.enums import KeyKind
from rumduol.web.labels import place_words, term_words
from rumduol.web.navigation import address
from rumduol.web.templatetags.rumduol import digits

OPEN_OPERATIONS = frozenset({OperationStatus.DRAFT, OperationStatus.APPROVED, OperationStatus.UNDER_WAY})
UNDECIDED = frozenset(
    {ReportStatus.RECEIVED, ReportStatus.TRANSFERRED}
)  # the clock of a report runs to the first decision
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
    more: bool = False  # than were counted

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
            row.number, address("web:open_notice", row.id), str(NoticeKind(row.kind).label), post=True, since=row.made_at,
        )
        for row in rows
    ]  # fmt: skip
    count = len(lines) if len(lines) < SHOWN else notices.unread_count(actor)
    return Card("news", _("New for me"), lines, count, address("web:notices"))


def glass(actor: Actor) -> Card:
    """Whereabouts asked for in an emergency: a second person must confirm."""
    rows = access.glass_to_confirm(actor)
    lines = [
        Line(_("Open"), address("web:confirm_glass", row.id), _("whereabouts asked for"), row.until, danger=True)
        for row in rows
    ]
    return Card("glass", _("Waiting for a second person"), lines, len(rows))


def worn_keys(actor: Actor) -> Card:
    """Keys that somebody who left has held: the supervisor renews them."""
    lines = [
        Line(
            str(KeyKind(key.kind).label),
            address("signin:office_key"),
            _("somebody who held it left"),
            since=key.worn_since,
        )
        for key in rotation.worn(actor)
    ]
    return Card("keys", _("To be renewed"), lines, len(lines))


def late(actor: Actor) -> Card:
    """What is late on the cases of my office."""
    return _due_card(actor, "late", _("Late"), late=True)


def due(actor: Actor) -> Card:
    """What is due today on the cases of my office."""
    return _due_card(actor, "due", _("Due today"), late=False)


def _due_card(actor: Actor, key: str, title: str, *, late: bool) -> Card:
    rows, count, more = cases.first_due(actor, late=late, most=SHOWN)
    lines = [
        Line(row.number, due_url(row, actor), f"{due_words(row)} · {term_words('age', row.age_band)}", row.at)
        for row in rows
    ]
    return Card(key, title, lines, count, address("cases:list"), more=more)


def signatures(actor: Actor) -> Card:
    """Closures and plans that wait for my signature."""
    words = {"closure": _("closing the case"), "plan": _("the plan")}
    lines = [
        Line(row.case.number, address("cases:signatures"), words.get(row.what, row.what), since=row.since)
        for row in cases.waiting_signature(actor)
    ]
    return Card("signatures", _("Waiting for my signature"), lines, len(lines), address("cases:signatures"))


def reports(actor: Actor) -> Card:
    """Reports of my office that need a first decision, and those I have taken."""
    rows = intake.due_for(actor, SHOWN)
    lines = [
        Line(
            row.number, address("intake:report", row.id), f"{_people(row)} · {place_words(row.place) if row.place else _('place not known')}",
            row.due_at if row.status in UNDECIDED else None, danger=row.urgency == Urgency.DANGER,
        )
        for row in rows
    ]  # fmt: skip
    # What waits is among the first due: it is counted only when there may be more of it than is shown.
    count = len(lines) if len(lines) < SHOWN else max(intake.waiting_count(actor), len(lines))
    return Card("reports", _("Reports"), lines, count, address("intake:queue"))


def _people(report: Any) -> str:
    counted = (
        (report.girls, _("girls")), (report.boys, _("boys")), (report.women, _("women")), (report.men, _("men")),
        (report.unknown, _("people")),
    )  # fmt: skip
    return ", ".join(f"{digits(count)} {words}" for count, words in counted if count) or _("nobody counted")


def letters(actor: Actor) -> Card:
    """Letters about officials that I am named for and have not assessed, and those whose source wrote."""
    lines = [
        Line(
            row.number, address("integrity:complaint", row.id),
            _("the source wrote") if row.source_waits else _("to be assessed"), since=None,
        )
        for row in integrity.waiting(actor, SHOWN)
    ]  # fmt: skip
    return Card("letters", _("Letters about officials"), lines, len(lines), address("integrity:queue"))


def second_looks(actor: Actor) -> Card:
    """Screenings of colleagues that want a second pair of eyes."""
    rows = list(screening.second_looks(actor)[: SHOWN + 1])
    lines = [
        Line(row.screening.number, address("screening:review", row.screening_id), str(row.get_first_outcome_display()),
             since=row.created_at)
        for row in rows
    ]  # fmt: skip
    return Card("second-looks", _("Second look"), lines, len(lines), address("screening:second_looks"))


def screenings(actor: Actor) -> Card:
    """Interviews of my office that are not concluded."""
    rows, count = screening.first_of_queue(actor, SHOWN)
    lines = [
        Line(row.number, address("screening:screening", row.id), str(row.get_status_display()), since=row.created_at)
        for row in rows
    ]
    return Card("screenings", _("Screening"), lines, count, address("screening:queue"))


def referrals_in(actor: Actor) -> Card:
    """Referrals that wait for my office's answer."""
    return _referrals("incoming", _("Referrals to answer"), referrals.at_a_glance(actor, "incoming"))


def referrals_back(actor: Actor) -> Card:
    """Answers that my office has not dealt with yet."""
    return _referrals("answers", _("Answers to read"), referrals.at_a_glance(actor, "to_read"))


def referrals_out(actor: Actor) -> Card:
    """Referrals of my office that wait for others."""
    return _referrals("waiting", _("Waiting for others"), referrals.at_a_glance(actor, "waiting"))


def _referrals(key: str, title: str, rows: list[Any]) -> Card:
    names = directory.names({row.provider_id for row in rows if row.provider_id}) if rows else {}
    lines = [
        Line(
            row.number, address("referrals:referral", row.id),
            " · ".join(filter(None, (names.get(row.provider_id, ""), term_words("sex", row.sex) if row.sex else "",
                                     str(row.get_status_display()) if key == "answers" else ""))),
            row.answer_due_at if key != "answers" else None, danger=row.urgency == "emergency" and key == "incoming",
            since=row.answered_at,
        )
        for row in rows
    ]  # fmt: skip
    return Card(key, title, lines, len(rows), address("referrals:list"))


def operations(actor: Actor) -> Card:
    """Signatures asked of me, what my office is told from this hour on, and the plans that I am named in."""
    lines = [
        Line(
            row.operation.number, address("operations:operation", row.operation.id), _("a reader of a plan to confirm")
        )
        for row in operation_queries.waiting(actor)
    ]
    lines += [
        Line(
            _("Open"),
            address("operations:told", row.id),
            _("your office is told about an operation"),
            since=row.tell_at,
        )
        for row in operation_queries.told(actor)
        if row.operation_status in OPEN_OPERATIONS
    ]
    lines += [
        Line(row.number, address("operations:operation", row.id), str(row.get_status_display()))
        for row in operation_queries.operations(actor)
        if row.status in OPEN_OPERATIONS
    ]
    return Card("operations", _("Operations"), lines, len(lines), address("operations:list"))


def releases(actor: Actor) -> Card:
    """Releases of figures under way."""
    making, _public = release.desk(actor)
    lines = [
        Line(row.number or _("draft"), address("release:release", row.id), str(ReleaseStatus(row.status).label),
             since=row.created_at)
        for row in making
    ]  # fmt: skip
    return Card("releases", _("Releases under way"), lines, len(lines), address("release:desk"))


# In the order of the page; each asks its room, for people whose role has the permission.
GATHERED: tuple[tuple[Permission, Callable[[Actor], Card]], ...] = (
    (Permission.GLASS_CONFIRM, glass),
    (Permission.KEYS_ROTATE, worn_keys),
    (Permission.CASE_READ, late),
    (Permission.OPERATION_READ, operations),
    (Permission.REPORT_READ, reports),
    (Permission.INTEGRITY_READ, letters),
    (Permission.CASE_READ, due),
    (Permission.REFERRAL_ANSWER, referrals_in),
    (Permission.CASE_APPROVE, signatures),
    (Permission.SCREENING_REVIEW, second_looks),
    (Permission.OWN_ACCOUNT, news),
    (Permission.SCREENING_INTERVIEW, screenings),
    (Permission.REFERRAL_READ, referrals_back),
    (Permission.REFERRAL_READ, referrals_out),
    (Permission.FACTS_READ, releases),
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
    return [{"label": label, "url": address(name)} for permission, label, name in offers if permission in allowed]
