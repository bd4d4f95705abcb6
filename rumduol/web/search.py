"""One search over everything the reader may see: by number, by name in either script, by telephone or paper number.

The question is sent by POST and never stands in an address, a history or a log. An answer shows number, age band, step
and place; no name and no story.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from rumduol.access.enums import Permission, permissions_of
from rumduol.access.gates import page
from rumduol.access.types import Actor, StaffRequest
from rumduol.audit import actions as audit
from rumduol.cases import queries as cases
from rumduol.intake import queries as intake
from rumduol.justice import queries as justice
from rumduol.operations import queries as operations
from rumduol.referrals import queries as referrals
from rumduol.remedy import queries as remedy
from rumduol.screening import queries as screening
from rumduol.shared.errors import InvalidInput
from rumduol.shared.identifiers import normalise_number
from rumduol.shared.phone import read_phone
from rumduol.vault import search as sealed
from rumduol.vault.enums import VaultEvent
from rumduol.vault.types import NoKey
from rumduol.web.labels import place_words, term_words
from rumduol.web.records import page_of

LONGEST = 200
MOST = 50


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that fits."""

    record_id: UUID
    kind: str
    number: str
    url: str
    what: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What fits; `names_searched` is False for somebody to whom the office key was not handed on yet."""

    hits: list[Hit]
    names_searched: bool = True


@page(Permission.SEARCH)
def search(request: StaffRequest) -> HttpResponse:
    """The form, and what was found."""
    asked = " ".join(request.POST.get("q", "").split())[:LONGEST]
    found = find(asked, request.actor) if asked else None
    hits = [
        {"url": hit.url, "number": hit.number, "kind": hit.kind, "what": hit.what, "state": hit.state}
        for hit in (found.hits if found else ())
    ]
    return render(request, "web/search.html", {"asked": asked, "found": found, "hits": hits})


def find(asked: str, by: Actor) -> Found:
    """Records of the reader's rooms that fit, the one with that number first."""
    hits = _by_number(asked, by)
    try:
        ids = sealed.search_both(asked, exact=_exact(asked), by=by)
    except NoKey:
        return Found(hits, names_searched=False)
    audit.record(VaultEvent.SEARCHED, by=by, detail={"found": len(ids)})
    seen = {hit.record_id for hit in hits}
    hits += _by_ids([record_id for record_id in ids if record_id not in seen], by)
    return Found(hits[:MOST])


def _exact(asked: str) -> str:
    """A telephone number in its stored form; anything else as typed."""
    try:
        return read_phone(asked)
    except InvalidInput:
        return asked


def _by_number(asked: str, by: Actor) -> list[Hit]:
    number = normalise_number(asked)
    if number is None:
        return []
    allowed = permissions_of(by.role)
    found: list[Hit] = []
    if Permission.CASE_READ in allowed and (case := cases.find_by_number(by, number)) is not None:
        found += map(_case, cases.cases_by_id(by, [case.id]).values())
    if Permission.REPORT_READ in allowed and (report := intake.report_by_number(by, number)) is not None:
        found.append(_report(report))
    if Permission.REFERRAL_READ in allowed:
        found += [_referral(row) for row in referrals.referrals(by).filter(number=number)[:1]]
    if Permission.SCREENING_READ in allowed:
        found += [_screening(row) for row in screening.visible(by).filter(number=number)[:1]]
    if Permission.CRIMINAL_READ in allowed and (criminal := justice.find_by_number(by, number)) is not None:
        found.append(_criminal(criminal))
    if Permission.REMEDY_READ in allowed and (claim := remedy.find_by_number(by, number)) is not None:
        found.append(_claim(claim))
    if Permission.OPERATION_READ in allowed and (operation := operations.find_by_number(by, number)) is not None:
        found.append(_operation(operation))
    return found


def _by_ids(ids: list[UUID], by: Actor) -> list[Hit]:
    """The records with these ids, whatever they are, in this order; what the reader may not see is left out.

    Each room is asked once for all that no room before it knew: a search costs the same for one hit and for fifty.
    """
    allowed = permissions_of(by.role)
    rooms: tuple[tuple[Permission, Callable[[Actor, list[UUID]], dict[UUID, Any]], Callable[[Any], Hit]], ...] = (
        (Permission.CASE_READ, cases.cases_by_id, _case),
        (Permission.REPORT_READ, intake.reports_by_id, _report),
        (Permission.SCREENING_READ, screening.screenings_by_id, _screening),
        (Permission.CRIMINAL_READ, justice.cases_of_suspects, _criminal),
    )
    found: dict[UUID, Hit] = {}
    for at in range(0, len(ids), MOST):  # what the page will not show is not read
        asked = left = ids[at : at + MOST]
        for permission, rows_of, hit_of in rooms:
            if permission in allowed and left:
                found |= {key: hit_of(row) for key, row in rows_of(by, left).items()}
                left = [record_id for record_id in asked if record_id not in found]
        if len(found) >= MOST:
            break
    return [found[record_id] for record_id in ids if record_id in found]


def _case(line: cases.Row) -> Hit:
    row, step = line.case, line.step
    what = _words(term_words("sex", row.sex), term_words("age", row.age_band), row.found_in)
    return Hit(row.id, _("Case"), row.number, page_of("case", row.id), what,
               str(step.get_step_display()) if step else str(row.get_status_display()))  # fmt: skip


def _report(row: Any) -> Hit:
    return Hit(
        row.id, _("Report"), row.number, page_of("report", row.id), _words(row.place), str(row.get_status_display())
    )


def _screening(row: Any) -> Hit:
    what = _words(term_words("sex", row.sex), term_words("age", row.age_band), row.place)
    return Hit(row.id, _("Screening"), row.number, page_of("screening", row.id), what, str(row.get_status_display()))


def _referral(row: Any) -> Hit:
    what = _words(term_words("sex", row.sex) if row.sex else "")
    return Hit(row.id, _("Referral"), row.number, page_of("referral", row.id), what, str(row.get_status_display()))


def _criminal(row: Any) -> Hit:
    state = str(row.get_status_display())
    return Hit(row.id, _("Criminal case"), row.number, page_of("criminal_case", row.id), _words(row.place), state)


def _claim(row: Any) -> Hit:
    what = _words(term_words("sex", row.sex), row.criminal_number)
    return Hit(row.id, _("Claim"), row.number, page_of("claim", row.id), what, str(row.get_status_display()))


def _operation(row: Any) -> Hit:
    return Hit(row.id, _("Operation"), row.number, page_of("operation", row.id), "", str(row.get_status_display()))


def _words(*parts: str) -> str:
    """Labels in a row; the last of several may be a place code."""
    *labels, place = parts
    return " · ".join(filter(None, [*labels, place_words(place) if place.isdigit() else place]))
