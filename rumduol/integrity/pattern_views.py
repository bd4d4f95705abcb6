"""Patterns: letters by office, province and month, with what can be said of them. For the desk alone."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rumduol.access.enums import Permission
from rumduol.access.gates import page
from rumduol.access.types import StaffRequest
from rumduol.agencies import queries as agencies
from rumduol.audit import actions as audit
from rumduol.integrity import queries
from rumduol.integrity.events import IntegrityEvent
from rumduol.integrity.forms import province_words
from rumduol.integrity.patterns import FEWEST, FEWEST_OF_ONE, Row, Unit, rows
from rumduol.integrity.public_choices import Conduct, Service
from rumduol.integrity.types import About
from rumduol.justice.enums import CriminalStatus, Outcome
from rumduol.shared.dates import PartialDate, today

MONTHS = 24


@page(Permission.INTEGRITY_READ, methods=("GET",))
def patterns(request: StaffRequest) -> HttpResponse:
    """Offices, places and months in which more letters gather than chance explains; "not enough to tell" for the rest."""
    lines = queries.lines_of(request.actor)
    audit.record(IntegrityEvent.PATTERNS_READ, by=request.actor, detail={"letters": len(lines)})
    conducts = Counter(code for line in lines for code in line.conducts)
    context = {
        "letters": len(lines),
        "fewest": FEWEST,
        "fewest_of_one": FEWEST_OF_ONE,
        "tables": [
            (_("By office"), _("expected by the number of people who work there"), by_office(lines)),
            (_("By province"), _("expected by the number of people who work there"), by_place(lines)),
            (_("By month in which it happened"), _("expected by the days of the month"), by_month(lines)),
        ],
        "conducts": [(str(Conduct(code).label), n) for code, n in conducts.most_common() if code in Conduct.values],
    }
    return render(request, "integrity/patterns.html", context)


@page(Permission.INTEGRITY_READ, methods=("GET",))
def flags(request: StaffRequest) -> HttpResponse:
    """Officials among the accused of criminal cases: nobody but the desk is told that one is an official of an office."""
    found = queries.flags()
    audit.record(IntegrityEvent.FLAGS_READ, by=request.actor, detail={"flags": len(found)})
    offices = agencies.offices(
        {one.case_office_id for one in found} | {one.office_id for one in found if one.office_id}
    )
    language = get_language() or "km"

    def name(office_id: UUID | None) -> str:
        office = offices.get(office_id) if office_id else None
        return agencies.office_name(office, language) if office else ""

    rows = [
        {
            "number": one.number, "office": name(one.office_id), "court": name(one.case_office_id),
            "stage": CriminalStatus(one.status).label, "outcome": Outcome(one.outcome).label if one.outcome else "",
            "since": PartialDate.from_text(one.since).in_words(language, khmer_digits=language == "km"),
        }
        for one in found
    ]  # fmt: skip
    return render(request, "integrity/flags.html", {"rows": rows})


def _offices() -> dict[UUID, Any]:
    kinds = [code for code in Service.values if code not in {Service.OTHER, Service.UNKNOWN}]
    return {row.id: row for row in agencies.offices_of_kind(*kinds)}


def by_office(lines: Iterable[About]) -> list[tuple[str, Row[UUID]]]:
    """Each office with letters, its name first. Exposure: its people."""
    counts = Counter(UUID(line.office_id) for line in lines if line.office_id)
    offices, staff = _offices(), agencies.staff_counts()
    language = get_language() or "km"
    found = rows([Unit(key, counts[key], staff.get(key, 1)) for key in offices])
    return [(agencies.office_name(offices[row.key], language), row) for row in found]


def by_place(lines: Iterable[About]) -> list[tuple[str, Row[str]]]:
    """Each province with letters. Exposure: the people of the offices there."""
    counts = Counter(line.place[:2] for line in lines if line.place)
    staff = agencies.staff_counts()
    people: Counter[str] = Counter()
    for key, office in _offices().items():
        if office.place:
            people[office.place[:2]] += staff.get(key, 1)
    found = rows([Unit(place, counts[place], people[place]) for place in people])
    return [(province_words(row.key), row) for row in found]


def by_month(lines: Iterable[About]) -> list[tuple[str, Row[str]]]:
    """Each of the last 24 months with letters. Exposure: its days so far."""
    counts = Counter(line.month for line in lines if len(line.month) == len("2026-01"))
    now = today()
    units = []
    for back in range(MONTHS):
        year, month = divmod(now.year * 12 + now.month - 1 - back, 12)
        first = date(year, month + 1, 1)
        after = date(year + (month == 11), (month + 1) % 12 + 1, 1)
        days = now.day if back == 0 else (after - first).days
        units.append(Unit(f"{year}-{month + 1:02d}", counts[f"{year}-{month + 1:02d}"], days))
    language = get_language() or "km"
    return [
        (PartialDate(*map(int, row.key.split("-"))).in_words(language, khmer_digits=language == "km"), row)
        for row in rows(units)
    ]
