"""A referral as its pages show it: words, clocks, what the other side sees, what may be done next."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.directory import actions as directory_actions
from rumduol.directory import queries as directory
from rumduol.directory import showing as directory_showing
from rumduol.referrals import persons, policies, queries
from rumduol.referrals.actions.answering import report_ref
from rumduol.referrals.actions.preparing import consent_ref, message_ref, need_of
from rumduol.referrals.enums import SHARING, ReferralStatus
from rumduol.referrals.models import Referral
from rumduol.referrals.queries import SharedPart
from rumduol.shared.errors import NotThere
from rumduol.vault import actions as vault
from rumduol.vault.enums import Purpose, Section
from rumduol.vault.types import NoKey, RecordRef

TONES = {
    ReferralStatus.ACCEPTED: "good",
    ReferralStatus.ADMITTED: "good",
    ReferralStatus.DECLINED: "care",
    ReferralStatus.EXPIRED: "care",
    ReferralStatus.HANDED_BACK: "care",
    ReferralStatus.WITHDRAWN: "quiet",
    ReferralStatus.CLOSED: "quiet",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A referral in a list: no name, no story."""

    referral: Referral
    provider: str
    sender: str
    status: str
    tone: str
    summary: str


def rows(by: Actor, referrals: Iterable[Referral]) -> dict[UUID, Row]:
    """Referrals in words, by id."""
    several = list(referrals)
    providers = directory.names(r.provider_id for r in several if r.provider_id)
    offices = agencies.offices({r.office_id for r in several})
    return {
        r.id: Row(
            referral=r,
            provider=providers.get(r.provider_id, "") if r.provider_id else "",
            sender=agencies.office_name(offices[r.office_id], by.language) if r.office_id in offices else "",
            status=r.get_status_display(),
            tone=TONES.get(ReferralStatus(r.status), ""),
            summary=" · ".join(row["value"] for row in directory_showing.need_rows(need_of(r))[:3]),
        )
        for r in several
    }


def parts(by: Actor, shared: Iterable[SharedPart]) -> list[dict[str, Any]]:
    """Who sees which part until when, in words."""
    several = list(shared)
    names = directory.names(part.provider_id for part in several)
    return [
        {
            "part": part,
            "section": Section(part.section).label,
            "provider": names.get(part.provider_id, ""),
            "state": _("taken back")
            if part.withdrawn
            else _("open")
            if part.open
            else _("opens when they accept")
            if part.state == ReferralStatus.SENT
            else _("closed"),
        }
        for part in several
    ]


def is_receiver(referral: Referral, by: Actor) -> bool:
    return (
        referral.to_office_id is not None and referral.to_office_id in by.reach and referral.office_id not in by.reach
    )


def preview(by: Actor, referral: Referral, shareable: tuple[str, ...]) -> dict[str, Any]:
    """Exactly what the other side sees: at once, after acceptance, and never."""
    agreed = queries.standing(referral.consent) if referral.consent else []
    return {
        "referral": referral,
        "row": rows(by, [referral])[referral.id],
        "minimum": directory_showing.need_rows(need_of(referral)),
        "after": [Section(code).label for code in agreed],
        "never": [section.label for section in Section if section not in {*agreed, Section.FILE}],
        "refused": referral.consent is not None and not referral.consent.accepts_provider,
        "can_send": policies.can_send(referral, by),
        "shareable": shareable,
    }


def whole(by: Actor, referral: Referral) -> dict[str, Any]:
    """Everything a page of one referral needs."""
    consent = referral.consent
    sharing = consent is not None and referral.status in SHARING
    given = list(consent.sections) if consent else []
    standing = queries.standing(consent) if consent else []
    return {
        "referral": referral,
        "row": rows(by, [referral])[referral.id],
        "minimum": directory_showing.need_rows(need_of(referral)),
        "urgency": referral.get_urgency_display(),
        "consent": consent,
        "consent_purpose": consent.get_purpose_display() if consent else "",
        "parts": [{"code": code, "label": Section(code).label, "open": sharing and code in standing} for code in given],
        "sharing": sharing,
        "may": {
            "accept": policies.can_accept(referral, by),
            "decline": policies.can_decline(referral, by),
            "admit": policies.can_admit(referral, by),
            "end": policies.can_hand_back(referral, by),
            "give_up": policies.can_give_up(referral, by),
            "hand_over": policies.can_hand_over(referral, by),
            "withdraw": policies.can_withdraw(referral, by),
            "close": policies.can_close(referral, by),
            "show_way": policies.can_show_way(referral, by) and _confidential(by, referral),
            "withdraw_consent": consent is not None and policies.can_withdraw_consent(consent, by),
            "read_report": referral.status in {"completed", "handed_back", "closed"} and bool(referral.end_reason),
        },
        "confidential": _confidential(by, referral),
        "is_sender": referral.office_id in by.reach,
    }


def _confidential(by: Actor, referral: Referral) -> bool:
    if referral.provider_id is None:
        return False
    return directory.provider_for(by, referral.provider_id).confidential


@dataclass(frozen=True, slots=True)
class Opened:
    """One sealed part in the clear, for one page. `lines`: (depth, key, value)."""

    code: str
    label: Any
    lines: list[tuple[int, str, str]]
    closed: bool = False


def open_part(by: Actor, referral: Referral, code: str) -> Opened:
    """Open one part: "message", "report", "words", "way", or a section that was consented. NotThere for anything else.

    What is no longer shared says so instead of failing: the page is open while the person changes their mind.
    """
    label, refs, section = _where(by, referral, code)
    try:
        if code in Section.values and is_receiver(referral, by):
            policies.check_can_read_shared(referral, by)
        fields = [vault.open_section(record=ref, section=section, by=by, purpose=Purpose.REFERRAL) for ref in refs]
    except (NoKey, policies.NoLongerShared):
        return Opened(code, label, [], closed=True)
    lines = [line for opened in fields for line in _lines(opened)]
    return Opened(code, label, lines)


def _where(by: Actor, referral: Referral, code: str) -> tuple[Any, list[RecordRef], Section]:
    if code == "message":
        return _("Message"), [message_ref(referral)], Section.NOTES
    if code == "report":
        return _("Report"), [report_ref(referral)], Section.NARRATIVE
    if code == "words" and referral.consent is not None and not is_receiver(referral, by):
        return _("What the person decided"), [consent_ref(referral.consent)], Section.WISHES
    if code == "way" and referral.provider_id is not None:
        provider = directory.provider_for(by, referral.provider_id)
        return _("The way to the house"), [directory_actions.whereabouts_ref(provider)], Section.WHEREABOUTS
    consent = referral.consent
    if consent is None or code not in consent.sections or not is_receiver(referral, by):
        raise NotThere()
    section = Section(code)
    person = persons.PersonInCase(case_id=referral.case_id, number="", office_id=referral.office_id)
    refs = persons.shared_refs(person, section, referral.share_id)
    return section.label, refs, section


# What the fields of sealed parts are called; the rooms that seal them name them in their own forms.
FIELDS: dict[str, Any] = {
    "name": gettext_lazy("Name"),
    "other_names": gettext_lazy("Other names"),
    "born": gettext_lazy("Born"),
    "birthplace": gettext_lazy("Place of birth"),
    "documents": gettext_lazy("Papers"),
    "phone": gettext_lazy("Telephone"),
    "telephone": gettext_lazy("Telephone"),
    "address": gettext_lazy("Address"),
    "directions": gettext_lazy("The way there"),
    "trusted_person": gettext_lazy("Trusted person"),
    "safe_way": gettext_lazy("Safe way to reach"),
    "links": gettext_lazy("Family and companions"),
    "note": gettext_lazy("Note"),
    "text": gettext_lazy("Text"),
    "summary": gettext_lazy("Summary"),
    "checks": gettext_lazy("Seen to"),
    "place": gettext_lazy("Place"),
    "custody": gettext_lazy("Custody"),
    "holder": gettext_lazy("With whom"),
    "paper_number": gettext_lazy("Number of the paper"),
    "decisions": gettext_lazy("Decisions"),
    "words": gettext_lazy("In the person's words"),
    "withdrawn_words": gettext_lazy("When it was taken back"),
    "plan": gettext_lazy("Plan"),
    "goals": gettext_lazy("Goals"),
    "tasks": gettext_lazy("Tasks"),
    "answers": gettext_lazy("Answers"),
    "message": gettext_lazy("Message"),
    "report": gettext_lazy("Report"),
    "language": gettext_lazy("Language"),
}


def _lines(value: Any, key: str = "", depth: int = 0) -> list[tuple[int, str, str]]:
    """Sealed fields as lines of words; keys that are ids are left out."""
    shown = "" if _is_id(key) else str(FIELDS.get(key, key.replace("_", " ")))
    if isinstance(value, dict):
        found = [(depth, shown, "")] if shown else []
        for name, inner in value.items():
            found += _lines(inner, str(name), depth + 1 if shown else depth)
        return found
    if isinstance(value, list):
        if all(not isinstance(item, dict | list) for item in value):
            return [(depth, shown, ", ".join(str(item) for item in value))]
        return [line for item in value for line in _lines(item, key, depth)]
    return [(depth, shown, str(value))] if value not in {None, ""} else []


def _is_id(key: str) -> bool:
    try:
        UUID(key)
    except ValueError:
        return False
    return True
