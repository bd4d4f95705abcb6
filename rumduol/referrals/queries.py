"""Referrals a person may see: of the own office (and below), and those sent to it. Everything else is not there."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access import queries as access
from rumduol.access.enums import Permission, permissions_of
from rumduol.access.types import Actor
from rumduol.cases.policies import Obstacle
from rumduol.referrals.enums import OPEN, SHARING, ReferralStatus
from rumduol.referrals.models import Consent, Referral
from rumduol.shared import rows
from rumduol.shared.clocks import Left, left
from rumduol.shared.errors import NotThere

MOST = 200  # rows of a queue on one page


TO_READ = [
    status.value
    for status in (
        ReferralStatus.DECLINED,
        ReferralStatus.EXPIRED,
        ReferralStatus.COMPLETED,
        ReferralStatus.HANDED_BACK,
    )
]
GLANCES = {
    "incoming": "where t.to_office_id = %(office)s and t.status = %(sent)s and t.sent_at is not null"
    " order by t.answer_due_at, t.number",
    "waiting": "where t.office_id = %(office)s and t.status = %(sent)s order by t.answer_due_at, t.number",
    "to_read": "where t.office_id = %(office)s and t.status = any(%(dealt)s) order by t.answered_at limit %(most)s",
}


def visible(by: Actor) -> Q:
    """The filter that the wall of the table repeats."""
    if Permission.REFERRAL_READ not in permissions_of(by.role):
        return Q(pk__in=[])
    return Q(office_id__in=by.reach) | Q(to_office_id__in=by.reach, sent_at__isnull=False)


def referrals(by: Actor) -> QuerySet[Referral]:
    return Referral.objects.select_related("consent").filter(visible(by))


def referral_for(by: Actor, referral_id: UUID) -> Referral:
    """One referral. NotThere when it is hidden or missing, or when the reader has a conflict about the case."""
    row = referrals(by).filter(id=referral_id).first()
    if row is None or access.has_conflict(by, row.case_id):
        raise NotThere()
    return row


def lock_referral(by: Actor, referral_id: UUID) -> Referral:
    """The same, locked until the transaction ends, so that a double click is one step."""
    row = Referral.objects.select_for_update().filter(visible(by), id=referral_id).first()
    if row is None or access.has_conflict(by, row.case_id):
        raise NotThere()
    return row


def incoming(by: Actor) -> list[Referral]:
    """Sent to my office and waiting for an answer, the most urgent clock first."""
    return list(
        referrals(by).filter(to_office_id=by.office_id, status=ReferralStatus.SENT).order_by("answer_due_at", "number")
    )


def at_a_glance(by: Actor, which: str) -> list[Referral]:
    """`incoming`, `waiting` or `to_read` for the home page: the same lines without their consents."""
    if Permission.REFERRAL_READ not in permissions_of(by.role):
        return []
    asked = {"office": by.office_id, "sent": ReferralStatus.SENT.value, "dealt": TO_READ, "most": MOST}
    return rows.rows(Referral, GLANCES[which], asked)


def with_us(by: Actor) -> list[Referral]:
    """People my office has accepted or admitted, newest first; at most MOST."""
    return list(referrals(by).filter(to_office_id=by.office_id, status__in=SHARING).order_by("-answered_at")[:MOST])


def waiting(by: Actor) -> list[Referral]:
    """Sent by my office and not answered yet, soonest due first; by hand ones too (somebody must telephone)."""
    return list(
        referrals(by).filter(office_id=by.office_id, status=ReferralStatus.SENT).order_by("answer_due_at", "number")
    )


def overdue(by: Actor) -> list[Referral]:
    """Not answered in time, to or from my office."""
    return list(
        referrals(by)
        .filter(Q(office_id__in=by.reach) | Q(to_office_id__in=by.reach))
        .filter(status=ReferralStatus.SENT, answer_due_at__lt=timezone.now())
        .order_by("answer_due_at", "number")
    )


def to_read(by: Actor) -> list[Referral]:
    """Answers and reports that the sending office has not dealt with yet, oldest first; at most MOST."""
    return list(referrals(by).filter(office_id=by.office_id, status__in=TO_READ).order_by("answered_at")[:MOST])


def drafts(by: Actor) -> list[Referral]:
    """Being prepared in my office."""
    return list(referrals(by).filter(office_id=by.office_id, status=ReferralStatus.DRAFT).order_by("-created_at"))


def of_case(by: Actor, case_id: UUID) -> list[Referral]:
    """All referrals of a case, newest first, each with its consent."""
    if Permission.REFERRAL_READ not in permissions_of(by.role):
        return []
    found = [
        row
        for row in rows.rows(Referral, "where t.case_id = %(case)s order by t.created_at desc", {"case": case_id})
        if row.office_id in by.reach or (row.to_office_id in by.reach and row.sent_at is not None)
    ]
    agreed = Consent.objects.in_bulk([row.consent_id for row in found if row.consent_id]) if found else {}
    for row in found:
        if row.consent_id in agreed:
            row.consent = agreed[row.consent_id]
    return found


def open_of_case(by: Actor, case_id: UUID) -> list[Referral]:
    """Referrals that keep a case from being closed without a written reason."""
    return [row for row in of_case(by, case_id) if row.status in OPEN]


def clock(referral: Referral, now: datetime | None = None) -> Left | None:
    """Time left to answer; None when nobody waits for an answer."""
    if referral.status != ReferralStatus.SENT or referral.answer_due_at is None:
        return None
    return left(referral.answer_due_at, now)


def consents_of_case(by: Actor, case_id: UUID) -> list[Consent]:
    """Decisions about sharing of a case, newest first. The wall leaves only own and received ones."""
    if Permission.REFERRAL_READ not in permissions_of(by.role) or access.has_conflict(by, case_id):
        return []
    agreed = Consent.objects.filter(case_id=case_id).order_by("-created_at")
    return [row for row in agreed if row.office_id in by.reach or row.to_office_id in by.reach]


def refused_providers(by: Actor, case_id: UUID) -> set[UUID]:
    """Providers that the person of this case did not want, when last asked."""
    last: dict[UUID, bool] = {}
    for row in consents_of_case(by, case_id):
        last.setdefault(row.provider_id, row.accepts_provider)
    return {provider for provider, accepts in last.items() if not accepts}


def consent_for(by: Actor, consent_id: UUID) -> Consent:
    """One decision: of an own case, or one that came with a referral to the own office."""
    row = Consent.objects.filter(id=consent_id).first()
    if row is None or row not in consents_of_case(by, row.case_id):
        raise NotThere()
    return row


def lock_consent(by: Actor, consent_id: UUID) -> Consent:
    consent_for(by, consent_id)
    row = Consent.objects.select_for_update().filter(id=consent_id).first()
    if row is None:
        raise NotThere()
    return row


def live_consents_to(case_id: UUID, to_office_id: UUID | None) -> list[Consent]:
    """Consents in force of a case towards one office."""
    if to_office_id is None:
        return []
    return list(
        Consent.objects.filter(
            case_id=case_id, to_office_id=to_office_id, withdrawn_at__isnull=True, until__gt=timezone.now()
        )
    )


def standing(consent: Consent) -> list[str]:
    """Sections still consented to, in the order given; none when it was withdrawn or has run out."""
    if consent.withdrawn_at is not None or consent.until <= timezone.now():
        return []
    return [section for section in consent.sections if section not in consent.withdrawn_sections]


@dataclass(frozen=True, slots=True)
class SharedPart:
    """Who sees which part of a case, for what, until when. `open` now, or only after acceptance."""

    section: str
    provider_id: UUID
    to_office_id: UUID | None
    purpose: str
    until: datetime
    state: str
    open: bool
    withdrawn: bool
    referral_id: UUID
    consent_id: UUID


def shares_of_case(by: Actor, case_id: UUID, *, referrals_of_it: list[Referral] | None = None) -> list[SharedPart]:
    """One line per part and receiver, withdrawn ones too, newest decision first; of `of_case`, when it was asked already."""
    found: list[SharedPart] = []
    for referral in of_case(by, case_id) if referrals_of_it is None else referrals_of_it:
        consent = referral.consent
        if consent is None or referral.sent_at is None:
            continue
        live = set(standing(consent))
        for section in consent.sections:
            found.append(
                SharedPart(
                    section=section,
                    provider_id=consent.provider_id,
                    to_office_id=consent.to_office_id,
                    purpose=consent.purpose,
                    until=consent.until,
                    state=referral.status,
                    open=section in live and referral.status in SHARING,
                    withdrawn=section in consent.withdrawn_sections or consent.withdrawn_at is not None,
                    referral_id=referral.id,
                    consent_id=consent.id,
                )
            )
    return found


def closure_obstacles(case_id: UUID, by: Actor) -> list[Obstacle]:
    """Referrals under way, for the page that closes a case."""
    return [
        Obstacle("referral", _("Referral %(number)s is under way.") % {"number": row.number})
        for row in open_of_case(by, case_id)
    ]
